"""Everything there is to look at when somebody asks what kind of mail this is, read once for all who judge.

Facts of the header and the text, and no verdict.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gateway.inbound.kind.by_hand import asks, typed
from gateway.inbound.kind.sentences import fold
from gateway.inbound.mime.headers import Headers
from gateway.mail import Kind


@dataclass(frozen=True, slots=True)
class PartType:
    """What one part of a mail says it is; all lower case but the name."""

    type: str
    params: Mapping[str, str]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Classified:
    """The kind, its detail, and the evidence for people to read."""

    kind: Kind
    subkind: str = ""
    because: str = ""
    by_words: bool = False
    """Only its words say so: no field, no type of a part, no null sender, and it answers nothing."""


@dataclass(frozen=True, slots=True)
class Look:
    """Everything there is to look at."""

    headers: Headers
    null_sender: bool
    parts: Sequence[PartType]
    subject: str
    text: str
    ours: frozenset[str]
    types: frozenset[str]
    sender: str
    """Address of the From field, lower case, as far as it can be told quickly; for patterns only."""
    automatic: str
    """The keyword of ``Auto-Submitted``; empty for none and for ``no``."""
    answering: bool
    """It refers to another mail."""
    new_text: str
    """Without the quote: what it quotes may well be an automatic mail of ours."""
    quoting: bool
    """It has a quote: few robots write one."""

    @property
    def daemon(self) -> bool:
        """It is from an address of a mail system."""
        return bool(_DAEMON.match(self.sender))

    @property
    def threaded(self) -> bool:
        """A field names the mail it answers; the prefix of a subject may be typed."""
        return "In-Reply-To" in self.headers or "References" in self.headers

    @property
    def by_hand(self) -> bool:
        """Somebody typed it or asks for something: then words alone make it no robot's."""
        return typed(self.headers) or asks(self.new_text)

    @property
    def bulk(self) -> str:
        """The field that calls it mass mail; empty without one."""
        for name in ("Precedence", "X-Precedence"):
            if name in self.headers and self.headers.get(name).strip().lower() in ("bulk", "list", "junk"):
                return self.evidence(name)
        return ""

    def written_in(self, *names: str) -> str:
        """Return all fields of these names as one text, lower case; for looking whether something is in it."""
        return " ".join(value.lower() for name in names for value in self.headers.raw(name)[:2])

    def evidence(self, name: str) -> str:
        """Return the field for people to read."""
        return f"{name}: {self.headers.get(name)}"[:120]


_DAEMON = re.compile(
    r"(?:mailer[._-]?daemon|postmaster|mail-?daemon|mdaemon|maildelivery|mail\.delivery"
    r"|microsoftexchange[0-9a-f]{20,})(?:[+.-][^@]*)?(?:@|$)"
)

_AUTO_KEYWORD = re.compile(r"[a-z-]+")
_ANSWER_PREFIX = re.compile(
    r"(?:\s{0,4}\[[^\]\[]{1,40}\]){0,4}\s{0,4}(?:re|aw|antw|antwort|sv|vs|rv|r|rif|odp|res|ynt|yan|bls|atb|απ|σχετ"
    r"|отв|ответ|на|回复|答复|回覆|回信|返信|회신|رد|השב|תשובה|vast|vá)(?:\[\d{1,3}\]|\(\d{1,3}\)"
    r"|\^\d{1,3})?\s?[:：]"
)


def is_answer(headers: Headers, subject: str) -> bool:
    """Tell whether the mail refers to another one, by its fields or by the prefix of its subject."""
    return "In-Reply-To" in headers or "References" in headers or bool(_ANSWER_PREFIX.match(fold(subject[:120])))


def sender_of(headers: Headers) -> str:
    """Return the address of the From field, lower case, as far as it can be told quickly."""
    fields = headers.raw("From")
    if not fields:
        return ""
    inner = fields[0].rpartition("<")[2]
    return inner.partition(">")[0].strip().lower()


def auto_submitted(headers: Headers) -> str:
    """Return the first keyword (RFC 3834 section 5) that is not ``no``."""
    for value in headers.all("Auto-Submitted"):
        keyword = _AUTO_KEYWORD.match(value.strip().lower())
        if keyword and keyword[0] != "no":
            return keyword[0]
    return ""


LIST_FIELDS = (
    *("List-Id", "List-Post", "List-Unsubscribe", "List-Subscribe", "List-Help", "List-Owner", "List-Archive"),
    *("List-Unsubscribe-Post", "Mailing-List", "X-Mailing-List", "X-Mailman-Version", "X-BeenThere", "X-List"),
)
"""One of these makes a mail a list's, a newsletter's or a shop's."""

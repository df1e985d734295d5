"""Turn a finished draft into the bytes of a mail.

Decides the order and form of the fields, and that each singleton stands there once. Chooses no words, recipients or
times, sends nothing. Written by hand because the standard library's generator is a hundred times slower, encodes long
ids, and has let line breaks through.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Literal

from gateway.address import Address, Mailbox, ascii_lower
from gateway.mail import MessageId
from gateway.outbound.body import CalendarPart, Words, write_body
from gateway.outbound.fields import (
    CannotCompose,
    address_field,
    date_field,
    id_field,
    text_field,
    token_field,
    usable_id,
)

LAST_REFERENCES = 20
"""Of a long thread the first id and this many of the newest are kept (RFC 5322 section 3.6.4 lets us trim)."""
REFERENCES_OCTETS = 4_000  # of ids; a long honest thread has half of that

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}")
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
NO_ID = MessageId("")
_OURS = frozenset(
    """
    date from to cc bcc reply-to sender subject message-id in-reply-to references auto-submitted x-loop mime-version
    x-auto-response-suppress x-ms-reactions content-language content-type content-transfer-encoding
    """.split()  # noqa: SIM905 (a list of one name a line would be a page)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Everything a mail says. Names and subject may be hostile: they are cleaned on the way out."""

    from_: Mailbox
    to: tuple[Mailbox, ...]
    cc: tuple[Mailbox, ...] = ()
    reply_to: Address | None = None
    subject: str
    message_id: MessageId
    in_reply_to: MessageId = NO_ID
    """The mail this one answers; left out when it could not be written."""
    references: tuple[MessageId, ...] = ()
    """Oldest first, the answered mail last."""
    date: datetime
    """Aware; written in UTC."""
    text: Words
    html: Words | None = None
    calendar: CalendarPart | None = None
    language: str
    """Tag of RFC 5646, e.g. ``en`` or ``pt-BR``."""
    auto_submitted: Literal["", "auto-replied", "auto-generated"] = ""
    """RFC 3834 section 5; empty for what a person wrote."""
    loop: Address
    """Our own address: how we know our mail when it comes home."""
    extra: tuple[tuple[str, str], ...] = ()
    """More fields for machines, e.g. ``List-Id``: printable ASCII."""


def compose(draft: Draft) -> bytes:
    """Write the mail: CRLF only, no line over 998 octets. The same draft gives the same bytes.

    Raises ``CannotCompose`` for what only a mistake of ours could ask: no recipient, no time zone, a broken address.
    """
    _check(draft)
    head = "".join((*_addressing(draft), *_threading(draft), *_marks(draft), "MIME-Version: 1.0\r\n"))
    return head.encode("utf-8") + write_body(draft.text, draft.html, seed=draft.message_id, calendar=draft.calendar)


def _check(draft: Draft) -> None:
    if not _LANGUAGE.fullmatch(draft.language):
        raise CannotCompose("Content-Language", "needs a language tag")
    if draft.auto_submitted == "auto-replied" and (len(draft.to) != 1 or draft.cc):
        raise CannotCompose("To", "an automatic answer goes to one address and nobody else")  # RFC 3834 section 4
    extra = {ascii_lower(name): name for name, _ in draft.extra}
    for clash in _OURS & extra.keys():
        raise CannotCompose(extra[clash], "is written by us and stands there once")
    if len(extra) != len(draft.extra):
        raise CannotCompose("extra fields", "one is given twice")
    if draft.calendar:
        _check_calendar(draft.calendar)


def _check_calendar(calendar: CalendarPart) -> None:
    if not _FILE_NAME.fullmatch(calendar.name):
        raise CannotCompose("the calendar's name", "has characters that are not allowed")
    said = b"\r\nMETHOD:%b\r\n" % calendar.method.encode("ascii")
    if said not in calendar.octets if calendar.method else b"\r\nMETHOD:" in calendar.octets:
        raise CannotCompose("METHOD", "is not what the calendar says")


def _addressing(draft: Draft) -> list[str]:
    fields = [
        date_field("Date", draft.date),
        _from_field(draft.from_),
        address_field("To", draft.to),
    ]
    if draft.cc:
        fields.append(address_field("Cc", draft.cc))
    if draft.reply_to:
        fields.append(address_field("Reply-To", (Mailbox("", draft.reply_to),)))
    fields.append(text_field("Subject", draft.subject))
    return fields


@lru_cache(maxsize=64)  # we write as few
def _from_field(sender: Mailbox) -> str:
    return address_field("From", (sender,))


def _threading(draft: Draft) -> list[str]:
    fields = [id_field("Message-ID", (draft.message_id,))]
    if parent := usable_id(draft.in_reply_to):
        fields.append(id_field("In-Reply-To", (parent,)))
    references = [one for one in map(usable_id, draft.references) if one]
    if references:
        fields.append(id_field("References", _trimmed(references)))
    return fields


def _trimmed(references: list[MessageId]) -> list[MessageId]:
    """Keep the first and the newest, of honest length: strangers fill a thread, and what they write goes out again."""
    first, *later = references
    newest: list[MessageId] = []
    left = REFERENCES_OCTETS - len(first)
    for one in reversed(later[-LAST_REFERENCES:]):
        left -= len(one)
        if left < 0:
            break
        newest.append(one)
    return [first, *reversed(newest)]


def _marks(draft: Draft) -> list[str]:
    """Write what keeps other people's robots from answering us, and us from answering ourselves."""
    automatic = draft.auto_submitted != ""
    fields = [f"Auto-Submitted: {draft.auto_submitted}\r\n"] if automatic else []
    fields += [
        # Exchange. Never NDR, and so never All: a bounce must come back.
        f"X-Auto-Response-Suppress: {'DR, RN, NRN, OOF, AutoReply' if automatic else 'OOF, AutoReply'}\r\n",
        "x-ms-reactions: disallow\r\n",  # Outlook's reactions come as mail nobody can tell from a reply
        address_field("X-Loop", (Mailbox("", draft.loop),)),
        f"Content-Language: {draft.language}\r\n",
    ]
    fields += [token_field(name, value) for name, value in draft.extra]
    return fields

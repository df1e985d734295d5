"""Tell whether a new mail looks urgent, or says that it matters much.

Only the subject and the beginning of the text are read: whoever is in trouble says so at once. "Not urgent" and "no
rush" silence their sentence and the mark of a mail program, but no other sentence. What a policy makes of it is decided
elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from gateway.desk.words.expressions import Expressions
from gateway.desk.words.spelling import plain, unwrapped
from gateway.desk.words.urgency_words import ASIDE, DENIED, HIGH, URGENT

SUBJECT_CHARACTERS = 300
TEXT_CHARACTERS = 600
_QUOTED_CHARACTERS = 60
_HEADER_CHARACTERS = 60

_SENTENCE_ENDS = re.compile(r"(?<=[!?\n])|(?<=\.)(?=\s)|[;\n。！？]")
_MARKED = re.compile(r"^(?:very )?(?:high(?:est)?|urgent)\b|^[12]\b(?!\.\d)")
_URGENT, _HIGH, _DENIED, _ASIDE = Expressions(URGENT), Expressions(HIGH), Expressions(DENIED), Expressions(ASIDE)


class Looks(StrEnum):
    """How a mail looks. Kept in histories, so never renamed."""

    URGENT = "urgent"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Urgency:
    """How a mail looks, and the words that say so."""

    looks: Looks
    because: str


def read_urgency(subject: str, text: str, *, importance: str = "") -> Urgency | None:
    """Return how a mail looks; None when it says nothing of the kind.

    ``importance`` is what Importance, X-Priority or Priority says: "high", "1 (Highest)".
    """
    parts = {
        "subject": _sentences(plain(subject, upto=SUBJECT_CHARACTERS).replace("\n", " ")),
        "text": _sentences(unwrapped(plain(text, upto=TEXT_CHARACTERS))),
    }
    claims = {part: [_ASIDE.without(one) for one in said if not _DENIED.find(one)] for part, said in parts.items()}
    for looks, table in ((Looks.URGENT, _URGENT), (Looks.HIGH, _HIGH)):
        for part, said in claims.items():
            if words := next(filter(None, map(table.find, said)), ""):
                return Urgency(looks, f'the {part} says "{words[:_QUOTED_CHARACTERS]}"')
    denied = any(len(claims[part]) < len(said) for part, said in parts.items())
    return None if denied else _marked(importance)


def _marked(importance: str) -> Urgency | None:
    mark = plain(importance, upto=_HEADER_CHARACTERS)
    return Urgency(Looks.HIGH, f'the mail is marked "{mark}"') if _MARKED.match(mark) else None


def _sentences(text: str) -> list[str]:
    return [sentence.strip() for sentence in _SENTENCE_ENDS.split(text) if sentence.strip()]

"""Tell whether a new mail looks urgent, or says that it matters much.

Only the subject and the beginning of the text are read: whoever is in trouble says so at once. "Not urgent" and "no
rush" silence their sentence and the mark of a mail program, but no other sentence. What a policy makes of it is decided
elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from gateway.desk.words.calm_words import ASIDE, DENIED
from gateway.desk.words.expressions import Expressions, Near
from gateway.desk.words.high_words import HIGH
from gateway.desk.words.spelling import plain, unwrapped
from gateway.desk.words.urgent_words import URGENT

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
        "subject": plain(subject, upto=SUBJECT_CHARACTERS).replace("\n", " "),
        "text": unwrapped(plain(text, upto=TEXT_CHARACTERS)),
    }
    both = "\n".join(parts.values())
    for looks, near in ((Looks.URGENT, _URGENT.near(both)), (Looks.HIGH, _HIGH.near(both))):
        for part, said in parts.items():
            if words := _claimed(said, near):
                return Urgency(looks, f'the {part} says "{words[:_QUOTED_CHARACTERS]}"')
    marked = _marked(importance)
    return None if marked and _is_denied(parts.values()) else marked


def _claimed(text: str, near: Near) -> str:
    """Return the words by which a sentence claims it; whether it is denied is asked of no other sentence."""
    for sentence in _sentences(text) if near.groups else ():
        if near.find(sentence) and not _DENIED.find(sentence):
            words = near.find(_ASIDE.without(sentence))
            if words:
                return words
    return ""


def _is_denied(texts: Iterable[str]) -> bool:
    return any(_DENIED.find(sentence) for text in texts for sentence in _sentences(text))


def _marked(importance: str) -> Urgency | None:
    mark = plain(importance, upto=_HEADER_CHARACTERS)
    return Urgency(Looks.HIGH, f'the mail is marked "{mark}"') if _MARKED.match(mark) else None


def _sentences(text: str) -> list[str]:
    return [sentence.strip() for sentence in _SENTENCE_ENDS.split(text) if sentence.strip()]

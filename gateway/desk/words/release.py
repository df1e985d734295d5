"""Read whether a colleague lets customers be told of a notice, or refuses it.

Stricter than approvals of what is solved, for thousands may read what a word too much releases: the only names in it
are those of people who work here. "Yes, after lunch" has a word with a capital in some mails, and is no name.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from gateway.desk.words.piece import pieces
from gateway.desk.words.release_words import DEPARTMENTS, PLEASE, RELEASED
from gateway.desk.words.sign_off import answer_in
from gateway.desk.words.signature_words import SMALL
from gateway.desk.words.small_talk import read_small_talk
from gateway.desk.words.verdict import LOOKED_AT, YES, Verdict, read_verdict

_LONGEST = 200  # characters of a name or a line


def read_release(text: str, *, people: Sequence[str]) -> Verdict | None:
    """Return the verdict of a colleague's new text; None when it is something else, such as "yes, but not before nine".

    ``people`` are the names of those who work here, the author among them.
    """
    names = frozenset(word for name in people for word in _words(name))
    answer = _above_name(answer_in(text).strip(), names)
    said = read_small_talk(answer, approving=RELEASED, polite=PLEASE, names=names)
    if said and said & YES:
        return Verdict(True, "")
    verdict = read_verdict(text)
    return verdict if verdict and not verdict.approved else None


def _above_name(answer: str, names: frozenset[str]) -> str:
    """Return an answer without a name on a line of its own, below which only the name of a department stands."""
    if len(answer) > LOOKED_AT:
        return answer
    lines = answer.split("\n")
    for at in range(len(lines) - 1, 0, -1):
        words = _words(lines[at])
        if words and words <= names:
            return "\n".join(lines[:at]).rstrip()
        if not words <= _departments():
            break
    return answer


@cache
def _departments() -> frozenset[str]:
    return _words(DEPARTMENTS, upto=len(DEPARTMENTS)) | _words(SMALL, upto=len(SMALL))


def _words(text: str, *, upto: int = _LONGEST) -> frozenset[str]:
    return frozenset(piece.said for piece in pieces(text, upto=upto) if piece.is_word)

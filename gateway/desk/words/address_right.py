"""Read what is answered to the question whether notices reach the right people at an address.

More is a yes to it than to what we say is solved: people answer with the words of the question. A yes to it is the
whole answer as well; "Yes, but" is an ordinary message.
"""

from __future__ import annotations

from functools import cache

from gateway.desk.words.address_words import RIGHT, UNLESS
from gateway.desk.words.piece import pieces
from gateway.desk.words.sign_off import answer_in
from gateway.desk.words.small_talk import FEW_CHARACTERS, read_small_talk
from gateway.desk.words.verdict import YES, Verdict, read_verdict


def read_address_answer(text: str) -> Verdict | None:
    """Return the verdict of a person's new text; None when it is something else, such as "yes, until Friday"."""
    answer = answer_in(text).strip()
    said = read_small_talk(answer, approving=RIGHT)
    if said and said & YES:
        return None if _has_condition(answer) else Verdict(True, "")
    verdict = read_verdict(text)
    return verdict if verdict and not verdict.approved else None


def _has_condition(answer: str) -> bool:
    return any(piece.said in _conditions() for piece in pieces(answer, upto=FEW_CHARACTERS))


@cache
def _conditions() -> frozenset[str]:
    return frozenset(piece.said for piece in pieces(UNLESS, upto=len(UNLESS)) if piece.is_word)

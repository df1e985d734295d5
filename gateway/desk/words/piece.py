"""Cut a text into words and marks, each with its place, so that phrases of any language are found one word at a time.

A sign of a writing without blanks (Chinese, Japanese, Korean, Thai) is a word of its own. Decides nothing.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from gateway.desk.words.spelling import bare, unwrapped

_UNBLANKED = re.compile("[\u0e00-\u0e7f\u1100-\u11ff\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_APOSTROPHES = frozenset("'’‘´`ʼ′")
_HYPHENS = frozenset("-‐‑")
_NO_PIECE = ("Cc", "Cf", "Cs", "Mn", "Me", "Sk")  # what is not seen, and the colours of emoji


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, a mark or a line's end, and where it stands in the text."""

    said: str
    """Lower case and without accents; apostrophes in a word are left out."""
    start: int
    end: int
    is_word: bool
    capital: bool
    """It begins with a capital, in a text that has small letters, too."""


def pieces(text: str, *, upto: int) -> tuple[Piece, ...]:
    """Return the pieces of the first ``upto`` characters, in order; a line that was wrapped has not ended."""
    cut = unwrapped(text[:upto])
    has_small = any(letter.islower() for letter in cut)
    found: list[Piece] = []
    at = 0
    while at < len(cut):
        end = _end_of_word(cut, at)
        if end > at:
            found.append(_word(cut, at, end, has_small=has_small))
        elif (mark := _mark(cut, at)) is not None:
            found.append(mark)
        at = max(end, at + 1)
    return tuple(found)


def _end_of_word(text: str, start: int) -> int:
    """Return where the word ends that begins here; here, when none does."""
    if not text[start].isalnum():
        return start
    if _UNBLANKED.match(text[start]):
        return start + 1
    end = start + 1
    while end < len(text) and _goes_on(text, end):
        end += 1
    return end


def _goes_on(text: str, at: int) -> bool:
    """Tell whether a word goes on here, over accents and apostrophes."""
    letter = text[at]
    if letter.isalnum():
        return not _UNBLANKED.match(letter)
    if letter in _APOSTROPHES:
        return at + 1 < len(text) and text[at + 1].isalnum()
    return unicodedata.category(letter) in ("Mn", "Mc", "Cf")


def _word(text: str, start: int, end: int, *, has_small: bool) -> Piece:
    letters = "".join(letter for letter in text[start:end] if letter not in _APOSTROPHES)
    seen = "".join(letter for letter in letters if unicodedata.category(letter) != "Cf")
    return Piece(bare(seen), start, end, True, has_small and (text[start].isupper() or text[start].istitle()))


def _mark(text: str, at: int) -> Piece | None:
    """Return the mark at this place; nothing for a blank, for what is not seen, and for a hyphen inside a word."""
    sign = text[at]
    if sign == "\n":
        return Piece("\n", at, at + 1, False, False)
    if sign.isspace() or unicodedata.category(sign) in _NO_PIECE:
        return None
    if sign in _HYPHENS and 0 < at < len(text) - 1 and text[at - 1].isalnum() and text[at + 1].isalnum():
        return None
    return Piece(bare(sign)[:1], at, at + 1, False, False)

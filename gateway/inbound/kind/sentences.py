"""Split a text into sentences for comparing: lower case, wrapped lines joined, one blank between words.

Good enough for form letters; abbreviations may split one sentence into two.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

READ_CHARACTERS = 3000
"""Of the text: a robot says at once that it is one."""
FEW_WORDS = 3
"""Words of a greeting or a name, which are no sentence."""
FEW_SIGNS = 10
"""As many, in letters that need no blanks."""

_WRAPPED = re.compile(r"(?<=[^\n]{30})\n(?=[^\n])")
_BLANKS = re.compile(r"[ \t\r\f\v\u00a0\u202f\u3000]+")
_ENDS = re.compile(
    r"(?:(?<!\d)|(?<=\d{3}))[.!?]+[\s)\"”»]+|[。！？]+|\n"
)  # "23. November" goes on, "Call 555 111." ends
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def fold(text: str) -> str:
    """Return ``text`` for comparing: composed and lower case."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", text).lower().replace("i\u0307", "i")  # what becomes of a Turkish capital I


@lru_cache(maxsize=8)
def flat(text: str) -> str:
    """Return the text lower case, with plain apostrophes and single blanks; lines that were wrapped are joined."""
    folded = fold(text).replace("\u2019", "'").replace("\u2018", "'")
    if "\n" in folded:
        folded = _WRAPPED.sub(" ", folded)
    return _BLANKS.sub(" ", folded).strip()


def sentences(flattened: str) -> list[str]:
    """Return the sentences of a ``flat`` text, without what holds no word."""
    return [sentence.strip() for sentence in _ENDS.split(flattened) if len(sentence.strip(" \t-–—*_.,:;")) > 1]


def is_short(sentence: str) -> bool:
    """Tell whether it is a greeting or a name at most; a number is more."""
    if any(letter.isdigit() for letter in sentence):
        return False
    if _WIDE.search(sentence):
        return len(sentence) <= FEW_SIGNS
    return len(sentence.split()) <= FEW_WORDS

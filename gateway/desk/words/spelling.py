"""Spell a text the one way in which the tables of words are spelled, however the writer's keyboard spells it.

Lower case, no accents, plain apostrophes and single blanks; lines stay lines. Decides nothing.
"""

from __future__ import annotations

import re
import unicodedata

_ACCENTS = re.compile("[\u0300-\u036f]")  # not the dots of Japanese or the vowels of Hindi, which are letters of theirs
_UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]")
_BLANKS = re.compile(r"[^\S\n]+")
_EMPHASIS = re.compile(r"(?<![\w*_])(\*{1,3}|_{1,2})(?=[^\s*_])([^*_\n]{1,200}?)(?<=[^\s*_])\1(?![\w*_])")
_WRAPPED = re.compile(r"\n(?<=[^\n]{30}\n)(?=[^\n])")  # begins with the sign that is searched for: ten times as fast
_LETTERS = str.maketrans(
    {
        **{"ı": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe"},
        **{"’": "'", "‘": "'", "´": "'", "`": "'", "ʼ": "'", "′": "'"},
        **{"–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "。": ".", "、": ",", "؟": "?", "،": ","},
        **{"“": '"', "”": '"', "„": '"', "«": '"', "»": '"'},
    }
)


def plain(text: str, *, upto: int) -> str:
    """Return what the first ``upto`` characters say, spelled like the tables; never longer than that."""
    folded = bare(_UNSEEN.sub("", text[:upto]).replace("\r\n", "\n").replace("\r", "\n"))
    return _BLANKS.sub(" ", folded)[:upto].replace(" \n", "\n").replace("\n ", "\n").strip()


def bare(text: str) -> str:
    """Return a text in lower case without accents; blanks are left as they are."""
    if text.isascii():
        return text.lower().replace("`", "'")
    straight = text.translate(_LETTERS)  # NFKC makes a blank and an accent of some apostrophes
    folded = unicodedata.normalize("NFKC", straight).casefold().translate(_LETTERS)
    return unicodedata.normalize("NFKC", _ACCENTS.sub("", unicodedata.normalize("NFKD", folded)))


def unwrapped(text: str) -> str:
    """Join lines that a mail program wrapped: where a line was long, the next goes on."""
    return _WRAPPED.sub(" ", text)


def unmarked(text: str) -> str:
    """Take the marks off words that are bold or slanted in HTML: ``**Dana**`` is a name as Dana is."""
    return _EMPHASIS.sub(r"\2", text)

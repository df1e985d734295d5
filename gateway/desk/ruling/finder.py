"""Find which of many words are in a text, in one look at it instead of one look for each word. Pure.

Every three letters in a row are looked up in an index of the words; only words whose rarest three letters are there
are searched for. So a thousand rules cost little more than ten.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

GRAM = 3
_COMMON = " etaoinsrlhdcum"
"""Letters that say little, the most frequent first: of English, and near enough for its neighbours."""
_WEIGHT = {letter: len(_COMMON) - at for at, letter in enumerate(_COMMON)}


class Finder:
    """Knows a set of words; both they and the texts are folded (``desk.words.fold``)."""

    def __init__(self, words: Iterable[str]) -> None:
        """Index the words; an empty one is in every text."""
        self._short: tuple[str, ...] = ()
        index: dict[str, list[str]] = {}
        for word in dict.fromkeys(words):
            if len(word) < GRAM:
                self._short = (*self._short, word)
            else:
                index.setdefault(_rarest(word), []).append(word)
        self._index: Mapping[str, tuple[str, ...]] = {gram: tuple(found) for gram, found in index.items()}

    def found(self, text: str) -> frozenset[str]:
        """Return which of the words are in a text."""
        grams = set(map("".join, zip(text, text[1:], text[2:], strict=False))) if self._index else set()
        there = [
            word for gram in self._index.keys() & grams for word in self._index[gram] if word == gram or word in text
        ]
        return frozenset((*there, *(word for word in self._short if word in text)))


def _rarest(word: str) -> str:
    grams = (word[at : at + GRAM] for at in range(len(word) - GRAM + 1))
    return min(grams, key=lambda gram: sum(_WEIGHT.get(letter, 0) for letter in gram))

"""Find which of many words are in a text, in one look at it instead of one look for each word. Pure.

Every three letters in a row are looked up in an index of the words; only words whose rarest three letters are there
are searched for. So a thousand rules cost little more than ten.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

_COMMON = " etaoinsrlhdcum"
"""Letters that say little, the most frequent first: of English, and near enough for its neighbours."""
_WEIGHT = {letter: len(_COMMON) - at for at, letter in enumerate(_COMMON)}


class Finder:
    """Knows a set of words; both they and the texts are folded (``desk.words.fold``)."""

    def __init__(self, words: Iterable[str]) -> None:
        """Index the words; an empty one is in every text."""
        index: dict[str, list[tuple[str, str, bool]]] = {}
        short: list[str] = []
        for word in dict.fromkeys(words):
            once = _once(word)
            grams = sorted(_grams(once), key=_says_little)
            if not grams:
                short.append(word)
            else:
                rarest, second = grams[0], grams[min(1, len(grams) - 1)]
                index.setdefault(rarest, []).append((second, word, word.split() == [word]))
        self._short = tuple(short)
        self._index: Mapping[str, tuple[tuple[str, str, bool], ...]] = {
            gram: tuple(found) for gram, found in index.items()
        }
        """By three letters of a word: three others of it, the word, and whether it has no space in it."""

    def found(self, text: str) -> frozenset[str]:
        """Return which of the words are in a text."""
        once = _once(text)
        grams = _grams(once) if self._index else set()
        there = [
            word
            for gram in self._index.keys() & grams
            for second, word, whole in self._index[gram]
            if second in grams and (word == gram or word in (once if whole else text))
        ]
        return frozenset((*there, *(word for word in self._short if word in text)))


def _once(text: str) -> str:
    """Return what stands between spaces, each once: people say most words more than once."""
    return " ".join(set(text.split()))


def _grams(text: str) -> set[str]:
    """Return every three letters in a row of such a text that no space is among."""
    return {gram for gram in map("".join, zip(text, text[1:], text[2:], strict=False)) if " " not in gram}


def _says_little(gram: str) -> tuple[int, str]:
    return sum(_WEIGHT.get(letter, 0) for letter in gram), gram

"""Prove of an expression that whatever it finds has one of some words in it, or say what it finds without them.

Tables of words are searched only where one of their hints is in the text. The proof walks through the parsed expression
with every text it allows at once: of each it knows only how far it has come in which hint. What lies around a place
(lookaheads, edges of words) is passed by, so more is allowed than the expression finds, never less.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from importlib import import_module
from typing import Any

codes: Any = import_module("re._constants")  # no type checker knows them
parser: Any = import_module("re._parser")

Written = dict[str, str]
"""The longest beginning of a hint that a text ends with -> the shortest such text seen."""

_OTHER = "\u01c2"
"""A letter that stands for all that no hint has."""
_ANYTHING = (codes.CATEGORY, codes.ANY, codes.NOT_LITERAL, codes.NEGATE)
_NOWHERE = (codes.AT, codes.ASSERT, codes.ASSERT_NOT)


def unhinted(expression: str, hints: Iterable[str]) -> str | None:
    """Return a text that the expression may find and that has none of the hints; None when there is none."""
    texts = _Walk(tuple(hints)).sequence(parser.parse(expression), {"": ""})
    return min(texts.values(), key=len, default=None)


class _Walk:
    """Goes on from texts without a hint to longer ones."""

    def __init__(self, hints: tuple[str, ...]) -> None:
        self._hints = hints
        self._begun = {"", *(hint[:end] for hint in hints for end in range(len(hint)))}
        self._letters = {letter for hint in hints for letter in hint} | {_OTHER}

    def sequence(self, items: Iterable[Any], texts: Written) -> Written:
        for code, value in items:
            texts = self._item(code, value, texts)
        return texts

    def _item(self, code: Any, value: Any, texts: Written) -> Written:
        if code is codes.LITERAL:
            return self._one_of({chr(value)}, texts)
        if code is codes.IN:
            return self._one_of(self._set(value), texts)
        if code in _ANYTHING:
            return self._one_of(self._letters, texts)
        if code in _NOWHERE:
            return texts
        if code is codes.BRANCH:
            return _union(self.sequence(choice, texts) for choice in value[1])
        if code is codes.SUBPATTERN:
            return self.sequence(value[3], texts)
        if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            return self._repeated(value, texts)
        raise NotImplementedError(f"no proof goes through {code}")

    def _one_of(self, letters: Collection[str], texts: Written) -> Written:
        return _union(self._read(letter, begun, text) for letter in sorted(letters) for begun, text in texts.items())

    def _read(self, letter: str, begun: str, text: str) -> Written:
        """Return the text with one letter more; nothing when a hint is in it now."""
        now = begun + letter
        if now.endswith(self._hints):
            return {}
        while now not in self._begun:
            now = now[1:]
        return {now: text + letter}

    def _set(self, members: Iterable[tuple[Any, Any]]) -> Collection[str]:
        letters: set[str] = set()
        for code, value in members:
            if code in _ANYTHING:
                return self._letters
            if code is codes.LITERAL:
                letters.add(chr(value))
            elif code is codes.RANGE:
                among = range(value[0], value[1] + 1)
                letters.update(letter for letter in self._letters if ord(letter) in among)
                letters.update([chr(number) for number in among if chr(number) not in self._letters][:1])
        return letters

    def _repeated(self, value: tuple[int, Any, Any], texts: Written) -> Written:
        least, most, items = value
        for _ in range(least):
            texts = self.sequence(items, texts)
        for _ in range(most - least):
            more = _union((texts, self.sequence(items, texts)))
            if more.keys() == texts.keys():
                break
            texts = more
        return texts


def _union(some: Iterable[Written]) -> Written:
    shortest: Written = {}
    for texts in some:
        for begun, text in texts.items():
            if begun not in shortest or len(text) < len(shortest[begun]):
                shortest[begun] = text
    return shortest

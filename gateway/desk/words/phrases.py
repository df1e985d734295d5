"""Phrases of several sorts, and which of them stands at a place in a text: the longest wins.

Tables are written as people write: phrases are parted by ``;``, and ``(|very) (good|bad)`` stands for four of them.
All choices are followed at once, so no table is ever written out and no text makes it go back. Decides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Generic, TypeVar

from gateway.desk.words.piece import Piece, pieces

Sort = TypeVar("Sort")

_GROUPS = re.compile(r"\(([^)]*)\)")
_LONGEST = 400
_NO_SORT = 1000


class _Node:
    """A place between two words of a phrase."""

    __slots__ = ("next", "skip", "sort")

    def __init__(self) -> None:
        self.next: dict[str, list[_Node]] = {}
        self.skip: list[_Node] = []  # reached without a word
        self.sort = _NO_SORT

    def reached(self) -> Iterator[_Node]:
        """Return this place and every place that needs no further word; phrases have no loops."""
        yield self
        for node in self.skip:
            yield from node.reached()


class Phrases(Generic[Sort]):
    """Which sort of phrase begins at a piece of a text. Of a phrase of two sorts, the one named first has it."""

    def __init__(self, tables: Mapping[Sort, Iterable[str]]) -> None:
        self._sorts = tuple(tables)
        self._first: dict[str, list[_Node]] = {}
        for sort, written in enumerate(tables.values()):
            for phrase in (one for table in written for one in table.split(";")):
                self._add(phrase, sort)

    def at(self, text: Sequence[Piece], start: int) -> tuple[Sort | None, int]:
        """Return the sort of the longest phrase that begins at the piece ``start``, and the piece after it."""
        nodes = self._first.get(text[start].said, []) if text[start].is_word else []
        found, end, number = _NO_SORT, start, start + 1
        while nodes:
            places = {id(place): place for node in nodes for place in node.reached()}.values()
            if (best := min(place.sort for place in places)) != _NO_SORT:
                found, end = best, number
            if number == len(text) or not text[number].is_word:
                break
            nodes = [node for place in places for node in place.next.get(text[number].said, ())]
            number += 1
        return (None if found == _NO_SORT else self._sorts[found]), end

    def _add(self, phrase: str, sort: int) -> None:
        start = end = _Node()
        for number, part in enumerate(_GROUPS.split(phrase)):
            end = _joined(end, part.split("|") if number % 2 else [part])
        end.sort = sort
        for place in start.reached():
            for word, nodes in place.next.items():
                self._first.setdefault(word, []).extend(nodes)


def _joined(start: _Node, choices: Iterable[str]) -> _Node:
    """Return where all ``choices`` end that begin at ``start``."""
    end = _Node()
    for choice in choices:
        node, words = start, [piece.said for piece in pieces(choice, upto=_LONGEST) if piece.is_word]
        for word in words[:-1]:
            following = _Node()
            node.next.setdefault(word, []).append(following)
            node = following
        if words:
            node.next.setdefault(words[-1], []).append(end)
        else:
            start.skip.append(end)
    return end

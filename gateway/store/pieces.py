"""Cut the values of an ``IN`` into lists that every database takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

_T = TypeVar("_T")

MAX_VALUES = 2_000  # of one IN; SQLite takes 32,766 parameters in a statement


def in_pieces(values: Iterable[_T]) -> Iterator[Sequence[_T]]:
    """Yield the values in order, ``MAX_VALUES`` at a time; nothing for none."""
    every = list(values)
    for at in range(0, len(every), MAX_VALUES):
        yield every[at : at + MAX_VALUES]

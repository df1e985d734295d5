"""What a rule needs of a compiled pattern; ``rules.pattern`` makes them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

MAY_TAKE = timedelta(milliseconds=50)
"""One pattern, on one text."""


class TooSlow(Exception):
    """A pattern was stopped: it took its time and found nothing."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a pattern was found, in characters, and its named groups; a group that took no part is empty."""

    start: int
    end: int
    groups: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sought:
    """What came of a search, and the seconds of work it took."""

    hit: Hit | None
    seconds: float


class Pattern(Protocol):
    """A pattern, compiled."""

    @property
    def source(self) -> str:
        """As it was written."""
        ...

    @property
    def words(self) -> frozenset[str]:
        """Folded texts one of which is in every text it fits; none: nobody knows."""
        ...

    @property
    def groups(self) -> tuple[str, ...]:
        """The names of its groups."""
        ...

    @property
    def sure(self) -> frozenset[str]:
        """Those of its groups that take part whenever it is found."""
        ...

    def search(self, text: str, *, seconds: float) -> Sought:
        """Find it in a text. Raises ``TooSlow`` after so many seconds of work."""
        ...

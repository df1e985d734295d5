"""How long to wait before the next try: growing, and spread so that nobody comes back in step with anybody else.

Pure numbers: the chance is handed in, and the waiting is the caller's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

_MAX_DOUBLINGS = 30  # beyond it every wait is the longest one, and the numbers would only grow


@dataclass(frozen=True, slots=True)
class Waits:
    """A wait that doubles from ``first`` to ``longest``, spread by chance from the share ``low`` of it to ``high``."""

    first: timedelta
    longest: timedelta
    low: float = 0.8
    high: float = 1.2

    def after(self, failure: int, *, chance: float = 0.5) -> timedelta:
        """Return the wait after failure number ``failure``, counted from 1. ``chance`` is from 0 up to 1."""
        doubled = self.first * (1 << min(max(failure, 1) - 1, _MAX_DOUBLINGS))
        return min(doubled, self.longest) * (self.low + (self.high - self.low) * chance)


class Backoff:
    """Waits that count their failures themselves."""

    def __init__(self, waits: Waits, *, chance: Callable[[], float] = lambda: 0.5) -> None:
        """Start with no failure behind us. ``chance`` gives a number from 0 up to 1 for every wait."""
        self._waits = waits
        self._chance = chance
        self._failures = 0

    def next(self) -> float:
        """Count one more failure and return the seconds to wait for it."""
        self._failures += 1
        return self._waits.after(self._failures, chance=self._chance()).total_seconds()

    def reset(self) -> None:
        """Forget the failures: it worked."""
        self._failures = 0

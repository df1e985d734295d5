"""How long to wait before the next try: growing, and never in step with anybody else.

Pure numbers; the waiting is the caller's.
"""

from __future__ import annotations

import random


class Backoff:
    """Waits that double from ``first`` to ``longest`` seconds, each shortened by up to half at random."""

    def __init__(self, *, first: float, longest: float, jitter: random.Random) -> None:
        """Start with no failure behind us. The shortest wait ever given is ``first / 2``."""
        self._first = first
        self._longest = longest
        self._jitter = jitter
        self._failures = 0

    def next(self) -> float:
        """Count one more failure and return the seconds to wait for it."""
        whole = min(self._first * (1 << min(self._failures, 30)), self._longest)
        self._failures += 1
        return whole * self._jitter.uniform(0.5, 1.0)

    def reset(self) -> None:
        """Forget the failures: it worked."""
        self._failures = 0

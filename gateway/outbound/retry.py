"""When to try again: waits that grow, spread a little so that a thousand letters do not come back in one second.

Pure: the time and the chance are handed in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

SPREAD = 0.2  # of the wait, to either side


@dataclass(frozen=True, slots=True)
class Waits:
    """A wait that doubles from ``first`` to ``longest``."""

    first: timedelta
    longest: timedelta

    def after(self, attempt: int, *, chance: float) -> timedelta:
        """Return the wait after attempt number ``attempt``, counted from 1. ``chance`` is from 0 up to 1."""
        doubled = self.first * (1 << min(max(attempt, 1) - 1, 20))
        return min(doubled, self.longest) * (1 - SPREAD + 2 * SPREAD * chance)


@dataclass(frozen=True, slots=True)
class RetryRhythm:
    """When a letter that was not taken is tried again, and when that ends."""

    waits: Waits = Waits(first=timedelta(minutes=1), longest=timedelta(hours=4))
    give_up_after: timedelta = timedelta(days=4)  # RFC 5321 section 4.5.4.1: at least 4-5 days

    def next_try(self, *, attempt: int, queued_at: datetime, now: datetime, chance: float = 0.5) -> datetime | None:
        """Return when to try again, or None to give up. ``attempt`` counts from 1 and is the one that just failed.

        The last attempt falls on the end of the time, not hours before it.
        """
        end = queued_at + self.give_up_after
        if now >= end:
            return None
        return min(now + self.waits.after(attempt, chance=chance), end)

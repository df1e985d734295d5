"""When a letter that was not taken is tried again, and when that ends.

Pure: the time and the chance are handed in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from gateway.backoff import Waits

LETTERS = Waits(timedelta(minutes=1), timedelta(hours=4))  # spread: a thousand must not come back in one second


@dataclass(frozen=True, slots=True)
class RetryRhythm:
    """When a letter that was not taken is tried again, and when that ends."""

    waits: Waits = LETTERS
    give_up_after: timedelta = timedelta(days=4)  # RFC 5321 section 4.5.4.1: at least 4-5 days

    def next_try(self, *, attempt: int, queued_at: datetime, now: datetime, chance: float = 0.5) -> datetime | None:
        """Return when to try again, or None to give up. ``attempt`` counts from 1 and is the one that just failed.

        The last attempt falls on the end of the time, not hours before it.
        """
        end = queued_at + self.give_up_after
        if now >= end:
            return None
        return min(now + self.waits.after(attempt, chance=chance), end)

"""A clock that stands still until the story moves it."""

from __future__ import annotations

from datetime import UTC, datetime


class VirtualClock:
    """Tells the time of the story; a ``Clock``."""

    def __init__(self, start: datetime) -> None:
        """Begin at ``start``."""
        self._start = self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        """Return the present instant of the story, in UTC."""
        return self._now

    def monotonic(self) -> float:
        """Return seconds since the story began."""
        return (self._now - self._start).total_seconds()

    def move(self, to: datetime) -> None:
        """Let it be later. Raises ``ValueError`` for a moment that has passed."""
        if to < self._now:
            raise ValueError(f"the clock cannot go back from {self._now} to {to}")
        self._now = to.astimezone(UTC)

"""A rule for when it is open, as Alertmanager writes its time intervals: every list that is given must fit.

An empty list fits always. Ranges include both ends. Which zone its times are in is the calendar's to say.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

DAY = 24 * 60
"""Minutes."""
Range = tuple[int, int]
"""From and to, both included."""


@dataclass(frozen=True, slots=True)
class Interval:
    """One rule."""

    times: tuple[Range, ...] = ()
    """Minutes of the day: from, and before which; ``(480, 1020)`` is eight to five."""
    weekdays: tuple[Range, ...] = ()
    """Monday is 0."""
    days_of_month: tuple[Range, ...] = ()
    """From 1; -1 is the last day."""
    months: tuple[Range, ...] = ()
    years: tuple[Range, ...] = ()

    def spans(self, day: date) -> tuple[Range, ...]:
        """Return the minutes of a day at which it fits: from, and before which."""
        if not self._fits(day):
            return ()
        return self.times or ((0, DAY),)

    def _fits(self, day: date) -> bool:
        return (
            _within(day.weekday(), self.weekdays)
            and _within(day.month, self.months)
            and _within(day.year, self.years)
            and (not self.days_of_month or self._fits_month(day))
        )

    def _fits_month(self, day: date) -> bool:
        length = monthrange(day.year, day.month)[1]
        counted = [tuple(end + length + 1 if end < 0 else end for end in range_) for range_ in self.days_of_month]
        return any(first <= day.day <= last for first, last in counted)


def _within(value: int, ranges: tuple[Range, ...]) -> bool:
    return not ranges or any(first <= value <= last for first, last in ranges)

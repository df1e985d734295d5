"""Days on which nobody is there: single days, days of every year, and the public holidays of places."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

Year = Callable[[int], Mapping[date, str]]
"""The holidays of a year with their names."""


@dataclass(frozen=True, slots=True)
class Holidays:
    """Holidays by name."""

    days: Mapping[date, str] = field(default_factory=dict)
    yearly: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """By month and day."""
    places: tuple[Year, ...] = ()

    def name(self, day: date) -> str | None:
        """Return what a day is called, or None for one that is no holiday."""
        if day in self.days:
            return self.days[day]
        if (day.month, day.day) in self.yearly:
            return self.yearly[day.month, day.day]
        return next((found for place in self.places if (found := place(day.year).get(day)) is not None), None)


NONE = Holidays()
"""No holidays at all."""

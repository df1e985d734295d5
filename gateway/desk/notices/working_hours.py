"""When the customers who are meant are at work, each by their own clocks and holidays. Pure.

Counts by places, not by customers: ten thousand of them live in some dozen zones.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from gateway.desk.customer import Customer
from gateway.desk.hours.calendar import Calendar, Home, Segment
from gateway.desk.hours.interval import Interval
from gateway.desk.life.law import Law

OFFICE_HOURS = Calendar("office-hours", (Interval(times=((8 * 60, 18 * 60),), weekdays=((0, 4),)),))
"""Monday to Friday, eight to six, wherever somebody is."""
_NOTHING = timedelta()
_MARGIN = timedelta(days=2)  # the days around it are whole, wherever somebody is


@dataclass(frozen=True, slots=True)
class Touched:
    """What a stretch of time takes of working hours."""

    customers: int
    """How many are at work in any of it."""
    time: timedelta
    """Of all of them together."""


class WorkingHours:
    """Asked about stretches of a time that was worked out once."""

    def __init__(
        self, homes: Iterable[Home], start: datetime, end: datetime, *, hours: Calendar = OFFICE_HOURS
    ) -> None:
        """``homes`` are of the customers, one for each; ``start`` and ``end`` bound what may be asked about."""
        places: dict[tuple[str, int], tuple[Home, int]] = {}
        for home in homes:
            key = (home.zone.key, id(home.holidays))
            places[key] = (home, places.get(key, (home, 0))[1] + 1)
        self._places = [_Place(count, hours.segments(start, end, home=home)) for home, count in places.values()]
        self._openings = sorted({at for place in self._places for at in place.starts})
        self._end = end.astimezone(UTC)
        self.customers = sum(place.customers for place in self._places)
        """How many there are."""

    def touched(self, start: datetime, end: datetime) -> Touched:
        """Return how many are at work between two instants, and for how long."""
        at_work = [(place.customers, place.open_between(start, end)) for place in self._places]
        return Touched(
            sum(customers for customers, time in at_work if time),
            sum((customers * time for customers, time in at_work), _NOTHING),
        )

    def quiet_after(self, at: datetime) -> timedelta:
        """Return how long nobody begins to work after an instant, as far as is known."""
        next_one = bisect_right(self._openings, at - timedelta(seconds=1))
        return (self._openings[next_one] if next_one < len(self._openings) else self._end) - at


def at_work(
    customers: Iterable[Customer], law: Law, start: datetime, end: datetime, *, hours: Calendar = OFFICE_HOURS
) -> WorkingHours:
    """Return the working hours of customers around a time. Who cannot be told of work is at work in it all the same."""
    return WorkingHours(map(law.home_of, customers), start - _MARGIN, end + _MARGIN, hours=hours)


class _Place:
    def __init__(self, customers: int, segments: Iterable[Segment]) -> None:
        self.customers = customers
        found = tuple(segments)
        self.starts = [one.start for one in found]
        self._lengths = [one.length for one in found]
        self._before = list(accumulate(self._lengths, initial=_NOTHING))

    def open_between(self, start: datetime, end: datetime) -> timedelta:
        return self._open_until(end) - self._open_until(start)

    def _open_until(self, at: datetime) -> timedelta:
        begun = bisect_right(self.starts, at)
        if not begun:
            return _NOTHING
        return self._before[begun - 1] + min(at - self.starts[begun - 1], self._lengths[begun - 1])

"""What lies on the way through a stretch of time and explains its length: holidays and clocks that change. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from gateway.desk.hours.calendar import Calendar, Home
from gateway.desk.hours.zone import eras, instant


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day on which a calendar is closed that would be open."""

    day: date
    """In the zone of the calendar."""
    name: str
    begins: datetime
    """UTC."""


@dataclass(frozen=True, slots=True)
class ClockChange:
    """The clocks of a zone are changed."""

    at: datetime
    """UTC."""
    zone: str
    by: timedelta
    """Ahead; below nothing: back."""


def holidays_between(calendar: Calendar, start: datetime, end: datetime, *, home: Home) -> Iterator[Holiday]:
    """Yield the holidays from ``start`` until ``end`` that took open time away, in order."""
    if calendar.always or start >= end:
        return
    zone = calendar.zone or home.zone
    day, last = start.astimezone(zone).date(), end.astimezone(zone).date()
    while day <= last:
        name = calendar.holiday(day, home=home)
        begins = instant(zone, datetime.combine(day, time()))
        if name is not None and begins < end and any(interval.spans(day) for interval in calendar.intervals):
            yield Holiday(day, name, begins)
        day += timedelta(days=1)


def clock_changes(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[ClockChange]:
    """Yield when the clocks of a zone are changed after ``start`` and before ``end``."""
    for before, after in pairwise(eras(zone, start, end)):
        yield ClockChange(after.start.astimezone(UTC), zone.key, after.offset - before.offset)

"""A calendar: when somebody is there, and what "four hours" or "two business days" from now is.

A moment is open when the clocks of the calendar's zone show a time that one of its intervals names, on a day that is
no holiday; so an hour that is skipped is not counted and one that comes twice is counted twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from gateway.desk.hours.holidays import NONE, Holidays
from gateway.desk.hours.interval import DAY, Interval, Range
from gateway.desk.hours.zone import eras, instant
from gateway.errors import Refused

HORIZON = timedelta(days=366 * 12)  # a year divisible by a hundred may have to be passed to the next leap day
_STRIDE = timedelta(days=92)
_A_DAY = timedelta(days=1)
MAX_DAYS = 10_000  # that a calendar remembers


@dataclass(frozen=True, slots=True)
class Segment:
    """Open time, from ``start`` until before ``end``, UTC."""

    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        """How long it is."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Home:
    """Where somebody is: whose clocks and holidays a calendar keeps that has none of its own."""

    zone: ZoneInfo
    holidays: Holidays = field(default=NONE)


class NeverOpen(Refused):
    """A calendar has no open time within ``HORIZON``."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Opening hours."""

    name: str
    intervals: tuple[Interval, ...] = (Interval(),)
    """Open when one of them fits; the default is always."""
    zone: ZoneInfo | None = None
    """Whose clocks count; None: the clocks and the holidays of whoever is asked for (``home``)."""
    holidays: Holidays = field(default=NONE)
    _days: dict[tuple[date, str], tuple[Holidays, tuple[Segment, ...]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """Days that were worked out already, by zone, with the holidays they were worked out with."""

    @property
    def always(self) -> bool:
        """Tell whether it is open day and night: then a day is 24 hours, and no clock matters."""
        return self.zone is not None and self.holidays is NONE and Interval() in self.intervals

    def segments(self, start: datetime, end: datetime, *, home: Home) -> Iterator[Segment]:
        """Yield the open time from ``start`` until ``end``, in order, as few segments as there are."""
        if start >= end:
            return
        if self.always:
            yield Segment(start.astimezone(UTC), end.astimezone(UTC))
            return
        held: Segment | None = None
        for found in self._pieces(start, end, home):
            if held is not None and held.end == found.start:
                held = Segment(held.start, found.end)
                continue
            if held is not None:
                yield held
            held = found
        if held is not None:
            yield held

    def count(self, start: datetime, end: datetime, *, home: Home) -> timedelta:
        """Return how much of the time from ``start`` until ``end`` is open."""
        return sum((found.length for found in self.segments(start, end, home=home)), timedelta())

    def is_open(self, at: datetime, *, home: Home) -> bool:
        """Tell whether it is open at a moment."""
        return self.always or any(self.segments(at, at + timedelta(seconds=1), home=home))

    def next_opening(self, at: datetime, *, home: Home) -> datetime:
        """Return ``at`` when it is open, else when it opens next. Raises ``NeverOpen``."""
        return next(self._from(at, home)).start

    def after(self, start: datetime, length: timedelta, *, home: Home) -> datetime:
        """Return the moment at which ``length`` of open time has passed since ``start``. Raises ``NeverOpen``.

        No time has passed at ``start`` itself, open or not.
        """
        if length <= timedelta():
            return start.astimezone(UTC)
        left = length
        for found in self._from(start, home):
            if left <= found.length:
                return found.start + left
            left -= found.length
        raise NeverOpen(f'the calendar "{self.name}" is not open for {length} within twelve years')

    def business_days(self, start: datetime, days: int, *, home: Home) -> datetime:
        """Return the same time so many business days later; what starts while closed starts at the next opening.

        Where that day is closed at that time, the last open moment before it counts, or else the day's first.
        Raises ``NeverOpen``.
        """
        if self.always:
            return start.astimezone(UTC) + timedelta(days=days)
        zone = self.zone or home.zone
        begun = self.next_opening(start, home=home).astimezone(zone)
        day = begun.date()
        for _ in range(days):
            day = self._next_working_day(day, home)
        wall = datetime.combine(day, begun.timetz().replace(tzinfo=None, fold=0))
        return self._nearest(instant(zone, wall), day, home)

    def is_working_day(self, day: date, *, home: Home) -> bool:
        """Tell whether it is open at any time of a day of its zone."""
        return bool(self._spans(day, home))

    def holiday(self, day: date, *, home: Home) -> str | None:
        """Return the name of the holiday that closes a day of its zone; None where none does."""
        name = self.holidays.name(day)
        return home.holidays.name(day) if name is None and self.zone is None else name

    def _next_working_day(self, day: date, home: Home) -> date:
        for ahead in range(1, HORIZON.days):
            if self.is_working_day(day + timedelta(days=ahead), home=home):
                return day + timedelta(days=ahead)
        raise NeverOpen(f'the calendar "{self.name}" has no working day within twelve years of {day}')

    def _nearest(self, at: datetime, day: date, home: Home) -> datetime:
        zone, midnight = self.zone or home.zone, datetime.combine(day, time())
        pieces = list(self._pieces(instant(zone, midnight), instant(zone, midnight + timedelta(days=1)), home))
        if not pieces or any(found.start <= at <= found.end for found in pieces):
            return at
        return max((found.end for found in pieces if found.end < at), default=pieces[0].start)

    def _from(self, start: datetime, home: Home) -> Iterator[Segment]:
        """Yield open time from ``start`` on, in pieces that may touch. Raises ``NeverOpen`` when none comes."""
        if self.always:
            yield Segment(start.astimezone(UTC), start.astimezone(UTC) + HORIZON)
            return
        at, opened = start.astimezone(UTC), False  # sums of local times would skip what the clocks skip
        last = at + HORIZON
        while at < last:
            for found in self.segments(at, at + _STRIDE, home=home):
                opened = True
                yield found
            at += _STRIDE
        if not opened:
            raise NeverOpen(f'the calendar "{self.name}" does not open within twelve years of {start:%Y-%m-%d}')

    def _pieces(self, start: datetime, end: datetime, home: Home) -> Iterator[Segment]:
        """Yield open time in order, in pieces that may touch."""
        zone = self.zone or home.zone
        first, last = start.astimezone(zone).date() - _A_DAY, end.astimezone(zone).date() + _A_DAY
        for ahead in range((last - first).days + 1):
            for found in self._day(first + timedelta(days=ahead), home):
                if found.end > start and found.start < end:
                    whole = start <= found.start and found.end <= end
                    yield found if whole else Segment(max(found.start, start), min(found.end, end))

    def _day(self, day: date, home: Home) -> tuple[Segment, ...]:
        """Return the open time from one midnight to the next; each day is worked out once."""
        zone, holidays = self.zone or home.zone, NONE if self.zone else home.holidays
        known = self._days.get((day, zone.key))
        if known is not None and known[0] is holidays:
            return known[1]
        if len(self._days) >= MAX_DAYS:
            self._days.clear()
        begin, close = (instant(zone, datetime.combine(one, time())) for one in (day, day + _A_DAY))
        found = tuple(self._cut(begin, close, home))
        self._days[day, zone.key] = holidays, found
        return found

    def _cut(self, start: datetime, end: datetime, home: Home) -> Iterator[Segment]:
        """Yield open time by day and era: within an era wall time is UTC plus a constant."""
        for era in eras(self.zone or home.zone, start, end):
            first, last = (_wall(moment, era.offset) for moment in (era.start, era.end))
            for ahead in range((last.date() - first.date()).days + 1):
                day = first.date() + timedelta(days=ahead)
                midnight = datetime.combine(day, time())
                for opens, closes in self._spans(day, home):
                    begin = max(midnight + timedelta(minutes=opens), first)
                    close = min(midnight + timedelta(minutes=closes), last)
                    if begin < close:
                        yield Segment(_utc(begin, era.offset), _utc(close, era.offset))

    def _spans(self, day: date, home: Home) -> tuple[Range, ...]:
        if self.holiday(day, home=home) is not None:
            return ()
        found = sorted(span for interval in self.intervals for span in interval.spans(day))
        if len(found) <= 1 or found[0] == (0, DAY):
            return tuple(found[:1])
        return _union(found)


def _union(spans: list[Range]) -> tuple[Range, ...]:
    if all(one[1] < other[0] for one, other in pairwise(spans)):
        return tuple(spans)
    joined = [spans[0]]
    for opens, closes in spans[1:]:
        if opens <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], closes))
        else:
            joined.append((opens, closes))
    return tuple(joined)


def _wall(moment: datetime, offset: timedelta) -> datetime:
    return (moment + offset).replace(tzinfo=None)


def _utc(wall: datetime, offset: timedelta) -> datetime:
    return (wall - offset).replace(tzinfo=UTC)


ALWAYS = Calendar("24x7", zone=ZoneInfo("UTC"))
"""Day and night, every day."""

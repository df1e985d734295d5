"""The eras of a time zone: stretches in which its clocks run evenly, so that wall time and UTC differ by a constant.

``zoneinfo`` answers for one instant at a time; arithmetic with opening hours needs to know when the answer changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Era:
    """From ``start`` until before ``end`` (UTC), local time is UTC plus ``offset``."""

    start: datetime
    end: datetime
    offset: timedelta


def eras(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[Era]:
    """Cut the time from ``start`` until ``end`` (aware) where the clocks of ``zone`` are changed."""
    at, last = start.astimezone(UTC), end.astimezone(UTC)
    for year in range(at.year, last.year + 1):
        for change in _changes(zone, year):
            if at < change < last:
                yield Era(at, change, _offset(zone, at))
                at = change
    if at < last:
        yield Era(at, last, _offset(zone, at))


def instant(zone: ZoneInfo, wall: datetime) -> datetime:
    """Return when the clocks show ``wall`` (naive): the first time of two; where they skip it, the end of the gap."""
    first = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if first.astimezone(zone).replace(tzinfo=None) == wall:
        return first
    return next((change for change in _changes(zone, first.year) if abs(change - first) < _DAY), first)


def instants(zone: ZoneInfo, wall: datetime) -> tuple[datetime, ...]:
    """Return all instants (UTC) at which the clocks show ``wall`` (naive): two where they go back, none in a gap."""
    either = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    return tuple(dict.fromkeys(at for at in either if at.astimezone(zone).replace(tzinfo=None, fold=0) == wall))


def around_gap(zone: ZoneInfo, wall: datetime) -> tuple[datetime, datetime]:
    """Return what may be meant by a time the clocks skip: by the clock as it ran before, and as it runs afterwards."""
    later, earlier = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    return earlier, later


@lru_cache(maxsize=1024)
def _changes(zone: ZoneInfo, year: int) -> tuple[datetime, ...]:
    """Return the instants (UTC) of a year at which the clocks are changed, to the second."""
    found = []
    at = datetime(year, 1, 1, tzinfo=UTC) - _SECOND
    end = datetime(year, 12, 31, 23, 59, 59, tzinfo=UTC)
    while at < end:
        after = min(at + _DAY, end)
        if _offset(zone, at) != _offset(zone, after):
            found.append(_bisect(zone, at, after))
        at = after
    return tuple(found)


def _bisect(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    old = _offset(zone, before)
    while after - before > _SECOND:
        middle = before + timedelta(seconds=(after - before).total_seconds() // 2)
        before, after = (middle, after) if _offset(zone, middle) == old else (before, middle)
    return after


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    offset = at.astimezone(zone).utcoffset()
    assert offset is not None  # a ZoneInfo always has one
    return offset

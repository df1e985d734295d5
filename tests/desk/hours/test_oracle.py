"""A hundred thousand sums of opening hours, held against counting minute by minute."""

from __future__ import annotations

from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate, pairwise
from random import Random
from zoneinfo import ZoneInfo

import pytest

from gateway.desk.hours.calendar import Calendar, Home
from gateway.desk.hours.holidays import Holidays
from gateway.desk.hours.interval import Interval

CASES = 10_000
FIRST, DAYS = datetime(2026, 1, 1, tzinfo=UTC), 400
MINUTES = DAYS * 24 * 60
MINUTE = timedelta(minutes=1)
OFFICE = (Interval(times=((480, 1020),), weekdays=((0, 4),)),)
HOME = ZoneInfo("Asia/Kathmandu")

CALENDARS = {
    "office in Toronto": (OFFICE, "America/Toronto"),
    "office where half an hour is skipped": (OFFICE, "Australia/Lord_Howe"),
    "office where a customer is": (OFFICE, None),
    "nights across the change of the clocks": (
        (Interval(times=((0, 150), (1290, 1440))),),
        "Europe/Berlin",
    ),
    "only while the clocks are changed": ((Interval(times=((70, 170),)),), "America/New_York"),
    "lunch break and Saturdays": (
        (
            Interval(times=((540, 720), (780, 1080)), weekdays=((0, 4),)),
            Interval(times=((600, 840),), weekdays=((5, 5),)),
        ),
        "Europe/London",
    ),
    "overlapping rules": (
        (Interval(times=((480, 900),)), Interval(times=((840, 1200),), weekdays=((1, 3),))),
        "Asia/Tokyo",
    ),
    "the last three days of each month": ((Interval(days_of_month=((-3, -1),)),), "Africa/Casablanca"),
    "summer hours": (
        (Interval(times=((420, 900),), months=((6, 8),)), Interval(times=((480, 1020),), months=((1, 5), (9, 12)))),
        "Asia/Jerusalem",
    ),
    "week days, day and night": ((Interval(weekdays=((0, 4),)),), "America/St_Johns"),
}
CLOSED = Holidays(days={date(2026, 4, 3): "Good Friday"}, yearly={(12, 25): "Christmas", (1, 1): "New Year"})


def is_open(intervals: tuple[Interval, ...], at: datetime) -> bool:
    """Say it the slow way, for one local time."""
    if at.date() == date(2026, 4, 3) or (at.month, at.day) in ((12, 25), (1, 1)):
        return False
    from_the_end = (at.date().replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    for rule in intervals:
        minute = at.hour * 60 + at.minute
        if rule.times and not any(opens <= minute < closes for opens, closes in rule.times):
            continue
        if rule.weekdays and not any(first <= at.weekday() <= last for first, last in rule.weekdays):
            continue
        if rule.months and not any(first <= at.month <= last for first, last in rule.months):
            continue
        if rule.days_of_month and from_the_end.day - at.day > 2:
            continue
        return True
    return False


@pytest.mark.parametrize("name", CALENDARS)
def test_hours_are_counted_as_a_clock_on_the_wall_counts_them(name: str) -> None:
    intervals, zone_name = CALENDARS[name]
    zone = ZoneInfo(zone_name) if zone_name else HOME
    calendar = Calendar(name, intervals, ZoneInfo(zone_name) if zone_name else None, CLOSED)
    local = (datetime.fromtimestamp(FIRST.timestamp() + 60 * minute, zone) for minute in range(MINUTES))
    passed = [0, *accumulate(is_open(intervals, at) for at in local)]
    random = Random(name)
    for _ in range(CASES // 2):
        start = random.randrange(MINUTES)
        end = min(start + random.choice((60, 2_000, 20_000, 200_000)) * random.randrange(1, 10) // 3, MINUTES)
        counted = calendar.count(FIRST + start * MINUTE, FIRST + end * MINUTE, home=Home(HOME))
        assert counted == (passed[end] - passed[start]) * MINUTE, (start, end)
    for _ in range(CASES // 2):
        start, wanted = random.randrange(MINUTES - 60 * 24 * 60), random.randrange(1, 60 * 60)
        if passed[start] + wanted > passed[-1]:
            continue
        end = bisect_left(passed, passed[start] + wanted)
        assert calendar.after(FIRST + start * MINUTE, wanted * MINUTE, home=Home(HOME)) == FIRST + end * MINUTE, start


@pytest.mark.parametrize("name", CALENDARS)
def test_segments_are_open_apart_and_in_order(name: str) -> None:
    intervals, zone_name = CALENDARS[name]
    calendar = Calendar(name, intervals, ZoneInfo(zone_name) if zone_name else None, CLOSED)
    found = list(calendar.segments(FIRST, FIRST + timedelta(days=DAYS), home=Home(HOME)))
    assert found
    assert all(one.end < other.start for one, other in pairwise(found))
    assert all(calendar.is_open(one.start, home=Home(HOME)) for one in found)
    assert all(not calendar.is_open(one.end, home=Home(HOME)) for one in found[:-1])
    assert all(calendar.next_opening(one.end, home=Home(HOME)) == other.start for one, other in pairwise(found))


def test_the_minutes_of_a_midnight_are_there() -> None:
    """A check of the checker: the clocks it reads are the zone's."""
    at = datetime.fromtimestamp(FIRST.timestamp(), ZoneInfo("America/Toronto"))
    assert at.time() == time(19)

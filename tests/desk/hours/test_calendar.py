from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from gateway.desk.hours.calendar import ALWAYS, Calendar, Home, NeverOpen
from gateway.desk.hours.holidays import Holidays
from gateway.desk.hours.interval import Interval
from gateway.desk.hours.zone import eras, instant

TORONTO = ZoneInfo("America/Toronto")
UTC_ZONE = ZoneInfo("UTC")
UTC_HOME = Home(UTC_ZONE)
OFFICE = Calendar("office", (Interval(times=((480, 1020),), weekdays=((0, 4),)),), TORONTO)


def at(text: str, zone: ZoneInfo = TORONTO) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        ("2026-11-20T14:00", 2, "2026-11-20T16:00"),
        ("2026-11-20T14:00", 3, "2026-11-20T17:00"),
        ("2026-11-20T14:00", 4, "2026-11-23T09:00"),
        ("2026-11-20T23:00", 1, "2026-11-23T09:00"),
        ("2026-11-21T12:00", 9, "2026-11-23T17:00"),
        ("2026-11-20T07:00", 1, "2026-11-20T09:00"),
        ("2026-11-20T17:00", 0, "2026-11-20T17:00"),
        ("2026-03-06T16:00", 2, "2026-03-09T09:00"),
    ],
)
def test_open_hours_pass_only_while_it_is_open(start: str, length: int, end: str) -> None:
    assert OFFICE.after(at(start), hours(length), home=UTC_HOME) == at(end)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-11-18T14:00", 1, "2026-11-19T14:00"),
        ("2026-11-20T14:00", 1, "2026-11-23T14:00"),
        ("2026-11-20T14:00", 5, "2026-11-27T14:00"),
        ("2026-11-21T10:00", 1, "2026-11-24T08:00"),
        ("2026-11-20T18:00", 2, "2026-11-25T08:00"),
        ("2026-03-06T09:30", 1, "2026-03-09T09:30"),
    ],
)
def test_a_business_day_later_is_the_same_time_of_the_next_working_day(start: str, days: int, end: str) -> None:
    assert OFFICE.business_days(at(start), days, home=UTC_HOME) == at(end)


@pytest.mark.parametrize(
    ("start", "end"), [("2026-11-19T16:00", "2026-11-20T12:00"), ("2026-11-19T09:00", "2026-11-20T09:00")]
)
def test_a_business_day_that_ends_on_a_shorter_day_ends_with_it(start: str, end: str) -> None:
    short = Interval(times=((480, 720),), weekdays=((4, 4),))
    long = Interval(times=((480, 1020),), weekdays=((0, 3),))
    assert Calendar("short Fridays", (long, short), TORONTO).business_days(at(start), 1, home=UTC_HOME) == at(end)


def test_a_business_day_that_ends_before_a_late_day_begins_ends_with_its_opening() -> None:
    late = Calendar(
        "late Fridays",
        (Interval(times=((480, 1020),), weekdays=((0, 3),)), Interval(times=((600, 1020),), weekdays=((4, 4),))),
        TORONTO,
    )
    assert late.business_days(at("2026-11-19T09:00"), 1, home=UTC_HOME) == at("2026-11-20T10:00")


def test_day_and_night_a_day_is_twenty_four_hours_whatever_the_clocks_do() -> None:
    before = at("2026-10-31T12:00")
    assert ALWAYS.business_days(before, 1, home=Home(TORONTO)) - before.astimezone(UTC) == hours(24)
    assert ALWAYS.after(before, hours(36), home=Home(TORONTO)) == before.astimezone(UTC) + hours(36)
    assert ALWAYS.count(before, before.astimezone(UTC) + hours(500), home=Home(TORONTO)) == hours(500)


@pytest.mark.parametrize(("day", "open_hours"), [("2026-03-08", 23), ("2026-11-01", 25), ("2026-11-02", 24)])
def test_a_day_on_which_the_clocks_change_is_longer_or_shorter(day: str, open_hours: int) -> None:
    whole = Calendar("whole days", (Interval(weekdays=((0, 6),)),), TORONTO)
    start = at(f"{day}T00:00")
    assert whole.count(start, start + timedelta(days=1), home=UTC_HOME) == hours(open_hours)


def test_a_business_day_keeps_the_time_on_the_wall_across_the_change_of_the_clocks() -> None:
    nights = Calendar("every day", (Interval(weekdays=((0, 6),)),), TORONTO)
    assert nights.business_days(at("2026-10-31T14:00"), 1, home=UTC_HOME) == at("2026-11-01T14:00")
    assert nights.business_days(at("2026-03-07T02:30"), 1, home=UTC_HOME) == at("2026-03-08T03:00"), "2:30 is skipped"


def test_holidays_are_closed_whoever_names_them() -> None:
    def province(year: int) -> dict[date, str]:
        return {date(year, 7, 1): "Canada Day"}

    closed = Holidays({date(2026, 11, 23): "stock-taking"}, {(12, 24): "Christmas Eve"}, (province,))
    office = Calendar("office", OFFICE.intervals, TORONTO, closed)
    assert office.after(at("2026-11-20T16:00"), hours(2), home=UTC_HOME) == at("2026-11-24T09:00")
    assert office.business_days(at("2026-12-23T10:00"), 1, home=UTC_HOME) == at("2026-12-25T10:00")
    assert office.business_days(at("2026-06-30T10:00"), 1, home=UTC_HOME) == at("2026-07-02T10:00")
    assert closed.name(date(2027, 7, 1)) == "Canada Day"


def test_a_calendar_without_a_zone_runs_by_the_clocks_of_whom_it_is_asked_for() -> None:
    weekdays = Calendar("24x5", (Interval(weekdays=((0, 4),)),))
    friday = datetime(2026, 11, 20, 12, tzinfo=UTC)
    tokyo, honolulu = ZoneInfo("Asia/Tokyo"), ZoneInfo("Pacific/Honolulu")
    assert weekdays.after(friday, hours(3), home=Home(tokyo)) == datetime(2026, 11, 20, 15, tzinfo=UTC)
    assert weekdays.after(friday, hours(4), home=Home(tokyo)) == datetime(2026, 11, 22, 16, tzinfo=UTC)
    assert weekdays.after(friday, hours(4), home=Home(honolulu)) == datetime(2026, 11, 20, 16, tzinfo=UTC)


def test_a_calendar_without_a_zone_keeps_the_holidays_of_whom_it_is_asked_for() -> None:
    thanksgiving = Home(TORONTO, Holidays({date(2026, 10, 12): "Thanksgiving"}))
    everywhere, ours = Calendar("24x5", (Interval(weekdays=((0, 4),)),)), OFFICE
    assert everywhere.after(at("2026-10-10T12:00"), hours(1), home=thanksgiving) == at("2026-10-13T01:00")
    assert ours.after(at("2026-10-10T12:00"), hours(1), home=thanksgiving) == at("2026-10-12T09:00")
    assert everywhere.holiday(date(2026, 10, 12), home=thanksgiving) == "Thanksgiving"
    assert ALWAYS.after(at("2026-10-12T12:00"), hours(1), home=thanksgiving) == at("2026-10-12T13:00")


@pytest.mark.parametrize(
    "intervals", [(Interval(years=((2020, 2021),)),), (Interval(months=((2, 2),), days_of_month=((30, 31),)),)]
)
def test_a_calendar_that_never_opens_says_so(intervals: tuple[Interval, ...]) -> None:
    never = Calendar("never", intervals, TORONTO)
    start = at("2026-11-20T12:00")
    with pytest.raises(NeverOpen, match="never"):
        never.after(start, hours(1), home=UTC_HOME)
    with pytest.raises(NeverOpen, match="never"):
        never.business_days(start, 1, home=UTC_HOME)
    with pytest.raises(NeverOpen, match="never"):
        never.next_opening(start, home=UTC_HOME)
    assert never.count(start, start + timedelta(days=3000), home=UTC_HOME) == timedelta()


def test_a_calendar_that_has_closed_for_good_says_so() -> None:
    closing = Calendar("closing", (Interval(years=((2026, 2026),)),), TORONTO)
    with pytest.raises(NeverOpen):
        closing.after(at("2026-12-30T00:00"), hours(72), home=UTC_HOME)


def test_a_leap_day_is_found_twelve_years_ahead_at_most() -> None:
    leap = Calendar("leap", (Interval(months=((2, 2),), days_of_month=((29, 29),)),), UTC_ZONE)
    assert leap.next_opening(datetime(2096, 3, 1, tzinfo=UTC), home=UTC_HOME) == datetime(2104, 2, 29, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wall", "zone", "when"),
    [
        ("2026-11-01T01:30", "America/Toronto", "2026-11-01T05:30"),
        ("2026-03-08T02:30", "America/Toronto", "2026-03-08T07:00"),
        ("2026-10-04T02:15", "Australia/Lord_Howe", "2026-10-03T15:30"),
    ],
)
def test_a_time_that_comes_twice_is_the_first_and_one_that_is_skipped_is_the_end_of_the_gap(
    wall: str, zone: str, when: str
) -> None:
    assert instant(ZoneInfo(zone), datetime.fromisoformat(wall)) == datetime.fromisoformat(when).replace(tzinfo=UTC)


def test_eras_touch_and_begin_and_end_as_asked() -> None:
    start, end = datetime(2025, 12, 30, tzinfo=UTC), datetime(2028, 2, 1, tzinfo=UTC)
    found = list(eras(TORONTO, start, end))
    assert (found[0].start, found[-1].end, len(found)) == (start, end, 5)
    assert all(one.end == other.start for one, other in pairwise(found))
    assert list(eras(TORONTO, end, end)) == []


@pytest.mark.parametrize("calendar", [OFFICE, ALWAYS])
def test_a_stretch_that_ends_before_it_begins_has_no_open_time(calendar: Calendar) -> None:
    assert calendar.count(at("2026-11-20T14:01"), at("2026-11-20T14:00"), home=UTC_HOME) == timedelta()

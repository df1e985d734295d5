from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from gateway.desk.hours.calendar import ALWAYS, Calendar, Home
from gateway.desk.hours.holidays import Holidays
from gateway.desk.hours.interval import Interval
from gateway.desk.hours.on_the_way import ClockChange, Holiday, clock_changes, holidays_between

TORONTO = ZoneInfo("America/Toronto")
NOWHERE = Home(ZoneInfo("UTC"))
WEEKDAYS = (Interval(times=((480, 1020),), weekdays=((0, 4),)),)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TORONTO)


def test_only_holidays_that_took_open_time_away_are_on_the_way() -> None:
    days = {date(2026, 12, 25): "Christmas Day", date(2026, 12, 26): "Boxing Day", date(2026, 12, 28): "Boxing Day"}
    office = Calendar("office", WEEKDAYS, TORONTO, Holidays(days))  # the 26th is a Saturday
    found = list(holidays_between(office, at("2026-12-24T16:00"), at("2026-12-29T09:00"), home=NOWHERE))
    assert found == [
        Holiday(date(2026, 12, 25), "Christmas Day", datetime(2026, 12, 25, 5, tzinfo=UTC)),
        Holiday(date(2026, 12, 28), "Boxing Day", datetime(2026, 12, 28, 5, tzinfo=UTC)),
    ]
    assert list(holidays_between(office, at("2026-12-26T00:00"), at("2026-12-28T00:00"), home=NOWHERE)) == []


def test_the_day_on_which_it_begins_counts_too() -> None:
    office = Calendar("office", WEEKDAYS, TORONTO, Holidays({date(2026, 12, 25): "Christmas Day"}))
    found = holidays_between(office, at("2026-12-25T12:00"), at("2026-12-28T09:00"), home=NOWHERE)
    assert [one.name for one in found] == ["Christmas Day"]


def test_a_calendar_without_a_zone_has_the_holidays_of_whom_it_is_asked_for() -> None:
    tokyo = Home(ZoneInfo("Asia/Tokyo"), Holidays({date(2026, 11, 23): "Labour Thanksgiving Day"}))
    theirs = Calendar("theirs", WEEKDAYS)
    found = list(holidays_between(theirs, at("2026-11-20T14:00"), at("2026-11-25T00:00"), home=tokyo))
    assert [(one.day, one.begins) for one in found] == [
        (date(2026, 11, 23), datetime(2026, 11, 22, 15, tzinfo=UTC)),
    ]


def test_what_is_always_open_has_no_holidays() -> None:
    home = Home(TORONTO, Holidays({date(2026, 12, 25): "Christmas Day"}))
    assert list(holidays_between(ALWAYS, at("2026-12-24T16:00"), at("2026-12-29T09:00"), home=home)) == []


def test_clocks_that_go_back_and_ahead_are_told_apart() -> None:
    back, ahead = clock_changes(TORONTO, at("2026-10-30T00:00"), at("2027-03-20T00:00"))
    assert back == ClockChange(datetime(2026, 11, 1, 6, tzinfo=UTC), "America/Toronto", timedelta(hours=-1))
    assert ahead == ClockChange(datetime(2027, 3, 14, 7, tzinfo=UTC), "America/Toronto", timedelta(hours=1))
    assert list(clock_changes(TORONTO, at("2026-11-02T00:00"), at("2027-03-10T00:00"))) == []
    assert list(clock_changes(ZoneInfo("Asia/Tokyo"), at("2026-10-30T00:00"), at("2027-03-20T00:00"))) == []

"""Promises across odd days: hours that come twice or never, leap days, the turn of a year, its fifty-third week."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from gateway.desk.hours.calendar import Calendar, Home
from gateway.desk.hours.interval import Interval
from gateway.desk.life.agenda import DueKind
from gateway.desk.life.law import Law
from gateway.desk.policy.target import Kind
from gateway.desk.ticket import WaitingOn
from tests.desk.life.build import CALENDARS, DAY, HOUR, Life, a_law, a_life

PARIS, TORONTO = Home(ZoneInfo("Europe/Paris")), Home(ZoneInfo("America/Toronto"))


def wall(home: Home, text: str, *, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=home.zone, fold=fold).astimezone(UTC)


def a_case(pack: str, level: str, begins: datetime, home: Home) -> Life:
    return a_life(level, law=a_law(pack, home=home, entitlement=False), submitted=begins)


def due(life: Life, kind: Kind) -> datetime | None:
    return life.case_at(life.ticket.created_at).due(kind)


@pytest.mark.id("C-01", "P39")
@pytest.mark.parametrize(
    ("begins", "fold", "ends"),
    [
        ("2026-10-31T23:30", 0, "2026-11-01T02:30"),  # four hours on, by clocks that go back one
        ("2026-11-01T01:30", 0, "2026-11-01T04:30"),
        ("2026-11-01T01:30", 1, "2026-11-01T05:30"),
        ("2027-03-13T23:30", 0, "2027-03-14T04:30"),
    ],
)
def test_hours_around_the_clock_are_hours_on_a_stop_watch(begins: str, fold: int, ends: str) -> None:
    start = wall(TORONTO, begins, fold=fold)
    found = due(a_case("qeval", "medium", start, TORONTO), Kind.RESPONSE)
    assert found == start + 4 * HOUR == wall(TORONTO, ends)


@pytest.mark.id("C-01")
def test_business_days_end_at_the_first_of_two_times_and_at_the_end_of_a_gap() -> None:
    """In a country that works on Sundays: half past one comes twice on the first, half past two never on the other."""
    always = Calendar("customer-weekdays", (Interval(),))
    for begins, ends in (
        (wall(TORONTO, "2026-10-31T01:30"), wall(TORONTO, "2026-11-01T01:30", fold=0)),
        (wall(TORONTO, "2027-03-13T02:30"), wall(TORONTO, "2027-03-14T03:00")),
    ):
        base = a_law("quadrotech", home=TORONTO, entitlement=False)
        law = Law(base.policies, {**CALENDARS, "customer-weekdays": always}, base.team, TORONTO, base.home_of)
        assert due(a_life("high", law=law, submitted=begins), Kind.RESPONSE) == ends


@pytest.mark.id("C-01")
def test_what_is_due_in_an_hour_that_comes_twice_is_done_in_one_of_them() -> None:
    begins = wall(TORONTO, "2026-10-31T21:30")
    life = a_case("qeval", "medium", begins, TORONTO)
    life.live_until(begins + 8 * HOUR, begins)
    alarms = [when for when, one in life.done if one.kind is DueKind.MISS]
    assert [when.replace(microsecond=0) for when in alarms] == [wall(TORONTO, "2026-11-01T01:30", fold=0)]


@pytest.mark.id("C-05", "P39")
@pytest.mark.parametrize(
    ("level", "begins", "response", "resolution"),
    [
        # 2028 is a leap year: 29 February is a Tuesday.
        ("high", "2028-02-28T10:00", "2028-02-29T10:00", "2028-03-06T10:00"),
        ("high", "2028-02-29T10:00", "2028-03-01T10:00", "2028-03-07T10:00"),
        ("high", "2027-02-26T10:00", "2027-03-01T10:00", "2027-03-05T10:00"),
        # 2026 has a week 53; its last day is a Thursday.
        ("high", "2026-12-31T10:00", "2027-01-01T10:00", "2027-01-07T10:00"),
        ("medium", "2026-12-30T23:59:59", "2027-01-01T23:59:59", "2027-01-13T23:59:59"),
        ("low", "2026-12-29T10:00", "2027-01-01T10:00", "2027-01-19T10:00"),
        # 2032 begins in week 1 on a Thursday and ends in week 53.
        ("high", "2032-12-31T10:00", "2033-01-03T10:00", "2033-01-07T10:00"),
    ],
)
def test_business_days_pass_over_leap_days_and_the_turn_of_the_year(
    level: str, begins: str, response: str, resolution: str
) -> None:
    life = a_case("quadrotech", level, wall(PARIS, begins), PARIS)
    assert due(life, Kind.RESPONSE) == wall(PARIS, response)
    assert due(life, Kind.RESOLUTION) == wall(PARIS, resolution)


@pytest.mark.id("C-05")
@pytest.mark.parametrize("begins", ["2028-02-25T14:00", "2026-12-30T14:00", "2016-12-31T14:00"])
def test_days_around_the_clock_are_24_hours_each_leap_days_and_leap_seconds_or_not(begins: str) -> None:
    """The last is the day with the newest leap second, which no clock of ours shows."""
    start = wall(PARIS, begins)
    life = a_case("qeval", "medium", start, PARIS)
    assert due(life, Kind.RESOLUTION) == start + 5 * DAY


@pytest.mark.id("C-05")
def test_seven_days_of_waiting_pass_over_a_leap_day_and_new_year() -> None:
    for begins in (datetime(2028, 2, 25, 12, tzinfo=UTC), datetime(2026, 12, 28, 12, tzinfo=UTC)):
        life = a_life(submitted=begins)
        life.set(begins, waiting_on=WaitingOn.CUSTOMER)
        assert life.when(DueKind.CLOSE, begins) == begins + timedelta(days=7)

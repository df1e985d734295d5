from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.desk.choice import Choice
from gateway.desk.hours.calendar import ALWAYS, Home
from gateway.desk.hours.holidays import Holidays
from gateway.desk.notices.find_window import Bounds, Taken, best_windows, heat, taken
from gateway.desk.notices.working_hours import OFFICE_HOURS, WorkingHours
from gateway.errors import Refused
from tests.desk.notices.given import scheduled

TORONTO, PARIS, JOHANNESBURG = (
    Home(ZoneInfo(name)) for name in ("America/Toronto", "Europe/Paris", "Africa/Johannesburg")
)
HOUR = timedelta(hours=1)
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """In November 2026, UTC."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def working(*homes: Home, days: int = 14) -> WorkingHours:
    return WorkingHours(homes, MONDAY, MONDAY + timedelta(days=days))


def test_a_stretch_counts_customers_and_the_time_of_all_of_them() -> None:
    asked = working(PARIS, PARIS, TORONTO)  # at work from 7 to 17 and from 13 to 23 UTC
    assert asked.customers == 3
    for start, end, customers, time in (
        (at(23, 5), at(23, 7), 0, 0 * HOUR),
        (at(23, 6), at(23, 8), 2, 2 * HOUR),
        (at(23, 12), at(23, 14), 3, 5 * HOUR),
        (at(23, 17), at(23, 19), 1, 2 * HOUR),
        (at(23, 23), at(24, 7), 0, 0 * HOUR),
        (at(28, 0), at(30, 0), 0, 0 * HOUR),
    ):
        found = asked.touched(start, end)
        assert (found.customers, found.time) == (customers, time)


def test_quiet_lasts_until_somebody_begins_to_work() -> None:
    asked = working(PARIS, TORONTO)
    assert asked.quiet_after(at(23, 5)) == 2 * HOUR
    assert asked.quiet_after(at(23, 7)) == 0 * HOUR
    assert asked.quiet_after(at(23, 23)) == 8 * HOUR
    assert asked.quiet_after(at(27, 23)) == timedelta(days=2, hours=8)


def test_the_best_window_of_each_day_is_ranked_by_customers_then_time_then_room_behind_it() -> None:
    found = best_windows(
        working(PARIS, TORONTO), earliest=MONDAY, latest=at(26, 0), length=2 * HOUR, zone=ZoneInfo("UTC")
    )
    assert [(one.start, one.touched.customers) for one in found] == [(at(23, 0), 0), (at(24, 0), 0), (at(25, 0), 0)]
    late = best_windows(
        working(PARIS, TORONTO), earliest=at(23, 3, 10), latest=at(24, 0), length=2 * HOUR, zone=ZoneInfo("UTC")
    )
    assert [(one.start, one.quiet_after) for one in late] == [(at(23, 3, 30), timedelta(hours=1, minutes=30))]
    day = best_windows(
        working(PARIS, TORONTO), earliest=at(23, 8), latest=at(23, 22), length=2 * HOUR, zone=ZoneInfo("UTC")
    )
    assert [(one.start, one.touched.customers) for one in day] == [(at(23, 17), 1)]


@pytest.mark.parametrize(
    ("services", "regions", "concerned", "same"),
    [
        (("Voice",), (), (), True),
        (("voice",), ("eu",), (), True),
        (("voice",), ("us",), (), False),
        (("voice",), ("us",), ("acme",), True),
        (("chat",), ("eu",), (), False),
        (("chat",), (), ("hooli", "acme"), True),
        (("chat",), (), ("hooli",), False),
    ],
)
def test_maintenance_of_the_same_customers_or_services_takes_a_time(
    services: tuple[str, ...], regions: tuple[str, ...], concerned: tuple[str, ...], same: bool
) -> None:
    notice = scheduled(services=services, regions=regions)
    assert taken(notice, concerned, Choice(services=("voice",), regions=("eu",)), {"acme"}).same is same


def test_windows_that_only_touch_do_not_overlap() -> None:
    work = Taken(replace(scheduled(), start=at(23, 2), end=at(23, 4)), same=True)
    found = best_windows(
        working(), earliest=at(23, 0), latest=at(23, 6), length=2 * HOUR, zone=ZoneInfo("UTC"), planned=[work]
    )
    assert [(one.start, one.is_taken) for one in found] == [(at(23, 0), False)]
    assert [work.overlaps(at(23, hour), at(23, hour + 2)) for hour in (0, 1, 2, 3, 4)] == [
        False,
        True,
        True,
        True,
        False,
    ]


def test_days_and_half_hours_are_those_of_the_operators_zone() -> None:
    kathmandu = ZoneInfo("Asia/Kathmandu")  # UTC+5:45
    found = best_windows(working(PARIS), earliest=at(23, 0, 1), latest=at(23, 4), length=HOUR, zone=kathmandu)
    assert [f"{one.start.astimezone(kathmandu):%H:%M}" for one in found] == ["06:00"]


def test_a_public_holiday_is_no_working_day() -> None:
    home = Home(PARIS.zone, Holidays(days={date(2026, 11, 23): "a holiday"}, yearly={}, places=()))
    assert working(home, PARIS).touched(at(23, 10), at(23, 11)).customers == 1


@pytest.mark.parametrize("length", [timedelta(), timedelta(days=4)])
def test_a_length_that_no_window_has_is_refused(length: timedelta) -> None:
    with pytest.raises(Refused, match="between a minute and 3 days"):
        best_windows(working(PARIS), earliest=MONDAY, latest=at(29, 0), length=length, zone=ZoneInfo("UTC"))


def test_where_none_fits_in_there_is_none() -> None:
    found = best_windows(working(PARIS), earliest=MONDAY, latest=at(23, 2), length=3 * HOUR, zone=ZoneInfo("UTC"))
    assert found == ()


@pytest.mark.parametrize(
    ("notice", "since", "why"),
    [
        (
            24 * HOUR,
            None,
            "24 h notice was promised, so it begins at 2026-11-24 00:00 UTC or later, and --within looks until"
            " 2026-11-24 01:00 UTC\n  look further ahead, or give no notice:  --within, --emergency",
        ),
        (
            HOUR,
            at(24, 0),
            " between --from 2026-11-24 00:00 UTC and 2026-11-24 01:00 UTC, as far as --within looks\n"
            "  begin sooner, or look further ahead:  --from, --within",
        ),
        (timedelta(), None, "--within looks 25 h ahead\n  look further ahead:  --within"),
    ],
)
def test_that_none_fits_in_is_blamed_on_what_is_in_the_way(notice: timedelta, since: datetime | None, why: str) -> None:
    said = Bounds(MONDAY, 25 * HOUR, notice, since).why_none(2 * HOUR)
    assert said.startswith("no window of 2 h fits in")
    assert said.endswith(why)


def test_heat_tells_of_every_hour_of_a_day_also_of_one_with_25() -> None:
    paris = ZoneInfo("Europe/Paris")
    assert heat(working(PARIS, JOHANNESBURG), date(2026, 11, 24), paris) == (*([0] * 7), 1, *([2] * 9), 1, *([0] * 6))
    start = datetime(2026, 10, 24, tzinfo=UTC)
    autumn = WorkingHours([PARIS], start, start + timedelta(days=4))
    assert len(heat(autumn, date(2026, 10, 25), paris)) == 25
    assert sum(heat(autumn, date(2026, 10, 26), paris)) == 10


ZONES = st.sampled_from(["America/Toronto", "Europe/Paris", "Australia/Lord_Howe", "Asia/Kathmandu"])
STARTS = st.datetimes(datetime(2026, 3, 25), datetime(2026, 11, 10)).map(
    lambda start: start.replace(second=0, microsecond=0, tzinfo=UTC)
)


@given(st.lists(ZONES.map(lambda name: Home(ZoneInfo(name))), max_size=5), STARTS, st.integers(1, 600))
def test_a_stretch_is_what_each_customers_own_calendar_counts(homes: list[Home], start: datetime, minutes: int) -> None:
    end = start + timedelta(minutes=minutes)
    asked = WorkingHours(homes, start - timedelta(days=1), end + timedelta(days=1))
    each = [OFFICE_HOURS.count(start, end, home=home) for home in homes]
    found = asked.touched(start, end)
    assert (found.customers, found.time) == (sum(map(bool, each)), sum(each, timedelta()))


def test_who_is_always_at_work_is_always_touched() -> None:
    asked = WorkingHours([PARIS], MONDAY, MONDAY + timedelta(days=1), hours=ALWAYS)
    assert asked.touched(at(23, 3), at(23, 4)).time == HOUR

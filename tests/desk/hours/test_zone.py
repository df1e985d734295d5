from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.desk.hours.zone import around_gap, eras, instants

ZONES = [ZoneInfo(name) for name in ("America/Toronto", "Europe/Paris", "Australia/Lord_Howe", "UTC")]
FIRST, LAST = datetime(2024, 1, 1, tzinfo=UTC), datetime(2027, 12, 31, tzinfo=UTC)
CHANGES = [(zone, era.end + era.offset) for zone in ZONES for era in eras(zone, FIRST, LAST) if era.end < LAST]
"""Where clocks are changed, by the wall before."""
NEAR = st.builds(
    lambda change, minutes: (change[0], change[1].replace(tzinfo=None) + timedelta(minutes=minutes)),
    st.sampled_from(CHANGES),
    st.integers(-150, 150),
)
ANY = st.tuples(st.sampled_from(ZONES), st.datetimes(datetime(2024, 1, 3), datetime(2027, 12, 29)))


@given(st.one_of(NEAR, ANY))
def test_the_clocks_show_a_time_in_those_eras_that_have_it(asked: tuple[ZoneInfo, datetime]) -> None:
    zone, wall = asked
    around = wall.replace(tzinfo=UTC)
    there = [
        around - era.offset
        for era in eras(zone, around - timedelta(days=2), around + timedelta(days=2))
        if era.start <= around - era.offset < era.end
    ]
    assert sorted(instants(zone, wall)) == sorted(there)


@pytest.mark.parametrize(
    ("zone", "wall", "either"),
    [
        ("Europe/Paris", "2026-03-29T02:15", ("2026-03-29T00:15", "2026-03-29T01:15")),
        ("Australia/Lord_Howe", "2026-10-04T02:10", ("2026-10-03T15:10", "2026-10-03T15:40")),
    ],
)
def test_what_the_clocks_skip_is_before_or_after(zone: str, wall: str, either: tuple[str, str]) -> None:
    there = ZoneInfo(zone)
    assert instants(there, datetime.fromisoformat(wall)) == ()
    found = around_gap(there, datetime.fromisoformat(wall))
    assert sorted(f"{at:%Y-%m-%dT%H:%M}" for at in found) == sorted(either)

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.desk.choice import Choice
from gateway.desk.notice import Felt, Impact, Notice, NoticeKind, NoticeState
from gateway.desk.notices.uptime import Month, month_of, uptime

NOV = datetime(2026, 11, 1, tzinfo=UTC)
NOW = datetime(2027, 1, 5, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
WHOLE = month_of(2026, 11, ZoneInfo("UTC"), NOW)


def outage(start: datetime, length: timedelta | None, *services: str, name: str = "INC-2026-0001") -> Notice:
    return Notice(
        id=name,
        kind=NoticeKind.OUTAGE,
        state=NoticeState.RESTORED if length else NoticeState.REPORTED,
        title="Down",
        choice=Choice(services=services),
        created_at=start,
        created_by="dana",
        services=services or ("voice",),
        impact=Impact.OUTAGE,
        start=start,
        confirmed_at=start + MINUTE,
        restored_at=start + length if length is not None else None,
    )


def test_a_month_without_an_outage_is_whole() -> None:
    (found,) = uptime([], WHOLE, promised=99.99)
    assert (found.percent, found.down, found.kept) == (100, timedelta(), True)
    assert found.allowed is not None
    assert abs(found.allowed - timedelta(minutes=4, seconds=19.2)) < timedelta(milliseconds=1)


@pytest.mark.parametrize(
    ("minutes", "promised", "kept"), [(4, 99.99, True), (5, 99.99, False), (5, None, True), (5, 99.9, True)]
)
def test_what_is_down_is_held_against_what_was_promised(minutes: int, promised: float | None, kept: bool) -> None:
    found = uptime([outage(NOV + timedelta(days=3), minutes * MINUTE)], WHOLE, promised=promised)
    assert [one.kept for one in found] == [kept, kept]
    assert found[0].down == minutes * MINUTE
    assert [one.service for one in found] == ["", "voice"]


def test_what_overlaps_counts_once_and_each_service_by_itself() -> None:
    both = [
        outage(NOV + timedelta(hours=1), 60 * MINUTE, "voice", name="INC-2026-0001"),
        outage(NOV + timedelta(hours=1, minutes=30), 60 * MINUTE, "mail", "voice", name="INC-2026-0002"),
        outage(NOV + timedelta(hours=9), 10 * MINUTE, "chat", name="INC-2026-0003"),
    ]
    found = {one.service: (one.down // MINUTE, one.outages) for one in uptime(both, WHOLE, promised=None)}
    assert found == {
        "": (100, ("INC-2026-0001", "INC-2026-0002", "INC-2026-0003")),
        "chat": (10, ("INC-2026-0003",)),
        "mail": (60, ("INC-2026-0002",)),
        "voice": (90, ("INC-2026-0001", "INC-2026-0002")),
    }


def test_only_the_part_within_the_month_counts_by_the_clocks_of_the_zone() -> None:
    zone = ZoneInfo("America/Toronto")
    november = month_of(2026, 11, zone, NOW)
    assert november.whole == timedelta(days=30, hours=1)  # the clocks go back in it
    over_the_end = outage(november.end - 10 * MINUTE, 30 * MINUTE)
    assert uptime([over_the_end], november, promised=None)[0].down == 10 * MINUTE
    assert uptime([over_the_end], month_of(2026, 12, zone, NOW), promised=None)[0].down == 20 * MINUTE


def test_what_is_down_still_counts_until_now_and_what_was_not_confirmed_or_is_degraded_not_at_all() -> None:
    present = month_of(2026, 11, ZoneInfo("UTC"), NOV + timedelta(days=10))
    running = outage(NOV + timedelta(days=9), None)
    assert uptime([running], present, promised=None)[0].down == timedelta(days=1)
    assert uptime([running], present, promised=None)[0].percent == pytest.approx(90)
    for other in (replace(running, confirmed_at=None), replace(running, impact=Impact.DEGRADED)):
        assert uptime([other], present, promised=None)[0].down == timedelta()


def test_each_service_was_down_only_where_it_was_out() -> None:
    """One that was degraded meanwhile, or felt nothing, was up; all together there was an outage."""
    impacts = {"voice": Impact.OUTAGE, "mail": Impact.DEGRADED, "chat": Impact.NONE}
    partly = replace(outage(NOV + timedelta(hours=1), 60 * MINUTE, "voice", "mail", "chat"), impacts=impacts)
    whole = outage(NOV + timedelta(hours=5), 10 * MINUTE, "mail", name="INC-2026-0002")
    found = {one.service: (one.down // MINUTE, one.outages) for one in uptime([partly, whole], WHOLE, promised=None)}
    assert found == {
        "": (70, ("INC-2026-0001", "INC-2026-0002")),
        "mail": (10, ("INC-2026-0002",)),
        "voice": (60, ("INC-2026-0001",)),
    }


def test_a_service_was_down_only_while_it_was_out() -> None:
    """Voice was out for 20 minutes of 60 and for the last 15, mail for 10 in between; one was restored at 12:55."""
    start = NOV + timedelta(hours=12)
    changed = (
        Felt(start + 20 * MINUTE, Impact.OUTAGE, {"voice": Impact.OUTAGE, "mail": Impact.NONE}),
        Felt(start + 30 * MINUTE, Impact.OUTAGE, {"voice": Impact.DEGRADED, "mail": Impact.OUTAGE}),
        Felt(start + 45 * MINUTE, Impact.DEGRADED),
    )
    felt = {"voice": Impact.OUTAGE, "mail": Impact.DEGRADED}
    one = replace(outage(start, 60 * MINUTE, "voice", "mail"), impacts=felt, felt_before=changed)

    def down(notice: Notice) -> dict[str, int]:
        return {row.service: row.down // MINUTE for row in uptime([notice], WHOLE, promised=None)}

    assert down(one) == {"": 45, "mail": 10, "voice": 35}
    assert down(replace(one, restored_at=start + 25 * MINUTE)) == {"": 25, "mail": 5, "voice": 20}
    better = replace(one, impact=Impact.NONE, impacts={})
    assert down(better) == {"": 30, "mail": 10, "voice": 20}
    assert uptime([better], WHOLE, promised=None)[0].outages == (one.id,)


@given(st.lists(st.tuples(st.integers(-2_000, 50_000), st.one_of(st.none(), st.integers(1, 50_000))), max_size=8))
def test_no_month_is_longer_down_than_it_is_long(spans: list[tuple[int, int | None]]) -> None:
    outages = [outage(NOV + start * MINUTE, None if length is None else length * MINUTE) for start, length in spans]
    found = uptime(outages, WHOLE, promised=99.9)
    for one in found:
        assert timedelta() <= one.down <= WHOLE.length
        assert 0 <= one.percent <= 100
    alone = sum((uptime([one], WHOLE, promised=None)[0].down for one in outages), timedelta())
    assert found[0].down <= alone


def test_the_last_month_of_a_year_ends_with_it() -> None:
    assert month_of(2026, 12, ZoneInfo("UTC"), NOW) == Month(
        datetime(2026, 12, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC), timedelta(days=31)
    )

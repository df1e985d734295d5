from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.desk.case_number import FIRST_SERIAL, case_number
from gateway.desk.policy.ledger import Outcome, PromiseRow
from gateway.desk.policy.report import Entry, Report, Tally, make_report
from gateway.desk.policy.target import Kind
from gateway.desk.ticket import Priority

SINCE, UNTIL = datetime(2026, 11, 1, 4, tzinfo=UTC), datetime(2026, 12, 1, 5, tzinfo=UTC)
DUE = datetime(2026, 11, 10, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def row(**facts: object) -> PromiseRow:
    plain = PromiseRow(Kind.RESPONSE, DUE - 4 * HOUR, Priority("high"), "standard", "24x7", due=DUE)
    return replace(plain, **facts)  # type: ignore[arg-type]


def entry(serial: int = 0, customer: str = "acme", **facts: object) -> Entry:
    return Entry(case_number(FIRST_SERIAL + serial), customer, row(**facts))


def late(by: timedelta, serial: int = 0) -> Entry:
    return entry(serial, missed_at=DUE, met=DUE + by)


def report(*entries: Entry) -> Report:
    return make_report(entries, since=SINCE, until=UNTIL)


@pytest.mark.parametrize(
    ("facts", "outcome", "by"),
    [
        ({"met": DUE - HOUR}, Outcome.KEPT, None),
        ({"missed_at": DUE, "met": DUE + HOUR}, Outcome.MISSED, HOUR),
        ({"missed_at": DUE}, Outcome.MISSED, None),
        ({"missed_at": DUE, "ended_at": DUE + HOUR}, Outcome.MISSED, None),
        ({"ended_at": DUE - HOUR}, Outcome.ENDED, None),
        ({}, Outcome.RUNNING, None),
        ({"due": None}, Outcome.RUNNING, None),
    ],
)
def test_what_became_of_a_promise_is_in_its_row_alone(
    facts: dict[str, Any], outcome: Outcome, by: timedelta | None
) -> None:
    one = entry(**facts)
    assert (one.row.outcome, one.late) == (outcome, by)


@pytest.mark.parametrize(
    ("facts", "inside"),
    [
        ({"due": SINCE}, True),
        ({"due": SINCE - timedelta(microseconds=1)}, False),
        ({"due": UNTIL - timedelta(microseconds=1)}, True),
        ({"due": UNTIL}, False),
        ({"due": None, "start": SINCE}, True),
        ({"due": None, "start": UNTIL}, False),
        ({"due": UNTIL, "start": SINCE}, False),
        ({"due": UNTIL, "missed_at": UNTIL - HOUR}, True),
    ],
)
def test_a_promise_belongs_to_the_moment_it_was_due_or_else_began(facts: dict[str, Any], inside: bool) -> None:
    assert len(report(entry(**facts)).tally.entries) == inside


@pytest.mark.parametrize(
    ("kept", "missed", "share"),
    [
        (0, 0, None),
        (3, 0, 100.0),
        (0, 3, 0.0),
        (1, 1, 50.0),
        (2, 1, 66.6),
        (1999, 1, 99.9),
        (1, 1999, 0.1),
    ],
)
def test_the_share_is_all_or_nothing_only_where_it_is(kept: int, missed: int, share: float | None) -> None:
    entries = [entry(met=DUE)] * kept + [entry(missed_at=DUE)] * missed + [entry(), entry(ended_at=DUE)]
    assert Tally(tuple(entries)).share_kept == share


def test_how_late_is_told_by_the_middle_and_the_worst_and_what_is_not_done_is_counted_apart() -> None:
    tally = Tally((late(HOUR), late(9 * HOUR), late(2 * HOUR), entry(missed_at=DUE), entry(met=DUE)))
    assert (tally.median_late, tally.lateness[-1], tally.undone) == (2 * HOUR, 9 * HOUR, 1)
    assert Tally((late(HOUR), late(4 * HOUR))).median_late == 2.5 * HOUR
    assert (Tally((entry(met=DUE),)).median_late, Tally((entry(met=DUE),)).undone) == (None, 0)


def test_lines_go_from_the_most_urgent_down_and_unknown_levels_come_last() -> None:
    names = ("low", "vip", "p2", "urgent", "aaa", "high")
    found = report(
        *(entry(level=Priority(name)) for name in names),
        entry(kind=Kind.RCA),
        entry(kind=Kind.UPDATE),
        entry(policy="ameyo"),
    )
    assert [(line.policy, line.level, line.kind) for line in found.lines] == [
        ("ameyo", "high", Kind.RESPONSE),
        ("standard", "urgent", Kind.RESPONSE),
        ("standard", "high", Kind.RESPONSE),
        ("standard", "high", Kind.UPDATE),
        ("standard", "high", Kind.RCA),
        ("standard", "p2", Kind.RESPONSE),
        ("standard", "low", Kind.RESPONSE),
        ("standard", "aaa", Kind.RESPONSE),
        ("standard", "vip", Kind.RESPONSE),
    ]


def test_every_miss_is_listed_in_the_order_it_was_due() -> None:
    first = entry(7, missed_at=DUE - HOUR, due=DUE - HOUR)
    found = report(late(HOUR, 3), late(HOUR, 1), entry(met=DUE), first)
    assert found.missed == (first, late(HOUR, 1), late(HOUR, 3))


@given(st.integers(0, 10_000))
def test_the_order_of_the_rows_makes_no_difference(seed: int) -> None:
    entries = [
        entry(serial, kind=kind, level=Priority(level), missed_at=missed)
        for serial in range(3)
        for kind in Kind
        for level in ("high", "low")
        for missed in (None, DUE)
    ]
    shuffled = random.Random(seed).sample(entries, len(entries))
    one, other = report(*entries), report(*shuffled)
    assert [line.tally.outcomes for line in one.lines] == [line.tally.outcomes for line in other.lines]
    assert one.missed == other.missed

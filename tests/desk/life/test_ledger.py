"""The ledger of promises: what was broken stays broken, what is replaced is ended, and comes back as it was."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from gateway.desk.policy.ledger import PromiseRow, brought_up_to_date, changed
from gateway.desk.policy.promise import Promise
from gateway.desk.policy.target import Kind, Target
from gateway.desk.ticket import Priority
from tests.desk.life.build import AT, HOUR, at

HIGH, LOW = Priority("high"), Priority("low")
FOUR = at(4)


def a_promise(
    kind: Kind = Kind.RESPONSE,
    *,
    start: datetime = AT,
    due: datetime | None = FOUR,
    met: datetime | None = None,
    warn: datetime | None = None,
) -> Promise:
    return Promise(kind, Target(4 * HOUR, "24x7"), start, due, warn, met)


def kept(
    *found: Promise, rows: tuple[PromiseRow, ...] = (), level: Priority = HIGH, now: datetime = AT, policy: str = "p"
) -> tuple[PromiseRow, ...]:
    return brought_up_to_date(rows, found, level=level, policy=policy, now=now)


def test_a_new_promise_is_written_down_with_all_that_reports_need() -> None:
    [row] = kept(a_promise(warn=at(3)))
    assert row == PromiseRow(Kind.RESPONSE, AT, HIGH, "p", "24x7", at(4), at(3))
    assert row.runs


def test_a_promise_is_broken_after_the_moment_it_is_due_and_not_at_it() -> None:
    [row] = kept(a_promise(), now=at(4))
    assert row.missed_at is None
    [row] = kept(a_promise(), now=at(4) + timedelta(microseconds=1))
    assert row.missed_at == at(4)
    assert row.runs


def test_what_is_fulfilled_at_the_last_moment_was_kept_and_a_moment_later_was_not() -> None:
    [row] = kept(a_promise(met=at(4)), now=at(9))
    assert (row.missed_at, row.runs) == (None, False)
    [row] = kept(a_promise(met=at(4) + timedelta(microseconds=1)), now=at(9))
    assert (row.missed_at, row.met) == (at(4), at(4) + timedelta(microseconds=1))


def test_a_broken_promise_stays_broken_when_it_is_fulfilled_paused_or_put_off() -> None:
    broken = kept(a_promise(), now=at(5))
    for after in (a_promise(met=at(6)), a_promise(due=None), a_promise(due=at(99))):
        [row] = kept(after, rows=broken, now=at(7))
        assert row.missed_at == at(4)
    [row] = kept(rows=broken, now=at(7))
    assert (row.missed_at, row.ended_at) == (at(4), at(7))


def test_what_is_promised_no_more_is_ended_and_judged_by_how_it_stood() -> None:
    in_time = kept(a_promise())
    [row] = kept(rows=in_time, now=at(1))
    assert (row.ended_at, row.missed_at, row.runs) == (at(1), None, False)
    [row] = kept(rows=in_time, now=at(5))  # nobody looked in between
    assert (row.ended_at, row.missed_at) == (at(5), at(4))
    [row] = kept(rows=in_time, now=at(4))  # at the very moment it was due
    assert (row.ended_at, row.missed_at) == (at(4), None)
    [row] = kept(rows=kept(a_promise(due=None)), now=at(5))
    assert (row.ended_at, row.missed_at) == (at(5), None)


def test_what_was_fulfilled_is_not_ended_by_what_comes_after() -> None:
    met = kept(a_promise(met=at(1)), now=at(1))
    assert kept(rows=met, now=at(9)) == met


def test_what_is_ended_is_ended_once() -> None:
    ended = kept(rows=kept(a_promise()), now=at(1))
    assert kept(rows=ended, now=at(9)) == ended


def test_another_level_has_a_row_of_its_own_and_back_again_the_first_one_runs_on() -> None:
    high = kept(a_promise(), level=HIGH)
    both = kept(a_promise(due=at(24)), rows=high, level=LOW, now=at(1))
    assert [(row.level, row.runs, row.due) for row in both] == [(HIGH, False, at(4)), (LOW, True, at(24))]
    back = kept(a_promise(), rows=both, level=HIGH, now=at(2))
    assert [(row.level, row.runs, row.ended_at) for row in back] == [(HIGH, True, None), (LOW, False, at(2))]
    assert len({row.key for row in back}) == 2


def test_a_level_that_was_missed_before_it_was_changed_is_missed_when_it_comes_back() -> None:
    broken = kept(a_promise(), level=HIGH, now=at(5))
    away = kept(a_promise(due=at(24)), rows=broken, level=LOW, now=at(6))
    back = kept(a_promise(), rows=away, level=HIGH, now=at(7))
    assert [(row.level, row.missed_at) for row in back] == [(HIGH, at(4)), (LOW, None)]


def test_only_what_is_new_or_otherwise_has_to_be_written() -> None:
    rows = kept(a_promise(), a_promise(Kind.UPDATE))
    assert changed((), rows) == rows
    assert changed(rows, rows) == ()
    after = kept(a_promise(met=at(1)), a_promise(Kind.UPDATE), rows=rows, now=at(1))
    assert [row.kind for row in changed(rows, after)] == [Kind.RESPONSE]


def test_each_row_has_a_name_of_its_own() -> None:
    rows = [
        *kept(a_promise(), a_promise(Kind.UPDATE), a_promise(start=at(1))),
        *kept(a_promise(), level=LOW),
    ]
    assert len({row.name for row in rows}) == len(rows) == 4


_MOMENTS = st.integers(0, 40).map(at)
_PROMISES = st.builds(
    a_promise,
    st.sampled_from(list(Kind)),
    start=st.sampled_from([AT, at(3)]),
    due=st.none() | _MOMENTS,
    met=st.none() | _MOMENTS,
)
_STEPS = st.lists(st.tuples(st.sampled_from([HIGH, LOW]), st.lists(_PROMISES, max_size=4)), max_size=8)


@given(_STEPS)
def test_whatever_follows_rows_are_never_lost_and_a_missed_one_stays_missed(
    steps: list[tuple[Priority, list[Promise]]],
) -> None:
    rows: tuple[PromiseRow, ...] = ()
    for hours, (level, found) in enumerate(steps):
        after = kept(*found, rows=rows, level=level, now=at(5 * hours))
        known = {row.key: row for row in after}
        assert len(known) == len(after)
        for row in rows:
            assert row.key in known
            if row.missed_at is not None:
                assert known[row.key].missed_at == row.missed_at
        promised = {(one.kind, one.start, level) for one in found}
        assert all(not row.runs for row in after if row.key not in promised)
        assert all(known[key].ended_at is None for key in promised)
        rows = after

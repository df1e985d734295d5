"""How far time has come for sure: a clock that leaps ahead is believed once it has gone on evenly."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.horizon import LEAP, PROOF, Horizon
from tests.conftest import FrozenClock

SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)
PASSES = st.integers(0, 3 * 86_400).map(lambda seconds: timedelta(seconds=seconds))
IS_SET = st.integers(-3 * 86_400, 3 * 86_400).map(lambda seconds: timedelta(seconds=seconds))


def reach(horizon: Horizon, clock: FrozenClock) -> timedelta:
    """Return how far behind the clock things may fall due."""
    return clock.at - horizon.reach(clock.at)


def test_a_clock_that_leaps_ahead_is_believed_once_it_went_on_evenly(
    clock: FrozenClock, caplog: pytest.LogCaptureFixture
) -> None:
    horizon = Horizon(clock)
    assert reach(horizon, clock) == timedelta()
    clock.at += DAY
    for _ in range(5):
        assert reach(horizon, clock) == DAY
        clock.advance(MINUTE)
    assert reach(horizon, clock) == timedelta()
    assert [line.split()[0] for line in caplog.messages] == ["clock.leapt", "clock.believed"]


def test_each_further_leap_needs_its_own_proof(clock: FrozenClock) -> None:
    horizon = Horizon(clock)
    reach(horizon, clock)
    clock.at += DAY
    for _ in range(4):
        assert reach(horizon, clock) == DAY
        clock.advance(MINUTE)
    clock.at += DAY
    for _ in range(5):
        assert reach(horizon, clock) == 2 * DAY
        clock.advance(MINUTE)
    assert reach(horizon, clock) == timedelta()


def test_a_clock_that_is_set_right_again_was_never_wrong(clock: FrozenClock) -> None:
    horizon = Horizon(clock)
    reach(horizon, clock)
    clock.at += DAY
    assert reach(horizon, clock) == DAY
    clock.advance(MINUTE)
    clock.at -= DAY
    assert reach(horizon, clock) == timedelta()
    clock.at += DAY
    clock.advance(4 * MINUTE)
    assert reach(horizon, clock) == DAY, "the minutes before do not count"


def test_a_clock_that_goes_back_is_believed_and_people_are_told(
    clock: FrozenClock, caplog: pytest.LogCaptureFixture
) -> None:
    horizon = Horizon(clock)
    reach(horizon, clock)
    clock.at -= DAY
    assert reach(horizon, clock) == timedelta()
    assert caplog.text.count("clock.leapt back") == 1


def test_time_that_passes_and_small_corrections_are_no_leaps(
    clock: FrozenClock, caplog: pytest.LogCaptureFixture
) -> None:
    horizon = Horizon(clock)
    for span in (SECOND, 30 * DAY, LEAP):
        reach(horizon, clock)
        clock.advance(span)
        clock.at += LEAP
        assert reach(horizon, clock) == timedelta()
    assert caplog.text == ""


@given(st.lists(st.tuples(PASSES, IS_SET), max_size=30))
def test_however_a_clock_is_set_nothing_falls_due_ahead_of_it_and_once_it_goes_on_evenly_it_is_believed(
    moves: Sequence[tuple[timedelta, timedelta]],
) -> None:
    clock = FrozenClock()
    horizon = Horizon(clock)
    for passes, is_set in moves:
        clock.advance(passes)
        clock.at += is_set
        assert reach(horizon, clock) >= timedelta()
    clock.advance(PROOF)
    assert reach(horizon, clock) == timedelta()

"""Waits before the next try."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.backoff import Backoff, Waits
from gateway.supervisor import RESTARTS

SECOND = timedelta(seconds=1)
ROUNDING = 1e-6  # a timedelta's last digit


@pytest.mark.parametrize(("failure", "seconds"), [(-1, 5), (1, 5), (2, 10), (5, 80), (6, 120), (99, 120), (10**9, 120)])
def test_a_wait_doubles_from_the_first_to_the_longest(failure: int, seconds: int) -> None:
    assert Waits(first=5 * SECOND, longest=120 * SECOND).after(failure) == seconds * SECOND


def test_chance_spreads_a_wait_between_its_shares() -> None:
    waits = Waits(first=10 * SECOND, longest=120 * SECOND)
    assert waits.after(1, chance=0.0) == 8 * SECOND
    assert 11.9 * SECOND < waits.after(1, chance=0.999) < 12 * SECOND


@pytest.mark.id("N-18")
@given(st.integers(), st.floats(0.1, 1000), st.floats(1, 100))
def test_backoff_grows_stays_in_its_bounds_and_starts_again(seed: int, first: float, times: float) -> None:
    waits = Waits(first=timedelta(seconds=first), longest=timedelta(seconds=first * times), low=0.5, high=1.0)
    backoff = Backoff(waits, chance=random.Random(seed).random)
    drawn = [backoff.next() for _ in range(60)]
    assert all(first / 2 - ROUNDING <= wait <= first * times + ROUNDING for wait in drawn)
    assert drawn[-1] >= first * times / 2 - ROUNDING
    backoff.reset()
    assert backoff.next() <= first + ROUNDING


def test_a_process_that_ends_again_and_again_is_started_at_growing_intervals_without_chance() -> None:
    restarts = Backoff(RESTARTS)
    assert [restarts.next() for _ in range(8)] == [0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 10, 10]

"""When a letter is tried again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.outbound.retry import RetryRhythm

QUEUED = datetime(2026, 11, 19, 9, 12, tzinfo=UTC)
RHYTHM = RetryRhythm()


@pytest.mark.parametrize(("attempt", "minutes"), [(1, 1), (2, 2), (3, 4), (8, 128), (9, 240), (50, 240), (10**6, 240)])
def test_the_wait_doubles_up_to_four_hours(attempt: int, minutes: int) -> None:
    again_at = RHYTHM.next_try(attempt=attempt, queued_at=QUEUED, now=QUEUED, chance=0.5)
    assert again_at == QUEUED + timedelta(minutes=minutes)


def test_chance_spreads_the_waits_by_a_fifth_to_either_side() -> None:
    assert RHYTHM.next_try(attempt=1, queued_at=QUEUED, now=QUEUED, chance=0.0) == QUEUED + timedelta(seconds=48)
    latest = RHYTHM.next_try(attempt=1, queued_at=QUEUED, now=QUEUED, chance=0.999)
    assert latest is not None
    assert timedelta(seconds=71) < latest - QUEUED < timedelta(seconds=72)


@pytest.mark.id("N-08")
def test_four_days_after_it_was_queued_a_letter_is_given_up() -> None:
    end = QUEUED + timedelta(days=4)
    assert RHYTHM.next_try(attempt=30, queued_at=QUEUED, now=end) is None
    assert RHYTHM.next_try(attempt=30, queued_at=QUEUED, now=end - timedelta(seconds=1)) == end


@given(attempt=st.integers(1, 200), age=st.timedeltas(timedelta(0), timedelta(days=4)), chance=st.floats(0, 0.999))
def test_the_next_try_is_always_ahead_and_never_beyond_the_end(attempt: int, age: timedelta, chance: float) -> None:
    now = QUEUED + age
    again_at = RHYTHM.next_try(attempt=attempt, queued_at=QUEUED, now=now, chance=chance)
    if again_at is None:
        assert age >= timedelta(days=4)
    else:
        assert now < again_at <= QUEUED + timedelta(days=4)

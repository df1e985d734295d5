"""Until when customers may say that a window does not suit them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from gateway.desk.notices.objection import object_by
from gateway.desk.notices.stale import without_past
from tests.desk.notices.given import DAY, HOUR, MINUTE, NOW, START, TIMES, scheduled

ASKED = replace(TIMES, object_until=12 * HOUR)


@pytest.mark.parametrize(
    ("told_at", "by"),
    [
        (NOW, START - 12 * HOUR),
        (START - 13 * HOUR, START - 12 * HOUR),
        (START - 13 * HOUR + MINUTE, None),  # less than an hour is no time to object
        (START - HOUR, None),
    ],
)
def test_it_is_so_long_before_the_window_while_there_is_time_left(told_at: datetime, by: datetime | None) -> None:
    assert object_by(replace(scheduled(), times=ASKED), told_at) == by


def test_it_moves_with_the_window() -> None:
    assert object_by(replace(scheduled(), times=ASKED, start=START + DAY), NOW) == START + 12 * HOUR


def test_no_moment_is_named_where_none_was_promised_nor_in_an_emergency() -> None:
    assert object_by(scheduled(), NOW) is None
    assert object_by(replace(scheduled(), times=ASKED, emergency=True), NOW) is None


def test_a_letter_that_waited_names_no_moment_that_is_over() -> None:
    told = replace(scheduled(), times=ASKED)
    assert without_past(told, START - 13 * HOUR) is told
    assert object_by(without_past(told, START - 13 * HOUR + MINUTE), NOW) is None

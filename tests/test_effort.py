"""The measures of effort: they see what hangs, hand on what goes wrong, and count what is called."""

from __future__ import annotations

import itertools
import re

import pytest

from tests.effort import Hung, calls, patiently


def test_what_is_done_in_time_is_returned() -> None:
    assert patiently(lambda: [1, 2]) == [1, 2]


@pytest.mark.parametrize("hang", [lambda: [None for _ in itertools.count()], lambda: re.match(r"(a*)*b", "a" * 60)])
def test_what_hangs_is_ended_in_python_and_in_c(hang: object) -> None:
    assert callable(hang)
    with pytest.raises(Hung):
        patiently(hang, seconds=1)


def test_what_goes_wrong_inside_is_told() -> None:
    with pytest.raises(AssertionError, match="ZeroDivisionError"):
        patiently(lambda: 1 // 0)


def test_calls_are_counted_by_name_and_all_together() -> None:
    assert calls(lambda: [abs(number) for number in range(7)], "abs") == 7
    assert calls(lambda: [abs(number) for number in range(70)]) > calls(lambda: [abs(number) for number in range(7)])

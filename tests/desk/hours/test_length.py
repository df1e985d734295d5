"""Lengths of time as people at a terminal read them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.desk.hours.length import spell


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(), "0 s"),
        (timedelta(seconds=59.9), "59 s"),
        (timedelta(minutes=1), "1 m"),
        (timedelta(minutes=1, seconds=59), "1 m"),
        (timedelta(hours=1), "1 h"),
        (timedelta(hours=61, minutes=48), "61 h 48 m"),
        (timedelta(hours=72), "72 h"),
        (timedelta(hours=72, seconds=1), "3 d"),
        (timedelta(hours=73), "3 d 1 h"),
        (timedelta(days=366), "366 d"),
        (timedelta(hours=-2, minutes=-5), "-2 h 5 m"),
    ],
)
def test_a_length_is_written_in_its_two_largest_units(length: timedelta, words: str) -> None:
    assert spell(length) == words


_UNITS = {"d": timedelta(days=1), "h": timedelta(hours=1), "m": timedelta(minutes=1), "s": timedelta(seconds=1)}
_LEAST = {"d": timedelta(hours=1), "h": timedelta(minutes=1), "m": timedelta(minutes=1), "s": timedelta(seconds=1)}


@given(
    st.timedeltas(min_value=timedelta(), max_value=timedelta(days=4000))
    | st.timedeltas(min_value=timedelta(), max_value=timedelta(hours=80))
)
def test_no_length_is_written_as_more_than_it_is_nor_much_less(length: timedelta) -> None:
    pairs = re.fullmatch(r"(\d+) ([dhms])(?: (\d+) ([hm]))?", spell(length))
    assert pairs
    first, unit, second, less = pairs.groups()
    read = int(first) * _UNITS[unit] + (int(second) * _UNITS[less] if second else timedelta())
    assert timedelta() <= length - read < _LEAST[unit]

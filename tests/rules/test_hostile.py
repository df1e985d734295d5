"""Patterns that could hold everybody up are found by texts made for them; ordinary ones are left in peace."""

from __future__ import annotations

import pytest

from gateway.rules.rulebook.hostile import LONG, SHORT, hostile_texts, is_slow_on_long, is_too_slow
from gateway.rules.rulebook.pattern import compile_pattern

TOO_SLOW = [
    r"(\w+\s?)*$",
    r"(a|a)*b",
    r"(a|ab|b)*c\d",
    r"\w*\w*!",
    r"(\d+,?)+;",
    r"(x+x+)+y",
    r"^(([a-z])+.)+[A-Z]([a-z])+$",
    r"([a-zA-Z]+)*\d",
    r"(?=(\w+)+$)\w",
    r"(\w+)\1+!",
]
SLOW_ON_LONG = [r"\w+\d", r"\s+\d", r"[a-z]+[0-9]+[a-z]+!", r"order\s+(?:no\.?|number)?\s*(\d+)"]
FINE = [
    r"\b(invoice|facture|rechnung)\b\D{0,12}(?P<invoice>\d{4,10})",
    r"^\s+|\s+$",
    r".*foo",
    r"\[\w+\] .* failed",
    r"\bid\d{1,9}",
    r"colou?r",
    r"(?:a?){30}a{30}",
    r"no repetition",
]


@pytest.mark.parametrize("source", TOO_SLOW)
def test_patterns_that_never_end_are_too_slow(source: str) -> None:
    assert is_too_slow(compile_pattern(source))


@pytest.mark.parametrize("source", SLOW_ON_LONG)
def test_patterns_that_go_over_a_text_again_and_again_are_slow_on_long_texts_alone(source: str) -> None:
    pattern = compile_pattern(source)
    assert not is_too_slow(pattern)
    assert is_slow_on_long(pattern)


@pytest.mark.parametrize("source", FINE)
def test_ordinary_patterns_are_fine(source: str) -> None:
    pattern = compile_pattern(source)
    assert not is_too_slow(pattern)
    assert not is_slow_on_long(pattern)


@pytest.mark.parametrize("source", TOO_SLOW + SLOW_ON_LONG)
@pytest.mark.parametrize("length", [SHORT, LONG])
def test_texts_are_no_longer_than_they_are_to_be_and_few(source: str, length: int) -> None:
    texts = list(hostile_texts(compile_pattern(source), length))
    assert 1 <= len(texts) <= 10
    assert all(length - 200 <= len(one.not_found) <= length + 200 for one in texts)


def test_without_a_repetition_there_is_nothing_to_try() -> None:
    assert list(hostile_texts(compile_pattern("no repetition"), LONG)) == []

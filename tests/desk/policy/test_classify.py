"""The level by the share of production that is lost: exactly at its limits, and where figures say nothing."""

from __future__ import annotations

import pytest

from gateway.desk.policy.classify import classify, is_figure
from gateway.desk.policy.policy import Policy
from tests.desk.life.build import PACKS

AMEYO = PACKS["ameyo"]


def of(policy: Policy, known: dict[str, str]) -> str | None:
    found = classify(policy, known)
    return found.name if found else None


def level(**known: str) -> str | None:
    return of(AMEYO, known)


@pytest.mark.parametrize(
    ("affected", "whole", "found"),
    [
        ("21", "100", "critical"),  # more than 20 of 100 cannot take calls
        ("20", "100", "critical"),  # neither by the examples, critical by the percentage
        ("19", "100", "major"),
        ("3", "100", "major"),
        ("2", "100", "major"),
        ("1", "100", "minor"),
        ("0", "100", "minor"),
        ("100", "100", "critical"),
        ("199999", "1000000", "major"),
        ("200000", "1000000", "critical"),
        ("19999", "1000000", "minor"),
        ("20000", "1000000", "major"),
        ("1", "5", "critical"),
        ("1", "6", "major"),
        ("1", "50", "major"),
        ("1", "51", "minor"),
    ],
)
def test_a_share_of_the_seats_is_compared_exactly(affected: str, whole: str, found: str) -> None:
    assert level(seats=whole, seats_affected=affected) == found


@pytest.mark.parametrize(
    ("affected", "found"),
    [("81", "critical"), ("80", "critical"), ("79", "major"), ("9", "major"), ("8", "major"), ("7", "minor")],
)
def test_a_share_of_four_hundred_calls_is_compared_exactly(affected: str, found: str) -> None:
    assert level(calls="400", calls_affected=affected) == found


def test_of_two_shares_the_larger_one_counts() -> None:
    assert level(seats="100", seats_affected="1", calls="400", calls_affected="80") == "critical"
    assert level(seats="100", seats_affected="20", calls="400", calls_affected="0") == "critical"
    assert level(seats="100", seats_affected="1", calls="400", calls_affected="8") == "major"


@pytest.mark.parametrize(
    "known",
    [
        {},
        {"seats": "100"},
        {"seats_affected": "20"},
        {"seats": "100", "calls_affected": "20"},
        {"seats": "0", "seats_affected": "0"},
        {"seats": "20", "seats_affected": "21"},  # more than there are
        {"seats": "100", "seats_affected": "many"},
        {"seats": "100", "seats_affected": "-20"},
        {"seats": "100", "seats_affected": "20.5"},
        {"seats": "१००", "seats_affected": "२०"},  # digits, and not ours
        {"seats": "1" * 13, "seats_affected": "1"},
    ],
)
def test_figures_that_are_not_all_there_or_no_numbers_say_nothing(known: dict[str, str]) -> None:
    assert of(AMEYO, known) is None


def test_a_pair_that_says_nothing_does_not_silence_the_other() -> None:
    assert level(seats="20", seats_affected="21", calls="400", calls_affected="8") == "major"


@pytest.mark.parametrize("pack", sorted(set(PACKS) - {"ameyo"}))
def test_other_packs_count_nothing(pack: str) -> None:
    assert of(PACKS[pack], {"seats": "100", "seats_affected": "100"}) is None


@pytest.mark.parametrize(
    ("text", "counts"),
    [("0", True), ("007", True), ("9" * 12, True), ("9" * 13, False), ("", False), (" 1", False), ("1e3", False),
     ("²", False), ("٣", False)],
)  # fmt: skip
def test_a_figure_is_a_number_of_plain_digits(text: str, counts: bool) -> None:
    assert is_figure(text) is counts

"""The level of a problem by the share of production that is lost, where a policy counts it."""

from __future__ import annotations

from collections.abc import Mapping

from gateway.desk.policy.level import Level
from gateway.desk.policy.policy import Policy

COUNTED = (("seats", "seats_affected"), ("calls", "calls_affected"))
"""What there is, and how much of it is affected. Shares are compared exactly: 20 of 100 are 20 percent."""
MAX_DIGITS = 12
FIGURES = frozenset(name for pair in COUNTED for name in pair)


def classify(policy: Policy, known: Mapping[str, str]) -> Level | None:
    """Return the level the figures make it; None where the policy does not count, or they are not all there.

    Of several shares the largest counts.
    """
    classes = policy.classification
    shares = [found for found in (_share(known, *names) for names in COUNTED) if found is not None]
    if classes is None or not shares:
        return None
    for name, percent in classes.shares.items():
        if any(affected * 100 >= percent * whole for affected, whole in shares):
            return policy.level(name)
    return policy.level(classes.otherwise)


def is_figure(text: str) -> bool:
    """Tell whether a text is a number that counts."""
    return text.isdecimal() and text.isascii() and len(text) <= MAX_DIGITS


def impossible(known: Mapping[str, str]) -> str:
    """Say why figures cannot be; empty where they can."""
    for whole, affected in COUNTED:
        numbers = [known.get(name, "") for name in (whole, affected)]
        if all(map(is_figure, numbers)) and int(numbers[1]) > int(numbers[0]):
            return f"{affected}={numbers[1]} is more than {whole}={numbers[0]}"
    return ""


def _share(known: Mapping[str, str], whole: str, affected: str) -> tuple[int, int] | None:
    """Return how many are affected, and of how many."""
    numbers = [known.get(name, "") for name in (affected, whole)]
    if not all(map(is_figure, numbers)):
        return None
    part, of = map(int, numbers)
    return (part, of) if of > 0 and part <= of else None

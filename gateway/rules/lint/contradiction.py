"""Conditions that cannot hold together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from gateway.desk.ruling.check import Contains, Edges, Equals, Exists, Glob, Is, Numbers, fits
from gateway.desk.ruling.condition import Condition, Some, Test
from gateway.desk.ruling.vocabulary import has_several
from gateway.rules.lint.logic import at_least, conjuncts, denied

MAX_TESTS = 40  # of one rule that are held against each other

Pair = tuple[Test, Test]


def contradiction(condition: Condition) -> Pair | None:
    """Return two comparisons that contradict each other so that the condition can never hold; else None."""
    parts = tuple(conjuncts(condition))
    if found := _among(parts):
        return found
    for part in parts:
        if isinstance(part, Some) and part.of:
            rest = tuple(one for one in parts if one is not part)
            each = [_among((*rest, *conjuncts(branch))) for branch in part.of]
            if all(each):
                return each[0]
    return None


def _among(parts: Sequence[Condition]) -> Pair | None:
    tests = [one for one in parts if isinstance(one, Test)][:MAX_TESTS]
    for one, other in combinations(tests, 2):
        if one.field == other.field and _exclude(one, other):
            return one, other
    nots = [one for part in parts for one in denied(part)][:MAX_TESTS]
    for one, other in ((one, other) for one in tests for other in nots):
        if at_least(one, other):
            return one, other
    return None


def _exclude(one: Test, other: Test) -> bool:
    """Tell whether two comparisons of one field never hold together."""
    missing = (isinstance(one.check, Exists), isinstance(other.check, Exists))
    if any(missing):
        wanted = [test.check.wanted for test in (one, other) if isinstance(test.check, Exists)]
        return False in wanted and not (all(missing) and wanted[0] == wanted[1])
    if has_several(one.field):  # one of them may be this, and another that
        return False
    return any(_never_both(first, second) for first, second in ((one, other), (other, one)))


def _never_both(one: Test, other: Test) -> bool:
    match one.check, other.check:
        case Is(value=this), Is(value=that):
            return this is not that
        case Equals(values=values), _:
            return all(_refuses(other, value) for value in values)
        case Edges(values=mine, ends=ends), Edges(values=theirs, ends=other_ends) if ends is other_ends:
            return not any(_share_an_edge(a, b, ends=ends) for a in mine for b in theirs)
        case Numbers(), Numbers():
            return _apart(one.check, other.check)
    return False


def _refuses(test: Test, value: str) -> bool:
    """Tell whether a comparison surely fails on a whole text."""
    match test.check:
        case Equals(values=values):
            return value not in values
        case Contains(values=words):
            return not any(word in value for word in words)
        case Edges(values=edges, ends=ends):
            return not (value.endswith if ends else value.startswith)(edges)
        case Glob(values=globs):
            return not any(fits(value, pieces) for pieces in globs)
    return False


def _share_an_edge(one: str, other: str, *, ends: bool) -> bool:
    if ends:
        return one.endswith(other) or other.endswith(one)
    return one.startswith(other) or other.startswith(one)


def _apart(one: Numbers, other: Numbers) -> bool:
    if one.values:
        return not any(_takes(other, number) for number in one.values)
    lows = [bound for bound in (one.more, other.more) if bound is not None]
    highs = [bound for bound in (one.less, other.less) if bound is not None]
    return bool(lows and highs) and max(lows) >= min(highs)


def _takes(check: Numbers, number: float) -> bool:
    return (
        number in check.values
        or (check.more is not None and number > check.more)
        or (check.less is not None and number < check.less)
    )


def tests_of(pair: Pair) -> Iterator[str]:
    """Say the two as they are written."""
    for test in pair:
        yield f"{test.field}|{test.modifier}" if test.modifier else test.field

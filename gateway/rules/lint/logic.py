"""What conditions say about one another: the same, more, less, or the contrary. Never guesses: False is "nobody knows".

Comparisons of one kind and field are held against each other; across kinds only what is plain.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import assert_never

from gateway.desk.ruling.check import (
    Check,
    Contains,
    Edges,
    Equals,
    Exists,
    Finds,
    Glob,
    Is,
    Numbers,
    OlderThan,
    Within,
)
from gateway.desk.ruling.condition import All, Condition, Neither, Some, Test

ALWAYS_THERE = frozenset(
    {"size", "auto.kind", "customer.policy.name", "customer.policy.default_priority", "ticket.status", "ticket.number"}
)
"""Fields that always have a value where they are there at all."""


def conjuncts(condition: Condition) -> Iterator[Condition]:
    """Yield what must hold, each for itself."""
    if isinstance(condition, All):
        for one in condition.of:
            yield from conjuncts(one)
    elif isinstance(condition, Some) and len(condition.of) == 1:
        yield from conjuncts(condition.of[0])
    else:
        yield condition


def denied(condition: Condition) -> Iterator[Test]:
    """Yield the comparisons none of which may hold."""
    if isinstance(condition, Neither):
        inner = condition.of
        for one in inner.of if isinstance(inner, Some) else (inner,):
            parts = tuple(conjuncts(one))
            if len(parts) == 1 and isinstance(parts[0], Test):
                yield parts[0]


def canonical(condition: Condition) -> Hashable:
    """Return what two conditions have in common that ask the same, in whatever order and line."""
    match condition:
        case Test(field=name, check=check):
            return (name, *kind_and_values(check))
        case All():
            parts = frozenset(map(canonical, conjuncts(condition)))
            return next(iter(parts)) if len(parts) == 1 else ("all", parts)
        case Some(of=several):
            parts = frozenset(map(canonical, several))
            return next(iter(parts)) if len(parts) == 1 else ("any", parts)
        case Neither(of=inner):
            return ("not", canonical(inner))
        case _:
            assert_never(condition)


def kind_and_values(check: Check) -> tuple[str, Hashable]:  # noqa: C901 - one case for each comparison
    """Say what a comparison asks."""
    match check:
        case Equals(values=values):
            return ("equals", values)
        case Contains(values=values):
            return ("contains", frozenset(values))
        case Edges(values=values, ends=ends):
            return ("ends" if ends else "starts", frozenset(values))
        case Glob(values=globs):
            return ("glob", frozenset(globs))
        case Finds(patterns=patterns):
            return ("re", frozenset(one.source for one in patterns))
        case Is(value=value):
            return ("is", value)
        case Exists(wanted=wanted):
            return ("exists", wanted)
        case Numbers(values=numbers, more=more, less=less):
            return ("number", (numbers, more, less))
        case OlderThan(age=age):
            return ("older", age)
        case Within(calendars=calendars):
            return ("in", frozenset(one.name for one in calendars))
        case _:
            return (type(check).__name__, id(check))


def always(condition: Condition) -> bool:
    """Tell whether it holds whatever comes."""
    match condition:
        case Test(field=name, check=Exists(wanted=True)):
            return name in ALWAYS_THERE
        case Test(field=name, check=Glob(values=globs)):
            return name in ALWAYS_THERE and any(not "".join(pieces) and len(pieces) > 1 for pieces in globs)
        case Test():
            return False
        case All(of=several):
            return all(map(always, several))
        case Some(of=several):
            return any(map(always, several))
        case Neither():
            return False
        case _:
            assert_never(condition)


def implied(wanted: Condition, given: Sequence[Condition]) -> bool:
    """Tell whether a condition holds whenever all the given ones do."""
    match wanted:
        case Test():
            return always(wanted) or any(_gives(one, wanted) for one in given)
        case All(of=several):
            return all(implied(one, given) for one in several)
        case Some(of=several):
            return canonical(wanted) in map(canonical, given) or any(implied(one, given) for one in several)
        case Neither():
            return canonical(wanted) in map(canonical, given)
        case _:
            assert_never(wanted)


def _gives(one: Condition, wanted: Test) -> bool:
    match one:
        case Test():
            return at_least(one, wanted)
        case Some(of=several):
            return bool(several) and all(implied(wanted, tuple(conjuncts(branch))) for branch in several)
        case _:
            return False


def at_least(one: Test, other: Test) -> bool:
    """Tell whether one comparison asks for at least as much as another: where it holds, the other does."""
    if one.field != other.field:
        return False
    match one.check, other.check:
        case (Exists(wanted=False), _) | (_, Exists(wanted=False)):
            return one.check == other.check
        case _, Exists(wanted=True):
            return True
        case Contains(values=mine), Contains(values=theirs):
            known = frozenset(theirs)
            return all(value in known or any(word in value for word in theirs) for value in mine)
        case Numbers(), Numbers():
            return _numbers_at_least(one.check, other.check)
        case OlderThan(age=mine_age), OlderThan(age=their_age):
            return mine_age >= their_age
    kind, mine_values = kind_and_values(one.check)
    other_kind, their_values = kind_and_values(other.check)
    if kind != other_kind:
        return False
    if isinstance(mine_values, frozenset) and isinstance(their_values, frozenset):
        return mine_values <= their_values
    return mine_values == their_values


def _numbers_at_least(mine: Numbers, theirs: Numbers) -> bool:
    if theirs.more is not None:
        return (mine.more is not None and mine.more >= theirs.more) or (
            bool(mine.values) and all(one > theirs.more for one in mine.values)
        )
    if theirs.less is not None:
        return (mine.less is not None and mine.less <= theirs.less) or (
            bool(mine.values) and all(one < theirs.less for one in mine.values)
        )
    return bool(mine.values) and mine.values <= theirs.values

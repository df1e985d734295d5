"""Letters to the admins about patterns that were stopped: what such a rule looks for is not found. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from gateway.desk.order import Bulletin, Fact, TellPerson
from gateway.desk.ruling.look import GaveUp
from gateway.desk.ruling.record import Ruled
from gateway.desk.team import Person


def stopped(ruled: Ruled) -> Mapping[str, str]:
    """Return by rule the pattern of it that was stopped, with its place; not those that had no time left to try."""
    tried = (one for one in ruled.slow if not one.endswith(GaveUp.NOT_TRIED.value))
    return {one.partition(" ")[0]: one for one in reversed(tuple(tried))}


def slow_news(ruled: Ruled, rules: Set[str], people: Sequence[Person]) -> tuple[TellPerson, ...]:
    """Tell of those rules whose pattern was stopped, each person once."""
    lines = [line for rule, line in stopped(ruled).items() if rule in rules]
    if not lines:
        return ()
    facts: dict[str, Fact] = {"count": len(lines), "complaints": "\n\n".join(lines)}
    because = "a pattern ran out of its time"
    return tuple(TellPerson(Bulletin.RULE_SLOW, person, because, facts) for person in people)

"""Rules that undo each other: W406. Each sets a status that the next one waits for, round and round."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from gateway.desk.ruling.action import Set
from gateway.desk.ruling.check import Equals
from gateway.desk.ruling.condition import Test
from gateway.desk.ruling.rule import Rule
from gateway.desk.ruling.vocabulary import Trigger
from gateway.rules.lint.entry import Entry
from gateway.rules.lint.logic import conjuncts


def undoing_each_other(entries: Sequence[Entry]) -> None:
    """Name each round once, at its first rule. ``entries``: those that are not off."""
    moving = [entry for entry in entries if Trigger.STATUS_CHANGED in entry.rule.triggers and _sets(entry.rule)]
    after = {one.number: [other.number for other in moving if _leads_to(one.rule, other.rule)] for one in moving}
    by_number = {one.number: one for one in moving}
    named: set[int] = set()
    for entry in moving:
        if entry.number in named:
            continue
        if circle := _circle(entry.number, after):
            named |= set(circle)
            names = [by_number[number].rule.id for number in (*circle, circle[0])]
            said = f"rules undo each other: {' -> '.join(names)}"
            hint = "let one of them ask for something the others do not change"
            entry.remark_key("W406", said, hint, at=entry.action("set", key="status"))


def _sets(rule: Rule) -> str:
    """Return the status a rule sets; the last one counts."""
    found = [one.value for one in rule.actions if isinstance(one, Set) and one.what == "status"]
    return found[-1] if found else ""


def _leads_to(rule: Rule, other: Rule) -> bool:
    """Tell whether what one rule does is what another waits for."""
    status = _sets(rule)
    waits, before = _asked(other, "ticket.status"), _asked(other, "ticket.status_before")
    if waits is None or status not in waits or rule is other:
        return False
    was = _asked(rule, "ticket.status")
    return before is None or was is None or bool(before & was)


def _asked(rule: Rule, name: str) -> frozenset[str] | None:
    """Return what a field must be; None where anything will do."""
    found: frozenset[str] | None = None
    for part in conjuncts(rule.condition):
        if isinstance(part, Test) and part.field == name and isinstance(part.check, Equals):
            found = part.check.values if found is None else found & part.check.values
    return found


def _circle(start: int, after: Mapping[int, Sequence[int]]) -> tuple[int, ...]:
    """Return the shortest way from a rule back to itself."""
    ways: list[tuple[int, ...]] = [(start,)]
    seen: set[int] = set()
    for way in ways:  # grows while it is gone through
        for one in _next(way, after, seen):
            if one == start:
                return way
            seen.add(one)
            ways.append((*way, one))
    return ()


def _next(way: tuple[int, ...], after: Mapping[int, Sequence[int]], seen: set[int]) -> Iterator[int]:
    return (one for one in after[way[-1]] if one not in seen)

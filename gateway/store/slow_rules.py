"""How often patterns of rules were stopped, counted by rule and set of files."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, insert, select, update

from gateway.store.tables import fact

_BEGINS = "slow rule "


def count_slow(connection: Connection, config_hash: str, rules: Iterable[str]) -> frozenset[str]:
    """Count one more for each rule; return those that were never counted under this set of files."""
    first: set[str] = set()
    for rule in rules:
        name = f"{_BEGINS}{config_hash} {rule}"
        count = connection.scalar(select(fact.c.value).where(fact.c.name == name))
        if count is None:
            connection.execute(insert(fact).values(name=name, value="1"))
            first.add(rule)
        else:
            connection.execute(update(fact).where(fact.c.name == name).values(value=str(int(count) + 1)))
    return frozenset(first)


def slow_counts(connection: Connection, config_hash: str) -> dict[str, int]:
    """Return by rule in how many decisions its patterns were stopped under a set of files."""
    begins = f"{_BEGINS}{config_hash} "
    rows = connection.execute(select(fact.c.name, fact.c.value).where(fact.c.name.startswith(begins, autoescape=True)))
    return {name.removeprefix(begins): int(value) for name, value in rows}


def slow_total(connection: Connection) -> int:
    """Return how often any pattern was stopped, under whatever files."""
    counts = connection.scalars(select(fact.c.value).where(fact.c.name.startswith(_BEGINS, autoescape=True)))
    return sum(map(int, counts))

"""Customers whose notice address was changed and who have not been told of it yet, some to a row.

A row is written with the change itself, and removed with the letters about it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, delete, func, insert, select

from gateway.store.tables import fact

MOST = 25  # changes of one row, each with two letters: mail must not wait long for its turn
_FIRST = "address-moves "
_THEIRS = (fact.c.name.startswith(_FIRST, autoescape=True),)  # no order: collations differ about what is no letter


@dataclass(frozen=True, slots=True)
class Moved:
    """A customer that is told of notices at another address from now on."""

    customer: str
    name: str
    language: str
    timezone: str
    before: str
    after: str
    """Empty for nowhere."""
    by: str
    """Who changed it, as their name is shown to customers."""


def plan(connection: Connection, moved: Sequence[Moved]) -> None:
    """Write down who has to be told. The caller holds the directory, so nobody else plans."""
    last = connection.scalar(select(func.max(fact.c.name)).where(*_THEIRS))
    number = int(last.removeprefix(_FIRST)) if last else 0
    for start in range(0, len(moved), MOST):
        number += 1
        some = [asdict(one) for one in moved[start : start + MOST]]
        connection.execute(insert(fact).values(name=f"{_FIRST}{number:012d}", value=json.dumps(some)))


def somebody_waits(connection: Connection) -> bool:
    """Tell whether anybody has to be told yet."""
    return connection.scalar(_ANYBODY) is not None


def put_behind(connection: Connection) -> None:
    """Have those who have waited longest wait behind all others, each alone: one of them cannot be told."""
    for one in take_some(connection):
        plan(connection, [one])


def take_some(connection: Connection) -> tuple[Moved, ...]:
    """Return those who have waited longest, and wait no more once the transaction is through; nothing for nobody.

    The caller lets nobody else take any meanwhile: a docket sees to that.
    """
    row = connection.execute(select(fact).where(*_THEIRS).order_by(fact.c.name).limit(1)).one_or_none()
    if row is None:
        return ()
    connection.execute(delete(fact).where(fact.c.name == row.name))
    return tuple(Moved(**one) for one in json.loads(row.value))


_ANYBODY = select(fact.c.name).where(*_THEIRS).limit(1)

"""How the targets of monitoring fare, as the desk has it, and whom of the directory their failures concern."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Connection, delete, func, select

from gateway.desk.affected import MAX_NAMED, Affected, affected_of
from gateway.desk.monitor import Scope
from gateway.desk.watch import Watch
from gateway.mail import CaseNumber
from gateway.store.customers import every_customer, find_customers
from gateway.store.tables import customer, ticket, watch
from gateway.store.upsert import upsert

_COLUMNS = tuple(field.name for field in fields(Watch))


@dataclass(frozen=True, slots=True)
class WatchLine:
    """A target, for people to read."""

    watch: Watch
    case: CaseNumber | None
    """The number of its ticket."""


def every_watch(connection: Connection) -> dict[str, Watch]:
    """Return all targets that ever failed and are still watched, by name."""
    return {row.target: _watch(row) for row in connection.execute(select(watch))}


def watch_lines(connection: Connection) -> list[WatchLine]:
    """Return the same with the numbers of their tickets, in the order of their names."""
    number = select(ticket.c.number).where(ticket.c.id == watch.c.ticket_id).scalar_subquery().label("number")
    rows = connection.execute(select(watch, number).order_by(watch.c.target))
    return [WatchLine(_watch(row), None if row.number is None else CaseNumber(row.number)) for row in rows]


def keep_watches(connection: Connection, watches: Iterable[Watch]) -> None:
    """Write targets as they fare now; of one that is named twice the last."""
    rows = {one.target: {name: getattr(one, name) for name in _COLUMNS} for one in watches}
    if rows:
        connection.execute(_KEEP, list(rows.values()))


def forget_watches(connection: Connection, kept: Collection[str]) -> None:
    """Forget the targets that are watched no more."""
    gone = [name for name in connection.scalars(select(watch.c.target)) if name not in kept]
    if gone:
        connection.execute(delete(watch).where(watch.c.target.in_(gone)))


def affected_by(connection: Connection, scope: Scope) -> Affected:
    """Return which customers of the directory a scope includes."""
    if scope.customers:
        return affected_of(scope, find_customers(connection, scope.customers).values())
    if not scope.is_everybody:
        return affected_of(scope, every_customer(connection))
    count = int(connection.scalar(select(func.count()).select_from(customer)) or 0)
    if count <= 1:
        return affected_of(scope, every_customer(connection))
    by_name = select(customer.c.name).order_by(func.lower(customer.c.name), customer.c.id)
    return Affected(count, tuple(connection.scalars(by_name.limit(MAX_NAMED))))


def _watch(row: Any) -> Watch:
    return Watch(**{name: getattr(row, name) for name in _COLUMNS})


_KEEP = upsert(watch)

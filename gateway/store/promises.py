"""What clocks remember of tickets: their events, and the ledger of promises."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from gateway.desk.changes import KeepPromises
from gateway.desk.event import Event, What
from gateway.desk.policy.ledger import PromiseRow
from gateway.desk.policy.report import Entry
from gateway.desk.policy.target import Kind
from gateway.desk.ticket import Priority
from gateway.mail import CaseNumber, TicketId
from gateway.store.columns import Instant
from gateway.store.pieces import in_pieces
from gateway.store.tables import event, promise, ticket
from gateway.store.upsert import upsert

_COLUMNS = tuple(field.name for field in fields(PromiseRow))


def events_of(connection: Connection, ids: Collection[TicketId]) -> dict[TicketId, tuple[Event, ...]]:
    """Return the events of tickets, each in the order they happened."""
    found: defaultdict[TicketId, list[Event]] = defaultdict(list)
    for some in in_pieces(ids):
        rows = select(event).where(event.c.ticket_id.in_(some)).order_by(event.c.id)
        for row in connection.execute(rows):
            found[TicketId(row.ticket_id)].append(Event(What(row.what), row.at, row.value))
    return {ticket_id: tuple(found[ticket_id]) for ticket_id in ids}


def promises_of(connection: Connection, ids: Collection[TicketId]) -> dict[TicketId, tuple[PromiseRow, ...]]:
    """Return every promise ever made on tickets, in the order they began."""
    found: defaultdict[TicketId, list[PromiseRow]] = defaultdict(list)
    for some in in_pieces(ids):
        rows = select(promise).where(promise.c.ticket_id.in_(some)).order_by(promise.c.start, promise.c.kind)
        for row in connection.execute(rows):
            found[TicketId(row.ticket_id)].append(promise_row(row))
    return {ticket_id: tuple(found[ticket_id]) for ticket_id in ids}


def ledger(connection: Connection, *, since: datetime, until: datetime, customer: str = "") -> list[Entry]:
    """Return the promises that were due from ``since`` until before ``until``; what was never due goes by its start.

    With ``customer`` only those of its tickets. In no order.
    """
    moment = func.coalesce(promise.c.missed_at, promise.c.due, promise.c.start, type_=Instant)
    statement = select(promise, ticket.c.number, ticket.c.customer).join(ticket, ticket.c.id == promise.c.ticket_id)
    statement = statement.where(moment >= since, moment < until)
    if customer:
        statement = statement.where(ticket.c.customer == customer)
    return [
        Entry(CaseNumber(row.number), row.customer or "", promise_row(row)) for row in connection.execute(statement)
    ]


def promise_row(row: Any) -> PromiseRow:
    """Make a promise of its row."""
    named = {name: getattr(row, name) for name in _COLUMNS}
    return PromiseRow(**{**named, "kind": Kind(row.kind), "level": Priority(row.level)})


def keep(connection: Connection, made: Iterable[KeepPromises]) -> None:
    """Write promises as they are now."""
    rows = [_values(change.ticket_id, row) for change in made for row in change.rows]
    if rows:
        connection.execute(_KEEP, rows)


def _values(ticket_id: TicketId, row: PromiseRow) -> dict[str, Any]:
    named = {name: getattr(row, name) for name in _COLUMNS}
    return {**named, "ticket_id": ticket_id, "kind": row.kind.value}


_KEEP = upsert(promise)

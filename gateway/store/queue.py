"""Which tickets are there to be worked on, and which were said thanks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, literal, select, union_all

from gateway.desk.event import What
from gateway.desk.policy.target import Kind
from gateway.desk.ticket import Status, Ticket
from gateway.mail import TicketId
from gateway.store.look_up import tickets_of
from gateway.store.tables import event, promise, ticket

MAX_OPEN = 2_000
"""Tickets that are looked at: those with the soonest promise, then the oldest."""
MAX_THANKS = 200
_OPEN = tuple(status.value for status in Status if not status.ended)
_RUNS = promise.c.met.is_(None) & promise.c.ended_at.is_(None)


@dataclass(frozen=True, slots=True)
class Thanks:
    """Somebody said thanks for a ticket that is done."""

    ticket_id: TicketId
    at: datetime


def unfinished(connection: Connection, *, assignee: str | None = None, limit: int = MAX_OPEN) -> list[Ticket]:
    """Return tickets that are not done, and those whose root cause is still to be analysed.

    ``assignee`` is the name of a person, empty for those that nobody has, None for all.
    """
    soonest = select(func.min(promise.c.due)).where(promise.c.ticket_id == ticket.c.id, _RUNS).scalar_subquery()
    columns = (ticket.c.id, ticket.c.created_at, soonest.label("due"))
    wanted = [ticket.c.merged_into.is_(None), *([] if assignee is None else [ticket.c.assignee == assignee])]
    # Said in SQL as well, so that the partial index may be used.
    analysed = select(promise.c.ticket_id).where(promise.c.kind == literal(Kind.RCA.value, literal_execute=True), _RUNS)
    at_work = select(*columns).where(ticket.c.status.in_(_OPEN), *wanted)
    owed = select(*columns).where(ticket.c.id.in_(analysed), ticket.c.status.not_in(_OPEN), *wanted)
    found = union_all(at_work, owed).subquery()
    rows = select(found.c.id).order_by(found.c.due.is_(None), found.c.due, found.c.created_at, found.c.id)
    ids = [TicketId(one) for one in connection.scalars(rows.limit(limit))]
    known = tickets_of(connection, ids)
    return [known[one] for one in ids]


def thanked_after(connection: Connection, moment: datetime) -> list[Thanks]:
    """Return what people who have tickets were thanked for after a moment, the newest first."""
    thanked = (event.c.what == literal(What.THANKED.value, literal_execute=True)) & (event.c.at > moment)
    said = select(event.c.ticket_id, event.c.at).join(ticket, ticket.c.id == event.c.ticket_id)
    theirs = said.where(thanked, ticket.c.assignee != "")
    rows = connection.execute(theirs.order_by(event.c.at.desc(), event.c.id.desc()).limit(MAX_THANKS))
    return [Thanks(TicketId(row.ticket_id), row.at) for row in rows]

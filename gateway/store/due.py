"""Which tickets something falls due on, and when."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, select, update

from gateway.desk.ticket import Ticket
from gateway.mail import TicketId
from gateway.store.look_up import tickets_of
from gateway.store.tables import event, ticket


def next_due(connection: Connection) -> datetime | None:
    """Return when something falls due next; None when nothing does."""
    found: datetime | None = connection.scalar(_NEXT)
    return found


def due_before(connection: Connection, moment: datetime, *, limit: int) -> list[Ticket]:
    """Return tickets on which something is due by a moment, the longest overdue first."""
    due = select(ticket.c.id).where(ticket.c.due_at.is_not(None), ticket.c.due_at <= moment)
    ids = connection.scalars(due.order_by(ticket.c.due_at, ticket.c.id).limit(limit)).all()
    found = tickets_of(connection, [TicketId(one) for one in ids])
    return [found[one] for one in map(TicketId, ids)]


def put_off(connection: Connection, ticket_id: TicketId, *, until: datetime) -> None:
    """Look at a ticket again later."""
    connection.execute(update(ticket).where(ticket.c.id == ticket_id).values(due_at=until))


def newest_event(connection: Connection) -> datetime | None:
    """Return when the last thing that clocks remember was written; None before the first."""
    found: datetime | None = connection.scalar(select(event.c.at).order_by(event.c.id.desc()).limit(1))
    return found


_NEXT = select(func.min(ticket.c.due_at)).where(ticket.c.due_at.is_not(None))

"""When rules last came by the clock, and how far the one at work has come: no time twice, whatever machine looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from gateway.desk.ticket import Status, Ticket
from gateway.mail import TicketId
from gateway.store.look_up import tickets_of
from gateway.store.tables import ticket, timer
from gateway.store.upsert import upsert

FIRST = TicketId(0)
_ENDED = [one.value for one in Status if one.ended]


@dataclass(frozen=True, slots=True)
class TimerRow:
    """What is known of the times of a rule."""

    rule: str
    looked_at: datetime
    """Its last time, or when it was first known; while it is at work, when it last went on."""
    running: datetime | None = None
    """The time it is at work on."""
    after: TicketId = FIRST
    """Tickets up to this one are done."""


def timer_rows(connection: Connection) -> dict[str, TimerRow]:
    """Return what is known, by the id of the rule."""
    rows = connection.execute(select(timer))
    return {row.rule: TimerRow(row.rule, row.looked_at, row.running, TicketId(row.after_ticket)) for row in rows}


def keep_timers(connection: Connection, rows: Sequence[TimerRow]) -> None:
    """Write down how far rules have come."""
    if rows:
        values = [
            {"rule": one.rule, "looked_at": one.looked_at, "running": one.running, "after_ticket": one.after}
            for one in rows
        ]
        connection.execute(_KEPT, values)


def open_after(connection: Connection, after: TicketId, *, limit: int) -> list[Ticket]:
    """Return tickets that are not ended, in the order they began, from the one behind ``after`` on."""
    wanted = (ticket.c.id > after, ticket.c.status.not_in(_ENDED), ticket.c.merged_into.is_(None))
    ids = connection.scalars(select(ticket.c.id).where(*wanted).order_by(ticket.c.id).limit(limit)).all()
    found = tickets_of(connection, [TicketId(one) for one in ids])
    return [found[one] for one in map(TicketId, ids)]


_KEPT = upsert(timer)

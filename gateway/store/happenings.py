"""What has happened since somebody last looked: new lines of history, new tickets, what letters were for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from gateway.mail import CaseNumber, OutboxId, TicketId
from gateway.store.notice_tables import notice_history, notice_letter
from gateway.store.pieces import in_pieces
from gateway.store.tables import history, outbox, ticket


@dataclass(frozen=True, slots=True)
class Happening:
    """A line of some ticket's history, or of a notice's."""

    id: int
    case: str
    at: datetime
    what: str
    because: str


@dataclass(frozen=True, slots=True)
class LetterPurpose:
    """What a letter is, and which case or notice it is about."""

    template: str
    case: str
    """Of a ticket, or the name of a notice; empty for a letter that is about neither."""


def happenings_after(connection: Connection, last: int) -> list[Happening]:
    """Return what was written into histories after the line ``last``, of all tickets, in order."""
    rows = connection.execute(
        select(history.c.id, ticket.c.number, history.c.at, history.c.what, history.c.because)
        .join(ticket, ticket.c.id == history.c.ticket_id)
        .where(history.c.id > last)
        .order_by(history.c.id)
    )
    return [Happening(row.id, row.number, row.at, row.what, row.because) for row in rows]


def of_notices_after(connection: Connection, last: int) -> list[Happening]:
    """Return what was written into histories of notices after the line ``last``, in order."""
    rows = connection.execute(select(notice_history).where(notice_history.c.id > last).order_by(notice_history.c.id))
    return [Happening(row.id, row.notice_id, row.at, row.what, row.because) for row in rows]


def newest_ticket(connection: Connection) -> TicketId:
    """Return the id of the ticket that was made last; 0 where there is none."""
    return TicketId(connection.scalar(select(func.max(ticket.c.id))) or 0)


def tickets_after(connection: Connection, last: TicketId) -> list[CaseNumber]:
    """Return the tickets that were made after another one, in order."""
    return [
        CaseNumber(number)
        for number in connection.scalars(select(ticket.c.number).where(ticket.c.id > last).order_by(ticket.c.id))
    ]


def purposes(connection: Connection, ids: Collection[OutboxId]) -> dict[OutboxId, LetterPurpose]:
    """Return what letters are for."""
    found: dict[OutboxId, LetterPurpose] = {}
    for some in in_pieces(sorted(ids)):
        rows = connection.execute(
            select(outbox.c.id, outbox.c.template, ticket.c.number, notice_letter.c.notice_id)
            .outerjoin(ticket, ticket.c.id == outbox.c.ticket_id)
            .outerjoin(notice_letter, notice_letter.c.outbox_id == outbox.c.id)
            .where(outbox.c.id.in_(some))
        )
        found |= {OutboxId(row.id): LetterPurpose(row.template, row.number or row.notice_id or "") for row in rows}
    return found

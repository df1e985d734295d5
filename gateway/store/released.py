"""Attachments that are held back, and who let which of them go. The mail itself is never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, text

from gateway.mail import Attachment, CaseNumber, JournalId, TicketId
from gateway.store.tables import message, released_part, ticket


@dataclass(frozen=True, slots=True)
class HeldPart:
    """An attachment on a ticket that nobody has released."""

    journal_id: JournalId
    part: str
    name: str
    type: str
    found: str
    danger: str
    size: int
    case: CaseNumber
    at: datetime
    """When its message came to the ticket."""


@dataclass(frozen=True, slots=True)
class Released:
    """An attachment that an operator let go."""

    journal_id: JournalId
    part: str
    by: str
    at: datetime


def held_parts(connection: Connection, *, limit: int = 200) -> list[HeldPart]:
    """Return what is held back, the newest first. Mail that is on no ticket is not looked at."""
    released = {(row.journal_id, row.part) for row in connection.execute(select(released_part))}
    statement = (
        select(message.c.journal_id, message.c.attachments, message.c.at, ticket.c.number)
        .join(ticket, ticket.c.id == message.c.ticket_id)
        .where(text("message.dangerous"), message.c.journal_id.is_not(None))  # as the partial index says it
        .order_by(message.c.id.desc())
    )
    found: list[HeldPart] = []
    for row in connection.execute(statement.execution_options(yield_per=500)):
        found.extend(
            _held(JournalId(row.journal_id), one, CaseNumber(row.number), row.at)
            for one in (Attachment(*attachment) for attachment in row.attachments)
            if one.danger and (row.journal_id, one.part) not in released
        )
        if len(found) >= limit:
            break
    return found[:limit]


def _held(journal_id: JournalId, one: Attachment, case: CaseNumber, at: datetime) -> HeldPart:
    return HeldPart(journal_id, one.part, one.name, one.type, one.found, one.danger, one.size, case, at)


def find_release(connection: Connection, journal_id: int, part: str) -> Released | None:
    """Return who released an attachment, and when; None when it is held."""
    known = select(released_part).where(released_part.c.journal_id == journal_id, released_part.c.part == part)
    row = connection.execute(known).one_or_none()
    return Released(JournalId(row.journal_id), row.part, row.by, row.at) if row else None


def ticket_of_mail(connection: Connection, journal_id: int) -> TicketId | None:
    """Return the ticket a mail is on."""
    found = connection.scalar(select(message.c.ticket_id).where(message.c.journal_id == journal_id).limit(1))
    return None if found is None else TicketId(found)

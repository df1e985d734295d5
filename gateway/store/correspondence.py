"""Who is on a ticket and what its mails are called: what an answer needs to reach people and be threaded."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from gateway.address import Mailbox, parse_address
from gateway.desk.ticket import Ticket
from gateway.mail import MessageId, TicketId
from gateway.store.tables import message, participant

MAX_IDS = 50


@dataclass(frozen=True, slots=True)
class Thread:
    """The Message-IDs on a ticket."""

    newest: MessageId = MessageId("")
    earlier: tuple[MessageId, ...] = ()
    """Oldest first."""


def people_of(connection: Connection, ticket: Ticket) -> tuple[Mailbox, ...]:
    """Return everybody on the ticket, the requester first, then in the order they joined."""
    joined = (
        select(participant)
        .where(participant.c.ticket_id == ticket.id)
        .order_by(participant.c.since, participant.c.address)
    )
    people = [Mailbox(row.name, parse_address(row.address)) for row in connection.execute(joined)]
    return tuple(sorted(people, key=lambda person: person.address.key != ticket.requester))


def thread_of(connection: Connection, ticket_id: TicketId) -> Thread:
    """Return the ids of the mails on a ticket, for In-Reply-To and References."""
    ids = select(message.c.message_id).where(
        message.c.ticket_id == ticket_id, message.c.message_id != "", message.c.direction != "note"
    )
    newest_first = [MessageId(found) for found in connection.scalars(ids.order_by(message.c.id.desc()).limit(MAX_IDS))]
    if not newest_first:
        return Thread()
    return Thread(newest_first[0], tuple(reversed(newest_first[1:])))

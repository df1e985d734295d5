"""What was last said on a ticket, for letters that quote it."""

from __future__ import annotations

from sqlalchemy import Connection, select

from gateway.desk.ticket import Direction
from gateway.mail import Body, Cut, TicketId
from gateway.store.tables import message


def last_words(connection: Connection, ticket_id: TicketId, direction: Direction) -> str:
    """Return the new text of the newest message of a direction; empty when there is none."""
    statement = select(message.c.full_text, message.c.cuts).where(
        message.c.ticket_id == ticket_id, message.c.direction == direction.value
    )
    row = connection.execute(statement.order_by(message.c.id.desc()).limit(1)).one_or_none()
    return Body(row.full_text, tuple(Cut(*cut) for cut in row.cuts)).text if row else ""

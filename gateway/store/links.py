"""What tickets have to do with each other and with notices."""

from __future__ import annotations

from sqlalchemy import Connection, select

from gateway.mail import TicketId
from gateway.store.tables import ticket_link


def links_of(connection: Connection, ticket_id: TicketId) -> tuple[str, ...]:
    """Return what a ticket is linked with, case numbers and names of notices, in the order it was linked."""
    links = select(ticket_link.c.other).where(ticket_link.c.ticket_id == ticket_id)
    return tuple(connection.scalars(links.order_by(ticket_link.c.at, ticket_link.c.other)))

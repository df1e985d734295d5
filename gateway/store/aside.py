"""Entries the desk could not work on: kept, visible, and tried again when an operator says so."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select, update

from gateway.errors import NotFound
from gateway.mail import JournalId, TicketId
from gateway.store.again import look_from
from gateway.store.tables import handled

MAX_ERROR = 20_000  # characters of a traceback


def set_aside(
    connection: Connection, journal_id: JournalId, *, error: str, placeholder: TicketId | None, at: datetime
) -> None:
    """Take an entry out of the queue with its traceback; the mail itself stays in the journal."""
    connection.execute(
        update(handled)
        .where(handled.c.journal_id == journal_id)
        .values(state="aside", ticket_id=placeholder, lease_until=None, owner="", error=error[-MAX_ERROR:], at=at)
    )


def try_again(connection: Connection, journal_id: JournalId, *, at: datetime) -> None:
    """Put a set-aside entry back into the queue, its attempts forgotten. Raises ``NotFound`` for any other entry."""
    done = connection.execute(
        update(handled)
        .where(handled.c.journal_id == journal_id, handled.c.state == "aside")
        .values(state="claimed", attempts=0, owner="", lease_until=None, at=at)
    )
    if not done.rowcount:
        state = connection.scalar(select(handled.c.state).where(handled.c.journal_id == journal_id))
        was = f"it is {state}" if state else "there is none, or it has not been looked at yet"
        raise NotFound(f"mail {journal_id} is not set aside: {was}")
    look_from(connection, journal_id)

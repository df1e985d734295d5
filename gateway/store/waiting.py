"""Mail that waits to be worked on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select, text

from gateway.store.tables import entry, handled


def earliest_waiting(connection: Connection) -> datetime | None:
    """Return when the oldest mail came that is not worked on yet; None when none waits."""
    statement = select(entry.c.received_at).outerjoin(handled, handled.c.journal_id == entry.c.id)
    waiting = handled.c.state.is_(None) | (handled.c.state == "claimed")
    low = text("entry.id > (SELECT value FROM counter WHERE name = 'low')")
    found: datetime | None = connection.scalar(statement.where(waiting, low).order_by(entry.c.id).limit(1))
    return found

"""Mail that waits to be worked on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select, text

from gateway.store.tables import entry, handled


def earliest_waiting(connection: Connection) -> datetime | None:
    """Return when the oldest mail came that is not worked on yet; None when none waits."""
    found: datetime | None = connection.scalar(_EARLIEST)
    return found


_EARLIEST = (
    select(entry.c.received_at)
    .outerjoin(handled, handled.c.journal_id == entry.c.id)
    .where(handled.c.state.is_(None) | (handled.c.state == "claimed"))
    .where(text("entry.id > (SELECT value FROM counter WHERE name = 'low')"))
    .order_by(entry.c.id)
    .limit(1)
)

"""Mail that is kept in quarantine: let out, to be handled as if it came now, or thrown away. Never by itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, Update, select, update

from gateway.desk.changes import Fate
from gateway.errors import NotFound
from gateway.mail import JournalId
from gateway.store.again import look_from
from gateway.store.tables import entry, handled


def release(connection: Connection, journal_id: JournalId, *, by: str, at: datetime) -> None:
    """Put a mail back into the queue; it will not be quarantined again. Raises ``NotFound`` for any other mail."""
    values = {"state": "claimed", "attempts": 0, "owner": "", "lease_until": None, "fate": None, "at": at}
    done = connection.execute(_of_quarantine(journal_id).values(**values, released_by=by))
    if not done.rowcount:
        raise _not_there(connection, journal_id)
    look_from(connection, journal_id)


def throw_away(connection: Connection, journal_id: JournalId, *, by: str, at: datetime) -> None:
    """Throw a mail's bytes away; that it came, and who threw it away, stays known. Raises ``NotFound``.

    The connection writes both ledgers.
    """
    because = f"thrown away by {by}"
    done = connection.execute(_of_quarantine(journal_id).values(fate=Fate.REFUSED.value, because=because, at=at))
    if not done.rowcount:
        raise _not_there(connection, journal_id)
    connection.execute(update(entry).where(entry.c.id == journal_id).values(raw=b""))


def _of_quarantine(journal_id: JournalId) -> Update:
    kept = (handled.c.state == "done", handled.c.fate == Fate.QUARANTINED.value)
    return update(handled).where(handled.c.journal_id == journal_id, *kept)


def _not_there(connection: Connection, journal_id: JournalId) -> NotFound:
    row = connection.execute(
        select(handled.c.state, handled.c.fate).where(handled.c.journal_id == journal_id)
    ).one_or_none()
    was = f"it is {row.fate or row.state}" if row else "there is none, or it has not been looked at yet"
    return NotFound(f"mail {journal_id} is not in quarantine: {was}")

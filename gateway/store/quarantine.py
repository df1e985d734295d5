"""Mail that is kept away from the tickets: let in, to be handled as if it came now, or thrown away. Never by itself.

It is in quarantine, or a rule has discarded it: then its bytes are in the journal all the same.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, Update, select, update

from gateway.desk.changes import Fate
from gateway.errors import NotFound
from gateway.mail import JournalId
from gateway.store.again import look_from
from gateway.store.tables import entry, handled, ticket

_BECAME = {
    Fate.TICKET: "it became",
    Fate.FOLLOW_UP: "it joined",
    Fate.COMMAND: "it was carried out on",
    Fate.BOUNCE: "it was noted on",
    Fate.AUTOMATIC: "it was noted on",
    Fate.DUPLICATE: "it came twice, and was noted on",
    Fate.DISCARDED: "a rule discarded it, so it is on",
}
"""What is said of mail that is on a ticket, or on none."""


def release(connection: Connection, journal_id: JournalId, *, by: str, at: datetime) -> None:
    """Put a mail back into the queue; it will not be kept away again. Raises ``NotFound`` for any other mail."""
    values = {"state": "claimed", "attempts": 0, "owner": "", "lease_until": None, "fate": None, "at": at}
    kept = (Fate.QUARANTINED, Fate.DISCARDED)
    done = connection.execute(_kept_away(journal_id, *kept).values(**values, released_by=by))
    if not done.rowcount:
        raise _not_there(connection, journal_id)
    look_from(connection, journal_id)


def throw_away(connection: Connection, journal_id: JournalId, *, by: str, at: datetime) -> None:
    """Throw a mail's bytes away; that it came, and who threw it away, stays known. Raises ``NotFound``.

    The connection writes both ledgers.
    """
    because = f"thrown away by {by}"
    wanted = _kept_away(journal_id, Fate.QUARANTINED)
    done = connection.execute(wanted.values(fate=Fate.REFUSED.value, because=because, at=at))
    if not done.rowcount:
        raise _not_there(connection, journal_id)
    connection.execute(update(entry).where(entry.c.id == journal_id).values(raw=b""))


def _kept_away(journal_id: JournalId, *fates: Fate) -> Update:
    kept = (handled.c.state == "done", handled.c.fate.in_([fate.value for fate in fates]))
    return update(handled).where(handled.c.journal_id == journal_id, *kept)


def _not_there(connection: Connection, journal_id: JournalId) -> NotFound:
    row = connection.execute(
        select(entry.c.id, handled.c.state, handled.c.fate, handled.c.because, ticket.c.number)
        .outerjoin(handled, handled.c.journal_id == entry.c.id)
        .outerjoin(ticket, ticket.c.id == handled.c.ticket_id)
        .where(entry.c.id == journal_id)
    ).one_or_none()
    if row is None:
        return NotFound(f"there is no mail {journal_id} in the journal")
    way_out = f"gateway ticket show {row.number} shows it" if row.number else f"gateway mail show {journal_id} shows it"
    if row.state == "aside":
        was, way_out = "it was set aside", f"gateway mail retry {journal_id} tries again"
    elif row.state != "done" or row.fate == Fate.QUARANTINED.value:  # the desk is at it
        was = "it waits to be looked at"
    elif row.fate == Fate.REFUSED.value:
        was = f"it was {row.because}"
    else:
        was = _BECAME[Fate(row.fate)] + (f" case {row.number}" if row.number else " no ticket")
    return NotFound(f"mail {journal_id} is not in quarantine: {was}; {way_out}")

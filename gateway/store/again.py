"""Where the desk begins to look for work: not before what is all done, unless something there is to be done again."""

from __future__ import annotations

from sqlalchemy import Connection, update

from gateway.mail import JournalId
from gateway.store.tables import counter


def look_from(connection: Connection, journal_id: JournalId) -> None:
    """Make the desk see an entry again that lies before what it takes for done."""
    low = (counter.c.name == "low", counter.c.value >= journal_id)
    connection.execute(update(counter).where(*low).values(value=journal_id - 1))

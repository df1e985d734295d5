"""Which journal entries the desk works on. A claim is counted before the work begins, so poison is known by its count.

Entries are worked on in the order they came; with several desks, a batch commits only when every earlier batch has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, insert, literal, select, text, update

from gateway.mail import JournalId, TicketId
from gateway.store.columns import Instant
from gateway.store.database import Database, Side
from gateway.store.journal import Entry, read_entries
from gateway.store.tables import counter, handled

LEASE = timedelta(seconds=30)  # after which another desk takes over; our own claims are freed at start
MAX_BYTES = 16 << 20  # raw mail of one batch, which bounds the desk's memory


@dataclass(frozen=True, slots=True)
class Claim:
    """An entry to work on."""

    entry: Entry
    attempt: int
    """Counts from 1, this one included."""
    placeholder: TicketId | None = None
    """The ticket that was opened when the entry was set aside, and an operator wants it tried again."""
    released_by: str = ""
    """Who let it out of quarantine."""


class Claims:
    """Hands out journal entries to one desk."""

    def __init__(self, database: Database, *, owner: str) -> None:
        """``owner`` names this desk among all that share the store, the same after a restart."""
        self._database = database
        self.owner = owner

    def free(self) -> None:
        """Give back what an earlier run of this desk had claimed and did not finish."""
        with self._database.write(Side.DESK) as connection:
            connection.execute(
                update(handled).where(_unfinished(), handled.c.owner == self.owner).values(lease_until=None, owner="")
            )

    def take(self, *, now: datetime, limit: int) -> list[Claim]:
        """Claim the oldest entries nobody works on; their attempts are counted when this returns.

        An entry that was begun before comes alone: if it kills the process, it kills nobody else's attempt.
        """
        with self._database.write(Side.DESK, durable=False) as connection:
            _one_desk_at_a_time(connection)
            low = int(connection.scalar(select(counter.c.value).where(counter.c.name == "low")) or 0)
            rows = connection.execute(_FREE, {"low": low, "now": now, "limit": limit}).all()
            if not rows:
                return []
            picked = _together(rows)
            ids = [row.id for row in picked]
            self._mark(connection, fresh=[row.id for row in picked if row.attempts is None], ids=ids, now=now)
            rows_by_id = {row.id: row for row in picked}
            return [_claim(found, rows_by_id[found.id]) for found in read_entries(connection, ids)]

    def _mark(self, connection: Connection, *, fresh: Sequence[int], ids: Sequence[int], now: datetime) -> None:
        values = {"owner": self.owner, "lease_until": now + LEASE, "at": now}
        if fresh:
            connection.execute(
                insert(handled), [{"journal_id": i, "state": "claimed", "attempts": 1, **values} for i in fresh]
            )
        begun = set(ids) - set(fresh)
        if begun:
            connection.execute(
                update(handled).where(handled.c.journal_id.in_(begun)).values(attempts=handled.c.attempts + 1, **values)
            )

    def earlier_unfinished(self, connection: Connection, first: JournalId, *, now: datetime) -> bool:
        """Tell whether another desk still works on entries before ``first``: theirs must commit before ours."""
        statement = select(handled.c.journal_id).where(
            _unfinished(), handled.c.journal_id < first, handled.c.owner != self.owner, handled.c.lease_until >= now
        )
        return connection.execute(statement.limit(1)).one_or_none() is not None

    def release(self, ids: Sequence[JournalId]) -> None:
        """Give entries back, to be claimed again, each alone."""
        with self._database.write(Side.DESK, durable=False) as connection:
            mine = (_unfinished(), handled.c.owner == self.owner, handled.c.journal_id.in_(ids))
            connection.execute(update(handled).where(*mine).values(lease_until=None))

    def raise_low(self) -> None:
        """Note up to where everything is done, so that looking for work does not read the whole past."""
        with self._database.write(Side.DESK, durable=False) as connection:
            _one_desk_at_a_time(connection)
            connection.execute(_RAISE_LOW)


def _claim(found: Entry, row: Row[Any]) -> Claim:
    placeholder = None if row.ticket_id is None else TicketId(row.ticket_id)
    return Claim(found, (row.attempts or 0) + 1, placeholder, row.released_by or "")


def _unfinished() -> ColumnElement[bool]:
    return handled.c.state == literal("claimed", literal_execute=True)


def _one_desk_at_a_time(connection: Connection) -> None:
    """On PostgreSQL, queue up behind the other desks; SQLite's write lock has done it already."""
    if connection.dialect.name != "sqlite":
        connection.execute(select(counter.c.value).where(counter.c.name == "ticket").with_for_update())


def _together(rows: Sequence[Row[Any]]) -> Sequence[Row[Any]]:
    """Return the first rows that may be worked on as one batch."""
    if rows[0].attempts:
        return rows[:1]
    total = 0
    for count, row in enumerate(rows):
        total += row.size
        if count and (row.attempts or total > MAX_BYTES):
            return rows[:count]
    return rows


_FREE = text(
    """
    SELECT e.id, e.size, h.attempts, h.ticket_id, h.released_by
    FROM journal.entry e LEFT JOIN handled h ON h.journal_id = e.id
    WHERE e.id > :low AND (h.journal_id IS NULL
        OR (h.state = 'claimed' AND (h.lease_until IS NULL OR h.lease_until < :now)))
    ORDER BY e.id LIMIT :limit
    """
).bindparams(bindparam("now", type_=Instant))

_RAISE_LOW = text(
    """
    UPDATE counter SET value = coalesce(
        (SELECT min(e.id) - 1 FROM journal.entry e LEFT JOIN handled h ON h.journal_id = e.id
         WHERE e.id > counter.value AND (h.state IS NULL OR h.state = 'claimed')),
        (SELECT max(id) FROM journal.entry), 0)
    WHERE name = 'low'
    """
)

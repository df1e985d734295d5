"""The mails of a time that has passed, in the order they came, with what became of each: to decide about them anew.

A part at a time, each in a look of its own: no reader holds the store for as long as a long time takes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from gateway.mail import CaseNumber, JournalId
from gateway.store.database import Database
from gateway.store.journal import Entry, read_entries
from gateway.store.tables import entry, handled, ticket

PAGE = 2_000  # mails whose sizes are known at a time
MOST_MAILS = 50  # of a part
MOST_BYTES = 8 * 1024 * 1024  # of the mails of a part; a single one may have more


@dataclass(frozen=True, slots=True)
class PastMail:
    """A mail of the journal, and what became of it."""

    entry: Entry
    case: CaseNumber | None
    """The case it is on; None where it is on none."""
    released_by: str
    """Who let it out of quarantine."""


def count_past(database: Database, since: datetime, until: datetime) -> int:
    """Return how many mails came in a time, those included whose bytes were thrown away."""
    with database.read() as connection:
        return int(connection.scalar(select(func.count()).select_from(entry).where(*_within(since, until))) or 0)


def past_mails(database: Database, since: datetime, until: datetime) -> Iterator[list[PastMail]]:
    """Yield the mails of a time in parts, in order of arrival; those whose bytes were thrown away are left out."""
    last = 0
    while True:
        statement = select(entry.c.id, entry.c.size).where(entry.c.id > last, *_within(since, until))
        with database.read() as connection:
            rows = connection.execute(statement.order_by(entry.c.id).limit(PAGE)).all()
        if not rows:
            return
        for ids in _parts([(row.id, row.size) for row in rows]):
            yield mails_of(database, ids)
        last = rows[-1].id


def mails_of(database: Database, ids: list[int]) -> list[PastMail]:
    """Return mails by their ids, in order; those that are not there, or were thrown away, are left out."""
    about = (
        select(handled.c.journal_id, handled.c.released_by, ticket.c.number)
        .outerjoin(ticket, ticket.c.id == handled.c.ticket_id)
        .where(handled.c.journal_id.in_(ids))
    )
    with database.read() as connection:
        entries = read_entries(connection, ids)
        known = {row.journal_id: row for row in connection.execute(about)}
    return [_mail(one, known.get(one.id)) for one in entries if one.mail.raw]


def mails_of_case(database: Database, number: str) -> list[int]:
    """Return the ids of the mails of the journal that became, or joined, a case."""
    statement = select(handled.c.journal_id).join(ticket, ticket.c.id == handled.c.ticket_id)
    with database.read() as connection:
        return list(connection.scalars(statement.where(ticket.c.number == number).order_by(handled.c.journal_id)))


def _mail(one: Entry, row: object) -> PastMail:
    number, released = getattr(row, "number", None), getattr(row, "released_by", "")
    return PastMail(Entry(JournalId(one.id), one.mail), CaseNumber(number) if number else None, released or "")


def _within(since: datetime, until: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return entry.c.received_at >= since, entry.c.received_at < until


def _parts(sizes: list[tuple[int, int]]) -> Iterator[list[int]]:
    part: list[int] = []
    held = 0
    for number, size in sizes:
        if part and (len(part) >= MOST_MAILS or held + size > MOST_BYTES):
            yield part
            part, held = [], 0
        part.append(number)
        held += size
    if part:
        yield part

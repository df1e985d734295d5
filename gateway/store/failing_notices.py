"""Notices on which what fell due could not be done, since when, and why: for people, until it could."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from gateway.store.notice_tables import notice
from gateway.store.tables import fact

_BEGINS = "failing notice "


@dataclass(frozen=True, slots=True)
class FailingNotice:
    """A notice whose turn failed, and is tried again and again."""

    id: str
    since: datetime
    why: str
    """What failed at first."""


def note_failing(connection: Connection, notice_id: str, why: str, *, at: datetime, again: datetime | None) -> None:
    """Note that what fell due on a notice could not be done; of what fails already the first time stands.

    ``again`` is when it is tried next.
    """
    name = f"{_BEGINS}{notice_id}"
    before = connection.scalar(select(fact.c.value).where(fact.c.name == name))
    first = json.loads(before) if before else {"since": at.isoformat(), "why": why}
    note_done(connection, notice_id)
    value = json.dumps({**first, "again": again.isoformat() if again else None})
    connection.execute(insert(fact).values(name=name, value=value))


def note_done(connection: Connection, notice_id: str) -> None:
    """Note that it could be done."""
    connection.execute(delete(fact).where(fact.c.name == f"{_BEGINS}{notice_id}"))


def failing_notices(connection: Connection) -> list[FailingNotice]:
    """Return them by name: those that wait for the next try still, for people may have done it by hand."""
    rows = connection.execute(select(fact).where(fact.c.name.startswith(_BEGINS, autoescape=True))).all()
    noted = {row.name.removeprefix(_BEGINS): json.loads(row.value) for row in rows}
    due = select(notice.c.id, notice.c.due_at).where(notice.c.id.in_(list(noted)), notice.c.due_at.is_not(None))
    found = connection.execute(due.order_by(notice.c.id)) if noted else ()
    return [_failing(row.id, noted[row.id]) for row in found if not _is_over(noted[row.id], row.due_at)]


def _failing(name: str, noted: dict[str, str]) -> FailingNotice:
    return FailingNotice(name, datetime.fromisoformat(noted["since"]), noted["why"])


def _is_over(noted: dict[str, str | None], due_at: datetime) -> bool:
    again = noted.get("again")
    return again is not None and due_at > datetime.fromisoformat(again)

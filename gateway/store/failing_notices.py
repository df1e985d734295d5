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


def note_failing(connection: Connection, notice_id: str, why: str, *, at: datetime) -> None:
    """Note that what fell due on a notice could not be done; of what fails already the first time stands."""
    name = f"{_BEGINS}{notice_id}"
    if connection.scalar(select(fact.c.name).where(fact.c.name == name)) is None:
        connection.execute(insert(fact).values(name=name, value=json.dumps({"since": at.isoformat(), "why": why})))


def note_done(connection: Connection, notice_id: str) -> None:
    """Note that it could be done."""
    connection.execute(delete(fact).where(fact.c.name == f"{_BEGINS}{notice_id}"))


def failing_notices(connection: Connection) -> list[FailingNotice]:
    """Return them by name: those on which something is due still, for they may have been ended by hand."""
    rows = connection.execute(select(fact).where(fact.c.name.startswith(_BEGINS, autoescape=True))).all()
    noted = {row.name.removeprefix(_BEGINS): json.loads(row.value) for row in rows}
    due = select(notice.c.id).where(notice.c.id.in_(list(noted)), notice.c.due_at.is_not(None)) if noted else None
    found = connection.scalars(due.order_by(notice.c.id)) if due is not None else ()
    return [FailingNotice(one, datetime.fromisoformat(noted[one]["since"]), noted[one]["why"]) for one in found]

"""Customers whom mail about a notice did not reach, and of whom nobody of ours has been asked yet to tell them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select, text, update

from gateway.store.notice_tables import notice_recipient

_WAITS = text("notice_recipient.ask_at IS NOT NULL")  # as the partial index says it; SQLite takes no other


def next_ask(connection: Connection) -> datetime | None:
    """Return when somebody is asked next; None for nobody."""
    found: datetime | None = connection.scalar(select(func.min(notice_recipient.c.ask_at)).where(_WAITS))
    return found


def to_ask(connection: Connection, until: datetime, *, limit: int) -> Sequence[str]:
    """Return the notices of which somebody is to be asked by then."""
    due = select(notice_recipient.c.notice_id).where(_WAITS, notice_recipient.c.ask_at <= until)
    return connection.scalars(due.distinct().order_by(notice_recipient.c.notice_id).limit(limit)).all()


def ask_later(connection: Connection, notice_id: str, at: datetime) -> None:
    """Have all who wait on a notice wait until then."""
    waits = (notice_recipient.c.notice_id == notice_id, _WAITS)
    connection.execute(update(notice_recipient).where(*waits).values(ask_at=at))

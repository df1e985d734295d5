"""Who opens more tickets than a person can."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from gateway.store.tables import ticket

NEWEST = 20_000  # tickets that are looked at: a flood is among them, and the look stays cheap


@dataclass(frozen=True, slots=True)
class Flood:
    """Somebody's mail, much of it."""

    requester: str
    tickets: int


def floods(connection: Connection, *, since: datetime, at_least: int) -> list[Flood]:
    """Return who opened ``at_least`` tickets since then, the busiest first."""
    newest = select(ticket.c.requester, ticket.c.created_at).order_by(ticket.c.id.desc()).limit(NEWEST).subquery()
    count = func.count()
    found = connection.execute(
        select(newest.c.requester, count.label("tickets"))
        .where(newest.c.created_at > since, newest.c.requester != "")
        .group_by(newest.c.requester)
        .having(count >= at_least)
        .order_by(count.desc(), newest.c.requester)
    )
    return [Flood(row.requester, row.tickets) for row in found]

"""When the days of people were last looked at, so that nobody gets the same digest twice, whatever machine looks."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, select

from gateway.store.tables import digest
from gateway.store.upsert import upsert


def looked_at(connection: Connection) -> dict[str, datetime]:
    """Return when, by address."""
    return {row.address: row.looked_at for row in connection.execute(select(digest))}


def note_look(connection: Connection, addresses: Collection[str], at: datetime) -> None:
    """Note that the days of these people were looked at."""
    if addresses:
        connection.execute(_LOOKED, [{"address": address, "looked_at": at} for address in addresses])


_LOOKED = upsert(digest)

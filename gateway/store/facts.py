"""Single facts about the store itself, such as the key it signs with."""

from __future__ import annotations

from sqlalchemy import insert, select

from gateway.store.database import Database, Side
from gateway.store.tables import fact


def keep_first(database: Database, name: str, value: str) -> str:
    """Return what is kept under a name; keep ``value`` when nothing is. The same answer for every process."""
    with database.write(Side.DESK) as connection:
        if not database.embedded:
            connection.exec_driver_sql("LOCK TABLE fact IN SHARE ROW EXCLUSIVE MODE")
        kept = connection.scalar(select(fact.c.value).where(fact.c.name == name))
        if kept is None:
            connection.execute(insert(fact).values(name=name, value=value))
            return value
        return str(kept)

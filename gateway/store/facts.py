"""Single facts about the store itself, such as the key it signs with."""

from __future__ import annotations

from sqlalchemy import insert, select, update

from gateway.store.database import Database, Side
from gateway.store.tables import fact


def kept(database: Database, name: str) -> str:
    """Return what is kept under a name; empty when nothing is."""
    with database.read() as connection:
        return connection.scalar(select(fact.c.value).where(fact.c.name == name)) or ""


def keep(database: Database, name: str, value: str) -> None:
    """Keep a value under a name, in place of what was there."""
    if kept(database, name) == value:
        return
    with database.write(Side.DESK) as connection:
        if not connection.execute(update(fact).where(fact.c.name == name).values(value=value)).rowcount:
            connection.execute(insert(fact).values(name=name, value=value))


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

"""Requests to the desks to read their files now: numbered, so that each desk can say which it has carried out."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import insert, select, update

from gateway.store.database import Database, Side
from gateway.store.facts import kept
from gateway.store.tables import fact

NAME = "reading-asked"


@dataclass(frozen=True, slots=True)
class Request:
    """The last request there was."""

    number: int = 0
    """0 where there never was one."""
    by: str = ""


def last_request(database: Database) -> Request:
    """Return the last request. Raises ``StoreUnavailable``."""
    return _read(kept(database, NAME))


def ask_desks(database: Database, *, by: str) -> Request:
    """Ask every desk on this store to read its files, and return the request. Raises ``StoreUnavailable``."""
    with database.write(Side.DESK) as connection:
        if not database.embedded:
            connection.exec_driver_sql("LOCK TABLE fact IN SHARE ROW EXCLUSIVE MODE")
        before = connection.scalar(select(fact.c.value).where(fact.c.name == NAME)) or ""
        asked = Request(_read(before).number + 1, by)
        written = json.dumps({"number": asked.number, "by": by})
        if before:
            connection.execute(update(fact).where(fact.c.name == NAME).values(value=written))
        else:
            connection.execute(insert(fact).values(name=NAME, value=written))
    return asked


def _read(written: str) -> Request:
    found = json.loads(written) if written else {}
    return Request(found.get("number", 0), found.get("by", ""))

"""Refuse an embedded store whose two files are not of one store and one time.

Each of the files remembers what it has seen of the other. Where one is missing or older, mail would be handled and
acknowledged a second time, or letters be sent again: a person has to say which backup is right. Changes nothing.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Table, func, inspect, select

from gateway.errors import ConfigError, Problem
from gateway.store.tables import counter, entry, handled, observation, sending

_HINT = (
    "put back desk.sqlite and journal.sqlite of one backup, each with its -wal file where there is one; "
    "to begin anew, move the folder away"
)


def refuse_halves(connection: Connection, directory: Path, *, desk_is_new: bool) -> None:
    """Raise ``ConfigError`` where the files do not belong together. The connection reads both."""
    newest = _newest(connection, entry, "id")
    if desk_is_new:
        if newest:
            raise _refusal(directory / "desk.sqlite", f"is missing or empty, while journal.sqlite has {newest} mails")
        return
    begun = _newest(connection, handled, "journal_id") or 0
    if newest is None or newest < begun:
        what = "is missing or empty" if newest is None else f"ends at mail {newest}"
        raise _refusal(directory / "journal.sqlite", f"{what}, while desk.sqlite has begun with mail {begun}")
    taken = connection.scalar(select(counter.c.value).where(counter.c.name == "observation")) or 0
    seen = _newest(connection, observation, "id") or 0
    if seen < taken:
        what = f"is old: it ends at check {seen}, while desk.sqlite has taken in check {taken}"
        raise _refusal(directory / "journal.sqlite", what)
    written = connection.scalar(select(counter.c.value).where(counter.c.name == "outbox")) or 0
    sent = _newest(connection, sending, "outbox_id") or 0
    if written < sent:
        raise _refusal(
            directory / "desk.sqlite", f"is old: it ends at letter {written}, while journal.sqlite has sent {sent}"
        )


def _newest(connection: Connection, table: Table, column: str) -> int | None:
    """Return the largest id, 0 where there is none yet; None where the table is missing."""
    if not inspect(connection).has_table(table.name, schema=table.schema):
        return None
    return int(connection.scalar(select(func.max(table.c[column]))) or 0)


def _refusal(file: Path, what: str) -> ConfigError:
    return ConfigError(Problem(str(file), 0, 0, what, _HINT))

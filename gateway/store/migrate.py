"""Bring a store to the schema of this code, whatever it was before; refuse one that is newer.

Runs under a lock, so that any number of processes may start at once.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from gateway.errors import ConfigError, Problem
from gateway.store.database import Database, Side
from gateway.store.folder import make_folder
from gateway.store.halves import refuse_halves

HEAD = "0016"
"""The newest revision; a test holds it to the files in ``migrations/versions``."""
_LOCK = 0x6361736567617465  # any number of our own: PostgreSQL's advisory locks go by number


def open_database(*, url: str, directory: Path) -> Database:
    """Open the store, made or migrated first. Raises ``ConfigError`` or ``StoreUnavailable``."""
    database = Database(url=url, directory=directory)
    bring_up_to_date(database)
    return database


def bring_up_to_date(database: Database) -> None:
    """Create or migrate the schema. Raises ``ConfigError`` for a store of a newer gateway, ``StoreUnavailable``."""
    if database.embedded:
        make_folder(database.directory)
        with _file_lock(database.directory / "migrate.lock"):
            _migrate(database)
    else:
        _migrate(database)


def revision(connection: Connection) -> str:
    """Return the revision the store is at; empty for a new one."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.scalar(text("SELECT version_num FROM alembic_version")) or "")


def _migrate(database: Database) -> None:
    with database.write(Side.BOTH) as connection:
        if not database.embedded:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        at = revision(connection)
        if database.embedded:
            refuse_halves(connection, database.directory, desk_is_new=not at)
        if at == HEAD:
            return
        _upgrade(connection, at)


def _upgrade(connection: Connection, at: str) -> None:
    from alembic import command  # a third of a second to import, and needed once in a store's life
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if at and at not in known:
        problem = f"the store is at schema {at}, which this version does not know: a newer gateway wrote it"
        raise ConfigError(
            Problem("store", 0, 0, problem, "start the newer version, or restore a backup made before it")
        )
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


@contextmanager
def _file_lock(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield

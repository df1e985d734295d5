"""Open the database, whichever it is: connections, transactions, and our words for its errors.

SQLite: two files in one folder, WAL, ``synchronous=FULL``. A desk connection has the desk's file as its main one and
may only read the journal's; a wire connection the other way round. PostgreSQL: one database for both.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import Connection as Connection  # the flows hand it on without knowing what it is
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from gateway.errors import StoreBroken, StoreFull, StoreUnavailable
from gateway.store.folder import make_folder

BUSY_SECONDS = 30  # how long a writer waits for the other one on SQLite
_DAMAGED = ("is malformed", "is not a database", "malformed database schema")
_FSYNC = ("SQLITE_IOERR_FSYNC", "SQLITE_IOERR_DIR_FSYNC")
_FULL = ("database or disk is full", "disk i/o error", "no space left", "could not extend file", "disk full")

_TOO_MUCH = "54"  # PostgreSQL: beyond a limit of the program; the same statement would fail for ever


class Side(StrEnum):
    """Which ledger a connection may write."""

    DESK = "desk"
    WIRE = "wire"
    BOTH = "both"
    """Migrations only."""


_LEDGER = {Side.DESK: "main", Side.WIRE: "journal"}
"""The file each side writes, as its connections name it."""


class Database:
    """Where the ledgers are, and transactions on them."""

    def __init__(self, *, url: str, directory: Path, lasting: bool = True) -> None:
        """Take an empty ``url`` for SQLite files in ``directory``; nothing is opened yet.

        ``lasting=False`` never waits for the disk: only for files that nobody wants any more after a power cut.
        """
        self.directory = directory
        self.embedded = not url
        self._url = url
        self._lasting = lasting
        self._engines: dict[tuple[Side, bool], Engine] = {}
        self._writers: dict[tuple[Side, bool], Connection] = {}  # while none writes
        self._turns = {side: Lock() for side in Side}

    @contextmanager
    def write(self, side: Side, *, durable: bool = True) -> Iterator[Connection]:
        """Open a transaction that takes the write lock at once, so that it never fails halfway for a lock.

        ``durable=False`` survives a killed process but not a power cut; never for anything a sender was promised.
        Raises ``StoreFull`` or ``StoreUnavailable``; then nothing was written.
        """
        with self._turn(side), said_plainly(), self._writer(side, durable=durable) as connection, connection.begin():
            if not self.embedded and not durable:
                connection.execute(text("SET LOCAL synchronous_commit = off"))
            yield connection

    @contextmanager
    def _writer(self, side: Side, *, durable: bool) -> Iterator[Connection]:
        """Give a connection to write with. Of files one is kept at hand: there is one writer at a time."""
        if not self.embedded:
            with self._engine(side, durable=durable).connect() as connection:
                yield connection
            return
        kept = self._writers.pop((side, durable), None) or self._engine(side, durable=durable).connect()
        try:
            yield kept
        except BaseException:
            kept.close()
            raise
        self._writers[side, durable] = kept

    @contextmanager
    def read(self, side: Side = Side.DESK) -> Iterator[Connection]:
        """Open a consistent view for reading. Raises ``StoreUnavailable``."""
        with said_plainly(), self._engine(side, durable=True).connect() as connection:
            connection.info["reading"] = True
            if not self.embedded:  # else every statement would see a moment of its own, and sums would not add up
                connection.execution_options(isolation_level="REPEATABLE READ")
            try:
                yield connection
            finally:
                connection.rollback()
                connection.info.pop("reading", None)

    def fold(self, side: Side) -> None:
        """Write a ledger's log back into its file, so that a copy of the file is whole. Best done last; may fail."""
        if not self.embedded:
            return
        connection = self._engine(side, durable=True).raw_connection()
        with closing(connection), suppress(sqlite3.DatabaseError):  # no room, or a reader: the log stays, whole too
            connection.cursor().execute("PRAGMA busy_timeout = 1000")
            connection.cursor().execute(f"PRAGMA {_LEDGER[side]}.wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Give all connections back."""
        while self._writers:
            self._writers.popitem()[1].close()
        for engine in self._engines.values():
            engine.dispose()
        self._engines.clear()

    @contextmanager
    def _turn(self, side: Side) -> Iterator[None]:
        """Put this process's writers in a row: SQLite's own wait for its lock sleeps in steps of milliseconds."""
        if not self.embedded:
            yield
            return
        if not self._turns[side].acquire(timeout=BUSY_SECONDS):
            raise StoreUnavailable("the store does not answer: locked by another writer of this process")
        try:
            yield
        finally:
            self._turns[side].release()

    def _engine(self, side: Side, *, durable: bool) -> Engine:
        made = self._engines.get((side, durable))
        if made is None:
            made = self._embedded(side, durable=durable) if self.embedded else _server(self._url)
            self._engines[side, durable] = made
        return made

    def _embedded(self, side: Side, *, durable: bool) -> Engine:
        make_folder(self.directory)
        synchronous = "OFF" if not self._lasting else "FULL" if durable else "NORMAL"
        engine = create_engine(
            "sqlite://",
            creator=lambda: _open_files(self.directory, side, synchronous=synchronous),
            poolclass=QueuePool,
            pool_reset_on_return=None,  # every transaction of ours ends before its connection is given back
            hide_parameters=True,
            pool_size=8,
            max_overflow=24,
        )
        event.listen(engine, "begin", _begin)
        return engine


def _server(url: str) -> Engine:
    return create_engine(
        url,
        hide_parameters=True,
        pool_pre_ping=True,
        pool_size=8,
        max_overflow=24,
        pool_timeout=10,
        connect_args={
            "connect_timeout": 5,
            "options": "-c statement_timeout=30000 -c lock_timeout=20000",
            "application_name": "casegate",
        },
    )


def _begin(connection: Connection) -> None:
    """Begin by hand: a deferred transaction that writes after reading fails at once when somebody else wrote.

    Past SQLAlchemy: its way to run this one statement was a fiftieth of what a letter's way out cost.
    """
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    driver.execute("BEGIN" if connection.info.get("reading") else "BEGIN IMMEDIATE")


def _make_private(file: Path) -> None:
    """Make the file for our eyes only, in whatever folder: SQLite's own would be as open as the umask lets it.

    Its logs take the mode of the file. One that is there keeps its mode, which an operator may have set.
    """
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600))


def _open_files(directory: Path, side: Side, *, synchronous: str) -> Any:
    def uri(name: str, *, mode: str) -> str:
        return f"{(directory / name).resolve().as_uri()}?mode={mode}"

    if side is Side.BOTH:
        for name in ("desk.sqlite", "journal.sqlite"):
            _make_private(directory / name)
    create = "c" if side is Side.BOTH else ""
    journal = f"rw{create}" if side is not Side.DESK else "ro"
    # The wire's main file is nobody's: so an unqualified name finds the desk's tables, which it may only read.
    main = ":memory:" if side is Side.WIRE else uri("desk.sqlite", mode=f"rw{create}")
    writable = {Side.DESK: ("main",), Side.WIRE: ("journal",), Side.BOTH: ("main", "journal")}[side]
    connection = sqlite3.connect(main, uri=True, timeout=BUSY_SECONDS, check_same_thread=False, isolation_level=None)
    try:
        connection.execute("ATTACH ? AS journal", (uri("journal.sqlite", mode=journal),))
        if side is Side.WIRE:
            connection.execute("ATTACH ? AS desk", (uri("desk.sqlite", mode="ro"),))
        for name in writable:
            connection.execute(f"PRAGMA {name}.journal_mode = WAL")
            connection.execute(f"PRAGMA {name}.synchronous = {synchronous}")
        connection.execute("PRAGMA foreign_keys = ON")
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def said_plainly() -> Iterator[None]:
    """Say a database's errors in our words, without its parameters: they are other people's mail."""
    try:
        yield
    except sqlite3.Error as error:  # from BEGIN
        _say_plainly(error, unavailable=isinstance(error, sqlite3.OperationalError))
        raise
    except DBAPIError as error:
        beyond = str(getattr(error.orig, "sqlstate", "")).startswith(_TOO_MUCH)
        gone = (isinstance(error, OperationalError) and not beyond) or error.connection_invalidated
        _say_plainly(error.orig, unavailable=gone)
        raise
    except SQLAlchemyError as error:
        if type(error).__name__ == "TimeoutError":  # the pool is used up
            raise StoreUnavailable("the store does not answer: no free connection") from error
        raise


def _say_plainly(error: BaseException | None, *, unavailable: bool) -> None:
    """Raise in our words what the driver said, where we have any."""
    words = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    if getattr(error, "sqlite_errorname", "") in _FSYNC:
        raise StoreBroken(f"the disk failed: {words}") from error
    if any(sign in words.lower() for sign in _DAMAGED):
        raise StoreBroken(f"the store is damaged: {words}") from error
    if any(sign in words.lower() for sign in _FULL):
        raise StoreFull(f"the store has no room: {words}") from error
    if unavailable:
        raise StoreUnavailable(f"the store does not answer: {words}") from error

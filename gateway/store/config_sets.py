"""The sets of files that decide, each once by its hash; which was read when and where; what every desk goes by.

A file is kept once, however many sets have it. What is in force anywhere is never forgotten. Knows nothing of what the
files mean.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select

from gateway.errors import Problem
from gateway.store.config_tables import config_desk, config_file, config_reading, config_set
from gateway.store.pieces import in_pieces
from gateway.store.upsert import upsert

KEEP_READINGS = 200  # at least, of all desks
KEEP_FOR = timedelta(days=400)  # at least: why something was decided is asked a year later
SETTINGS, AT_THE_START = "gateway.yml", ("monitors.yml",)  # read when a gateway starts, and not again
MAX_PROBLEMS = 100  # of one set that are written down
SIGN = timedelta(minutes=1)  # between signs of life of a desk


@dataclass(frozen=True, slots=True)
class KeptFiles:
    """What a set held."""

    files: Mapping[str, bytes]
    stand_ins: frozenset[str]


@dataclass(frozen=True, slots=True)
class Reading:
    """A set that a desk began to go by, or refused."""

    at: datetime
    place: str
    by: str
    """Who or what had it read."""
    hash: str
    """Of a set that could not be read whole: of what was wrong with it."""
    good: bool
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class DeskState:
    """What a desk goes by, as it said last."""

    place: str
    """Which gateway, where several share the store; else empty."""
    started_at: datetime
    started_with: str
    """The set of its start: what only a start takes in is as it is there."""
    settings: str
    """The hash of ``gateway.yml`` at its start."""
    hash: str
    """Of the set in force."""
    since: datetime
    read_at: datetime
    """When its files were last read and good."""
    seen_at: datetime
    """When it last said anything."""
    refused: str = ""
    """The hash of the set it refuses; empty while its files are in order."""
    refused_at: datetime | None = None
    problems: tuple[Problem, ...] = ()
    answered: int = 0
    """The last request to read the files that it has carried out."""
    folder: str = ""
    """Where its files are, on its own machine; empty where it has not said so."""

    def is_alive(self, at: datetime) -> bool:
        """Tell whether it gave a sign of life in time; else it counts as stopped."""
        return at - self.seen_at < 3 * SIGN

    @property
    def ok(self) -> bool:
        """Tell whether its files are in order."""
        return not self.refused


def keep_set(connection: Connection, content_hash: str, files: Mapping[str, bytes], stand_ins: frozenset[str]) -> None:
    """Keep what a set held, unless it is kept already."""
    if connection.scalar(select(config_set.c.hash).where(config_set.c.hash == content_hash)):
        return
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    known: set[str] = set()
    for some in in_pieces(sorted(set(hashes.values()))):
        known.update(connection.scalars(select(config_file.c.hash).where(config_file.c.hash.in_(some))))
    fresh = {hashes[name]: data for name, data in files.items() if hashes[name] not in known}
    if fresh:
        rows = [{"hash": one, "data": zlib.compress(data)} for one, data in fresh.items()]
        connection.execute(_FILE, rows)
    listed = [[name, hashes[name], name in stand_ins] for name in sorted(files)]
    connection.execute(_SET, {"hash": content_hash, "files": listed})


def kept_set(connection: Connection, content_hash: str) -> KeptFiles | None:
    """Return what a set held; None where it is not kept, or could never be read."""
    listed = connection.scalar(select(config_set.c.files).where(config_set.c.hash == content_hash))
    if listed is None:
        return None
    held = kept_files(connection, {one for _, one, _ in listed})
    return KeptFiles(
        {name: held[one] for name, one, _ in listed}, frozenset(name for name, _, stands_in in listed if stands_in)
    )


def kept_files(connection: Connection, hashes: Collection[str]) -> dict[str, bytes]:
    """Return files by their own hashes; those that are not kept are missing."""
    held: dict[str, bytes] = {}
    for some in in_pieces(sorted(hashes)):
        found = connection.execute(select(config_file).where(config_file.c.hash.in_(some)))
        held.update({row.hash: zlib.decompress(row.data) for row in found})
    return held


def file_hashes(connection: Connection, content_hash: str) -> dict[str, str]:
    """Return the hash of each file of a set, by name; nothing where it is not kept."""
    listed = connection.scalar(select(config_set.c.files).where(config_set.c.hash == content_hash))
    return {name: one for name, one, _ in listed or ()}


def sets_that_begin(connection: Connection, prefix: str) -> list[str]:
    """Return the hashes that begin so, two at most."""
    begins = config_set.c.hash.startswith(prefix, autoescape=True)
    return list(connection.scalars(select(config_set.c.hash).where(begins).order_by(config_set.c.hash).limit(2)))


def note_reading(connection: Connection, reading: Reading) -> None:
    """Write into the history what a desk read, and forget what is too old for it."""
    values = {one.name: getattr(reading, one.name) for one in fields(Reading)}
    connection.execute(insert(config_reading).values(**{**values, "problems": _written(reading.problems)}))
    _forget(connection, before=reading.at - KEEP_FOR)


def readings(connection: Connection, *, limit: int) -> list[Reading]:
    """Return the history, the newest first."""
    found = connection.execute(select(config_reading).order_by(config_reading.c.id.desc()).limit(limit))
    return [
        Reading(row.at, row.place, row.by, row.hash, row.good, tuple(Problem(*one) for one in row.problems))
        for row in found
    ]


def refused_since_good(connection: Connection, place: str) -> frozenset[str]:
    """Return the hashes of the sets that a desk has refused since its files were last in order."""
    mine = config_reading.c.place == place
    last_good = select(func.coalesce(func.max(config_reading.c.id), 0)).where(mine, config_reading.c.good)
    found = select(config_reading.c.hash).where(mine, config_reading.c.id > last_good.scalar_subquery())
    return frozenset(connection.scalars(found))


def newest_good(connection: Connection) -> str:
    """Return the set that any desk began to go by last; empty where none ever did."""
    found = select(config_reading.c.hash).where(config_reading.c.good).order_by(config_reading.c.id.desc())
    return connection.scalar(found.limit(1)) or ""


def was_good(connection: Connection, content_hash: str) -> bool:
    """Tell whether any desk ever went by this set."""
    found = select(config_reading.c.id).where(config_reading.c.hash == content_hash, config_reading.c.good)
    return connection.scalar(found.limit(1)) is not None


def desk_states(connection: Connection) -> list[DeskState]:
    """Return what every desk goes by, by place."""
    return [_state(row) for row in connection.execute(select(config_desk).order_by(config_desk.c.place))]


def desk_state(connection: Connection, place: str) -> DeskState | None:
    """Return what one desk goes by; None where it never said."""
    row = connection.execute(select(config_desk).where(config_desk.c.place == place)).one_or_none()
    return _state(row) if row else None


def restart_needed(connection: Connection, state: DeskState, settings: str) -> tuple[str, ...]:
    """Name the files that a desk has not taken in since its start, because only a start does.

    ``settings`` is the hash of its ``gateway.yml`` now; empty where nobody here can tell.
    """
    then, now = file_hashes(connection, state.started_with), file_hashes(connection, state.hash)
    found = [name for name in AT_THE_START if then and then.get(name) != now.get(name)]
    return (*((SETTINGS,) if settings and settings != state.settings else ()), *found)


def keep_desk(connection: Connection, state: DeskState) -> None:
    """Write down what a desk goes by."""
    values = {one.name: getattr(state, one.name) for one in fields(DeskState)}
    connection.execute(_DESK, {**values, "problems": _written(state.problems)})


def _state(row: Row[Any]) -> DeskState:
    values = {one.name: getattr(row, one.name) for one in fields(DeskState)}
    return DeskState(**{**values, "problems": tuple(Problem(*one) for one in row.problems)})


def _written(problems: Sequence[Problem]) -> list[list[object]]:
    return [list(astuple(one)) for one in problems[:MAX_PROBLEMS]]


def _forget(connection: Connection, *, before: datetime) -> None:
    """Forget readings that are old and many, and then the sets and files that nothing speaks of any more."""
    newest = select(config_reading.c.id).order_by(config_reading.c.id.desc()).offset(KEEP_READINGS - 1).limit(1)
    edge = connection.scalar(newest)
    if edge is None:
        return
    in_force = select(config_desk.c.hash).union(select(config_desk.c.started_with))
    old = (config_reading.c.id < edge, config_reading.c.at < before, config_reading.c.hash.not_in(in_force))
    gone = set(connection.scalars(select(config_reading.c.hash).where(*old)))
    if not gone:
        return
    connection.execute(delete(config_reading).where(*old))
    for some in in_pieces(sorted(gone)):
        spoken_of = select(config_reading.c.hash)
        connection.execute(delete(config_set).where(config_set.c.hash.in_(some), config_set.c.hash.not_in(spoken_of)))
    _forget_files(connection)


def _forget_files(connection: Connection) -> None:
    needed = {one for listed in connection.scalars(select(config_set.c.files)) for _, one, _ in listed}
    unused = sorted(set(connection.scalars(select(config_file.c.hash))) - needed)
    for some in in_pieces(unused):
        connection.execute(delete(config_file).where(config_file.c.hash.in_(some)))


_FILE, _SET, _DESK = upsert(config_file), upsert(config_set), upsert(config_desk)

"""``gateway config history``: which sets of files were in force, since when, by whom, and what changed each time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import click

from gateway.cli.command import Command, with_session
from gateway.cli.config_sets import change_json, changes_line
from gateway.cli.failures import problem_json
from gateway.cli.session import Session, utc
from gateway.cli.views import Json
from gateway.cli.words import Number, counted
from gateway.config_set.difference import FileChange, changes
from gateway.config_set.files import FileSet, shown
from gateway.config_set.sets import ConfigSets
from gateway.ground import config_sets
from gateway.store.config_sets import KEEP_READINGS, Reading, desk_states, readings
from gateway.store.database import Connection


@dataclass(frozen=True, slots=True)
class _Line:
    """One entry of the history."""

    reading: Reading
    in_force: bool
    """Now, on that gateway."""
    changed: tuple[FileChange, ...] | None
    """Against what was in force before; None where nothing was, or its files could not be read."""


@click.command("history", cls=Command, examples=("gateway config history", "gateway config history --limit 5 --json"))
@click.option("--limit", type=Number(1, 10_000), default=20, show_default=True, help="How many, the newest.")
@with_session
def history(session: Session, limit: int) -> None:
    """List the sets of files that were in force or refused, the newest first, and what changed each time.

    A set is known by the hash of its files: policies, rules, calendars, team, links and what else decides, those that
    travel with the program included where they stand in.
    """
    with session.store() as database, database.read() as connection:
        lines = list(_lines(connection, config_sets(session.loaded, database), limit))
    if session.json:
        session.printer.document([_json(line) for line in lines])
        return
    if not lines:
        session.printer.note("There is no history yet: it begins with the first start of the gateway.")
        return
    several = len({line.reading.place for line in lines}) > 1
    session.printer.table(
        ("Hash", "State", "When", "By", *(("Gateway",) if several else ()), "What changed"),
        [_row(session, line, several=several) for line in lines],
        flexible=5 if several else 4,
        optional=(3,),
    )
    session.printer.next(f"gateway config diff {shown(lines[-1].reading.hash)}")


def _lines(connection: Connection, sets: ConfigSets, limit: int) -> Iterator[_Line]:
    states = {state.place: state.hash for state in desk_states(connection)}
    known: dict[str, FileSet | None] = {}
    told = readings(connection, limit=max(limit * 4, KEEP_READINGS))  # more than are shown: each is held against others
    current: set[str] = set()
    for at, reading in enumerate(told[:limit]):
        in_force = reading.good and states.get(reading.place) == reading.hash and reading.place not in current
        if in_force:
            current.add(reading.place)
        before = next((one for one in told[at + 1 :] if one.good and one.place == reading.place), None)
        yield _Line(reading, in_force, _changed(connection, sets, known, before, reading))


def _changed(
    connection: Connection,
    sets: ConfigSets,
    known: dict[str, FileSet | None],
    before: Reading | None,
    reading: Reading,
) -> tuple[FileChange, ...] | None:
    if before is None:
        return None
    for one in (before.hash, reading.hash):
        if one not in known:
            known[one] = sets.kept(connection, one)
    was, now = known[before.hash], known[reading.hash]
    return changes(was, now) if was and now else None


def _row(session: Session, line: _Line, *, several: bool) -> Sequence[str]:
    reading = line.reading
    state = "in force" if line.in_force else "earlier" if reading.good else "refused"
    gateway = (reading.place.partition(":")[0],) if several else ()
    return (shown(reading.hash), state, session.local_time(reading.at), reading.by, *gateway, _what(line))


def _what(line: _Line) -> str:
    if line.reading.problems:
        first, more = line.reading.problems[0], len(line.reading.problems) - 1
        said = str(first).partition("\n")[0]
        return f"{said} (and {counted(more, 'more mistake')})" if more else said
    return "the first there is" if line.changed is None else changes_line(line.changed)


def _json(line: _Line) -> Json:
    reading = line.reading
    return {
        "hash": reading.hash,
        "short": shown(reading.hash),
        "at": utc(reading.at),
        "by": reading.by,
        "gateway": reading.place or None,
        "good": reading.good,
        "in_force": line.in_force,
        "changed": None if line.changed is None else [change_json(one) for one in line.changed],
        "problems": [problem_json(one) for one in reading.problems],
    }

"""``gateway config rollback``: put an earlier set of files back, and have it read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import click

from gateway.cli.command import Command, with_session
from gateway.cli.config_sets import change_json, found, set_json
from gateway.cli.problems import with_source
from gateway.cli.reload import TIMEOUT, refuse_other_folder, reread
from gateway.cli.session import Session
from gateway.cli.words import BY, LINE
from gateway.clock import Clock
from gateway.config_set.difference import FileChange, changes
from gateway.config_set.files import FileSet, shown
from gateway.config_set.folder import brought_along, read_set
from gateway.config_set.put_back import Plan, carry_out, plan
from gateway.config_set.reading import Refusal, read_folder, read_kept
from gateway.config_set.sets import ConfigSets
from gateway.errors import Problem, Refused
from gateway.ground import config_sets
from gateway.store.clock import time_of
from gateway.store.config_sets import Reading, keep_set, note_reading, readings
from gateway.store.database import Database, Side


@dataclass(frozen=True, slots=True)
class _Way:
    """From the files as they are to those of a set."""

    now: FileSet
    wanted: FileSet
    steps: Plan
    changed: tuple[FileChange, ...]


@click.command(
    "rollback",
    cls=Command,
    examples=("gateway config rollback 7f3c21a --dry-run", "gateway config rollback 7f3c21a --yes"),
)
@click.argument("wanted", metavar="HASH", type=LINE)
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@click.option("--force", is_flag=True, help="Though this version refuses the set.")
@BY
@click.option("--timeout", type=float, default=TIMEOUT, show_default=True, help="Seconds to wait for the gateway.")
@with_session
def rollback(session: Session, wanted: str, yes: bool, dry_run: bool, force: bool, by: str, timeout: float) -> None:
    """Put the files of an earlier set back into the folder, and have the running gateway read them.

    Files that the set did not have are removed; the files as they are now are kept and can be put back the same way.
    gateway.yml, and whatever else is in the folder, is left alone.
    """
    with session.store() as database:
        sets = config_sets(session.loaded, database)
        if not dry_run:
            refuse_other_folder(session, database)
        way = _way(database, sets, wanted)
        if problems := _problems(way.wanted, sets):
            said = "\n".join(with_source(problem) for problem in problems)
            if not force:
                raise Refused(f"this version does not take the set {shown(way.wanted.hash)}; --force does\n{said}")
            session.printer.warn(said)
        _show(session, way, dry_run=dry_run)
        if dry_run or way.steps.is_empty:
            return
        _ask(session, way, yes=yes)
        _keep(database, sets, way.now, by, session.clock)
        carry_out(way.steps, sets.ground.folder)
        session.printer.note(f"The files as they were are kept as {shown(way.now.hash)}.")
        if not force or not problems:
            reread(session, database, by=f"{by}, rollback", timeout=timeout, folder_only=True)


def _way(database: Database, sets: ConfigSets, wanted: str) -> _Way:
    with database.read() as connection:
        files = found(connection, sets, wanted)
    now = read_set(sets.ground.folder, apart=sets.ground.apart)
    steps = plan(sets.ground.folder, now, files, lent=brought_along())
    return _Way(now, files, steps, changes(now, files))


def _problems(wanted: FileSet, sets: ConfigSets) -> Sequence[Problem]:
    outcome = read_kept(wanted, sets.ground)
    return _named_by_set(outcome.problems, wanted) if isinstance(outcome, Refusal) else ()


def _named_by_set(problems: Sequence[Problem], wanted: FileSet) -> Sequence[Problem]:
    """Name files as ``config diff`` does, by the set they are of: where they were laid out to be read is gone."""
    root = next((root for one in problems if (root := _laid_out_in(one.file, wanted))), "")
    place = shown(wanted.hash)

    def named(text: str) -> str:
        return text.replace(root.rstrip("/"), place) if root else text

    return [replace(one, file=named(one.file), message=named(one.message), hint=named(one.hint)) for one in problems]


def _laid_out_in(file: str, wanted: FileSet) -> str:
    """Return the folder in which a file of the set was read; empty where it is none of them."""
    ends = [name for name in wanted.files if file.endswith(f"/{name}")]
    return file.removesuffix(max(ends, key=len)) if ends else ""


def _show(session: Session, way: _Way, *, dry_run: bool) -> None:
    if session.json:
        done = {"dry_run": dry_run, "from": set_json(way.now), "to": set_json(way.wanted)}
        session.printer.document({**done, "files": [change_json(change) for change in way.changed]})
        return
    if way.steps.is_empty:
        session.printer.text(f"The folder holds {shown(way.wanted.hash)} already.")
        return
    for change in way.changed:
        session.printer.text(f"{change.how:<8} {change}")
    if dry_run:
        session.printer.next("the same without --dry-run")


def _ask(session: Session, way: _Way, *, yes: bool) -> None:
    if yes:
        return
    if not session.may_ask:
        raise click.UsageError("give --yes: nobody can be asked here")
    click.confirm(f"Put {shown(way.wanted.hash)} back in place of {shown(way.now.hash)}?", abort=True, err=True)


def _keep(database: Database, sets: ConfigSets, now: FileSet, by: str, clock: Clock) -> None:
    """Keep the files as they are, and where the history does not know them, put them into it."""
    outcome = read_folder(sets.ground)
    with database.write(Side.DESK) as connection:
        keep_set(connection, now.hash, now.files, now.stand_ins)
        if any(one.hash == now.hash for one in readings(connection, limit=1_000)):
            return
        problems = outcome.problems if isinstance(outcome, Refusal) else ()
        at = time_of(connection, clock)
        note_reading(connection, Reading(at, sets.place, f"{by}, before a rollback", now.hash, not problems, problems))

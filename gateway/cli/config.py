"""``gateway config check`` and ``show``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import click

from gateway.cli.command import Command, Group, Lazy, with_session
from gateway.cli.problems import tell
from gateway.cli.session import Session
from gateway.config_set.reading import Refusal, read_folder
from gateway.desk.hours.calendar import Home
from gateway.errors import ConfigError, Problem
from gateway.ground import ground_of
from gateway.rules.public_holidays import check_country
from gateway.settings import Loaded, rows
from gateway.store.folder import check_folder

COMMANDS = {
    "check": Lazy("gateway.cli.config", "check", "Check the settings; say every mistake with its place."),
    "diff": Lazy("gateway.cli.config_diff", "diff", "Show what makes one set of files another."),
    "history": Lazy("gateway.cli.config_history", "history", "List the sets of files that were in force or refused."),
    "rollback": Lazy("gateway.cli.config_rollback", "rollback", "Put an earlier set of files back into the folder."),
    "schema": Lazy("gateway.cli.config_schema", "schema", "Print or write JSON Schemas of the files, for editors."),
    "show": Lazy("gateway.cli.config", "show", "Show the settings in force, secrets masked."),
}


@click.group("config", cls=Group, lazy=COMMANDS)
def config() -> None:
    """Check and show the settings and the files beside them, and go back to earlier ones."""


@click.command("check", cls=Command, examples=("gateway config check", "gateway -C /etc/casegate config check --json"))
@with_session
def check(session: Session) -> None:
    """Check the settings and all files that decide; say every mistake with its place. Exits 3 when there is one.

    Starts nothing and changes nothing.
    """
    session.logins = True
    problems, warnings = _check(session)
    fine = "" if problems else f"{session.loaded.folder} is in order; mode {session.settings.mode}."
    if code := tell(session.printer, problems, warnings, fine=fine):
        click.get_current_context().exit(code)
    session.printer.next("gateway config show --origin")


@click.command("show", cls=Command, examples=("gateway config show", "gateway config show --origin"))
@click.option("--origin", is_flag=True, help="Where each value comes from: file, environment or default.")
@with_session
def show(session: Session, origin: bool) -> None:
    """Show the settings in force, secrets masked."""
    session.logins = True
    found = rows(session.loaded)
    if session.json:
        session.printer.document({row.key: {"value": row.shown, "origin": row.origin} for row in found})
        return
    headings = ("Key", "Value", "From") if origin else ("Key", "Value")
    session.printer.table(headings, [(row.key, row.shown, row.origin)[: len(headings)] for row in found], flexible=1)
    if not origin:
        session.printer.next("gateway config show --origin")


def _check(session: Session) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """Return the mistakes and the warnings."""
    try:
        loaded = session.loaded
    except ConfigError as error:
        return error.problems, ()
    problems = [*_store_problems(loaded)]
    try:
        check_country(loaded.settings.country or "", named=loaded.places["country"])
        ground = ground_of(loaded)
    except ConfigError as error:
        problems += error.problems
        ground = replace(ground_of(loaded), home_of=lambda _: Home(loaded.settings.timezone))
    outcome = read_folder(ground)
    return (*problems, *(outcome.problems if isinstance(outcome, Refusal) else ())), loaded.warnings


def _store_problems(loaded: Loaded) -> Iterator[Problem]:
    """Say what keeps the store's folder from being used, at the place where it is named. Makes none."""
    directory, at = loaded.settings.store.directory, loaded.places["store.directory"]
    try:
        check_folder(directory)
    except ConfigError as error:
        for one in error.problems:
            yield Problem(at.file, at.line, at.column, f'"store.directory" {directory}: {one.message}', one.hint)

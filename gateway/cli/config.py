"""``gateway config check`` and ``show``."""

from __future__ import annotations

from collections.abc import Iterator

import click

from gateway.cli.command import Command, Group, Lazy, with_session
from gateway.cli.problems import tell
from gateway.cli.session import Session
from gateway.errors import ConfigError, Problem
from gateway.rules.links import load_links
from gateway.rules.monitors import load_monitors
from gateway.rules.policies import load_packs, load_policies_in_force
from gateway.rules.public_holidays import check_country
from gateway.settings import Loaded, rows
from gateway.store.folder import check_folder

COMMANDS = {
    "check": Lazy("gateway.cli.config", "check", "Check the settings; say every mistake with its place."),
    "schema": Lazy("gateway.cli.config_schema", "schema", "Print or write JSON Schemas of the files, for editors."),
    "show": Lazy("gateway.cli.config", "show", "Show the settings in force, secrets masked."),
}


@click.group("config", cls=Group, lazy=COMMANDS)
def config() -> None:
    """Check and show the settings."""


@click.command("check", cls=Command, examples=("gateway config check", "gateway -C /etc/casegate config check --json"))
@with_session
def check(session: Session) -> None:
    """Check the settings; say every mistake with its place. Exits 3 when there is one. Starts nothing."""
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
    policy, named = loaded.settings.support.policy, loaded.places["support.policy"]
    checks = (
        lambda: load_links(loaded.folder),
        lambda: check_country(loaded.settings.country or "", named=loaded.places["country"]),
        lambda: load_policies_in_force(loaded.folder, default=policy, named=named),
        lambda: load_monitors(loaded.folder, load_packs(loaded.folder)),
    )
    for check_file in checks:
        try:
            check_file()
        except ConfigError as error:
            problems += error.problems
    return tuple(problems), loaded.warnings


def _store_problems(loaded: Loaded) -> Iterator[Problem]:
    """Say what keeps the store's folder from being used, at the place where it is named. Makes none."""
    directory, at = loaded.settings.store.directory, loaded.places["store.directory"]
    try:
        check_folder(directory)
    except ConfigError as error:
        for one in error.problems:
            yield Problem(at.file, at.line, at.column, f'"store.directory" {directory}: {one.message}', one.hint)

"""``gateway config check`` and ``show``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click

from gateway.cli.command import Command, Group, Lazy, with_session
from gateway.cli.failures import Exit, problem_json
from gateway.cli.session import Session
from gateway.cli.words import counted
from gateway.errors import ConfigError, Problem
from gateway.rules.topics import load_links
from gateway.settings import Loaded, rows
from gateway.store.folder import check_folder
from gateway.yamlfile import MAX_BYTES

COMMANDS = {
    "check": Lazy("gateway.cli.config", "check", "Check the settings; say every mistake with its place."),
    "show": Lazy("gateway.cli.config", "show", "Show the settings in force, secrets masked."),
}
_NAMED = re.compile(r"\s*(?:- |[A-Za-z0-9_-]+\s*:)")
_SECRET = re.compile(r"pass|secret|token|url|key", re.IGNORECASE)


@click.group("config", cls=Group, lazy=COMMANDS)
def config() -> None:
    """Check and show the settings."""


@click.command("check", cls=Command, examples=("gateway config check", "gateway -C /etc/casegate config check --json"))
@with_session
def check(session: Session) -> None:
    """Check the settings; say every mistake with its place. Exits 3 when there is one. Starts nothing."""
    session.logins = True
    problems, warnings = _check(session)
    if session.json:
        session.printer.document(
            {
                "ok": not problems,
                "problems": [problem_json(problem) for problem in problems],
                "warnings": [problem_json(problem) for problem in warnings],
            }
        )
    else:
        for problem in problems:
            session.printer.text(_with_source(problem), style="red")
        for warning in warnings:
            session.printer.text(_with_source(warning, "warning: "), style="yellow")
        if problems:
            session.printer.text(f"{counted(len(problems), 'mistake')}.")
        else:
            session.printer.text(f"{session.loaded.folder} is in order; mode {session.settings.mode}.")
            session.printer.next("gateway config show --origin")
    if problems:
        click.get_current_context().exit(Exit.REFUSED)


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
        load_links(loaded.folder)
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


def _with_source(problem: Problem, before: str = "") -> str:
    """Say a mistake, with the line it is on and a caret under it."""
    place = f"{problem.file}:{problem.line}:{problem.column}" if problem.line else problem.file
    said = [f"{place}: {before}{problem.message}"]
    if source := _source_line(problem):
        said += [f"    {source}", "    " + " " * (problem.column - 1) + "^"]
    if problem.hint:
        said.append(f"  hint: {problem.hint}")
    return "\n".join(said)


def _source_line(problem: Problem) -> str:
    """Return the line of the file, where it surely holds no secret: it may end up in a report."""
    if not problem.line:
        return ""
    try:
        with Path(problem.file).open("rb") as stream:
            lines = stream.read(MAX_BYTES).decode("utf-8", "replace").splitlines()
    except OSError:
        return ""
    line = lines[problem.line - 1] if problem.line <= len(lines) else ""
    return line.replace("\t", " ") if _NAMED.match(line) and not _SECRET.search(line) else ""

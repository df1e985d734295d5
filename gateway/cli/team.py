"""``gateway team list`` and ``check``."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime

import click

from gateway.cli.command import Command, Group, Lazy, with_session
from gateway.cli.moment import INSTANT
from gateway.cli.problems import tell
from gateway.cli.session import Session, utc
from gateway.cli.views import Json
from gateway.cli.words import LINE, counted
from gateway.desk.hours.calendar import Home
from gateway.desk.team import OPERATIONS_MANAGER, QA, SUPPORT, Heard, Person, Team
from gateway.errors import ConfigError, Problem
from gateway.rules.team import FILE_NAME, load_team

COMMANDS = {
    "list": Lazy("gateway.cli.team", "list_", "List the people, and who is on call."),
    "check": Lazy("gateway.cli.team", "check", "Check the team file; say every mistake with its place."),
}


@click.group("team", cls=Group, lazy=COMMANDS)
def team() -> None:
    """Show and check who works here and who is on call."""


_AT = click.option("--at", type=INSTANT, metavar="TIME", help="Who is on call then; without, now. ISO 8601.")


@click.command(
    "list",
    cls=Command,
    examples=("gateway team list", "gateway team list --group support --at 2026-12-24T22:00"),
)
@click.option("--group", type=LINE, metavar="NAME", help="Only people of this group.")
@_AT
@with_session
def list_(session: Session, group: str | None, at: datetime | None) -> None:
    """List the people, and who is on call."""
    found = load_team(session.loaded.folder)
    heard = _on_call(session, found, at)
    people = found.people if group is None else found.in_group(group)
    if session.json:
        on_call = {"at": utc(at or session.clock.now()), **_heard_json(heard)}
        session.printer.document({"people": [_person_json(one) for one in people], "on_call": on_call})
        return
    if not people:
        session.printer.note("There is nobody." if group is None else f"Nobody is in the group {group}.")
        return
    rows = [
        (
            one.name,
            one.address,
            ", ".join(one.groups),
            str(one.level or ""),
            "on call" if one in heard.people else "",
        )
        for one in people
    ]
    session.printer.table(("Name", "Address", "Groups", "Level", "On call"), rows, flexible=2)
    session.printer.note(f"On call because {heard.because}.")


@click.command("check", cls=Command, examples=("gateway team check", "gateway team check --at 2026-12-24T22:00"))
@_AT
@with_session
def check(session: Session, at: datetime | None) -> None:
    """Check the team file; say every mistake with its place, and who is on call. Exits 3 when there is a mistake."""
    problems: list[Problem] = []
    warnings: list[Problem] = []
    fine = ""
    try:
        found = load_team(session.loaded.folder)
    except ConfigError as error:
        problems += error.problems
    else:
        problems += _programs(found)
        warnings += _missing(found)
        heard = _on_call(session, found, at)
        names = ", ".join(one.name for one in heard.people) or "nobody"
        fine = f"{counted(len(found.people), 'person')} in order. On call: {names}, because {heard.because}."
    if code := tell(session.printer, problems, warnings, fine=fine.replace("persons", "people")):
        click.get_current_context().exit(code)


def _on_call(session: Session, found: Team, at: datetime | None) -> Heard:
    return found.on_call(at or session.clock.now(), home=Home(session.settings.timezone))


def _programs(found: Team) -> Iterator[Problem]:
    for one in found.people:
        if one.pager_command and shutil.which(one.pager_command[0]) is None:
            message = f"the pager_command of {one.name} names a program that is not there or may not be run"
            yield Problem(FILE_NAME, 0, 0, message, "write its whole path")


def _missing(found: Team) -> Iterator[Problem]:
    if not found.people:
        yield Problem(FILE_NAME, 0, 0, "there is nobody in the team: nobody hears of anything")
        return
    for group in (SUPPORT, QA, OPERATIONS_MANAGER):
        if not found.in_group(group):
            yield Problem(FILE_NAME, 0, 0, f"nobody is in the group {group}: the whole team hears in its place")


def _heard_json(heard: Heard) -> Json:
    return {"people": [one.name for one in heard.people], "because": heard.because}


def _person_json(one: Person) -> Json:
    return {
        "name": one.name,
        "address": one.address,
        "groups": list(one.groups),
        "level": one.level or None,
        "language": one.language,
        "timezone": one.timezone,
        "phone": one.phone,
        "pager": one.pager_address,
        "pager_command": list(one.pager_command),
    }

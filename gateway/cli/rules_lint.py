"""``gateway rules lint``: everything there is to say about the files that decide, at once."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gateway.cli.command import Command, with_session
from gateway.cli.failures import Exit
from gateway.cli.lint_formats import FORMATS
from gateway.cli.lint_told import Told
from gateway.cli.period import PERIOD
from gateway.cli.session import Session
from gateway.cli.words import counted
from gateway.config_set.lint import Linted, Wanted, lint, with_code
from gateway.desk.hours.calendar import Home
from gateway.errors import ConfigError, Problem, Refused
from gateway.ground import ground_of
from gateway.rules.lint.history import Past
from gateway.rules.public_holidays import check_country
from gateway.rules.rulebook.code import Severity, severity_of

if TYPE_CHECKING:
    from gateway.config_set.law import Ground
    from gateway.store.database import Connection, Database

FILE_NAME = "gateway.yml"
CUSTOMERS = "customers"
"""The folder beside ``gateway.yml`` whose files of customers are looked at without being named."""
HISTORY = "90d"


@click.command(
    "lint",
    cls=Command,
    examples=(
        "gateway rules lint",
        "gateway rules lint --history --directory",
        "gateway rules lint --strict --output-format sarif > rules.sarif",
        "gateway -C /etc/casegate rules lint --customers /srv/customers",
    ),
)
@click.option(
    "--output-format",
    "output",
    type=click.Choice(list(FORMATS)),
    help="How complaints are told: full on a terminal, concise elsewhere; json and sarif never change.",
)
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@click.option(
    "--customers",
    type=click.Path(exists=True, path_type=Path),
    metavar="DIR",
    help="Look at these files of customers too; without, at customers/ beside gateway.yml.",
)
@click.option("--directory", is_flag=True, help="Look for links in the languages of all customers of the store.")
@click.option(
    "--history",
    type=PERIOD,
    is_flag=False,
    flag_value=HISTORY,
    metavar="[PERIOD]",
    help=f"Name rules that have matched nothing in this time; {HISTORY} where none is given.",
)
@click.option("--check-links", is_flag=True, help="Ask over the network whether the links of links.yml still work.")
@with_session
def lint_(
    session: Session,
    output: str | None,
    strict: bool,
    customers: Path | None,
    directory: bool,
    history: timedelta | None,
    check_links: bool,
) -> None:
    """Check rules and all files around them; say every complaint with file, line, column and code.

    Errors keep the files from being taken, by a reload as well. Warnings are taken, and are hardly meant. Exits 3 when
    there is an error, with --strict also for a warning. "gateway help E101" explains a code. Changes nothing and asks
    no other machine, unless --check-links is given.
    """
    languages, past = _remembered(session, history) if directory or history else ({}, None)
    told = _look(session, customers, languages if directory else {}, past)
    if check_links:
        told = replace(told, problems=tuple(sorted((*told.problems, *_dead_links(session)))))
    chosen = output or ("json" if session.json else "full" if sys.stdout.isatty() else "concise")
    FORMATS[chosen](session.printer, Told(told.problems, told.files, strict=strict, folder=_folder(session)))
    wrong = any(strict or severity_of(one.code) is Severity.ERROR for one in told.problems)
    if wrong:
        click.get_current_context().exit(Exit.REFUSED)


def _folder(session: Session) -> str:
    """Name the folder that was looked at: without settings of one's own, it is that which comes with the program."""
    try:
        return str(session.loaded.folder)
    except ConfigError:
        return ""


def _look(session: Session, customers: Path | None, languages: Mapping[str, str], past: Past | None) -> Linted:
    """Look at all files; where ``gateway.yml`` itself is wrong, at that alone: the others are read by it."""
    try:
        loaded = session.loaded
    except ConfigError as error:
        problems = tuple(with_code(one, Path()) for one in error.problems)
        return Linted(problems, tuple(sorted({one.file for one in problems})))
    ground, wrong = _ground(session)
    today = session.clock.now().astimezone(loaded.settings.timezone).date()
    beside = loaded.folder / CUSTOMERS
    whose = customers or (beside if beside.is_dir() else None)
    ours = loaded.settings.language
    known = {**({ours: f"it is the language of {FILE_NAME}"} if ours != "en" else {}), **languages}
    found = lint(ground, Wanted(today, known, past, whose))
    settings = (str(loaded.folder / FILE_NAME),) if (loaded.folder / FILE_NAME).exists() else ()
    return Linted(tuple(sorted((*found.problems, *wrong))), tuple(sorted({*found.files, *settings})))


def _ground(session: Session) -> tuple[Ground, tuple[Problem, ...]]:
    """Return what the files are read on; without our public holidays where our country is wrong."""
    loaded = session.loaded
    ground = ground_of(loaded)
    try:
        check_country(loaded.settings.country or "", named=loaded.places["country"])
    except ConfigError as error:
        wrong = tuple(with_code(one, loaded.folder) for one in error.problems)
        return replace(ground, home_of=lambda _: Home(loaded.settings.timezone)), wrong
    return ground, ()


def _remembered(session: Session, period: timedelta | None) -> tuple[Mapping[str, str], Past | None]:
    """Return the languages of the customers of the store, and what is known of its rules."""
    if not session.store_exists():
        raise Refused("there is no store yet: --directory and --history look into it")
    with session.store() as database:
        past = _past(database, session.clock.now() - period) if period else None
        return _languages(database), past


def _languages(database: Database) -> Mapping[str, str]:
    from gateway.store.customers import every_customer

    counts: dict[str, int] = {}
    with database.read() as connection:
        for customer in every_customer(connection):
            if (tag := customer.language.lower()) and tag != "en":
                counts[tag] = counts.get(tag, 0) + 1
    return {
        tag: f"{counted(count, 'customer')} of the store {'reads' if count == 1 else 'read'} it"
        for tag, count in sorted(counts.items())
    }


def _past(database: Database, since: datetime) -> Past:
    from gateway.store.config_sets import readings
    from gateway.store.rulings import last_match

    seen: dict[str, datetime] = {}
    with database.read() as connection:
        for reading in reversed(readings(connection, limit=_READINGS)):
            if reading.good and reading.at < since:
                for rule in _rules_of(connection, reading.hash):
                    seen.setdefault(rule, reading.at)
        return Past(since, last_match(connection), seen)


_READINGS = 500  # of the history that are gone through, the newest


def _rules_of(connection: Connection, content_hash: str) -> Iterator[str]:
    """Yield the ids of the rules of a set that is kept."""
    from gateway.rules.rulebook.load import ids_in
    from gateway.store.config_sets import kept_set

    kept = kept_set(connection, content_hash)
    for name, raw in kept.files.items() if kept else ():
        if name.startswith("rules/"):
            yield from ids_in(raw)


def _dead_links(session: Session) -> Iterator[Problem]:
    from gateway.cli.links_check import dead_links
    from gateway.probe.link import LinkState

    session.printer.note("Asking over the network whether the links still work.")
    for one, outcome in dead_links(session):
        dead = outcome.state is LinkState.DEAD
        what, hint = ("is dead", "correct it, or remove it") if dead else ("could not be asked for", "ask again later")
        yield Problem(*one.place, f"link {what}: {one.target.url} {outcome.detail}", hint, "W412", len(one.target.url))

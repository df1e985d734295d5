"""``gateway rules replay``: what other rules would have changed about mail that has come. Nothing is sent or stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import click

from gateway.cli.command import Command, with_session
from gateway.cli.failures import Exit
from gateway.cli.rules_explain import letter_languages
from gateway.cli.rules_replay_shown import mail_json, report_json, show_mail, show_report
from gateway.cli.session import Session
from gateway.cli.since import SINCE
from gateway.cli.words import LINE, Number
from gateway.config_set.beside import read_beside
from gateway.config_set.reading import ConfigSet, Refusal, read_kept
from gateway.desk.case_number import is_case_number
from gateway.errors import ConfigError, NotFound, Problem
from gateway.office import Office
from gateway.store.config_sets import desk_state, newest_good
from gateway.store.past import PastMail, count_past, mails_of, mails_of_case, past_mails
from gateway.trial.explain import explain
from gateway.trial.replay import Replay

MILESTONE = 1_000  # mails between two words on how far it is


@dataclass(frozen=True, slots=True)
class Sides:
    """The two sets that are held against each other."""

    live: ConfigSet
    other: ConfigSet
    named: str
    """What the other one is called."""


@click.command(
    "replay",
    cls=Command,
    examples=(
        "gateway rules replay --since 7d --rules ./config.new",
        "gateway rules replay --since 2026-11-01 --until 2026-11-08 --rules ./config.new --json",
        "gateway rules replay --rules ./config.new --show 1042735",
        "gateway rules replay --since 30d --rules . --max-changes 20 --output-format json",
    ),
)
@click.option("--since", type=SINCE, default="7d", show_default=True, metavar="TIME", help="7d ago, or a time.")
@click.option("--until", type=SINCE, metavar="TIME", help="1d ago, or a time; now if nothing else is said.")
@click.option(
    "--rules",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder with the other files, or only with its rules/; else that of the settings.",
)
@click.option("--show", "shown", type=LINE, metavar="CASE", help="All about one case, or one mail of the journal.")
@click.option("--max-changes", type=Number(min=0), metavar="N", help="Exit 3 where more mails would be otherwise.")
@click.option("--output-format", type=click.Choice(("text", "json")), help="How to tell; text if nothing else is said.")
@with_session
def replay(
    session: Session,
    since: datetime,
    until: datetime | None,
    folder: Path | None,
    shown: str | None,
    max_changes: int | None,
    output_format: str | None,
) -> None:
    """Decide about mail that has come already under other rules, and say what would be otherwise.

    Both sets decide about each mail in the same world: the cases there are now, without what the mail itself led to.
    Limits on acknowledgements are left out. Nothing is sent or stored, and a running gateway is not held up.
    """
    session.printer.json |= output_format == "json"
    if shown is not None and max_changes is not None:
        raise click.UsageError("--max-changes counts all mails: not with --show")
    end = until or session.clock.now()
    if since >= end:
        raise click.UsageError("--since must be before --until")
    with session.office() as office:
        sides = _sides(office, folder)
        playing = _replay(office, sides)
        if shown is not None:
            _show(session, playing, sides, _named(office, shown))
            return
        total = count_past(office.database, since, end)
        parts = _told(session, past_mails(office.database, since, end), total)
        report = playing.run(parts)
        session.printer.progress_end()
    if session.json:
        session.printer.document(report_json(report, sides.live.hash, sides.other.hash, since=since, until=end))
    else:
        span = f"{since.astimezone(session.settings.timezone):%d %b %H:%M}"
        span += f" - {end.astimezone(session.settings.timezone):%d %b %H:%M}"
        show_report(session.printer, report, sides.live.hash, sides.other.hash, named=sides.named, span=span)
    if max_changes is not None and report.changed > max_changes:
        if not session.json:
            session.printer.failure(f"{report.changed} would be otherwise, and --max-changes allows {max_changes}")
        click.get_current_context().exit(Exit.REFUSED)


def _sides(office: Office, folder: Path | None) -> Sides:
    """Return both sets. Raises ``ConfigError`` where one cannot be read."""
    live = _live(office)
    if folder is None:
        refusal = office.in_force.refusal
        if refusal is not None:
            raise refusal.error
        return Sides(live, office.in_force.set, str(office.ground.folder))
    other = read_beside(folder, office.ground, live)
    if isinstance(other, Refusal):
        raise ConfigError(*_named_there(other, folder, office.ground.folder))
    return Sides(live, other, str(folder))


def _named_there(refusal: Refusal, folder: Path, live: Path) -> Iterator[Problem]:
    """Yield what is wrong with files by the names people know: rules alone are read where they are laid out anew."""
    top = folder.parent if folder.name == "rules" and not (folder / "rules").is_dir() else folder
    for one in refusal.problems:
        ends = [name for name in refusal.files.files if f"/{one.file}".endswith(f"/{name}")] if refusal.files else []
        name = max(ends, key=len, default="")
        there = top if (top / name).exists() else live
        yield replace(one, file=str(there / name)) if name else one


def _live(office: Office) -> ConfigSet:
    """Return what the running gateway goes by, or went by last; without one, what is in force by the folder."""
    here, sets = office.in_force.set, office.config_sets
    with office.database.read() as connection:
        state = desk_state(connection, sets.place)
        wanted = state.hash if state else newest_good(connection)
        files = sets.kept(connection, wanted) if wanted and wanted != here.hash else None
    kept = read_kept(files, office.ground) if files else None
    return kept if isinstance(kept, ConfigSet) else here


def _replay(office: Office, sides: Sides) -> Replay:
    told = office.intake_settings
    live, other = told.under(sides.live.law), told.under(sides.other.law)
    return Replay(office.database, live.reader, live.desk, other.desk)


def _told(session: Session, parts: Iterator[list[PastMail]], total: int) -> Iterator[list[PastMail]]:
    """Say how far it is while parts are worked on."""
    done = 0
    for part in parts:
        yield part
        before, done = done, done + len(part)
        milestone = before // MILESTONE != done // MILESTONE
        session.printer.progress(f"{done:,} of {total:,} mails", milestone=milestone)


def _named(office: Office, name: str) -> Sequence[PastMail]:
    """Return the mails of a case, or one mail of the journal. Raises ``NotFound``."""
    digits = name.lstrip("#")
    if not digits.isdecimal() or not digits.isascii():
        raise NotFound(f"{name} is neither a case number nor a mail of the journal")
    ids = mails_of_case(office.database, digits) if is_case_number(digits) else []
    found = mails_of(office.database, ids or [min(int(digits), 2**63 - 1)])
    if not found:
        raise NotFound(f"there is no case {digits} with mail, and no mail {digits} in the journal")
    return found


def _show(session: Session, playing: Replay, sides: Sides, mails: Sequence[PastMail]) -> None:
    found = list(playing.decide(mails))
    if session.json:
        session.printer.document([mail_json(one) for one in found])
        return
    languages = letter_languages()
    for one in found:
        live = explain(one.live, sides.live.law, languages)
        other = explain(one.other, sides.other.law, languages)
        show_mail(session.printer, one, live, other)

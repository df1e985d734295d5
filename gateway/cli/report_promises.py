"""``gateway report promises``: what became of every promise of a time; the same bytes for the same ledger."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from gateway.address import Mailbox
from gateway.cli.command import Command, with_session
from gateway.cli.files import write_file
from gateway.cli.moment import DAY
from gateway.cli.report_json import report_json
from gateway.cli.session import Session
from gateway.cli.terminal import json_text
from gateway.cli.words import LINE
from gateway.desk.hours.zone import instant
from gateway.desk.policy.report import Report, make_report
from gateway.errors import Refused
from gateway.outbound.promise_report import render_report, report_mail
from gateway.outbound.render import shipped_renderer
from gateway.store.customers import customer_named
from gateway.store.promises import ledger

_ENDINGS = {"text": "txt", "html": "html", "mail": "eml", "json": "json"}


@click.command(
    "promises",
    cls=Command,
    examples=(
        "gateway report promises --from 2026-11-01 --to 2026-12-01",
        "gateway report promises --from 2026-11-01 --to 2026-12-01 --customer acme --format html --output acme.html",
        "gateway report promises --from 2026-11-01 --to 2026-12-01 --format mail | sendmail boss@support.example",
        "gateway report promises --from 2026-11-01 --to 2026-12-01 --json",
    ),
)
@click.option("--from", "first", type=DAY, metavar="DATE", required=True, help="The first day, in our time zone.")
@click.option("--to", "end", type=DAY, metavar="DATE", required=True, help="The day it ends before: not included.")
@click.option("--customer", type=LINE, metavar="ID", default="", help="Only promises made to this customer.")
@click.option("--format", "form", type=click.Choice(list(_ENDINGS)), default="text", help="What it is written as.")
@click.option("--language", default="", metavar="TAG", help="Of the readers: en or fr. Without: that of the settings.")
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="Write there, or into that folder.")
@click.option("--force", is_flag=True, help="Overwrite the file.")
@with_session
def promises(
    session: Session,
    first: date,
    end: date,
    customer: str,
    form: str,
    language: str,
    output: Path | None,
    force: bool,
) -> None:
    """Report what became of every promise that was due: kept, missed, still running, promised no more.

    It is made from the ledger of promises alone, so the same ledger gives the same bytes. What stands still or was
    never due goes by when it began. A mail is addressed to ourselves; whoever sends it says to whom.
    """
    if end <= first:
        raise Refused(f"--to {end} is not after --from {first}: the day it ends before is not included")
    form = "json" if session.json else form
    report = _report(session, first, end, customer)
    written = _written(session, report, form, language)
    if output is not None:
        name = f"promises-{first}-{end}{f'-{customer}' if customer else ''}.{_ENDINGS[form]}"
        place = write_file(output, written, name=name, force=force)
        session.printer.note(f"Written to {place}")
    elif form == "mail":
        session.printer.raw(written)
    else:
        session.printer.text(written.decode().rstrip("\n"))


def _report(session: Session, first: date, end: date, customer: str) -> Report:
    zone = session.settings.timezone
    since, until = (_midnight(day, zone) for day in (first, end))
    with session.store() as database, database.read() as connection:
        found = ledger(connection, since=since, until=until, customer=customer)
        if customer and not found:  # who is no longer in the directory may still have promises
            customer_named(connection, customer)
    return make_report(found, since=since, until=until, customer=customer)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return instant(zone, datetime.combine(day, time()))


def _written(session: Session, report: Report, form: str, language: str) -> bytes:
    settings = session.settings
    zone = settings.timezone
    if form == "json":
        return json_text(report_json(report, zone=zone.key), indent=2).encode() + b"\n"
    wanted = language or settings.language
    said = render_report(shipped_renderer(), report, brand=settings.brand, zone=zone, language=wanted)
    if form == "mail":
        ours = settings.support.addresses[0]
        return report_mail(said, report, from_=Mailbox(settings.brand, ours), to=ours)
    return (said.html or "").encode() if form == "html" else said.text.encode()

"""``gateway outage open`` and ``confirm``: before customers are told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

import click

from gateway.cli.audience import choosing, meant
from gateway.cli.command import Command, with_session
from gateway.cli.impact import IMPACT
from gateway.cli.moment import WALL_TIME, ago, was
from gateway.cli.notice_json import untold_document
from gateway.cli.notice_options import NAME, SINCE, SUMMARY_HELP, text_option, texts
from gateway.cli.notice_shown import warn_of_later
from gateway.cli.session import Session, local_time, utc
from gateway.cli.words import BY, LINE, counted
from gateway.cli.zone import TZ
from gateway.desk.choice import Choice
from gateway.desk.customer import Customer
from gateway.desk.hours.length import spell
from gateway.desk.notice import Notice
from gateway.desk.notices import outage
from gateway.desk.notices.decided import Bearings, Decided
from gateway.desk.notices.impact import GivenImpact
from gateway.desk.notices.nag import report_command
from gateway.desk.notices.texts import MAX_TITLE
from gateway.notice_issue import Whom
from gateway.office import Office


@click.command(
    "open",
    cls=Command,
    examples=(
        'gateway outage open --service voice --region eu --title "Inbound calls fail"',
        "gateway outage open --service voice --since 2026-11-19T12:41Z --json",
    ),
)
@choosing
@click.option("--title", type=LINE, metavar="TEXT", help="What seems to be wrong, for the subject; else what is down.")
@text_option("--summary", "summary", SUMMARY_HELP)
@SINCE
@TZ
@BY
@with_session
def open_(
    session: Session,
    choice: Choice,
    title: str | None,
    summary: str | None,
    since: datetime | time | None,
    zone: ZoneInfo | None,
    by: str,
) -> None:
    """Write down that something seems to be down. Customers hear nothing before it is confirmed."""
    began = was(session, since, zone, "--since")
    new = outage.NewOutage(
        title or _what(choice), choice.told, choice.services, choice.regions, began, texts(summary=summary)
    )
    with session.office() as office:
        planned = office.announcing.plan_beginning(new.choice, lambda found: outage.suspect(new, found), by=by)
        affected = _affected(office, planned.notice)  # before: what is refused changes nothing
        made = office.announcing.begin(new.choice, lambda found: outage.suspect(new, found), by=by).notice
        warn_of_later(session, office, made.kind, affected)
        if session.json:
            session.printer.document({**untold_document(office.database, made), "customers": len(affected)})
            return
    session.printer.text(f"{made.id} opened: {counted(len(affected), 'customer')} ({meant(choice)}) would be affected.")
    session.printer.next(f"gateway outage confirm {made.id}")


def _what(choice: Choice) -> str:
    """Name what is down: subjects say beside it, in the language of whoever reads them, that service is interrupted."""
    return ", ".join((*choice.services, *choice.regions))[:MAX_TITLE]


@click.command(
    "confirm",
    cls=Command,
    examples=(
        "gateway outage confirm INC-2026-0031 --since 2026-11-19T12:41Z",
        "gateway outage confirm INC-2026-0031 --service voice --region eu --impact degraded --no-auto-holding",
    ),
)
@NAME
@choosing
@IMPACT
@SINCE
@click.option("--confirmed-at", type=WALL_TIME, metavar="TIME", help="When it was confirmed; else now.")
@TZ
@text_option("--workaround", "workaround", 'How customers can help themselves; "none" where they cannot.')
@text_option("--summary", "summary", SUMMARY_HELP)
@click.option(
    "--auto-holding/--no-auto-holding",
    default=None,
    help="Send the update that is due where nobody else has, or only ask people for it; else as the policy says.",
)
@BY
@with_session
def confirm(
    session: Session,
    name: str,
    choice: Choice,
    impact: GivenImpact | None,
    since: datetime | time | None,
    confirmed_at: datetime | time | None,
    zone: ZoneInfo | None,
    workaround: str | None,
    summary: str | None,
    auto_holding: bool | None,
    by: str,
) -> None:
    """Confirm an outage: who and when is kept, and the time to report it to customers runs from then.

    Services, regions and customers, where they are named, take the place of those it was opened with. Opened with
    --all, it stays for all, unless a service, a region, a plan or --only is named.
    """
    sure_at, began = was(session, confirmed_at, zone, "--confirmed-at"), was(session, since, zone, "--since")

    def decide(notice: Notice, found: Bearings) -> Decided:
        known = outage.Confirmed(
            at=sure_at or found.now,
            since=began,
            impact=impact,
            choice=choice,
            auto_holding=auto_holding,
            texts=texts(workaround=workaround, summary=summary),
        )
        return outage.confirm(notice, found, known)

    with session.office() as office:
        affected = _affected(office, office.announcing.plan(name, decide, by=by).notice)  # as above
        made = office.announcing.change(name, decide, by=by).notice
        warn_of_later(session, office, made.kind, affected)
        if session.json:
            more = {"customers": len(affected), "report_by": utc(made.next_by)}
            session.printer.document({**untold_document(office.database, made), **more})
            return
    _say_confirmed(session, made, len(affected), zone or session.settings.timezone)


def _affected(office: Office, notice: Notice) -> Sequence[Customer]:
    with office.database.read() as connection:
        return Whom(connection, office.law.inboxes).concerned(notice)


def _say_confirmed(session: Session, notice: Notice, count: int, zone: ZoneInfo) -> None:
    assert notice.confirmed_at is not None
    due = ""
    if notice.next_by and notice.times.report_within:
        due = f" Interruption report due by {local_time(notice.next_by, zone)} ({spell(notice.times.report_within)})."
    session.printer.text(f"{notice.id} confirmed {local_time(notice.confirmed_at, zone)}.{due}")
    assert notice.start is not None, "what is confirmed has begun"
    past = ago(notice.start, session.clock.now())
    session.printer.text(f"Down since {local_time(notice.start, zone)}, {past}.")
    session.printer.text(f"Affected: {counted(count, 'customer')}.")
    session.printer.next(report_command(notice))

"""What customers are told of an outage: ``report``, ``update``, ``restore``, ``rca``; and ``close``."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, time
from zoneinfo import ZoneInfo

import click

from gateway.announcing import Decide, Planned
from gateway.cli.audience import choosing
from gateway.cli.command import Command, with_session
from gateway.cli.eta import ETA, HELD_TO, Typed, estimated
from gateway.cli.impact import IMPACT
from gateway.cli.moment import WALL_TIME, was
from gateway.cli.notice_headline import next_command
from gateway.cli.notice_json import untold_document
from gateway.cli.notice_lacks import with_answers
from gateway.cli.notice_options import NAME, SINCE, SUMMARY_HELP, Manner, may_ask, telling, text_option, texts
from gateway.cli.notice_tell import tell
from gateway.cli.session import Session, local_time
from gateway.cli.words import BY, why
from gateway.cli.zone import TZ
from gateway.desk.choice import Choice
from gateway.desk.notice import DOWN_WORDS, Notice, NoticeState
from gateway.desk.notices import outage
from gateway.desk.notices.decided import Bearings, Decided
from gateway.desk.notices.impact import GivenImpact
from gateway.office import Office
from gateway.store.notices import is_stopped, notice_named

_WORKAROUND = text_option("--workaround", "workaround", 'How customers can help themselves; "none" where they cannot.')

_WHY_UNTOLD = {
    NoticeState.SUSPECTED: "Why was it no outage",
    NoticeState.CONFIRMED: "Why was it confirmed, though it was no outage",
}
_REPORTED = {
    "summary": "What do customers notice, in their words",
    "workaround": "How can they help themselves (or none)",
}
_UPDATED = {"update": "What is new since the last mail"}
_ANALYSED = {
    "root_cause": "Why did it happen? (empty: not known yet)",
    "rca_impact": "What did it mean for customers? (empty: not known yet)",
    "resolution": "What ended it? (empty: not known yet)",
}
_ETA = click.option(
    "--eta",
    type=ETA,
    metavar="TIME",
    help='When it is expected to be over, if you must: customers will hold us to it; "none" takes it back.',
)


@click.command(
    "report",
    cls=Command,
    examples=(
        'gateway outage report INC-2026-0031 --summary "Inbound calls fail" --workaround none --yes',
        'gateway outage report INC-2026-0031 --summary "Calls drop" --workaround "Use the mobile app" --dry-run',
        'gateway outage report INC-2026-0031 --summary "Calls drop" --workaround none --impact voice=degraded'
        " --impact reports=outage --yes",
    ),
)
@NAME
@choosing
@text_option("--summary", "summary", SUMMARY_HELP)
@_WORKAROUND
@IMPACT
@text_option("--reason", "reason", "What is done about it: customers read it, so confirmed facts only.")
@text_option("--not-affected", "not_affected", "What goes on working.")
@text_option("--phone", "phone", "A number for what is urgent; else support.phone of the settings.")
@SINCE
@_ETA
@TZ
@telling
def report(
    session: Session,
    name: str,
    choice: Choice,
    impact: GivenImpact | None,
    since: datetime | time | None,
    eta: Typed | None,
    zone: ZoneInfo | None,
    manner: Manner,
    **said: str | None,
) -> None:
    """Send the interruption report to everybody who is affected; they are written down and stay the recipients.

    Services, regions and customers, where they are named, take the place of those it was confirmed with, and --since
    that of the time it was confirmed with.
    """
    back = estimated(session, eta, zone, sure=manner.is_sure)
    began = was(session, since, zone, "--since")
    words = with_answers(session, manner, name, said, _lacks_report, _REPORTED)

    def decide(notice: Notice, found: Bearings) -> Decided:
        return outage.report(notice, found, texts(**words), impact, back, choice, since=began)

    _carry_out(session, name, decide, manner, zone)


def _lacks_report(notice: Notice) -> Collection[str]:
    return _REPORTED.keys() - notice.texts.keys() if notice.state is NoticeState.CONFIRMED else ()


@click.command(
    "update",
    cls=Command,
    examples=(
        'gateway outage update INC-2026-0031 --summary "A spare part is on its way" --yes',
        'gateway outage update INC-2026-0031 --summary "Calls go through again" --impact voice=degraded --yes',
    ),
)
@NAME
@text_option("--summary", "update", "What is new since the last mail.")
@_WORKAROUND
@text_option("--reason", "reason", "What is done now: customers read it.")
@IMPACT
@_ETA
@TZ
@telling
def update(
    session: Session,
    name: str,
    impact: GivenImpact | None,
    eta: Typed | None,
    zone: ZoneInfo | None,
    manner: Manner,
    **said: str | None,
) -> None:
    """Tell customers what is new. The next update is due an hour later, or as their policies say.

    What they feel by now is said with --impact where it has changed; a service that is not named stays as it was.
    """
    back = estimated(session, eta, zone, sure=manner.is_sure)
    words = with_answers(session, manner, name, said, _lacks_update, _UPDATED)

    def decide(notice: Notice, found: Bearings) -> Decided:
        return outage.update(notice, found, texts(**words), back, impact)

    _carry_out(session, name, decide, manner, zone)


def _lacks_update(notice: Notice) -> Collection[str]:
    return _UPDATED if notice.state is NoticeState.REPORTED else ()


@click.command(
    "restore",
    cls=Command,
    examples=(
        "gateway outage restore INC-2026-0031 --yes",
        'gateway outage restore INC-2026-0031 --at 2026-11-19T16:40Z --summary "Reports may be late" --yes',
    ),
)
@NAME
@choosing
@IMPACT
@click.option("--at", type=WALL_TIME, metavar="TIME", help="When it was over; else now. ISO 8601.")
@TZ
@text_option("--summary", "residual", "What customers may still notice.")
@text_option("--customer-action", "customer_action", "What they should do.")
@telling
def restore(
    session: Session,
    name: str,
    choice: Choice,
    impact: GivenImpact | None,
    at: datetime | time | None,
    zone: ZoneInfo | None,
    manner: Manner,
    **said: str | None,
) -> None:
    """Send the all-clear, at once. From then on customers wait for root cause, impact and resolution.

    What is over before it was reported takes services, regions, customers and --impact as the report does.
    """
    over = was(session, at, zone, "--at")

    def decide(notice: Notice, found: Bearings) -> Decided:
        return outage.restore(outage.concerning(notice, choice, impact), found, texts(**said), over)

    _carry_out(session, name, decide, manner, zone)


@click.command(
    "rca",
    cls=Command,
    examples=(
        'gateway outage rca INC-2026-0031 --root-cause "A disk of the storage failed" --yes',
        'gateway outage rca INC-2026-0031 --impact "No inbound calls" --resolution "Disk replaced" --yes',
    ),
)
@NAME
@text_option("--root-cause", "root_cause", "Why it happened.")
@text_option("--impact", "rca_impact", "What it meant for customers.")
@text_option("--resolution", "resolution", "What ended it.")
@text_option("--prevention", "prevention", "What is changed so that it does not happen again.")
@telling
def rca(session: Session, name: str, manner: Manner, **said: str | None) -> None:
    """Tell customers why it happened, what it meant and what ended it; with all three it is the final report."""
    words = said
    if not any(said.values()):
        words = with_answers(session, manner, name, said, _lacks_analysis, _ANALYSED, empty=True)
    _carry_out(session, name, lambda notice, found: outage.explain(notice, found, texts(**words)), manner)


def _lacks_analysis(notice: Notice) -> Collection[str]:
    return notice.missing if notice.state is NoticeState.RESTORED else ()


@click.command(
    "close",
    cls=Command,
    examples=(
        "gateway outage close INC-2026-0031",
        'gateway outage close INC-2026-0032 --not-an-outage --reason "the monitor was wrong: calls went through"',
    ),
)
@NAME
@why("Why customers are told nothing: for the history, no customer reads it.")
@click.option("--not-an-outage", "mistaken", is_flag=True, help="It was confirmed, and was none.")
@BY
@with_session
def close(session: Session, name: str, reason: str, mistaken: bool, by: str) -> None:
    """Close an outage. Customers are sent nothing by it.

    Refused while root cause, impact or resolution is not told. What was none is closed with a reason; once it is
    confirmed that has to be said, as customers are owed a word of every outage, though it was short.
    """
    with session.office() as office:
        if not reason and may_ask(session) and (why := _why_untold(office, name, mistaken=mistaken)):
            reason = click.prompt(f"Nobody was told of it. {why}", err=True).strip()

        def decide(notice: Notice, found: Bearings) -> Decided:
            return outage.close(notice, found, reason, mistaken=mistaken)

        made = office.announcing.change(name, decide, by=by).notice
        if session.json:
            session.printer.document(untold_document(office.database, made))
            return
    session.printer.text(f"{made.id} is closed; customers are told nothing more.")
    session.printer.next(f"gateway outage audit {made.id}")


def _why_untold(office: Office, name: str, *, mistaken: bool) -> str:
    """Return what to ask about an outage that customers never heard of; empty for any other, which is refused."""
    with office.database.read() as connection:
        notice = notice_named(connection, name)
        told = notice.state in (NoticeState.REPORTED, NoticeState.RESTORED)
        if told and notice.missing and is_stopped(connection, notice.id):
            return "Why are customers told nothing"
    return _WHY_UNTOLD.get(notice.state, "") if mistaken or notice.state is NoticeState.SUSPECTED else ""


def _carry_out(session: Session, name: str, decide: Decide, manner: Manner, zone: ZoneInfo | None = None) -> None:
    with session.office() as office:
        planned = office.announcing.plan(name, decide, by=manner.by)
        tell(
            session,
            office,
            manner,
            planned,
            lambda: office.announcing.change(name, decide, by=manner.by, planned=planned),
            lines=_lines(planned, zone or session.settings.timezone),
            next_command=next_command(planned.notice, planned.now),
        )


def _lines(planned: Planned, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    """Yield what there is to look at before an outage is told of: since when, what is missing, the next word."""
    notice = planned.notice
    if notice.start:
        until = f" - {local_time(notice.restored_at, zone)}" if notice.restored_at else ""
        yield "Down" if until else "Down since", f"{local_time(notice.start, zone)}{until}"
    if notice.restored_at and planned.stage is None:
        yield "Told", "nobody, as nobody has heard of it: it is closed with this"
    elif notice.restored_at:
        yield "Still missing", outage.missing_parts(notice)
    if notice.eta and planned.stage in DOWN_WORDS:
        yield "Back by", f"{local_time(notice.eta, zone)} ({HELD_TO})"
    if notice.next_by:
        yield "Next word by", local_time(notice.next_by, zone)

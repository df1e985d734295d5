"""``gateway maintenance schedule``: plan maintenance, show whom it touches, and tell them."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import click

from gateway.announcing import Planned
from gateway.cli.audience import choosing
from gateway.cli.command import Command
from gateway.cli.impact import IMPACT, IMPACTS
from gateway.cli.maintenance_window import window_lines
from gateway.cli.moment import WALL_TIME, placed
from gateway.cli.notice_options import SHORT_NOTICE_HELP, Manner, asked, read_answer, telling, text_option, texts
from gateway.cli.notice_second import sample_of, say_asked
from gateway.cli.notice_shown import typed_name
from gateway.cli.notice_tell import say_drafted, tell
from gateway.cli.period import PERIOD, read_period
from gateway.cli.session import Session
from gateway.cli.words import LINE
from gateway.cli.zone import ZONE
from gateway.desk.choice import Choice
from gateway.desk.notice import Impact, Notice
from gateway.desk.notices import maintenance
from gateway.desk.notices.decided import Bearings, Decided
from gateway.desk.notices.impact import GivenImpact
from gateway.desk.team import Person
from gateway.notice_issue import Issued, reached
from gateway.notice_release import two_people
from gateway.office import Office
from gateway.rules.duration import read_duration, write_duration
from gateway.validation import Complaints


@click.command(
    "schedule",
    cls=Command,
    examples=(
        'gateway maintenance schedule --service voice --region eu --title "Storage replacement"'
        ' --start "2026-11-22 01:00" --duration 2h --tz Africa/Johannesburg --impact outage --reason "New disks"'
        " --customer-action nothing --yes",
        "gateway maintenance schedule --service voice --title Patch --start 2026-11-22T01:00Z --duration 1h"
        ' --impact degraded --reason "A patch" --customer-action "Log in again afterwards"'
        ' --short-notice "vendor patch for an exploited flaw" --dry-run',
        "gateway maintenance schedule --service voice --title Patch --start 2026-11-22T01:00Z --duration 1h"
        " --impact none --draft",
        "gateway maintenance schedule --service voice --service reports --title Storage --start 2026-11-22T01:00Z"
        " --duration 2h --impact voice=degraded --impact reports=outage --reason Disks"
        " --customer-action nothing --dry-run",
    ),
)
@choosing
@click.option("--title", type=LINE, metavar="TEXT", help="What it is, in a few words: it stands in the subject.")
@click.option("--start", type=WALL_TIME, metavar="TIME", help="When the window opens. ISO 8601.")
@click.option("--end", type=WALL_TIME, metavar="TIME", help="When it closes.")
@click.option("--duration", type=PERIOD, metavar="TIME", help="How long it is, such as 2h, in place of --end.")
@click.option("--tz", "zone", type=ZONE, metavar="ZONE", help="Whose clocks --start and --end go by; else ours.")
@IMPACT
@text_option("--impact-duration", "impact_duration", "How long they feel it inside the window.")
@text_option("--summary", "summary", "What they may notice.")
@text_option("--reason", "reason", "What is done: customers read it. A draft may lack it.")
@text_option("--customer-action", "customer_action", 'What they should do, or "nothing"; a draft may lack it.')
@text_option("--not-affected", "not_affected", "What goes on working.")
@text_option("--phone", "phone", "A number for what is urgent; else support.phone of the settings.")
@click.option(
    "--tentative", is_flag=True, help="The time may still move; gateway maintenance reschedule makes it certain."
)
@click.option(
    "--emergency",
    is_flag=True,
    help="Less notice than promised: customers read why (--short-notice), and that it is an emergency.",
)
@text_option("--short-notice", "short_notice", SHORT_NOTICE_HELP)
@click.option(
    "--remind",
    "reminders",
    type=LINE,
    metavar="TIMES",
    help="How long before it begins customers are reminded, such as 24h,1h, or none; else as the policy says.",
)
@click.option("--auto-start", is_flag=True, help="Say by itself, at the start, that the work has begun.")
@click.option("--draft", is_flag=True, help="Write it down and tell nobody yet.")
@click.option("--approve-by", type=LINE, metavar="ADDR", help="Who of the team releases it, by mail; customers wait.")
@telling
def schedule(
    session: Session,
    choice: Choice,
    title: str | None,
    start: datetime | time | None,
    end: datetime | time | None,
    duration: timedelta | None,
    zone: ZoneInfo | None,
    impact: GivenImpact | None,
    tentative: bool,
    emergency: bool,
    reminders: str | None,
    auto_start: bool,
    draft: bool,
    approve_by: str | None,
    manner: Manner,
    **said: str | None,
) -> None:
    """Plan maintenance and tell every customer it concerns, each at their one address, in their language and zone.

    The notice that policies promise is kept, unless a reason is given. Nobody is told before it says what is done and
    what customers should do, and of an emergency why it cannot wait (--short-notice). Answers go to support; --phone
    adds a number. With --all everybody is told, whatever is affected. More than 20 customers are told only when
    somebody types the name of the notice.
    """
    if draft and approve_by:
        raise click.UsageError("give --draft or --approve-by, one of the two: --approve-by keeps a draft, and asks")
    opens, closes = _window(session, manner, start, end, duration, zone)
    title = asked(manner, "--title", title, "Title")
    felt = impact or GivenImpact(Impact(asked(manner, "--impact", None, "Impact", among=IMPACTS)))
    longest = timedelta() if felt == GivenImpact(Impact.NONE) else closes - opens
    new = maintenance.NewMaintenance(
        title=title,
        choice=choice.told,
        start=opens,
        end=closes,
        services=choice.services,
        regions=choice.regions,
        impact=felt,
        emergency=emergency,
        tentative=tentative,
        auto_start=auto_start,
        reminders=None if reminders is None else _reminders(reminders),
        texts=texts(**_questions(manner, said, longest, emergency=emergency, draft=draft)),
    )
    _carry_out(session, new, manner, draft=draft, approve_by=approve_by, zone=zone)


def _carry_out(
    session: Session,
    new: maintenance.NewMaintenance,
    manner: Manner,
    *,
    draft: bool,
    approve_by: str | None,
    zone: ZoneInfo | None,
) -> None:
    """Keep it as a draft, ask a colleague, or tell customers."""
    with session.office() as office:
        lines = partial(window_lines, session, zone=zone)
        if draft and not manner.is_trial:
            say_drafted(session, office, _drafted(office, new, manner), lines)
            return
        planned = _planned(office, new, manner, approve_by)
        if approve_by and not manner.is_trial:
            say_asked(session, office, planned, *_ask(office, planned, new, approve_by, manner), lines(planned))
            return
        tell(
            session,
            office,
            manner,
            planned,
            lambda: _begun(office, new, manner, planned),
            lines=lines(planned),
            draft=lambda: _drafted(office, new, manner, planned),
            next_command="gateway notice report {id} · gateway maintenance cancel {id}",
        )


def _planned(office: Office, new: maintenance.NewMaintenance, manner: Manner, approver: str | None) -> Planned:
    """Say what it would come to. Raises ``Refused``, also for somebody who cannot approve it."""
    if approver:
        two_people(office.law.team, approver, by=manner.by)
    return office.announcing.plan_beginning(new.choice, lambda found: _scheduled(new, found), by=manner.by)


def _begun(office: Office, new: maintenance.NewMaintenance, manner: Manner, planned: Planned) -> Issued:
    name = manner.confirm or typed_name(planned)
    return office.announcing.begin(
        new.choice, lambda found: _scheduled(new, found), by=manner.by, name=name, planned=planned
    )


def _scheduled(new: maintenance.NewMaintenance, found: Bearings) -> Decided:
    return maintenance.announce(maintenance.plan(new, found), found)


def _drafted(office: Office, new: maintenance.NewMaintenance, manner: Manner, planned: Planned | None = None) -> Notice:
    return office.announcing.begin(
        new.choice, lambda found: _draft(new, found, manner), by=manner.by, planned=planned
    ).notice


def _ask(
    office: Office, planned: Planned, new: maintenance.NewMaintenance, approver: str, manner: Manner
) -> tuple[Notice, Person]:
    """Keep a draft, and ask somebody to approve it."""
    return office.announcing.begin_for_release(
        new.choice,
        lambda found: _draft(new, found, manner),
        approver,
        by=manner.by,
        shown=reached(planned.recipients),
        prove=lambda named: sample_of(office, planned, named),
    )


def _draft(new: maintenance.NewMaintenance, found: Bearings, manner: Manner) -> Decided:
    return Decided(maintenance.plan(new, found), "drafted", f"drafted by {manner.by}")


def _window(
    session: Session,
    manner: Manner,
    start: datetime | time | None,
    end: datetime | time | None,
    duration: timedelta | None,
    zone: ZoneInfo | None,
) -> tuple[datetime, datetime]:
    """Return when the window opens and closes; what is missing of it is asked for."""
    place = zone or session.settings.timezone
    if end is not None and duration is not None:
        raise click.UsageError("give --end or --duration, one of the two")

    def opening(typed: datetime | time | str) -> datetime:
        at = WALL_TIME.convert(typed, None, None)
        return placed(session, at, zone, "--start", sure=manner.is_sure)

    question = f"When does it begin, by the clocks of {place.key} (such as 2026-11-22 01:00)"
    opens = opening(start) if start is not None else read_answer(manner, "--start", question, opening)
    if end is not None:
        return opens, placed(session, end, zone, "--end", after=opens)
    if duration is None:
        duration = read_answer(manner, "--end or --duration", "How long is it (such as 2h)", read_period)
    return opens, opens + duration


def _reminders(written: str) -> tuple[timedelta, ...]:
    try:
        return tuple(read_duration(one.strip()) for one in written.split(",") if one.strip() not in ("", "none"))
    except Complaints as bad:
        raise click.UsageError(f'--remind "{written}" {bad.complaints[0].message}') from None


def _questions(
    manner: Manner, said: dict[str, str | None], longest: timedelta, *, emergency: bool, draft: bool
) -> dict[str, str | None]:
    """Ask at a terminal for what customers want to know; of what they have to know a draft may say nothing yet.

    ``longest``: how long they can feel it at most; nothing where they feel none of it.
    """
    if not manner.asks:
        return said
    found, blank = dict(said), "" if draft else None

    def ask(name: str, question: str, default: str | None) -> None:
        if found.get(name) is None:
            answer = click.prompt(question, default=default, show_default=bool(default), err=True)
            found[name] = str(answer) or None

    if not manner.yes:
        ask(
            "impact_duration",
            "How long will customers feel it inside the window?",
            write_duration(longest) if longest else "",
        )
    ask("reason", "What is done?", blank)
    if emergency:
        ask("short_notice", "Why can it not wait?", blank)
    ask("customer_action", "What should customers do?", "Nothing")
    return found

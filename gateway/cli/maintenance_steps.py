"""What follows on maintenance: ``reschedule``, ``remind``, ``start``, ``extend``, ``complete``, ``cancel``."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import click

from gateway.announcing import Decide
from gateway.cli.command import Command
from gateway.cli.maintenance_window import window_lines
from gateway.cli.moment import WALL_TIME, placed, was
from gateway.cli.notice_options import (
    NAME,
    SHORT_NOTICE_HELP,
    WHY_TOLD,
    Manner,
    asked,
    read_answer,
    telling,
    text_option,
    texts,
)
from gateway.cli.notice_tell import tell
from gateway.cli.period import PERIOD
from gateway.cli.session import Session
from gateway.cli.zone import TZ
from gateway.desk.notice import Notice, NoticeKind, NoticeState
from gateway.desk.notices import maintenance
from gateway.desk.notices.decided import Bearings, Decided
from gateway.store.notices import notice_named

_BEGAN = click.option(
    "--began",
    type=WALL_TIME,
    metavar="TIME",
    help="When work began, where nobody has said so: customers read how long it took.",
)
_WHY = "Why, in one line for customers"


@click.command(
    "reschedule",
    cls=Command,
    examples=(
        'gateway maintenance reschedule MNT-2026-0142 --start "2026-11-23 01:00" --tz Africa/Johannesburg --yes',
        'gateway maintenance reschedule MNT-2026-0142 --start 2026-11-23T01:00Z --duration 3h --reason "late parts"',
    ),
)
@NAME
@click.option("--start", type=WALL_TIME, metavar="TIME", help="When the window opens now.")
@click.option("--end", type=WALL_TIME, metavar="TIME", help="When it closes; else it stays as long as it was.")
@click.option("--duration", type=PERIOD, metavar="TIME", help="How long it is, in place of --end.")
@TZ
@WHY_TOLD
@text_option("--short-notice", "short_notice", SHORT_NOTICE_HELP)
@telling
def reschedule(
    session: Session,
    name: str,
    start: datetime | time | None,
    end: datetime | time | None,
    duration: timedelta | None,
    zone: ZoneInfo | None,
    reason: str | None,
    short_notice: str | None,
    manner: Manner,
) -> None:
    """Move the window of maintenance, and tell everybody who was told of it.

    Given the time at which it is already, what was tentative becomes certain.
    """
    if end is not None and duration is not None:
        raise click.UsageError("give --end or --duration, not both")
    place = zone or session.settings.timezone
    opens = _moment(session, manner, start, zone, "--start", "When does it begin now")
    reason = asked(manner, "--reason", reason, _WHY, default="")
    until = placed(session, end, zone, "--end", after=opens) if end else None

    def decide(notice: Notice, found: Bearings) -> Decided:
        kept = (notice.end - notice.start) if notice.start and notice.end else timedelta()
        closes = until or opens + (duration or kept)
        return maintenance.reschedule(notice, found, opens, closes, texts(moved=reason, short_notice=short_notice))

    _carry_out(session, name, decide, manner, zone=place)


@click.command("remind", cls=Command, examples=("gateway maintenance remind MNT-2026-0142 --yes",))
@NAME
@telling
def remind(session: Session, name: str, manner: Manner) -> None:
    """Remind customers of maintenance now; planned reminders go out by themselves.

    Refused while letters that tell of its window are paused, aborted or still to be written, and once it has begun.
    """
    _carry_out(session, name, maintenance.remind, manner)


@click.command("start", cls=Command, examples=("gateway maintenance start MNT-2026-0142 --yes",))
@NAME
@telling
def start(session: Session, name: str, manner: Manner) -> None:
    """Say that the work has begun."""
    _carry_out(session, name, maintenance.begin, manner, after="gateway maintenance complete {id}")


@click.command(
    "extend",
    cls=Command,
    examples=("gateway maintenance extend MNT-2026-0142 --until 2026-11-22T05:00 --tz Africa/Johannesburg --yes",),
)
@NAME
@click.option("--until", type=WALL_TIME, metavar="TIME", help="When the window closes now.")
@TZ
@_BEGAN
@WHY_TOLD
@telling
def extend(
    session: Session,
    name: str,
    until: datetime | time | None,
    zone: ZoneInfo | None,
    began: datetime | time | None,
    reason: str | None,
    manner: Manner,
) -> None:
    """Say that the work takes longer than its window."""
    place = zone or session.settings.timezone
    begun = _began(session, manner, name, began, zone)
    closes = _moment(session, manner, until, zone, "--until", "Until when")
    reason = asked(manner, "--reason", reason, _WHY, default="")

    def decide(notice: Notice, found: Bearings) -> Decided:
        return maintenance.extend(notice, found, closes, texts(extended=reason), began=begun)

    _carry_out(session, name, decide, manner, zone=place, after="gateway maintenance complete {id}")


@click.command(
    "complete",
    cls=Command,
    examples=(
        "gateway maintenance complete MNT-2026-0142 --yes",
        "gateway maintenance complete MNT-2026-0142 --began 03:05 --tz Africa/Johannesburg --yes",
    ),
)
@NAME
@_BEGAN
@TZ
@text_option("--summary", "residual", "What customers may still notice.")
@telling
def complete(
    session: Session,
    name: str,
    began: datetime | time | None,
    zone: ZoneInfo | None,
    residual: str | None,
    manner: Manner,
) -> None:
    """Say that the work is done."""
    begun = _began(session, manner, name, began, zone)

    def decide(notice: Notice, found: Bearings) -> Decided:
        return maintenance.complete(notice, found, texts(residual=residual), began=begun)

    _carry_out(session, name, decide, manner, zone=zone, after="gateway maintenance audit {id}")


@click.command(
    "cancel", cls=Command, examples=('gateway maintenance cancel MNT-2026-0142 --reason "not needed any more" --yes',)
)
@NAME
@WHY_TOLD
@telling
def cancel(session: Session, name: str, reason: str | None, manner: Manner) -> None:
    """Call maintenance off; everybody who was told of it is told so."""
    reason = asked(manner, "--reason", reason, _WHY, default="")

    def decide(notice: Notice, found: Bearings) -> Decided:
        return maintenance.cancel(notice, found, texts(cancelled=reason))

    _carry_out(session, name, decide, manner)


def _moment(
    session: Session, manner: Manner, at: datetime | time | None, zone: ZoneInfo | None, flag: str, question: str
) -> datetime:
    """Return the instant of a time that was given, or ask for it."""

    def read(typed: datetime | time | str) -> datetime:
        return placed(session, WALL_TIME.convert(typed, None, None), zone, flag, sure=manner.is_sure)

    if at is not None:
        return read(at)
    place = zone or session.settings.timezone
    return read_answer(manner, flag, f"{question}, by the clocks of {place.key} (such as 2026-11-22 01:00)", read)


def _began(
    session: Session, manner: Manner, name: str, at: datetime | time | None, zone: ZoneInfo | None
) -> datetime | None:
    """Return when work began; it is asked for where nobody has said so and its window has opened."""

    def read(typed: datetime | time | str) -> datetime | None:
        return was(session, WALL_TIME.convert(typed, None, None), zone, "--began")

    if at is not None or not manner.asks or not _is_unsaid(session, name):
        return None if at is None else read(at)
    place = zone or session.settings.timezone
    return read_answer(
        manner, "--began", f"When did work begin, by the clocks of {place.key} (such as 2026-11-22 01:05)", read
    )


def _is_unsaid(session: Session, name: str) -> bool:
    with session.store() as database, database.read() as connection:
        notice = notice_named(connection, name)
    is_planned = notice.kind is NoticeKind.MAINTENANCE and notice.state is NoticeState.SCHEDULED
    return is_planned and notice.start is not None and notice.start <= session.clock.now()


def _carry_out(
    session: Session,
    name: str,
    decide: Decide,
    manner: Manner,
    *,
    zone: ZoneInfo | None = None,
    after: str = "gateway notice report {id}",
) -> None:
    with session.office() as office:
        planned = office.announcing.plan(name, decide, by=manner.by)
        tell(
            session,
            office,
            manner,
            planned,
            lambda: office.announcing.change(name, decide, by=manner.by, planned=planned),
            lines=window_lines(session, planned, zone),
            next_command=after,
        )

"""``gateway maintenance find-window``: look when few customers are at work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import click

from gateway.cli.audience import as_typed, choosing, meant
from gateway.cli.command import Command, with_session
from gateway.cli.moment import INSTANT
from gateway.cli.notice_options import may_ask
from gateway.cli.notice_shown import warn_of_overlap
from gateway.cli.period import PERIOD, read_period
from gateway.cli.session import Session, utc
from gateway.cli.span import short_span
from gateway.cli.views import Json
from gateway.cli.words import LINE, Number, counted
from gateway.cli.zone import ZONE
from gateway.desk.choice import Choice
from gateway.desk.hours.calendar import Calendar
from gateway.desk.hours.length import spell
from gateway.desk.life.law import Law
from gateway.desk.notice import Notice
from gateway.desk.notices.audience import Audience
from gateway.desk.notices.find_window import Bounds, Taken, Window, best_windows, heat, taken
from gateway.desk.notices.promised import strictest
from gateway.desk.notices.working_hours import OFFICE_HOURS, WorkingHours, at_work
from gateway.errors import Refused
from gateway.notice_issue import Whom
from gateway.rules.duration import write_duration
from gateway.store.database import Connection
from gateway.store.notices import planned_between
from gateway.validation import did_you_mean

FURTHEST = timedelta(days=92)
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What windows are looked for, and among whom."""

    working: WorkingHours
    earliest: datetime
    latest: datetime
    zone: ZoneInfo

    @property
    def days(self) -> Iterator[date]:
        day, last = (at.astimezone(self.zone).date() for at in (self.earliest, self.latest))
        while day <= last:
            yield day
            day += _A_DAY


@click.command(
    "find-window",
    cls=Command,
    examples=(
        "gateway maintenance find-window --service voice --duration 2h --within 10d",
        "gateway maintenance find-window --all --duration 90m --tz Africa/Johannesburg --json",
        "gateway maintenance find-window --service voice --duration 30m --emergency",
    ),
)
@choosing
@click.option("--duration", type=PERIOD, metavar="TIME", help="How long the window is, such as 2h.")
@click.option("--within", type=PERIOD, default="10d", show_default=True, metavar="TIME", help="How far ahead to look.")
@click.option("--from", "since", type=INSTANT, metavar="TIME", help="Not before then. ISO 8601.")
@click.option("--emergency", is_flag=True, help="From now on: no notice has to be given.")
@click.option("--tz", "zone", type=ZONE, metavar="ZONE", help="Whose days and hours are shown; else ours.")
@click.option("--hours", type=LINE, metavar="CALENDAR", help="When customers are at work, a name of calendars.yml.")
@click.option("--limit", type=Number(1, 92), default=5, show_default=True, help="How many windows at most.")
@with_session
def find_window(
    session: Session,
    choice: Choice,
    duration: timedelta | None,
    within: timedelta,
    since: datetime | None,
    emergency: bool,
    zone: ZoneInfo | None,
    hours: str | None,
    limit: int,
) -> None:
    """Find times for maintenance at which few of the customers it concerns are at work.

    Each customer counts by their own clocks and public holidays: Monday to Friday, eight to six, or the hours of a
    calendar. The best window of each day is ranked by how many are at work in it, then for how long, then by how long
    it may overrun before anybody begins. Windows for whose time maintenance of the same customers or services is
    planned come last, and are marked with "!"; other maintenance at that time is named, and decides between windows in
    which equally many are at work. The notice that policies promise is kept, unless it is an emergency.
    """
    if within > FURTHEST:
        raise Refused(f"--within looks {FURTHEST.days} days ahead at most")
    length = duration or _length(session)
    with session.office() as office, office.database.read() as connection:
        law, whom = office.law, Whom(connection, office.law.inboxes)
        found = whom.chosen(choice)
        if not found.size:
            raise Refused("nobody is left whom it would concern: leave out --except")
        notice = timedelta() if emergency else strictest(found.meant, law).maintenance_notice or timedelta()
        bounds = Bounds(session.clock.now(), within, notice, since)
        planned = _planned(connection, whom, choice, found, bounds)
    working = at_work(found.meant, law, bounds.earliest, bounds.latest, hours=_calendar(law, hours))
    asked = _Asked(working, bounds.earliest, bounds.latest, zone or session.settings.timezone)
    windows = best_windows(
        working, earliest=asked.earliest, latest=asked.latest, length=length, zone=asked.zone, planned=planned
    )[:limit]
    if not windows:
        raise Refused(bounds.why_none(length))
    if session.json:
        session.printer.document(_json(asked, windows))
        return
    kept = f"; {spell(notice)} notice was promised" if notice else ""
    _show(session, asked, windows, f"{meant(choice)}{kept}")
    for one in windows[0].overlaps:
        warn_of_overlap(session, one.notice)
    session.printer.next(_scheduling(choice, windows[0], length, asked.zone))


def _planned(connection: Connection, whom: Whom, choice: Choice, found: Audience, bounds: Bounds) -> tuple[Taken, ...]:
    """Return the maintenance that is planned for the time that is looked at."""
    meant = {one.id for one in found.meant}
    return tuple(
        taken(one, _concerned(whom, one), choice, meant)
        for one in planned_between(connection, bounds.earliest, bounds.latest)
    )


def _concerned(whom: Whom, notice: Notice) -> Iterator[str]:
    with suppress(Refused):  # its words mean nobody any more
        yield from (one.id for one in whom.concerned(notice))


def _length(session: Session) -> timedelta:
    if not may_ask(session):
        raise click.UsageError("give --duration: nobody can be asked here")
    found: timedelta = click.prompt("How long is it (such as 2h)", value_proc=read_period, err=True)
    return found


def _calendar(law: Law, name: str | None) -> Calendar:
    if name is None:
        return OFFICE_HOURS
    if name not in law.calendars:
        hint = did_you_mean(name, law.calendars) or f"there are {', '.join(law.calendars)}"
        raise Refused(f'there is no calendar "{name}": {hint}')
    return law.calendars[name]


def _show(session: Session, asked: _Asked, windows: Sequence[Window], about: str) -> None:
    printer, total = session.printer, asked.working.customers
    printer.text(f"{counted(total, 'customer')} ({about})", style="bold")
    printer.text()
    rows = [_row(one, asked) for one in windows]
    printer.table(
        (f"Window in {asked.zone.key}", "Starts in UTC", "At work then", "May overrun by", "Overlaps"),
        rows,
        flexible=2,
        optional=(1,),
    )
    printer.note("It may overrun by that until the next customer begins to work.")
    printer.text()
    printer.text(f"At work in each hour of {asked.zone.key}")
    printer.text("(. nobody, 1-9 tenths, # all):")
    printer.text("            0     6     12    18")
    for day in asked.days:
        line = "".join(_tenths(count, total) for count in heat(asked.working, day, asked.zone))
        printer.text(f"{day:%a %d %b}  {line}")


def _scheduling(choice: Choice, best: Window, duration: timedelta, zone: ZoneInfo) -> str:
    """Return the command that takes the best window, as far as it can be typed."""
    start = f"{best.start.astimezone(zone):%Y-%m-%d %H:%M}"
    length = write_duration(duration)
    return f'gateway maintenance schedule {as_typed(choice)} --start "{start}" --duration {length} --tz {zone.key}'


def _row(one: Window, asked: _Asked) -> tuple[str, ...]:
    touched = one.touched.customers
    of = f"{touched or 'nobody'} of {asked.working.customers}"
    return (
        short_span(one.start, one.end, asked.zone),
        f"{one.start:%Y-%m-%dT%H:%MZ}",
        f"{of}, {spell(one.touched.time)} in all" if touched else of,
        "a day or more" if one.quiet_after >= _A_DAY else spell(one.quiet_after) if one.quiet_after else "nothing",
        f"{'! ' if one.is_taken else ''}{', '.join(each.notice.id for each in one.overlaps)}",
    )


def _tenths(count: int, total: int) -> str:
    """Write a share as one letter: a dot for nobody, ``#`` for all, else tenths, rounded up."""
    if not count:
        return "."
    return "#" if count == total else str(min(9, -(-10 * count // total)))


def _json(asked: _Asked, windows: Sequence[Window]) -> Json:
    return {
        "customers": asked.working.customers,
        "earliest": utc(asked.earliest),
        "latest": utc(asked.latest),
        "windows": [
            {
                "start": utc(one.start),
                "end": utc(one.end),
                "customers_at_work": one.touched.customers,
                "customer_seconds_at_work": int(one.touched.time.total_seconds()),
                "quiet_after_seconds": int(one.quiet_after.total_seconds()),
                "taken": one.is_taken,
                "overlaps": [each.notice.id for each in one.overlaps],
            }
            for one in windows
        ],
        "days": [{"day": day.isoformat(), "at_work": list(heat(asked.working, day, asked.zone))} for day in asked.days],
    }

"""``gateway maintenance calendar``: the windows of the coming weeks, and which of them overlap."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

import click

from gateway.cli.command import Command, with_session
from gateway.cli.notice_json import impacts_json
from gateway.cli.session import Session, utc
from gateway.cli.span import span
from gateway.cli.views import Json
from gateway.cli.words import Number, counted
from gateway.cli.zone import ZONE
from gateway.desk.hours.zone import instant
from gateway.desk.notice import Notice
from gateway.store.notices import planned_between

MOST_WEEKS = 53  # a year ahead is the most that can be planned
Overlaps = Sequence[tuple[str, str]]


@click.command(
    "calendar",
    cls=Command,
    examples=(
        "gateway maintenance calendar",
        "gateway maintenance calendar --weeks 8 --tz Africa/Johannesburg",
        "gateway maintenance calendar --json",
    ),
)
@click.option("--weeks", type=Number(1, MOST_WEEKS), default=4, show_default=True, help="How many weeks to show.")
@click.option("--tz", "zone", type=ZONE, metavar="ZONE", help="Whose days and hours are shown; else ours.")
@with_session
def calendar(session: Session, weeks: int, zone: ZoneInfo | None) -> None:
    """Show the windows of planned and running maintenance, this week and the ones after it, Monday to Sunday.

    Windows that overlap are marked, whichever services they are about.
    """
    shown, now = zone or session.settings.timezone, session.clock.now()
    first = _monday(now, shown)
    bounds = [_plus_weeks(first, number, shown) for number in range(weeks + 1)]
    with session.store() as database, database.read() as connection:
        found = planned_between(connection, min(now, bounds[0]), bounds[-1])
    overlaps = _overlaps(found)
    if session.json:
        session.printer.document(_json(found, overlaps, bounds[0], bounds[-1], shown))
        return
    _show(session, found, overlaps, bounds, shown)
    if overlaps:
        overlap = "overlaps" if len(overlaps) == 1 else "overlap"
        session.printer.warn(f"careful: {counted(len(overlaps), 'pair')} of windows {overlap}")
    if found:
        session.printer.next(f"gateway maintenance show {found[0].id}")
    else:
        session.printer.next("gateway maintenance find-window --service NAME --duration 2h")


def _monday(now: datetime, zone: ZoneInfo) -> datetime:
    local = now.astimezone(zone)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    return instant(zone, midnight - timedelta(days=local.weekday()))


def _plus_weeks(first: datetime, weeks: int, zone: ZoneInfo) -> datetime:
    """Return the same wall time some weeks later: a week in which the clocks change is not seven days long."""
    return instant(zone, first.astimezone(zone).replace(tzinfo=None) + timedelta(weeks=weeks))


def _overlaps(found: Sequence[Notice]) -> Overlaps:
    pairs = ((one, other) for one, other in combinations(found, 2) if _overlap(one, other))
    return [(one.id, other.id) for one, other in pairs]


def _overlap(one: Notice, other: Notice) -> bool:
    if not (one.start and one.end and other.start and other.end):
        return False
    return one.start < other.end and other.start < one.end


def _show(
    session: Session, found: Sequence[Notice], overlaps: Overlaps, bounds: Sequence[datetime], zone: ZoneInfo
) -> None:
    printer, weeks = session.printer, [_week(one, zone) for one in bounds[:-1]]
    first, last = (one.astimezone(zone) for one in (bounds[0], bounds[-1] - timedelta(days=1)))
    named = f"{first:%a %d %b %Y} to {last:%a %d %b %Y}"
    printer.text(f"{counted(len(found), 'window') if found else 'No maintenance'}, {named}", style="bold")
    if found:
        rows = [_row(one, overlaps, zone, bounds[0]) for one in found]
        headings = ("Week", f"Window in {zone.key}", "Notice", "State", "Services", "Title", "Overlaps")
        printer.table(headings, rows, flexible=5, optional=(4, 3))
        free = [week for week in weeks if week not in {row[0] for row in rows}]
        if free:
            printer.text(f"Nothing begins in week {', '.join(free)}.")


def _week(at: datetime, zone: ZoneInfo) -> str:
    return str(at.astimezone(zone).isocalendar().week)


def _row(notice: Notice, overlaps: Overlaps, zone: ZoneInfo, first: datetime) -> tuple[str, ...]:
    assert notice.start is not None
    assert notice.end is not None, "maintenance has a window"
    with_whom = ", ".join(_others(notice.id, overlaps))
    return (
        _week(max(notice.start, first), zone),
        span(notice.start, notice.end, zone),
        notice.id,
        f"{notice.state}{' (emergency)' if notice.emergency else ''}",
        " / ".join(", ".join(some) for some in (notice.services, notice.regions) if some),
        notice.title,
        f"! {with_whom}" if with_whom else "",
    )


def _others(name: str, overlaps: Overlaps) -> list[str]:
    return [other if one == name else one for one, other in overlaps if name in (one, other)]


def _json(found: Sequence[Notice], overlaps: Overlaps, first: datetime, end: datetime, zone: ZoneInfo) -> Json:
    return {
        "from": utc(first),
        "to": utc(end),
        "zone": zone.key,
        "windows": [
            {
                "id": one.id,
                "title": one.title,
                "state": one.state.value,
                "start": utc(one.start),
                "end": utc(one.end),
                "services": list(one.services),
                "regions": list(one.regions),
                "impact": one.impact.value,
                "impacts": impacts_json(one),
                "emergency": one.emergency,
                "tentative": one.tentative,
                "overlaps": _others(one.id, overlaps),
            }
            for one in found
        ],
    }

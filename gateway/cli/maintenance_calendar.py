"""``gateway maintenance calendar``: the windows of the coming weeks, and which of them overlap."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import combinations, pairwise
from zoneinfo import ZoneInfo

import click

from gateway.cli.command import Command, with_session
from gateway.cli.notice_headline import window
from gateway.cli.session import Session, utc
from gateway.cli.views import Json
from gateway.cli.words import Number, counted
from gateway.cli.zone import ZONE
from gateway.desk.hours.zone import instant
from gateway.desk.notice import Notice
from gateway.store.notices import planned_between

MOST_WEEKS = 53  # a year ahead is the most that can be planned


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

    Windows that overlap are marked; whether they touch the same customers is asked by "maintenance schedule".
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
    for start, end in pairwise(bounds):
        theirs = [one for one in found if one.start and start <= max(one.start, bounds[0]) < end]
        _show_week(session, start, theirs, overlaps, shown)
    if overlaps:
        session.printer.warn(f"careful: {counted(len(overlaps), 'pair')} of windows overlap")
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


def _overlaps(found: Sequence[Notice]) -> list[tuple[str, str]]:
    pairs = ((one, other) for one, other in combinations(found, 2) if _overlap(one, other))
    return [(one.id, other.id) for one, other in pairs]


def _overlap(one: Notice, other: Notice) -> bool:
    if not (one.start and one.end and other.start and other.end):
        return False
    return one.start < other.end and other.start < one.end


def _show_week(
    session: Session, start: datetime, found: Sequence[Notice], overlaps: Sequence[tuple[str, str]], zone: ZoneInfo
) -> None:
    printer, monday = session.printer, start.astimezone(zone)
    year, number, _ = monday.isocalendar()
    printer.text(f"Week {number} of {year}, from {monday:%a %d %b}{'' if found else ': nothing'}", style="bold")
    if not found:
        return
    headings = (f"Window in {zone.key}", "Notice", "State", "Services", "Title", "Overlaps")
    rows = [_row(one, overlaps, zone) for one in found]
    printer.table(headings, rows, flexible=4, optional=(3, 2))


def _row(notice: Notice, overlaps: Sequence[tuple[str, str]], zone: ZoneInfo) -> tuple[str, ...]:
    assert notice.start is not None
    assert notice.end is not None, "maintenance has a window"
    about = "/".join(", ".join(some) for some in (notice.services, notice.regions) if some)
    with_whom = ", ".join(_others(notice.id, overlaps))
    state = f"{notice.state}{' (emergency)' if notice.emergency else ''}"
    marked = f"! {with_whom}" if with_whom else ""
    return window(notice.start, notice.end, zone), notice.id, state, about, notice.title, marked


def _others(name: str, overlaps: Sequence[tuple[str, str]]) -> list[str]:
    return [other if one == name else one for one, other in overlaps if name in (one, other)]


def _json(
    found: Sequence[Notice], overlaps: Sequence[tuple[str, str]], first: datetime, end: datetime, zone: ZoneInfo
) -> Json:
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
                "emergency": one.emergency,
                "tentative": one.tentative,
                "overlaps": _others(one.id, overlaps),
            }
            for one in found
        ],
    }

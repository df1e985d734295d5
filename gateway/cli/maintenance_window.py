"""Say of a window of maintenance what decides whether it is right: when, how much notice, at whose working hours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from gateway.announcing import Planned
from gateway.cli.audience import as_typed
from gateway.cli.session import Session
from gateway.cli.span import span
from gateway.cli.words import counted
from gateway.desk.hours.length import spell
from gateway.desk.life.law import Law
from gateway.desk.notice import NoticeKind, Stage
from gateway.desk.notices.said import said_impact
from gateway.desk.notices.working_hours import at_work
from gateway.office import Office
from gateway.rules.duration import write_duration

_OF_A_NEW_WINDOW = (Stage.SCHEDULED, Stage.RESCHEDULED)
_OF_AN_OLD_ONE = (Stage.RESCHEDULED, Stage.EXTENDED)


def window_lines(
    session: Session, office: Office, planned: Planned, zone: ZoneInfo | None = None
) -> Iterator[tuple[str, str]]:
    """Yield the lines; none of what is no maintenance. ``zone``: whose clocks they go by, else ours."""
    notice, zone = planned.notice, zone or session.settings.timezone
    if notice.kind is not NoticeKind.MAINTENANCE or notice.start is None or notice.end is None:
        return
    if planned.stage in _OF_AN_OLD_ONE and notice.was_start and notice.was_end:
        yield "Was", span(notice.was_start, notice.was_end, zone)
    yield "Window", span(notice.start, notice.end, zone)
    yield "", span(notice.start, notice.end, UTC) if zone.key != "UTC" else ""
    if planned.stage is Stage.EXTENDED and notice.was_end:
        yield "Longer by", spell(notice.end - notice.was_end)
    if planned.stage not in _OF_A_NEW_WINDOW:
        return
    promised = notice.times.maintenance_notice
    policy = f" (promised: at least {spell(promised)})" if promised else ""
    yield "Notice", f"{spell(notice.start - planned.now)} before start{policy}"
    touched, total = _touched(office.law, planned)
    if notice.impacts:
        yield "Impact", said_impact(notice)
    yield "Working hours", f"touched: {touched or 'none'} of {counted(total, 'customer')}"
    if touched:
        find = f"find-window {as_typed(notice.choice)} --duration {write_duration(notice.end - notice.start)}"
        careful = f"careful: working hours touched: {touched} of {counted(total, 'customer')}"
        session.printer.warn(f"{careful}\n  other times:  gateway maintenance {find}")


def moment_lines(session: Session, at: datetime | None, zone: ZoneInfo | None = None) -> Iterator[tuple[str, str]]:
    """Yield when an upgrade takes effect, by the clocks of a zone, else ours, and in UTC."""
    if at is None:
        return
    zone = zone or session.settings.timezone
    yield "When", f"{at.astimezone(zone):%a %d %b %Y %H:%M %Z}"
    yield "", f"{at.astimezone(UTC):%a %d %b %Y %H:%M} UTC" if zone.key != "UTC" else ""


def _touched(law: Law, planned: Planned) -> tuple[int, int]:
    start, end = planned.notice.start, planned.notice.end
    assert start is not None
    assert end is not None, "maintenance has a window"
    working = at_work(planned.customers.values(), law, start, end)
    return working.touched(start, end).customers, working.customers

"""Say of a window of maintenance what decides whether it is right: when, how much notice, at whose working hours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from gateway.announcing import Planned
from gateway.cli.session import Session
from gateway.cli.words import counted
from gateway.desk.hours.length import spell
from gateway.desk.life.law import Law
from gateway.desk.notice import NoticeKind, Stage
from gateway.desk.notices.said import said_impact
from gateway.desk.notices.working_hours import WorkingHours
from gateway.office import Office

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
        yield "Was", _local(notice.was_start, notice.was_end, zone)
    yield "Window", _local(notice.start, notice.end, zone)
    yield "", f"{_span(notice.start, notice.end, UTC)} UTC" if zone.key != "UTC" else ""
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
    yield "At work in it", f"{touched or 'none'} of {counted(total, 'customer')}"
    if touched and notice.emergency:
        session.printer.warn("careful: the window is in working hours of customers; gateway maintenance find-window")


def moment_lines(session: Session, at: datetime | None, zone: ZoneInfo | None = None) -> Iterator[tuple[str, str]]:
    """Yield when an upgrade takes effect, by the clocks of a zone, else ours, and in UTC."""
    if at is None:
        return
    zone = zone or session.settings.timezone
    yield "When", f"{at.astimezone(zone):%a %d %b %Y %H:%M %Z}"
    yield "", f"{at.astimezone(UTC):%a %d %b %Y %H:%M} UTC" if zone.key != "UTC" else ""


def _touched(law: Law, planned: Planned) -> tuple[int, int]:
    notice, day = planned.notice, timedelta(days=1)
    assert notice.start is not None
    assert notice.end is not None
    homes = [
        law.home_of(planned.customers[one.customer]) for one in planned.reached if one.customer in planned.customers
    ]
    working = WorkingHours(homes, notice.start - day, notice.end + day)
    return working.touched(notice.start, notice.end).customers, working.customers


def _local(start: datetime, end: datetime, zone: ZoneInfo) -> str:
    return f"{_span(start, end, zone)} {start.astimezone(zone):%Z}"


def _span(start: datetime, end: datetime, zone: tzinfo) -> str:
    first, last = (at.astimezone(zone) for at in (start, end))
    until = f"{last:%H:%M}" if last.date() == first.date() else f"{last:%a %d %b %H:%M}"
    return f"{first:%a %d %b %Y %H:%M} - {until}"

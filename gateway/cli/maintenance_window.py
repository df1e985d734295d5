"""Say of a window of maintenance what decides whether it is right: when, how much notice, at whose working hours.

And until when customers may object to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from gateway.announcing import Planned
from gateway.cli.session import Session
from gateway.cli.span import moment, span
from gateway.cli.words import counted
from gateway.desk.hours.length import spell
from gateway.desk.notice import NoticeKind, Stage
from gateway.desk.notices.agenda import Duty, agenda, reminders_left_out
from gateway.desk.notices.maintenance import PLANS
from gateway.desk.notices.objection import object_by
from gateway.desk.notices.said import said_impact

_OF_AN_OLD_ONE = (Stage.RESCHEDULED, Stage.EXTENDED)


def window_lines(session: Session, planned: Planned, zone: ZoneInfo | None = None) -> Iterator[tuple[str, str]]:
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
    if planned.stage is Stage.REMINDER:
        yield from _planned_reminders(session, planned)
    if planned.stage not in PLANS:
        return
    promised = notice.times.maintenance_notice
    policy = f" (promised: at least {spell(promised)})" if promised else ""
    yield "Notice", f"{spell(notice.start - planned.now)} before start{policy}"
    if by := object_by(notice, planned.now):
        yield "Objections", f"until {moment(by, zone)}"
    if notice.impacts:
        yield "Impact", said_impact(notice)
    yield "Working hours", f"touched: {planned.at_work or 'none'} of {counted(len(planned.customers), 'customer')}"
    if left := _left_out(session, planned):
        yield "No reminder", f"at {left}: too close behind this"


def _planned_reminders(session: Session, planned: Planned) -> Iterator[tuple[str, str]]:
    """Yield which planned reminder this one stands for, and when the next goes by itself."""
    if left := _left_out(session, planned):
        yield "Stands for", f"the one that was planned for {left}"
    to_come = (one.at for one in agenda(planned.notice) if one.duty is Duty.REMINDER)
    yield "Next one", session.local_time(min(to_come, default=None)) or "none"


def _left_out(session: Session, planned: Planned) -> str:
    return ", ".join(session.local_time(at) for at in reminders_left_out(planned.notice, planned.now))


def moment_lines(session: Session, at: datetime | None, zone: ZoneInfo | None = None) -> Iterator[tuple[str, str]]:
    """Yield when an upgrade takes effect, by the clocks of a zone, else ours, and in UTC."""
    if at is None:
        return
    zone = zone or session.settings.timezone
    yield "When", moment(at, zone)
    yield "", moment(at, UTC) if zone.key != "UTC" else ""

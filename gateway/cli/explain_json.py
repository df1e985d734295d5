"""What ``ticket explain --json`` prints. Keys are never renamed; each instant is given in UTC and by both clocks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from gateway.cli.explain_words import due_words, state_of
from gateway.cli.session import utc
from gateway.cli.views import Json, promise_json
from gateway.desk.hours.calendar import Segment
from gateway.desk.life.agenda import Due
from gateway.desk.life.explain import Explained, Explanation, Way
from gateway.outbound.spoken import ENGLISH, say_hours, say_target


def explanation_json(found: Explanation, *, ours: ZoneInfo, reasons: Mapping[datetime, str]) -> Json:
    """Return everything that was found out; ``reasons`` are those people gave for a pause, by when it began."""
    case = found.case
    theirs = case.home.zone
    return {
        "number": case.ticket.number,
        "subject": case.ticket.subject,
        "status": case.ticket.status.value,
        "priority": case.ticket.priority,
        "customer": case.ticket.customer or None,
        "policy": case.policy.name,
        "plan": case.customer.plan if case.customer and case.customer.plan else None,
        "now": utc(found.now),
        "zones": {"ours": ours.key, "customer": theirs.key},
        "promised_nothing": found.nothing or None,
        "promises": [_promise(one, ours, theirs, reasons) for one in found.promises],
        "due": [_due(one, ours, theirs) for one in found.due],
    }


def _promise(one: Explained, ours: ZoneInfo, theirs: ZoneInfo, reasons: Mapping[datetime, str]) -> Json:
    row, way = one.row, one.way
    instants: Json = {}
    for name in ("start", "warn", "due", "met", "warned_at", "missed_at", "ended_at"):
        instants |= _clocks(name, getattr(row, name), ours, theirs)
    return {
        **promise_json(row),
        "state": state_of(row),
        **instants,
        "way": None if way is None else _way(way, ours, theirs, reasons),
    }


def _way(way: Way, ours: ZoneInfo, theirs: ZoneInfo, reasons: Mapping[datetime, str]) -> Json:
    total, segments = timedelta(), []
    for segment, to_come in [*((one, False) for one in way.counted), *((one, True) for one in way.to_come)]:
        total += segment.length
        segments.append(_segment(segment, total, to_come, ours, theirs))
    return {
        "target": say_target(way.target, way.calendar, ENGLISH),
        "hours": say_hours(way.calendar, ENGLISH),
        "target_seconds": _seconds(way.worth),
        "counted_seconds": _seconds(way.worth - way.left),
        "left_seconds": _seconds(way.left),
        "late_seconds": _seconds(way.late),
        "segments": segments,
        "standstills": [
            {
                "why": one.why.value,
                "reason": reasons.get(one.since),
                **_clocks("since", one.since, ours, theirs),
                **_clocks("until", one.until, ours, theirs),
            }
            for one in way.standstills
        ],
        "holidays": [{"day": one.day.isoformat(), "name": one.name} for one in way.holidays],
        "clock_changes": [
            {"zone": one.zone, "by_seconds": _seconds(one.by), **_clocks("at", one.at, ours, theirs)}
            for one in way.clock_changes
        ],
    }


def _segment(segment: Segment, total: timedelta, to_come: bool, ours: ZoneInfo, theirs: ZoneInfo) -> Json:
    return {
        **_clocks("start", segment.start, ours, theirs),
        **_clocks("end", segment.end, ours, theirs),
        "seconds": _seconds(segment.length),
        "total_seconds": _seconds(total),
        "to_come": to_come,
    }


def _due(due: Due, ours: ZoneInfo, theirs: ZoneInfo) -> Json:
    return {
        "kind": due.kind.value,
        "what": due_words(due),
        "promise": due.row.kind.value if due.row else None,
        "step": due.step or None,
        **_clocks("at", due.at, ours, theirs),
    }


def _clocks(name: str, at: datetime | None, ours: ZoneInfo, theirs: ZoneInfo) -> Json:
    return {
        name: utc(at),
        f"{name}_ours": at.astimezone(ours).isoformat() if at else None,
        f"{name}_customer": at.astimezone(theirs).isoformat() if at else None,
    }


def _seconds(length: timedelta) -> float | int:
    seconds = length.total_seconds()
    return int(seconds) if seconds.is_integer() else seconds

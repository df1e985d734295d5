"""Write times of a calendar for people, in the zone they are given in (RFC 5545 sections 3.3.4 to 3.3.6)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from gateway.inbound.body.calendar_value import Value

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_TIME = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2})(Z?))?\Z", re.ASCII)
_DURATION = re.compile(
    r"P(?:([0-9]{1,4})W)?(?:([0-9]{1,4})D)?(?:T(?:([0-9]{1,5})H)?(?:([0-9]{1,6})M)?(?:[0-9]{1,7}S)?)?\Z"
)


def span(start: Value | None, end: Value | None = None, duration: Value | None = None) -> str:
    """Say when: ``Thu 2026-11-26, 09:00 to 10:00 (Europe/Zurich)``. What is no time is given as it stands.

    A day's end is the day behind it, as the standard has it; people are told the last day.
    """
    if start is None:
        return f"until {_shown(end)}" if end else ""
    begun, whole_day = _moment(start)
    if begun is None:
        return _raw(start)
    ended, _ = _moment(end) if end else (None, False)
    if ended is None and duration is not None:
        ended = _later(begun, duration)
    if whole_day:
        last = ended - timedelta(days=1) if ended and ended > begun else begun
        return f"{_day(begun)} (all day)" if last <= begun else f"{_day(begun)} to {_day(last)} (all day)"
    zone = _zone(start)
    if ended is None or (end and _zone(end) != zone):
        return _shown(start) + (f" to {_shown(end)}" if ended and end else "")
    if ended <= begun:
        return _shown(start)
    until = f"{ended:%H:%M}" if ended.date() == begun.date() else f"{_day(ended)}, {ended:%H:%M}"
    return f"{_day(begun)}, {begun:%H:%M} to {until} ({zone})"


def _shown(value: Value) -> str:
    moment, whole_day = _moment(value)
    if moment is None:
        return _raw(value)
    return _day(moment) if whole_day else f"{_day(moment)}, {moment:%H:%M} ({_zone(value)})"


def _raw(value: Value) -> str:
    return " ".join(value.text.split())[:60]


def _moment(value: Value) -> tuple[datetime | None, bool]:
    """Return the time as it stands, without its zone, and whether it is a whole day."""
    match = _TIME.match(value.text.strip())
    if not match:
        return None, False
    try:
        year, month, day, hour, minute, second = (int(part) for part in match.groups(default="0")[:6])
        moment = datetime(year, month, day, hour, minute, min(second, 59))  # noqa: DTZ001 (the zone is told beside it)
        return moment, match[4] is None
    except ValueError:
        return None, False


def _later(begun: datetime, duration: Value) -> datetime | None:
    match = _DURATION.match(duration.text.strip().lstrip("+").upper())
    if not match:
        return None
    weeks, days, hours, minutes = (int(part or 0) for part in match.groups())
    try:
        return begun + timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes)
    except OverflowError:
        return None


def _day(moment: datetime) -> str:
    return f"{_DAYS[moment.weekday()]} {moment:%Y-%m-%d}"


def _zone(value: Value) -> str:
    if value.text.strip().endswith("Z"):
        return "UTC"
    return " ".join(value.parameters.get("TZID", "").split())[:60] or "no zone given"

"""Holidays from an iCalendar file (RFC 5545), as calendar programs and public feeds write them.

Each event closes the days it covers, in whatever zone its calendar is. Events of every year are taken by month and day;
any other recurrence is refused, as it would be guesswork which days were meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from gateway.desk.hours.holidays import Holidays
from gateway.errors import Refused

if TYPE_CHECKING:
    from icalendar import Event

MAX_BYTES = 4 * 1024 * 1024
MAX_DAYS = 366  # of one event


def read_holiday_file(path: Path) -> Holidays:
    """Read it. Raises ``Refused`` with the event that cannot be understood."""
    days: dict[date, str] = {}
    yearly: dict[tuple[int, int], str] = {}
    for event in _events(path):
        name = " ".join(str(event.get("SUMMARY", "holiday")).split())[:100] or "holiday"
        covered = list(_days(event, name))
        if _every_year(event, name):
            yearly |= {(day.month, day.day): name for day in covered}
        else:
            days |= dict.fromkeys(covered, name)
    if not days and not yearly:
        raise Refused("holds no event")
    return Holidays(days, yearly)


def _events(path: Path) -> Iterator[Event]:
    from icalendar import Calendar, Event  # 7 MB and a tenth of a second, for those who have such a file

    try:
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise Refused(f"cannot be read: {error.strerror or error}") from None
    if len(raw) > MAX_BYTES:
        raise Refused(f"is larger than {MAX_BYTES} bytes")
    try:
        calendars = Calendar.from_ical(raw, multiple=True)
    except (ValueError, IndexError) as error:
        raise Refused(f"is no iCalendar file: {error}"[:200]) from None
    for calendar in calendars:
        yield from (event for event in calendar.walk("VEVENT") if isinstance(event, Event))


def _days(event: Event, name: str) -> Iterator[date]:
    first = _date(event, "DTSTART", name)
    if first is None:
        raise Refused(f'the event "{name}" has no date that can be read (DTSTART)')
    last = _date(event, "DTEND", name)
    if last is None or last <= first:  # without an end, or with one on the same day, it is that day
        last = first + timedelta(days=1)
    if (last - first).days > MAX_DAYS:
        raise Refused(f'the event "{name}" covers more than a year')
    for ahead in range((last - first).days):
        yield first + timedelta(days=ahead)


def _date(event: Event, field: str, name: str) -> date | None:
    try:
        value = event.decoded(field, None)
    except (ValueError, AttributeError):
        raise Refused(f'the event "{name}" has a {field} that cannot be read') from None
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def _every_year(event: Event, name: str) -> bool:
    rule = event.get("RRULE")
    if rule is None and event.get("RDATE") is None:
        return False
    plain = rule is not None and set(rule) <= {"FREQ", "INTERVAL", "BYMONTH", "BYMONTHDAY", "WKST"}
    if plain and rule["FREQ"] == ["YEARLY"] and rule.get("INTERVAL", [1]) == [1] and event.get("RDATE") is None:
        return True
    raise Refused(f'the event "{name}" recurs in a way that is not understood: write its days out, or use every year')

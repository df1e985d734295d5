"""Holidays from an iCalendar file (RFC 5545), as calendar programs and public feeds write them.

Each event closes the days it covers, in whatever zone its calendar is. Events of every year are taken by month and day;
any other recurrence is refused, as it would be guesswork which days were meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from gateway.desk.hours.holidays import Holidays
from gateway.errors import Refused

if TYPE_CHECKING:
    from icalendar import Event

MAX_BYTES = 4 * 1024 * 1024
MAX_DAYS = 366  # of one event
_LAST_YEAR = 9000  # days are counted on from it
_YEARLY = {"FREQ": ["YEARLY"], "INTERVAL": [1], "BYMONTH": [], "BYMONTHDAY": [], "WKST": []}
"""What a rule may say, in icalendar's form."""


def read_holiday_file(path: Path) -> Holidays:
    """Read it. Raises ``Refused`` with the event that cannot be understood."""
    days: dict[date, str] = {}
    yearly: dict[tuple[int, int], str] = {}
    for event in _events(path):
        if str(event.get("STATUS", "")).upper() == "CANCELLED":
            continue
        name = _name(event)
        covered = list(_days(event, name))
        if _every_year(event, name, covered[0]):
            yearly |= {(day.month, day.day): name for day in covered}
        else:
            days |= dict.fromkeys(covered, name)
    if not days and not yearly:
        raise Refused("holds no event")
    return Holidays(days, yearly)


def _name(event: Event) -> str:
    summary = event.get("SUMMARY", "")
    first = next(iter(summary), "") if isinstance(summary, list) else summary
    return " ".join(str(first).split())[:100] or "holiday"


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
    length = max(1, _length(event, first, name))  # without an end, or with one on the same day, it is that day
    if length > MAX_DAYS:
        raise Refused(f'the event "{name}" covers more than a year')
    if first.year >= _LAST_YEAR:
        raise Refused(f'the event "{name}" is in the year {first.year}')
    for ahead in range(length):
        yield first + timedelta(days=ahead)


def _length(event: Event, first: date, name: str) -> int:
    """Return how many days it covers; nought where it does not say."""
    last = _date(event, "DTEND", name)
    if last is not None:
        return (last - first).days
    duration = _decoded(event, "DURATION", name)
    return duration.days if isinstance(duration, timedelta) else 0


def _date(event: Event, field: str, name: str) -> date | None:
    value = _decoded(event, field, name)
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def _decoded(event: Event, field: str, name: str) -> object:
    if isinstance(event.get(field), list):
        raise Refused(f'the event "{name}" has {field} twice')
    try:
        value: object = event.decoded(field, None)
    except (ValueError, AttributeError, KeyError):
        raise Refused(f'the event "{name}" has a {field} that cannot be read') from None
    return value


def _every_year(event: Event, name: str, first: date) -> bool:
    """Tell whether it is of every year, on the day it begins with. Raises ``Refused`` for any other recurrence."""
    rule = event.get("RRULE")
    if rule is None and not any(field in event for field in ("RDATE", "EXDATE", "EXRULE")):
        return False
    if isinstance(rule, Mapping) and set(rule) <= set(_YEARLY) and "RDATE" not in event and "EXDATE" not in event:
        wanted = {**_YEARLY, "BYMONTH": [first.month], "BYMONTHDAY": [first.day], "WKST": rule.get("WKST")}
        if "FREQ" in rule and all(value == wanted[key] for key, value in rule.items()):
            return True
    raise Refused(f'the event "{name}" recurs in a way that is not understood: write its days out, or use every year')

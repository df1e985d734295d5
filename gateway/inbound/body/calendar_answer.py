"""Read what an answer to an invitation says: to which one, for when, and yes, no or perhaps (RFC 5546 section 3.2).

Reads the first calendar of a mail that answers. What it says in words is ``calendar``'s.
"""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from gateway.inbound.body.calendar_value import Value, values
from gateway.inbound.mime.charset import clean_line, to_text
from gateway.inbound.mime.parse import Part
from gateway.mail import CalendarAnswer

MAX_PARTS = 5  # calendars that are looked at
MAX_BYTES = 64 * 1024  # of one; an answer has some hundreds
MAX_UID = 255
_TYPES = frozenset(("text/calendar", "application/ics", "text/x-vcalendar"))
_REPLY, _COUNTER = "REPLY", "COUNTER"


def find_answer(root: Part, raw: bytes) -> CalendarAnswer | None:
    """Return what a mail answers to an invitation; None where it answers none. Never raises."""
    calendars = [part for part in root.leaves() if part.type.value in _TYPES]
    for part in calendars[:MAX_PARTS]:
        text = to_text(part.body(raw)[:MAX_BYTES], part.type.parameters.get("charset", ""))
        if found := read_answer(text.replace("\r\n", "\n")):
            return found
    return None


def read_answer(source: str) -> CalendarAnswer | None:
    """Return what a calendar answers; None for one that invites or tells. Lines end in ``\\n``.

    An answer names one attendee, whose it is; of several the first that decides counts.
    """
    method, uid, answers, starts = "", "", [], []
    within = ""
    for value in values(source):
        if value.name in ("BEGIN", "END"):  # a zone has starts of its own
            within = value.text.strip().upper() if value.name == "BEGIN" else ""
        elif value.name == "DTSTART" and within == "VEVENT":
            starts.append(_instant(value))
        elif value.name == "METHOD":
            method = method or value.text.strip().upper()
        elif value.name == "UID":
            uid = uid or clean_line(value.text).strip()[:MAX_UID]
        elif value.name == "ATTENDEE":
            answers.append(_said(value))
    if method not in (_REPLY, _COUNTER) or not uid:
        return None
    said = next((one for one in answers if one not in ("", "NEEDS-ACTION")), "")
    proposes = method == _COUNTER
    return CalendarAnswer(uid, said, proposes, None if proposes else next(iter(starts), None))


def _said(attendee: Value) -> str:
    return clean_line(attendee.parameters.get("PARTSTAT", "")).strip().upper()[:20]


def _instant(value: Value) -> datetime | None:
    """Return when that is, in UTC; None in a zone that only the calendar knows, and of a day."""
    written = value.text.strip().upper()
    zone = "UTC" if written.endswith("Z") else value.parameters.get("TZID", "")
    try:
        return (
            datetime.strptime(written.removesuffix("Z"), "%Y%m%dT%H%M%S").replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        )
    except (ValueError, OverflowError, OSError, ZoneInfoNotFoundError):
        return None

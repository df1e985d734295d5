"""Write the calendar part of a maintenance notice (RFC 5545), with the fields that network operators' programs read.

Written by hand: a notice is sent to thousands, each with a calendar of its own, and the library that reads holiday
files takes ten times as long. Most of them differ only in whose they are: the rest is written once, and kept. Chooses
no words, times or recipients; what people typed can add no line of its own.
The X-MAINTNOTE fields are those of draft-gunter-calext-maintenance-notifications.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Literal
from urllib.parse import quote

from gateway.address import Address, Mailbox
from gateway.outbound.body import CalendarPart, Method
from gateway.outbound.fields import CannotCompose, clean_line

MAX_OCTETS = 75  # of a line without its end, RFC 5545 section 3.1
IMPACTS = ("NO-IMPACT", "REDUCED-REDUNDANCY", "DEGRADED", "OUTAGE")
"""The worst is last."""

Wish = Literal["", "PUBLISH", "REQUEST"]
"""What a customer wants of calendars: a file, a file that calendars offer to take, or an invitation."""

_LINE_ENDS = re.compile(r"\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")  # all that some reader takes for one
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_QUOTED = str.maketrans('"\\', "'/")  # RFC 5545 section 3.2 knows no escapes; some read a backslash as one
_CARETS = re.compile(r"\^(?=[n'^])")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}")
_URI_SAFE = "!$'*+:"  # what an address in a URI may hold beside letters, digits and -._~ (RFC 6068 section 2)
_MAX_SEQUENCE = 2**31 - 1  # RFC 5545 section 3.3.8


class CalendarStatus(StrEnum):
    """How far the work is, in the words of X-MAINTNOTE-STATUS."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"
    IN_PROCESS = "IN-PROCESS"
    COMPLETED = "COMPLETED"


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose a calendar is: what no two customers have in common. Texts may be hostile, as those of the event."""

    uid: str
    """The same for all notices about this work to this customer: calendars find their entry by it."""
    account: str
    """The customer, by its id."""
    attendee: Address | None
    """Who is invited; not written unless the customer wants invitations."""


@dataclass(frozen=True, slots=True)
class MaintenanceEvent:
    """One maintenance as some customers see it. Texts may be hostile: they are cleaned on the way out."""

    sequence: int
    """Counts the notices from 0, the cancellation too: what has an old number is passed over."""
    stamp: datetime
    start: datetime
    end: datetime
    summary: str
    description: str
    """May be empty, and have lines."""
    organizer: Mailbox
    provider: str
    """Our domain."""
    maintenance_id: str
    objects: tuple[tuple[str, str], ...]
    """The customer's own services that the work touches, at least one: each with one of ``IMPACTS``."""
    status: CalendarStatus
    language: str = ""
    """Tag of the language the texts are in; empty where nobody knows."""
    test: bool = False
    """To be looked at: programs of network operators find nothing in it to act on."""


def calendar_method(event: MaintenanceEvent, method: Wish) -> Method:
    """Return the METHOD to write, which the MIME field must say as well: Outlook acts only where both are equal.

    A cancellation is CANCEL for what was published, too (RFC 5546 section 3.2.1): by STATUS alone most calendars keep
    the entry. A file without a method stays one: nobody who asked for files is to be asked questions by a calendar.
    """
    return "CANCEL" if method and event.status is CalendarStatus.CANCELLED else method


def calendar_part(event: MaintenanceEvent, holder: Holder, *, method: Wish) -> CalendarPart:
    """Write it as a mail carries it. Raises ``CannotCompose`` as ``write_calendar`` does."""
    file = f"{'test-' if event.test else ''}{_file_name(event.maintenance_id)}.ics"
    return CalendarPart(write_calendar(event, holder, method=method), calendar_method(event, method), file)


@lru_cache(maxsize=64)
def _file_name(maintenance_id: str) -> str:
    return re.sub(r"[^A-Za-z0-9-]+", "-", maintenance_id[:60]).strip("-") or "maintenance"


def write_calendar(event: MaintenanceEvent, holder: Holder, *, method: Wish) -> bytes:
    """Write the calendar: CRLF only, no line over 75 octets, times in UTC. The same gives the same bytes.

    Raises ``CannotCompose`` for what only a mistake of ours could ask: an end before the start, a text that is missing.
    """
    before, standard, provider, rest = _stencil(event, method)
    uid = _folded(f"UID:{_line('UID', holder.uid)}")
    invited = _attendee(event, holder) if method == "REQUEST" else b""
    if event.test:
        return b"".join((before, uid, standard, invited, rest))
    account = _folded(f"X-MAINTNOTE-ACCOUNT:{_line('ACCOUNT', holder.account)}")
    return b"".join((before, uid, standard, invited, provider, account, rest))


@lru_cache(maxsize=512)  # kinds of readers: by language, zone and services
def _stencil(event: MaintenanceEvent, method: Wish) -> tuple[bytes, bytes, bytes, bytes]:
    """Return what stands before, between and behind the lines that say whose it is."""
    _check(event)
    before = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{_line('PROVIDER', event.provider)}//Casegate//EN",
        *([f"METHOD:{calendar_method(event, method)}"] if method else []),
        "BEGIN:VEVENT",
    )
    provider = f"X-MAINTNOTE-PROVIDER:{_line('PROVIDER', event.provider)}"
    rest = (*(() if event.test else _maintenance(event)), "END:VEVENT", "END:VCALENDAR")
    return _lines(before), _lines(_standard(event)), _lines((provider,)), _lines(rest)


def _lines(lines: Iterable[str]) -> bytes:
    return b"".join([_folded(line) for line in lines])


def _folded(line: str) -> bytes:
    return fold(line.encode("utf-8")) + b"\r\n"


def fold(line: bytes) -> bytes:
    """Break a line after 75 octets, the leading blank of the next ones counted, and never inside a character."""
    if len(line) <= MAX_OCTETS:
        return line
    pieces, at, room = [], 0, MAX_OCTETS
    while len(line) - at > room:
        end = at + room
        while line[end] & 0xC0 == 0x80:  # the octet there goes on with a character
            end -= 1
        pieces.append(line[at:end])
        at, room = end, MAX_OCTETS - 1
    pieces.append(line[at:])
    return b"\r\n ".join(pieces)


def _check(event: MaintenanceEvent) -> None:
    if any(impact not in IMPACTS for _, impact in event.objects):
        raise CannotCompose("X-MAINTNOTE-IMPACT", "is none of those there are")
    if not event.objects:
        raise CannotCompose("X-MAINTNOTE-OBJECT-ID", "needs a service")
    if not 0 <= event.sequence <= _MAX_SEQUENCE:
        raise CannotCompose("SEQUENCE", "counts from 0")
    if event.language and not _LANGUAGE.fullmatch(event.language):
        raise CannotCompose("LANGUAGE", "needs a language tag")


def _standard(event: MaintenanceEvent) -> Iterator[str]:
    start, end = _instant("DTSTART", event.start), _instant("DTEND", event.end)
    if end <= start:
        raise CannotCompose("DTEND", "is not after the start")
    language = f";LANGUAGE={event.language}" if event.language else ""
    yield f"SEQUENCE:{event.sequence}"
    yield f"DTSTAMP:{_instant('DTSTAMP', event.stamp)}"
    yield f"DTSTART:{start}"
    yield f"DTEND:{end}"
    yield f"SUMMARY{language}:{_line('SUMMARY', event.summary)}"
    if event.description:
        yield f"DESCRIPTION{language}:{_text(event.description)}"
    yield _organizer(event.organizer)
    yield f"STATUS:{_status(event.status)}"
    yield "TRANSP:TRANSPARENT"  # nobody is busy because of our work


def _attendee(event: MaintenanceEvent, holder: Holder) -> bytes:
    """Invite the customer, and ask for an answer only while a "no" can change something."""
    if not holder.attendee:
        raise CannotCompose("ATTENDEE", "nobody is invited")
    asked = event.status in (CalendarStatus.TENTATIVE, CalendarStatus.CONFIRMED)
    answer = "PARTSTAT=NEEDS-ACTION;RSVP=TRUE" if asked else "RSVP=FALSE"
    return _folded(f"ATTENDEE;ROLE=REQ-PARTICIPANT;{answer}:{_mailto(holder.attendee)}")


def _maintenance(event: MaintenanceEvent) -> Iterator[str]:
    yield f"X-MAINTNOTE-MAINTENANCE-ID:{_line('MAINTENANCE-ID', event.maintenance_id)}"
    for name, impact in event.objects:
        yield f"X-MAINTNOTE-OBJECT-ID;X-MAINTNOTE-OBJECT-IMPACT={impact}:{_line('OBJECT-ID', name)}"
    worst = max((impact for _, impact in event.objects), key=IMPACTS.index)
    yield f"X-MAINTNOTE-IMPACT:{worst}"  # programs go by this one where there is one object
    yield f"X-MAINTNOTE-STATUS:{event.status}"


def _status(status: CalendarStatus) -> str:
    """Say it in the three words calendars know (RFC 5545 section 3.8.1.11): what has begun or is over was certain."""
    if status in (CalendarStatus.TENTATIVE, CalendarStatus.CANCELLED):
        return status.value
    return "CONFIRMED"


def _instant(field: str, when: datetime) -> str:
    """Write it in UTC (RFC 5545 section 3.3.5, form 2), the same in every locale; parts of seconds are dropped."""
    if when.tzinfo is None:
        raise CannotCompose(field, "needs a time zone")
    at = when.astimezone(UTC)
    return f"{at.year:04}{at.month:02}{at.day:02}T{at.hour:02}{at.minute:02}{at.second:02}Z"


def _line(field: str, text: str) -> str:
    """Return a text as one line. An empty one is refused: programs take no event without these."""
    cleaned = clean_line(text)
    if not cleaned:
        raise CannotCompose(field, "is empty")
    return _escaped(cleaned)


def _text(text: str) -> str:
    text = _LINE_ENDS.sub("\n", text)
    return _escaped(_CONTROLS.sub("\ufffd", text))


def _escaped(text: str) -> str:
    """Escape it (RFC 5545 section 3.3.11), the backslash first: the others bring some."""
    return text.replace("\\", r"\\").replace(";", r"\;").replace(",", r"\,").replace("\n", r"\n")


def _organizer(mailbox: Mailbox) -> str:
    return f"ORGANIZER{_name(mailbox)}:{_mailto(mailbox.address)}"


def _name(mailbox: Mailbox) -> str:
    """Write the name as a parameter. A quotation mark would end it; a caret may be read by RFC 6868."""
    name = clean_line(mailbox.name).translate(_QUOTED)
    return f';CN="{_CARETS.sub("^^", name)}"' if name else ""


def _mailto(address: Address) -> str:
    return f"mailto:{quote(address.local, safe=_URI_SAFE)}@{quote(address.domain, safe=_URI_SAFE)}"

"""A maintenance, and what a calendar program reads of one."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from icalendar import Calendar

from gateway.address import Mailbox, parse_address
from gateway.outbound.maintenance_calendar import CalendarStatus, Holder, MaintenanceEvent, Wish

EVENT = MaintenanceEvent(
    sequence=0,
    stamp=datetime(2026, 11, 19, 9, 12, tzinfo=UTC),
    start=datetime(2026, 11, 21, 23, tzinfo=UTC),
    end=datetime(2026, 11, 22, 1, tzinfo=UTC),
    summary="[MNT-2026-0142] Scheduled maintenance: Voice platform EU",
    description="Calls may drop once, for up to 2 minutes.\nReports are unavailable; nothing is lost.",
    organizer=Mailbox("Example Support", parse_address("support@example.com")),
    provider="example.com",
    maintenance_id="MNT-2026-0142",
    objects=(("voice-eu", "DEGRADED"), ("reports-eu", "OUTAGE")),
    status=CalendarStatus.CONFIRMED,
)
ACME = Holder("mnt-2026-0142.acme@notices.example.com", "acme", parse_address("noc@acme.example"))
WISHES: tuple[Wish, ...] = ("", "PUBLISH", "REQUEST")
HOSTILE = (
    "Storage\r\nATTENDEE:mailto:victim@other.example",
    "Storage\nEND:VEVENT\nEND:VCALENDAR\nBEGIN:VCALENDAR",
    "Storage\rX-MAINTNOTE-STATUS:CANCELLED",
    "Storage\r\n X-MAINTNOTE-STATUS:CANCELLED",
    "Storage\x0bSTATUS:CANCELLED\x0cSTATUS:CANCELLED\x1cSTATUS:CANCELLED\x1dA:B\x1eC:D",
    "Storage\x85STATUS:CANCELLED\u2028METHOD:CANCEL\u2029METHOD:CANCEL",
    r"Storage\nSTATUS:CANCELLED",
    r"a\;b\,c\\d\Ne",
    r"C:\new\table;1,2",
    'say "hello"; CN="x":mailto:a@b.example',
    "100%, %2C %0D%0A; &#10; ^n ^' ^^",
    "nul\x00bel\x07esc\x1b[31mdel\x7fc1\x9b",
    "tab\there",
    "\ud800lone surrogate",
    "gpj.exe\u202eevil",
    "👩‍👩‍👧‍👦 family \u0301" * 20,
    "Wartung der Sprachplattform für Ämter, Größe: äöüß" * 4,
    "電話が10分後に切れる、至急お願いします、" * 8,
    "x" * 5000,
    "é" * 5000,
    " leading and trailing ",
    "a" + " " * 300 + "b",
    "=?utf-8?q?=0AATTENDEE:mailto:v@o.example?=",
    "BEGIN:VALARM",
    ":",
    ";",
    ",",
    "\\",
    "\\" * 81,
)


def unfolded(raw: bytes) -> list[str]:
    """Its lines, folds taken out as RFC 5545 says; nothing here is what the writer is made of."""
    assert raw.endswith(b"\r\n")
    return raw.replace(b"\r\n ", b"").decode("utf-8").split("\r\n")[:-1]


def names(raw: bytes) -> list[str]:
    """The name of each line, without parameters."""
    return [line.partition(":")[0].partition(";")[0] for line in unfolded(raw)]


def value(raw: bytes, name: str) -> str:
    """What stands behind the colon of the only line of this name, escapes and all."""
    (line,) = [line for line in unfolded(raw) if line.startswith((f"{name}:", f"{name};"))]
    return line.partition(":")[2]


def said(raw: bytes, name: str) -> list[str]:
    """The texts of all lines of this name, escapes taken out."""
    lines = [line for line in unfolded(raw) if line.startswith((f"{name}:", f"{name};"))]
    texts = [re.sub(r'^[A-Z-]+(?:;[A-Z-]+=(?:"[^"]*"|[^":;]*))*:', "", line) for line in lines]
    return [re.sub(r"\\(.)", lambda one: "\n" if one[1] in "nN" else one[1], text) for text in texts]


def event_in(raw: bytes) -> Any:
    """The one event, by the library. It leaves escapes in what it has no type for."""
    (event,) = Calendar.from_ical(raw).walk("VEVENT")
    return event

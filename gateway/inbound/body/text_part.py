"""Read the text of one part, and tell which parts are text to be read.

Plain text, HTML and text in other markup that people write are read wherever they stand. Everything else that calls
itself text (tables, calendars, program code) is read only where a mail has no other words, and stays a file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from gateway.inbound.body.calendar import read_calendar
from gateway.inbound.body.enriched import enriched_to_text, richtext_to_text
from gateway.inbound.body.flowed import unflow
from gateway.inbound.body.room import Room
from gateway.inbound.body.rtf import CUT, rtf_to_text
from gateway.inbound.mime.charset import clean_text, to_text
from gateway.inbound.mime.parse import Part

_PROSE = frozenset(
    ("text/enriched", "text/richtext", "text/markdown", "text/x-markdown", "text/x-web-markdown", "text/x-org")
)
_HTML = frozenset(("text/html", "application/xhtml+xml", "text/xhtml", "text/x-amp-html"))
_DATA = frozenset(("application/rtf", "application/ics", "application/xhtml+xml"))
_RTF = frozenset(("application/rtf", "text/rtf", "text/richtext"))
_CALENDARS = frozenset(("text/calendar", "application/ics", "text/x-vcalendar"))
# What is made by programs for programs: beside words it is a file.
_FOR_PROGRAMS = frozenset(
    (
        *("text/calendar", "text/x-vcalendar", "text/vcard", "text/x-vcard", "text/directory", "text/csv"),
        *("text/tab-separated-values", "text/xml", "text/css", "text/javascript", "text/ecmascript", "text/rtf"),
        *("text/vbscript", "text/vbs", "text/scriptlet", "text/x-amp-html", "text/rfc822-headers", "text/xhtml"),
        *("text/x-diff", "text/x-patch", "text/x-python", "text/x-perl", "text/x-sh", "text/x-csrc", "text/x-log"),
    )
)
_NO_WORDS = frozenset(("text/rfc822-headers", "text/vnd.google.email-reaction+json"))


def is_html(part: Part) -> bool:
    """Tell whether a part is read as HTML."""
    return part.type.value in _HTML


def is_text(part: Part) -> bool:
    """Tell whether a leaf is text to be read, not a file: a named one is a file unless it opens the mail."""
    if part.disposition.value == "attachment":
        return False
    if part.type.value.startswith("multipart/"):  # broken: its boundary is missing or never used
        return True
    if part.type.value in ("text/plain", "text/html") or part.type.value in _PROSE:
        return not part.name or _opens(part)
    # RFC 2046 section 4.1.4: what nobody knows is plain text
    return part.type.value.startswith("text/") and not is_data(part) and not part.name and _opens(part)


def is_data(part: Part) -> bool:
    """Tell whether a part is for programs first: it stays a file, whether its text is read or not."""
    kind = part.type.value
    return kind in _FOR_PROGRAMS or kind in _DATA or kind.startswith(("text/vnd.", "text/x-vnd."))


def is_last_resort(part: Part) -> bool:
    """Tell whether a leaf may stand for the words of a mail that has no others."""
    if part.disposition.value == "attachment":
        return False
    kind = part.type.value
    return (kind.startswith("text/") or kind in _DATA) and kind not in _NO_WORDS and (not part.name or _opens(part))


def _opens(part: Part) -> bool:
    return all(step == "1" for step in part.path.split("."))


@dataclass(frozen=True, slots=True)
class Words:
    """What a part says."""

    text: str
    typed: str | None = None
    """What of it its sender typed, where that is not all of it."""
    whole: bool = True
    """Nothing of it is missing: else the part must stay a file."""


def body_text(part: Part, raw: bytes, room: Room) -> str:
    """Return the text of a leaf: its charset repaired, flowed lines joined, other markup taken off, HTML as it is."""
    return read_part(part, raw, room).text


def read_part(part: Part, raw: bytes, room: Room) -> Words:
    """Return the text of a leaf as ``body_text`` does, with what is to be known about it."""
    kind = part.type.value
    data = part.body(raw)
    if kind in _RTF and data.startswith(b"{\\rtf"):
        text = rtf_to_text(data, room)
        return Words(text, whole=not (text.endswith(CUT) or b"\\pict" in data or b"\\objdata" in data))
    if kind in _CALENDARS:
        data = _unfolded(data)
    label = part.type.parameters.get("charset", "")
    text = clean_text(to_text(data, label or (_meta_charset(data) if is_html(part) else "")))
    if is_html(part):
        return Words(text)
    if kind in _CALENDARS:
        summary = read_calendar(text, room)
        return Words(summary.text, summary.words) if summary else Words(text)
    if kind == "text/enriched":
        return Words(enriched_to_text(text) if room.converts(text) else text)
    if kind == "text/richtext":
        return Words(richtext_to_text(text) if room.converts(text) else text)
    if part.type.parameters.get("format", "").lower() == "flowed":
        text = unflow(text, del_sp=part.type.parameters.get("delsp", "").lower() == "yes")
    return Words(text)


_FOLD = re.compile(rb"\r?\n[ \t]")
_CALENDAR_BEGINS = re.compile(rb"^BEGIN:V", re.IGNORECASE | re.MULTILINE)


def _unfolded(data: bytes) -> bytes:
    """Take the folds out as bytes: one may stand inside a letter (RFC 5545 section 3.1). Words in front have none."""
    begins = _CALENDAR_BEGINS.search(data)
    at = begins.start() if begins else 0
    return data[:at] + _FOLD.sub(b"", data[at:])


_META = re.compile(rb"<meta[^<>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)


def _meta_charset(data: bytes) -> str:
    found = _META.search(data, 0, 4096)
    return found[1].decode("ascii") if found else ""

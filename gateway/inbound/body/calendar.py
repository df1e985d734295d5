"""Say in words what a calendar part holds (RFC 5545, RFC 5546): who invites whom, to what, when and where.

Reads what people want to know and passes over the rest. Nothing is computed in another zone than the one it is in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from textwrap import indent

from gateway.inbound.body.calendar_time import span
from gateway.inbound.body.calendar_value import MAX_SOURCE, Value, values
from gateway.inbound.body.html_text import html_to_text
from gateway.inbound.body.room import Room

MAX_EVENTS = 20
MAX_PEOPLE = 50  # of one event
MAX_DESCRIBED = 3  # descriptions of an event that are made text of, of each sort
MAX_LINE = 500  # characters of a title, a place, a name

_METHODS = {
    "REQUEST": "Invitation",
    "REPLY": "Answer to an invitation",
    "CANCEL": "Cancelled",
    "COUNTER": "Another time is proposed",
    "DECLINECOUNTER": "The proposed time is declined",
    "REFRESH": "The newest version is asked for",
    "ADD": "More dates",
}
_ANSWERING = frozenset(("REPLY", "REFRESH", "COUNTER", "DECLINECOUNTER"))
_TYPED = ("COMMENT",)
_DESCRIBED = ("DESCRIPTION", "STYLED-DESCRIPTION", "X-ALT-DESC")
_ANSWERS = {
    "ACCEPTED": "accepts",
    "DECLINED": "declines",
    "TENTATIVE": "may come",
    "DELEGATED": "sends somebody else",
    "NEEDS-ACTION": "has not answered",
    "COMPLETED": "is done",
    "IN-PROCESS": "is working on it",
}
_KINDS = {"VEVENT": "Event", "VTODO": "Task", "VJOURNAL": "Journal entry"}


@dataclass(frozen=True, slots=True)
class Summary:
    """A calendar in words."""

    text: str
    words: str
    """What its sender typed to say something: of an answer the comment only, the rest is the invitation's."""


@dataclass(slots=True)
class _Event:
    kind: str
    values: dict[str, list[Value]] = field(default_factory=dict)

    def take(self, found: list[Value]) -> None:
        for value in found:
            self.values.setdefault(value.name, []).append(value)

    def undress(self, room: Room) -> None:
        """Make text of descriptions in HTML; of one that says what the plain one says nothing remains."""
        plain = " ".join(_WORDS.findall(self.words("DESCRIPTION").lower()))
        for name in _DESCRIBED:
            found = self.values.get(name, [])
            for at, value in enumerate(found[:MAX_DESCRIBED]):
                if value.parameters.get("FMTTYPE", "").lower() == "text/html":
                    text = html_to_text(value.text, room)
                    said = " ".join(_WORDS.findall(text.lower()))
                    found[at] = replace(value, text="" if name != "DESCRIPTION" and said == plain else text)

    def first(self, name: str) -> Value | None:
        return self.values.get(name, [None])[0]

    def line(self, name: str) -> str:
        found = self.first(name)
        return _one_line(found.text) if found else ""

    def words(self, *names: str) -> str:
        """Return the long texts under these names; some programs write the same one twice."""
        said = [value.text.strip() for name in names for value in self.values.get(name, ())]
        return "\n\n".join(dict.fromkeys(part for part in said if part))


_WORDS = re.compile(r"\w+")
_BEGINS = re.compile(r"^BEGIN:V", re.IGNORECASE | re.MULTILINE)
_OF_A_CALENDAR = re.compile(r"(?:PRODID|VERSION|CALSCALE|X-WR-[A-Z]+)[:;]|METHOD:[A-Z]+\s*$")  # its beginning is lost
_ENDS = re.compile(r"^END:VCALENDAR[ \t]*$", re.IGNORECASE | re.MULTILINE)


def read_calendar(source: str, room: Room | None = None) -> Summary | None:
    """Return what a calendar says; None when there is no event in it. Never raises. Lines end in ``\\n``.

    Words in front of the calendar and behind it are kept: somebody wrote them.
    """
    before, after = _around(source)
    found = _read(source, room or Room())
    if found is None or not (before or after):
        return found
    text, words = (
        "\n\n".join(part for part in (before, said.strip("\n"), after) if part) for said in (found.text, found.words)
    )
    return Summary(f"{text}\n", words)


def _around(source: str) -> tuple[str, str]:
    """Return the words in front of the first thing that begins, and behind the end of the last calendar."""
    begins = _BEGINS.search(source)
    before = source[: begins.start()].split("\n") if begins else []
    ends = 0
    for match in _ENDS.finditer(source):
        ends = match.end()
    words = "\n".join(line for line in before if not _OF_A_CALENDAR.match(line))
    return words.strip(), source[ends:].strip() if ends else ""


def _read(source: str, room: Room) -> Summary | None:
    method, events = "", []
    for found in _events(source):
        if isinstance(found, str):
            method = method or found
        else:
            events.append(found)
    if not events:
        return None
    for event in events[:MAX_EVENTS]:
        event.undress(room)
    shown = [_said(event, method) for event in events[:MAX_EVENTS]]
    if len(events) > MAX_EVENTS:
        shown.append(f"[There are {len(events) - MAX_EVENTS} more events in the calendar as it came.]")
    if len(source) > MAX_SOURCE:
        shown.append(f"[The calendar goes on for {len(source) - MAX_SOURCE} more characters in the mail as it came.]")
    typed = _TYPED if method in _ANSWERING else ("SUMMARY", *_TYPED, *_DESCRIBED)
    return Summary("\n\n".join(shown) + "\n", "\n\n".join(one.words(*typed) for one in events[:MAX_EVENTS]).strip())


def _events(source: str) -> Iterator[_Event | str]:
    """Yield the events, and the methods of the calendars around them.

    What stands inside an event (alarms) is left, if it is closed: else it would take the event's own words with it.
    """
    event: _Event | None = None
    inside: list[str] = []
    within: list[Value] = []
    for value in values(source):
        word = value.text.strip().upper() if len(value.text) <= MAX_LINE else ""
        if event is None:
            if value.name == "BEGIN" and word in _KINDS:
                event, inside, within = _Event(word), [], []
            elif value.name == "METHOD":
                yield word
        elif value.name == "BEGIN":
            inside.append(word)
        elif value.name == "END" and (not inside or word == event.kind != inside[-1]):
            event.take(within)
            yield event
            event = None
        elif value.name == "END":
            inside.pop()
            within = within if inside else []
        elif inside:
            within.append(value)
        else:
            event.take([value])
    if event is not None:  # it was cut off
        event.take(within)
        yield event


def _said(event: _Event, method: str) -> str:
    kind = _METHODS.get(method, _KINDS[event.kind])
    if event.line("STATUS").upper() == "CANCELLED":
        kind = _METHODS["CANCEL"]
    lines = [f"{kind}: {event.line('SUMMARY') or '(no title)'}"]
    facts = (
        ("When", span(event.first("DTSTART"), event.first("DTEND") or event.first("DUE"), event.first("DURATION"))),
        (
            "Of a series",
            "only the one of " + span(event.first("RECURRENCE-ID")) if event.first("RECURRENCE-ID") else "",
        ),
        ("Repeats", _repeats(event.line("RRULE"))),
        ("Where", event.line("LOCATION")),
        ("Link", event.line("URL") or event.line("X-GOOGLE-CONFERENCE")),
        ("Organiser", _person(organiser) if (organiser := event.first("ORGANIZER")) else ""),
    )
    lines += [f"{name}: {said}" for name, said in facts if said]
    people = event.values.get("ATTENDEE", [])
    lines += [f"Invited: {_person(one)} {_answer(one)}" for one in people[:MAX_PEOPLE]]
    if len(people) > MAX_PEOPLE:
        lines.append(f"[and {len(people) - MAX_PEOPLE} more]")
    words = event.words(*_TYPED, *_DESCRIBED)
    return "\n".join(lines) + (f"\n\n{_set_in(words)}" if words else "")


def _set_in(words: str) -> str:
    """Indent what its sender typed, so that no line of it looks like one of ours."""
    return indent("\n".join(words.splitlines()), "    ")


_SIGNS = re.compile("[<>@:\\[\\]\uff1c\uff1e\uff20\uff1a\ufe55\ufe5f\ufe64\ufe65\ufe6b\u2236\ua789]")


def _person(value: Value) -> str:
    """Write name and address. Nothing in the name looks like an address or begins another fact."""
    address = _one_line(re.sub(r"^mailto:", "", value.text, flags=re.IGNORECASE))
    said = _one_line(value.parameters.get("CN", ""))
    if not said or said.lower() == address.lower():
        return _ADDRESS_ENDS.sub("", address)
    name = " ".join(_SIGNS.sub(" ", said).split())
    return f"{name} <{_ADDRESS_ENDS.sub('', address)}>".strip()


_ADDRESS_ENDS = re.compile(r"[\s<>]")


def _answer(value: Value) -> str:
    said = value.parameters.get("PARTSTAT", "NEEDS-ACTION").upper()
    return _ANSWERS.get(said, f"({_one_line(said).lower()})")


_RULES = {"DAILY": "daily", "WEEKLY": "weekly", "MONTHLY": "monthly", "YEARLY": "yearly", "HOURLY": "hourly"}


def _repeats(rule: str) -> str:
    """Say how often; what else the rule says stays as it is written."""
    parts = dict(part.split("=", 1) for part in rule.upper().split(";") if "=" in part)
    often = _RULES.get(parts.pop("FREQ", ""), "")
    if not often:
        return rule
    rest = ", ".join(f"{name.lower()} {value}" for name, value in parts.items() if name != "WKST")
    return f"{often}, {rest}" if rest else often


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= MAX_LINE else f"{line[:MAX_LINE]}\u2026"

"""Say in words what a calendar part holds (RFC 5545, RFC 5546): who invites whom, to what, when and where.

Reads what people want to know and passes over the rest. Nothing is computed in another zone than the one it is in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from gateway.inbound.body.calendar_time import span
from gateway.inbound.body.calendar_value import Value, values

MAX_EVENTS = 20
MAX_PEOPLE = 50  # of one event
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

    def first(self, name: str) -> Value | None:
        return self.values.get(name, [None])[0]

    def line(self, name: str) -> str:
        found = self.first(name)
        return _one_line(found.text) if found else ""

    def words(self, *names: str) -> str:
        """Return the long texts under these names; some programs write the same one twice."""
        said = [value.text.strip() for name in names for value in self.values.get(name, ())]
        return "\n\n".join(dict.fromkeys(part for part in said if part))


def read_calendar(source: str) -> Summary | None:
    """Return what a calendar says; None when there is no event in it. Never raises. Lines end in ``\\n``."""
    method, events = "", []
    for found in _events(source):
        if isinstance(found, str):
            method = method or found
        else:
            events.append(found)
    if not events:
        return None
    shown = [_said(event, method) for event in events[:MAX_EVENTS]]
    if len(events) > MAX_EVENTS:
        shown.append(f"[There are {len(events) - MAX_EVENTS} more events in the calendar as it came.]")
    typed = _TYPED if method in _ANSWERING else ("SUMMARY", *_TYPED, "DESCRIPTION")
    return Summary("\n\n".join(shown) + "\n", "\n\n".join(one.words(*typed) for one in events[:MAX_EVENTS]).strip())


def _events(source: str) -> Iterator[_Event | str]:
    """Yield the events, and the methods of the calendars around them. What stands inside an event (alarms) is left."""
    event: _Event | None = None
    inside: list[str] = []
    for value in values(source):
        word = value.text.strip().upper()
        if event is None:
            if value.name == "BEGIN" and word in _KINDS:
                event, inside = _Event(word), []
            elif value.name == "METHOD":
                yield word
        elif value.name == "BEGIN":
            inside.append(word)
        elif value.name == "END" and not inside:
            yield event
            event = None
        elif value.name == "END":
            inside.pop()
        elif not inside:
            event.values.setdefault(value.name, []).append(value)
    if event is not None and event.values:  # it was cut off
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
        ("Organiser", _person(event.first("ORGANIZER"))),
    )
    lines += [f"{name}: {said}" for name, said in facts if said]
    people = event.values.get("ATTENDEE", [])
    lines += [f"{_person(one)} {_answer(one)}" for one in people[:MAX_PEOPLE]]
    if len(people) > MAX_PEOPLE:
        lines.append(f"[and {len(people) - MAX_PEOPLE} more]")
    words = event.words(*_TYPED, "DESCRIPTION")
    return "\n".join(lines) + (f"\n\n{words}" if words else "")


def _person(value: Value | None) -> str:
    if value is None:
        return ""
    address = _one_line(re.sub(r"^mailto:", "", value.text, flags=re.IGNORECASE))
    name = _one_line(value.parameters.get("CN", ""))
    return f"{name} <{address}>" if name and name.lower() != address.lower() else address


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
    return " ".join(text.split())[:MAX_LINE]

"""A mail that may be a monitoring system's, cut into what the readers of the systems look at. Bounded in size."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from gateway.address import Address
from gateway.peer_words import one_line

MAX_SUBJECT = 500  # characters
MAX_TEXT = 60_000  # characters: an Alertmanager writes a thousand alerts into one mail
MAX_LINES = 2_000
_FIELD = re.compile(r"(?:- )?([A-Z][A-Za-z0-9 /]{0,40}):[ \t]*(.*)", re.DOTALL)

_ABOVE = ("additional info", "info")
"""Fields whose value stands on the next line, in some templates."""
_NEXT = ("date/time", "host", "service", "address", "state", "comment", *_ABOVE)
"""What that line is when there is no value."""


class Trust(IntEnum):
    """How sure we are whose mail it is: the surer, the less the mail itself must show."""

    STRANGER = 0
    """Nobody configured the sender: subject and text must be just as the system writes them."""
    LISTED = 1
    """A monitoring system's, of whichever kind: the subject must be one system's."""
    NAMED = 2
    """This system's: its subject is enough, whatever text somebody made of the template."""


@dataclass(frozen=True, slots=True)
class Notice:
    """The mail."""

    subject: str
    """One clean line."""
    lines: tuple[str, ...]
    """Of the text, without blanks at their ends and without empty ones."""
    fields: Mapping[str, str]
    """What stands as ``Name: value`` on a line of its own, by name in lower case; the first of each."""
    sender: Address
    trust: Trust

    def begins(self, pattern: re.Pattern[str]) -> bool:
        """Tell whether one of the first two lines begins so: above what a system writes stands nothing."""
        return any(pattern.match(line) for line in self.lines[:2])

    def has_line(self, pattern: re.Pattern[str]) -> bool:
        """Tell whether a line begins so, wherever it stands."""
        return any(pattern.match(line) for line in self.lines)

    def key(self, system: str, *parts: str) -> str:
        """Make the key of a problem. Two customers' systems know a ``localhost`` each, so the sender is part of it."""
        return "|".join((system, self.sender.key, *(shown(part).casefold().replace("|", "/") for part in parts)))


def read_notice(subject: str, text: str, sender: Address, trust: Trust) -> Notice:
    """Cut a mail to pieces."""
    stripped = (line.strip() for line in text[:MAX_TEXT].split("\n"))
    lines = tuple(line for line in stripped if line)[:MAX_LINES]
    return Notice(shown(subject[:MAX_SUBJECT]), lines, _fields(lines), sender, trust)


def _fields(lines: tuple[str, ...]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    waiting = ""
    for line in lines:
        field = _FIELD.fullmatch(line)
        name = field[1].lower() if field else ""
        if waiting and name not in _NEXT:
            found.setdefault(waiting, line)  # "Additional Info:", and the words on the next line
        value = field[2] if field else ""
        if value:
            found.setdefault(name, value)
        waiting = name if name in _ABOVE and not value else ""
    return found


def shown(text: str) -> str:
    """Make one line of it, fit to be shown and stored."""
    return one_line(text)

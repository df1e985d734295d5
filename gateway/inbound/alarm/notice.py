"""A mail that may be a monitoring system's, cut into what the readers of the systems look at. Bounded in size."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

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
    expected: bool
    """Whether the sender is known to be of the system that reads it: its subject is enough, whatever text somebody made
    of the template. Otherwise a subject of words that people write, too, needs more."""

    def key(self, system: str, *parts: str) -> str:
        """Make the key of a problem. Two customers' systems know a ``localhost`` each, so the sender is part of it."""
        return "|".join((system, self.sender.key, *(shown(part).casefold().replace("|", "/") for part in parts)))


def read_notice(subject: str, text: str, sender: Address, *, expected: bool) -> Notice:
    """Cut a mail to pieces."""
    stripped = (line.strip() for line in text[:MAX_TEXT].split("\n"))
    lines = tuple(line for line in stripped if line)[:MAX_LINES]
    return Notice(shown(subject[:MAX_SUBJECT]), lines, _fields(lines), sender, expected)


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

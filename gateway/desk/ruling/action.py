"""What rules ask for: one noun for each action. Wishes only; the desk says what becomes of them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

SET_WHAT = ("priority", "queue", "status", "owner", "language")
SetWhat = Literal["priority", "queue", "status", "owner", "language"]
"""What ``set`` may set."""


class Missing(Exception):
    """A value names something that is not there for this mail."""


class Value(Protocol):
    """A text with names in it, such as ``{{ match.invoice }}``."""

    def say(self, names: Mapping[str, str]) -> str:
        """Fill it. Raises ``Missing``."""
        ...


@dataclass(frozen=True, slots=True)
class Set:
    """The ticket is so from now on; a later one wins."""

    what: SetWhat
    value: str


@dataclass(frozen=True, slots=True)
class SetField:
    """Something is known about the ticket by a name of the admin's own."""

    name: str
    value: Value


@dataclass(frozen=True, slots=True)
class AddTopic:
    """The mail is about a topic of ``links.yml``."""

    topic: str


@dataclass(frozen=True, slots=True)
class AddTag:
    """The ticket has a tag more."""

    tag: str


@dataclass(frozen=True, slots=True)
class AddCc:
    """Somebody more belongs to the ticket."""

    address: str


@dataclass(frozen=True, slots=True)
class LinkTo:
    """The ticket has to do with another, or with something elsewhere."""

    other: Value


@dataclass(frozen=True, slots=True)
class Note:
    """A note that no customer sees."""

    text: Value


@dataclass(frozen=True, slots=True)
class Notify:
    """People of the team hear of it: somebody's name, a group, or ``on-call``."""

    whom: str


@dataclass(frozen=True, slots=True)
class Forward:
    """Somebody of the team gets the text of the mail."""

    whom: str


@dataclass(frozen=True, slots=True)
class ReplySection:
    """The acknowledgement says something more."""

    section: str


@dataclass(frozen=True, slots=True)
class NoAutoReply:
    """It is not acknowledged."""


@dataclass(frozen=True, slots=True)
class Stop:
    """No rule below is looked at any more."""

    reason: str


@dataclass(frozen=True, slots=True)
class Quarantine:
    """It opens no ticket until somebody looks."""

    reason: str


@dataclass(frozen=True, slots=True)
class Discard:
    """It opens no ticket; the raw mail stays."""

    reason: str


Action = (
    Set
    | SetField
    | AddTopic
    | AddTag
    | AddCc
    | LinkTo
    | Note
    | Notify
    | Forward
    | ReplySection
    | NoAutoReply
    | Stop
    | Quarantine
    | Discard
)

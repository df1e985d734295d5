"""What a ticket is: its facts, states and priorities, and what is on it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from gateway.mail import Attachment, Body, CaseNumber, Identity, JournalId, Kind, MessageId, TicketId


class Status(StrEnum):
    """Where a ticket stands. Stored and printed, so never renamed."""

    OPEN = "open"
    IN_PROGRESS = "in-progress"
    PENDING = "pending"
    ON_HOLD = "on-hold"
    QA = "qa"
    AWAITING_APPROVAL = "awaiting-approval"
    RESOLVED = "resolved"
    CLOSED = "closed"

    @property
    def wakes(self) -> bool:
        """Tell whether a person's reply makes the ticket open again."""
        return self in (Status.PENDING, Status.RESOLVED, Status.CLOSED)

    @property
    def ended(self) -> bool:
        """Tell whether nobody works on it any more."""
        return self in (Status.RESOLVED, Status.CLOSED)


class WaitingOn(StrEnum):
    """For whom a ticket waits. Stored and printed, so never renamed."""

    CUSTOMER = "customer"
    THIRD_PARTY = "third-party"
    RELEASE = "release"
    """A later version of our own product."""


class Solution(StrEnum):
    """What kind of end a problem found. Stored and printed, so never renamed."""

    WORKAROUND = "workaround"
    PATCH = "patch"
    FUTURE_RELEASE = "future-release"
    SOLUTION_LIBRARY = "solution-library"
    ANSWER = "answer"


class Channel(StrEnum):
    """How a ticket came to us. Stored and printed, so never renamed."""

    MAIL = "mail"
    PHONE = "phone"
    CHAT = "chat"
    FORM = "form"
    CONSOLE = "console"
    MONITOR = "monitor"


INCIDENT, CHANGE, NOT_COVERED = "incident", "change", "not-covered"
"""Types of tickets that are always there: something does not work, something is asked for, it is not ours."""
TIERS = 3
"""Support levels."""
SUPPORT_QUEUE = "support"
"""Where a ticket is that nobody put elsewhere: whoever is on its support level works on it."""
TAG = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}", re.ASCII)
"""What a tag looks like, whole."""
MAX_TAGS = 50
MAX_LANGUAGE, MAX_LINK = 35, 60
"""Characters of its language, and of the name of what it is linked with."""


Priority = NewType("Priority", str)
"""How soon: the name of a level of the policy the ticket goes by. Stored and printed."""


class Direction(StrEnum):
    """Which way a message went: from a customer, to one, or neither (internal)."""

    IN = "in"
    OUT = "out"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Ticket:
    """The facts of a ticket that decisions need."""

    id: TicketId
    number: CaseNumber
    subject: str
    status: Status
    priority: Priority
    requester: str
    """Address key of the person it is for; empty when the mail did not say clearly."""
    language: str
    support_address: str
    """Which of our addresses it came to, and is answered from."""
    created_at: datetime
    participants: frozenset[str] = frozenset()
    """Address keys of everybody whose mail may join it."""
    merged_into: TicketId | None = None
    """Where its mail goes now; None for a ticket of its own."""
    customer: str = ""
    """Id of the customer it is for; empty where that is not known."""
    type: str = INCIDENT
    channel: Channel = Channel.MAIL
    waiting_on: WaitingOn | None = None
    hold_until: datetime | None = None
    """When an agreed rest ends."""
    assignee: str = ""
    """Name of a person of the team; empty for nobody."""
    tier: int = 1
    """The support level that works on it, from 1."""
    rung: int = 1
    """How far up the ladder its customer has taken it, from 1."""
    fields: tuple[tuple[str, str], ...] = ()
    """What is known about it by name, such as ``seats``."""
    cause: str = ""
    fix: str = ""
    solution: Solution | None = None
    queue: str = SUPPORT_QUEUE
    """Name of the group of the team that works on it."""
    tags: tuple[str, ...] = ()
    """Small labels of people's choice, in the order they came."""
    topics: tuple[str, ...] = ()
    """What it is about, by the names of the topics of links, in the order they came."""

    def field(self, name: str) -> str:
        """Return what is known by a name, or nothing."""
        return dict(self.fields).get(name, "")


@dataclass(frozen=True, slots=True)
class Message:
    """A mail or a note on a ticket."""

    direction: Direction
    kind: Kind
    subkind: str
    sender: str
    """As a person may read it: ``Ann <ann@acme.example>``, or an engineer's name."""
    at: datetime
    body: Body
    message_id: MessageId = MessageId("")
    attachments: tuple[Attachment, ...] = ()
    journal_id: JournalId | None = None
    """Where the raw mail is; None for what was not received."""
    fingerprint: str = ""
    identity: Identity | None = None
    """How far the sender is proven; None for what was not received."""
    warnings: tuple[str, ...] = ()
    """What to know before believing it; for engineers only."""


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who belongs to a ticket."""

    address: str
    """Address key."""
    name: str
    added_by: str = ""
    """Address key of the participant who wrote to them too, ``merge`` for merged tickets; empty for the requester."""

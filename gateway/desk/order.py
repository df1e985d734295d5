"""Letters that a decision asks for. Decisions say who is to be told what; `outbound.letters` finds the words.

A fact is plain: an instant, a length of time, a text in several languages, a name. Who reads it decides in which
language and in which zone it is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypeAlias

from gateway.address import Address
from gateway.desk.changes import Change
from gateway.desk.customer import Customer
from gateway.desk.hours.calendar import Calendar
from gateway.desk.notice import Notice, Recipient, Revision
from gateway.desk.team import Person
from gateway.mail import Lane, MessageId, OutboxId, TicketId


@dataclass(frozen=True, slots=True)
class Item:
    """One of several things a letter tells of, each of which has the same facts."""

    facts: Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often something comes."""

    every: timedelta
    always: bool
    """By the clock; else in business time."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment to be said in passing, to somebody who reads it on a day."""

    at: datetime
    read_at: datetime


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one moment to another."""

    start: datetime
    end: datetime


Fact: TypeAlias = (
    "str | int | bool | date | datetime | timedelta | Moment | Stretch | Calendar | Rhythm | Mapping[str, str]"
    " | tuple[str, ...] | tuple[Item, ...] | tuple[Mapping[str, str], ...] | None"
)
"""A mapping is a text by language (`desk.policy.text`)."""


class Form(StrEnum):
    """A kind of letter, named as its templates are."""

    STATUS_UPDATE = "status-update"
    RCA_UPDATE = "rca-update"
    PRIORITY_CHANGED = "priority-changed"
    WAITING_REMINDER = "waiting-reminder"
    CLOSED = "closed"
    RESOLVED = "resolved"
    APPROVAL_REQUEST = "approval-request"
    APPROVAL_REMINDER = "approval-reminder"
    ESCALATION = "escalation"
    ESCALATION_INCOMPLETE = "escalation-incomplete"
    ENTITLEMENT = "entitlement"
    RCA = "rca"
    NOT_COVERED = "not-covered"
    URGENT_CHANNEL = "urgent-channel"
    # To colleagues:
    ASSIGNED = "assigned"
    PAGE = "page"
    WARNING = "warning"
    MISSED = "missed"
    ESCALATION_TEAM = "escalation-team"
    QA_REQUEST = "qa-request"
    WOKEN = "woken"
    NEWS = "news"
    FORWARDED = "forwarded"

    @property
    def public(self) -> str:
        """What it is called in lists and scenarios; never renamed."""
        return _PUBLIC.get(self, self.value)

    @property
    def lane(self) -> Lane:
        """Which mail it goes before."""
        return Lane.REPLY if self in _URGENT else Lane.ACKNOWLEDGEMENT

    @property
    def wants_verdict(self) -> bool:
        """Tell whether its reader is asked to approve or to reject."""
        return self in (Form.APPROVAL_REQUEST, Form.APPROVAL_REMINDER, Form.QA_REQUEST)


class WhyClosed(StrEnum):
    """Why a case is closed, as its customer is told."""

    DONE = "done"
    NO_ANSWER = "no-answer"
    ASKED = "asked"
    """They wrote that it can be."""


class WhyPaged(StrEnum):
    """Why people are paged; a page has words for each. Stored, so never renamed."""

    URGENT = "urgent"
    """Its level mobilizes them."""
    BLANK = "blank"
    """So does a level for which no time to answer is agreed."""
    MONITOR = "monitor"
    """Monitoring found it."""
    NOT_STARTED = "not-started"
    """Nobody has begun with it since they were paged."""
    LOOKS_URGENT = "looks-urgent"
    """A mail only says that it is urgent, and its level does not mobilize them."""
    RULE = "rule"
    """A rule of the admins wants them to look."""


class WhyEscalated(StrEnum):
    """Why a step of the ladder, or a support level, hears of a case; their letter has words for each."""

    CUSTOMER = "customer"
    """Its customer asked for it."""
    NOT_ACKNOWLEDGED = "not-acknowledged"
    """The step below did not take it over in time."""
    UNREASONABLE = "unreasonable"
    """It takes far longer than was promised."""
    TIER = "tier"
    """It moved on to their support level."""


class WhatNews(StrEnum):
    """What happened to a case of somebody's; the letter has words for each."""

    REPLIED = "replied"
    APPROVED = "approved"
    REJECTED = "rejected"
    QA_REJECTED = "qa-rejected"
    THANKS = "thanks"
    REOPENED = "reopened"
    CLOSED = "closed"
    RECOVERED = "recovered"
    """What monitoring found is well again."""
    UNPROVEN_ESCALATION = "unproven-escalation"
    """Somebody escalates, and nothing proves who wrote."""
    RULE = "rule"
    """A rule of the admins wants them to look."""


class Bulletin(StrEnum):
    """A kind of letter that is about no ticket, named as its templates are."""

    DIGEST = "digest"
    """Of somebody's day."""
    CONFIG_REFUSED = "config-refused"
    """The files that decide are not in order, and the set before stays in force."""
    CONFIG_MENDED = "config-mended"
    """They are in order again."""
    RULE_SLOW = "rule-slow"
    """A pattern of a rule was stopped: what it looks for is not found."""
    NOTICE_DUE = "notice-due"
    """Customers wait for a word on a notice, or somebody has to say how its work goes."""
    NOTICE_MISSED = "notice-missed"
    """They waited in vain."""
    NOTICE_UNCOVERED = "notice-uncovered"
    """Customers whom a notice concerns cannot be told of it by mail."""
    ADDRESS_CHECK = "address-check"
    """Asks a customer whether notices reach the right people at their address."""
    ADDRESS_CHANGED = "address-changed"
    """Notices go to another address from now on: told to both."""
    ADDRESS_WRONG = "address-wrong"
    """To who looks after a customer who says that notices do not reach the right people."""
    RELEASE_REQUEST = "release-request"
    """Asks a colleague whether customers may be told of a notice."""
    RELEASE_DONE = "release-done"
    """To who asked: a colleague said yes, and they are told."""
    RELEASE_REFUSED = "release-refused"
    """They are not told after all, and why."""
    RELEASE_NOT_ASKED = "release-not-asked"
    """To a colleague who answered in place of the one who was asked."""
    RELEASE_UNCLEAR = "release-unclear"
    """To a colleague who was asked, and answered neither yes nor no: only these count."""
    RELEASE_UNANSWERED = "release-unanswered"
    """To who asked: that answer, in their words."""
    NEWSLETTER_LEFT = "newsletter-left"
    """To a customer who has left a newsletter: they have."""

    @property
    def lane(self) -> Lane:
        """Which mail it goes before."""
        if self is Bulletin.NEWSLETTER_LEFT:
            return Lane.ACKNOWLEDGEMENT
        if self is Bulletin.ADDRESS_CHECK:
            return Lane.BULK
        return Lane.REPLY if self in (Bulletin.NOTICE_DUE, Bulletin.NOTICE_MISSED) else Lane.NOTICE


_PUBLIC = {
    Form.ESCALATION_TEAM: "escalation",
    Form.ESCALATION_INCOMPLETE: "escalation",
    Form.APPROVAL_REMINDER: "waiting-reminder",
    Form.RCA_UPDATE: "status-update",
}
_URGENT = (Form.PAGE, Form.ESCALATION_TEAM, Form.MISSED, Form.STATUS_UPDATE)


@dataclass(frozen=True, slots=True)
class Answered:
    """The mail a letter answers."""

    message_id: MessageId = MessageId("")
    references: tuple[MessageId, ...] = ()


@dataclass(frozen=True, slots=True)
class TellCustomer:
    """Ask for a letter to everybody on a ticket, or to one of them."""

    form: Form
    ticket_id: TicketId
    because: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    only: Address | None = None


@dataclass(frozen=True, slots=True)
class TellTeam:
    """Ask for a letter to colleagues, each in their own language and zone."""

    form: Form
    ticket_id: TicketId
    people: tuple[Person, ...]
    because: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    quiet: bool = False
    """To the mailbox, never to a pager."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """The letter of a revision as customers would have read it, to be passed on in other ways."""

    notice: Notice
    """As it was told of."""
    revision: Revision
    customers: tuple[Customer, ...]
    """Of those who read it in the same language and zone, it is the letter to the first."""


@dataclass(frozen=True, slots=True)
class TellPerson:
    """Ask for a letter to a colleague that is about no ticket."""

    form: Bulletin
    person: Person
    because: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    asks: bool = False
    """A reply to it answers a question (``desk.question``); else it is a new case."""
    repeats: OutboxId | None = None
    """The letter that asked first, where the question is the same; None: it asks by itself."""
    quotes: Quoted | None = None
    """Stands in it: the fact ``letters``."""


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """Ask for the acknowledgement of a ticket that was just opened."""

    ticket_id: TicketId
    to: Address
    because: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    """Those that are otherwise than the case alone says."""
    answers: Answered = Answered()
    subject: str = ""
    text: str = ""
    """What was written, to choose links by."""
    echo: bool = False
    """It may be repeated: the author is proven."""
    held: bool = False
    """The letter waits until an operator lets held letters go."""
    topics: tuple[str, ...] = ()
    """What rules say it is about: their links come first."""


@dataclass(frozen=True, slots=True)
class TellOfNotice:
    """Ask for the letter of a revision to one of its recipients."""

    notice: Notice
    """As it is told of."""
    revision: Revision
    recipient: Recipient
    because: str
    customer: Customer | None = None
    """None: it is a copy for a colleague."""
    copy_of: tuple[str, ...] = ()
    """The names of the customers it is a copy of."""
    root: MessageId = MessageId("")
    """The first mail of the notice to them; empty when this is it."""
    known_as: str = ""
    """The id that the first mail went to, by which calendars know its entry; empty: that of the customer."""
    test: bool = False
    """It is a copy for one of us, to look at: nobody is told by it."""


Order = Acknowledge | TellCustomer | TellTeam | TellPerson | TellOfNotice
Step = Change | Order
"""What decisions end in."""

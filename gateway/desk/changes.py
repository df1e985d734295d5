"""Everything that can happen to what the desk remembers, as data, each with its reason.

Decisions return these; one place (`store.apply`) carries them out. ``describe`` is the line in the ticket's history.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal, assert_never

from gateway.desk.alarm import KnownAlarm
from gateway.desk.event import What
from gateway.desk.notice_changes import (
    AskByMail,
    ExcuseShortNotice,
    IssueRevision,
    KeepNotice,
    LeaveAllOut,
    LeaveNewsletter,
    LeaveOut,
    LeaveToColleagues,
    LookAgain,
    NoteNotice,
    NoteUnclear,
    NoticeChange,
    Readdress,
    RejoinNewsletter,
    SetDelivery,
    TakeReply,
    WriteAgain,
    WriteAnew,
    WriteLetter,
)
from gateway.desk.policy.ledger import PromiseRow
from gateway.desk.ruling.record import Ruled
from gateway.desk.ticket import Direction, Message, Participant, Priority, Status, Ticket
from gateway.desk.watch import Watch
from gateway.mail import Attachment, CaseNumber, JournalId, Lane, MessageId, OutboxId, Outcome, TicketId


class Fate(StrEnum):
    """What became of a received mail: each has exactly one. Stored, so never renamed."""

    TICKET = "ticket"
    """It opened one."""
    FOLLOW_UP = "follow-up"
    COMMAND = "command"
    BOUNCE = "bounce"
    """A report about a mail of ours, or of nobody's."""
    AUTOMATIC = "automatic"
    DUPLICATE = "duplicate"
    QUARANTINED = "quarantined"
    REFUSED = "refused"
    """An operator threw it away."""
    DISCARDED = "discarded"
    """A rule says that it opens no ticket."""


@dataclass(frozen=True, slots=True)
class OpenTicket:
    """A new ticket; its requester, where there is one, is its first participant."""

    ticket: Ticket
    requester: Participant | None
    because: str


@dataclass(frozen=True, slots=True)
class AddMessage:
    """A mail or a note goes on a ticket."""

    ticket_id: TicketId
    message: Message
    because: str


@dataclass(frozen=True, slots=True)
class AddParticipant:
    """Somebody more belongs to the ticket: their mail may join it, and answers go to them too."""

    ticket_id: TicketId
    participant: Participant
    because: str


@dataclass(frozen=True, slots=True)
class MergeTicket:
    """The ticket's mail goes to another from now on."""

    ticket_id: TicketId
    into: TicketId
    into_number: CaseNumber
    because: str


@dataclass(frozen=True, slots=True)
class MoveMessage:
    """A message goes to another ticket."""

    ticket_id: TicketId
    row: int
    """Of the message, in the store."""
    number: int
    """As people count it on the ticket it leaves, from 1."""
    to: TicketId
    to_number: CaseNumber
    because: str


@dataclass(frozen=True, slots=True)
class SetStatus:
    """The ticket moves."""

    ticket_id: TicketId
    before: Status
    after: Status
    because: str


@dataclass(frozen=True, slots=True)
class SetPriority:
    """The ticket becomes more or less urgent."""

    ticket_id: TicketId
    before: Priority
    after: Priority
    because: str


@dataclass(frozen=True, slots=True)
class AssignCustomer:
    """It is known whose the ticket is. The ids of customers; empty for none."""

    ticket_id: TicketId
    before: str
    after: str
    because: str


FactName = Literal[
    "type", "waiting_on", "hold_until", "assignee", "tier", "rung", "cause", "fix", "solution", "queue", "language"
]
"""Of an attribute of ``Ticket``."""
Value = str | int | datetime | None


@dataclass(frozen=True, slots=True)
class SetFact:
    """A plain fact of the ticket becomes another."""

    ticket_id: TicketId
    fact: FactName
    before: Value
    after: Value
    because: str


@dataclass(frozen=True, slots=True)
class SetField:
    """Something is known about the ticket by a name of somebody's choice; empty: no longer."""

    ticket_id: TicketId
    name: str
    value: str
    fields: tuple[tuple[str, str], ...]
    """All that is known afterwards."""
    because: str


@dataclass(frozen=True, slots=True)
class AddTag:
    """The ticket gets a label."""

    ticket_id: TicketId
    tag: str
    tags: tuple[str, ...]
    """All it has afterwards."""
    because: str


@dataclass(frozen=True, slots=True)
class RemoveTag:
    """The ticket loses a label."""

    ticket_id: TicketId
    tag: str
    tags: tuple[str, ...]
    """All it has afterwards."""
    because: str


@dataclass(frozen=True, slots=True)
class AddTopic:
    """It is known what the ticket is about: a topic of links."""

    ticket_id: TicketId
    topic: str
    topics: tuple[str, ...]
    """All it has afterwards."""
    because: str


@dataclass(frozen=True, slots=True)
class LinkTicket:
    """The ticket has to do with another, or with a notice; both show it."""

    ticket_id: TicketId
    other_id: TicketId | None
    """None for what is no ticket."""
    other: str
    """Its number, or the name of a notice."""
    because: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Something happened that clocks and alarms remember."""

    ticket_id: TicketId
    what: What
    value: str
    said: str
    """For people, in the history; empty for what only clocks need."""
    because: str


@dataclass(frozen=True, slots=True)
class KeepPromises:
    """What is promised on a ticket was worked out anew."""

    ticket_id: TicketId
    rows: tuple[PromiseRow, ...]
    """Those that are new or otherwise than before."""
    due_at: datetime | None
    """When something falls due on it next."""
    because: str = ""


@dataclass(frozen=True, slots=True)
class KeepWatch:
    """How a target of monitoring fares is remembered."""

    watch: Watch
    because: str = ""

    @property
    def ticket_id(self) -> TicketId | None:
        """The ticket of its trouble."""
        return self.watch.ticket_id


@dataclass(frozen=True, slots=True)
class KeepAlarm:
    """Where the mails about a problem go that a monitoring system tells of."""

    alarm: KnownAlarm
    because: str = ""

    @property
    def ticket_id(self) -> TicketId:
        """The ticket they go on."""
        return self.alarm.ticket_id


@dataclass(frozen=True, slots=True)
class KeepRuling:
    """What the rules said at one time is remembered; what followed from it are changes of their own."""

    ruled: Ruled
    because: str = ""

    @property
    def ticket_id(self) -> TicketId | None:
        """The ticket it was about; None for a mail that was on none."""
        return self.ruled.ticket_id


@dataclass(frozen=True, slots=True)
class Remember:
    """A line in the history and nothing else."""

    ticket_id: TicketId
    what: str
    because: str


@dataclass(frozen=True, slots=True)
class QueueLetter:
    """A finished mail waits to be sent to one recipient."""

    outbox_id: OutboxId
    ticket_id: TicketId | None
    """The ticket it is about; None for one that is about none, such as a digest."""
    template: str
    lane: Lane
    sender: str
    recipient: str
    message_id: MessageId
    raw: bytes
    because: str
    held: bool = False
    """It waits until an operator lets held letters go."""


@dataclass(frozen=True, slots=True)
class HoldAcknowledgements:
    """From now on acknowledgements are written and held, until an operator looks."""

    ticket_id: TicketId
    """The ticket that tells people."""
    because: str


@dataclass(frozen=True, slots=True)
class ResumeAcknowledgements:
    """Acknowledgements go out again."""

    ticket_id: TicketId
    """The ticket that told people."""
    because: str


@dataclass(frozen=True, slots=True)
class ReleaseLetter:
    """A letter that was held goes out, or is discarded."""

    outbox_id: OutboxId
    ticket_id: TicketId | None
    template: str
    recipient: str
    send: bool
    because: str


@dataclass(frozen=True, slots=True)
class ReleasePart:
    """An attachment that was held back may be read out."""

    ticket_id: TicketId | None
    """Of its mail; None when that is on no ticket."""
    journal_id: JournalId
    attachment: Attachment
    by: str
    because: str


@dataclass(frozen=True, slots=True)
class SettleLetter:
    """It is known what came of a letter; nothing more will be tried."""

    outbox_id: OutboxId
    ticket_id: TicketId | None
    recipient: str
    outcome: Outcome
    reply: str
    at: datetime
    because: str


@dataclass(frozen=True, slots=True)
class FinishEntry:
    """A journal entry is done with; in the same transaction as everything that followed from it."""

    journal_id: JournalId
    fate: Fate
    ticket_id: TicketId | None
    because: str


Change = (
    OpenTicket
    | AddMessage
    | AddParticipant
    | MergeTicket
    | MoveMessage
    | SetStatus
    | SetPriority
    | AssignCustomer
    | SetFact
    | SetField
    | AddTag
    | RemoveTag
    | AddTopic
    | LinkTicket
    | Mark
    | KeepPromises
    | KeepWatch
    | KeepAlarm
    | KeepRuling
    | Remember
    | QueueLetter
    | HoldAcknowledgements
    | ResumeAcknowledgements
    | ReleaseLetter
    | ReleasePart
    | SettleLetter
    | FinishEntry
    | NoticeChange
)


def describe(change: Change) -> str:  # noqa: C901 - one case for each change
    """Say it in one line for the history; empty for what is no news."""
    match change:
        case OpenTicket(ticket=ticket):
            return f"opened as {ticket.status}, priority {ticket.priority}"
        case AddMessage(message=message):
            return _describe_message(message)
        case AddParticipant(participant=participant):
            return f"{participant.address} belongs to the case now"
        case MergeTicket(into_number=number):
            return f"merged into case {number}"
        case MoveMessage(number=number, to_number=other):
            return f"message {number} went to case {other}"
        case SetStatus(before=before, after=after):
            return f"status {before} -> {after}"
        case SetPriority(before=before, after=after):
            return f"priority {before} -> {after}"
        case AssignCustomer(before=before, after=after):
            return f"customer {before} -> {after or '(none)'}" if before else f"customer {after}"
        case SetFact():
            return _describe_fact(change)
        case SetField(name=name, value=value):
            return f"{name} = {value}" if value else f"{name} is no longer known"
        case AddTag(tag=tag):
            return f"tag {tag}"
        case RemoveTag(tag=tag):
            return f"tag {tag} removed"
        case AddTopic(topic=topic):
            return f"topic {topic}"
        case LinkTicket(other=other):
            return f"linked with {other}"
        case Mark(said=said):
            return said
        case KeepPromises() | KeepWatch() | KeepAlarm() | KeepRuling():
            return ""
        case Remember(what=what):
            return what
        case QueueLetter(template=template, recipient=recipient, held=held):
            return f"{template} {'held' if held else 'queued'} for {recipient}"
        case HoldAcknowledgements():
            return "acknowledgements are held from now on"
        case ResumeAcknowledgements():
            return "acknowledgements go out again"
        case ReleaseLetter(template=template, recipient=recipient, send=send):
            return f"{template} to {recipient}, which was held, {'goes out' if send else 'is discarded'}"
        case ReleasePart(attachment=attachment, journal_id=journal_id, by=by):
            return f"attachment {attachment.name} (mail {journal_id}, part {attachment.part}) released by {by}"
        case SettleLetter(outcome=outcome, recipient=recipient, reply=reply):
            return f"mail to {recipient} {outcome}: {reply}"
        case FinishEntry(journal_id=journal_id, fate=fate):
            return f"journal {journal_id} {fate}"
        case KeepNotice() | IssueRevision() | SetDelivery() | WriteLetter() | WriteAgain() | LeaveOut() | LookAgain():
            return ""
        case LeaveAllOut() | WriteAnew() | ExcuseShortNotice() | Readdress() | NoteUnclear():
            return ""
        case LeaveToColleagues() | NoteNotice() | LeaveNewsletter() | RejoinNewsletter() | AskByMail() | TakeReply():
            return ""  # a notice has a history of its own
        case _:
            assert_never(change)


_FACTS = {
    "waiting_on": "waits for",
    "hold_until": "on hold until",
    "assignee": "assigned to",
    "tier": "support level",
    "rung": "step of the ladder",
}


def _describe_fact(change: SetFact) -> str:
    name = _FACTS.get(change.fact, change.fact)
    before, after = (_shown(value) for value in (change.before, change.after))
    if change.fact in ("cause", "fix"):
        return f"{name}: {after}"
    return f"{name} {before} -> {after or '(none)'}" if before else f"{name} {after or '(none)'}"


def _shown(value: Value) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S %Z}"
    return "" if value is None else str(value)


def _describe_message(message: Message) -> str:
    match message.direction:
        case Direction.IN:
            return f"{message.kind} from {message.sender}"
        case Direction.OUT:
            return f"answer by {message.sender}"
        case Direction.NOTE:
            return f"note by {message.sender}"
        case _:
            assert_never(message.direction)

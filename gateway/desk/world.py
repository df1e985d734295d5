"""What the desk remembers that bears on the mails at hand. Filled by the store, read by decisions.

Kept current while a batch is decided: ``after`` takes in a change, so the second mail sees what the first did.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from gateway.address import parse_address
from gateway.desk.affected import Affected
from gateway.desk.alarm import KnownAlarm
from gateway.desk.assign import Known
from gateway.desk.becoming import TicketChange, after
from gateway.desk.changes import (
    AddMessage,
    Change,
    HoldAcknowledgements,
    KeepAlarm,
    KeepPromises,
    KeepWatch,
    LinkTicket,
    OpenTicket,
    QueueLetter,
    SettleLetter,
)
from gateway.desk.customer import Customer
from gateway.desk.event import Event
from gateway.desk.life.case import Case, case_of
from gateway.desk.life.law import Law
from gateway.desk.life.record import event_of
from gateway.desk.life.story import tell
from gateway.desk.monitor import Scope
from gateway.desk.notice import Notice
from gateway.desk.notice_changes import LeaveNewsletter, NoteNotice, RejoinNewsletter
from gateway.desk.policy.ledger import PromiseRow
from gateway.desk.question import Question
from gateway.desk.recent import ACK, ACKS, Recent
from gateway.desk.ticket import Ticket
from gateway.desk.watch import Watch
from gateway.mail import CaseNumber, JournalId, MessageId, OutboxId, TicketId


@dataclass(frozen=True, slots=True)
class SentLetter:
    """A letter of ours that a bounce or an answer may be about."""

    id: OutboxId
    ticket_id: TicketId | None
    """None: it is about no ticket."""
    recipient: str
    """As it was written to."""
    template: str
    notice_id: str = ""
    """The notice it tells of; empty for none."""
    customer: str = ""
    """Whom it told of the notice, by id; empty for a colleague's copy."""
    signed: bool = False
    """Its return path is signed: what truly comes back comes there."""


@dataclass(slots=True)
class World:
    """Look-ups by everything a mail can point with."""

    tickets: dict[TicketId, Ticket] = field(default_factory=dict)
    numbers: dict[CaseNumber, TicketId] = field(default_factory=dict)
    message_ids: dict[MessageId, tuple[TicketId, ...]] = field(default_factory=dict)
    """Every ticket with a mail of that id, the oldest first: anybody can use somebody else's id."""
    letters: dict[OutboxId, SentLetter] = field(default_factory=dict)
    letters_by_message_id: dict[MessageId, SentLetter] = field(default_factory=dict)
    fingerprints: dict[str, tuple[TicketId, JournalId | None]] = field(default_factory=dict)
    """Mails that are on a ticket already, and where their raw form is."""
    directory: Known = field(default_factory=Known)
    """The customers that authors may be of."""
    customers: dict[str, Customer] = field(default_factory=dict)
    """Those of the tickets that were looked at, by id."""
    newest: dict[str, TicketId] = field(default_factory=dict)
    """The newest open ticket of people who escalate, by address key."""
    links: dict[TicketId, tuple[TicketId, ...]] = field(default_factory=dict)
    """Tickets linked with those that are ended, which mails are about."""
    events: dict[TicketId, tuple[Event, ...]] = field(default_factory=dict)
    promises: dict[TicketId, tuple[PromiseRow, ...]] = field(default_factory=dict)
    """What clocks remember of the tickets that were looked at."""
    recent: Recent = field(default_factory=Recent)
    """The acknowledgements of the last day."""
    watches: dict[str, Watch] = field(default_factory=dict)
    """Targets of monitoring, by name."""
    alarms: dict[str, KnownAlarm] = field(default_factory=dict)
    """What monitoring systems told of, by key: what mails are about, and what else is on their tickets or new."""
    affected: dict[Scope, Affected] = field(default_factory=dict)
    """Whom it concerns."""
    notices: dict[str, Notice] = field(default_factory=dict)
    """Those that mails are about, and every outage that lasts, by name."""
    answering: dict[str, tuple[TicketId, ...]] = field(default_factory=dict)
    """Tickets of the authors that are linked with notices which mails are about, by notice."""
    noted: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    """What somebody has brought about, of the histories of those that mails are about: what, and who."""
    lists: set[str] = field(default_factory=set)
    """Where customers are told of notices, as ``Address.inbox``: of the authors' own, and what else they wrote to."""
    left: set[tuple[str, str]] = field(default_factory=set)
    """Who has left which newsletter, of those that mails are about: customer and list."""
    questions: dict[OutboxId, Question] = field(default_factory=dict)
    """Those that mails answer, by the letter that asked."""
    returned: set[OutboxId] = field(default_factory=set)
    """Letters that have come back in this batch, whatever the relay said of them."""

    @property
    def outages(self) -> tuple[Notice, ...]:
        """The outages that last, the newest first."""
        lasting = (one for one in self.notices.values() if one.down)
        return tuple(sorted(lasting, key=lambda one: (one.created_at, one.id), reverse=True))

    def ticket_by_number(self, number: CaseNumber) -> Ticket | None:
        """Return the ticket of a case number, or None."""
        ticket_id = self.numbers.get(number)
        return None if ticket_id is None else self.tickets.get(ticket_id)

    def home(self, ticket_id: TicketId | None) -> Ticket | None:
        """Return the ticket, or the one it was merged into; None for what is on none."""
        found = None if ticket_id is None else self.tickets.get(ticket_id)
        if found is None or found.merged_into is None:
            return found
        return self.tickets.get(found.merged_into, found)

    def successor(self, case: Case, author: str) -> Ticket | None:
        """Return the newest open ticket of an author that an ended case came back as: linked, and begun after its end.

        What was linked or split off before is about something else.
        """
        ended = case.story.timeline.resolved
        linked = (self.tickets.get(one) for one in self.links.get(case.ticket.id, ()))
        theirs = (one for one in linked if one and not one.status.ended and author in one.participants)
        later = (one for one in theirs if ended is not None and one.created_at > ended)
        return max(later, key=lambda one: one.id, default=None)

    def answers(self, notice_id: str, author: str) -> Ticket | None:
        """Return the newest open ticket of an author, as address key, that is linked with a notice."""
        homes = (self.home(ticket_id) for ticket_id in self.answering.get(notice_id, ()))
        theirs = (one for one in homes if one and not one.status.ended and author in one.participants)
        return max(theirs, key=lambda one: one.id, default=None)

    def know_id(self, message_id: MessageId, ticket_id: TicketId) -> None:
        """Note that a mail of this id is on a ticket."""
        known = self.message_ids.get(message_id, ())
        if ticket_id not in known:
            self.message_ids[message_id] = (*known, ticket_id)

    def after(self, change: Change, at: datetime | None = None) -> None:  # noqa: C901 - one case for each change
        """Take in a change that will be committed with the rest of the batch; ``at`` is when it happened."""
        if at is not None and (remembered := event_of(change, at)):
            ticket_id, event = remembered
            self.events[ticket_id] = (*self.events.get(ticket_id, ()), event)
        if isinstance(change, TicketChange):
            self.tickets[change.ticket_id] = after(self.tickets[change.ticket_id], change)
            return
        match change:
            case OpenTicket(ticket=ticket, requester=requester):
                people = ticket.participants | ({requester.address} if requester else frozenset())
                self.tickets[ticket.id] = replace(ticket, participants=people)
                self.numbers[ticket.number] = ticket.id
            case AddMessage(ticket_id=ticket_id, message=message):
                if message.message_id:
                    self.know_id(message.message_id, ticket_id)
                if message.fingerprint:
                    self.fingerprints[message.fingerprint] = (ticket_id, message.journal_id)
            case LinkTicket(ticket_id=ticket_id, other_id=other_id) if other_id is not None:
                self.links[ticket_id] = (*self.links.get(ticket_id, ()), other_id)
            case LinkTicket(ticket_id=ticket_id, other=notice_id):
                self.answering[notice_id] = (*self.answering.get(notice_id, ()), ticket_id)
            case KeepPromises(ticket_id=ticket_id, rows=rows):
                known = {row.key: row for row in (*self.promises.get(ticket_id, ()), *rows)}
                self.promises[ticket_id] = tuple(known.values())
            case QueueLetter(template=template, recipient=recipient, ticket_id=about) if template in ACKS:
                assert about is not None  # an acknowledgement is about a ticket
                subject = self.tickets[about].subject
                self.recent.note(parse_address(recipient), subject=subject, proven=template != ACK)
            case HoldAcknowledgements():
                self.recent.held = True
            case KeepWatch(watch=watch):
                self.watches[watch.target] = watch
            case KeepAlarm(alarm=alarm):
                self.alarms[alarm.key] = alarm
            case NoteNotice(notice_id=notice_id, said=said, by=by) if by:
                self.noted[notice_id] = (*self.noted.get(notice_id, ()), (said, by))
            case LeaveNewsletter(customer=customer, mailing_list=mailing_list):
                self.left.add((customer, mailing_list))
            case RejoinNewsletter(customer=customer, mailing_list=mailing_list):
                self.left.discard((customer, mailing_list))
            case SettleLetter(outbox_id=outbox_id):
                self.returned.add(outbox_id)
            case _:
                pass

    def case(self, ticket_id: TicketId, law: Law) -> Case:
        """Return a ticket with all its clocks need; its events and promises have been looked at."""
        ticket = self.tickets[ticket_id]
        story = tell(ticket.created_at, self.events.get(ticket_id, ()))
        customer = self.customers.get(ticket.customer)
        return case_of(ticket, story, customer, self.promises.get(ticket_id, ()), law)

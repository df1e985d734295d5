"""Decide what an operator's command does to a ticket. Pure; the command's words come in, changes come out."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import datetime

from gateway.address import Address, Mailbox
from gateway.desk.assign import Match
from gateway.desk.becoming import linked, moved
from gateway.desk.changes import (
    AddMessage,
    AddParticipant,
    Change,
    LinkTicket,
    MergeTicket,
    ReleaseLetter,
    Remember,
    ResumeAcknowledgements,
)
from gateway.desk.fresh import Fresh
from gateway.desk.life.case import Case
from gateway.desk.life.closing import closed
from gateway.desk.life.entitlement import unentitled
from gateway.desk.new_ticket import Beginning, begun, new_ticket
from gateway.desk.order import Acknowledge, Order
from gateway.desk.policy.policy import Policy
from gateway.desk.ticket import INCIDENT, Channel, Direction, Message, Participant, Status, Ticket
from gateway.desk.world import SentLetter
from gateway.errors import Refused
from gateway.mail import Body, Kind, MessageId

MAX_BODY = 1 << 20  # characters of an answer or a note
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")  # and what is no character; tabs may stay


@dataclass(frozen=True, slots=True)
class NewTicket:
    """A ticket an operator opens for somebody."""

    requester: Address
    name: str
    subject: str
    body: str
    priority: str
    """As somebody named it; empty for that of new tickets."""
    support_address: str
    language: str
    """For a reader whose customer says nothing of it."""
    whose: Match | None = None
    channel: Channel = Channel.PHONE
    type: str = INCIDENT


def open_for(new: NewTicket, policy: Policy, fresh: Fresh, *, by: str, now: datetime) -> tuple[Change, ...]:
    """Open a ticket for a person who called, wrote elsewhere, or was found to have a problem. Raises ``Refused``."""
    because = f"opened by {by}"
    beginning = Beginning(
        subject=" ".join(new.subject.split()),
        priority=policy.asked(new.priority).name if new.priority else policy.default,
        support_address=new.support_address,
        at=now,
        requester=Participant(new.requester.key, new.name),
        whose=new.whose,
        language=new.language,
        type=policy.typed(new.type),
        channel=new.channel,
    )
    ticket = new_ticket(beginning, fresh)
    sender = f"{new.name} <{new.requester}>" if new.name else str(new.requester)
    message = Message(Direction.IN, Kind.NEW, "", sender, now, Body(checked_text(new.body)))
    return (*begun(ticket, beginning, because), AddMessage(ticket.id, message, because))


def welcome(case: Case, new: NewTicket, *, by: str) -> Order:
    """Tell whom a ticket was opened for, or whom they have to ask where no contract covers it."""
    if not case.entitled:
        return unentitled(case, new.requester)
    return Acknowledge(case.ticket.id, new.requester, f"opened by {by}", subject=new.subject, text=new.body)


def answer(ticket: Ticket, *, by: str, body: str, message_id: MessageId, now: datetime) -> tuple[Change, ...]:
    """Put an answer on the ticket; the first one of a person moves it from open to in-progress.

    Raises ``Refused`` when there is nobody to answer or nothing to say.
    """
    if not ticket.participants:
        raise Refused(
            f"case {ticket.number} has nobody to answer: its mail names no clear sender; write a note instead"
        )
    because = f"answered by {by}"
    message = Message(Direction.OUT, Kind.REPLY, "", by, now, Body(checked_text(body)), message_id=message_id)
    works = moved(ticket, Status.IN_PROGRESS, because) if ticket.status is Status.OPEN else ()
    return (AddMessage(ticket.id, message, because), *works)


def note(ticket: Ticket, *, by: str, body: str, now: datetime) -> tuple[Change, ...]:
    """Put an internal note on the ticket: nobody is mailed, nothing moves."""
    message = Message(Direction.NOTE, Kind.NEW, "", by, now, Body(checked_text(body)))
    return (AddMessage(ticket.id, message, f"noted by {by}"),)


def merge(ticket: Ticket, into: Ticket, people: Sequence[Mailbox], *, because: str) -> tuple[Change, ...]:
    """Send the mail of one ticket to another, with its people. Raises ``Refused`` where that makes no sense.

    What is on the ticket stays there and is shown with the other's.
    """
    if ticket.id == into.id:
        raise Refused(f"case {ticket.number} cannot be merged into itself")
    for one in (ticket, into):
        if one.merged_into is not None:
            raise Refused(f"case {one.number} was merged into another already")
    if ticket.customer and into.customer and ticket.customer != into.customer:
        raise Refused(
            f"case {ticket.number} is {ticket.customer}'s and case {into.number} {into.customer}'s: "
            "merged, each would read the other's mail; link them instead"
        )
    missing = [person for person in people if person.address.key not in into.participants]
    ends = closed(ticket, because) if ticket.status is not Status.CLOSED else ()
    return (
        MergeTicket(ticket.id, into.id, into.number, because),
        *ends,
        Remember(into.id, f"case {ticket.number} was merged into this one", because),
        *(AddParticipant(into.id, Participant(one.address.key, one.name, "merge"), because) for one in missing),
    )


def link(ticket: Ticket, other: Ticket, known: Container[str], *, because: str) -> tuple[Change, ...]:
    """Link two tickets, so that each shows the other; ``known`` are the links there are.

    Raises ``Refused`` for a ticket with itself.
    """
    if ticket.id == other.id:
        raise Refused(f"case {ticket.number} cannot be linked with itself")
    if other.number in known:
        return ()
    return linked(ticket, other, because)


def link_notice(ticket: Ticket, name: str, known: Container[str], *, because: str) -> tuple[Change, ...]:
    """Link a ticket with a notice; ``known`` are the links there are."""
    return () if name in known else (LinkTicket(ticket.id, None, name, because),)


def reopen(ticket: Ticket, *, because: str) -> tuple[Change, ...]:
    """Open it again. Raises ``Refused`` unless it is resolved or closed."""
    if not ticket.status.ended:
        raise Refused(f"case {ticket.number} is {ticket.status}: only a resolved or closed case can be reopened")
    return moved(ticket, Status.OPEN, because)


def checked_text(body: str) -> str:
    """Return what somebody wrote as it may be mailed and shown. Raises ``Refused``."""
    text = body.replace("\r\n", "\n").strip("\n").rstrip()
    if not text.strip():
        raise Refused("there is no text")
    if len(text) > MAX_BODY:
        raise Refused(f"the text is longer than {MAX_BODY} characters")
    if found := _CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise Refused(f"the text holds a control character (U+{ord(found[0]):04X} in line {line}): remove it")
    return text


def resume(
    held: Sequence[SentLetter], alarm: Ticket | None, *, send: bool, by: str, because: str
) -> tuple[Change, ...]:
    """Let acknowledgements go out again, and those that are held go out or be discarded.

    ``alarm`` is the ticket that told people; it is resolved. ``because`` says why they were held.
    """
    why = f"resumed by {by}; they were held because of {because}"
    letters = tuple(ReleaseLetter(one.id, one.ticket_id, one.template, one.recipient, send, why) for one in held)
    if alarm is None:
        return letters
    done = () if alarm.status.ended else moved(alarm, Status.RESOLVED, why)
    what = f"{len(letters)} that were held {'go out' if send else 'are discarded'}"
    return (*letters, ResumeAcknowledgements(alarm.id, why), Remember(alarm.id, what, why), *done)

"""Decide how one message of a ticket becomes a ticket of its own: two problems in one case are two promises. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from gateway.address import Address
from gateway.desk.becoming import linked
from gateway.desk.changes import MoveMessage
from gateway.desk.fresh import Fresh
from gateway.desk.life.case import Case
from gateway.desk.new_ticket import Beginning, begun, new_ticket
from gateway.desk.order import Acknowledge, Step
from gateway.desk.ticket import Participant
from gateway.errors import Refused


@dataclass(frozen=True, slots=True)
class Found:
    """The message that is to go."""

    row: int
    """Its row in the store."""
    number: int
    """As people count it on the ticket, from 1."""
    author: Address | None
    name: str
    at: datetime
    text: str
    received: bool
    """It came from a customer, and is no answer or note of ours."""


def split(case: Case, message: Found, fresh: Fresh, *, subject: str, acknowledge: bool, by: str) -> Iterator[Step]:
    """Take a message off a case and open another with it; what is promised on that counts from when it was written.

    Raises ``Refused`` for the message that opened the case, and for what no customer wrote.
    """
    ticket, author = case.ticket, message.author
    if not message.received or author is None:
        raise Refused(f"message {message.number} of case {ticket.number} was not written by a customer")
    if message.number == 1:
        raise Refused(f"message 1 is what case {ticket.number} is about: it stays there")
    because = f"split off case {ticket.number} by {by}"
    beginning = Beginning(
        subject=subject or ticket.subject,
        priority=case.policy.default,
        support_address=ticket.support_address,
        at=message.at,
        requester=Participant(author.key, message.name),
        language=ticket.language,
        type=ticket.type,
        channel=ticket.channel,
    )
    made = new_ticket(beginning, fresh)
    made = replace(made, customer=ticket.customer, assignee=ticket.assignee, queue=ticket.queue)
    yield from begun(made, beginning, because)
    yield MoveMessage(ticket.id, message.row, message.number, made.id, made.number, because)
    yield from linked(made, ticket, because)
    if acknowledge:
        yield Acknowledge(made.id, author, because, {"linked": ""}, subject=made.subject, text=message.text)

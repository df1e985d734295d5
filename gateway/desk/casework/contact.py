"""Decide what an engineer's word to the outside does: an attempt to reach somebody, a root cause analysis. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from gateway.desk.changes import AddMessage, Mark
from gateway.desk.event import What
from gateway.desk.life.case import Case
from gateway.desk.life.facts import customer_letter, status_update
from gateway.desk.order import Form, Step
from gateway.desk.ticket import Direction, Message, Status, WaitingOn
from gateway.errors import Refused
from gateway.mail import Body, Kind


def attempted(case: Case, *, by: str, text: str, now: datetime) -> Iterator[Step]:
    """Note an attempt to reach the customer. A word with a third party is also told to the customer.

    Raises ``Refused`` for a closed case.
    """
    ticket, because = case.ticket, f"told by {by}"
    if ticket.status is Status.CLOSED:
        raise Refused(f"case {ticket.number} is closed: open it again first")
    about = "a third party" if ticket.waiting_on is WaitingOn.THIRD_PARTY else "the customer"
    message = Message(Direction.NOTE, Kind.NEW, "", by, now, Body(f"Contact with {about}: {text}"))
    yield AddMessage(ticket.id, message, because)
    if ticket.waiting_on is not WaitingOn.THIRD_PARTY:
        count = case.story.contacts + 1
        yield Mark(ticket.id, What.CONTACT, by, f"{count}. attempt to reach the customer", because)
        return
    yield Mark(ticket.id, What.WORD, by, "the customer is told of a word with a third party", because)
    yield from status_update(case, because, now=now, text=text, who=case.law.team.signed(by))


def deliver_analysis(case: Case, *, by: str, text: str, now: datetime) -> Iterator[Step]:
    """Deliver the root cause analysis. Raises ``Refused`` before the case is resolved."""
    ticket, because = case.ticket, f"analysed by {by}"
    if not ticket.status.ended:
        raise Refused(f"case {ticket.number} is {ticket.status}: its cause is told once it is resolved")
    yield AddMessage(ticket.id, Message(Direction.NOTE, Kind.NEW, "", by, now, Body(f"Root cause: {text}")), because)
    yield Mark(ticket.id, What.ANALYSED, by, "the root cause analysis is delivered", because)
    yield from customer_letter(Form.RCA, case, because, {"text": text})

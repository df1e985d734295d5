"""Which changes of a ticket are occasions for rules. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.desk.changes import AddMessage, Change, Mark, OpenTicket, SetStatus
from gateway.desk.event import What
from gateway.desk.ruling.vocabulary import Trigger
from gateway.desk.ticket import Direction
from gateway.mail import TicketId


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something happened to a ticket that rules may be about."""

    trigger: Trigger
    ticket_id: TicketId
    status_before: str = ""
    target: str = ""
    """What was promised."""
    body: str = ""
    """What an engineer has answered."""


def occasion_of(change: Change) -> Occasion | None:
    """Return what a change is to rules; None for what is nothing to them."""
    match change:
        case OpenTicket(ticket=ticket):
            return Occasion(Trigger.TICKET_CREATED, ticket.id)
        case SetStatus(ticket_id=ticket_id, before=before):
            return Occasion(Trigger.STATUS_CHANGED, ticket_id, status_before=before.value)
        case AddMessage(ticket_id=ticket_id, message=message) if message.direction is Direction.OUT and message.sender:
            return Occasion(Trigger.ENGINEER_REPLIED, ticket_id, body=message.body.text)
        case Mark(ticket_id=ticket_id, what=What.WARNED | What.MISSED as what, value=value):
            trigger = Trigger.TARGET_WARNING if what is What.WARNED else Trigger.TARGET_MISSED
            return Occasion(trigger, ticket_id, target=value.partition("@")[0])
        case _:
            return None

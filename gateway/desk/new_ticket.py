"""How a ticket begins, whoever opens it: a mail, an operator, monitoring, the gateway itself. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gateway.desk.assign import Match
from gateway.desk.changes import AssignCustomer, Change, OpenTicket
from gateway.desk.fresh import Fresh
from gateway.desk.ticket import INCIDENT, Channel, Participant, Priority, Status, Ticket

NO_SUBJECT = "(no subject)"
MAX_SUBJECT = 1000  # characters kept on the ticket; a raw mail keeps all


@dataclass(frozen=True, slots=True)
class Beginning:
    """What is said when a ticket is opened."""

    subject: str
    priority: Priority
    support_address: str
    at: datetime
    requester: Participant | None = None
    """Who it is for; their mail may join it."""
    whose: Match | None = None
    """The customer it is for, and why."""
    language: str = "en"
    """For a reader whose customer says nothing of it."""
    type: str = INCIDENT
    channel: Channel = Channel.MAIL


def new_ticket(beginning: Beginning, fresh: Fresh) -> Ticket:
    """Return the ticket as it begins; whose it is becomes a change of its own."""
    requester = beginning.requester.address if beginning.requester else ""
    theirs = beginning.whose.customer.language if beginning.whose else ""
    return Ticket(
        id=fresh.ticket_id,
        number=fresh.number,
        subject=beginning.subject[:MAX_SUBJECT] or NO_SUBJECT,
        status=Status.OPEN,
        priority=beginning.priority,
        requester=requester,
        language=theirs or beginning.language,
        support_address=beginning.support_address,
        created_at=beginning.at,
        participants=frozenset({requester} if requester else ()),
        type=beginning.type,
        channel=beginning.channel,
    )


def begun(ticket: Ticket, beginning: Beginning, because: str) -> tuple[Change, ...]:
    """Return what opens it, and makes it a customer's."""
    whose = beginning.whose
    theirs = (AssignCustomer(ticket.id, ticket.customer, whose.customer.id, whose.because),) if whose else ()
    return (OpenTicket(ticket, beginning.requester, because), *theirs)

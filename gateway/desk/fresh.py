"""What the next ticket will be called."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.mail import CaseNumber, TicketId


@dataclass(frozen=True, slots=True)
class Fresh:
    """The id and number a new ticket would get; unused when none is opened."""

    ticket_id: TicketId
    number: CaseNumber

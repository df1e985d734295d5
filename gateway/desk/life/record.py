"""Which changes of a ticket its clocks must remember, and as what."""

from __future__ import annotations

from datetime import datetime

from gateway.desk.changes import AddMessage, Change, Mark, SetFact, SetPriority, SetStatus
from gateway.desk.event import Event, What
from gateway.desk.ticket import Direction
from gateway.mail import BY_RULE, TicketId

_FACTS = {"waiting_on": What.WAITS, "type": What.TYPE, "tier": What.TIER, "rung": What.RUNG}
_MESSAGES = {Direction.OUT: What.WORD, Direction.NOTE: What.WORK}


def event_of(change: Change, at: datetime) -> tuple[TicketId, Event] | None:
    """Return what a change is among the events of its ticket; None for what no clock looks at."""
    match change:
        case SetStatus(ticket_id=ticket_id, after=status):
            return ticket_id, Event(What.STATUS, at, status.value)
        case SetPriority(ticket_id=ticket_id, after=priority):
            return ticket_id, Event(What.LEVEL, at, priority)
        case SetFact(ticket_id=ticket_id, fact=fact, after=after) if fact in _FACTS:
            return ticket_id, Event(_FACTS[fact], at, "" if after is None else str(after))
        case AddMessage(message=message) if message.subkind == BY_RULE:
            return None
        case AddMessage(ticket_id=ticket_id, message=message) if message.direction in _MESSAGES:
            return ticket_id, Event(_MESSAGES[message.direction], at, message.sender)
        case Mark(ticket_id=ticket_id, what=what, value=value):
            return ticket_id, Event(what, at, value)
        case _:
            return None

"""A ticket and its row, both ways: what one of them has, the other has too; and what changes of a ticket make of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, assert_never

from gateway.desk.changes import (
    AddTag,
    AddTopic,
    AssignCustomer,
    RemoveTag,
    SetFact,
    SetField,
    SetPriority,
    SetStatus,
)
from gateway.desk.ticket import Channel, Priority, Solution, Status, Ticket, WaitingOn
from gateway.mail import CaseNumber, TicketId


def ticket_of(row: Any, participants: frozenset[str]) -> Ticket:
    """Make a ticket of its row."""
    return Ticket(
        id=TicketId(row.id),
        number=CaseNumber(row.number),
        subject=row.subject,
        status=Status(row.status),
        priority=Priority(row.priority),
        requester=row.requester,
        language=row.language,
        support_address=row.support_address,
        created_at=row.created_at,
        participants=participants,
        merged_into=None if row.merged_into is None else TicketId(row.merged_into),
        customer=row.customer or "",
        type=row.type,
        channel=Channel(row.channel),
        waiting_on=None if row.waiting_on is None else WaitingOn(row.waiting_on),
        hold_until=row.hold_until,
        assignee=row.assignee,
        tier=row.tier,
        rung=row.rung,
        fields=tuple((name, value) for name, value in row.fields),
        cause=row.cause,
        fix=row.fix,
        solution=None if row.solution is None else Solution(row.solution),
        queue=row.queue,
        tags=tuple(row.tags),
        topics=tuple(row.topics),
    )


def row_of(ticket: Ticket, *, updated_at: datetime) -> dict[str, Any]:
    """Make a row of a new ticket, on which nothing falls due yet; its participants have rows of their own."""
    return {
        "id": ticket.id,
        "number": ticket.number,
        "subject": ticket.subject,
        "status": ticket.status.value,
        "priority": ticket.priority,
        "requester": ticket.requester,
        "language": ticket.language,
        "support_address": ticket.support_address,
        "created_at": ticket.created_at,
        "updated_at": updated_at,
        "merged_into": ticket.merged_into,
        "customer": ticket.customer or None,
        "type": ticket.type,
        "channel": ticket.channel.value,
        "waiting_on": ticket.waiting_on.value if ticket.waiting_on else None,
        "hold_until": ticket.hold_until,
        "assignee": ticket.assignee,
        "tier": ticket.tier,
        "rung": ticket.rung,
        "fields": ticket.fields,
        "cause": ticket.cause,
        "fix": ticket.fix,
        "solution": ticket.solution.value if ticket.solution else None,
        "due_at": None,
        "queue": ticket.queue,
        "tags": ticket.tags,
        "topics": ticket.topics,
    }


def columns_after(
    change: SetStatus | SetPriority | AssignCustomer | SetFact | SetField | AddTag | RemoveTag | AddTopic,
) -> dict[str, Any]:
    """Return what a change makes of a row."""
    match change:
        case SetStatus(after=status):
            return {"status": status.value}
        case SetPriority(after=priority):
            return {"priority": priority}
        case AssignCustomer(after=customer):
            return {"customer": customer or None}
        case SetFact(fact=fact, after=after):
            return {fact: after}
        case SetField(fields=fields):
            return {"fields": fields}
        case AddTag(tags=tags) | RemoveTag(tags=tags):
            return {"tags": tags}
        case AddTopic(topics=topics):
            return {"topics": topics}
        case _:
            assert_never(change)

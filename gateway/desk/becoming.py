"""What a ticket becomes: another status, another fact, linked. What it is already is no change. Pure."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum, StrEnum
from typing import TypeAlias, assert_never

from gateway.desk.changes import (
    AddParticipant,
    AddTag,
    AddTopic,
    AssignCustomer,
    FactName,
    LinkTicket,
    MergeTicket,
    RemoveTag,
    SetFact,
    SetField,
    SetPriority,
    SetStatus,
    Value,
)
from gateway.desk.ticket import Solution, Status, Ticket, WaitingOn

TicketChange: TypeAlias = (
    SetStatus
    | SetPriority
    | AssignCustomer
    | SetFact
    | SetField
    | AddTag
    | RemoveTag
    | AddTopic
    | AddParticipant
    | MergeTicket
)
"""What changes a ticket that is there."""


def moved(ticket: Ticket, after: Status, because: str) -> tuple[SetStatus, ...]:
    """Move a ticket; nothing where it stands there."""
    return (SetStatus(ticket.id, ticket.status, after, because),) if after is not ticket.status else ()


def became(ticket: Ticket, fact: FactName, after: Value, because: str) -> tuple[SetFact, ...]:
    """Make a fact of a ticket another; nothing where it is that."""
    before, after = (_plain(value) for value in (getattr(ticket, fact), after))
    return (SetFact(ticket.id, fact, before, after, because),) if after != before else ()


def tagged(ticket: Ticket, tag: str, because: str) -> tuple[AddTag, ...]:
    """Give a ticket a label; nothing where it has it."""
    return () if tag in ticket.tags else (AddTag(ticket.id, tag, (*ticket.tags, tag), because),)


def untagged(ticket: Ticket, tag: str, because: str) -> tuple[RemoveTag, ...]:
    """Take a label away; nothing where it has none of that name."""
    left = tuple(one for one in ticket.tags if one != tag)
    return () if left == ticket.tags else (RemoveTag(ticket.id, tag, left, because),)


def about(ticket: Ticket, topic: str, because: str) -> tuple[AddTopic, ...]:
    """Note a topic of a ticket; nothing where that is known."""
    return () if topic in ticket.topics else (AddTopic(ticket.id, topic, (*ticket.topics, topic), because),)


def linked(ticket: Ticket, other: Ticket, because: str, *, back: str = "") -> tuple[LinkTicket, LinkTicket]:
    """Link two tickets both ways; ``back`` is the reason on the other one, where it is not the same."""
    return (
        LinkTicket(ticket.id, other.id, other.number, because),
        LinkTicket(other.id, ticket.id, ticket.number, back or because),
    )


def after(ticket: Ticket, change: TicketChange) -> Ticket:
    """Return a ticket as it is after a change of it."""
    match change:
        case SetStatus(after=status):
            return replace(ticket, status=status)
        case SetPriority(after=priority):
            return replace(ticket, priority=priority)
        case AssignCustomer(after=customer):
            return replace(ticket, customer=customer)
        case SetFact(fact=fact, after=value):
            taken = _WORDS[fact](str(value)) if fact in _WORDS and value is not None else value
            return replace(ticket, **{fact: taken})  # type: ignore[arg-type]
        case SetField(fields=fields):
            return replace(ticket, fields=fields)
        case AddTag(tags=tags) | RemoveTag(tags=tags):
            return replace(ticket, tags=tags)
        case AddTopic(topics=topics):
            return replace(ticket, topics=topics)
        case AddParticipant(participant=participant):
            return replace(ticket, participants=ticket.participants | {participant.address})
        case MergeTicket(into=into):
            return replace(ticket, merged_into=into)
        case _:
            assert_never(change)


def _plain(value: Value) -> Value:
    return str(value.value) if isinstance(value, Enum) else value


_WORDS: dict[FactName, type[StrEnum]] = {"waiting_on": WaitingOn, "solution": Solution}
"""Facts that changes have as words, and tickets as members."""

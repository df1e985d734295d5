"""Decide which ticket a mail belongs to.

A mail joins only when its author is a participant *and* something in it points there: our signed reply address,
a reference to a mail of the ticket, or the case number in the subject, in this order. A number is not a password:
whoever points at a ticket without belonging to it gets a ticket of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gateway.desk.ticket import Ticket
from gateway.desk.token import claimed_number, read_reply_tag
from gateway.desk.world import World
from gateway.mail import Mail, Threads


@dataclass(frozen=True, slots=True)
class Joins:
    """The mail belongs to this ticket."""

    ticket: Ticket
    because: str


@dataclass(frozen=True, slots=True)
class Alone:
    """The mail belongs to no ticket it may join."""

    pointed_at: tuple[tuple[Ticket, str], ...] = ()
    """Tickets it pointed at without belonging there, and how; told to engineers only."""


def join(mail: Mail, threads: Threads, world: World, *, key: bytes, today: date) -> Joins | Alone:
    """Find the ticket, or say that there is none this author may join."""
    author = mail.author.address.key if mail.author else ""
    strangers: dict[Ticket, str] = {}
    for ticket, because, loud in _pointers(mail, threads, world, key=key, today=today):
        home = world.home(ticket.id) or ticket
        if author and (author in ticket.participants or author in home.participants):
            return Joins(home, because if home is ticket else f"{because}; case {ticket.number} was merged into it")
        if loud:
            strangers.setdefault(ticket, because)
    return Alone(tuple(strangers.items()))


def _pointers(
    mail: Mail, threads: Threads, world: World, *, key: bytes, today: date
) -> Iterator[tuple[Ticket, str, bool]]:
    """Yield (ticket, how, worth a note), the strongest first."""
    for tag in threads.tags:
        claimed = claimed_number(tag)
        ticket = world.ticket_by_number(claimed) if claimed else None
        if ticket is None:
            continue
        if mail.author and read_reply_tag(key, tag, person=mail.author.address, today=today):
            yield ticket, "our signed reply address", True
        else:
            # Forged, expired or somebody else's: no key, but a sign that the mail is about this ticket.
            yield ticket, "a reply address of the ticket, not signed for this sender", True
    for message_id in threads.message_ids:
        for ticket_id in world.message_ids.get(message_id, ()):
            if ticket := world.tickets.get(ticket_id):
                yield ticket, f"a reference to <{message_id}>", True
    for number, tagged in threads.numbers:
        if ticket := world.ticket_by_number(number):
            yield ticket, "the case number in the subject", tagged

"""Decide which ticket a mail belongs to.

A mail joins only when its author is a participant *and* something in it points there: our signed reply address,
a reference to a mail of the ticket, or a case number, in this order. A number is not a password:
whoever points at a ticket without belonging to it gets a ticket of their own. Who answers a notice once more goes on
with the open ticket they have about it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gateway.address import Address
from gateway.desk.intake.answered import AnsweredNotice, answered_notice
from gateway.desk.life.story import tell
from gateway.desk.ticket import Ticket
from gateway.desk.token import allows_verdict, claimed_number, claimed_work, read_reply_tag
from gateway.desk.world import World
from gateway.mail import Mail, Threads

SIGNED = "our signed reply address"


@dataclass(frozen=True, slots=True)
class Joins:
    """The mail belongs to this ticket."""

    ticket: Ticket
    because: str
    secret: bool = False
    """It came to an address that only this author was given."""


@dataclass(frozen=True, slots=True)
class Alone:
    """The mail belongs to no ticket it may join."""

    pointed_at: tuple[tuple[Ticket, str], ...] = ()
    """Tickets it pointed at without belonging there, and how; told to engineers only."""
    notice: AnsweredNotice | None = None
    """The notice it answers."""


def join(
    mail: Mail, threads: Threads, world: World, *, key: bytes, today: date, by_colleague: bool = False
) -> Joins | Alone:
    """Find the ticket, or say that there is none this author may join."""
    author = mail.author.address.key if mail.author else ""
    strangers: dict[Ticket, str] = {}
    for ticket, because, loud in _pointers(mail, threads, world, key=key, today=today):
        home = world.home(ticket.id) or ticket
        if author and (author in ticket.participants or author in home.participants):
            merged = "" if home is ticket else f"; case {ticket.number} was merged into it"
            return Joins(home, because + merged, secret=because == SIGNED)
        if loud:
            strangers.setdefault(ticket, because)
    answered = answered_notice(mail, threads, world, key=key, today=today)
    if answered and not by_colleague and (goes_on := goes_on_with(answered, author, world)):
        return goes_on
    return Alone(tuple(strangers.items()), answered)


def goes_on_with(answered: AnsweredNotice, author: str, world: World) -> Joins | None:
    """Return the open ticket that an author, by address key, has about a notice they answer once more."""
    theirs = world.answers(answered.notice.id, author) if author else None
    return Joins(theirs, f"{answered.how}, about which they have this case") if theirs else None


def _pointers(
    mail: Mail, threads: Threads, world: World, *, key: bytes, today: date
) -> Iterator[tuple[Ticket, str, bool]]:
    """Yield (ticket, how, worth a note), the strongest first."""
    for tag in threads.tags:
        claimed = claimed_number(tag) or claimed_work(tag)
        ticket = world.ticket_by_number(claimed) if claimed else None
        if ticket is None:
            continue
        if mail.author and _is_theirs(tag, mail.author.address, ticket, world, key=key, today=today):
            yield ticket, SIGNED, True
        else:
            # Forged, expired or somebody else's: no key, but a sign that the mail is about this ticket.
            yield ticket, "a reply address of the ticket, not signed for this sender", True
    for message_id in threads.message_ids:
        for ticket_id in world.message_ids.get(message_id, ()):
            if ticket := world.tickets.get(ticket_id):
                yield ticket, f"a reference to <{message_id}>", True
    numbers = [(number, "the case number in the subject", tagged) for number, tagged in threads.numbers]
    for number, how, loud in (*numbers, *((number, "the case number it names", True) for number in threads.named)):
        if ticket := world.ticket_by_number(number):
            yield ticket, how, loud


def _is_theirs(tag: str, person: Address, ticket: Ticket, world: World, *, key: bytes, today: date) -> bool:
    """Tell whether an address was given to this person: to reply to, or to say yes or no to what still waits for it."""
    if read_reply_tag(key, tag, person=person, today=today):
        return True
    stamp = tell(ticket.created_at, world.events.get(ticket.id, ())).status_since
    return allows_verdict(key, tag, person=person, stamp=stamp, today=today)

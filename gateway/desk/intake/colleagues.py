"""Decide who else belongs to a ticket: colleagues a participant wrote to as well.

Whoever writes for a ticket may bring in people of their own domain, where that is not one that anybody can get an
address at. Everybody else they wrote to is shown to engineers and not added: a Cc must not open a ticket to a
stranger, whoever seems to have written it. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from gateway.address import Mailbox
from gateway.desk.changes import AddParticipant, Change, Remember
from gateway.desk.first_few import first_few
from gateway.desk.ticket import Participant, Ticket
from gateway.mail import Mail

MAX_ADDED = 20  # by one mail
MAX_PARTICIPANTS = 50  # of one ticket
MAX_BY_UNPROVEN = 20  # of one ticket, while those who bring them in are not proven: room is left for who is


@dataclass(frozen=True, slots=True)
class Circle:
    """What the settings say about who may be a colleague."""

    ours: frozenset[str] = frozenset()
    """``Address.inbox`` of our own addresses."""
    is_public: Callable[[str], bool] = lambda domain: False
    """Tells whether anybody can get an address at a domain."""


def bring_in(mail: Mail, ticket: Ticket, circle: Circle, *, lists: Collection[str] = ()) -> tuple[Change, ...]:
    """Add the colleagues the author wrote to; ``ticket`` is as it stands, the author on it.

    ``lists`` are where customers are told of notices (``Address.inbox``): a case is not for everybody who reads there.
    """
    author = mail.author.address if mail.author else None
    if author is None or not mail.kind.by_a_person or mail.forged:
        return ()
    others = [box for box in _written_to(mail) if box.address.inbox not in circle.ours]
    others = [box for box in others if box.address.key not in ticket.participants | {author.key}]
    told = [box for box in others if box.address.inbox in lists]
    others = [box for box in others if box not in told]
    own_domain = not circle.is_public(author.domain)
    colleagues = [box for box in others if own_domain and box.address.domain == author.domain]
    most = MAX_PARTICIPANTS if mail.proven else MAX_BY_UNPROVEN
    room = max(0, min(MAX_ADDED, most - len(ticket.participants)))
    because = f"{author} wrote to them too, and they are of the same domain"
    added = tuple(
        AddParticipant(ticket.id, Participant(box.address.key, box.name, str(author)), because)
        for box in colleagues[:room]
    )
    outside = [box for box in others if box not in colleagues] + colleagues[room:]
    return (
        *added,
        *_not_added(ticket, told, because="customers are told of notices there, and a case is not for all who read it"),
        *_not_added(ticket, outside, because=_why_not(own_domain, outside, colleagues[room:])),
    )


def _written_to(mail: Mail) -> list[Mailbox]:
    by_key: dict[str, Mailbox] = {}
    for box in (*mail.to, *mail.cc):
        by_key.setdefault(box.address.key, box)
    return list(by_key.values())


def _why_not(own_domain: bool, outside: list[Mailbox], over: list[Mailbox]) -> str:
    if outside == over:
        return "there are too many"
    return "they are of another domain" if own_domain else "anybody can get an address at the sender's domain"


def _not_added(ticket: Ticket, outside: list[Mailbox], *, because: str) -> tuple[Change, ...]:
    if not outside:
        return ()
    named = first_few([str(box.address) for box in outside])
    return (Remember(ticket.id, f"also written to, and not added: {named}", because),)

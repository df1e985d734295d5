"""When many troubles at once are one, and when what comes back is the same one. Pure.

Of targets that fail and of problems told of by mail alike; what follows on a ticket is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from gateway.desk.ticket import Ticket
from gateway.mail import TicketId

STORM, STORM_WITHIN = 20, timedelta(minutes=10)
"""More troubles than that in such a time are one: they share a ticket."""
RETURNS_WITHIN = timedelta(hours=1)
"""What begins again so soon after it was over is the same trouble, on the same ticket."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A trouble as far as a storm is concerned."""

    at: datetime
    """When it last began."""
    ticket_id: TicketId | None
    grouped: bool
    """Its ticket is one that many share."""


@dataclass(frozen=True, slots=True)
class Storm:
    """Many troubles at once, and the ticket that they share; none for the first that is to be on it."""

    ticket_id: TicketId | None = None
    home: Ticket | None = None
    """Where its mail goes now, by merging."""


def storm(others: Iterable[Begun], home: Callable[[TicketId], Ticket | None], *, at: datetime) -> Storm | None:
    """Return what a trouble that begins now is part of; None where it stands alone. ``home`` finds tickets.

    A shared ticket that has ended is shared no more: the next trouble opens another.
    """
    recent = sorted((one for one in others if at - STORM_WITHIN <= one.at <= at), key=lambda one: one.at, reverse=True)
    if len(recent) < STORM:
        return None
    shared = (one.ticket_id for one in recent if one.grouped and one.ticket_id is not None)
    open_ones = (Storm(one, found) for one in shared if (found := home(one)) and not found.status.ended)
    return next(open_ones, Storm())


def many(what: str) -> str:
    """Say of a shared ticket what it is about."""
    return f"{what}: more than {STORM} within {STORM_WITHIN // timedelta(minutes=1)} minutes"


def is_the_same(*, over: datetime, again: datetime) -> bool:
    """Tell whether what begins again is the trouble that was over a short while ago."""
    return again - over <= RETURNS_WITHIN

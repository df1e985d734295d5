"""Decide what becomes of a placeholder ticket when its mail could be handled at last. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from gateway.desk.becoming import moved
from gateway.desk.changes import Change, FinishEntry, Remember
from gateway.desk.ticket import Status
from gateway.desk.world import World
from gateway.mail import TicketId

_BECAUSE = "the mail was handled on a later try"


def relieve(placeholder: TicketId | None, made: Sequence[Change], world: World) -> tuple[Change, ...]:
    """Close the placeholder and say where its mail went. ``made`` is what the mail led to, and is in ``world``."""
    ticket = world.tickets.get(placeholder) if placeholder is not None else None
    if ticket is None:
        return ()
    landed = next((change.ticket_id for change in made if isinstance(change, FinishEntry)), None)
    found = world.tickets.get(landed) if landed is not None else None
    where = f"the mail is on case {found.number}" if found else "the mail opened no case"
    return (Remember(ticket.id, where, _BECAUSE), *moved(ticket, Status.CLOSED, _BECAUSE))

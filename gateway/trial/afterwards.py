"""What rules would do about what a mail brings about: a status that changes, an answer that goes out. Pure.

As the docket asks them once the mail is decided about. What falls due then is not looked at.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from dataclasses import fields
from datetime import datetime

from gateway.desk.changes import AssignCustomer, Change, OpenTicket
from gateway.desk.life.law import Law
from gateway.desk.order import Order, Step
from gateway.desk.ruled.ask import ask
from gateway.desk.ruled.occasions import Occasions
from gateway.desk.ruling.matter import Written
from gateway.desk.world import World


def afterwards(steps: Iterable[Step], world: World, law: Law, cause: Written, *, now: datetime) -> tuple[Step, ...]:
    """Return what follows from what was decided; nothing where no rule is about it. ``world`` stays as it is."""
    changes, occasions = _changes(steps), Occasions()
    for change in changes:
        occasions.note(change, law.rules)
    if not occasions:
        return ()
    seen = World(**{one.name: copy(getattr(world, one.name)) for one in fields(World)})
    for change in changes:
        _take(change, seen, now)
    followed: list[Step] = []
    while occasions:
        occasion = occasions.next()
        case, turns = seen.case(occasion.ticket_id, law), occasions.turns(occasion.ticket_id)
        found = ask(case, occasion, turns, others=seen.tickets.values(), cause=cause, now=now)
        followed += found
        for change in _changes(found):
            occasions.note(change, law.rules)
            _take(change, seen, now)
    return tuple(followed)


def _changes(steps: Iterable[Step]) -> list[Change]:
    return [step for step in steps if not isinstance(step, Order)]


def _take(change: Change, world: World, now: datetime) -> None:
    match change:
        case OpenTicket(ticket=ticket):
            world.events[ticket.id], world.promises[ticket.id] = (), ()
        case AssignCustomer(after=customer_id):
            known = world.directory
            theirs = (*known.contacts.values(), *known.domains.values())
            world.customers |= {one.id: one for one in theirs if one.id == customer_id}
        case _:
            pass
    world.after(change, now)

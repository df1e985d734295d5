"""What rules would do about what a mail brings about: a status that changes, an answer that goes out. Pure.

As the docket asks them once the mail is decided about. What falls due then is not looked at.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from dataclasses import fields
from datetime import datetime

from gateway.desk.changes import AssignCustomer, Change, KeepRuling, OpenTicket
from gateway.desk.life.law import Law
from gateway.desk.order import Order, Step
from gateway.desk.ruled.ask import ask, is_ruled
from gateway.desk.ruled.happened import Occasion, occasion_of
from gateway.desk.ruling.matter import Written
from gateway.desk.world import World
from gateway.mail import TicketId


def afterwards(steps: Iterable[Step], world: World, law: Law, cause: Written, *, now: datetime) -> tuple[Step, ...]:
    """Return what follows from what was decided; nothing where no rule is about it. ``world`` stays as it is."""
    changes = [step for step in steps if not isinstance(step, Order)]
    if not any(_occasions(changes, law)):
        return ()
    return _Afterwards(world, law, now).follow(changes, cause)


def _occasions(changes: Iterable[Change], law: Law) -> list[Occasion]:
    """Return what rules are to be asked about and have not been."""
    found: list[Occasion] = []
    for change in changes:
        if (occasion := occasion_of(change)) and law.rules.by_trigger[occasion.trigger]:
            found.append(occasion)
        if isinstance(change, KeepRuling):
            found = [one for one in found if not is_ruled(one, change.ruled)]
    return found


class _Afterwards:
    def __init__(self, world: World, law: Law, now: datetime) -> None:
        self._world = World(**{one.name: copy(getattr(world, one.name)) for one in fields(World)})
        self._law, self._now = law, now
        self._turns: dict[TicketId, set[str]] = {}

    def follow(self, changes: list[Change], cause: Written) -> tuple[Step, ...]:
        """Ask the rules until nothing more happens; each acts once on a ticket."""
        followed: list[Step] = []
        self._take(changes)
        waiting = _occasions(changes, self._law)
        while waiting:
            occasion = waiting.pop(0)
            case, turns = self._world.case(occasion.ticket_id, self._law), self._turns.get(occasion.ticket_id, set())
            steps = ask(case, occasion, turns, others=self._world.tickets.values(), cause=cause, now=self._now)
            followed += steps
            done = [step for step in steps if not isinstance(step, Order)]
            self._take(done)
            waiting += _occasions(done, self._law)
        return tuple(followed)

    def _take(self, changes: Iterable[Change]) -> None:
        for change in changes:
            match change:
                case OpenTicket(ticket=ticket):
                    self._world.events[ticket.id], self._world.promises[ticket.id] = (), ()
                case AssignCustomer(after=customer_id):
                    known = self._world.directory
                    theirs = (*known.contacts.values(), *known.domains.values())
                    self._world.customers |= {one.id: one for one in theirs if one.id == customer_id}
                case KeepRuling(ruled=ruled) if ruled.ticket_id is not None:
                    self._turns.setdefault(ruled.ticket_id, set()).update(one.rule for one in ruled.matched)
                case _:
                    pass
            self._world.after(change, self._now)

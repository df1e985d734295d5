"""Decide about a mail as the desk does, with somebody looking on: what came of it, and every pass over the rules.

Nothing is carried out or written down. The world that is handed in stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from gateway.desk.fresh import Fresh
from gateway.desk.intake.acknowledge import AckVerdict
from gateway.desk.intake.arrival import Arrival, Desk
from gateway.desk.intake.receive import receive
from gateway.desk.order import Step
from gateway.desk.ruling.book import Rulebook
from gateway.desk.ruling.matter import Matter, Value
from gateway.desk.ruling.ruling import Ruling
from gateway.desk.ticket import Ticket
from gateway.desk.world import World
from gateway.mail import TicketId
from gateway.trial.afterwards import afterwards


@dataclass(frozen=True, slots=True)
class Pass:
    """One pass over the rules."""

    matter: Matter
    """What they were asked about, before any of them had set anything."""
    ruling: Ruling


@dataclass(frozen=True, slots=True)
class Tried:
    """What would happen."""

    steps: tuple[Step, ...]
    """Changes and letters, in order."""
    passes: tuple[Pass, ...]
    book: Rulebook
    """The rules that were asked."""
    before: Mapping[TicketId, Ticket] = field(default_factory=dict)
    """The tickets there were, by id."""
    arrival: Arrival | None = None
    """The mail; None where none came."""
    verdict: AckVerdict | None = None
    """Why it is acknowledged or not; None when it opens no ticket."""


def try_mail(
    arrival: Arrival, world: World, desk: Desk, fresh: Fresh, *, given: Mapping[str, Value] | None = None
) -> Tried:
    """Decide about a mail. ``given``: fields that rules are to take for something else."""
    passes: list[Pass] = []
    book = desk.law.rules.tried(lambda matter, ruling: passes.append(Pass(matter, ruling)), given)
    law = replace(desk.law, rules=book)
    decided = receive(arrival, world, replace(desk, law=law), fresh)
    steps: tuple[Step, ...] = (*decided.changes, *decided.letters)
    steps += afterwards(steps, world, law, arrival.written, now=arrival.received_at)
    return Tried(steps, tuple(passes), book, world.tickets, arrival, decided.verdict)

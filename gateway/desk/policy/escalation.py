"""Who hears of a ticket next: the ladder a customer climbs, and the tiers a ticket moves through by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from gateway.desk.policy.text import Text


@dataclass(frozen=True, slots=True)
class Rung:
    """A step of the ladder. The first one is where every ticket begins."""

    group: str
    """Of ``team.yml``."""
    title: Text
    """As the customer is told."""
    acknowledge_within: timedelta | None = None
    """Somebody of it has to take the ticket over by then, or the next rung hears too."""


@dataclass(frozen=True, slots=True)
class Tier:
    """A support level, 1 to 3."""

    group: str
    after: timedelta | None = None
    """On the clock since submission, unresolved, until the ticket moves here by itself; None: people move it."""


@dataclass(frozen=True, slots=True)
class Escalation:
    """How a ticket gets more attention."""

    ladder: tuple[Rung, ...] = ()
    tiers: tuple[Tier, ...] = ()
    needs_case: bool = True
    """A customer's escalation has to name the case."""
    needs_reason: bool = True
    unreasonable: int = 0
    """Percent of the resolution time after which the ladder's second rung hears by itself; 0: never."""

"""What happened to a ticket that its promises depend on, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gateway.desk.policy.policy import Pause


@dataclass(frozen=True, slots=True)
class Paused:
    """A stretch in which a clock stood still."""

    reason: Pause
    since: datetime
    until: datetime | None = None
    """None while it lasts."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """A ticket's life so far. All instants are aware."""

    submitted: datetime
    answered: datetime | None = None
    """When a person first answered in public."""
    words: tuple[datetime, ...] = ()
    """Every public word to the customer by an engineer, and every status update, in order."""
    level_since: datetime | None = None
    """When it got the level it has; None: at submission. What was over by then was judged by another level."""
    pauses: tuple[Paused, ...] = ()
    """In the order they began."""
    approval: tuple[Paused, ...] = ()
    """Stretches in which the customer was asked to approve: only the resolution waits for that."""
    resolved: datetime | None = None
    """When it was resolved, if it is."""
    workaround: datetime | None = None
    """When the customer first had a way around."""
    analysed: datetime | None = None
    """When the root cause analysis was delivered."""
    lacks_data: tuple[Paused, ...] = ()
    """Stretches in which data for the analysis was missing."""

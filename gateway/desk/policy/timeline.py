"""What happened to a ticket that its promises depend on, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gateway.desk.policy.policy import Pause


@dataclass(frozen=True, slots=True)
class Paused:
    """A stretch in which a clock stood still."""

    reason: Pause | None
    """None where the ticket was not worked on at all."""
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
    """Stretches in which the customer was asked to approve, and the next word was theirs."""
    rests: tuple[Paused, ...] = ()
    """Stretches in which it was resolved or closed, until it was opened again; the last one may still last."""
    workaround: datetime | None = None
    """When the customer first had a way around."""
    analysed: datetime | None = None
    """When the root cause analysis was delivered."""
    lacks_data: tuple[Paused, ...] = ()
    """Stretches in which data for the analysis was missing."""

    @property
    def resolved(self) -> datetime | None:
        """When it was resolved, if it is."""
        return self.rests[-1].since if self.rests and self.rests[-1].until is None else None

    @property
    def reopened(self) -> datetime | None:
        """When it was opened again after it had ended; None when it never was, or is ended."""
        return self.rests[-1].until if self.rests else None

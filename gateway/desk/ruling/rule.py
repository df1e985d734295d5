"""A rule: when it is asked, what it asks for, and what it wants done. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from gateway.desk.ruling.action import Action, Discard, Quarantine, Set, Stop
from gateway.desk.ruling.condition import All, Condition
from gateway.desk.ruling.vocabulary import Trigger


class Schedule(Protocol):
    """When a rule comes by the clock."""

    @property
    def source(self) -> str:
        """As it was written."""
        ...

    def next_after(self, moment: datetime) -> datetime | None:
        """Return when it comes next; None when never."""
        ...


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule."""

    id: str
    file: str
    """As the set names it: ``rules/20-classify.yml``."""
    line: int
    triggers: frozenset[Trigger]
    condition: Condition = field(default_factory=lambda: All(()))
    """Without conditions it always holds."""
    actions: tuple[Action, ...] = ()
    alias: str = ""
    description: str = ""
    schedules: tuple[Schedule, ...] = ()
    enabled: bool = True
    until: date | None = None
    """The last day on which it counts, by the provider's clocks."""

    @property
    def place(self) -> str:
        """Where it stands."""
        return f"{self.file}:{self.line}"

    @property
    def because(self) -> str:
        """Name it as a reason."""
        return f"rule {self.id} ({self.place})"

    @property
    def keeps_away(self) -> bool:
        """Tell whether it wants mail to open no ticket."""
        return any(isinstance(one, (Quarantine, Discard)) for one in self.actions)

    @property
    def ends(self) -> bool:
        """Tell whether no rule below it is looked at where it holds."""
        return self.keeps_away or any(isinstance(one, Stop) for one in self.actions)

    @property
    def status_set(self) -> str:
        """Return where it moves tickets; empty where it does not."""
        return next((one.value for one in self.actions if isinstance(one, Set) and one.what == "status"), "")

    def counts(self, today: date) -> bool:
        """Tell whether it is looked at on a day."""
        return self.enabled and (self.until is None or today <= self.until)

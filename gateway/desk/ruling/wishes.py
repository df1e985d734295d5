"""What the rules that held ask for, gathered: the later word wins, and each says which rule said it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from gateway.desk.ruling.action import SetWhat
from gateway.desk.ruling.rule import Rule


@dataclass(frozen=True, slots=True)
class Wish:
    """A value, and the rule that asks for it."""

    value: str
    rule: Rule

    @property
    def because(self) -> str:
        """Name the rule as a reason."""
        return self.rule.because


@dataclass(slots=True)
class Wishes:
    """Everything asked for in one pass."""

    settings: dict[SetWhat, Wish] = field(default_factory=dict)
    fields: dict[str, Wish] = field(default_factory=dict)
    topics: dict[str, Wish] = field(default_factory=dict)
    tags: dict[str, Wish] = field(default_factory=dict)
    cc: dict[str, Wish] = field(default_factory=dict)
    links: dict[str, Wish] = field(default_factory=dict)
    notes: list[Wish] = field(default_factory=list)
    notify: dict[str, Wish] = field(default_factory=dict)
    forward: dict[str, Wish] = field(default_factory=dict)
    sections: dict[str, Wish] = field(default_factory=dict)
    silent: Wish | None = None
    """It is not to be acknowledged."""
    quarantine: Wish | None = None
    discard: Wish | None = None

    def setting(self, what: SetWhat) -> str:
        """Return what something is to be; empty where no rule says."""
        return self.settings[what].value if what in self.settings else ""

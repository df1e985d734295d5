"""A level of urgency as a pack names it: ``urgent``, ``p1`` or ``critical``, with what it promises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gateway.desk.policy.target import Kind, Target
from gateway.desk.policy.text import Text
from gateway.desk.ticket import Priority


@dataclass(frozen=True, slots=True)
class Level:
    """One priority. Packs list them from the most urgent to the least."""

    name: Priority
    title: Text
    aliases: tuple[str, ...] = ()
    criteria: tuple[Text, ...] = ()
    """What belongs here, for people to read."""
    targets: Mapping[Kind, Target] = field(default_factory=dict)
    """What is not in it is not promised."""
    blank: frozenset[Kind] = frozenset()
    """Left open on purpose: the document names the level and no time."""
    solutions: tuple[str, ...] = ()
    """One of these has to be named when it is resolved; empty: any, or none."""
    mobilizes: tuple[str, ...] = ()
    """Groups that hear at once of a ticket of this level."""
    start_within: Target | None = None
    """Somebody has to begin within this, or whoever answers for operations hears, each time it passes."""

    def answers_to(self, word: str) -> bool:
        """Tell whether somebody who writes ``word`` means this level."""
        return word.casefold() in (self.name, *self.aliases)

"""What came of one pass over the rules of a trigger. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from gateway.desk.ruling.record import Matched
from gateway.desk.ruling.rule import Rule
from gateway.desk.ruling.vocabulary import Trigger
from gateway.desk.ruling.wishes import Wishes


@dataclass(frozen=True, slots=True)
class Ruling:
    """What came of one pass."""

    trigger: Trigger
    wishes: Wishes = field(default_factory=Wishes)
    matched: tuple[Matched, ...] = ()
    """In order."""
    stopped_by: str = ""
    slow: tuple[str, ...] = ()
    asked: int = 0
    """How many rules were looked at."""
    again: tuple[Rule, ...] = ()
    """Those that held, and have had their turn."""
    spent: float = 0.0
    """Seconds that patterns have worked."""

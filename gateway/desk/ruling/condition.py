"""Conditions: comparisons, and how they are put together. They hold or not, and say why. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gateway.desk.ruling.check import Check
from gateway.desk.ruling.look import Look


@dataclass(frozen=True, slots=True)
class Reason:
    """One comparison, and what came of it."""

    asked: str
    """As it was written, such as ``subject|contains``."""
    wanted: str
    got: str
    where: str
    holds: bool
    line: int = 0
    """In the rule's file."""

    def __str__(self) -> str:
        """Say it on one line."""
        place = f", {self.where}" if self.where else ""
        if self.holds:
            return f"{self.asked} {self.wanted}: {self.got}{place}" if self.got else f"{self.asked} {self.wanted}"
        return f"{self.asked} {self.wanted}: got {self.got}"


@dataclass(frozen=True, slots=True)
class Test:
    """One comparison of one field."""

    __test__ = False  # for pytest: nothing of its own

    field: str
    modifier: str
    wanted: str
    """What it is compared with, for people."""
    check: Check
    line: int = 0

    def holds(self, look: Look, captured: dict[str, str]) -> bool:
        """Tell whether it holds; what its patterns captured goes into ``captured``."""
        found = self.check.find(self.field, look)
        if found is None:
            return False
        if found.captured:
            captured.update(found.captured)
        return True

    def reasons(self, look: Look) -> Iterator[Reason]:
        """Yield what came of it."""
        found = self.check.find(self.field, look)
        asked = f"{self.field}|{self.modifier}" if self.modifier else self.field
        if found is None:
            yield Reason(asked, self.wanted, look.shown(self.field), "", holds=False, line=self.line)
        else:
            got = f'"{" ".join(found.what.split())}"' if found.where else found.what
            yield Reason(asked, self.wanted, got, found.where, holds=True, line=self.line)


@dataclass(frozen=True, slots=True)
class All:
    """Every one of them."""

    of: tuple[Condition, ...]

    def holds(self, look: Look, captured: dict[str, str]) -> bool:
        """See ``Test``."""
        for one in self.of:  # noqa: SIM110 - a loop: this is asked a thousand times for each mail
            if not one.holds(look, captured):
                return False
        return True

    def reasons(self, look: Look) -> Iterator[Reason]:
        """Yield what came of each, as far as the first that does not hold."""
        for one in self.of:
            yield from one.reasons(look)
            if not one.holds(look, {}):
                return


@dataclass(frozen=True, slots=True)
class Some:
    """At least one of them: the first that holds."""

    of: tuple[Condition, ...]

    def holds(self, look: Look, captured: dict[str, str]) -> bool:
        """See ``Test``; only what the first one captured counts."""
        for one in self.of:
            own: dict[str, str] = {}
            if one.holds(look, own):
                captured.update(own)
                return True
        return False

    def reasons(self, look: Look) -> Iterator[Reason]:
        """Yield why the first one holds, or why none does."""
        first = next((one for one in self.of if one.holds(look, {})), None)
        for one in self.of if first is None else (first,):
            yield from one.reasons(look)


@dataclass(frozen=True, slots=True)
class Neither:
    """It does not hold; of several below a ``not`` none may."""

    of: Condition
    line: int = 0

    def holds(self, look: Look, captured: dict[str, str]) -> bool:
        """See ``Test``; what is not so captures nothing."""
        return not self.of.holds(look, {})

    def reasons(self, look: Look) -> Iterator[Reason]:
        """Yield what came of it, turned round."""
        holds = not self.of.holds(look, {})
        for reason in self.of.reasons(look):
            if reason.holds is not holds:
                yield Reason(f"not {reason.asked}", reason.wanted, reason.got, reason.where, holds, reason.line)


Condition = Test | All | Some | Neither


def tests_in(condition: Condition) -> Iterator[Test]:
    """Yield every comparison there is, in order."""
    match condition:
        case Test():
            yield condition
        case Neither(of=inner):
            yield from tests_in(inner)
        case All(of=several) | Some(of=several):
            for one in several:
                yield from tests_in(one)


def captures_of(condition: Condition, groups: Mapping[int, frozenset[str]]) -> frozenset[str]:
    """Return the captures that are there whenever a condition holds; ``groups``: of each test, by its ``id``."""
    match condition:
        case Test():
            return groups.get(id(condition), frozenset())
        case Neither():
            return frozenset()
        case All(of=several):
            return frozenset().union(*(captures_of(one, groups) for one in several))
        case Some(of=several):
            each = [captures_of(one, groups) for one in several]
            return frozenset.intersection(*each) if each else frozenset()

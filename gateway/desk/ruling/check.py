"""How a field is compared: one small noun for each modifier. Each says what it found, or None. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from typing import Protocol

from gateway.desk.hours.calendar import Calendar
from gateway.desk.ruling.look import Look
from gateway.desk.ruling.pattern import Pattern


@dataclass(frozen=True, slots=True)
class Found:
    """What made a comparison hold."""

    what: str = ""
    where: str = ""
    """The field, and where in it, in characters; empty for what is not a text."""
    captured: Mapping[str, str] = field(default_factory=dict)


HOLDS = Found()


class Check(Protocol):
    """A comparison, ready to be made."""

    def find(self, name: str, look: Look) -> Found | None:
        """Compare the field of a name; None where it does not hold."""
        ...


@dataclass(frozen=True, slots=True)
class Equals:
    """The whole text is one of some, whatever its case."""

    values: frozenset[str]
    """Folded."""

    def find(self, name: str, look: Look) -> Found | None:
        """See ``Check``."""
        for said in look.texts(name):
            if said.fold.strip() in self.values:
                return Found(said.plain.strip(), said.where)
        return None


@dataclass(frozen=True, slots=True)
class Contains:
    """One of some texts is in it."""

    values: tuple[str, ...]
    """Folded."""
    _any: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Make a set of them."""
        object.__setattr__(self, "_any", frozenset(self.values))

    def find(self, name: str, look: Look) -> Found | None:
        """See ``Check``."""
        if self._any.isdisjoint(look.words_of(name)):  # so it is with nearly all of a thousand rules
            return None
        for said in look.texts(name):
            there = look.words_in(said)
            if not self._any.isdisjoint(there):
                value = next(one for one in self.values if one in there)
                return _span(value, said.fold.find(value), said.where)
        return None


@dataclass(frozen=True, slots=True)
class Edges:
    """It begins, or ends, with one of some texts."""

    values: tuple[str, ...]
    """Folded."""
    ends: bool = False

    def find(self, name: str, look: Look) -> Found | None:
        """See ``Check``."""
        for said in look.texts(name):
            text = said.fold.strip()
            if (text.endswith if self.ends else text.startswith)(self.values):
                value = next(one for one in self.values if (text.endswith if self.ends else text.startswith)(one))
                return _span(value, len(text) - len(value) if self.ends else 0, said.where)
        return None


@dataclass(frozen=True, slots=True)
class Glob:
    """The whole text fits ``*`` and ``?``."""

    values: tuple[tuple[str, ...], ...]
    """Folded; each as the pieces between its stars."""

    def find(self, name: str, look: Look) -> Found | None:
        """See ``Check``."""
        for said in look.texts(name):
            text = said.fold.strip()
            if any(fits(text, pieces) for pieces in self.values):
                return Found(said.plain.strip()[:80], said.where)
        return None


def fits(text: str, pieces: tuple[str, ...]) -> bool:
    """Tell whether a text is the pieces of a glob in order, with anything between them.

    The first place where a piece fits is as good as any, so nothing is tried twice.
    """
    first, *rest = pieces
    if not rest:
        return len(text) == len(first) and _alike(text, 0, first)
    last = rest.pop()
    if len(text) < len(first) + len(last) or not _alike(text, 0, first):
        return False
    at, end = len(first), len(text) - len(last)
    for piece in rest:
        at = _next(text, piece, at, end)
        if at < 0:
            return False
        at += len(piece)
    return at <= end and _alike(text, end, last)


def _next(text: str, piece: str, at: int, end: int) -> int:
    if "?" not in piece:
        return text.find(piece, at, end)
    found = _searcher(piece).search(text, at, end)
    return found.start() if found else -1


@lru_cache(maxsize=1_024)
def _searcher(piece: str) -> re.Pattern[str]:
    """Find a piece with question marks: of one length, so that nothing is tried twice."""
    return re.compile(".".join(map(re.escape, piece.split("?"))), re.DOTALL)


def _alike(text: str, at: int, piece: str) -> bool:
    if at + len(piece) > len(text):
        return False
    for part in piece.split("?"):
        if not text.startswith(part, at):
            return False
        at += len(part) + 1
    return True


@dataclass(frozen=True, slots=True)
class Finds:
    """One of some patterns is found in it."""

    patterns: tuple[Pattern, ...]
    place: str
    """Of the rule, for people."""
    _any: frozenset[str] = field(init=False, repr=False, compare=False)
    """Words one of which is in every text any of them fits; none: nobody knows."""

    def __post_init__(self) -> None:
        """Gather the words."""
        known = all(pattern.words for pattern in self.patterns)
        words = frozenset[str]().union(*(pattern.words for pattern in self.patterns)) if known else frozenset[str]()
        object.__setattr__(self, "_any", words)

    def find(self, name: str, look: Look) -> Found | None:
        """See ``Check``."""
        if self._any and self._any.isdisjoint(look.letters_of(name)):
            return None
        for said in look.texts(name):
            for pattern in self.patterns:
                hit = look.search(pattern, said, self.place)
                if hit is not None:
                    span = f"{said.where}, characters {hit.start}-{hit.end}"
                    return Found(said.plain[hit.start : hit.end][:80], span, hit.groups)
        return None


@dataclass(frozen=True, slots=True)
class Is:
    """A flag is set, or is not."""

    value: bool

    def find(self, name: str, look: Look) -> Found | None:
        """See ``Check``."""
        return HOLDS if look.flag(name) is self.value else None


@dataclass(frozen=True, slots=True)
class Numbers:
    """A number is one of some, more than one, or less."""

    values: frozenset[int | float] = frozenset()
    more: float | None = None
    less: float | None = None

    def find(self, name: str, look: Look) -> Found | None:
        """See ``Check``."""
        for number in look.numbers(name):
            above, below = self.more is not None and number > self.more, self.less is not None and number < self.less
            if above or below or number in self.values:
                return Found(str(number))
        return None


@dataclass(frozen=True, slots=True)
class Exists:
    """It is there, or is not."""

    wanted: bool

    def find(self, name: str, look: Look) -> Found | None:
        """See ``Check``."""
        return Found(look.shown(name)) if look.is_there(name) is self.wanted else None


@dataclass(frozen=True, slots=True)
class OlderThan:
    """It is longer ago than this."""

    age: timedelta

    def find(self, name: str, look: Look) -> Found | None:
        """See ``Check``."""
        moment = look.moment(name)
        if moment is None or look.matter.now - moment <= self.age:
            return None
        return Found(look.shown(name))


@dataclass(frozen=True, slots=True)
class Within:
    """A calendar is open."""

    calendars: tuple[Calendar, ...]

    def find(self, name: str, look: Look) -> Found | None:
        """See ``Check``."""
        moment = look.moment(name)
        if moment is None:
            return None
        for calendar in self.calendars:
            if calendar.is_open(moment, home=look.matter.home):
                return Found(calendar.name)
        return None


def _span(value: str, at: int, where: str) -> Found:
    return Found(value, f"{where}, characters {at}-{at + len(value)}")

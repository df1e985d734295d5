"""One look at a matter: each field read, folded and searched once, however many rules ask about it.

Lives as long as one pass over the rules; keeps how long patterns may still work on this mail.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from gateway.desk.ruling.finder import Finder
from gateway.desk.ruling.matter import Matter, Value
from gateway.desk.ruling.pattern import MAY_TAKE, Hit, Pattern, TooSlow
from gateway.desk.words.fold import compared, normal

PATTERNS_MAY_TAKE = timedelta(milliseconds=250)
"""All of them together, on one mail; a single one has ``pattern.MAY_TAKE``."""
_DOTTED_I = "\u0130"  # to patterns an i, and folded to more than that


def by_letters(plain: str) -> str:
    """Fold a text letter by letter, which is how patterns look at it: no letter becomes one with a mark behind it."""
    return plain.replace(_DOTTED_I, "i").casefold()


class GaveUp(StrEnum):
    """Why nobody knows whether a pattern is in a text."""

    STOPPED = "stopped"
    """It ran out of its time."""
    NOT_TRIED = "not tried: patterns had taken their time on this mail already"


@dataclass(frozen=True, slots=True)
class Slow:
    """A pattern that was given up on a text: it counts as not found."""

    place: str
    """The rule, and where it stands."""
    source: str
    where: str
    """The field."""
    why: GaveUp

    def __str__(self) -> str:
        """Say it on one line."""
        said = f"{self.place}: {self.source} on {self.where}"
        return said if self.why is GaveUp.STOPPED else f"{said}, {self.why.value}"


@dataclass(slots=True)
class Said:
    """One text of a field, made ready to be compared."""

    where: str
    """The field it is really of: ``subject_or_body`` is two."""
    plain: str
    """With its capitals."""
    fold: str
    found: frozenset[str] | None = None
    """Which of the rules' words are in it, once somebody asked."""
    sought: dict[str, Hit | GaveUp | None] = field(default_factory=dict)
    """What came of patterns on it, by their source."""
    letters: frozenset[str] | None = None
    """Likewise of patterns' words, where it is another text when it is folded letter by letter."""


@dataclass(slots=True)
class Look:
    """A matter while rules look at it."""

    matter: Matter
    finder: Finder
    spent: float = 0.0
    """Seconds that patterns have worked on this mail."""
    slow: list[Slow] = field(default_factory=list)
    _texts: dict[str, tuple[Said, ...]] = field(default_factory=dict)
    _words: dict[str, frozenset[str]] = field(default_factory=dict)
    _letters: dict[str, frozenset[str]] = field(default_factory=dict)

    def texts(self, name: str) -> tuple[Said, ...]:
        """Return the texts of a field."""
        known = self._texts.get(name)
        if known is None:
            known = self._texts[name] = self._read(name)
        return known

    def numbers(self, name: str) -> tuple[int, ...]:
        """Return the numbers of a field."""
        value = self.matter.value(name)
        return tuple(one for one in value if isinstance(one, int)) if isinstance(value, tuple) else ()

    def flag(self, name: str) -> bool | None:
        """Return what a flag is; None where it is not there."""
        value = self.matter.value(name)
        return value if isinstance(value, bool) else None

    def moment(self, name: str) -> datetime | None:
        """Return a moment; None where it is not there."""
        value = self.matter.value(name)
        return value if isinstance(value, datetime) else None

    def is_there(self, name: str) -> bool:
        """Tell whether a field is anything at all."""
        value = self.matter.value(name)
        return bool(value) or isinstance(value, (bool, datetime))

    def words_of(self, name: str) -> frozenset[str]:
        """Return which of the rules' words are in any text of a field."""
        known = self._words.get(name)
        if known is None:
            known = self._words[name] = frozenset().union(*map(self.words_in, self.texts(name)))
        return known

    def letters_of(self, name: str) -> frozenset[str]:
        """Return which words of patterns are in any text of a field."""
        known = self._letters.get(name)
        if known is None:
            known = self._letters[name] = frozenset().union(*map(self._letters_in, self.texts(name)))
        return known

    def words_in(self, said: Said) -> frozenset[str]:
        """Return which of the rules' words are in a text."""
        if said.found is None:
            said.found = self.finder.found(said.fold)
        return said.found

    def search(self, pattern: Pattern, said: Said, place: str) -> Hit | None:
        """Find a pattern in a text, once for all rules that have it; ``place`` is the rule's."""
        if pattern.words and pattern.words.isdisjoint(self._letters_in(said)):
            return None
        if pattern.source not in said.sought:
            said.sought[pattern.source] = self._seek(pattern, said.plain)
        found = said.sought[pattern.source]
        if isinstance(found, GaveUp):
            self.slow.append(Slow(place, pattern.source, said.where, found))
            return None
        return found

    def _letters_in(self, said: Said) -> frozenset[str]:
        """Return which words of patterns are in a text."""
        if said.letters is None:
            # Words of patterns hold no blanks, so gaps that were made one do not matter.
            said.letters = self.words_in(said) if said.plain.isascii() else self.finder.found(by_letters(said.plain))
        return said.letters

    def _seek(self, pattern: Pattern, text: str) -> Hit | GaveUp | None:
        left = min(MAY_TAKE.total_seconds(), PATTERNS_MAY_TAKE.total_seconds() - self.spent)
        if left <= 0:
            return GaveUp.NOT_TRIED
        try:
            sought = pattern.search(text, seconds=left)
        except TooSlow:
            self.spent += left
            return GaveUp.STOPPED
        self.spent += sought.seconds
        return sought.hit

    def go_on_with(self, matter: Matter, names: Iterable[str]) -> None:
        """Go on with a matter of which some fields are otherwise now."""
        self.matter = matter
        for name in names:
            self._texts.pop(name, None)
            self._words.pop(name, None)
            self._letters.pop(name, None)

    def shown(self, name: str) -> str:
        """Say what a field is, for people."""
        return say(self.matter.value(name))

    def _read(self, name: str) -> tuple[Said, ...]:
        if name == "subject_or_body" and name not in self.matter.given:
            return (*self.texts("subject"), *self.texts("body"))
        value = self.matter.value(name)
        texts = value if isinstance(value, tuple) else ()
        return tuple(Said(name, normal(text), compared(text)) for text in texts if isinstance(text, str))


def say(value: Value) -> str:
    """Say what a field is, for people: on one line, not without end."""
    match value:
        case None | ():
            return "nothing"
        case bool():
            return "true" if value else "false"
        case datetime():
            return f"{value:%Y-%m-%d %H:%M %Z}"
    shown = ", ".join(" ".join(str(one).split()) for one in value[:5]) + (" …" if len(value) > 5 else "")
    return f'"{shown[:80]}{"…" if len(shown) > 80 else ""}"'

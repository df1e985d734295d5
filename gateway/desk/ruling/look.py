"""One look at a matter: each field read, folded and searched once, however many rules ask about it.

Lives as long as one pass over the rules; keeps how long patterns may still work on this mail.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from gateway.desk.ruling.finder import Finder
from gateway.desk.ruling.matter import Matter, Value
from gateway.desk.words.fold import folded, normal

PATTERNS_MAY_TAKE = timedelta(milliseconds=250)
"""All of them together, on one mail; a single one has ``pattern.MAY_TAKE``."""


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


@dataclass(slots=True)
class Look:
    """A matter while rules look at it."""

    matter: Matter
    finder: Finder
    spent: float = 0.0
    """Seconds that slow patterns have taken."""
    slow: list[str] = field(default_factory=list)
    """Patterns that ran out of time, each with its rule and place."""
    _texts: dict[str, tuple[Said, ...]] = field(default_factory=dict)

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

    def words_in(self, said: Said) -> frozenset[str]:
        """Return which of the rules' words are in a text."""
        if said.found is None:
            said.found = self.finder.found(said.fold)
        return said.found

    def go_on_with(self, matter: Matter, names: Iterable[str]) -> None:
        """Go on with a matter of which some fields are otherwise now."""
        self.matter = matter
        for name in names:
            self._texts.pop(name, None)

    def shown(self, name: str) -> str:
        """Say what a field is, for people."""
        return say(self.matter.value(name))

    def _read(self, name: str) -> tuple[Said, ...]:
        if name == "subject_or_body" and name not in self.matter.given:
            return (*self.texts("subject"), *self.texts("body"))
        value = self.matter.value(name)
        texts = value if isinstance(value, tuple) else ()
        return tuple(Said(name, normal(text), folded(text)) for text in texts if isinstance(text, str))


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

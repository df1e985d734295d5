r"""Regular expressions by language, over text as ``plain`` spells it, searched only where one of their hints is.

A table has an expression a line. A line "hints: urge|emergen" says of those below it, up to the next such line, that
whatever they find has one of these words in it; without one in the text they are not even looked at, which is what a
mail usually costs. ``_`` is a blank. A line that ends in a backslash goes on in the next. Decides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, groupby

from gateway.desk.words.spelling import bare

_GOES_ON = re.compile(r"\\\n\s*")
_HINTS = "hints: "
_BEGINNING = 4
_Beginning = tuple[str, ...]
_Hint = tuple[str, int]


class Group:
    """Expressions that have their hints together; compiled when they are first needed."""

    def __init__(self, language: str, hints: str, lines: Iterable[str]) -> None:
        self.language = language
        self.hints = tuple(bare(hint.replace("_", " ")) for hint in hints.split("|"))
        self._lines = tuple(lines)

    @property
    def expression(self) -> str:
        """All of them as one, spelled like the text it is for."""
        return "|".join(map(bare, self._lines))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The expression, compiled."""
        return re.compile(self.expression)


@dataclass(frozen=True, slots=True)
class Near:
    """What may be found in a text, or in any part of it: its expressions have a hint there."""

    groups: tuple[Group, ...]

    def find(self, text: str) -> str:
        """Return the words that the first language finds, where it finds the first; empty when none does."""
        for _, groups in groupby(self.groups, key=lambda group: group.language):
            found = [match for group in groups if (match := group.pattern.search(text)) is not None]
            if found:
                return min(found, key=re.Match.start).group().strip()
        return ""

    def without(self, text: str) -> str:
        """Return the text with what the expressions find left out; nothing grows together over the gap."""
        for group in self.groups:
            text = group.pattern.sub(" , ", text)
        return text


class Expressions:
    """What one table finds in a text."""

    def __init__(self, tables: Mapping[str, str]) -> None:
        self.groups = tuple(group for language, table in tables.items() for group in _groups(language, table))
        self._short: list[_Hint] = []
        self._by_beginning: dict[_Beginning, list[_Hint]] = {}
        for number, group in enumerate(self.groups):
            for hint in group.hints:
                long = len(hint) >= _BEGINNING
                alike = self._by_beginning.setdefault(tuple(hint[:_BEGINNING]), []) if long else self._short
                alike.append((hint, number))
        self._beginnings = frozenset(self._by_beginning)

    def near(self, text: str) -> Near:
        """Return what may be found in the text, or in any part of it.

        To look for hundreds of hints one by one would cost five times what it costs to know all beginnings.
        """
        begun = self._beginnings.intersection(zip(text, text[1:], text[2:], text[3:], strict=False))
        hints = chain(self._short, *map(self._by_beginning.__getitem__, begun))
        asked = {number for hint, number in hints if hint in text}
        return Near(tuple(self.groups[number] for number in sorted(asked)))

    def find(self, text: str) -> str:
        """Return the words that the first language finds, where it finds the first; empty when none does."""
        return self.near(text).find(text)

    def without(self, text: str) -> str:
        """Return the text with what the expressions find left out; nothing grows together over the gap."""
        return self.near(text).without(text)


def _groups(language: str, table: str) -> Iterable[Group]:
    """Cut a table where hints stand. Raises ``ValueError`` where an expression has none."""
    above, *blocks = f"\n{_joined(table)}".split(f"\n{_HINTS}")
    if above.strip():
        raise ValueError(f"{language}: no hints above {above.strip()!r}")
    for block in blocks:
        hints, *lines = block.split("\n")
        yield Group(language, hints, lines)


def _joined(table: str) -> str:
    return "\n".join(line.strip() for line in _GOES_ON.sub("", table).strip().split("\n"))

"""Words in many languages, asked language by language: only where a hint of it is in the text is its pattern searched.

Twenty languages in one pattern cost a hundred times what the hints cost. A pattern is compiled when it is first needed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_GOES_ON = re.compile(r"\\\n\s*")


class WordTable:
    """Regular expressions by language, one a line, over ``flat`` text, and the plain words none of them can do without.

    ``entries`` are language -> (hints separated by ``|``, one regular expression a line).
    """

    def __init__(self, entries: Mapping[str, tuple[str, str]]) -> None:
        self._written = tuple(alternatives(lines) for _, lines in entries.values())
        self._hints = tuple(
            (hint, number) for number, (hints, _) in enumerate(entries.values()) for hint in hints.split("|")
        )
        self._ascii_hints = tuple((hint, number) for hint, number in self._hints if hint.isascii())
        self._compiled: dict[int, re.Pattern[str]] = {}

    @property
    def expressions(self) -> list[tuple[str, list[str]]]:
        """Each language's expression, with the hints one of which is in all it finds."""
        return [
            (written, [hint for hint, whose in self._hints if whose == number])
            for number, written in enumerate(self._written)
        ]

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first place at which an expression of the first language that has one is found."""
        asked = -1
        for hint, number in self._ascii_hints if text.isascii() else self._hints:
            if number == asked or hint not in text:
                continue
            asked = number
            found = self._pattern(number).search(text)
            if found is not None:
                return found
        return None

    def _pattern(self, number: int) -> re.Pattern[str]:
        pattern = self._compiled.get(number)
        if pattern is None:
            pattern = self._compiled[number] = re.compile(self._written[number])
        return pattern


def alternatives(lines: str) -> str:
    """Join the lines of a table to one regular expression; a line that ends in a backslash goes on in the next."""
    return "|".join(line.strip() for line in _GOES_ON.sub("", lines).strip().split("\n"))

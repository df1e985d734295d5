"""Regular expressions by language, one a line, over text as ``plain`` spells it; compiled when they are first needed.

A line that ends in a backslash goes on in the next. Decides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from gateway.desk.words.spelling import bare

_GOES_ON = re.compile(r"\\\n\s*")


class Expressions:
    """What one table finds in a text."""

    def __init__(self, tables: Mapping[str, str]) -> None:
        self._tables = tables
        self._compiled: tuple[re.Pattern[str], ...] = ()

    def find(self, text: str) -> str:
        """Return the words that the first expression finds; empty when none does."""
        found = (pattern.search(text) for pattern in self._patterns())
        return next((match.group().strip() for match in found if match is not None and match.group().strip()), "")

    def without(self, text: str) -> str:
        """Return the text with what the expressions find left out; nothing grows together over the gap."""
        for pattern in self._patterns():
            text = pattern.sub(" , ", text)
        return text

    def _patterns(self) -> tuple[re.Pattern[str], ...]:
        if not self._compiled:
            self._compiled = tuple(re.compile(_one(lines)) for lines in self._tables.values())
        return self._compiled


def _one(lines: str) -> str:
    """Return one expression of a table's lines, spelled like the text it is for."""
    return "|".join(bare(line.strip()) for line in _GOES_ON.sub("", lines).strip().split("\n"))

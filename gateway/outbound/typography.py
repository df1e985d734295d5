"""Keep together what a language does not part at the end of a line: a mark and its word, a number and its unit. Pure.

Templates are written with plain blanks; the words they set get no-break ones where they are compiled, once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

NO_BREAK = "\u00a0"

_BLANKS: Mapping[str, re.Pattern[str]] = {
    "fr": re.compile(r" (?=[:;?!»%])|(?<=«) |(?<=\d h) (?=\d)|(?<=\d) (?=(?:h|min|heures?|minutes?|jours?)\b)"),
}
"""Of a language, the blanks at which no line ends."""


def unbroken(text: str, language: str) -> str:
    """Return words of a language with no-break spaces where it wants them; those of any other as they are."""
    blanks = _BLANKS.get(language.lower().partition("-")[0])
    return text if blanks is None else blanks.sub(NO_BREAK, text)


def broken(text: str) -> str:
    """Return a text with plain blanks, as people type them: for what a program reads."""
    return text.replace(NO_BREAK, " ")

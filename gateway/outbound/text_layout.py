"""Lay out plain text for people: 72 columns, addresses of web pages whole and alone on a line.

Touches prose only. Lines that begin with a blank or ``>`` are somebody's columns, log or quotation, and stay.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

WIDTH = 72  # columns; quoted twice it still fits 80

MAX_LEAD = 28  # columns: behind more of them there is too little room
HANG = 4  # columns

_BREAK = re.compile(
    r" (?!\((?:UTC|\d\d:\d\d UTC)|(?<=\d\d:\d\d )UTC\b|(?<= à )\d|(?<=\d )[dhm]\b|(?<=« )|[?!:;»](?: |$))"
)
_ITEM = re.compile(r" {0,8}[-*•] ")
_URL = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_AFTER_URL = ".,;:!?)]}'*_"  # what ends the sentence, not the address
_RUNS = re.compile(r"^[ \t]+|  +|\t")


def lay_out(text: str) -> str:
    """Wrap what is longer than 72 columns. Words are never broken, line ends that are there stay."""
    lines: list[str] = []
    for line in text.split("\n"):
        if len(line) <= WIDTH or line[0] in "\t>" or (line[0] == " " and not _ITEM.match(line)):
            lines.append(line.rstrip(" "))
        else:
            lines += wrapped(line)
    return "\n".join(lines)


def wrapped(line: str, width: int = WIDTH) -> list[str]:
    """Break a line at blanks. What is longer than a line, an address mostly, gets one of its own.

    A place stays with its difference (``Johannesburg (UTC+2)``), a time with its zone, a number with its short unit, in
    French a mark with its word.
    """
    item = _ITEM.match(line)
    lead = item[0] if item else ""
    hang = " " * len(lead)
    room = width - len(lead)
    lines: list[str] = []
    current, *words = _BREAK.split(line[len(lead) :])
    for word in words:
        if len(current) + len(word) < room:
            current = f"{current} {word}"
        else:
            lines.append(current)
            current = word
    lines.append(current)
    return [f"{hang if at else lead}{one}".rstrip(" ") for at, one in enumerate(lines)]


def first_unit(line: str) -> str:
    """Return what a line begins with and ``wrapped`` does not part: a word with what stays with it."""
    said = f" {line.strip()}"
    item = _ITEM.match(said[1:])
    found = _BREAK.search(said, 1 + (item.end() if item else 0))
    return said[1 : found.start() if found else None]


def quoted(text: str) -> str:
    """Return a text as a quotation: each line behind ``> ``, long ones wrapped."""
    room = WIDTH - len("> ")
    lines = (part for line in text.splitlines() for part in (wrapped(line, room) if len(line) > room else [line]))
    return "\n".join(f"> {line}".rstrip(" ") for line in lines)


def filled(items: Sequence[T]) -> tuple[T, ...]:
    """Return the items that say something: of rows, which are tuples, the second member decides."""
    return tuple(item for item in items if (item[1] if isinstance(item, tuple) else item))


def columns(rows: Sequence[tuple[str, ...]], *, width: int = WIDTH) -> str:
    """Return rows of a label and a text below each other: the texts wrapped, beginning in one column."""
    lead = max((len(row[0]) for row in rows), default=0) + 3
    return "\n".join(line for row in rows for line in _row(row[0], row[1], lead, width))


def hung(lead: str, lines: Sequence[str], *, width: int = WIDTH) -> str:
    """Return lines below each other in one column, the lead before the first.

    A long lead begins the first line, and what is below it hangs.
    """
    if len(lead) > MAX_LEAD:
        first, *more = wrapped(f"{lead} {lines[0]}", width)
        below = (part for line in (" ".join(more), *lines[1:]) if line for part in wrapped(line, width - HANG))
        return "\n".join((first, *(f"{' ' * HANG}{line}" for line in below)))
    column = len(lead) + 1 if lead else 0
    parts = (part for line in lines for part in wrapped(line, width - column))
    return "\n".join(f"{('' if at else lead).ljust(column)}{line}" for at, line in enumerate(parts))


def _row(label: str, text: str, lead: int, width: int) -> list[str]:
    lines = (part for line in written_lines(text) for part in wrapped(line, width - lead))
    return [f"{'' if at else label:<{lead}}{line}" for at, line in enumerate(lines)]


def written_lines(text: str) -> tuple[str, ...]:
    """Return the lines on which something stands."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def paragraphs(text: str) -> tuple[tuple[str, ...], ...]:
    """Return the paragraphs of a text, each as its lines, for HTML: blanks that make columns become hard ones."""
    found: list[tuple[str, ...]] = []
    lines: list[str] = []
    for line in (*text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), ""):
        if line.strip():
            lines.append(_RUNS.sub(_hard, line.rstrip()))
        elif lines:
            found.append(tuple(lines))
            lines = []
    return tuple(found)


def web_links(line: str) -> tuple[dict[str, str], ...]:
    """Cut a line into pieces with ``text`` and ``url``: one of the two is empty. Joined they are the line."""
    pieces: list[dict[str, str]] = []
    at = 0
    for match in _URL.finditer(line):
        url = match[0].rstrip(_AFTER_URL)
        pieces += ({"text": line[at : match.start()], "url": ""}, {"text": "", "url": url})
        at = match.start() + len(url)
    pieces.append({"text": line[at:], "url": ""})
    return tuple(piece for piece in pieces if piece["text"] or piece["url"])


def _hard(blanks: re.Match[str]) -> str:
    return "\u00a0" * len(blanks[0].expandtabs(4))

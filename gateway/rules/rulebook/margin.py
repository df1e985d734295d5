"""The margin of a file: complaints are written here, each with its place, while reading goes on."""

from __future__ import annotations

import re
from collections.abc import Iterable

from gateway.errors import Problem
from gateway.validation import did_you_mean
from gateway.yamlfile import Document, KeyPath, Place

_PLAIN = re.compile(r"[^,\]}\s]*")
MAX_COMPLAINTS = 100
"""Of one file; whoever has more starts with these."""


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that looks like another, or nothing."""
    return did_you_mean(word, known).removeprefix('did you mean "').removesuffix('"?')


class Margin:
    """Collects what is wrong with one file."""

    def __init__(self, document: Document, lines: tuple[str, ...]) -> None:
        """``lines``: the file's own, so that a complaint about a word points at the word."""
        self.document = document
        self.problems: list[Problem] = []
        self.lines = lines

    def is_written(self, path: KeyPath, text: str) -> bool:
        """Tell whether a value is so written, without quotes."""
        return self.written(path) == text

    def written(self, path: KeyPath) -> str:
        """Return a value without quotes as it stands in the file: the number ten may be written 010."""
        place = self.document.place(path)
        return _PLAIN.match(self.lines[place.line - 1], place.column - 1)[0]  # type: ignore[index]

    def at_key(self, code: str, path: KeyPath, message: str, hint: str = "", *, word: str = "") -> None:
        """Complain about the key at a path, or a word of it."""
        self._note(code, self.document.key_place(path), message, hint, word or _last(path))

    def at_value(self, code: str, path: KeyPath, message: str, hint: str = "", *, word: str = "") -> None:
        """Complain about the value at a path, or a word of it."""
        self._note(code, self.document.place(path), message, hint, word)

    def unknown(
        self,
        code: str,
        path: KeyPath,
        what: str,
        word: str,
        known: Iterable[str],
        *,
        key: bool = False,
        meant: str = "",
    ) -> None:
        """Complain about a word that is none of those there are. ``meant``: one that is, in spite of its letters."""
        names = tuple(known)
        near = meant or nearest(word, names)
        suggestion = f' (did you mean "{near}"?)' if near else ""
        hint = "" if near else f"there are {', '.join(names[:40])}" if names else "there are none"
        place = self.document.key_place(path) if key else self.document.place(path)
        self._note(code, place, f'unknown {what} "{word[:60]}"{suggestion}', hint, word)

    def _note(self, code: str, place: Place, message: str, hint: str, word: str) -> None:
        if len(self.problems) >= MAX_COMPLAINTS:
            return
        column = place.column
        line = self.lines[place.line - 1] if 0 < place.line <= len(self.lines) else ""
        at = line.find(word, max(column - 1, 0)) if word else -1
        found = Problem(
            place.file, place.line, at + 1 if at >= 0 else column, message, hint, code, len(word) if at >= 0 else 0
        )
        if found not in self.problems:
            self.problems.append(found)


def _last(path: KeyPath) -> str:
    return str(path[-1]) if path and isinstance(path[-1], str) else ""

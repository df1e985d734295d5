"""The comments of a file, and what each of them is about: the next entry, the one on its line, or the end of a list."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from gateway.yaml_spans import Path, Spans, Style


@dataclass(frozen=True, slots=True)
class Comment:
    """One line of one."""

    text: str
    """From its sign on, without blanks at its end."""
    start: int
    column: int
    alone: bool
    """Nothing else is on its line."""
    apart: bool
    """The line above is empty."""


@dataclass(frozen=True, slots=True)
class _Entry:
    path: Path
    start: int
    column: int


@dataclass(slots=True)
class Notes:
    """By path of an entry: the comments around it."""

    above: dict[Path, list[Comment]] = field(default_factory=dict)
    beside: dict[Path, list[Comment]] = field(default_factory=dict)
    below: dict[Path, list[tuple[Comment, bool]]] = field(default_factory=dict)
    """Behind all that is in it, and whether they are indented more than it is."""
    end: list[Comment] = field(default_factory=list)
    """At the end of the file."""
    apart: set[Path] = field(default_factory=set)
    """Entries with an empty line above."""

    def inside(self, path: Path) -> bool:
        """Tell whether there is a comment about anything inside an entry."""
        noted = (*self.above, *self.beside, *self.below)
        return any(len(one) > len(path) and one[: len(path)] == path for one in noted)


def notes_of(text: str, spans: Spans) -> Notes:
    """Find out what each comment of a text is about."""
    entries = sorted(_entries(text, spans), key=lambda one: (one.start, len(one.path)))
    starts = [one.start for one in entries]
    columns = {one.path: one.column for one in entries}
    notes = Notes(apart={one.path for one in entries if _is_apart(text, one.start)})
    for comment in comments_in(text, spans):
        at = bisect_right(starts, comment.start)
        before = entries[at - 1] if at else None
        after = entries[at] if at < len(entries) else None
        beside = None if comment.alone or before is None else _closed(before.path, spans, comment)
        if beside:
            notes.beside.setdefault(beside, []).append(comment)
        elif beside == ():
            notes.end.append(comment)
        elif after is not None and (before is None or comment.column <= after.column):
            notes.above.setdefault(after.path, []).append(comment)
        elif before is not None and comment.column:
            around = _enclosing(before, columns, comment)
            notes.below.setdefault(around, []).append((comment, comment.column > columns[around]))
        else:
            notes.end.append(comment)
    return notes


def comments_in(text: str, spans: Spans) -> Iterator[Comment]:
    """Yield the comments of a text in order; a sign inside a value is none."""
    scalars = sorted(
        (one.start, one.end) for one in (*spans.values.values(), *spans.keys.values()) if _is_scalar(one.style)
    )
    starts = [start for start, _ in scalars]
    line_start = 0
    for line in text.split("\n"):
        at = line.find("#")
        while at >= 0:
            place = line_start + at
            inside = bisect_right(starts, place) - 1
            free = inside < 0 or scalars[inside][1] <= place
            if free and (at == 0 or line[at - 1] == " "):
                alone = not line[:at].strip()
                yield Comment(line[at:].rstrip(), place, at, alone, _is_apart(text, place))
                break
            at = line.find("#", at + 1)
        line_start += len(line) + 1


def _is_scalar(style: Style) -> bool:
    return style in (Style.PLAIN, Style.QUOTED, Style.TEXT_BLOCK)


def _entries(text: str, spans: Spans) -> Iterator[_Entry]:
    """Yield each key, and each item of a list at its sign."""
    for path, span in spans.keys.items():
        yield _Entry(path, span.start, _column(text, span.start))
    for path, span in spans.values.items():
        if path and isinstance(path[-1], int):
            start = span.start
            if spans.values[path[:-1]].style is Style.BLOCK:
                start = max(text.rfind("-", 0, start), 0)
            yield _Entry(path, start, _column(text, start))


def _closed(path: Path, spans: Spans, comment: Comment) -> Path:
    """Return the entry a comment stands behind: where brackets are closed before it, the one they belong to."""
    for length in range(len(path)):
        around = spans.values.get(path[:length])
        if around is not None and around.style is Style.FLOW and around.end <= comment.start:
            return path[:length]
    return path


def _enclosing(before: _Entry, columns: Mapping[Path, int], comment: Comment) -> Path:
    """Return the entry whose end a comment stands at: the innermost that is not indented more than the comment."""
    for length in range(len(before.path), 0, -1):
        path = before.path[:length]
        if columns.get(path, comment.column + 1) <= comment.column:
            return path[:2] if length == 3 and path[0] in ("rules", "tests") else path  # keys change places
    return before.path[:1]


def _column(text: str, at: int) -> int:
    return at - (text.rfind("\n", 0, at) + 1)


def _is_apart(text: str, at: int) -> bool:
    """Tell whether the line above is empty."""
    start = text.rfind("\n", 0, at) + 1
    return start > 1 and not text[text.rfind("\n", 0, start - 1) + 1 : start - 1].strip()

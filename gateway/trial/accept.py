"""Write what tests got into what they expect, and leave every other character of the file as it is. Pure.

Only lines of expectations that did not come true are touched. What cannot be said in one of them, a ticket that was
never opened or a list with comments between its brackets, is left to a person.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gateway.errors import ConfigError
from gateway.rules.rulebook.case import Expected
from gateway.trial.hold import Failure
from gateway.trial.run import Result
from gateway.yaml_spans import Path, Span, Spans, Style, find_spans
from gateway.yamlfile import core_scalar, read_text

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./@+-]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Accepted:
    """A file in which tests expect what they got."""

    text: str
    left: tuple[tuple[Result, Failure], ...]
    """What has to be changed by hand."""


@dataclass(frozen=True, slots=True)
class _Edit:
    start: int
    end: int
    text: str


def accept(text: str, failed: Sequence[Result]) -> Accepted:
    """Return the text of a file with what its tests got. ``failed``: those of this file."""
    spans = find_spans(text)
    left: list[tuple[Result, Failure]] = []
    for result in failed:
        for failure in result.failures:
            path: Path = ("tests", result.case.index, "expect", failure.key)
            edits = None if failure.accepted is None else _edits(text, spans, path, failure.accepted)
            changed = None if edits is None else _apply(text, edits)
            if changed is None or failure.accepted is None or not _says(changed, path, failure.accepted):
                left.append((result, failure))
                continue
            text, spans = changed, find_spans(changed)
    return Accepted(text, tuple(left))


def _edits(text: str, spans: Spans, path: Path, value: Expected) -> list[_Edit] | None:
    """Return what has to be written where; None where that cannot be said without losing something."""
    span = spans.values.get(path)
    if span is None or span.style is Style.TEXT_BLOCK:
        return None
    match value:
        case bool():
            return [_Edit(span.start, span.end, "true" if value else "false")]
        case str():
            return [_Edit(span.start, span.end, _scalar(value))]
        case tuple():
            return _list_edits(text, spans, path, value)
    return [edit for name, one in value.items() for edit in _edits(text, spans, (*path, name), one) or ()]


def _list_edits(text: str, spans: Spans, path: Path, value: tuple[str, ...]) -> list[_Edit] | None:
    span = spans.values[path]
    if span.style is Style.BLOCK:
        return _block_edits(text, spans, path, value)
    if span.style is Style.FLOW and "#" in text[span.start : span.end]:
        return None  # a comment between the brackets, or a word with that sign
    if span.style is not Style.FLOW and len(value) == 1:
        return [_Edit(span.start, span.end, _scalar(value[0]))]
    return [_Edit(span.start, span.end, _flow(value))]


def _block_edits(text: str, spans: Spans, path: Path, value: tuple[str, ...]) -> list[_Edit] | None:
    """Take entries out of a list with a line for each, and put new ones behind those that stay."""
    items = list(_items(spans, path))
    kept = [item for item, span in items if _text_of(text, span) in value]
    if len(kept) == 0:
        key, last = spans.keys[path], items[-1][1]
        if any("#" in line for line in text[key.end : last.end].split("\n")):
            return None
        return [_Edit(key.end, last.end, f": {_flow(value)}")]
    edits = [_Edit(*_line_of(text, span), "") for item, span in items if item not in kept]
    known = [_text_of(text, span) for _, span in items]
    new = [one for one in value if one not in known]
    if new:
        span = dict(items)[kept[-1]]
        begin, end = _line_of(text, span)
        indent = text[begin : text.index("-", begin)]
        before = "" if text[begin:end].endswith("\n") else "\n"
        lines = "".join(f"{indent}- {_scalar(one)}\n" for one in new)
        edits.append(_Edit(end, end, before + (lines if not before else lines.removesuffix("\n"))))
    return edits


def _items(spans: Spans, path: Path) -> Iterator[tuple[int, Span]]:
    at = 0
    while (span := spans.values.get((*path, at))) is not None:
        yield at, span
        at += 1


def _text_of(text: str, span: Span) -> str:
    written = text[span.start : span.end]
    return str(read_text(written, "").data) if span.style is Style.QUOTED else written


def _line_of(text: str, span: Span) -> tuple[int, int]:
    begin = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    return begin, len(text) if end < 0 else end + 1


def _apply(text: str, edits: Sequence[_Edit]) -> str:
    for edit in sorted(edits, key=lambda one: (one.start, one.end), reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def _says(text: str, path: Path, value: Expected) -> bool:
    """Tell whether a text says at a path what it is to say: a file is changed as meant, or not at all."""
    try:
        found: object = read_text(text, "").data
        for key in path:
            found = found[key]  # type: ignore[index]
    except (ConfigError, LookupError, TypeError):
        return False
    if isinstance(value, tuple):
        said = found if isinstance(found, list) else [found]
        return sorted(map(str, said)) == sorted(value)
    if isinstance(value, Mapping):
        return isinstance(found, dict) and all(str(found.get(name)) == one for name, one in value.items())
    return found == value


def _scalar(text: str) -> str:
    if _PLAIN.fullmatch(text) and core_scalar(text) == text:
        return text
    return json.dumps(text, ensure_ascii=False)


def _flow(values: tuple[str, ...]) -> str:
    return f"[{', '.join(map(_scalar, values))}]"

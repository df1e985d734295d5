"""Give a file of rules its one layout: order of keys, blank lines, quotes, short lists on one line; comments stay.

Says the same before and after, or it is not done: what was read of both must be equal, and every comment be there.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from gateway.rules.rulebook.layout_comments import Comment, Notes, comments_in, notes_of
from gateway.rules.rulebook.load import KEYS as TOP
from gateway.rules.rulebook.rule import KEYS as RULE
from gateway.yaml_spans import Path, Spans, Style, find_spans
from gateway.yamlfile import core_scalar, read_text

WIDTH = 100
_ELSEWHERE = re.compile(r"y|n|yes|no|on|off|[-+]?[0-9_]+(?::[0-5]?[0-9])+(?:\.[0-9_]*)?|=|<<", re.IGNORECASE | re.ASCII)
"""Texts that an older YAML reads as something else. Between brackets it takes no colon and no question mark either."""
_DAY = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*", re.ASCII)
_BY_CASE = ("name", "mail", "trigger", "given", "expect")


class NotKept(Exception):
    """The layout would have changed what the file says; nothing was changed."""


def laid_out(text: str, file: str) -> str:
    """Return the text of a file of rules in its layout. Raises ``ConfigError`` for what is no YAML, and ``NotKept``."""
    data = read_text(text, file).data
    if not isinstance(data, dict):
        return text
    spans = find_spans(text)
    lines = list(_Writer(text, spans, notes_of(text, spans)).document(data))
    written = "\n".join(lines).strip("\n") + "\n"
    again = read_text(written, file).data
    if json.dumps(again, sort_keys=True) != json.dumps(data, sort_keys=True) or _comments(written) != _comments(text):
        raise NotKept
    return written


def _comments(text: str) -> Counter[str]:
    return Counter(one.text for one in comments_in(text, find_spans(text)))


@dataclass(frozen=True, slots=True)
class _Writer:
    text: str
    spans: Spans
    notes: Notes

    def document(self, data: dict[str, object]) -> Iterator[str]:
        for number, key in enumerate(_ordered(data, TOP)):
            yield from self._entry((key,), f"{self._key((key,))}:", data[key], 0, parted=number > 0)
        for comment in self.notes.end:
            if comment.apart:
                yield ""
            yield comment.text

    def _entry(self, path: Path, head: str, value: object, indent: int, *, parted: bool) -> Iterator[str]:
        """Yield an entry of a mapping or a list, with all that belongs to it; ``parted``: behind an empty line."""
        margin = " " * indent
        above = self.notes.above.get(path, [])
        if parted:
            yield ""
        for number, comment in enumerate(above):
            if number and comment.apart and not path_is_inside_a_rule(path):
                yield ""
            yield margin + comment.text
        if above and path in self.notes.apart and not path_is_inside_a_rule(path):
            yield ""
        yield from self._value(path, margin + head, value, indent)
        for comment, deeper in self.notes.below.get(path, []):
            yield margin + "  " * deeper + comment.text

    def _value(self, path: Path, head: str, value: object, indent: int) -> Iterator[str]:
        beside = self.notes.beside.get(path, [])
        flow = self._on_one_line(path, value, len(head) + 1)
        if flow is not None:
            yield _with(f"{head} {flow}".rstrip(), beside)
            return
        if self.spans.values[path].style is Style.TEXT_BLOCK:
            yield from self._text_block(path, head, indent)
            return
        item = head.endswith("-")
        if item and isinstance(value, dict):
            yield from self._item(path, head, value, indent, beside)
            return
        yield _with(head, beside)
        yield from self._inside(path, value, indent + 2)

    def _item(
        self, path: Path, head: str, value: dict[str, object], indent: int, beside: list[Comment]
    ) -> Iterator[str]:
        """Yield a mapping behind the sign of a list: its first key stands on the line of the sign."""
        lines = list(self._inside(path, value, indent + 2))
        first = next((number for number, line in enumerate(lines) if not line.lstrip().startswith("#")), 0)
        if first or beside:  # a comment stands above the first key
            yield _with(head, beside)
            yield from lines
            return
        yield f"{head} {lines[0][indent + 2 :]}"
        yield from lines[1:]

    def _inside(self, path: Path, value: object, indent: int) -> Iterator[str]:
        if isinstance(value, dict):
            for number, key in enumerate(_ordered(value, _keys_of(path))):
                below = (*path, key)
                parted = number > 0 and self._is_parted(below)
                yield from self._entry(below, f"{self._key(below)}:", value[key], indent, parted=parted)
        elif isinstance(value, list):
            for number, one in enumerate(value):
                below = (*path, number)
                parted = number > 0 and (path == ("rules",) or self._is_parted(below))
                yield from self._entry(below, "-", one, indent, parted=parted)

    def _is_parted(self, path: Path) -> bool:
        """Tell whether an empty line above an entry stays: among variables and tests, not inside a rule."""
        if path_is_inside_a_rule(path):
            return False
        above = self.notes.above.get(path, [])
        return above[0].apart if above else path in self.notes.apart

    def _on_one_line(self, path: Path, value: object, column: int) -> str | None:
        """Return a value as it stands behind its key; None where it needs lines of its own."""
        style = self.spans.values[path].style
        if style is Style.TEXT_BLOCK:
            return None
        if not isinstance(value, (dict, list)):
            return self._scalar(path, value, flow=False)
        if not value:
            return "{}" if isinstance(value, dict) else "[]"
        if self.notes.inside(path) or not (style is Style.FLOW or _is_list_of_words(value)) or _is_tall(path):
            return None
        written = self._flow(path, value)
        return written if written is not None and column + len(written) <= WIDTH else None

    def _flow(self, path: Path, value: object) -> str | None:
        """Return a value between brackets; None where that cannot be."""
        if isinstance(value, dict):
            pairs = [(self._key((*path, key)), self._flow((*path, key), one)) for key, one in value.items()]
            if any(one is None or "\n" in key for key, one in pairs):
                return None
            return "{" + ", ".join(f"{key}: {one}".rstrip() for key, one in pairs) + "}"
        if isinstance(value, list):
            items = [self._flow((*path, at), one) for at, one in enumerate(value)]
            return None if None in items or "" in items else "[" + ", ".join(one or "" for one in items) + "]"
        if self.spans.values[path].style is Style.TEXT_BLOCK:
            return None
        return self._scalar(path, value, flow=True)

    def _scalar(self, path: Path, value: object, *, flow: bool) -> str:
        """Write a value. Numbers stay as they are written; texts lose quotes that say nothing."""
        span = self.spans.values[path]
        if not isinstance(value, str):
            return self.text[span.start : span.end]
        was_plain = span.style is Style.PLAIN
        if _may_be_plain(value, flow=flow) and not _ELSEWHERE.fullmatch(value) and (was_plain or not _DAY.match(value)):
            return value
        return quoted(value)

    def _key(self, path: Path) -> str:
        span = self.spans.keys[path]
        name = str(path[-1])
        if span.style is Style.QUOTED and not (_may_be_plain(name, flow=True) and not _ELSEWHERE.fullmatch(name)):
            return quoted(name)
        return name

    def _text_block(self, path: Path, head: str, indent: int) -> Iterator[str]:
        """Yield a text on lines of its own, moved to where it stands now."""
        span = self.spans.values[path]
        first, *lines = self.text[span.start : span.end].rstrip("\n").split("\n")
        least = min((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), default=0)
        yield f"{head} {first}".rstrip()
        for line in lines:
            yield " " * (indent + 2) + line[least:] if line.strip() else ""


def path_is_inside_a_rule(path: Path) -> bool:
    """Tell whether a path leads into a rule, and not to it."""
    return len(path) > 2 and path[0] == "rules"


def quoted(text: str) -> str:
    """Write a text between quotes: single ones where double ones would have to escape."""
    if text.isprintable() and ("\\" in text or '"' in text):
        return "'" + text.replace("'", "''") + "'"
    return json.dumps(text, ensure_ascii=not text.replace("\n", "").isprintable())


def _may_be_plain(text: str, *, flow: bool) -> bool:
    if not text or not text.isprintable() or text != text.strip() or core_scalar(text) != text:
        return False
    if not (text[0].isalnum() or text[0] in "_./(") or text[-1] == ":" or ": " in text or " #" in text:
        return False
    if text.startswith(("...", "---")):
        return False
    return not any(char in (",[]{}:?" if flow else "[]{}") for char in text)


def _is_list_of_words(value: object) -> bool:
    return isinstance(value, list) and not any(isinstance(one, (dict, list)) for one in value)


def _is_tall(path: Path) -> bool:
    """Tell whether something always has a line for each of its entries."""
    if path[0] == "rules" and len(path) in (3, 4):
        return path[2] in ("conditions", "actions")
    return len(path) < 3 and path[0] != "variables"


def _keys_of(path: Path) -> tuple[str, ...]:
    if len(path) == 2 and path[0] == "rules":
        return RULE
    return _BY_CASE if len(path) == 2 and path[0] == "tests" else ()


def _ordered(value: dict[str, object], known: tuple[str, ...]) -> list[str]:
    """Return the keys in their order; those that nobody knows last, as they stand."""
    return [*(key for key in known if key in value), *(key for key in value if key not in known)]


def _with(line: str, comments: list[Comment]) -> str:
    return f"{line}  {' '.join(one.text for one in comments)}" if comments else line

"""A rule beside the place where it is written, so that a remark about a part of it points at that part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from gateway.desk.ruling.rule import Rule
from gateway.errors import Problem
from gateway.rules.rulebook.load import RuleFile
from gateway.rules.rulebook.margin import Margin
from gateway.rules.rulebook.node import Node
from gateway.yamlfile import KeyPath


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule, and where it stands."""

    rule: Rule
    node: Node
    number: int = 0
    """Its place among all rules, from 0."""

    def actions(self, name: str) -> Iterator[Node]:
        """Yield what stands behind each action of a name."""
        listed = self.node.get("actions")
        for one in listed.items() if listed is not None else ():
            if (found := one.get(name)) is not None:
                yield found

    def action(self, name: str, *, key: str = "", value: str = "") -> Node:
        """Return where an action stands, a key of it, or one of its values; the rule where that is not found."""
        for found in self.actions(name):
            if key and (below := found.get(key)) is not None:
                return below
            for one in found.each() if value else ():
                if one.value == value:
                    return one
            if not (key or value):
                return found
        return self.node

    def condition(self, asked: str, line: int) -> Node:
        """Return where a comparison stands; the rule where that is not found."""
        below = self.node.get("conditions")
        return next((one for one in all_below(below) if one.path[-1] == asked and one.line == line), self.node)

    def texts(self) -> Iterator[Node]:
        """Yield every text of its conditions."""
        return (one for one in all_below(self.node.get("conditions")) if isinstance(one.value, str))

    def remark(self, code: str, message: str, hint: str = "", *, at: Node | None = None, word: str = "") -> None:
        """Say something about it: at its id, or elsewhere in it."""
        there = at if at is not None and at is not self.node else self.node.get("id") or self.node
        named = word or (there.value if isinstance(there.value, str) else "")
        there.margin.at_value(code, there.path, message, hint, word=named)

    def remark_key(self, code: str, message: str, hint: str = "", *, at: Node) -> None:
        """Say something about what a key says, and point at the key."""
        at.margin.at_key(code, at.path, message, hint)

    def is_off(self, today: date) -> bool:
        """Tell whether it does nothing on a day."""
        return not self.rule.counts(today)


def all_below(node: Node | None) -> Iterator[Node]:
    """Yield everything that is written below a node."""
    if node is None or not isinstance(node.value, (dict, list)):
        return
    for key in node.value if isinstance(node.value, dict) else range(len(node.value)):
        below = node.below(key)
        yield below
        yield from all_below(below)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file of rules, with an empty margin to write remarks in."""

    file: RuleFile
    margin: Margin
    entries: tuple[Entry, ...]

    def node(self, path: KeyPath) -> Node | None:
        """Return what stands at a path of the file."""
        found: Node | None = Node(self.margin, (), self.file.top.value)
        for key in path:
            if found is None or not isinstance(found.value, dict):
                return None
            found = found.get(str(key))
        return found

    @property
    def remarks(self) -> tuple[Problem, ...]:
        """What was written in the margin."""
        return tuple(self.margin.problems)


def sheets_of(files: tuple[RuleFile, ...]) -> tuple[Sheet, ...]:
    """Make the files ready to be remarked on."""
    sheets: list[Sheet] = []
    number = 0
    for file in files:
        margin = Margin(file.top.margin.document, file.top.margin.lines)
        entries = []
        for rule, node in zip(file.rules, file.nodes, strict=True):
            entries.append(Entry(rule, replace(node, margin=margin), number))
            number += 1
        sheets.append(Sheet(file, margin, tuple(entries)))
    return tuple(sheets)

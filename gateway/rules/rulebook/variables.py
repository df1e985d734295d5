"""The variables of a file of rules: words that are written once and used in many conditions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from gateway.rules.rulebook.node import Node

_WHOLE = re.compile(r"\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}\}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_OPENS = "{{"
MAX_VALUES = 2_000
"""Of one variable: lists of words, not databases."""


@dataclass(frozen=True, slots=True)
class Variables:
    """What each name stands for."""

    values: Mapping[str, tuple[object, ...]] = field(default_factory=dict)

    def expand(self, node: Node) -> Iterator[tuple[Node, object]]:
        """Yield the values a condition compares with, each with where it stands: variables are put in."""
        for one in node.each():
            named = variable_in(one.value)
            if named is None:
                if isinstance(one.value, str) and _OPENS in one.value:
                    one.wrong("may be a variable as a whole, and not hold one", code="E112", word=_OPENS)
                yield one, one.value
            elif named in self.values:
                for value in self.values[named]:
                    yield one, value
            else:
                one.margin.unknown("E112", one.path, "variable", named, self.values)


def read_variables(node: Node | None) -> Variables:
    """Read ``variables:``; one may stand for others, and none for itself."""
    if node is None:
        return Variables()
    written = {key: node.below(key) for key in node.names()}
    for key, one in written.items():
        if not _NAME.fullmatch(key):
            one.margin.at_key("E107", one.path, "a variable is named by small letters, digits and underscores")
    found: dict[str, tuple[object, ...]] = {}
    for key in written:
        _resolve(key, written, found, ())
    return Variables(found)


def _resolve(
    key: str, written: Mapping[str, Node], found: dict[str, tuple[object, ...]], above: tuple[str, ...]
) -> None:
    if key in found:
        return
    node = written[key]
    if key in above:
        chain = " -> ".join((*above[above.index(key) :], key))
        node.wrong(f"stands for itself: {chain}", code="E112")
        found[key] = ()
        return
    values: list[object] = []
    for one in node.each():
        named = variable_in(one.value)
        if named is not None and named in written:
            _resolve(named, written, found, (*above, key))
            values += found.get(named, ())
        elif named is not None:
            one.margin.unknown("E112", one.path, "variable", named, written)
        elif isinstance(one.value, (str, int, float)) and not isinstance(one.value, bool):
            if not isinstance(one.value, str) and not one.is_written(str(one.value)):
                one.wrong("must be text", "put it in quotes, so that it counts as it is written")
            values.append(one.value)
        else:
            one.wrong("must be a text, a number, or a list of them")
    if not values and isinstance(node.value, list) and not node.value:
        node.wrong("must not be empty")
    if len(values) > MAX_VALUES:
        node.wrong(f"has more than {MAX_VALUES} values")
    found.setdefault(key, tuple(values[:MAX_VALUES]))


def variable_in(value: object) -> str | None:
    """Return the variable that a value stands for as a whole, or None."""
    found = _WHOLE.fullmatch(value.strip()) if isinstance(value, str) and value.lstrip().startswith(_OPENS) else None
    return found[1] if found else None

"""Read conditions: ``field|modifier: values``, put together by ``any``, ``all`` and ``not``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from gateway.desk.ruling.check import Finds
from gateway.desk.ruling.condition import All, Condition, Neither, Some, Test
from gateway.desk.ruling.vocabulary import MODIFIERS, Field, Modifier, Sort, field_names, find_field
from gateway.rules.rulebook.comparisons import CHECKS, Reading
from gateway.rules.rulebook.node import Node
from gateway.rules.rulebook.variables import variable_in

MAX_DEPTH = 10
_TOGETHER = ("any", "all", "not")
_HEADER = re.compile(r"[!-9;-~]{1,70}", re.ASCII)  # what a field of a mail may be called

_ELSEWHERE: Mapping[str, str] = {
    "regex": "re",
    "regexp": "re",
    "like": "matches",
    "glob": "matches",
    "wildcard": "matches",
    "includes": "contains",
    "has": "contains",
    "begins": "startswith",
    "prefix": "startswith",
    "suffix": "endswith",
    "greater": "gt",
    "above": "gt",
    "less": "lt",
    "below": "lt",
    "before": "older_than",
}
"""What other programs call our comparisons, where the letters would not tell."""
_KINDS: Mapping[Sort, str] = {
    Sort.TEXT: "a text",
    Sort.NUMBER: "a number",
    Sort.FLAG: "true or false",
    Sort.MOMENT: "a moment",
    Sort.NOW: "the time at which a rule is looked at",
}


def read_conditions(node: Node | None, reading: Reading) -> All:
    """Read a list of conditions, all of which must hold. What is wrong stands in the margin."""
    return All(tuple(_several(node, reading, 0)) if node is not None else ())


def _several(node: Node, reading: Reading, depth: int) -> Iterator[Condition]:
    if depth > MAX_DEPTH:
        reading.refused = True
        node.wrong(f"is nested more than {MAX_DEPTH} deep")
        return
    for one in node.each():
        yield from _one(one, reading, depth)


def _one(node: Node, reading: Reading, depth: int) -> Iterator[Condition]:
    """Yield the condition of a mapping: of several keys, all must hold, wherever it stands."""
    if not isinstance(node.value, dict):
        reading.refused = True
        node.wrong("must be a condition such as subject|contains: invoice")
        return
    if not node.value:
        node.wrong("must not be empty")
    found = tuple(one for key in node.value for one in _of_key(node.below(key), key, reading, depth))
    yield from found if len(found) < 2 else (All(found),)


def _of_key(node: Node, key: str, reading: Reading, depth: int) -> Iterator[Condition]:
    if key not in _TOGETHER:
        if (test := _test(node, key, reading)) is not None:
            yield test
        else:
            reading.refused = True
        return
    if key != "all" and isinstance(node.value, dict) and len(node.value) > 1:
        node.wrong("can be read in two ways", "begin each with a -, or put them below one - all:")
    inner = tuple(_several(node, reading, depth + 1))
    if node.value == []:  # of a list whose conditions were refused it would not be true
        node.wrong("must not be empty")
    yield All(inner) if key == "all" else Some(inner) if key == "any" else Neither(Some(inner), node.line)


def _test(node: Node, key: str, reading: Reading) -> Test | None:
    name, _, behind = key.partition("|")
    name = name.strip()
    found = find_field(name)
    if found is None:
        node.margin.unknown("E101", node.path, "field", name, (*field_names(), *_TOGETHER), key=True)
        return None
    modifier = _modifier(node, found, name, behind.strip())
    if not reading.triggers <= found.triggers and reading.triggers:
        never = ", ".join(sorted(reading.triggers - found.triggers))
        node.margin.at_key("E105", node.path, f'"{name}" is never there on {never}', word=name)
    if found.name == "header." and not _HEADER.fullmatch(name.removeprefix(found.name)):
        node.margin.at_key("E101", node.path, "no field of a header has such a name", "for example header.List-Id")
    if modifier is None:
        return None
    before = len(node.margin.problems)
    check = CHECKS[modifier](node, found, reading)
    if check is None:
        names = any(variable_in(one.value) is not None for one in node.each())  # whose values were refused
        if len(node.margin.problems) == before and not names:  # a condition that asks nothing would always hold
            node.wrong("has nothing to compare with")
        return None
    test = Test(name, modifier.value, _shown(node), check, node.line)
    if isinstance(check, Finds):  # of several, any may be the one that is found
        reading.groups[id(test)] = frozenset.intersection(*(pattern.sure for pattern in check.patterns))
    return test


def _modifier(node: Node, asked: Field, name: str, word: str) -> Modifier | None:
    allowed = MODIFIERS[asked.sort]
    try:
        modifier = Modifier(word)
    except ValueError:
        names = [one.value for one in allowed if one.value]
        meant = _ELSEWHERE.get(word.lower(), "")
        meant = meant if meant in names else ""
        node.margin.unknown("E103", node.path, "comparison", word, names, key=True, meant=meant)
        return None
    if modifier in allowed:
        return modifier
    can = ", ".join(f"|{one.value}" if one.value else "no comparison" for one in allowed)
    hint = f"with {name} can be used: {can}"
    if modifier is Modifier.IN:
        hint = "a list of values already means any of them: leave |in out"
    what = f"|{word}" if word else "no comparison"
    node.margin.at_key(
        "E103", node.path, f'"{name}" is {_KINDS[asked.sort]} and cannot be used with {what}', hint, word=word
    )
    return None


def _shown(node: Node) -> str:
    values = [_said(one) for one in node.value] if isinstance(node.value, list) else [_said(node.value)]
    shown = ", ".join(values[:3]) + (" …" if len(values) > 3 else "")
    return shown[:100]


def _said(value: object) -> str:
    """Write a value as the file has it."""
    return ("true" if value else "false") if isinstance(value, bool) else str(value)

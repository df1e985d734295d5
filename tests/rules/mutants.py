"""Break rules in every small way a hand might: a condition, a value, an action, an order."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gateway.yamlfile import read_file

OTHERS = {"urgent": "high", "low": "high", "support": "leads", "leads": "support", "account-managers": "support"}
"""Another value for one that must be one of a list."""
MODIFIERS = {"contains": "startswith", "startswith": "endswith", "endswith": "startswith"}

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A set of rule files with one thing changed."""

    what: str
    file: str
    """Which one it is in."""
    files: Mapping[str, str]
    """By name, as JSON, which is YAML too."""


def mutants(folder: Path) -> Iterator[Mutant]:
    """Yield every one of a folder of rules."""
    files: dict[str, Data] = {}
    for path in sorted(folder.glob("*.yml")):
        data = read_file(path).data
        assert isinstance(data, dict)
        files[path.name] = data
    for name, data in files.items():
        for what, changed in _of_file(data):
            yield Mutant(f"{name}: {what}", name, {one: _text(changed if one == name else files[one]) for one in files})


def _text(data: Data) -> str:
    return json.dumps(data, ensure_ascii=False)


def _of_file(data: Data) -> Iterator[tuple[str, Data]]:
    for name, values in data.get("variables", {}).items():
        for at in range(len(values)):
            changed = copy.deepcopy(data)
            changed["variables"][name][at] = "zzqx"
            yield f"variable {name}: {values[at]!r} is another word", changed
    rules = data.get("rules", [])
    for at, rule in enumerate(rules):
        for what, changed_rule in _of_rule(rule):
            changed = copy.deepcopy(data)
            changed["rules"][at] = changed_rule
            yield f"{rule['id']}: {what}", changed
        if at + 1 < len(rules):
            changed = copy.deepcopy(data)
            changed["rules"][at : at + 2] = reversed(changed["rules"][at : at + 2])
            yield f"{rule['id']}: comes after {rules[at + 1]['id']}", changed


def _of_rule(rule: Data) -> Iterator[tuple[str, Data]]:
    for at in range(len(rule["conditions"])):
        yield f"without condition {at}", _with(rule, "conditions", at, None)
        yield f"not condition {at}", _with(rule, "conditions", at, {"not": [rule["conditions"][at]]})
        for what, one in _of_condition(rule["conditions"][at]):
            yield f"condition {at}: {what}", _with(rule, "conditions", at, one)
    for at in range(len(rule["actions"])):
        if len(rule["actions"]) > 1:
            yield f"without action {at}", _with(rule, "actions", at, None)
        for what, one in _of_action(rule["actions"][at]):
            yield f"action {at}: {what}", _with(rule, "actions", at, one)
    yield "switched off", {**copy.deepcopy(rule), "enabled": False}


def _with(rule: Data, key: str, at: int, one: Data | None) -> Data:
    changed = copy.deepcopy(rule)
    changed[key][at : at + 1] = [] if one is None else [one]
    return changed


def _of_condition(condition: Data) -> Iterator[tuple[str, Data]]:
    ((key, value),) = condition.items()
    if key in ("any", "all", "not"):
        yield from _of_several(key, value)
        return
    field, _, modifier = key.partition("|")
    if modifier in MODIFIERS:
        yield f"|{MODIFIERS[modifier]}", {f"{field}|{MODIFIERS[modifier]}": value}
    if isinstance(value, bool):
        yield "the opposite", {key: not value}
    for at, one in enumerate(value) if isinstance(value, list) and len(value) > 1 else ():
        yield f"without {one!r}", {key: [*value[:at], *value[at + 1 :]]}
    if modifier == "older_than":
        yield "ten times as old", {key: value.replace("d", "0d")}
    if modifier == "re":
        yield "another pattern", {key: value.replace("{4,10}", "{2,10}")}
        yield "and another", {key: value.replace("{0,12}", "{0,60}")}


def _of_several(key: str, value: list[Data]) -> Iterator[tuple[str, Data]]:
    for at, one in enumerate(value):
        if len(value) > 1:
            yield f"{key} without {at}", {key: [*value[:at], *value[at + 1 :]]}
        for what, changed in _of_condition(one):
            yield f"{key} {what}", {key: [*value[:at], changed, *value[at + 1 :]]}
    if key == "any":
        yield "all in place of any", {"all": value}


def _of_action(action: Data) -> Iterator[tuple[str, Data]]:
    ((key, value),) = action.items()
    if key == "set":
        for name, one in value.items():
            if one in OTHERS:
                yield f"{name} is another", {key: {**value, name: OTHERS[one]}}
            if len(value) > 1:
                yield f"without {name}", {key: {other: left for other, left in value.items() if other != name}}
    elif key == "add_tag":
        yield "another tag", {key: "zzqx"}
    elif key == "notify":
        yield "somebody else", {key: OTHERS[value]}
    elif key == "set_field":
        ((name, one),) = value.items()
        yield "another field", {key: {"zzqx": one}}
    elif key == "quarantine":
        yield "discarded", {"discard": value}

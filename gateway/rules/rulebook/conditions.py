"""Read conditions: ``field|modifier: values``, put together by ``any``, ``all`` and ``not``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from gateway.desk.ruling.check import (
    Check,
    Contains,
    Edges,
    Equals,
    Exists,
    Finds,
    Glob,
    Is,
    Numbers,
    OlderThan,
    Within,
)
from gateway.desk.ruling.condition import All, Condition, Neither, Some, Test
from gateway.desk.ruling.vocabulary import MODIFIERS, Field, Modifier, Sort, Trigger, field_names, find_field
from gateway.desk.words.fold import compared, folded
from gateway.rules.duration import read_duration
from gateway.rules.rulebook.hostile import is_too_slow
from gateway.rules.rulebook.known import Known
from gateway.rules.rulebook.node import Node
from gateway.rules.rulebook.pattern import BadPattern, Compiled, TooLarge, compile_pattern
from gateway.rules.rulebook.variables import Variables
from gateway.validation import Complaints

MAX_VALUES = 2_000  # of one comparison
MAX_DEPTH = 10
MAX_TEXT = 1_000
MAX_ANY_ONE = 20  # question marks of one glob
MAX_SLOW = 5  # patterns of one file; each costs a tenth of a second to find
_TOGETHER = ("any", "all", "not")
_HEADER = re.compile(r"[!-9;-~]{1,70}", re.ASCII)  # what a field of a mail may be called


@dataclass(slots=True)
class Reading:
    """What conditions are read with."""

    known: Known
    variables: Variables
    triggers: frozenset[Trigger]
    rule: str
    file: str
    groups: dict[int, frozenset[str]] = field(default_factory=dict)
    """The captures of each comparison, by its ``id``; it is held on to by the rule."""


def read_conditions(node: Node | None, reading: Reading) -> All:
    """Read a list of conditions, all of which must hold. What is wrong stands in the margin."""
    return All(tuple(_several(node, reading, 0)) if node is not None else ())


def _several(node: Node, reading: Reading, depth: int) -> Iterator[Condition]:
    if depth > MAX_DEPTH:
        node.wrong(f"is nested more than {MAX_DEPTH} deep")
        return
    for one in node.each():
        yield from _one(one, reading, depth)


def _one(node: Node, reading: Reading, depth: int) -> Iterator[Condition]:
    """Yield the condition of a mapping: of several keys, all must hold, wherever it stands."""
    if not isinstance(node.value, dict):
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
        return
    if key != "all" and isinstance(node.value, dict) and len(node.value) > 1:
        node.wrong("can be read in two ways", "begin each with a -, or put them below one - all:")
    inner = tuple(_several(node, reading, depth + 1))
    if not inner and isinstance(node.value, list):
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
    check = _CHECKS[modifier](node, found, reading)
    if check is None:
        if len(node.margin.problems) == before:  # a condition that asks nothing would always hold
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
        node.margin.unknown("E103", node.path, "comparison", word, names, key=True)
        return None
    if modifier in allowed:
        return modifier
    can = ", ".join(f"|{one.value}" if one.value else "no comparison" for one in allowed)
    hint = f"with {name} can be used: {can}"
    if modifier is Modifier.IN:
        hint = "a list of values already means any of them: leave |in out"
    what = f"|{word}" if word else "no comparison"
    node.margin.at_key(
        "E103", node.path, f'"{name}" is a {asked.sort.value} and cannot be used with {what}', hint, word=word
    )
    return None


def _shown(node: Node) -> str:
    values = [_said(one) for one in node.value] if isinstance(node.value, list) else [_said(node.value)]
    shown = ", ".join(values[:3]) + (" …" if len(values) > 3 else "")
    return shown[:100]


def _said(value: object) -> str:
    """Write a value as the file has it."""
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _texts(node: Node, reading: Reading) -> list[str]:
    """Return the texts a field is compared with; numbers are texts too, as they are written."""
    texts = (_text(place, value) for place, value in reading.variables.expand(node))
    found = [text for text in texts if text is not None]
    if len(found) > MAX_VALUES:
        node.wrong(f"has more than {MAX_VALUES} values")
    if not found and isinstance(node.value, list) and not node.value:
        node.wrong("must not be empty")
    return found[:MAX_VALUES]


def _text(place: Node, value: object) -> str | None:
    """Return one of them; None and a complaint where it is none. A variable has its value from elsewhere."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if place.value == value and not place.is_written(str(value)):
            place.wrong("must be text", "put it in quotes, so that it counts as it is written")
        return str(value)
    if not isinstance(value, str):
        quotes = "put it in quotes" if isinstance(value, bool) else ""
        place.wrong("has no value" if value is None else "must be text", quotes)
    elif not folded(value).strip():  # a space, or something nobody sees: it would be in every text
        place.wrong("must not be empty")
    elif len(value) > MAX_TEXT:
        place.wrong(f"must have at most {MAX_TEXT} characters")
    else:
        return value
    return None


def _equals(node: Node, asked: Field, reading: Reading) -> Check | None:
    match asked.sort:
        case Sort.FLAG:
            flag = node.flag()
            return None if flag is None else Is(flag)
        case Sort.NUMBER:
            numbers = frozenset(_numbers(node, reading))
            return Numbers(numbers) if numbers else None
    texts = _texts(node, reading)
    known = _known_values(asked, reading.known)
    for place, value in reading.variables.expand(node) if known else ():
        word = str(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""
        if word and folded(word.strip()) not in map(folded, known):
            place.margin.unknown("E104", place.path, asked.name.rpartition(".")[2].replace("_", " "), word, known)
    return Equals(frozenset(compared(text).strip() for text in texts)) if texts else None


def _known_values(asked: Field, known: Known) -> tuple[str, ...]:
    """Return all that a field can be; nothing where that is not known."""
    by_name: Mapping[str, tuple[str, ...]] = {
        "ticket.priority": known.priorities,
        "ticket.queue": known.groups,
        "ticket.topics": known.topics,
        "ticket.assigned_to": known.people,
        "customer.policy.name": tuple(known.policies.packs) if known.policies else (),
    }
    return by_name.get(asked.name) or asked.known


def _contains(node: Node, asked: Field, reading: Reading) -> Check | None:
    del asked
    texts = _texts(node, reading)
    return Contains(tuple(dict.fromkeys(map(compared, texts)))) if texts else None


def _starts(node: Node, asked: Field, reading: Reading) -> Check | None:
    del asked
    texts = _texts(node, reading)
    return Edges(tuple(compared(text).strip() for text in texts)) if texts else None


def _ends(node: Node, asked: Field, reading: Reading) -> Check | None:
    del asked
    texts = _texts(node, reading)
    return Edges(tuple(compared(text).strip() for text in texts), ends=True) if texts else None


def _matches(node: Node, asked: Field, reading: Reading) -> Check | None:
    del asked
    texts = _texts(node, reading)
    for text in texts:
        if text.count("?") > MAX_ANY_ONE:
            node.wrong(f"has more than {MAX_ANY_ONE} question marks", "use * for any text", code="E304")
    return Glob(tuple(tuple(map(compared, text.strip().split("*"))) for text in texts)) if texts else None


def _finds(node: Node, asked: Field, reading: Reading) -> Check | None:
    del asked
    patterns: list[Compiled] = []
    for place, value in reading.variables.expand(node):
        if not isinstance(value, str):
            place.wrong("must be a pattern, in single quotes")
            continue
        try:
            patterns.append(_bearable(compile_pattern(value), place))
        except TooLarge as bad:
            place.wrong(str(bad), "write it shorter, or use |contains", code="E304")
        except BadPattern as bad:
            word = value[bad.at :][:20] if bad.at >= 0 else ""
            place.wrong(str(bad), "put patterns in single quotes; |contains needs none", code="E302", word=word)
    return Finds(tuple(patterns), f"{reading.rule} ({reading.file}:{node.line})") if patterns else None


def _bearable(pattern: Compiled, node: Node) -> Compiled:
    """Complain where a pattern would hold everybody up."""
    found = sum(one.code == "E306" for one in node.margin.problems)
    if found < MAX_SLOW and is_too_slow(pattern):
        hint = "use |contains, or do not repeat what is repeated already"
        node.wrong("has a pattern that is too slow", hint, code="E306", word=pattern.source)
    return pattern


def _numbers(node: Node, reading: Reading) -> Iterator[int | float]:
    for place, value in reading.variables.expand(node):
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            place.wrong("must be a number, without unit and quotes")
        else:
            yield value


def _more(node: Node, asked: Field, reading: Reading) -> Check | None:
    del asked
    number = _number(node, reading)
    return None if number is None else Numbers(more=number)


def _less(node: Node, asked: Field, reading: Reading) -> Check | None:
    del asked
    number = _number(node, reading)
    return None if number is None else Numbers(less=number)


def _number(node: Node, reading: Reading) -> float | None:
    found = tuple(_numbers(node, reading))
    if len(found) > 1:
        node.wrong("must be one number")
    return found[0] if len(found) == 1 else None


def _exists(node: Node, asked: Field, reading: Reading) -> Check | None:
    del asked, reading
    flag = node.flag()
    return None if flag is None else Exists(flag)


def _older(node: Node, asked: Field, reading: Reading) -> Check | None:
    del asked, reading
    text = node.text()
    try:
        return OlderThan(read_duration(text)) if text else None
    except Complaints as error:
        node.wrong(error.complaints[0].message)
        return None


def _within(node: Node, asked: Field, reading: Reading) -> Check | None:
    del asked
    calendars = reading.known.calendars
    names = _texts(node, reading)
    for name in names:
        if name not in calendars:
            node.margin.unknown("E104", node.path, "calendar", name, calendars)
    found = tuple(calendars[name] for name in names if name in calendars)
    return Within(found) if found else None


_CHECKS: Mapping[Modifier, Callable[[Node, Field, Reading], Check | None]] = {
    Modifier.EQUALS: _equals,
    Modifier.CONTAINS: _contains,
    Modifier.STARTSWITH: _starts,
    Modifier.ENDSWITH: _ends,
    Modifier.MATCHES: _matches,
    Modifier.RE: _finds,
    Modifier.GT: _more,
    Modifier.LT: _less,
    Modifier.EXISTS: _exists,
    Modifier.OLDER_THAN: _older,
    Modifier.IN: _within,
}

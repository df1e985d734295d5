"""Read what a field is compared with: texts, patterns, numbers, calendars, each as its comparison wants them."""

from __future__ import annotations

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
from gateway.desk.ruling.vocabulary import Field, Modifier, Sort, Trigger
from gateway.desk.words.fold import compared, folded
from gateway.rules.duration import read_duration
from gateway.rules.rulebook.hostile import is_too_slow
from gateway.rules.rulebook.known import Known
from gateway.rules.rulebook.node import Node
from gateway.rules.rulebook.pattern import BadPattern, Compiled, TooLarge, compile_pattern
from gateway.rules.rulebook.variables import Variables
from gateway.validation import Complaints

MAX_VALUES = 2_000  # of one comparison
MAX_TEXT = 1_000
MAX_ANY_ONE = 20  # question marks of one glob
MAX_SLOW = 5  # patterns of one file; each costs a tenth of a second to find


@dataclass(slots=True)
class Reading:
    """What conditions are read with."""

    known: Known
    variables: Variables
    triggers: frozenset[Trigger]
    rule: str
    file: str
    refused: bool = False
    """One was: what it would have captured nobody knows."""
    groups: dict[int, frozenset[str]] = field(default_factory=dict)
    """The captures of each comparison, by its ``id``; it is held on to by the rule."""


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
            place.margin.unknown("E104", place.path, _called(asked), word, known)
    return Equals(frozenset(compared(text).strip() for text in texts)) if texts else None


def _called(asked: Field) -> str:
    """Say what a value of a field is called."""
    return _CALLED.get(asked.name) or asked.name.rpartition(".")[2].replace("_", " ")


_CALLED: Mapping[str, str] = {
    "ticket.assigned_to": "person",
    "ticket.topics": "topic",
    "ticket.status_before": "status",
    "customer.policy.name": "policy",
}


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
            reading.refused = True
            continue
        try:
            patterns.append(_bearable(compile_pattern(value), place))
        except TooLarge as bad:
            reading.refused = True
            place.wrong(str(bad), "write it shorter, or use |contains", code="E304")
        except BadPattern as bad:
            reading.refused = True
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


CHECKS: Mapping[Modifier, Callable[[Node, Field, Reading], Check | None]] = {
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

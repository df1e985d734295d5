"""Read actions: one key each, and what stands behind it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from gateway.address import BadAddress, parse_address
from gateway.desk.ruling import action as do
from gateway.desk.ruling.names import VALUE_NAMES
from gateway.desk.ruling.vocabulary import ACTIONS, Trigger
from gateway.desk.ticket import MAX_LANGUAGE, MAX_LINK, TAG
from gateway.rules.rulebook.known import Known
from gateway.rules.rulebook.node import Node
from gateway.rules.rulebook.value import BadValue, Template, read_value

STATUSES = ("open", "in-progress", "pending", "closed")
"""What a rule may set: a solution is somebody's, and a rest has an end that was agreed; both are for people."""
_FIELD = re.compile(r"[a-z][a-z0-9_-]{0,39}", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", re.ASCII)
_HEARD = "write a name, a group or an address of team.yml"


@dataclass(frozen=True, slots=True)
class Writing:
    """What actions are read with."""

    known: Known
    triggers: frozenset[Trigger]
    captures: frozenset[str]
    """Names that the rule's patterns capture whenever it holds."""
    maybe: frozenset[str]
    """Names that they capture at times."""
    unsure: bool = False
    """A condition was refused: its pattern may have captured any name."""


def read_actions(node: Node | None, writing: Writing) -> tuple[do.Action, ...]:
    """Read a list of actions. What is wrong stands in the margin."""
    return tuple(found for one in node.items() for found in _one(one, writing)) if node is not None else ()


def _one(node: Node, writing: Writing) -> Iterator[do.Action]:
    if isinstance(node.value, str) and node.value in ACTIONS:
        node.wrong(
            f'"{node.value}" needs something behind it',
            f"for example {node.value}: {ACTIONS[node.value].takes}",
            code="E106",
        )
        return
    if node.value == {}:
        node.wrong("must be an action such as add_tag: weekend")
    for key in node.names():
        word = ACTIONS.get(key)
        below = node.below(key)
        if word is None:
            node.margin.unknown("E111", below.path, "action", key, ACTIONS, key=True)
            continue
        if never := sorted(writing.triggers - word.triggers):
            why = f" ({word.not_else})" if word.not_else else ""
            node.margin.at_key("E121", below.path, f'action "{key}" cannot run on trigger "{never[0]}"{why}')
        before = len(node.margin.problems)
        found = tuple(_READERS[key](below, writing))
        if not found and len(node.margin.problems) == before:
            below.wrong("must not be empty")
        yield from found


def _set(node: Node, writing: Writing) -> Iterator[do.Action]:
    node.only(do.SET_WHAT)
    for key in node.names():
        if key not in do.SET_WHAT:
            continue
        below = node.below(key)
        text = below.text(limit=100)
        if text is not None and _may_be_set(key, text, below, writing.known):
            yield do.Set(cast("do.SetWhat", key), text)


def _may_be_set(key: str, text: str, node: Node, known: Known) -> bool:
    names: Mapping[str, tuple[str, ...]] = {
        "priority": known.priorities,
        "queue": known.groups,
        "status": STATUSES,
        "owner": known.people,
    }
    if key == "language":
        if not _LANGUAGE.fullmatch(text) or len(text) > MAX_LANGUAGE:
            node.wrong("must be a language such as fr or pt-BR")
        return bool(_LANGUAGE.fullmatch(text)) and len(text) <= MAX_LANGUAGE
    there = names[key]
    if text in there or (key == "priority" and known.policies is None):
        return True
    node.margin.unknown("E104", node.path, key, text, there)
    return False


def _set_field(node: Node, writing: Writing) -> Iterator[do.Action]:
    for key in node.names():
        below = node.below(key)
        if not _FIELD.fullmatch(key):
            node.margin.at_key("E107", below.path, "a field is named by small letters, digits, - and _")
        elif (value := _value(below, writing)) is not None:
            yield do.SetField(key, value)


def _value(node: Node, writing: Writing) -> Template | None:
    if isinstance(node.value, int) and not isinstance(node.value, bool) and node.is_written(str(node.value)):
        return Template((str(node.value),))
    text = node.text()
    if text is None:
        return None
    try:
        value = read_value(text)
    except BadValue as bad:
        node.wrong(
            str(bad), "values may only have {{ name }}, with lower, upper, trim or default", code="E301", word=bad.word
        )
        return None
    captured = {f"match.{name}" for name in writing.captures | writing.maybe}
    for name in value.names:
        if writing.unsure and name.startswith("match."):
            continue
        if name not in VALUE_NAMES and name not in captured:
            node.margin.unknown("E303", node.path, "name", name, (*sorted(captured), *VALUE_NAMES))
    sure = {f"match.{name}" for name in writing.captures}
    for name in value.needed:
        if name in captured and name not in sure and not writing.unsure:
            node.wrong(
                f'may have no "{name}": the rule can hold without it', 'use default("…")', code="E305", word=name
            )
    return value


def _topic(node: Node, writing: Writing) -> Iterator[do.Action]:
    for one in node.each():
        text = one.text(limit=60)
        if text is None:
            continue
        if text not in writing.known.topics:
            one.margin.unknown("E104", one.path, "topic", text, writing.known.topics)
        else:
            yield do.AddTopic(text)


def _tag(node: Node, writing: Writing) -> Iterator[do.Action]:
    del writing
    for one in node.each():
        text = one.text(limit=40)
        if text is not None and not TAG.fullmatch(text):
            one.wrong("must be small letters, digits, dots, - and _, such as weekend")
        elif text is not None:
            yield do.AddTag(text)


def _cc(node: Node, writing: Writing) -> Iterator[do.Action]:
    del writing
    for one in node.each():
        text = one.text(limit=320)
        if text is None:
            continue
        if "{{" in text:
            one.wrong("must be written out: a mail must not choose who reads along", code="E123", word="{{")
            continue
        try:
            yield do.AddCc(parse_address(text).key)
        except BadAddress as bad:
            one.wrong(f"must be a mail address: {bad}")


def _link(node: Node, writing: Writing) -> Iterator[do.Action]:
    for one in node.each():
        if (value := _value(one, writing)) is None:
            continue
        if len(value.constant) > MAX_LINK:
            one.wrong(f"must have at most {MAX_LINK} characters")
        yield do.LinkTo(value)


def _note(node: Node, writing: Writing) -> Iterator[do.Action]:
    if (value := _value(node, writing)) is not None:
        yield do.Note(value)


def _notify(node: Node, writing: Writing) -> Iterator[do.Action]:
    yield from map(do.Notify, _whom(node, writing))


def _forward(node: Node, writing: Writing) -> Iterator[do.Action]:
    yield from map(do.Forward, _whom(node, writing))


def _whom(node: Node, writing: Writing) -> Iterator[str]:
    """Yield who of the team is named; nobody else may be, whatever a mail says."""
    for one in node.each():
        text = one.text(limit=320)
        if text is None:
            continue
        if writing.known.hears(text):
            yield text
        elif "{{" in text:
            one.wrong("must be written out: a mail must not choose who hears of it", _HEARD, code="E123", word="{{")
        else:
            known = (*writing.known.people, *writing.known.groups)
            one.margin.unknown("E123", one.path, "person or group", text, known)


def _section(node: Node, writing: Writing) -> Iterator[do.Action]:
    for one in node.each():
        text = one.text(limit=60)
        if text is None:
            continue
        if text not in writing.known.every_section:
            one.margin.unknown("E104", one.path, "section", text, writing.known.every_section)
        else:
            yield do.ReplySection(text)


def _auto_reply(node: Node, writing: Writing) -> Iterator[do.Action]:
    del writing
    if node.value == "never":
        yield do.NoAutoReply()
    else:
        node.wrong('can only be "never": what may be acknowledged is not for rules to widen', code="E124")


def _with_reason(make: Callable[[str], do.Action]) -> Callable[[Node, Writing], Iterator[do.Action]]:
    def read(node: Node, writing: Writing) -> Iterator[do.Action]:
        del writing
        if node.value is None or (isinstance(node.value, str) and not node.value.strip()) or node.value is True:
            name = str(node.path[-1])
            node.margin.at_key("E122", node.path, f'"{name}" needs a reason', f'for example {name}: "why"')
        elif (text := node.text(limit=300)) is None:
            return
        elif "{{" in text:
            node.wrong("is said as it is written: it can name nothing", "leave out the {{ }}", code="E301", word="{{")
        else:
            yield make(text)

    return read


_READERS: Mapping[str, Callable[[Node, Writing], Iterator[do.Action]]] = {
    "set": _set,
    "set_field": _set_field,
    "add_topic": _topic,
    "add_tag": _tag,
    "add_cc": _cc,
    "link_to": _link,
    "note": _note,
    "notify": _notify,
    "forward": _forward,
    "reply_section": _section,
    "auto_reply": _auto_reply,
    "stop": _with_reason(do.Stop),
    "quarantine": _with_reason(do.Quarantine),
    "discard": _with_reason(do.Discard),
}

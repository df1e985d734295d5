"""Read the tests of rules: a small mail or a whole one, what is given beside it, and what is to come of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath

from gateway.desk.ruling.vocabulary import Sort, Trigger, field_names, find_field
from gateway.rules.rulebook.node import Node
from gateway.yamlfile import Place

MAIL_KEYS = ("from", "to", "cc", "subject", "body", "headers", "attachments", "language")
EXPECT_WORDS = ("priority", "queue", "status", "owner", "language", "quarantine", "discard", "stopped")
EXPECT_LISTS = ("matched", "not_matched", "topics", "tags", "sections", "notify", "forward", "cc", "links")
EXPECT_FLAGS = ("ack",)
EXPECT_MAPS = ("fields",)
EXPECT_KEYS = ("matched", "not_matched", *EXPECT_WORDS, *EXPECT_LISTS[2:], *EXPECT_FLAGS, *EXPECT_MAPS)
KEYS = ("name", "mail", "trigger", "given", "expect")

SOMEBODY = "ann@acme.example"
"""Who writes where a test does not say."""

_HEADER_NAME = re.compile(r"[!-9;-~]{1,76}", re.ASCII)

Expected = str | bool | tuple[str, ...] | Mapping[str, str]
Given = tuple[str, ...] | tuple[int, ...] | bool | datetime


@dataclass(frozen=True, slots=True)
class SmallMail:
    """A mail of a few words."""

    sender: str
    to: tuple[str, ...] = ()
    """Empty: our own address."""
    cc: tuple[str, ...] = ()
    subject: str = ""
    body: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    attachments: tuple[str, ...] = ()
    """Names of files."""
    language: str = ""
    """The one it is taken to be written in; empty: whatever its words tell."""


@dataclass(frozen=True, slots=True)
class Case:
    """One test."""

    name: str
    file: str
    line: int
    mail: SmallMail | str | None
    """A small mail; the path of a whole one, from the folder of the settings; None where no mail is."""
    trigger: Trigger | None
    """None: what a mail does that comes in."""
    given: Mapping[str, Given] = field(default_factory=dict)
    expect: Mapping[str, Expected] = field(default_factory=dict)
    expect_lines: Mapping[str, int] = field(default_factory=dict)
    """Where each expectation stands."""
    expect_columns: Mapping[str, int] = field(default_factory=dict)
    index: int = 0
    """Which of its file's tests it is, from 0."""


def read_case(node: Node, name: str, rule_ids: Collection[str]) -> Case | None:
    """Read one test of the file ``name``. What is wrong stands in the margin."""
    if not isinstance(node.value, dict):
        node.wrong("must be a test: a mapping with name, mail and expect", code="E132")
        return None
    node.only(KEYS)
    title = node.get("name")
    expect = node.get("expect")
    if title is None or expect is None:
        missing = "name" if title is None else "expect"
        if node.lacks(missing, KEYS):
            node.margin.at_key("E106", node.path, f'a test needs "{missing}"')
        return None
    trigger = _trigger(node.get("trigger"))
    mail = _mail(node.get("mail"), name)
    expected, places = _expect(expect, rule_ids)
    at = node.path[-1]
    return Case(
        name=title.text(limit=300) or "",
        file=name,
        line=node.line,
        mail=mail,
        trigger=trigger,
        given=_given(node.get("given")),
        expect=expected,
        expect_lines={key: place.line for key, place in places.items()},
        expect_columns={key: place.column for key, place in places.items()},
        index=at if isinstance(at, int) else 0,
    )


def _trigger(node: Node | None) -> Trigger | None:
    text = node.text(limit=60) if node else None
    if node is None or text is None:
        return None
    if text not in list(Trigger):
        node.margin.unknown("E109", node.path, "trigger", text, (one.value for one in Trigger))
        return None
    return Trigger(text)


def _mail(node: Node | None, name: str) -> SmallMail | str | None:
    if node is None:
        return None
    if isinstance(node.value, str):
        return _path(node, name)
    node.only(MAIL_KEYS)
    sender, language = node.get("from"), node.get("language")
    return SmallMail(
        sender=(sender.text(limit=500) or "") if sender else SOMEBODY,
        to=_list(node.get("to")),
        cc=_list(node.get("cc")),
        subject=_loose(node.get("subject")),
        body=_loose(node.get("body")),
        headers=tuple(_headers(node.get("headers"))),
        attachments=_list(node.get("attachments")),
        language=(language.text(limit=40) or "") if language else "",
    )


def _headers(node: Node | None) -> Iterator[tuple[str, str]]:
    for key in node.names() if node else ():
        assert node is not None
        below = node.below(key)
        if not _HEADER_NAME.fullmatch(key):
            node.margin.at_key("E132", below.path, f'"{key[:60]}" cannot be the name of a header field')
            continue
        for one in below.each():
            value = one.text(limit=5_000)
            if value is not None:
                yield key, value


def _path(node: Node, name: str) -> str | None:
    """Return where a whole mail is, from the folder of the settings: beside the test, and nowhere outside."""
    text = str(node.value)
    path = PurePosixPath(name).parent / text
    parts: list[str] = []
    for part in path.parts:
        if part == ".." and not parts:
            parts = [".."]
            break
        parts = parts[:-1] if part == ".." else [*parts, part]
    if PurePosixPath(text).is_absolute() or ".." in parts or not text.endswith(".eml"):
        node.wrong("must be a mail file (.eml) beside the test, inside the folder of the settings", code="E132")
        return None
    return "/".join(parts)


def _loose(node: Node | None) -> str:
    """Return a text that may be empty."""
    if node is None or node.value is None or node.value == "":
        return ""
    return node.text(limit=200_000) or ""


def _list(node: Node | None) -> tuple[str, ...]:
    return tuple(text for one in node.each() if (text := one.text(limit=1_000)) is not None) if node else ()


def _given(node: Node | None) -> Mapping[str, Given]:
    found: dict[str, Given] = {}
    for key in node.names() if node else ():
        assert node is not None
        below = node.below(key)
        known = find_field(key)
        if known is None:
            node.margin.unknown("E101", below.path, "field", key, field_names(), key=True)
            continue
        value = _of_sort(below, known.sort)
        if value is not None:
            found[key] = value
    return found


def _of_sort(node: Node, sort: Sort) -> Given | None:
    match sort:
        case Sort.FLAG:
            return node.flag()
        case Sort.NUMBER:
            numbers = tuple(one.value for one in node.each() if isinstance(one.value, int))
            if len(numbers) != len(tuple(node.each())):
                node.wrong("must be a number")
            return numbers
        case Sort.MOMENT | Sort.NOW:
            return _moment(node)
        case _:
            if node.value is None or node.value == "":
                return ()
            texts = (str(one.value) if isinstance(one.value, (int, float)) else one.text() for one in node.each())
            return tuple(text for text in texts if text is not None)


def _moment(node: Node) -> datetime | None:
    text = node.text(limit=40)
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        node.wrong("must be a time with its zone", "for example 2026-11-19T10:12:00+02:00")
        return None
    return moment


def _expect(node: Node, rule_ids: Collection[str]) -> tuple[Mapping[str, Expected], Mapping[str, Place]]:
    node.only(EXPECT_KEYS)
    found: dict[str, Expected] = {}
    places: dict[str, Place] = {}
    for key in node.names():
        if key not in EXPECT_KEYS:
            continue
        below = node.below(key)
        places[key] = node.margin.document.key_place(below.path)
        value = _expected(key, below)
        if value is not None:
            found[key] = value
        if key in ("matched", "not_matched") and isinstance(value, tuple):
            for at, one in enumerate(value):
                if one not in rule_ids:
                    path = (*below.path, at) if isinstance(below.value, list) else below.path
                    node.margin.unknown("E132", path, "rule", one, rule_ids)
    return found, places


def _expected(key: str, node: Node) -> Expected | None:
    if key in EXPECT_FLAGS:
        return node.flag()
    if key in EXPECT_LISTS:
        return _list(node)
    if key in EXPECT_MAPS:
        pairs = [(name, node.below(name)) for name in node.names()]
        for _, one in pairs:
            if isinstance(one.value, bool) or not isinstance(one.value, (str, int, float)):
                one.wrong("must be text", "put it in quotes")
        return {name: str(one.value) for name, one in pairs}
    if key in ("quarantine", "discard") and isinstance(node.value, bool):
        return node.value
    return node.text(limit=300)

"""Read ``sections.yml``: what acknowledgements may say beside what they always say, in each language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from gateway.desk.ruling.action import Value
from gateway.desk.ruling.section import SECTION_NAMES, URGENT_BY_PHONE, Section
from gateway.errors import ConfigError
from gateway.rules.rulebook.margin import Margin
from gateway.rules.rulebook.node import Node
from gateway.rules.rulebook.value import BadValue, read_value
from gateway.rules.texts import TAG
from gateway.yamlfile import MAX_BYTES, Document, file_bytes, read_text, utf8_text

FILE_NAME = "sections.yml"
MAX_TEXT = 2_000
_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}", re.ASCII)
_TAG = re.compile(TAG, re.ASCII)


def load_with_lines(folder: Path) -> tuple[Mapping[str, Section], tuple[str, ...]]:
    """Read the file beside ``gateway.yml``, and its lines, for remarks that point at a word. Raises ``ConfigError``.

    None are written where there is no file.
    """
    path = folder / FILE_NAME
    if not path.exists():
        return {}, ()
    text = utf8_text(file_bytes(path, str(path), max_bytes=MAX_BYTES), str(path), max_bytes=MAX_BYTES)
    lines = tuple(text.split("\n"))
    return read_sections(read_text(text, str(path)), lines), lines


def read_sections(document: Document, lines: tuple[str, ...]) -> Mapping[str, Section]:
    """Read the sections of a file. Raises ``ConfigError`` with every complaint."""
    margin = Margin(document, lines)
    top = Node(margin, (), {} if document.data is None else document.data)
    top.only(("sections",))
    found = dict(_read(top.get("sections"))) if top.get("sections") else {}
    if margin.problems:
        raise ConfigError(*margin.problems)
    return found


def _read(node: Node | None) -> list[tuple[str, Section]]:
    assert node is not None
    return [(name, Section(name, _texts(name, node.below(name)))) for name in node.names()]


def _texts(name: str, node: Node) -> Mapping[str, Value]:
    if not _SLUG.fullmatch(name) or name == URGENT_BY_PHONE:
        why = "is there already" if name == URGENT_BY_PHONE else "must be small letters, digits, - and _"
        node.margin.at_key("E107", node.path, f'section "{name}" {why}')
    node.only(("text",))
    text = node.get("text")
    if text is None:
        if node.lacks("text", ("text",)):
            node.margin.at_key("E106", node.path, f'section "{name}" needs a text', "for example text: {en: …, fr: …}")
        return {}
    found: dict[str, Value] = {}
    for tag in text.names():
        below = text.below(tag)
        written = below.text(limit=MAX_TEXT)
        if not _TAG.fullmatch(tag):
            text.margin.at_key("E107", below.path, "must be a language such as en or pt-BR")
        elif written is not None and (value := _value(written, below)) is not None:
            found[tag.lower()] = value
    if "en" not in text.names():
        text.wrong("needs en, for readers of any other language", code="E106")
    return found


def _value(text: str, node: Node) -> Value | None:
    try:
        value = read_value(text)
    except BadValue as bad:
        node.wrong(str(bad), f"a section may only name {', '.join(SECTION_NAMES)}", code="E307", word=bad.word)
        return None
    for name in value.names:
        if name not in SECTION_NAMES:
            node.margin.unknown("E303", node.path, "name", name, SECTION_NAMES)
    return value

"""The manual of rules names everything there is, and its examples are in order."""

from __future__ import annotations

import re
from pathlib import Path

from gateway.desk.ruling.names import VALUE_NAMES
from gateway.desk.ruling.section import SECTION_NAMES
from gateway.desk.ruling.vocabulary import ALL_ACTIONS, ALL_FIELDS, Modifier, Trigger
from gateway.rules.rulebook.known import Known
from gateway.rules.rulebook.load import read_rule_text
from gateway.rules.rulebook.rule import KEYS
from gateway.rules.rulebook.sections import read_sections
from gateway.rules.rulebook.value import FILTERS
from gateway.yamlfile import read_text

MANUAL = Path(__file__).parents[2] / "docs" / "reference" / "rules.md"
TEXT = MANUAL.read_text("utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)


def test_it_names_every_word_of_the_language() -> None:
    fields = [one.name.rstrip(".") for one in ALL_FIELDS]
    triggers = [one.value for one in Trigger]
    actions = [one.name for one in ALL_ACTIONS]
    modifiers = [one.value for one in Modifier if one.value]
    words = [*fields, *triggers, *actions, *modifiers, *KEYS, *VALUE_NAMES, *SECTION_NAMES, *FILTERS]
    assert [word for word in words if word not in TEXT] == []


def test_it_names_no_field_that_is_not_there() -> None:
    rows = re.findall(r"^\| (`[^|]+`) \|", TEXT[TEXT.index("| Field |") : TEXT.index("## Actions")], re.MULTILINE)
    named = {name.removesuffix("NAME") for row in rows for name in re.findall(r"`([^`]+)`", row)}
    assert named == {one.name for one in ALL_FIELDS}


def test_its_first_example_is_a_file_without_a_complaint() -> None:
    file, margin = read_rule_text(BLOCKS[0], "rules/example.yml", "rules/example.yml", Known(topics=("outage",)))
    assert margin.problems == []
    assert [rule.id for rule in file.rules] == ["outage-words", "order-number"]


def test_its_example_of_sections_is_in_order() -> None:
    text = next(block for block in BLOCKS if block.startswith("sections:"))
    assert list(read_sections(read_text(text, "sections.yml"), tuple(text.splitlines()))) == ["invoice_number"]

"""One layout for files of rules: the same meaning, every comment, and nothing left to change the second time."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.errors import ConfigError
from gateway.rules.rulebook.code import Part
from gateway.rules.rulebook.codes import ALL_CODES
from gateway.rules.rulebook.layout import laid_out
from gateway.rules.rulebook.layout_comments import comments_in
from gateway.yaml_spans import find_spans
from gateway.yamlfile import read_text

ROOT = Path(__file__).parents[2]


def test_keys_quotes_lists_and_blank_lines_have_their_one_form() -> None:
    before = """\
# About this file.

# It is short.
rules:   # in order
  # the first one
  - actions: # what happens
      - stop: "billing needs nothing more"   # enough
      # - add_tag: later
    conditions:
    - subject|contains:
      - slow
      - "lag"

    - any: [{body: a}, {body|re: '\\d{4}'}]
    triggers:
      - ticket.created
    until: "2026-12-31"
    alias: "One: the first"
    id: "one"
    # the end of one
  - {actions: [{add_tag: x}], id: two, triggers: [{schedule: '0 8 * * mon', location: America/Toronto}]}
variables:
  words: [ "no", 'on', 22:30, 010, "010", it's, 'say "hi"', "a: b", "#1", "été"]
version: 1
# the end
"""
    assert (
        laid_out(before, "f.yml")
        == """\
version: 1

variables:
  words: ["no", "on", "22:30", 010, "010", it's, say "hi", "a: b", "#1", été]

# About this file.

# It is short.
rules:  # in order
  # the first one
  - id: one
    alias: "One: the first"
    until: "2026-12-31"
    triggers: [ticket.created]
    conditions:
      - subject|contains: [slow, lag]
      - any: [{body: a}, {body|re: '\\d{4}'}]
    actions:  # what happens
      - stop: billing needs nothing more  # enough
      # - add_tag: later
    # the end of one

  - id: two
    triggers: [{schedule: 0 8 * * mon, location: America/Toronto}]
    actions:
      - add_tag: x
# the end
"""
    )


def test_a_text_on_lines_of_its_own_stays_so_and_moves_along() -> None:
    before = (
        "version: 1\ntests:\n- expect: {ack: true}\n  mail:\n      body: |\n          Hello,\n\n            port 1\n"
        "      subject: >-  # folded\n        a\n        b\n  name: a\n"
    )
    after = laid_out(before, "f.yml")
    assert after == (
        "version: 1\n\ntests:\n  - name: a\n    mail:\n      body: |\n        Hello,\n\n          port 1\n"
        "      subject: >-  # folded\n        a\n        b\n    expect: {ack: true}\n"
    )


def test_long_lists_have_a_line_for_each_and_commented_ones_too() -> None:
    words = ", ".join(f"word-{number:02}" for number in range(12))
    after = laid_out(f"version: 1\nvariables:\n  long: [{words}]\n  noted: [a,  # why\n    b]\n", "f.yml")
    assert after.count("    - word-") == 12
    assert "  noted:\n    - a  # why\n    - b\n" in after


def parsed(text: str) -> str:
    return json.dumps(read_text(text, "f.yml").data, sort_keys=True)


def comments(text: str) -> Counter[str]:
    return Counter(one.text for one in comments_in(text, find_spans(text)))


def assert_laid_out(text: str) -> None:
    after = laid_out(text, "f.yml")
    assert parsed(after) == parsed(text)
    assert comments(after) == comments(text)
    assert laid_out(after, "f.yml") == after
    assert not [line for line in after.splitlines() if line != line.rstrip()]


@pytest.mark.parametrize("file", sorted((ROOT / "config/rules").glob("*.yml")), ids=lambda file: file.name)
def test_shipped_files_have_the_layout_and_keep_it(file: Path) -> None:
    text = file.read_text("utf-8")
    assert laid_out(text, file.name) == text, "run: gateway -C config rules fmt"
    assert_laid_out(
        "\n".join(line.rstrip() for line in text.replace("version: 1\n", "", 1).splitlines()) + "\nversion: 1\n"
    )


@pytest.mark.parametrize("code", [one for one in ALL_CODES if one.part is Part.FILE and one.code not in ("E100",)])
def test_files_with_mistakes_in_what_they_say_are_laid_out_all_the_same(code: Any) -> None:
    assert_laid_out(code.wrong + "\n")


def test_what_is_no_yaml_is_left_alone() -> None:
    with pytest.raises(ConfigError):
        laid_out("rules: [\n", "f.yml")


WORDS = st.sampled_from(
    [
        *("a", "no", "22:30", "010", "1.50", "~", "", " x", "x ", "a: b", "a #b", "#a", "- a", "?", "*a", "{{ x }}"),
        *("[a]", "a,b", "été", "it's", 'a"b', "\\d", "'", "null", "true", "0x1f", "2026-01-01", "a:", ":", "=", "<<"),
        *("a\nb", "\u202e", "x" * 90, "---", "...", "--- a", "%a", "@a", "`a", "!a", "&a", "|", ">", "a\tb", "y"),
        *("1e3", ".5", "+1", "_1"),
    ]
)
SCALARS = WORDS | st.integers(-9, 99) | st.booleans() | st.none()
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS.filter(bool), inner, max_size=3),
    max_leaves=8,
)


@st.composite
def files(draw: st.DrawFn) -> str:
    """A file of any content, as JSON or one value a line, with comments between the lines."""
    data = draw(st.dictionaries(st.sampled_from(["version", "variables", "rules", "tests", "odd"]), VALUES, min_size=1))
    rule = st.dictionaries(st.sampled_from(["id", "triggers", "conditions", "actions", "enabled"]), VALUES, min_size=1)
    data["rules"] = draw(st.lists(rule, max_size=2))
    lines = (
        list(block(data, 0)) if draw(st.booleans()) else [json.dumps(data, ensure_ascii=False).replace("\u202e", "")]
    )
    noted = []
    for number, line in enumerate(lines):
        if draw(st.integers(0, 4)) == 0:
            noted.append(" " * draw(st.integers(0, 6)) + f"# note {number}")
        if draw(st.integers(0, 5)) == 0:
            noted.append("")
        noted.append(line + (f"  # beside {number}" if draw(st.integers(0, 5)) == 0 else ""))
    return "\n".join(noted) + "\n"


def block(value: Any, indent: int) -> list[str]:
    margin = " " * indent
    if isinstance(value, dict) and value:
        return [line for key, one in value.items() for line in headed(f"{margin}{json.dumps(key)}:", one, indent)]
    if isinstance(value, list) and value:
        return [line for one in value for line in headed(f"{margin}-", one, indent)]
    return [margin + json.dumps(value)]


def headed(head: str, value: Any, indent: int) -> list[str]:
    if isinstance(value, (dict, list)) and value:
        return [head, *block(value, indent + 2)]
    return [f"{head} {json.dumps(value)}"]


@settings(max_examples=40)
@given(files())
def test_whatever_a_file_says_it_says_afterwards(text: str) -> None:
    try:
        read_text(text, "f.yml")
    except ConfigError:
        return  # a character no file may hold
    assert_laid_out(text)

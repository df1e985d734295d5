"""--update changes what is expected and nothing else, in every way a list can be written."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.trial.accept import accept
from tests.trial.build import run, write

HEAD = """\
# Our rules.
version: 1
rules:
  - id: one   # the first
    triggers: [ticket.created]
    actions: [{set: {priority: high}}, {add_tag: a}, {add_tag: b}, {set_field: {x: "1: 2"}}]
  - id: two
    triggers: [ticket.created]
    conditions: [{subject|contains: two}]
    actions: [{add_tag: c}]
tests:
"""


def accepted(folder: Path, tests: str) -> tuple[str, int]:
    """Return what the tests of the file are then, and what was left."""
    file = write(folder, HEAD + tests)
    found = accept(file.read_text(), [one for one in run(folder).results if not one.passed])
    assert found.text.startswith(HEAD)
    file.write_text(found.text)
    again = [failure for one in run(folder).results for failure in one.failures]
    assert len(again) == len(found.left)
    return found.text.removeprefix(HEAD), len(found.left)


_NEST = "  - name: x\n    expect:\n      "


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("  - {name: x, expect: {priority: low}}  # why\n", "  - {name: x, expect: {priority: high}}  # why\n"),
        (f"{_NEST}priority: 'low'  # why\n", f"{_NEST}priority: high  # why\n"),
        ("  - {name: x, expect: {tags: [z, c], ack: false}}\n", "  - {name: x, expect: {tags: [a, b], ack: true}}\n"),
        ("  - {name: x, expect: {tags: [ z,\n      c ]}}\n", "  - {name: x, expect: {tags: [a, b]}}\n"),
        ("  - {name: x, expect: {tags: z}}\n", "  - {name: x, expect: {tags: [a, b]}}\n"),
        ("  - {name: x, expect: {matched: two}}\n", "  - {name: x, expect: {matched: one}}\n"),
        ("  - {name: x, expect: {not_matched: [two, one]}}\n", "  - {name: x, expect: {not_matched: [two]}}\n"),
        ("  - {name: x, expect: {matched: []}}\n", "  - {name: x, expect: {matched: [one]}}\n"),
        ('  - {name: x, expect: {fields: {x: "2"}}}\n', '  - {name: x, expect: {fields: {x: "1: 2"}}}\n'),
        (
            f"{_NEST}tags:\n        - a   # kept\n        - z   # goes\n      # below\n      priority: high\n",
            f"{_NEST}tags:\n        - a   # kept\n        - b\n      # below\n      priority: high\n",
        ),
        (f'{_NEST}tags:\n      - "z"\n      - y', f"{_NEST}tags: [a, b]"),
        (f"{_NEST}tags:\n        - z\n        - a", f"{_NEST}tags:\n        - a\n        - b"),
        (f"{_NEST}quarantine: true\n      priority: high\n", f"{_NEST}quarantine: false\n      priority: high\n"),
        (
            "  - {name: ok, expect: {ack: true}}\n\n  # 2\n  - {name: x, expect: {priority: low, tags: []}}\n",
            "  - {name: ok, expect: {ack: true}}\n\n  # 2\n  - {name: x, expect: {priority: high, tags: [a, b]}}\n",
        ),
    ],
)
def test_only_what_did_not_come_true_is_written_anew(tmp_path: Path, before: str, after: str) -> None:
    assert accepted(tmp_path, before) == (after, 0)


@pytest.mark.parametrize(
    "tests",
    [
        "  - {name: x, expect: {stopped: one}}\n",
        "  - {name: x, expect: {owner: dana}}\n",
        "  - {name: x, expect: {fields: {x: '1: 2', y: '2'}}}\n",
        "  - name: x\n    expect:\n      tags: [z,   # why z\n        y]\n",
        "  - name: x\n    expect:\n      tags:\n        - z   # why z\n        - y\n",
        "  - name: x\n    expect:\n      priority: |-\n        low\n",
    ],
)
def test_what_cannot_be_said_without_losing_something_is_left_to_a_person(tmp_path: Path, tests: str) -> None:
    assert accepted(tmp_path, tests) == (tests, 1)

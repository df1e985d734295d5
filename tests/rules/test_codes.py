"""Every code has an example that yields it, and one that does not."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest

from gateway.rules.rulebook.code import FAMILIES, Code, Part
from gateway.rules.rulebook.codes import ALL_CODES
from tests.rules.linted import LINKS, Folder

BY_COMMAND = ("W401", "W412")
"""Those whose example is the command that looks for them."""
SHOWN = [one for one in ALL_CODES if one.code not in BY_COMMAND]
ROOT = Path(__file__).parents[2] / "gateway"


def laid_out(folder: Folder, part: Part, example: str) -> None:
    """Write an example with all that belongs around it and is in order."""
    match part:
        case Part.SECTIONS:
            folder.write("sections.yml", example + "\n")
        case Part.LINKS:
            folder.write("links.yml", "topics:\n" + textwrap.indent(example, "  ") + "\n")
        case Part.TEAM:
            folder.write("team.yml", example + "\n")
        case Part.CUSTOMER:
            folder.customers = folder.write("customers/acme.yml", example + "\n").parent
        case Part.NAME:
            folder.write(example, "version: 1\ntests: []\n")
        case Part.FILE:
            head = "" if "version:" in example else "version: 1\n"
            folder.write("rules/10.yml", f"{head}{example}\n")
        case _:
            folder.write("rules/10.yml", file_of(part, example))


def file_of(part: Part, example: str) -> str:
    keys = {
        "triggers": "triggers: [ticket.created]",
        "conditions": 'conditions:\n  - subject|contains: "some words"',
        "actions": "actions:\n  - add_tag: seen",
    }
    match part:
        case Part.RULES:
            return f"version: 1\nrules:\n{textwrap.indent(example, '  ')}\n"
        case Part.CONDITIONS:
            keys["conditions"] = f"conditions:\n{textwrap.indent(example, '  ')}"
        case Part.ACTIONS:
            keys["actions"] = f"actions:\n{textwrap.indent(example, '  ')}"
        case Part.KEYS:
            given = re.findall(r"^(\w+):", example, re.MULTILINE)
            keys = {name: text for name, text in keys.items() if name not in given}
            if "condition" in given:
                del keys["conditions"]
            if "schedule" in example:  # the clock brings no mail
                keys["conditions"] = "conditions:\n  - ticket.status: open"
            keys["own"] = example
        case Part.TESTS:
            return f"version: 1\nrules: []\ntests:\n{textwrap.indent(example, '  ')}\n"
    body = textwrap.indent("\n".join(keys.values()), "    ")
    return f"version: 1\nrules:\n  - id: example\n{body}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    made = Folder(tmp_path / "config")
    made.write("links.yml", LINKS)
    return made


def prepare(folder: Folder, code: Code) -> None:
    if code.code == "W501":
        folder.languages = {"fr": "some customers read it"}
        adds = "  - id: down\n    triggers: [ticket.created]\n    actions:\n      - add_topic: outage\n"
        folder.write("rules/20.yml", f"version: 1\nrules:\n{adds}")
    if code.code == "W409":
        levels = "priorities:\n  low: {title: {en: Low}, respond: 1d}\n"
        folder.write(
            "policies/standard.yml", f"version: 1\ntitle: {{en: S}}\nclock: 24x7\ndefault_priority: low\n{levels}"
        )
    if code.code in ("E307", "W502"):
        asks = "  - id: away\n    triggers: [ticket.created]\n    actions:\n      - reply_section: holidays\n"
        folder.write("rules/20.yml", f"version: 1\nrules:\n{asks}")


@pytest.mark.parametrize("code", SHOWN, ids=lambda code: code.code)
def test_the_wrong_example_yields_its_code_and_nothing_else(folder: Folder, code: Code) -> None:
    prepare(folder, code)
    laid_out(folder, code.part, code.wrong)
    found = {one.code for one in folder.problems()}
    # an example may break what names it, too: a section that cannot be read is not there
    assert code.code in found
    assert found <= {code.code} | {"E307": {"E104", "E106"}}.get(code.code, set())


@pytest.mark.parametrize("code", SHOWN, ids=lambda code: code.code)
def test_the_right_example_yields_nothing(folder: Folder, code: Code) -> None:
    prepare(folder, code)
    laid_out(folder, code.part, code.right)
    assert [one for one in folder.problems() if one.code != "W502"] == []


def test_codes_are_sorted_told_apart_and_of_a_known_family() -> None:
    names = [one.code for one in ALL_CODES]
    assert names == sorted(set(names), key=lambda name: (name[0], name))
    assert all(name[:2] in FAMILIES and re.fullmatch(r"[EW]\d{3}", name) for name in names)
    assert all(one.title[0].islower() and one.title[-1] != "." and one.says.endswith(".") for one in ALL_CODES)


def test_what_is_complained_of_has_a_code_and_every_code_is_complained_of() -> None:
    sources = [path for path in ROOT.glob("**/*.py") if not path.name.startswith("code")]
    used = set(re.findall(r'"([EW]\d{3})"', "\n".join(path.read_text() for path in sources)))
    assert used & {f"{letter}{number}" for letter in "EW" for number in range(100, 600)} == {
        one.code for one in ALL_CODES
    }


def test_what_to_see_is_there() -> None:
    known = {one.code for one in ALL_CODES}
    for one in ALL_CODES:
        for name in one.see:
            assert name in known or name.startswith("gateway "), (one.code, name)

"""The reference knows every key, its default and its variable; its examples are run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gateway.errors import ConfigError
from gateway.settings import load_settings, rows
from gateway.settings_environment import Leaf, leaf_paths, variable

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = (ROOT / "docs/reference/configuration.md").read_text(encoding="utf-8")
NAMED = re.compile(
    r"^\| `(?P<key>[a-z_.A-Z]+)` \| (?P<meaning>.+) \| (?P<default>.+) \| (?P<names>`GATEWAY.+) \| (?P<example>.+) \|$"
)
ROWS = {match["key"]: match for line in REFERENCE.splitlines() if (match := NAMED.match(line))}
LEAVES = {".".join(leaf.path): leaf for leaf in leaf_paths(["NAME"])}


def test_every_key_is_in_the_reference_and_no_other() -> None:
    assert list(ROWS) == sorted(LEAVES, key=list(ROWS).index)
    assert ROWS.keys() == LEAVES.keys()


@pytest.mark.parametrize("key", LEAVES)
def test_each_key_has_its_variable_and_a_file_when_it_is_secret(key: str) -> None:
    leaf: Leaf = LEAVES[key]
    names = ROWS[key]["names"].split(", ")
    assert names == [f"`{variable(leaf.path)}`", *(["`…_FILE`"] if leaf.secret else [])]


def test_the_defaults_are_those_of_the_program() -> None:
    written = {key: match["default"].strip("`").strip("[]") for key, match in ROWS.items() if ".NAME." not in key}
    shown = {row.key: row.shown for row in rows(load_settings(ROOT / "tests/settings-empty", {}))}
    assert {key: "" if text in ("empty", "–") else text for key, text in written.items()} == shown


NEEDS_FILES = {
    "smtp.certificate",
    "smtp.key",
    "imap.NAME.token_command",
    "imap.NAME.password",
    "imap.NAME.certificate_authorities",
    "relay.password",
    "relay.certificate_authorities",
}


@pytest.mark.parametrize("key", sorted(LEAVES.keys() - NEEDS_FILES))
def test_each_example_is_accepted(key: str) -> None:
    example = re.sub(r"^\[(.*)\]$", r"\1", ROWS[key]["example"].strip("`"))
    environ = {variable(LEAVES[key].path): example}
    if key.startswith("imap."):
        whole = {"HOST": "h", "USER": "u", "PASSWORD": "p"} | ({"MOVE_TO": "Done"} if key.endswith("after") else {})
        whole |= {"AFTER": "move"} if key.endswith("move_to") else {}
        environ = {f"GATEWAY_IMAP__NAME__{name}": text for name, text in whole.items()} | environ
    if key == "relay.user":
        environ |= {"GATEWAY_RELAY__URL": "smtps://r", "GATEWAY_RELAY__PASSWORD": "p"}
    loaded = load_settings(ROOT / "tests/settings-empty", environ)
    assert loaded.origins[key.replace("NAME", "name")] == f"environment {variable(LEAVES[key].path)}"


def test_the_complaint_in_the_reference_is_one_the_program_makes(tmp_path: Path) -> None:
    (tmp_path / "gateway.yml").write_text("\n" * 10 + "smtp:\n  conections: 5\n")
    with pytest.raises(ConfigError) as caught:
        load_settings(tmp_path, {})
    said = str(caught.value).replace(str(tmp_path), "config")
    assert f"```text\n{said}\n```" in REFERENCE

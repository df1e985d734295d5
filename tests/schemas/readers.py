"""Each kind of file that people write: how the gateway reads it, and what its schema says of it."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from jsonschema import Draft7Validator

from gateway.cli.config_schema import FILES, schema_text
from gateway.desk.team import Person, Team
from gateway.errors import ConfigError
from gateway.rules.calendars import load_calendars
from gateway.rules.customers import customers_in
from gateway.rules.links import load_links, read_links
from gateway.rules.monitors import read_monitors
from gateway.rules.policies import load_policies_in_force
from gateway.rules.policy_model import PolicyModel
from gateway.rules.rulebook.case import read_case
from gateway.rules.rulebook.known import Known
from gateway.rules.rulebook.load import read_rule_text
from gateway.rules.rulebook.sections import load_with_lines, read_sections
from gateway.rules.team import read_team
from gateway.settings_environment import overlay
from gateway.settings_model import WITHOUT_LOGINS, Settings
from gateway.validation import validate
from gateway.yamlfile import Document, Place, read_text

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = {name: Draft7Validator(json.loads(schema_text(name))) for name in FILES}
CALENDARS = load_calendars(Path("nowhere"))
KNOWN = Known(
    policies=load_policies_in_force(ROOT / "nowhere", default="standard", named=Place("gateway.yml")),
    team=Team((Person("dana", "dana@provider.example", ("support", "on-call")),)),
    topics=load_links(ROOT / "config").topics,
    calendars=CALENDARS,
    sections=tuple(load_with_lines(ROOT / "config")[0]),
)


_INTERVAL = "time_intervals: [{name: one, time_intervals: [%s]}]"
"""The tests of calendars write no more than what stands in it."""


def takes(name: str, text: str, folder: Path) -> bool:
    """Tell whether the gateway takes a text as a file of this kind."""
    try:
        _READERS[name](text, folder)
    except ConfigError:
        return False
    return True


def fits(name: str, text: str) -> bool:
    """Tell whether the schema takes it, as an editor sees it; an empty file has nothing to look at."""
    data = read_text(text, "f.yml").data
    return data is None or SCHEMAS[name].is_valid(data)


def is_yaml(text: str) -> bool:
    """Tell whether a text is strict YAML: what is not, an editor marks without any schema."""
    try:
        read_text(text, "f.yml")
    except ConfigError:
        return False
    return True


def shipped_files() -> Iterator[tuple[str, Path]]:
    """Yield every file that travels with the program, with its kind."""
    for file in sorted((ROOT / "config").rglob("*.yml")):
        name = {"policies": "policy", "rules": "rules"}.get(file.parent.name, file.stem)
        if name in FILES:
            yield name, file


def written_texts() -> Iterator[str]:
    """Yield every text of the tests and of the documentation that reads as a mapping in strict YAML."""
    texts = [block for page in ROOT.glob("docs/**/*.md") for block in _blocks(page)]
    texts += [file.read_text("utf-8") for file in (ROOT / "tests/bad-config").glob("*.yml")]
    folders = ("tests", "tests/rules", "tests/rules/rulebook", "tests/cli")
    for file in (file for folder in folders for file in ROOT.glob(f"{folder}/*.py")):
        nodes = ast.walk(ast.parse(file.read_text("utf-8")))
        texts += [one.value for one in nodes if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    texts += [_INTERVAL % text for text in texts if text.startswith("{")]
    for text in dict.fromkeys(texts):
        if ":" in text and is_yaml(text) and isinstance(read_text(text, "f.yml").data, dict):
            yield text


def _blocks(page: Path) -> list[str]:
    return re.findall(r"```yaml\n(.*?)```", page.read_text("utf-8"), re.DOTALL)


def _settings(text: str, _: Path) -> None:
    validate(overlay(read_text(text, "f.yml"), {}).document, Settings, context=WITHOUT_LOGINS)


def _policy(text: str, _: Path) -> None:
    validate(read_text(text, "f.yml"), PolicyModel)


def _calendars(text: str, folder: Path) -> None:
    (folder / "calendars.yml").write_text(text, encoding="utf-8")
    load_calendars(folder)


def _rules(text: str) -> None:
    """Read a file of rules and its tests; which rules there are elsewhere is not its shape."""
    file, margin = read_rule_text(text, "f.yml", "rules/f.yml", KNOWN)
    for node in file.tests.items() if file.tests is not None else ():
        read_case(node, file.name, _Anything())
    if margin.problems:
        raise ConfigError(*margin.problems)


class _Anything(frozenset[str]):
    def __contains__(self, _: object) -> bool:
        return True


def _document(text: str) -> Document:
    return read_text(text, "f.yml")


_READERS: dict[str, Callable[[str, Path], object]] = {
    "gateway": _settings,
    "policy": _policy,
    "calendars": _calendars,
    "team": lambda text, _: read_team(_document(text), CALENDARS),
    "monitors": lambda text, folder: read_monitors(_document(text), folder=folder, priorities=("urgent", "high", "p1")),
    "links": lambda text, _: read_links(text, "f.yml"),
    "customers": lambda text, _: customers_in(_document(text)),
    "rules": lambda text, _: _rules(text),
    "sections": lambda text, _: read_sections(_document(text), tuple(text.split("\n"))),
}

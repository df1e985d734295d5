"""The page that says how to write a rule, tried as it is written."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from gateway.resources import shipped
from tests.cli.conftest import SETTINGS, Desk

PAGE = (Path(__file__).parents[2] / "docs/how-to/write-a-rule.md").read_text("utf-8")
EXAMPLE = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)[0]


@pytest.fixture
def home(tmp_path: Path, clock: object, monkeypatch: pytest.MonkeyPatch) -> Desk:
    made = Desk(tmp_path / "gateway", clock)  # type: ignore[arg-type]
    monkeypatch.chdir(made.folder)
    made.environ["GATEWAY_CONFIG"] = "config"
    (made.folder / "config/rules").mkdir()
    return made


def test_the_example_of_the_page_is_in_order_and_its_tests_pass(home: Desk) -> None:
    (home.folder / "config/rules/20-classify.yml").write_text(EXAMPLE)
    assert home.ok("rules", "lint", "--strict").startswith("No complaints")
    assert "2 passed" in home.ok("rules", "test")
    assert home.ok("rules", "fmt", "--check") == ""


def test_the_typo_of_the_page_is_complained_of_as_it_says(home: Desk) -> None:
    (home.folder / "config/rules/20-classify.yml").write_text(EXAMPLE.replace("subject_or_body", "subjct_or_body"))
    said = home.run("rules", "lint", "--output-format", "full").stdout.splitlines()
    assert re.sub(r"\.yml:\d+:", ".yml:145:", said[0]).replace("config/", "next/", 1) in PAGE
    assert said[2] in PAGE
    assert said[1].partition("|")[2] in PAGE


@pytest.fixture
def copied(home: Desk) -> Path:
    """The shipped files in ``next``, as the page begins."""
    folder = home.folder / "next"
    shutil.copytree(shipped("config"), folder)
    (folder / "gateway.yml").write_text(SETTINGS)
    return folder / "rules/20-classify.yml"


def test_the_places_of_the_page_are_those_of_a_copy_of_the_shipped_files(home: Desk, copied: Path) -> None:
    words = shlex.split(re.findall(r"^\$ gateway (.* rules new .*)$", PAGE, re.MULTILINE)[0])
    assert f"\n{home.ok(*words)}```" in PAGE
    wrong = re.findall(r"^  \d+ \|(.*subjct.*)$", PAGE, re.MULTILINE)[0].removeprefix(" ")
    written = "      - subject|contains: [jitter, robot voice]"
    text = copied.read_text()
    assert text.count(written) == 1
    copied.write_text(text.replace(written, wrong))
    assert home.run("-C", "next", "rules", "lint", "--output-format", "full").stdout in PAGE


def test_a_shipped_test_that_a_rule_of_ours_breaks_names_it_as_the_page_says(home: Desk, copied: Path) -> None:
    home.ok("-C", "next", "rules", "new", "bad-sound", "--contains", "outage")
    copied.write_text(copied.read_text().replace("- add_tag: bad-sound", "- set: {priority: urgent}"))
    said = home.run("-C", "next", "rules", "test")
    assert said.exit_code != 0
    told = re.findall(r"`got (.* by rule bad-sound)`", PAGE)[0]
    assert re.search(rf"got +{re.escape(told)}", said.stdout)


def test_the_business_hours_that_are_shipped_are_those_of_the_place_the_page_names() -> None:
    text = (shipped("config") / "calendars.yml").read_text("utf-8")
    hours = re.findall(r"- name: business-hours.*?location: (\S+)", text, re.DOTALL)
    assert hours == ["America/Toronto"]
    assert "asks about Toronto's" in PAGE

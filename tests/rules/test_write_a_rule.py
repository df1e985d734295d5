"""The page that says how to write a rule, tried as it is written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.conftest import Desk

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
    assert re.sub(r"\.yml:\d+:", ".yml:102:", said[0]).replace("config/", "next/", 1) in PAGE
    assert said[2] in PAGE
    assert said[1].partition("|")[2] in PAGE

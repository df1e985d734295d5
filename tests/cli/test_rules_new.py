"""``gateway rules new`` and ``gateway rules fmt``: files of rules that are written by commands."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from gateway.desk.ruling.vocabulary import Trigger
from tests.cli.conftest import Desk

OWN = """\
version: 1
rules:
  # the first of them
  - id: first
    triggers: [ticket.created]
    conditions:
      - subject: a
    actions:
      - add_tag: a   # for the report
# between them
tests:
- name: first
  mail: {subject: a}
  expect: {matched: [first]}
"""


@pytest.fixture
def home(bare_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.chdir(bare_desk.folder)
    bare_desk.environ["GATEWAY_CONFIG"] = "config"
    return bare_desk


def rules_file(home: Desk, text: str, name: str = "10.yml") -> Path:
    path = home.folder / "config/rules" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return path


@pytest.mark.parametrize("trigger", [one.value for one in Trigger])
def test_a_new_rule_is_in_order_and_its_test_passes_whatever_its_trigger(home: Desk, trigger: str) -> None:
    assert home.ok("rules", "new", "slow-voice", "--trigger", trigger) == "config/rules/20-classify.yml:6: slow-voice\n"
    assert home.ok("rules", "lint", "--strict").startswith("No complaints")
    assert "1 passed" in home.ok("rules", "test")
    assert home.ok("rules", "fmt", "--check") == "", "what one command writes, the other leaves alone"


@pytest.mark.parametrize("trigger", [one.value for one in Trigger])
@pytest.mark.parametrize("words", [("plain",), ("yes", "12", "two words"), ('a "b"', "c: d", "e # f", "[g]", "'")])
def test_a_new_rule_in_a_file_that_is_laid_out_leaves_it_so(home: Desk, trigger: str, words: tuple[str, ...]) -> None:
    home.ok("rules", "new", "first")
    more = [part for word in words for part in ("--contains", word)]
    home.ok("rules", "new", "second", "--trigger", trigger, *more)
    assert home.ok("rules", "fmt", "--check") == ""
    assert "2 passed" in home.ok("rules", "test")


@pytest.mark.parametrize("field", ["body", "subject_or_body", "sender.domain", "header.X-Kind", "ticket.queue"])
def test_a_new_rule_asks_about_the_field_and_words_it_is_given(home: Desk, field: str) -> None:
    home.ok("rules", "new", "lag", "--field", field, "--contains", 'say: "lag"', "--contains", "jitter")
    text = (home.folder / "config/rules/20-classify.yml").read_text()
    assert f"""- {field}|contains: ['say: "lag"', jitter]""" in text
    assert "1 passed" in home.ok("rules", "test")


def test_a_new_rule_comes_behind_the_others_and_changes_no_other_character(home: Desk) -> None:
    path = rules_file(home, OWN)
    home.ok("rules", "new", "second", "--file", "rules/10.yml")
    after = path.read_text()
    assert after.startswith(OWN.partition("# between")[0].rstrip() + "\n\n  - id: second\n")
    assert "      - add_tag: second\n# between them\ntests:\n- name: first\n" in after
    assert after.endswith(
        "- name: second matches what it is for\n  mail: {subject: second}\n  expect: {matched: [second]}\n"
    )
    assert json.loads(home.ok("rules", "new", "third", "--file", "rules/10.yml", "--json")) == {
        "id": "third",
        "file": "config/rules/10.yml",
        "line": 22,
    }
    assert "3 passed" in home.ok("rules", "test")


@pytest.mark.parametrize(
    "before", ["version: 1\n", "version: 1\nrules: []\n", "version: 1\ntests: []\nrules:\n", "version: 1"]
)
def test_a_file_without_rules_gets_its_first(home: Desk, before: str) -> None:
    if before.endswith("rules:\n"):
        before = before.replace("rules:\n", "rules: []  # none yet\n")
    path = rules_file(home, before)
    home.ok("rules", "new", "one", "--file", "rules/10.yml")
    assert "1 passed" in home.ok("rules", "test")
    assert ("# none yet" in before) is ("rules:  # none yet\n  - id: one" in path.read_text())


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("first", "--file", "rules/10.yml"), 3, "has a rule first already"),
        (("First",), 2, "small letters, digits and hyphens"),
        (("a", "--file", "../x.yml"), 2, "a file of rules is rules/NAME.yml"),
        (("a", "--file", "rules/../x.yml"), 2, "a file of rules is rules/NAME.yml"),
        (("a", "--file", "rules/x.yaml"), 2, "a file of rules is rules/NAME.yml"),
        (("a", "--file", "rules/x_test.yml"), 2, "rules are not read from"),
        (("a", "--field", "subjct"), 2, 'did you mean "subject"?'),
        (("a", "--field", "size"), 2, "there is no text size"),
        (("a", "--trigger", "schedule", "--field", "subject"), 2, "there is no text subject on schedule"),
    ],
)
def test_what_cannot_be_a_new_rule_is_refused_and_nothing_is_written(
    home: Desk, words: tuple[str, ...], code: int, said: str
) -> None:
    path = rules_file(home, OWN)
    result = home.run("rules", "new", *words)
    assert result.exit_code == code
    assert said in result.stderr
    assert path.read_text() == OWN
    assert [one.name for one in path.parent.iterdir()] == ["10.yml"]


def test_nothing_is_put_into_a_file_that_cannot_be_read_or_stands_between_brackets(home: Desk) -> None:
    for text, said in (
        ("rules: [\n", "not valid YAML"),
        ("version: 1\nrules: [{id: a, triggers: [ticket.created], actions: []}]\n", "between brackets"),
    ):
        path = rules_file(home, text)
        result = home.run("rules", "new", "b", "--file", "rules/10.yml")
        assert result.exit_code == 3
        assert said in result.stderr
        assert path.read_text() == text


UGLY = "rules:\n- actions: [{add_tag: a}]\n  triggers: [ticket.created]   # new ones\n  id: 'a'\nversion: 1\n"
NICE = "version: 1\n\nrules:\n  - id: a\n    triggers: [ticket.created]  # new ones\n    actions:\n      - add_tag: a\n"


def test_files_are_laid_out_in_place_with_their_rights(home: Desk) -> None:
    path = rules_file(home, UGLY)
    path.chmod(0o640)
    assert home.ok("rules", "fmt") == "config/rules/10.yml: laid out anew\n"
    assert path.read_text() == NICE
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert home.ok("rules", "fmt") == ""
    assert [one.name for one in path.parent.iterdir()] == ["10.yml"]


def test_check_and_diff_write_nothing_and_exit_3_where_something_would_be_written(home: Desk) -> None:
    path = rules_file(home, UGLY)
    check = home.run("rules", "fmt", "--check")
    assert (check.exit_code, check.stdout) == (3, "config/rules/10.yml: would be laid out anew\n")
    diff = home.run("rules", "fmt", "--diff", "config/rules/10.yml")
    assert diff.exit_code == 3
    assert "-  id: 'a'" in diff.stdout
    assert "+  - id: a" in diff.stdout
    assert path.read_text() == UGLY
    path.write_text(NICE)
    assert home.ok("rules", "fmt", "--check") == ""


def test_a_broken_file_is_left_alone_with_its_complaint_and_the_others_are_done(home: Desk) -> None:
    broken = rules_file(home, "version: 1\n\trules: []\n")
    fine = rules_file(home, UGLY, "20.yml")
    result = home.run("rules", "fmt")
    assert result.exit_code == 3
    assert "config/rules/10.yml:2:1: a tab is not allowed here" in result.stdout
    assert broken.read_text() == "version: 1\n\trules: []\n"
    assert fine.read_text() == NICE
    told = json.loads(home.run("rules", "fmt", "--json").stdout)
    assert told["written"] == []
    assert [one["line"] for one in told["problems"]] == [2]


def test_only_files_of_rules_are_laid_out(home: Desk) -> None:
    other = home.folder / "notes.txt"
    other.write_text("b: 1\na: 2\n")
    assert home.run("rules", "fmt", str(other)).exit_code == 3
    assert other.read_text() == "b: 1\na: 2\n"


def test_that_a_running_gateway_goes_by_it_is_said(home: Desk) -> None:
    result = home.run("rules", "new", "slow-voice")
    assert "Where a gateway runs on config, it counts within seconds; -C names a copy instead." in result.stderr
    (home.folder / "next").mkdir()
    (home.folder / "next/gateway.yml").write_text(home.settings_file.read_text())
    result = home.run("-C", "next", "rules", "new", "slow-voice")
    assert "Where a gateway runs on next, it counts within seconds.\n" in result.stderr
    assert "-C" not in result.stderr, "that is what was done"

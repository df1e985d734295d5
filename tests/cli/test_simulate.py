from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Desk

STORY = """\
version: 1
title: A story that is {how}
start: 2026-11-20T14:00:00-05:00
customers:
  - {{id: acme, domains: [acme.example]}}
steps:
  - mail: {{from: joe@acme.example, subject: Phones drop, body: x, as: t1}}
  - after: 2h
  - expect: {{ticket: t1, status: {status}}}
"""
GOOD, BAD = STORY.format(how="good", status="open"), STORY.format(how="bad", status="closed")


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    for name, text in (("good", GOOD), ("bad", BAD), ("wrong", GOOD.replace("after:", "aftr:"))):
        (tmp_path / f"{name}.yml").write_text(text, "utf-8")
    return tmp_path


def test_a_story_that_holds_is_told_line_by_line(bare_desk: Desk, stories: Path) -> None:
    told = bare_desk.ok("simulate", str(stories / "good.yml"))
    assert told.splitlines()[0] == "A story that is good"
    assert "Friday, 20 November 2026 UTC" in told
    assert "19:00:00 ← joe@acme.example  Phones drop" in told
    assert "19:00:00 → joe@acme.example  Re: Phones drop [case #" in told
    assert "(t1): opened as open, priority medium  (because: a mail that belongs to no ticket)" in told
    assert "21:00:00 + ticket t1: status open" in told
    assert told.splitlines()[-1] == "3 steps, 1 expectation: all hold."


def test_a_story_that_does_not_hold_exits_3_and_says_where_and_what(bare_desk: Desk, stories: Path) -> None:
    result = bare_desk.run("simulate", str(stories / "bad.yml"))
    assert result.exit_code == 3
    assert result.stdout.splitlines()[-4:] == [
        f"{stories / 'bad.yml'}:9: step 3 failed",
        "  expected: ticket t1: status closed",
        "  got: status open",
        "1 step of 3 failed.",
    ]


def test_a_wrong_file_exits_2_with_the_line_and_a_caret(bare_desk: Desk, stories: Path) -> None:
    result = bare_desk.run("simulate", str(stories / "wrong.yml"))
    assert result.exit_code == 2
    assert result.stdout.splitlines() == [
        f'{stories / "wrong.yml"}:8:5: unknown key "steps[1].aftr"',
        "      - aftr: 2h",
        "        ^",
        '  hint: did you mean "after"?',
        f"{stories / 'wrong.yml'}: 1 mistake; not played.",
    ]


def test_a_file_that_is_not_there_exits_2(bare_desk: Desk) -> None:
    result = bare_desk.run("simulate", "nowhere.yml")
    assert result.exit_code == 2
    assert "nowhere.yml: there is no such file" in result.stdout


@pytest.mark.parametrize(
    ("names", "code"), [("good good", 0), ("bad good", 3), ("good wrong bad", 2), ("wrong good", 2), ("good bad", 3)]
)
def test_of_several_files_each_is_played_and_the_worst_counts(
    bare_desk: Desk, stories: Path, names: str, code: int
) -> None:
    files = [str(stories / f"{name}.yml") for name in names.split()]
    result = bare_desk.run("simulate", *files)
    assert result.exit_code == code
    for how in ("good", "bad"):
        assert result.stdout.count(f"A story that is {how}") == names.split().count(how)
    wrong = sum(name != "good" for name in names.split())
    assert f"{len(files)} scenarios, {wrong} not as expected." in result.stdout


def test_one_story_is_one_document(bare_desk: Desk, stories: Path) -> None:
    result = bare_desk.run("simulate", str(stories / "bad.yml"), "--json")
    assert result.exit_code == 3
    document = json.loads(result.stdout)
    assert document["ok"] is False
    assert document["failed"] == [{"step": 3, "line": 9, "expected": "ticket t1: status closed", "got": "status open"}]
    assert document["tickets"]["t1"]["status"] == "open"
    assert [mail["to"] for mail in document["mails"]] == ["joe@acme.example"]


def test_several_stories_are_a_list_of_documents(bare_desk: Desk, stories: Path) -> None:
    result = bare_desk.run("simulate", str(stories / "good.yml"), str(stories / "wrong.yml"), "--json")
    assert result.exit_code == 2
    good, wrong = json.loads(result.stdout)
    assert (good["ok"], good["failed"]) == (True, [])
    assert (wrong["ok"], wrong["file"]) == (False, str(stories / "wrong.yml"))
    assert [(one["line"], one["column"], one["hint"]) for one in wrong["problems"]] == [(8, 5, 'did you mean "after"?')]


def test_nothing_of_the_admin_is_touched(desk: Desk, stories: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in desk.folder.rglob("*")}
    desk.ok("simulate", str(stories / "good.yml"))
    assert {path: path.stat().st_mtime_ns for path in desk.folder.rglob("*")} == before
    assert desk.json("ticket", "list") == []


def test_an_admin_tries_their_own_policy(bare_desk: Desk, stories: Path) -> None:
    packs = bare_desk.settings_file.parent / "policies"
    packs.mkdir()
    shipped = (Path(__file__).parents[2] / "config" / "policies" / "standard.yml").read_text("utf-8")
    (packs / "standard.yml").write_text(shipped, "utf-8")
    (packs / "ours.yml").write_text(shipped.replace("default_priority: medium", "default_priority: low"), "utf-8")
    story = stories / "ours.yml"
    story.write_text(GOOD.replace("customers:", "policy: ours\ncustomers:").replace("status: open", "priority: low"))
    bare_desk.ok("simulate", str(story))
    assert bare_desk.run("simulate", str(stories / "good.yml")).exit_code == 0
    story.write_text(story.read_text("utf-8").replace("policy: ours", "policy: qeval"), "utf-8")
    result = bare_desk.run("simulate", str(story))
    assert result.exit_code == 2
    assert '"policy" is no policy that is there' in result.stdout
    assert "there are ours, standard" in result.stdout


def test_a_policy_of_the_admin_that_cannot_be_read_is_told_with_its_place(bare_desk: Desk, stories: Path) -> None:
    packs = bare_desk.settings_file.parent / "policies"
    packs.mkdir()
    (packs / "ours.yml").write_text("titel: {en: Ours}\n", "utf-8")
    result = bare_desk.run("simulate", str(stories / "good.yml"))
    assert result.exit_code == 3
    assert f"{packs / 'ours.yml'}:1:1:" in result.stderr

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.desk.policy.catalogue import CATALOGUE
from tests.cli.conftest import Desk

STORY = """\
version: 1
title: A story
promise: {promise}
start: 2026-11-20T14:00:00-05:00
customers:
  - {{id: acme, domains: [acme.example]}}
steps:
  - mail: {{from: joe@acme.example, subject: Phones drop, body: x, as: t1}}
  - expect: {{ticket: t1, status: {status}}}
"""
EVERYTHING = "[" + ", ".join(name for name, one in CATALOGUE.items() if not one.waits_for) + "]"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One story that holds and is said to prove everything that should hold by now."""
    place = tmp_path / "stories"
    (place / "pack").mkdir(parents=True)
    (place / "pack" / "all.yml").write_text(STORY.format(promise=EVERYTHING, status="open"), "utf-8")
    return place


def test_each_promise_is_listed_with_its_scenarios_and_how_they_came_out(bare_desk: Desk, folder: Path) -> None:
    lines = bare_desk.ok("policy", "promises", str(folder)).splitlines()
    assert lines[:3] == [
        "QEval",
        "Q1   holds              A mail to support is answered by the system at any hour",
        "     pack/all.yml",
    ]
    assert "E15  waits for reminders  Reminders of regular work" in lines
    assert "V14  holds              Seven days without a reply close a waiting ticket" in lines
    assert lines[-1] == "88 promises: 87 as promised, 1 waiting for what is not built."


def test_one_scenario_that_fails_fails_the_promise_and_says_where(bare_desk: Desk, folder: Path) -> None:
    (folder / "bad.yml").write_text(STORY.format(promise="[V14]", status="closed"), "utf-8")
    result = bare_desk.run("policy", "promises", str(folder))
    assert result.exit_code == 3
    assert "V14  fails              Seven days" in result.stdout
    assert "     bad.yml\n     pack/all.yml  (holds)\n" in result.stdout
    where = f"{folder / 'bad.yml'}:9: step 2 failed\n  expected: ticket t1: status closed\n  got: status open\n"
    assert where in result.stdout
    assert "88 promises: 86 as promised, 1 not as promised, 1 waiting" in result.stdout


def test_a_promise_without_a_scenario_is_a_gap_unless_it_waits(bare_desk: Desk, folder: Path) -> None:
    short = EVERYTHING.replace("V15, ", "")
    (folder / "pack" / "all.yml").write_text(STORY.format(promise=short, status="open"), "utf-8")
    result = bare_desk.run("policy", "promises", str(folder), "--no-play")
    assert result.exit_code == 3
    assert "V15  no scenario        A customer's reply reopens it, any time later\nV16  found" in result.stdout


def test_what_waits_and_has_a_scenario_is_judged_by_it(bare_desk: Desk, folder: Path) -> None:
    (folder / "e15.yml").write_text(STORY.format(promise="[E15]", status="open"), "utf-8")
    told = bare_desk.ok("policy", "promises", str(folder))
    assert "E15  holds              Reminders of regular work (reminders wait)\n     e15.yml\n" in told


def test_without_playing_only_what_there_is_is_said(bare_desk: Desk, folder: Path) -> None:
    (folder / "bad.yml").write_text(STORY.format(promise="[V14]", status="closed"), "utf-8")
    told = bare_desk.ok("policy", "promises", str(folder), "--no-play")
    assert "V14  found              Seven days" in told
    assert "87 with scenarios, not played" in told


def test_a_name_that_no_document_has_is_a_mistake_and_free_text_is_none(bare_desk: Desk, folder: Path) -> None:
    (folder / "typo.yml").write_text(STORY.format(promise="[V41, our own promise]", status="open"), "utf-8")
    result = bare_desk.run("policy", "promises", str(folder), "--no-play")
    assert result.exit_code == 3
    assert f"{folder / 'typo.yml'}: no document has the promise V41\n" in result.stdout
    assert "our own promise" not in result.stdout


def test_a_wrong_file_exits_2_with_its_place(bare_desk: Desk, folder: Path) -> None:
    wrong = STORY.format(promise="[V14]", status="open").replace("title:", "titel:")
    (folder / "wrong.yml").write_text(wrong, "utf-8")
    result = bare_desk.run("policy", "promises", str(folder))
    assert result.exit_code == 2
    assert f'{folder / "wrong.yml"}:2:1: unknown key "titel"' in result.stdout
    told = bare_desk.run("policy", "promises", str(folder), "--json")
    assert '"unknown key \\"titel\\""' in told.stdout


def test_programs_get_all_of_it_with_stable_keys(bare_desk: Desk, folder: Path) -> None:
    told = bare_desk.json("policy", "promises", str(folder))
    assert list(told) == ["folder", "played", "totals", "promises", "unknown", "wrong"]
    assert told["totals"] == {"holds": 87, "fails": 0, "wrong": 0, "found": 0, "waits": 1, "no scenario": 0}
    assert told["promises"][0] == {
        "id": "Q1",
        "document": "QEval",
        "says": CATALOGUE["Q1"].says,
        "outcome": "holds",
        "waits_for": None,
        "scenarios": [{"file": "pack/all.yml", "outcome": "holds", "failed": []}],
    }


def test_a_folder_without_scenarios_is_refused_with_words(bare_desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for place, said in (("nowhere", "there is no folder"), ("empty", "there is no scenario in")):
        result = bare_desk.run("policy", "promises", str(tmp_path / place))
        assert result.exit_code == 3
        assert said in result.stderr


def test_an_installation_without_the_source_says_what_to_name(
    bare_desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("gateway.cli.policy_promises.shipped", lambda name: tmp_path / "site-packages" / name)
    result = bare_desk.run("policy", "promises")
    assert result.exit_code == 3
    assert "name a folder that has some, such as tests/scenarios of the source" in result.stderr


def test_every_promise_that_does_not_wait_has_a_scenario_of_ours(bare_desk: Desk) -> None:
    told = bare_desk.json("policy", "promises", "--no-play")
    assert [one["id"] for one in told["promises"] if one["outcome"] == "no scenario"] == []
    assert (told["unknown"], told["wrong"]) == ([], [])

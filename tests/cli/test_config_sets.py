"""``config history``, ``diff``, ``rollback`` and ``reload``; how status and metrics tell of files that are refused."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from gateway.resources import shipped
from gateway.settings import hash_of
from gateway.store.config_sets import keep_set
from gateway.store.database import Side
from gateway.supervisor import only_one
from tests.cli.conftest import SETTINGS, Desk, mail

STANDARD = (shipped("config") / "policies" / "standard.yml").read_text("utf-8")
HIGH = STANDARD.replace("default_priority: medium", "default_priority: high")
BAD = STANDARD.replace("default_priority: medium", "default_priority: mediun")


@pytest.fixture
def packs(desk: Desk) -> Path:
    """A folder with a pack of its own."""
    file = desk.settings_file.parent / "policies" / "standard.yml"
    file.parent.mkdir()
    file.write_text(STANDARD)
    return file


@contextmanager
def reading(desk: Desk) -> Iterator[Any]:
    """Begin a desk; what is yielded has it read its files, by whom is said."""
    with desk.office() as office, only_one(desk.store):
        reloader = office.make_reloader((), lambda: None, lambda: None)
        reloader.begin(office.in_force, settings=hash_of(office.ground.folder))

        def read(by: str = "SIGHUP") -> None:
            reloader.ask(by)
            reloader.look()
            reloader.wait()
            reloader.look()

        yield read


@pytest.fixture
def three(desk: Desk, packs: Path) -> list[str]:
    """A store whose desk began with a set, took in a second and refused a third; their hashes."""
    with reading(desk) as read:
        for text, by in ((HIGH, "the folder changed"), (BAD, "dana")):
            packs.write_text(text)
            read(by)
    return [line["hash"] for line in desk.json("config", "history")][::-1]


def test_before_the_first_start_there_is_no_history(desk: Desk) -> None:
    assert desk.json("config", "history") == []
    assert "begins with the first start" in desk.run("config", "history").output


def test_the_history_says_what_was_in_force_since_when_by_whom_and_what_changed(
    desk: Desk, three: list[str], packs: Path
) -> None:
    lines = desk.ok("config", "history").splitlines()
    assert [line.split("\t") for line in lines] == [
        ["Hash", "State", "When", "By", "What changed"],
        [three[2][:7], "refused", *lines[1].split("\t")[2:3], "dana", *lines[1].split("\t")[4:]],
        [three[1][:7], "in force", "2026-11-19 04:12:00 EST", "the folder changed", "policies/standard.yml +1 -1"],
        [three[0][:7], "earlier", "2026-11-19 04:12:00 EST", "start", "the first there is"],
    ]
    assert lines[1].split("\t")[4].startswith(f"{packs}:7:19: ")
    found = desk.json("config", "history", "--limit", "2")
    assert [(one["good"], one["in_force"]) for one in found] == [(False, False), (True, True)]
    assert found[1]["changed"] == [{"file": "policies/standard.yml", "how": "changed", "added": 1, "removed": 1}]
    assert found[0]["problems"][0]["line"] == 7


def test_a_diff_is_against_the_files_that_are_there_or_between_two_sets(desk: Desk, three: list[str]) -> None:
    assert desk.ok("config", "diff", three[0][:7]).splitlines()[:3] == [
        f"--- {three[0][:7]}/policies/standard.yml",
        "+++ now/policies/standard.yml",
        "@@ -4,7 +4,7 @@",
    ]
    told = desk.ok("config", "diff", three[0][:7], three[1].upper())
    assert "\n-default_priority: medium\n+default_priority: high\n" in told
    assert f"+++ {three[1][:7]}/" in told
    assert "\x1b" not in told, "no colours where nobody sees them"
    found = desk.json("config", "diff", three[0], three[2][:12])
    assert (found["before"]["hash"], found["after"]["hash"]) == (three[0], three[2])
    assert "+default_priority: mediun" in found["diff"]
    same = desk.run("config", "diff", three[2])
    assert (same.stdout, same.exit_code) == ("", 0)
    assert "They are the same." in same.output


@pytest.mark.parametrize(
    ("word", "complaint"),
    [
        ("ffff", "no set of files begins with ffff"),
        ("abc", "give 4 or more"),
        ("xyzw", "is no hash"),
        ("", "is no hash"),
    ],
)
def test_a_hash_that_names_no_set_is_refused(desk: Desk, three: list[str], word: str, complaint: str) -> None:
    assert not any(one.startswith("ffff") for one in three)
    for command in ("diff", "rollback"):
        result = desk.run("config", command, word)
        assert result.exit_code == 3
        assert complaint in result.output


def test_a_beginning_that_several_hashes_have_is_refused_with_more_of_them(desk: Desk) -> None:
    with desk.office() as office, office.database.write(Side.DESK) as connection:
        for end in ("1", "2"):
            keep_set(connection, "abcd" + end * 60, {}, frozenset())
    result = desk.run("config", "diff", "abcd")
    assert result.exit_code == 3
    assert "abcd begins several hashes, such as abcd11111111 and abcd22222222" in result.output


def test_a_rollback_puts_the_files_back_and_keeps_those_that_were_there(
    desk: Desk, three: list[str], packs: Path
) -> None:
    packs.write_text(HIGH + "# and more\n")
    extra = desk.settings_file.parent / "rules" / "99.yml"
    extra.parent.mkdir()
    extra.write_text("version: 1\nrules: []\n")
    shown = desk.ok("config", "rollback", three[0][:7], "--dry-run")
    assert packs.read_text() == HIGH + "# and more\n", "a dry run changes nothing"
    assert "changed  policies/standard.yml +1 -2" in shown
    refused = desk.run("config", "rollback", three[0][:7])
    assert (refused.exit_code, packs.read_text()) == (2, HIGH + "# and more\n"), "nobody was there to be asked"
    done = desk.run("config", "rollback", three[0][:7], "--yes", "--by", "dana")
    assert done.exit_code == 0, done.output
    assert packs.read_text() == STANDARD
    assert not extra.exists()
    assert desk.settings_file.read_text() == SETTINGS
    assert "No gateway runs" in done.output
    kept = re.search(r"kept as ([0-9a-f]{7})", done.output)
    assert kept
    newest = desk.json("config", "history")[0]
    assert (newest["short"], newest["by"]) == (kept[1], "dana, before a rollback")
    assert desk.run("config", "rollback", kept[1], "--yes").exit_code == 0
    assert packs.read_text() == HIGH + "# and more\n"
    assert extra.exists()


def test_a_rollback_to_what_is_there_does_nothing(desk: Desk, three: list[str]) -> None:
    assert "holds" in desk.ok("config", "rollback", three[2], "--yes", "--force")
    assert len(desk.json("config", "history")) == 3


def test_a_set_that_this_version_refuses_is_put_back_only_by_force(desk: Desk, three: list[str], packs: Path) -> None:
    packs.write_text(STANDARD)
    result = desk.run("config", "rollback", three[2][:7], "--yes")
    assert result.exit_code == 3
    assert "--force" in result.output
    assert f"\n{three[2][:7]}/policies/standard.yml:7:19: " in result.output
    assert "casegate-" not in result.output, "where it was laid out to be read is gone"
    assert "none of the priorities" in result.output
    assert packs.read_text() == STANDARD
    assert desk.run("config", "rollback", three[2][:7], "--yes", "--force").exit_code == 0
    assert packs.read_text() == BAD


def test_a_reload_says_every_mistake_and_asks_nobody(desk: Desk, packs: Path) -> None:
    packs.write_text(BAD)
    with only_one(desk.store):
        result = desk.run("reload")
    assert result.exit_code == 3
    assert f"{packs}:7:19: " in result.stdout
    assert "                      ^" in result.stdout


def test_a_reload_says_when_nothing_runs(desk: Desk) -> None:
    result = desk.run("reload")
    assert result.exit_code == 3
    assert "no gateway runs on this store" in result.output


@pytest.mark.parametrize("command", [("reload",), ("config", "rollback", "{0}", "--yes")])
def test_a_gateway_that_reads_another_folder_is_not_asked_and_no_copy_is_put_back(
    desk: Desk, three: list[str], packs: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    packs.write_text(HIGH)
    copy = tmp_path / "next"
    shutil.copytree(desk.settings_file.parent, copy)
    before = {file: file.read_bytes() for file in copy.rglob("*") if file.is_file()}
    with reading(desk):
        result = desk.run("-C", str(copy), *(word.format(three[0]) for word in command))
    assert result.exit_code == 3
    folder = desk.settings_file.parent.resolve()
    assert f"the running gateway reads {folder}, not {copy}: name that folder with -C" in result.stderr
    assert {file: file.read_bytes() for file in copy.rglob("*") if file.is_file()} == before


def test_a_reload_waits_no_longer_than_it_is_told(desk: Desk) -> None:
    with reading(desk):
        result = desk.run("reload", "--timeout", "0")
    assert result.exit_code == 75
    assert "the gateway did not answer within 0 s" in result.output


def test_status_is_red_while_files_are_refused_and_says_what_is_in_force(desk: Desk, packs: Path) -> None:
    with reading(desk) as read:
        assert desk.json("status")["troubles"] == []
        good = desk.json("status")["config"][0]["hash"]
        packs.write_text(BAD)
        read()
        found = desk.json("status")
        [trouble] = found["troubles"]
        assert f"{packs}:7:19" in trouble["what"]
        assert f"{good[:7]}, in force since 2026-11-19 04:12:00 EST, stays" in trouble["what"]
        assert trouble["do"] == f"gateway config check; to go back: gateway config rollback {good[:7]}"
        [files] = found["config"]
        assert (files["ok"], files["hash"], files["problems"][0]["line"]) == (False, good, 7)
        assert "UTC" not in desk.ok("status"), "one zone on one screen"
        assert desk.run("status", "--check").exit_code == 1
        assert metric(desk, "gateway_config_last_reload_successful") == 0
        packs.write_text(HIGH)
        read()
        assert desk.json("status")["troubles"] == []
        assert metric(desk, "gateway_config_last_reload_successful") == 1
        assert f"Files    {desk.json('status')['config'][0]['hash'][:7]} in force since" in desk.ok("status")


def test_a_gateway_that_does_not_run_is_told_of_mistakes_its_next_start_will_find(desk: Desk, packs: Path) -> None:
    packs.write_text(BAD)
    assert [one["do"] for one in desk.json("status")["troubles"]] == ["gateway run", "gateway config check"]


def test_files_that_need_a_restart_are_named_and_are_no_trouble(desk: Desk) -> None:
    with reading(desk) as read:
        desk.settings_file.write_text(SETTINGS + "tag: ref\n")
        (desk.settings_file.parent / "monitors.yml").write_text("targets: []\n")
        read()
        found = desk.json("status")
        assert found["config"][0]["restart_for"] == ["gateway.yml", "monitors.yml"]
        assert found["troubles"] == []
        said = desk.run("status").output
        assert "gateway.yml was changed since the start: restart the gateway to take it in" in said
        assert metric(desk, "gateway_config_restart_needed") == 2


def metric(desk: Desk, name: str, **labels: str) -> float:
    [value] = [
        sample["value"]
        for family in desk.json("metrics")
        if family["name"] == name
        for sample in family["samples"]
        if sample["labels"] == labels
    ]
    return float(value)


def test_commands_say_in_one_sentence_that_the_files_are_refused_and_go_on(
    desk: Desk, three: list[str], packs: Path, caplog: pytest.LogCaptureFixture
) -> None:
    number = desk.ticket()
    caplog.clear()
    result = desk.run("rules", "explain", "-", stdin=mail(message_id="b@acme.example"))
    assert result.exit_code == 0
    warnings = [line for line in result.stderr.splitlines() if "refused" in line]
    assert len(warnings) == 1
    assert warnings[0].startswith(f"warning: the files in {packs.parents[1]} are refused (policies/standard.yml:7:19: ")
    assert warnings[0].endswith(f"); what was in force before counts: {three[1][:7]}")
    assert "config.wrong" not in caplog.text, "a line of the log is for the log"
    assert "warning: the files" not in desk.run("ticket", "show", number).stderr, "nothing was decided"
    with desk.office() as office:
        assert office.in_force.refusal
    assert f"config.wrong in_force={three[1][:7]} wrong={packs}:7:19: " in caplog.text, "the gateway has its line"


def test_a_command_that_ends_in_the_complaint_does_not_warn_of_it_before(desk: Desk, three: list[str]) -> None:
    result = desk.run("rules", "replay")
    assert result.exit_code == 3
    assert result.stderr.count("standard.yml:7:19") == 1
    assert "warning" not in result.stderr

"""A whole gateway whose files are edited while it works: with SIGHUP, by command, by saving, and across restarts."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

from gateway.resources import shipped
from tests.peers.postgres import Postgres
from tests.whole.gateway_process import Gateway, a_message, until
from tests.whole.mails import text_of

SETTINGS = "mode: live\nsupport:\n  addresses: [support@example.com]\n"
TEAM = """\
team:
  - {name: rob, address: rob@example.com, groups: [admins]}
  - {name: dana, address: dana@example.com, groups: [support, on-call], pager_command: [%s, "%s"]}
"""
STANDARD = (shipped("config") / "policies" / "standard.yml").read_text("utf-8")
HIGH = STANDARD.replace("default_priority: medium", "default_priority: high")
LOW = STANDARD.replace("default_priority: medium", "default_priority: low")
BAD = STANDARD.replace("default_priority: medium", "default_priority: mediun")


@pytest.fixture
def gateway(tmp_path: Path) -> Gateway:
    made = Gateway(tmp_path)
    write(made, "gateway.yml", SETTINGS)
    write(made, "team.yml", TEAM % (sys.executable, paging(tmp_path)))
    write(made, "policies/standard.yml", STANDARD)
    return made


def paging(folder: Path) -> Path:
    """A program that pages: it writes down that it was run."""
    program = folder / "page.py"
    program.write_text(f"from pathlib import Path\nPath({str(folder / 'paged')!r}).touch()\n")
    return program


def write(gateway: Gateway, name: str, text: str) -> None:
    file = gateway.folder / "config" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def files(gateway: Gateway) -> Any:
    (found,) = gateway.status()["config"]
    return found


def history(gateway: Gateway) -> list[Any]:
    """The oldest first."""
    found: list[Any] = gateway.cli("config", "history")
    return found[::-1]


def priority_of(gateway: Gateway, number: int) -> str:
    """Send a mail, and return the priority of its ticket."""
    gateway.send(a_message(number))
    until(lambda: len(gateway.tickets()) >= number, "the mail becomes a ticket")
    (ticket,) = [one for one in gateway.tickets() if one["subject"].endswith(f" {number}")]
    return str(ticket["priority"])


def subjects(gateway: Gateway, to: str) -> list[str]:
    return [str(mail["Subject"]) for mail in gateway.outgoing() if to in str(mail["To"])]


def metric(gateway: Gateway, name: str) -> float:
    [family] = [family for family in gateway.cli("metrics") if family["name"] == name]
    return float(family["samples"][0]["value"])


def test_what_is_saved_counts_without_a_restart_and_each_way_to_ask_for_it_works(gateway: Gateway) -> None:
    with gateway.running():
        pids = gateway.children()
        assert priority_of(gateway, 1) == "medium"
        write(gateway, "policies/standard.yml", HIGH)
        until(lambda: len(history(gateway)) == 2, "a change in the folder is seen")
        assert priority_of(gateway, 2) == "high"
        assert gateway.process is not None
        write(gateway, "policies/standard.yml", LOW)
        gateway.process.send_signal(signal.SIGHUP)
        until(lambda: len(history(gateway)) == 3, "SIGHUP has the files read")
        assert priority_of(gateway, 3) == "low"
        write(gateway, "policies/standard.yml", STANDARD)
        [answer] = gateway.cli("reload", "--by", "rob")
        assert (answer["ok"], answer["changed"], answer["restart_for"]) == (True, True, [])
        assert priority_of(gateway, 4) == "medium", "the command comes back when the files count"
        lines = history(gateway)
        assert lines[0]["by"] == "start"
        assert lines[1]["by"] == "the folder changed"
        assert lines[2]["by"] in ("SIGHUP", "the folder changed")  # whichever saw it first
        assert lines[3]["by"] in ("rob", "the folder changed")
        assert lines[0]["hash"] == lines[3]["hash"] == answer["hash"] == files(gateway)["hash"]
        assert gateway.children() == pids, "nothing was started again"
        assert gateway.stop() == 0


@pytest.mark.id("R-01", "R-02")
def test_a_bad_set_changes_nothing_is_told_once_and_stays_out_across_a_crash_and_a_restart(gateway: Gateway) -> None:
    with gateway.running():
        good = files(gateway)["hash"]
        assert metric(gateway, "gateway_config_last_reload_successful") == 1
        write(gateway, "policies/standard.yml", BAD)
        write(gateway, "team.yml", "team: [")
        until(lambda: not files(gateway)["ok"], "the files are refused")
        assert priority_of(gateway, 1) == "medium"
        assert metric(gateway, "gateway_config_last_reload_successful") == 0
        assert "policies/standard.yml:7:19" in gateway.failing_cli("status", "--check", code=1)
        assert "policies/standard.yml:7:19" in gateway.failing_cli("reload", code=3)
        until(lambda: subjects(gateway, "rob"), "the admins hear of it")
        gateway.kill()
        gateway.start()
        assert priority_of(gateway, 2) == "medium"
        assert gateway.stop() == 0
        gateway.start()
        assert priority_of(gateway, 3) == "medium"
        assert (files(gateway)["hash"], files(gateway)["ok"]) == (good, False)
        assert [one["good"] for one in history(gateway)] == [True, False]
        assert subjects(gateway, "rob") == ["Configuration refused: 2 mistakes"], "once, not after each start"
        (letter,) = [mail for mail in gateway.outgoing() if "rob" in str(mail["To"])]
        assert "policies/standard.yml:7:19: " in text_of(letter)
        gateway.cli("config", "rollback", good[:7], "--yes", "--by", "rob")
        assert files(gateway)["ok"]
        until(lambda: len(subjects(gateway, "rob")) == 2, "they hear that it is in order again")
        assert subjects(gateway, "rob")[1] == "Configuration in order again"
        assert metric(gateway, "gateway_config_last_reload_successful") == 1
        assert gateway.status()["troubles"] == []
    assert (gateway.folder / "config" / "policies" / "standard.yml").read_text() == STANDARD


def deleted(file: Path) -> None:
    file.unlink()  # no pack is left, and the settings name one


def led_away(file: Path) -> None:
    file.unlink()
    file.symlink_to("/proc/self/mem")


def a_fifo(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


def half_written(file: Path) -> None:
    file.write_text(HIGH[: HIGH.rindex("{", 0, len(HIGH) // 2) + 1])  # half a file may well be a whole pack


@pytest.mark.id("R-02")
def test_whatever_becomes_of_a_file_mail_goes_on_by_the_set_before(gateway: Gateway) -> None:
    file = gateway.folder / "config" / "policies" / "standard.yml"
    write(gateway, "policies/standard.yml", HIGH)
    with gateway.running():
        for number, spoil in enumerate((deleted, led_away, a_fifo, half_written), 1):
            spoil(file)
            until(lambda: not files(gateway)["ok"], "the files are refused")
            assert priority_of(gateway, number) == "high"
            named = {Path(one["file"]).name for one in files(gateway)["problems"]}
            assert named == {"gateway.yml" if spoil is deleted else "standard.yml"}
            file.unlink(missing_ok=True)
            write(gateway, "policies/standard.yml", HIGH)
            until(lambda: files(gateway)["ok"], "the files are in order again")


def test_no_mail_is_lost_or_decided_by_half_a_set_while_files_change_under_load(gateway: Gateway) -> None:
    with gateway.running():
        for number in range(1, 41):
            if number % 4 == 0:
                write(gateway, "policies/standard.yml", HIGH if number % 8 else LOW)
                gateway.process.send_signal(signal.SIGHUP)  # type: ignore[union-attr]
            gateway.send(a_message(number))
        until(lambda: len(gateway.tickets()) == 40, "every mail is a ticket")
        until(gateway.at_rest, "all is done")
        assert {one["priority"] for one in gateway.tickets()} <= {"medium", "high", "low"}
        until(lambda: files(gateway)["ok"], "the last of them is in order")
        assert gateway.status()["mails"]["fates"] == {"ticket": 40}


def test_strict_does_not_start_with_a_bad_set_that_is_otherwise_passed_over(gateway: Gateway) -> None:
    with gateway.running():
        assert gateway.stop() == 0
    write(gateway, "policies/standard.yml", BAD)
    words = gateway.refuses_to_start(3, "--strict")
    assert "policies/standard.yml:7:19" in words
    with gateway.running():
        assert not files(gateway)["ok"]


def test_a_first_start_with_a_bad_set_is_refused_with_its_place(gateway: Gateway) -> None:
    write(gateway, "policies/standard.yml", BAD)
    assert "policies/standard.yml:7:19" in gateway.refuses_to_start(3)


def test_a_typo_in_the_team_silences_no_pager_and_one_in_the_monitors_stops_no_gateway(gateway: Gateway) -> None:
    write(gateway, "policies/standard.yml", STANDARD.replace("clock: business-hours", "clock: 24x7"))
    with gateway.running():
        assert gateway.stop() == 0
    write(gateway, "team.yml", "team: [")
    write(gateway, "monitors.yml", "targets: 3\n")
    with gateway.running():
        assert not files(gateway)["ok"]
        gateway.cli(
            *("ticket", "open", "--from", "ann@acme.example", "--subject", "All is down", "--body", "Help."),
            *("--priority", "urgent"),
        )
        until((gateway.folder / "paged").exists, "who is on call is paged by their program")


@pytest.mark.peer("postgresql")
def test_gateways_on_one_server_are_all_asked_and_each_says_what_it_goes_by(tmp_path: Path, postgres: Postgres) -> None:
    url = postgres.new_database()
    made = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        one = Gateway(tmp_path / name, GATEWAY_STORE__URL=url)
        write(one, "gateway.yml", SETTINGS)
        write(one, "policies/standard.yml", STANDARD)
        made.append(one)
    first, second = made
    with first.running(), second.running():
        write(first, "policies/standard.yml", HIGH)
        write(second, "policies/standard.yml", HIGH)
        answers = first.cli("reload")
        assert len(answers) == 2
        assert len({one["gateway"] for one in answers}) == 2
        assert [one["ok"] for one in answers] == [True, True]
        assert len({one["hash"] for one in answers}) == 1
        write(second, "policies/standard.yml", BAD)
        until(lambda: len(first.status()["troubles"]) == 1, "the other's mistake is seen from everywhere")
        assert "mediun" not in str(first.status()["config"])
        assert second.stop() == 0
        assert len([one for one in first.cli("config", "history") if one["by"] == "start"]) == 2

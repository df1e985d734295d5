from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from gateway.store import journal_writer
from tests.cli.conftest import SETTINGS, Desk, mail

TO = ("-r", "support@support.example")
FROM = ("-f", "ann@acme.example")


def _entries(desk: Desk) -> list[tuple[str, list[str], bytes]]:
    """What is in the journal: sender, recipients, bytes."""
    connection = sqlite3.connect(desk.store / "journal.sqlite")
    rows = connection.execute("SELECT sender, recipients, raw FROM entry ORDER BY id").fetchall()
    connection.close()
    return [(sender, json.loads(recipients), raw) for sender, recipients, raw in rows]


def test_a_mail_on_standard_input_is_committed_byte_for_byte(desk: Desk) -> None:
    raw = mail() + b"8-bit \xff \x00 bare \r and \n\r\n"
    result = desk.run("mail", "receive", *FROM, *TO, stdin=raw)
    assert (result.exit_code, result.output) == (0, "")
    assert _entries(desk) == [("ann@acme.example", ["support@support.example"], raw)]
    assert desk.json("mail", "list")[0]["source"] == "pipe"


def test_it_becomes_a_ticket_like_any_other_mail(desk: Desk) -> None:
    assert desk.json("mail", "receive", *FROM, *TO, stdin=mail())["id"] == 1
    desk.work()
    assert desk.json("ticket", "list")[0]["requester"] == "ann@acme.example"
    assert desk.json("outbox", "list")[0]["template"] == "ack"


def test_the_first_mail_makes_the_store(bare_desk: Desk) -> None:
    assert bare_desk.run("mail", "receive", *FROM, *TO, stdin=mail()).exit_code == 0
    assert len(_entries(bare_desk)) == 1


def test_a_from_line_in_front_is_taken_off_and_names_the_sender(desk: Desk) -> None:
    desk.ok("mail", "receive", stdin=b"From ann@acme.example  Thu Nov 19 09:12:00 2026\n" + mail())
    desk.ok("mail", "receive", stdin=b"From MAILER-DAEMON Thu Nov 19 09:12:00 2026\n" + mail())
    first, second = _entries(desk)
    assert first == ("ann@acme.example", [], mail())
    assert second == ("", ["support@support.example"], mail())


@pytest.mark.parametrize("null", ["", "<>", "MAILER-DAEMON"])
def test_a_bounce_keeps_its_empty_sender_and_is_not_answered(desk: Desk, null: str) -> None:
    desk.ok("mail", "receive", "-f", null, stdin=mail())
    desk.work()
    assert _entries(desk)[0][:2] == ("", ["support@support.example"])
    assert desk.json("outbox", "list") == []


def test_a_mail_whose_sender_nobody_says_is_no_bounce(desk: Desk) -> None:
    desk.ok("mail", "receive", *TO, stdin=mail())
    desk.work()
    assert len(desk.json("outbox", "list")) == 1


def test_the_environment_of_the_mta_says_the_envelope(desk: Desk) -> None:
    desk.environ |= {"SENDER": "joe@b.example", "RECIPIENT": "support@support.example"}
    desk.ok("mail", "receive", stdin=mail())
    desk.environ |= {"ORIGINAL_RECIPIENT": "support+c1@support.example"}
    desk.ok("mail", "receive", stdin=mail())
    desk.environ |= {"SENDER": "", "ORIGINAL_RECIPIENT": "support", "RECIPIENT": "support"}
    desk.ok("mail", "receive", stdin=mail())
    desk.ok("mail", "receive", *FROM, *TO, stdin=mail())
    assert [entry[:2] for entry in _entries(desk)] == [
        ("joe@b.example", ["support@support.example"]),
        ("joe@b.example", ["support+c1@support.example"]),
        ("", ["support@support.example"]),
        ("ann@acme.example", ["support@support.example"]),
    ]


def test_return_path_and_delivered_to_say_it_where_nobody_else_does(desk: Desk) -> None:
    raw = b"Return-Path: <bob@b.example>\r\nDelivered-To: support+x@support.example\r\n" + mail()
    desk.ok("mail", "receive", stdin=raw)
    assert _entries(desk) == [("bob@b.example", ["support+x@support.example"], raw)]


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("-f", "a@b@c", *TO), "5.1.7"),
        (("-f", "x\r\nBcc: v@x.example", *TO), "5.1.7"),
        (("-f", "=?utf-8?q?a?=@b.example", *TO), "5.1.7"),
        ((*FROM, "-r", "nobody"), "5.1.3"),
    ],
)
def test_an_address_that_is_none_is_bounced(desk: Desk, words: tuple[str, ...], status: str) -> None:
    result = desk.run("mail", "receive", *words, stdin=mail())
    assert result.exit_code == 65
    assert result.stderr.startswith(f"{status} ")
    assert _entries(desk) == []


@pytest.mark.parametrize("stdin", [b"", b"\r\n \n", b"From a@b.example Thu Nov 19 09:12:00 2026\n"])
def test_nothing_on_standard_input_is_no_mail(desk: Desk, stdin: bytes) -> None:
    result = desk.run("mail", "receive", *FROM, *TO, stdin=stdin)
    assert result.exit_code == 65
    assert result.stderr.startswith("5.6.0 ")


def test_a_mail_over_the_limit_is_bounced_and_one_at_the_limit_is_not(desk: Desk) -> None:
    desk.settings_file.write_text(SETTINGS + "smtp: {size_limit_bytes: 65536}\n")
    at_limit = mail() + b"x" * (65536 - len(mail()))
    assert desk.run("mail", "receive", *FROM, *TO, stdin=at_limit).exit_code == 0
    result = desk.run("mail", "receive", *FROM, *TO, stdin=at_limit + b"y")
    assert result.exit_code == 65
    assert result.stderr.startswith("5.3.4 ")
    assert len(_entries(desk)) == 1


@pytest.mark.id("D-02")
def test_a_locked_store_keeps_the_mail_at_the_mta(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.store.database.BUSY_SECONDS", 0.05)
    holder = sqlite3.connect(desk.store / "journal.sqlite", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    result = desk.run("mail", "receive", *FROM, *TO, stdin=mail())
    assert result.exit_code == 75
    assert result.stderr.startswith("4.3.0 ")
    holder.execute("ROLLBACK")
    holder.close()
    assert desk.run("mail", "receive", *FROM, *TO, stdin=mail()).exit_code == 0
    assert len(_entries(desk)) == 1


def test_a_disk_that_is_nearly_full_keeps_the_mail_at_the_mta(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_writer, "LEAST_FREE", 1 << 62)
    result = desk.run("mail", "receive", *FROM, *TO, stdin=mail())
    assert result.exit_code == 75
    assert "disk" in result.stderr
    assert _entries(desk) == []


def test_wrong_settings_keep_the_mail_at_the_mta(desk: Desk) -> None:
    desk.settings_file.write_text("mode: lvie\n")
    result = desk.run("mail", "receive", *FROM, *TO, stdin=mail())
    assert result.exit_code == 75
    assert result.stderr.startswith("4.3.0 ")
    assert f"{desk.settings_file}:1:7" in result.stderr


@pytest.mark.parametrize("wrong", [["--bogus"], ["-f"], ["stray"]])
def test_a_wrong_option_in_the_mta_s_own_line_keeps_the_mail(desk: Desk, wrong: list[str]) -> None:
    result = desk.run("mail", "receive", *wrong, stdin=mail())
    assert result.exit_code == 75
    assert result.stderr.startswith("4.3.0 ")


def test_an_unexpected_error_keeps_the_mail(desk: Desk) -> None:
    (desk.store / "journal.sqlite").write_bytes(b"this is no database" * 1000)
    result = desk.run("mail", "receive", *FROM, *TO, stdin=mail())
    assert result.exit_code == 75
    assert "Traceback" not in result.stderr


def test_with_json_a_refusal_is_a_document(desk: Desk) -> None:
    result = desk.run("mail", "receive", *FROM, *TO, "--json", stdin=b"")
    assert (result.exit_code, json.loads(result.stderr)["exit"], result.stdout) == (65, 65, "")


def test_never_more_than_the_limit_is_taken_into_memory(desk: Desk, tmp_path: Path) -> None:
    """A sender that never stops: the real program, under a limit on its memory."""
    command = [sys.executable, "-m", "gateway", "mail", "receive", *FROM, *TO]
    limited = f"ulimit -v 900000; exec {' '.join(command)}"
    with Path("/dev/zero").open("rb") as endless:
        done = subprocess.run(
            ["bash", "-c", limited], stdin=endless, env={**os.environ, **desk.environ}, capture_output=True, check=False
        )
    assert done.returncode == 65, done.stderr
    assert done.stderr.startswith(b"5.3.4 ")

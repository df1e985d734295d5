from __future__ import annotations

import base64
import io
import json
import sqlite3
from email import message_from_bytes, policy
from email.generator import BytesGenerator

import pytest

from gateway.mail import JournalId
from gateway.store import aside
from gateway.store.database import Side
from tests.cli.conftest import Desk, mail

LINE_KEYS = {
    "id",
    "source",
    "sender",
    "recipients",
    "received_at",
    "size",
    "state",
    "fate",
    "ticket",
    "because",
    "attempts",
    "error",
}


def _set_aside(desk: Desk, error: str) -> None:
    desk.deliver(mail())
    with desk.office() as office, office.database.write(Side.DESK) as connection:
        aside.set_aside(connection, JournalId(1), error=error, placeholder=None, at=desk.clock.now())


def test_an_empty_journal_says_so(desk: Desk) -> None:
    assert "No mail has come yet" in desk.run("mail", "list").stderr
    assert desk.json("mail", "list") == []


def test_every_mail_is_listed_with_what_became_of_it(desk: Desk) -> None:
    number = desk.ticket()
    desk.deliver(mail(message_id="v@acme.example", Auto_Submitted="auto-replied", author="robot@r.example"))
    desk.run("mail", "receive", "-f", "z@z.example", stdin=mail(message_id="w@acme.example"))
    opened, ignored, waiting = desk.json("mail", "list")
    assert set(opened) == LINE_KEYS
    assert (opened["id"], opened["fate"], opened["ticket"]) == (1, "ticket", number)
    assert opened["received_at"] == "2026-11-19T09:12:00Z"
    assert opened["recipients"] == ["support@support.example"]
    assert (ignored["fate"], ignored["ticket"]) == ("automatic", None)
    assert ignored["because"]
    assert waiting["state"] == "waiting"
    rows = [row.split("\t") for row in desk.ok("mail", "list").splitlines()]
    assert rows[0][0] == "ID"
    assert rows[1][5:7] == ["ticket", number]
    assert [line["id"] for line in desk.json("mail", "list", "--state", "waiting")] == [3]
    assert [line["id"] for line in desk.json("mail", "list", "--limit", "1")] == [3]


def test_show_has_the_mail_and_its_fate(desk: Desk) -> None:
    number = desk.ticket()
    found = desk.json("mail", "show", "1")
    assert found["ticket"] == number
    assert found["mail"]["subject"] == "Phones drop"
    result = desk.run("mail", "show", "1")
    assert "1, by smtp from 192.0.2.1" in result.stdout
    assert "Since 8 this morning." in result.stdout
    assert f"gateway ticket show {number}" in result.stderr


def test_raw_is_byte_for_byte(desk: Desk) -> None:
    raw = mail() + b"\x00\xff\x1b[2J\r\n"
    desk.deliver(raw)
    assert desk.run("mail", "raw", "1").stdout_bytes == raw
    assert base64.b64decode(desk.json("mail", "raw", "1")["raw_base64"]) == raw


_NOT_WRITTEN_BACK = {
    "a Message-ID that no address parser survives": b"From: a@b.example\r\nMessage-ID: <[x]@[y\r\n\r\nhi\r\n",
    "a name with a line break": b"From: =?utf-8?q?a=0D=0ABcc:_x@y?= <a@b.example>\r\nSubject: x\r\n\r\nhi\r\n",
}


@pytest.mark.id("M-11")
@pytest.mark.parametrize("raw", _NOT_WRITTEN_BACK.values(), ids=list(_NOT_WRITTEN_BACK))
def test_what_a_parser_reads_and_cannot_write_again_is_a_ticket_and_kept_as_bytes(desk: Desk, raw: bytes) -> None:
    parsed = message_from_bytes(raw, policy=policy.default)
    with pytest.raises((IndexError, ValueError)):  # it is what it says it is
        BytesGenerator(io.BytesIO(), policy=policy.default.clone(refold_source="all")).flatten(parsed)
    desk.deliver(raw)
    [ticket] = desk.json("ticket", "list")
    assert "hi" in desk.ok("ticket", "show", ticket["number"])
    assert desk.run("mail", "raw", "1").stdout_bytes == raw


@pytest.mark.parametrize("words", [["show", "7"], ["raw", "7"], ["retry", "7"]])
def test_a_mail_that_is_not_there_exits_3(desk: Desk, words: list[str]) -> None:
    result = desk.run("mail", *words)
    assert result.exit_code == 3
    assert "7" in result.stderr


@pytest.mark.parametrize("written", ["0", "-1", "1x", "９", str(2**64)])
def test_what_is_no_id_is_a_usage_error(desk: Desk, written: str) -> None:
    assert desk.run("mail", "show", "--", written).exit_code in ({2, 3} if written == "９" else {2})


def test_a_mail_set_aside_shows_why_and_can_be_tried_again(desk: Desk) -> None:
    _set_aside(desk, "Traceback ...\nValueError: \u202ebroken")
    assert desk.json("mail", "list", "--state", "aside")[0]["state"] == "aside"
    assert "gateway mail retry" in desk.run("mail", "list").stderr
    result = desk.run("mail", "show", "1")
    assert "ValueError: \\u202ebroken" in result.stdout
    assert "gateway mail retry 1" in result.stderr
    assert desk.json("mail", "retry", "1") == {"queued": [1]}
    desk.work()
    assert desk.json("mail", "show", "1")["state"] == "done"


def test_retry_takes_all_that_are_named_or_none(desk: Desk) -> None:
    _set_aside(desk, "oh")
    result = desk.run("mail", "retry", "1", "2", "--json")
    assert result.exit_code == 3
    assert "2" in json.loads(result.stderr)["error"]
    assert desk.json("mail", "show", "1")["state"] == "aside"
    assert "not set aside" in desk.run("mail", "retry", "2").stderr


def test_a_locked_store_is_a_temporary_failure(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    _set_aside(desk, "oh")
    monkeypatch.setattr("gateway.store.database.BUSY_SECONDS", 0.05)
    holder = sqlite3.connect(desk.store / "desk.sqlite", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    result = desk.run("mail", "retry", "1")
    holder.execute("ROLLBACK")
    holder.close()
    assert result.exit_code == 75
    assert "safe to try again" in result.stderr
    assert desk.json("mail", "show", "1")["state"] == "aside"


@pytest.mark.parametrize("words", [["mail", "show", "x"], ["mail", "list", "--limit", "x"], ["outbox", "retry", "x"]])
def test_what_is_no_number_is_said_in_plain_words(desk: Desk, words: list[str]) -> None:
    result = desk.run(*words)
    assert result.exit_code == 2
    assert "'x' is not a valid number" in result.stderr

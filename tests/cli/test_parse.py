from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Desk, mail

PROMISED = {"from_addr", "subject", "text", "full_text", "attachments", "kind", "bounced"}

BOUNCE = b"""\
From: MAILER-DAEMON@mx.example (Mail Delivery System)\r
To: support@support.example\r
Subject: Undelivered Mail Returned to Sender\r
Message-ID: <b1@mx.example>\r
Auto-Submitted: auto-replied\r
MIME-Version: 1.0\r
Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r
\r
--b\r
\r
I am sorry.\r
--b\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; mx.example\r
\r
Final-Recipient: rfc822; nobody@acme.example\r
Action: failed\r
Status: 5.1.1\r
Diagnostic-Code: smtp; 550 5.1.1 no such user\r
\r
--b\r
Content-Type: text/rfc822-headers\r
\r
Message-ID: <7.abc@support.example>\r
\r
--b--\r
"""


def _rows(printed: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in printed.splitlines()]


@pytest.fixture
def eml(tmp_path: Path) -> Path:
    file = tmp_path / "mail.eml"
    file.write_bytes(mail(body="Hello.\n\n-- \nAnn Lee\nAcme\n"))
    return file


def test_a_file_is_one_json_line_with_what_was_promised(bare_desk: Desk, eml: Path) -> None:
    [row] = _rows(bare_desk.ok("mail", "parse", "--json", str(eml)))
    assert row.keys() >= PROMISED | {"file", "subkind", "message_id", "because"}
    assert row["file"] == str(eml)
    assert (row["from_addr"], row["subject"], row["kind"]) == ("ann@acme.example", "Phones drop", "new")
    assert row["text"] == "Hello."
    assert "Ann Lee" in row["full_text"]
    assert row["attachments"] == row["bounced"] == []


def test_parsing_makes_no_store(bare_desk: Desk, eml: Path) -> None:
    bare_desk.ok("mail", "parse", str(eml))
    assert not bare_desk.store.exists()


def test_a_bounce_names_who_was_not_reached(bare_desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "b.eml").write_bytes(BOUNCE)
    [row] = _rows(bare_desk.ok("mail", "parse", "--json", str(tmp_path / "b.eml")))
    assert row["kind"] == "bounce"
    [bounced] = row["bounced"]
    assert (bounced["address"], bounced["status"], bounced["action"]) == ("nobody@acme.example", "5.1.1", "failed")
    assert bounced["said_by"] == "mx.example"
    assert row["returned_ids"] == ["7.abc@support.example"]
    assert "nobody@acme.example  5.1.1  failed" in bare_desk.ok("mail", "parse", str(tmp_path / "b.eml"))


def test_one_bad_file_does_not_stop_the_others(bare_desk: Desk, eml: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "noise").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "locked").write_bytes(b"")
    files = [eml, tmp_path / "missing.eml", tmp_path, tmp_path / "fifo", Path("/dev/zero"), tmp_path / "empty"]
    files += [tmp_path / "noise", Path("a\0b"), eml]
    rows = _rows(bare_desk.ok("mail", "parse", "--json", *map(str, files)))
    assert [row["file"] for row in rows] == [str(file) for file in files]
    said = {row["file"]: row.get("error", "") for row in rows}
    assert "No such file" in said[str(tmp_path / "missing.eml")]
    assert said[str(tmp_path)] == "is a folder"
    assert said[str(tmp_path / "fifo")] == said["/dev/zero"] == "is not a regular file"
    assert said["a\0b"] == "not the name of a file"
    assert rows[5]["kind"]
    assert rows[6]["kind"]
    assert rows[0] == rows[-1]


def test_when_no_file_at_all_can_be_read_the_exit_code_says_so(bare_desk: Desk, tmp_path: Path) -> None:
    result = bare_desk.run("mail", "parse", "--json", str(tmp_path / "missing.eml"))
    assert result.exit_code == 3
    assert "error" in _rows(result.stdout)[0]


def test_a_mail_may_come_on_standard_input_with_a_from_line_in_front(bare_desk: Desk, eml: Path) -> None:
    stdin = b"From ann@acme.example Thu Nov 19 09:12:00 2026\n" + eml.read_bytes()
    [row] = _rows(bare_desk.ok("mail", "parse", "--json", "-", stdin=stdin))
    [same] = _rows(bare_desk.ok("mail", "parse", "--json", str(eml)))
    assert row == {**same, "file": "-"}


def test_wrong_settings_do_not_stop_it_and_are_said(bare_desk: Desk, eml: Path) -> None:
    bare_desk.settings_file.write_text("mode: lvie\n")
    result = bare_desk.run("mail", "parse", "--json", str(eml))
    assert result.exit_code == 0
    assert _rows(result.stdout)[0]["kind"] == "new"
    assert "none of our own addresses is known" in result.stderr


def test_our_own_addresses_are_known_from_the_settings(bare_desk: Desk, tmp_path: Path) -> None:
    ours = mail(author="support@support.example", X_Loop="support@support.example")
    (tmp_path / "loop.eml").write_bytes(ours)
    assert _rows(bare_desk.ok("mail", "parse", "--json", str(tmp_path / "loop.eml")))[0]["kind"] == "loop"


def test_the_view_for_people_says_what_it_is_and_why(bare_desk: Desk, eml: Path) -> None:
    shown = bare_desk.ok("mail", "parse", str(eml), str(eml))
    assert shown.count(str(eml)) == 2
    assert "Ann Lee <ann@acme.example>" in shown
    assert "because" in shown
    assert "lines folded" in shown


def test_a_mail_above_every_limit_is_said_to_be_too_large(bare_desk: Desk, tmp_path: Path) -> None:
    huge = tmp_path / "huge.eml"
    with huge.open("wb") as file:
        file.write(mail())
        file.truncate(80 << 20)
    [row] = _rows(bare_desk.ok("mail", "parse", "--json", str(huge)))
    assert "larger than" in row["unreadable"]

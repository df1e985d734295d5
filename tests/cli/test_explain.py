from __future__ import annotations

import json
from email import message_from_bytes
from pathlib import Path

import pytest

from gateway.store.outbox import OutboxStore
from tests.cli.conftest import Desk, mail


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def _file(folder: Path, raw: bytes) -> str:
    file = folder / "mail.eml"
    file.write_bytes(raw)
    return str(file)


def _state(desk: Desk) -> str:
    return json.dumps(
        [desk.json(*words) for words in (("ticket", "list"), ("mail", "list"), ("outbox", "list", "--all"))]
    )


def test_a_new_mail_would_open_a_ticket_and_be_acknowledged(desk: Desk, folder: Path) -> None:
    found = desk.json("mail", "explain", _file(folder, mail()))
    assert (found["fate"], found["ticket"], found["acknowledged"]) == ("ticket", None, True)
    assert found["mail"]["kind"] == "new"
    assert {change["change"] for change in found["changes"]} >= {"OpenTicket", "AddMessage", "FinishEntry"}
    assert all(change["because"] for change in found["changes"])
    shown = desk.ok("mail", "explain", _file(folder, mail()))
    assert "it would open a ticket" in shown
    assert "would be sent: a person wrote" in shown


def test_explain_shows_all_that_show_does(desk: Desk, folder: Path) -> None:
    raw = mail(author='"joe@acme.example" <ann@evil.example>', Reply_To="joe@other.example", Cc="bea@acme.example")
    desk.deliver(raw, sender="ann@evil.example")
    shown = {line.partition(" ")[0] for line in desk.ok("mail", "show", "1").splitlines()}
    explained = desk.ok("mail", "explain", _file(folder, raw))
    names = {line.partition(" ")[0] for line in explained.splitlines()}
    assert {"Kind", "From", "Standing", "Careful", "Reply-To", "Cc", "Message-ID"} <= shown & names
    careful = next(line for line in explained.splitlines() if line.startswith("Careful"))
    assert "ann@evil.example" in careful or "joe@" in careful


def test_explaining_changes_nothing(desk: Desk, folder: Path) -> None:
    number = desk.ticket()
    before = _state(desk)
    reply = mail(subject=f"Re: [case #{number}] x", message_id="2@acme.example", In_Reply_To="<a1@acme.example>")
    for raw in (mail(), reply, mail(message_id="3@acme.example"), b"", b"\xff\x00garbage"):
        desk.ok("mail", "explain", _file(folder, raw))
    desk.ok("mail", "explain", "--id", "1")
    assert _state(desk) == before


def test_a_reply_would_join_and_the_evidence_is_named(desk: Desk, folder: Path) -> None:
    number = desk.ticket()
    reply = mail(subject=f"Re: [case #{number}] x", message_id="2@acme.example", In_Reply_To="<a1@acme.example>")
    found = desk.json("mail", "explain", _file(folder, reply))
    assert (found["fate"], found["ticket"], found["acknowledged"]) == ("follow-up", number, False)
    assert found["threads"]["message_ids"] == ["a1@acme.example"]
    assert found["threads"]["numbers"] == [{"number": number, "tagged": True}]
    result = desk.run("mail", "explain", _file(folder, reply))
    assert f"it would join case {number}" in result.stdout
    assert "<a1@acme.example>" in result.stdout
    assert f"gateway ticket show {number}" in result.stderr


def test_a_stranger_who_quotes_a_number_would_get_a_ticket_of_their_own(desk: Desk, folder: Path) -> None:
    number = desk.ticket()
    stranger = mail(author="eve@evil.example", subject=f"Re: [case #{number}] x", message_id="e@evil.example")
    found = desk.json("mail", "explain", _file(folder, stranger))
    assert (found["fate"], found["ticket"]) == ("ticket", None)
    assert number in desk.ok("mail", "explain", _file(folder, stranger))


def test_a_vacation_reply_would_open_nothing_and_is_not_answered(desk: Desk, folder: Path) -> None:
    found = desk.json("mail", "explain", _file(folder, mail(Auto_Submitted="auto-replied", subject="Out of office")))
    assert (found["fate"], found["acknowledged"]) == ("automatic", False)
    assert found["mail"]["kind"] == "auto-reply"
    assert "Auto-Submitted" in found["mail"]["because"]


@pytest.mark.parametrize("null", ["", "<>", "MAILER-DAEMON"])
def test_the_null_sender_of_an_envelope_counts(desk: Desk, folder: Path, null: str) -> None:
    file = _file(folder, mail())
    assert desk.json("mail", "explain", file)["acknowledged"] is True
    assert desk.json("mail", "explain", file, "--sender", null)["acknowledged"] is False
    assert desk.json("mail", "explain", file, "--to", "support@support.example")["acknowledged"] is True
    assert desk.json("mail", "explain", file, "--sender", "ann@acme.example")["acknowledged"] is True


def test_the_signed_address_it_was_sent_to_counts(desk: Desk, folder: Path) -> None:
    number = desk.ticket()
    desk.ok("ticket", "reply", number, "--body", "x")
    with desk.office() as office:
        outbox = OutboxStore(office.database, owner="test")
        letter = next(one for one in outbox.claim(now=desk.clock.now(), limit=9) if b"\r\nReply-To:" in one.raw)
    address = message_from_bytes(letter.raw)["Reply-To"].rpartition("<")[2].rstrip(">")
    file = _file(folder, mail(subject="hm", message_id="9@acme.example"))
    found = desk.json("mail", "explain", file, "--to", address, "--sender", "ann@acme.example")
    assert found["ticket"] == number
    assert found["threads"]["tags"]


def test_a_mail_of_the_journal_is_no_duplicate_of_itself_and_the_second_is_one_of_the_first(desk: Desk) -> None:
    number = desk.ticket()
    desk.deliver(mail())
    first, second = (desk.json("mail", "explain", "--id", one) for one in ("1", "2"))
    assert (first["fate"], first["ticket"], first["acknowledged"]) == ("ticket", None, True)
    assert (second["fate"], second["ticket"]) == ("duplicate", number)


def test_a_file_that_has_come_would_be_a_duplicate_if_it_came_now(desk: Desk, folder: Path) -> None:
    number = desk.ticket()
    found = desk.json("mail", "explain", _file(folder, mail()))
    assert (found["fate"], found["ticket"]) == ("duplicate", number)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ([], 2),
        (["mail.eml", "--id", "1"], 2),
        (["mail.eml", "--sender", "nobody"], 3),
        (["/nowhere/mail.eml"], 3),
        (["--id", "7"], 3),
        (["--id", "0"], 2),
        (["--id", str(2**70)], 2),
    ],
)
def test_what_cannot_be_explained_is_refused(desk: Desk, words: list[str], code: int) -> None:
    result = desk.run("mail", "explain", *words)
    assert result.exit_code == code
    assert "Traceback" not in result.output


def test_an_address_that_is_none_is_a_usage_error(desk: Desk, folder: Path) -> None:
    assert desk.run("mail", "explain", _file(folder, mail()), "--to", "nobody").exit_code == 2


def test_an_id_in_the_place_of_a_file_is_told_where_it_belongs(desk: Desk) -> None:
    result = desk.run("mail", "explain", "17")
    assert result.exit_code == 3
    assert "--id 17" in result.stderr
    assert "--id" not in desk.run("mail", "explain", "17.eml").stderr

"""The first quarter of an hour of somebody who has never seen the project: what the README says, done as it says."""

from __future__ import annotations

import re
import shlex
import smtplib
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import need_program
from tests.whole.gateway_process import Gateway, until
from tests.whole.mails import a_mail, reply_to, text_of

README = Path(__file__).parents[2] / "README.md"
TICKET = {
    "number", "subject", "status", "priority", "requester", "customer", "participants", "people", "created_at",
    "updated_at", "messages", "history", "merged", "merged_into", "promises", "type", "channel", "waiting_on",
    "hold_until", "assigned_to", "level", "escalation_level", "due_at", "linked_to", "fields", "cause", "fix",
    "solution", "queue", "tags", "topics",
}  # fmt: skip
PROMISE = {
    "kind", "level", "policy", "clock", "start", "warn", "due", "met", "warned_at", "missed_at", "ended_at", "runs",
}  # fmt: skip
MESSAGE = {
    "direction", "kind", "subkind", "from", "at", "message_id", "text", "full_text", "attachments", "journal",
    "case", "standing", "standing_because", "warnings", "protection",
}  # fmt: skip


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[Gateway]:
    with Gateway(tmp_path).running() as gateway:
        yield gateway


def readme_command(word: str, port: int) -> str:
    """A command of the README that begins with this word, for the port of this test."""
    text = README.read_text("utf-8")
    found = re.search(rf"^\$ ({re.escape(word)} .*?)(?=^\$|^```)", text, re.MULTILINE | re.DOTALL)
    assert found, f"the README has no command {word}"
    command = (
        found[1].replace("127.0.0.1:2525", f"127.0.0.1:{port}").replace('"127.0.0.1", 2525', f'"127.0.0.1", {port}')
    )
    assert str(port) in command
    return command


def acknowledged(gateway: Gateway, count: int = 1) -> list[Any]:
    until(lambda: len(gateway.outgoing()) >= count, f"{count} mails in the outgoing Maildir")
    return gateway.outgoing()


@pytest.mark.peer("swaks")
@pytest.mark.parametrize("word", ["swaks", "python3"])
def test_the_commands_of_the_readme_do_what_it_says(gateway: Gateway, word: str) -> None:
    need_program(word)
    done = subprocess.run(
        ["bash", "-c", readme_command(word, gateway.port)], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (ack,) = acknowledged(gateway)
    assert ack["To"] == "ann@acme.example"
    number = re.findall(r"gateway ticket show (\d+)", README.read_text("utf-8"))[0]
    assert f"Your case number is {number}." in text_of(ack)
    ticket = gateway.cli("ticket", "show", number)
    assert (ticket["subject"], ticket["messages"][0]["text"]) == ("Phones drop", "Since eight this morning.")
    reply = shlex.split(re.findall(r"\$ gateway (ticket reply .*)", README.read_text("utf-8"))[0])
    gateway.cli(*reply)
    assert text_of(acknowledged(gateway, 2)[1]).startswith("Please restart the switch.")


def test_the_start_says_where_everything_is_and_one_line_to_try_it_with(gateway: Gateway) -> None:
    need_program("swaks")
    until(lambda: "Try it:" in gateway.log.read_text(), "it says what to try")
    said = gateway.log.read_text()
    assert f"{gateway.folder}/store/outgoing (no relay is configured)" in said
    assert f"SQLite in {gateway.folder}/store" in said
    command = re.findall(r"Try it: +(.*)", said)[0]
    subprocess.run(shlex.split(command), check=True, capture_output=True, timeout=60)
    (ack,) = acknowledged(gateway)
    assert ack["To"] == "you@example.net"


def test_a_ticket_is_answered_noted_solved_approved_closed_and_opened_again_by_a_reply(gateway: Gateway) -> None:
    gateway.send(a_mail(text="Since eight this morning."))
    (ack,) = acknowledged(gateway)
    number = gateway.only_ticket()["number"]
    gateway.send(reply_to(ack, text="It is the second floor only."))
    until(lambda: len(gateway.only_ticket()["messages"]) == 2, "the reply is on the ticket")

    gateway.cli("ticket", "reply", number, "--by", "Dana", "--body", "Please restart the switch.")
    answer = acknowledged(gateway, 2)[1]
    assert text_of(answer).startswith("Please restart the switch.")
    assert "Dana" in answer["From"]
    assert "support@example.com" in answer["From"]
    assert answer["Auto-Submitted"] is None

    gateway.cli("ticket", "note", number, "--by", "Dana", "--body", "The switch is from 2009.")
    gateway.cli("ticket", "resolve", number, "--by", "Dana", "--cause", "an old switch", "--fix", "a new one is in")
    gateway.cli("ticket", "qa", number, "--by", "Quinn", "--ok")
    asked = acknowledged(gateway, 3)[2]
    assert "an old switch" in text_of(asked)
    gateway.send(reply_to(asked, text="Yes, it works."))
    until(lambda: gateway.only_ticket()["status"] == "resolved", "the customer's approval resolves the ticket")
    gateway.cli("ticket", "close", number, "--by", "Dana", "--reason", "they are glad")
    assert gateway.only_ticket()["status"] == "closed"
    resolved, closed = acknowledged(gateway, 5)[3:]
    assert "a new one is in" in text_of(resolved)
    gateway.send(reply_to(closed, text="It happens again."))
    until(lambda: gateway.only_ticket()["status"] == "open", "the reply opens the ticket again")

    ticket = gateway.only_ticket()
    assert [(one["direction"], one["from"], one["text"]) for one in ticket["messages"]] == [
        ("in", "ann@acme.example", "Since eight this morning."),
        ("in", "ann@acme.example", "It is the second floor only."),
        ("out", "Dana", "Please restart the switch."),
        ("note", "Dana", "The switch is from 2009."),
        ("note", "Quinn", "QA approved"),
        ("in", "ann@acme.example", "Yes, it works."),
        ("in", "ann@acme.example", "It happens again."),
    ]
    assert ticket["messages"][0]["kind"] == "new"
    assert ticket["messages"][1]["kind"] == "reply"
    assert len(gateway.outgoing()) == 5, "acknowledged, answered, asked, resolved, closed; a note goes to nobody"
    assert "2009" not in "".join(map(str, gateway.outgoing()))
    assert any("they are glad" in line["because"] for line in ticket["history"])
    assert all(line["because"] for line in ticket["history"])


def test_the_json_of_a_ticket_has_the_documented_keys_and_no_others(gateway: Gateway) -> None:
    message = a_mail()
    message.add_attachment(b"\x00\x01", maintype="application", subtype="octet-stream", filename="trace.pcap")
    gateway.send(message)
    (ack,) = acknowledged(gateway)
    gateway.send(reply_to(ack, text="More."))
    until(lambda: len(gateway.only_ticket()["messages"]) == 2, "the reply is on the ticket")
    ticket = gateway.only_ticket()
    assert ticket.keys() == TICKET
    assert ticket["participants"] == ["ann@acme.example"]
    assert [one.keys() for one in ticket["messages"]] == [MESSAGE, MESSAGE]
    assert ticket["messages"][0]["attachments"] == [
        {"name": "trace.pcap", "size": 2, "type": "application/octet-stream", "found": "", "danger": "", "part": "2"}
    ]
    assert all(line.keys() == {"at", "what", "because"} for line in ticket["history"])
    assert {one["kind"] for one in ticket["promises"]} == {"response", "update", "resolution"}
    assert all(one.keys() == PROMISE for one in ticket["promises"])
    reference = (README.parent / "docs" / "reference" / "cli.md").read_text("utf-8")
    for key in TICKET | MESSAGE | PROMISE:
        assert re.search(rf"\b{key}\b", reference), f"{key} is not documented"


def test_without_plus_addressing_references_and_the_number_find_the_ticket(tmp_path: Path) -> None:
    gateway = Gateway(tmp_path, GATEWAY_SUPPORT__PLUS_ADDRESSING="false")
    with gateway.running():
        gateway.send(a_mail())
        (ack,) = acknowledged(gateway)
        assert ack["Reply-To"] in (None, "support@example.com")
        gateway.send(reply_to(ack, text="By its References."))
        until(lambda: len(gateway.only_ticket()["messages"]) == 2, "the reply is on the ticket")
        number = gateway.only_ticket()["number"]
        gateway.send(a_mail(subject=f"about [case #{number}]", text="By its number."))
        until(lambda: len(gateway.only_ticket()["messages"]) == 3, "the mail with the number is on the ticket")
        with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
            gateway.send(a_mail(to="support+x@example.com"))
        assert refused.value.recipients["support+x@example.com"][0] == 550


def test_mode_hold_makes_tickets_and_keeps_the_mail_until_the_mode_is_live(tmp_path: Path) -> None:
    gateway = Gateway(tmp_path, GATEWAY_MODE="hold")
    with gateway.running():
        gateway.send(a_mail())
        until(lambda: gateway.tickets(), "there is a ticket")
        until(lambda: gateway.status()["outbox"]["states"] == {"queued": 1}, "the acknowledgement waits")
    assert gateway.outgoing() == []
    gateway.settings["GATEWAY_MODE"] = "live"
    with gateway.running():
        acknowledged(gateway)
        until(gateway.at_rest, "nothing waits any more")
    assert len(gateway.outgoing()) == 1

"""Postfix on both sides of a whole gateway, set up as the how-to pages say: at the border and as the relay."""

from __future__ import annotations

import os
import pwd
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage, Message
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import need_program
from tests.peers.faulty_relay import CERTIFICATE, FaultyRelay, Say
from tests.peers.postfix import Postfix, private_postfix
from tests.whole.gateway_process import Gateway, until
from tests.whole.mails import a_mail, reply_to, text_of

pytestmark = pytest.mark.peer("postfix")

SUPPORT = "support@example.com"
PEOPLE = ["ann@acme.example", "ben@acme.example"]


@contextmanager
def border(gateway: Gateway, transports: dict[str, str] | None = None, **parameters: str) -> Iterator[Postfix]:
    """A Postfix that takes mail from everywhere, hands ours on, and delivers what we send; the gateway uses it."""
    with private_postfix(
        mailboxes=PEOPLE,
        transports={SUPPORT: f"smtp:[127.0.0.1]:{gateway.port}", **(transports or {})},
        parameters={"recipient_delimiter": "+", **parameters},
    ) as postfix:
        gateway.settings["GATEWAY_RELAY__URL"] = f"smtp://127.0.0.1:{postfix.port}"
        gateway.settings["GATEWAY_TRUST__PEERS"] = "127.0.0.1"
        yield postfix


def post(postfix: Postfix, message: EmailMessage) -> None:
    """Send a mail as its author does, by way of Postfix."""
    postfix.inject(bytes(message), sender=str(message["From"]), recipients=[str(message["To"])])


def delivered(postfix: Postfix, count: int) -> list[Message]:
    """What people got, as soon as it is so much."""
    return [message_from_bytes(mail) for mail in postfix.wait_for_mail(count, seconds=40)]


def letters(gateway: Gateway) -> list[Any]:
    found: list[Any] = gateway.cli("outbox", "list", "--all")
    return found


def what_happened(gateway: Gateway) -> str:
    """The history of the one ticket there is."""
    return "\n".join(f"{line['what']} ({line['because']})" for line in gateway.only_ticket()["history"])


def await_messages(gateway: Gateway, count: int) -> list[Any]:
    until(lambda: gateway.tickets() and len(gateway.only_ticket()["messages"]) == count, f"{count} messages")
    found: list[Any] = gateway.only_ticket()["messages"]
    return found


@pytest.mark.peer("swaks")
@pytest.mark.id("L-10")
def test_mail_comes_by_smtp_and_the_answers_go_back_and_forth(tmp_path: Path) -> None:
    swaks = need_program("swaks")
    gateway = Gateway(tmp_path)
    with border(gateway) as postfix, gateway.running():
        words = ["--server", f"127.0.0.1:{postfix.port}", "--from", "ann@acme.example", "--to", SUPPORT]
        subprocess.run([swaks, *words], check=True, capture_output=True, timeout=60)
        (ack,) = delivered(postfix, 1)
        assert ack["Return-Path"].startswith("<support+b1.")
        assert ack["Delivered-To"] == ack["To"] == "ann@acme.example"
        post(postfix, reply_to(ack, text="It is the second floor only."))
        messages = await_messages(gateway, 2)
        assert messages[1]["text"] == "It is the second floor only."
        gateway.cli("ticket", "reply", gateway.only_ticket()["number"], "--by", "Dana", "--body", "Restart it.")
        answer = delivered(postfix, 2)[1]
        assert text_of(answer).startswith("Restart it.")
        post(postfix, reply_to(answer, text="That helped."))
        assert await_messages(gateway, 4)[3]["text"] == "That helped."
        assert "status=sent (250 2.0.0 Ok: taken as 1)" in postfix.log()
        until(gateway.at_rest, "nothing waits")
        assert len(postfix.mails()) == 2
        assert gateway.status()["troubles"] == []


@pytest.mark.parametrize("chroot", ["y", "n"])
@pytest.mark.id("D-09")
def test_mail_comes_by_lmtp_over_a_socket_in_the_queue_folder(tmp_path: Path, chroot: str) -> None:
    gateway = Gateway(tmp_path, GATEWAY_SUPPORT__ADDRESSES=f"{SUPPORT},sales@example.com")
    by_lmtp = "lmtp:unix:casegate/lmtp.sock"
    with border(gateway, {SUPPORT: by_lmtp, "sales@example.com": by_lmtp}) as postfix:
        folder = postfix.base / "queue" / "casegate"  # what `install -d -o casegate -g postfix -m 2750` makes
        folder.mkdir()
        os.chown(folder, os.geteuid(), pwd.getpwnam("postfix").pw_gid)
        folder.chmod(0o2750)
        gateway.settings["GATEWAY_LMTP__LISTEN"] = str(folder / "lmtp.sock")
        postfix.run("postconf", "-F", f"lmtp/unix/chroot={chroot}", check=True)
        postfix.run("postfix", "reload", check=True)
        with gateway.running():
            message = a_mail()
            postfix.inject(bytes(message), sender="ann@acme.example", recipients=[SUPPORT, "sales@example.com"])
            (ack,) = delivered(postfix, 1)
            post(postfix, reply_to(ack, text="More of it."))
            await_messages(gateway, 2)
            until(gateway.at_rest, "nothing waits")
            mails = gateway.cli("mail", "list")
        assert [mail["source"] for mail in mails] == ["lmtp", "lmtp"]
        assert sorted(mails[0]["recipients"]) == ["sales@example.com", SUPPORT]
        assert len(postfix.mails()) == 1
        assert postfix.log().count("status=sent (250 2.0.0 Ok: taken as 1)") == 2, "one answer for each recipient"


@pytest.mark.id("P1", "P4")
def test_while_we_are_away_postfix_keeps_the_mail_and_it_is_one_ticket_later(tmp_path: Path) -> None:
    gateway = Gateway(tmp_path)
    with border(gateway) as postfix:
        post(postfix, a_mail())
        postfix.wait_until(lambda: "status=deferred" in postfix.log())
        with gateway.running():
            postfix.flush()
            delivered(postfix, 1)
            until(lambda: postfix.queue() == [], "the queue of Postfix is empty")
        post(postfix, a_mail(subject="Phones drop again"))
        postfix.wait_until(lambda: postfix.log().count("status=deferred") >= 2)
        with gateway.running():
            postfix.flush()
            delivered(postfix, 2)
            until(gateway.at_rest, "nothing waits")
            assert {ticket["subject"] for ticket in gateway.tickets()} == {"Phones drop", "Phones drop again"}
            assert len(gateway.tickets()) == 2
        assert len(postfix.mails()) == 2
        assert postfix.queue() == []


@pytest.mark.id("N-03", "P7")
def test_a_recipient_postfix_refuses_is_noted_on_the_ticket_and_not_tried_again(tmp_path: Path) -> None:
    gateway = Gateway(tmp_path)
    with border(gateway) as postfix, gateway.running():
        post(postfix, a_mail(sender="nobody@acme.example"))
        until(lambda: gateway.status()["outbox"]["states"] == {"refused": 1}, "the refusal is known")
        (letter,) = letters(gateway)
        assert (letter["recipient"], letter["attempts"]) == ("nobody@acme.example", 1)
        assert letter["reply"].startswith("550 5.1.1 <nobody@acme.example>: Recipient address rejected")
        (line,) = [line for line in what_happened(gateway).splitlines() if "refused" in line]
        assert "nobody@acme.example" in line
        assert "550 5.1.1" in line
        assert postfix.log().count("NOQUEUE: reject") == 1
        post(postfix, a_mail())
        delivered(postfix, 1)  # others are not held up


@pytest.mark.id("L-03", "P16")
def test_a_bounce_made_by_postfix_finds_its_letter_by_the_return_path(tmp_path: Path) -> None:
    gateway = Gateway(tmp_path)
    with FaultyRelay() as far_away:
        far_away.on("rcpt", Say("550 5.1.1 no such user here"))
        with border(gateway, {"far.example": f"smtp:[127.0.0.1]:{far_away.port}"}) as postfix, gateway.running():
            gateway.send(a_mail(subject="another ticket", sender="ann@acme.example"))
            delivered(postfix, 1)
            post(postfix, a_mail(sender="carl@far.example", subject="of somebody who is gone"))
            until(lambda: len(gateway.tickets()) == 2, "there are two tickets")
            (number,) = [one["number"] for one in gateway.tickets() if one["requester"] == "carl@far.example"]
            until(lambda: len(gateway.cli("ticket", "show", number)["messages"]) == 2, "the bounce is on its ticket")
            ticket = gateway.cli("ticket", "show", number)
            until(gateway.at_rest, "nothing waits")
            assert ticket["status"] == "open"
            assert (ticket["messages"][1]["kind"], ticket["participants"]) == ("bounce", ["carl@far.example"])
            (line,) = [line for line in ticket["history"] if "could not be delivered" in line["what"]]
            assert "carl@far.example 5.1.1" in line["what"]
            assert line["because"] == "our signed return path"
            assert len(letters(gateway)) == 2, "a bounce is never answered"
            (bounce,) = [mail for mail in gateway.cli("mail", "list") if mail["sender"] == ""]
            assert (bounce["fate"], bounce["ticket"]) == ("bounce", number)
            assert len(postfix.mails()) == 1


@pytest.mark.id("L-03", "P16")
def test_a_warning_of_postfix_that_a_letter_is_late_is_noted_as_a_delay(tmp_path: Path) -> None:
    gateway = Gateway(tmp_path)
    with FaultyRelay() as far_away:
        far_away.on("rcpt", Say("451 4.7.1 come back later"))
        transports = {"far.example": f"smtp:[127.0.0.1]:{far_away.port}"}
        with border(gateway, transports, delay_warning_time="1s") as postfix, gateway.running():
            post(postfix, a_mail(sender="carl@far.example"))
            messages = await_messages(gateway, 2)
            assert messages[1]["kind"] == "delay"
            assert "is delayed: carl@far.example 4.7.1" in what_happened(gateway)
            assert len(letters(gateway)) == 1


@pytest.mark.id("N-01", "P6")
def test_while_the_relay_is_away_letters_wait_and_status_says_so(tmp_path: Path) -> None:
    gateway = Gateway(tmp_path)
    with border(gateway) as postfix, gateway.running():
        gateway.send(a_mail())
        delivered(postfix, 1)
        postfix.run("postfix", "abort")
        gateway.send(a_mail(sender="ben@acme.example"))
        until(lambda: gateway.part("relay")["ok"] is False, "status says that the relay is away")
        status = gateway.status()
        assert status["ok"] is False
        assert f"127.0.0.1:{postfix.port}" in str(status["troubles"])
        assert status["outbox"]["states"] == {"sent": 1, "queued": 1}
        gateway.cli("status", "--check", code=1)
        postfix.run("postfix", "start", check=True)
        assert delivered(postfix, 2)[1]["To"] == "ben@acme.example"
        until(gateway.at_rest, "nothing waits")
        assert gateway.status()["ok"] is True
        assert gateway.status()["outbox"]["states"] == {"sent": 2}
        assert len(postfix.mails()) == 2


def relay_is_away(gateway: Gateway, because: str) -> bool:
    """Tell whether status says so; a relay that is just being reloaded is away for other reasons first."""
    part = gateway.part("relay")
    return part["ok"] is False and because in part["detail"]


@pytest.mark.id("N-01", "N-07")
def test_letters_wait_while_the_certificate_of_the_relay_is_wrong_and_go_when_it_is_trusted(tmp_path: Path) -> None:
    gateway = Gateway(tmp_path)
    with private_postfix(mailboxes=PEOPLE, tls=True) as postfix:
        gateway.settings["GATEWAY_RELAY__URL"] = f"smtp+starttls://localhost:{postfix.port}"
        with gateway.running():
            gateway.send(a_mail())
            until(lambda: relay_is_away(gateway, "certificate"), "status says what is wrong")
            assert gateway.status()["outbox"]["states"] == {"queued": 1}
        assert postfix.mails() == []
        gateway.settings["GATEWAY_RELAY__CERTIFICATE_AUTHORITIES"] = str(CERTIFICATE)
        with gateway.running():
            (ack,) = delivered(postfix, 1)
            until(gateway.at_rest, "nothing waits")
            assert "ESMTPS" in ack["Received"]
        postfix.set(smtpd_tls_security_level="none")
        with gateway.running():
            gateway.send(a_mail(sender="ben@acme.example"))
            until(lambda: relay_is_away(gateway, "STARTTLS"), "a relay that stops offering STARTTLS gets no mail")
        assert len(postfix.mails()) == 1


def test_a_relay_with_a_login_is_used_as_the_how_to_says(tmp_path: Path) -> None:
    secret = tmp_path / "relay.password"
    secret.write_text("correct horse\n")
    gateway = Gateway(tmp_path, GATEWAY_RELAY__USER="support@example.com", GATEWAY_RELAY__PASSWORD_FILE=str(secret))
    with FaultyRelay(tls=True, users={"support@example.com": "correct horse"}) as relay:
        gateway.settings["GATEWAY_RELAY__URL"] = f"smtp+starttls://localhost:{relay.port}"
        gateway.settings["SSL_CERT_FILE"] = str(CERTIFICATE)
        with gateway.running():
            gateway.send(a_mail())
            until(lambda: [one for one in relay.transactions if one.done], "the relay has the acknowledgement")
            until(gateway.at_rest, "nothing waits")
        assert relay.logins
        assert all(connection.tls for connection in relay.connections if b"DATA" in connection.commands)
    assert "correct horse" not in gateway.log.read_text() + str(gateway.cli("config", "show"))

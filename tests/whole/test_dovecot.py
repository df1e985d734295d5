"""Support mail in a Dovecot mailbox, answers through Postfix: the set-up of most offices, and of the how-to pages."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path

import pytest

from gateway import faults
from tests.peers.dovecot import PASSWORD, Dovecot
from tests.peers.postfix import private_postfix
from tests.whole.gateway_process import Gateway, until
from tests.whole.mails import a_mail, reply_to

pytest_plugins = ["tests.peers.dovecot_fixture"]
pytestmark = pytest.mark.peer("dovecot")

SUPPORT = "support@example.com"
SETTINGS = """\
support:
  addresses: [support@example.com]

imap:
  support:
    host: localhost
    port: {port}
    user: {user}
    folder: INBOX
    after: seen
"""


@pytest.fixture
def user(dovecot: Dovecot) -> str:
    return dovecot.new_user()


@pytest.fixture
def gateway(tmp_path: Path) -> Gateway:
    return Gateway(tmp_path)


def reads(gateway: Gateway, dovecot: Dovecot, name: str, **settings: str) -> None:
    """Let the gateway read a mailbox."""
    told = {"HOST": "127.0.0.1", "PORT": str(dovecot.imap_port), "TLS": "none", "PASSWORD": PASSWORD, **settings}
    gateway.settings.update({f"GATEWAY_IMAP__{name}__{key}": value for key, value in told.items()})


def waits_by_idle(gateway: Gateway, name: str = "imap:support") -> None:
    def waits() -> bool:
        part = gateway.part(name)
        return bool(part and part["ok"] and "waits for mail by IDLE" in part["detail"])

    until(waits, f"{name} waits for mail")


def marked(dovecot: Dovecot, user: str, count: int) -> None:
    until(lambda: list(dovecot.flags(user).values()) == ["\\Seen"] * count, f"{count} mails are marked as seen")


@pytest.fixture
def settings_folder(tmp_path: Path, dovecot: Dovecot, user: str) -> Iterator[Path]:
    folder = tmp_path / "config"
    folder.mkdir()
    (folder / "gateway.yml").write_text(SETTINGS.format(port=dovecot.imaps_port, user=user))
    yield folder
    shutil.rmtree(folder)


@pytest.mark.peer("postfix")
def test_a_mailbox_is_read_and_answered_through_a_relay_as_the_how_to_says(
    gateway: Gateway, dovecot: Dovecot, user: str, settings_folder: Path
) -> None:
    password = gateway.folder / "support.password"
    password.write_text(f"{PASSWORD}\n")
    password.chmod(0o600)
    gateway.settings |= {
        "GATEWAY_CONFIG": str(settings_folder),
        "GATEWAY_IMAP__SUPPORT__PASSWORD_FILE": str(password),
        "GATEWAY_IMAP__SUPPORT__CERTIFICATE_AUTHORITIES": str(dovecot.certificate),
    }
    delivery = f"lmtp:inet:[127.0.0.1]:{dovecot.lmtp_port}"
    parameters = {"recipient_delimiter": "+", "virtual_alias_maps": f"inline:{{ {SUPPORT}={user}@mail.example }}"}
    with private_postfix(
        mailboxes=["ann@acme.example"], transports={"mail.example": delivery}, parameters=parameters
    ) as postfix:
        gateway.settings["GATEWAY_RELAY__URL"] = f"smtp://127.0.0.1:{postfix.port}"
        assert gateway.cli("config", "check")["ok"]
        with gateway.running():
            waits_by_idle(gateway)
            postfix.inject(bytes(a_mail()), sender="ann@acme.example", recipients=[SUPPORT])
            ack = message_from_bytes(postfix.wait_for_mail(1)[0])
            assert ack["To"] == "ann@acme.example"
            reply = reply_to(ack, text="It is the second floor only.")
            postfix.inject(bytes(reply), sender="ann@acme.example", recipients=[reply["To"]])
            until(lambda: len(gateway.only_ticket()["messages"]) == 2, "the reply is on the ticket")
            marked(dovecot, user, 2)
            assert gateway.only_ticket()["messages"][1]["text"] == "It is the second floor only."
            assert {mail["source"] for mail in gateway.cli("mail", "list")} == {"imap:support"}
            status = gateway.status()
            assert (status["ok"], status["troubles"]) == (True, [])
        assert len(postfix.mails()) == 1


def test_mail_that_is_taken_is_moved(gateway: Gateway, dovecot: Dovecot, user: str) -> None:
    reads(gateway, dovecot, "SUPPORT", USER=user, AFTER="move", MOVE_TO="Taken")
    with gateway.running():
        waits_by_idle(gateway)
        for subject in ("first", "second"):
            dovecot.deliver(user, bytes(a_mail(subject=subject)))
        until(lambda: len(gateway.outgoing()) == 2, "both are acknowledged")
        until(lambda: dovecot.flags(user) == {}, "the folder is empty")
    assert len(dovecot.flags(user, "Taken")) == 2
    assert {ticket["subject"] for ticket in gateway.tickets()} == {"first", "second"}


@pytest.mark.id("N-11", "N-16", "D-08", "P4", "P8")
def test_a_mail_is_one_ticket_though_it_comes_by_smtp_and_twice_and_the_folder_is_renumbered(
    gateway: Gateway, dovecot: Dovecot, user: str
) -> None:
    reads(gateway, dovecot, "SUPPORT", USER=user)
    message = a_mail()
    with gateway.running():
        waits_by_idle(gateway)
        gateway.send(message)
        until(lambda: len(gateway.outgoing()) == 1, "it is acknowledged")
        dovecot.deliver(user, message.as_bytes())
        dovecot.append(user, message.as_bytes())
        marked(dovecot, user, 2)
    dovecot.change_uidvalidity(user)
    with gateway.running():
        waits_by_idle(gateway)
        dovecot.deliver(user, bytes(a_mail(subject="another")))
        marked(dovecot, user, 3)
        until(lambda: len(gateway.outgoing()) == 2, "the new mail is acknowledged")
        until(gateway.at_rest, "nothing waits")
        fates = gateway.status()["mails"]["fates"]
    assert fates["ticket"] == 2
    assert fates["duplicate"] == gateway.status()["mails"]["accepted"] - 2
    assert {ticket["subject"] for ticket in gateway.tickets()} == {"Phones drop", "another"}
    (number,) = [ticket["number"] for ticket in gateway.tickets() if ticket["subject"] == "Phones drop"]
    history = gateway.cli("ticket", "show", number)["history"]
    assert any("the same mail came again by imap:support" in line["what"] for line in history)
    assert len(gateway.outgoing()) == 2


@pytest.mark.id("N-13", "P1")
def test_a_crash_between_the_commit_and_the_mark_makes_no_second_ticket(
    gateway: Gateway, dovecot: Dovecot, user: str
) -> None:
    died = gateway.folder / "died"
    gateway.settings[faults.VARIABLE] = f"journal-committed:1:{died}"
    reads(gateway, dovecot, "SUPPORT", USER=user)
    dovecot.append(user, bytes(a_mail()))
    with gateway.running():
        until(died.exists, "the wire dies with the mail committed")
        marked(dovecot, user, 1)
        until(lambda: len(gateway.outgoing()) == 1, "it is acknowledged")
        until(gateway.at_rest, "nothing waits")
        assert gateway.status()["mails"]["accepted"] == 1
    assert len(gateway.outgoing()) == 1
    assert len(gateway.tickets()) == 1


@pytest.mark.id("N-18")
def test_a_refused_login_is_loud_and_holds_up_no_other_mailbox(gateway: Gateway, dovecot: Dovecot, user: str) -> None:
    reads(gateway, dovecot, "SUPPORT", USER=user)
    reads(gateway, dovecot, "SALES_EU", USER=dovecot.new_user(), PASSWORD="tr0ub4dor")
    with gateway.running():
        waits_by_idle(gateway)
        until(lambda: gateway.part("imap:sales-eu")["ok"] is False, "status says that the other mailbox is refused")
        dovecot.deliver(user, bytes(a_mail()))
        until(lambda: len(gateway.outgoing()) == 1, "the mail of the good mailbox is acknowledged")
        status = gateway.status()
        (trouble,) = status["troubles"]
        assert status["ok"] is False
        assert "sales-eu" in trouble["what"]
        assert "login" in trouble["what"]
        assert trouble["do"]
        assert gateway.part("imap:support")["ok"] is True
        assert gateway.part("imap:sales-eu")["ok"] is False
        gateway.cli("status", "--check", code=1)
    assert "tr0ub4dor" not in gateway.log.read_text() + str(status)

"""Maintenance and an outage told to customers by a whole gateway: Postfix relays, customers have mailboxes in Dovecot.

Three zones, two languages, an address that is dead and one that was never given; processes are killed on the way.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage, Message
from pathlib import Path

import pytest

from gateway import faults
from tests.conftest import need_program
from tests.peers.dovecot import Dovecot
from tests.peers.postfix import Postfix, private_postfix
from tests.whole.gateway_process import Gateway, until
from tests.whole.mails import text_of

pytest_plugins = ["tests.peers.dovecot_fixture"]
pytestmark = [pytest.mark.peer("postfix"), pytest.mark.peer("dovecot")]

ROOT = Path(__file__).resolve().parents[2]
SUPPORT, NOTICES = "support@provider.example", "notices@provider.example"
CUSTOMERS = """\
customers:
  - {id: acme, name: ACME Telecom, notice_address: noc@acme.example, timezone: Africa/Johannesburg, language: en,
     products: [voice, reports], notice_calendar: attach, account_manager: dana@provider.example}
  - {id: bravo, name: Bravo SARL, notice_address: exploitation@bravo.example, timezone: Europe/Paris, language: fr,
     products: [voice], notice_calendar: request, account_manager: dana@provider.example}
  - {id: chiba, name: Chiba KK, notice_address: all@chiba.example, timezone: Asia/Tokyo, language: en,
     products: [voice], notice_calendar: publish}
  - {id: hooli, name: Hooli, notice_address: gone@hooli.example, timezone: UTC, language: en, products: [voice],
     account_manager: dana@provider.example}
  - {id: globex, name: Globex, timezone: UTC, language: en, products: [voice], account_manager: dana@provider.example}
  - {id: other, name: Other, notice_address: noc@other.example, products: [mail]}
"""
MAILBOXES = {"acme": "noc@acme.example", "bravo": "exploitation@bravo.example", "chiba": "all@chiba.example"}
DANA = "dana@provider.example"
SAID = ["--reason", "New disks", "--customer-action", "nothing"]


class Customers:
    """What people find in their mailboxes."""

    def __init__(self, dovecot: Dovecot) -> None:
        self._dovecot = dovecot
        self.users = {name: dovecot.new_user() for name in (*MAILBOXES, "dana")}

    def mails(self, name: str) -> list[Message]:
        found = []
        with self._dovecot.login(self.users[name]) as imap:
            _, lines = imap.uid("FETCH", "1:*", "(BODY.PEEK[])")
            found = [message_from_bytes(line[1]) for line in lines if isinstance(line, tuple)]
        return found

    def subjects(self, name: str) -> list[str]:
        return [str(make_header(decode_header(mail["Subject"]))) for mail in self.mails(name)]


@pytest.fixture
def customers(dovecot: Dovecot) -> Customers:
    return Customers(dovecot)


@contextmanager
def told(gateway: Gateway, dovecot: Dovecot, customers: Customers) -> Iterator[Postfix]:
    """A Postfix as the relay: it hands mail for customers to Dovecot, ours to the gateway, and refuses who is gone."""
    boxes = {**MAILBOXES, "dana": DANA}
    aliases = " ".join(f"{{{address}={customers.users[name]}@boxes.example}}" for name, address in boxes.items())
    with private_postfix(
        mailboxes=["somebody@hooli.example"],
        transports={
            SUPPORT: f"smtp:[127.0.0.1]:{gateway.port}",
            NOTICES: f"smtp:[127.0.0.1]:{gateway.port}",
            "boxes.example": f"lmtp:inet:[127.0.0.1]:{dovecot.lmtp_port}",
        },
        parameters={"recipient_delimiter": "+", "virtual_alias_maps": f"inline:{{ {aliases} }}"},
    ) as postfix:
        gateway.settings |= {
            "GATEWAY_RELAY__URL": f"smtp://127.0.0.1:{postfix.port}",
            "GATEWAY_TRUST__PEERS": "127.0.0.1",
            "GATEWAY_SUPPORT__ADDRESSES": SUPPORT,
            "GATEWAY_SUPPORT__NOTICES": NOTICES,
            "GATEWAY_BRAND": "Provider",
        }
        file = gateway.folder / "customers.yml"
        file.write_text(CUSTOMERS)
        gateway.cli("customers", "import", str(file))
        yield postfix


def at(later: timedelta) -> str:
    return (datetime.now(UTC) + later).isoformat(timespec="seconds")


def verdicts(gateway: Gateway, kind: str, name: str) -> list[tuple[str, str]]:
    """What an audit says of each promise; one that missed something fails here."""
    return [(one["kind"], one["verdict"]) for one in gateway.cli(kind, "audit", name)["promises"]]


def first_words(mails: list[Message]) -> list[str]:
    """Say of each mail what state it names first, without the time."""
    lines = [text_of(mail).lstrip().split("\n")[0] for mail in mails]
    return [re.split(r" - |, | depuis | après ", line)[0] for line in lines]


def as_operators_read(folder: Path, mails: dict[str, list[Message]]) -> dict[str, list[tuple[str, int, str]]]:
    """Read every mail with the parser of network operators: status, revision and whose it is, in order."""
    program = Path(need_program("circuit-maintenance-parser", str(ROOT / ".venv-maintnote" / "bin"))).resolve()
    names = [f"{customer}-{at:02}" for customer, theirs in mails.items() for at in range(len(theirs))]
    for name in names:
        customer, _, at = name.rpartition("-")
        (folder / f"{name}.eml").write_bytes(mails[customer][int(at)].as_bytes())
    command = [str(program.parent / "python"), str(ROOT / "tests" / "peers" / "read_maintenance.py")]
    files = [str(folder / f"{name}.eml") for name in names]
    done = subprocess.run([*command, *files], capture_output=True, text=True, timeout=120, check=True, cwd=folder)
    found = json.loads(done.stdout)
    said: dict[str, list[tuple[str, int, str]]] = {}
    for name in names:
        (one,) = found[name]
        said.setdefault(name.rpartition("-")[0], []).append((one["status"], one["sequence"], one["uid"]))
        assert one["account"] == name.rpartition("-")[0]
        assert [circuit["circuit_id"] for circuit in one["circuits"]] == ["voice"]
    return said


@pytest.mark.peer("circuit-maintenance-parser")
def test_maintenance_is_told_from_its_plan_to_its_end(tmp_path: Path, dovecot: Dovecot, customers: Customers) -> None:
    died = tmp_path / "died"
    gateway = Gateway(tmp_path, **{faults.VARIABLE: f"notice-letters-written:7:{died}"})
    with told(gateway, dovecot, customers), gateway.running():
        planned = ["--service", "voice", "--title", "Storage", "--impact", "degraded", "--yes", *SAID]
        hours = timedelta(hours=1)
        too_soon = gateway.failing_cli(
            "maintenance", "schedule", *planned, "--start", at(2 * hours), "--duration", "1h", code=3
        )
        assert "--short-notice" in too_soon
        first = gateway.cli("maintenance", "schedule", *planned, "--start", at(26 * hours), "--duration", "2h")
        name = first["id"]
        counts = {one["customer"]: one["state"] for one in first["recipients"]}
        assert counts == {
            "acme": "accepted",
            "bravo": "accepted",
            "chiba": "accepted",
            "hooli": "bounced",
            "globex": "skipped",
        }
        gateway.cli("maintenance", "reschedule", name, "--start", at(30 * hours), "--reason", "spare parts", "--yes")
        gateway.cli("maintenance", "cancel", name, "--reason", "not needed", "--yes")
        why = ["--emergency", "--short-notice", "A leak"]
        urgent = [*planned[:3], "Leak", *planned[4:], *why, "--start", at(hours), "--duration", "1h"]
        leak = gateway.cli("maintenance", "schedule", *urgent)["id"]
        gateway.cli("maintenance", "reschedule", leak, "--start", at(2 * hours), "--reason", "on site at two", "--yes")
        gateway.cli("maintenance", "start", leak, "--yes")
        assert not died.exists()
        gateway.cli("maintenance", "extend", leak, "--until", at(4 * hours), "--reason", "one disk more", "--yes")
        assert died.exists(), "the desk dies while it writes the letters of the extension"
        gateway.cli("maintenance", "complete", leak, "--yes")
        until(gateway.at_rest, "nothing waits")
        for customer in MAILBOXES:
            subjects = customers.subjects(customer)
            assert [("Re: " in one, name in one, leak in one) for one in subjects] == [
                *((again, True, False) for again in (False, True, True)),
                *((again, False, True) for again in (False, True, True, True, True)),
            ]
        read = as_operators_read(tmp_path, {customer: customers.mails(customer) for customer in MAILBOXES})
        for customer, said in read.items():
            first, second = f"{name}.{customer}@provider.example".lower(), f"{leak}.{customer}@provider.example".lower()
            assert said == [
                *(("CONFIRMED", 0, first), ("CONFIRMED", 1, first), ("CANCELLED", 2, first)),
                *(("CONFIRMED", 0, second), ("CONFIRMED", 1, second), ("IN-PROCESS", 2, second)),
                *(("IN-PROCESS", 3, second), ("COMPLETED", 4, second)),
            ]
        roots = [mail["References"] for mail in customers.mails("acme")]
        ids = [f"{mail['Message-ID']}" for mail in customers.mails("acme")]
        assert roots == [None, ids[0], ids[0], None, ids[3], ids[3], ids[3], ids[3]]
        texts = {customer: text_of(customers.mails(customer)[0]) for customer in MAILBOXES}
        assert "Johannesburg (UTC+2)" in texts["acme"]
        assert "Paris" in texts["bravo"]
        assert "Bravo SARL" in texts["bravo"]
        assert "Tokyo (UTC+9)" in texts["chiba"]
        off, done = ["PROGRAMMÉE", "NOUVEL HORAIRE", "ANNULÉE"], ["COMMENCÉE", "PROLONGÉE", "TERMINÉE"]
        assert first_words(customers.mails("bravo")) == [*off, "URGENCE", "NOUVEL HORAIRE", *done]
        calendars = {
            customer: [one.get_content_type() for one in customers.mails(customer)[0].walk()] for customer in MAILBOXES
        }
        assert all("text/calendar" in types for types in calendars.values())
        assert verdicts(gateway, "maintenance", name) == [
            *(("notice", "met"), ("notice", "met"), ("cancelled", "met")),
            ("uncovered", "excused"),  # nobody can mail to who has no address; dana was asked to tell them
        ]
        assert verdicts(gateway, "maintenance", leak) == [
            *(("notice", "excused"), ("notice", "excused")),  # an emergency
            *(("started", "met"), ("extended", "met"), ("ended", "met"), ("window", "met"), ("uncovered", "excused")),
        ]
        report = gateway.cli("notice", "report", name)
        assert report["counts"]["accepted"] == 3
        assert any("Globex" in text_of(mail) for mail in customers.mails("dana"))
        hooli = next(
            one for one in gateway.cli("audience", "--service", "voice")["uncovered"] if one["customer"] == "hooli"
        )
        assert "refused" in hooli["why"]


@pytest.mark.peer("swaks")
def test_an_outage_is_told_from_the_first_suspicion_to_its_root_cause(
    tmp_path: Path, dovecot: Dovecot, customers: Customers
) -> None:
    died = tmp_path / "died"
    gateway = Gateway(tmp_path, **{faults.VARIABLE: f"notice-letters-committed:2:{died}"})
    with told(gateway, dovecot, customers) as postfix, gateway.running():
        name = gateway.cli("outage", "open", "--service", "voice", "--title", "Calls fail")["id"]
        gateway.cli(
            "outage", "confirm", name, "--since", at(-timedelta(minutes=20)), "--impact", "outage", "--by", "dana"
        )
        assert customers.mails("acme") == []
        words = ["--server", f"127.0.0.1:{postfix.port}", "--from", "eve@acme.example", "--to", SUPPORT]
        told_of = ["--header", "Subject: voice is down", "--body", "No calls come in since eight."]
        subprocess.run([need_program("swaks"), *words, *told_of], check=True, capture_output=True, timeout=60)
        said = ["--summary", "Inbound calls fail", "--workaround", "none", "--yes"]
        gateway.cli("outage", "report", name, *said)
        assert not died.exists()
        gateway.cli("outage", "update", name, "--summary", "A disk is replaced", "--yes")
        assert died.exists(), "the desk dies once the letters of the update are written"
        gateway.cli("outage", "restore", name, "--yes")
        gateway.failing_cli("outage", "close", name, code=3)
        gateway.cli("outage", "rca", name, "--root-cause", "A disk failed", "--yes")
        gateway.cli("outage", "rca", name, "--impact", "No inbound calls", "--resolution", "Disk replaced", "--yes")
        gateway.cli("outage", "close", name)
        until(gateway.at_rest, "nothing waits")
        for customer in MAILBOXES:
            mails = [
                one for one in customers.mails(customer) if name in str(make_header(decode_header(one["Subject"])))
            ]
            assert len(mails) == 5
            assert {one["In-Reply-To"] for one in mails[1:]} == {mails[0]["Message-ID"]}
            assert all("text/calendar" not in [part.get_content_type() for part in one.walk()] for one in mails)
        french = [one for one in customers.mails("bravo") if name in str(make_header(decode_header(one["Subject"])))]
        assert first_words(french) == ["EN PANNE", "TOUJOURS EN PANNE", "RÉTABLI", "RÉTABLI", "RAPPORT FINAL"]
        assert len([one for one in customers.subjects("dana") if f"[{name}]" in one]) == 5
        assert verdicts(gateway, "outage", name) == [
            *(("report", "met"), ("update", "met"), ("restored", "met"), ("restored-to-all", "met")),
            *(("rca", "met"), ("final", "met"), ("closed", "met"), ("uncovered", "excused")),
        ]


@pytest.mark.id("D-01", "D-02")
def test_processes_that_are_killed_on_the_way_tell_nobody_twice_and_leave_nobody_out(
    tmp_path: Path, dovecot: Dovecot, customers: Customers
) -> None:
    died = {point: tmp_path / f"died-{point}" for point in (*faults.NOTICE_POINTS[2:], "letters-recorded")}
    gateway = Gateway(tmp_path, **{faults.VARIABLE: " ".join(f"{point}:1:{file}" for point, file in died.items())})
    with told(gateway, dovecot, customers), gateway.running():
        words = [
            "--service",
            "voice",
            "--title",
            "Patch",
            "--impact",
            "none",
            "--start",
            at(timedelta(hours=30)),
            *SAID,
        ]
        name = gateway.cli("maintenance", "schedule", *words, "--duration", "1h", "--yes")["id"]
        for point, file in died.items():
            until(file.exists, f"a process dies at {point}")
        until(gateway.at_rest, "nothing waits")
        assert {customer: len(customers.mails(customer)) for customer in MAILBOXES} == dict.fromkeys(MAILBOXES, 1)
        assert verdicts(gateway, "maintenance", name) == [
            *(("notice", "met"), ("reminder", "open"), ("reminder", "open"), ("started", "open")),
            ("uncovered", "excused"),
        ]


def test_an_answer_to_a_notice_is_a_ticket_of_that_customer_linked_with_it(
    tmp_path: Path, dovecot: Dovecot, customers: Customers
) -> None:
    gateway = Gateway(tmp_path)
    with told(gateway, dovecot, customers) as postfix, gateway.running():
        words = [
            "--service",
            "voice",
            "--title",
            "Patch",
            "--impact",
            "none",
            "--start",
            at(timedelta(hours=30)),
            *SAID,
        ]
        name = gateway.cli("maintenance", "schedule", *words, "--duration", "1h", "--yes")["id"]
        (mail,) = customers.mails("acme")
        answer = EmailMessage()
        answer["From"], answer["To"] = "eve@acme.example", mail["Reply-To"]
        answer["Subject"], answer["In-Reply-To"] = f"Re: {mail['Subject']}", mail["Message-ID"]
        answer["Message-ID"], answer["Date"] = "<1@acme.example>", "Sun, 22 Nov 2026 09:12:00 +0000"
        answer.set_content("Can it be an hour later?")
        postfix.inject(bytes(answer), sender="eve@acme.example", recipients=[str(mail["Reply-To"])])
        until(gateway.tickets, "it is a ticket")
        ticket = gateway.only_ticket()
        assert (ticket["customer"], ticket["linked_to"]) == ("acme", [name])
        assert [one["case"] for one in gateway.cli("notice", "report", name)["replies"]] == [ticket["number"]]

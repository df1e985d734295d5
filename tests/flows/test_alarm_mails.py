"""Mails of monitoring systems go through intake: by the real store, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from gateway.desk.storm import STORM
from gateway.mail import Envelope, ReceivedMail
from tests.flows.desk_fixture import SUPPORT
from tests.flows.watched import WatchedDesk, watched_desk
from tests.peers.postgres import Postgres

ALARMS = Path(__file__).resolve().parents[1] / "mail" / "alarms"
MONITORS = """\
mail:
  - {sender: "*.example.net", products: [portal], proof: none}
  - {sender: "*.amazonaws.com", proof: none}
  - {sender: uptimerobot.com, customers: [bell], priority: high, proof: none}
  - {sender: ops.example, peers: [192.0.2.0/24]}
"""
PEER = "mon [192.0.2.7]"
ON_BOTH = pytest.mark.parametrize(
    "desk", ["sqlite", pytest.param("postgresql", marks=pytest.mark.peer("postgresql"))], indirect=True
)
ON_SQLITE = pytest.mark.parametrize("desk", ["sqlite"], indirect=True)
SEQUENCES = {
    "alertmanager": ("firing-one", "firing-two", "resolved"),
    "nagios": ("service-problem", "service-warning", "service-acknowledged", "service-recovery"),
    "zabbix": ("problem", "updated", "resolved"),
    "cloudwatch": ("alarm", "insufficient", "ok"),
    "uptimerobot": ("down", "up"),
}
"""What a system says of one problem, one mail after the other."""


@pytest.fixture
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[WatchedDesk]:
    url = ""
    if request.param == "postgresql":
        server: Postgres = request.getfixturevalue("postgres")
        url = server.new_database()
    yield from watched_desk(tmp_path / "a", url=url, monitors=MONITORS)


def raw(name: str) -> bytes:
    return (ALARMS / f"{name}.eml").read_bytes()


def nagios(at: int, *, kind: str = "PROBLEM", service: str = "disk", sender: str = "n@ops.example") -> bytes:
    state = "CRITICAL" if kind == "PROBLEM" else "OK"
    return (
        f"From: {sender}\r\nTo: {SUPPORT}\r\nSubject: ** {kind} Service Alert: db1/{service} is {state} **\r\n"
        f"Message-ID: <{kind}{at}@ops.example>\r\nDate: Thu, 19 Nov 2026 09:12:00 +0000\r\n\r\n"
        f"***** Nagios *****\r\n\r\nNotification Type: {kind}\r\n\r\nService: {service}\r\nHost: db1\r\n"
    ).encode()


def arrive(desk: WatchedDesk, *mails: bytes) -> None:
    """Let mails come in at once, then work them off in batches as the desk does."""
    envelope = Envelope("n@ops.example", (SUPPORT,))
    received = [ReceivedMail("smtp", envelope, mail, desk.clock.now(), peer=PEER) for mail in mails]
    desk.office.journal.append([(one, None) for one in received])
    desk.work()


@ON_BOTH
@pytest.mark.parametrize("system", SEQUENCES)
def test_what_a_system_says_of_one_problem_is_one_ticket_that_its_end_resolves(desk: WatchedDesk, system: str) -> None:
    names = SEQUENCES[system]
    fates = []
    for name in names:
        desk.clock.advance(timedelta(minutes=5))
        fates.append(desk.entry(desk.receive(raw(f"{system}/{name}"))).fate)
        assert desk.tickets()[0].status == ("resolved" if name is names[-1] else "open"), name
    assert fates == ["ticket", *["automatic"] * (len(names) - 1)]
    (ticket,) = desk.tickets()
    assert (ticket.channel, ticket.requester) == ("monitor", "")
    assert len(desk.ticket().messages) == len(names)
    assert {sent.template for sent in desk.outbox()} <= {"page"}, "the sender is told nothing"


@ON_BOTH
def test_it_is_the_customers_of_the_source_by_their_policy(desk: WatchedDesk) -> None:
    for name, customer, priority in (
        ("nagios/host-problem", "acme", "urgent"),
        ("uptimerobot/down", "bell", "high"),
        ("cloudwatch/alarm", "", "urgent"),
    ):
        desk.receive(raw(name))
        ticket = desk.tickets()[-1]
        assert (ticket.customer, ticket.priority) == (customer, priority)
    assert "affected: 2 customers: ACME, Bell" in [line.what for line in desk.ticket(ticket.number).history]
    assert sorted(desk.pages()) == ["dana@example.com"] * 2 + ["olga@example.com"] * 2, "high mobilizes nobody"


@ON_SQLITE
def test_who_writes_in_its_name_from_elsewhere_wakes_nobody_and_ends_nothing(desk: WatchedDesk) -> None:
    envelope = Envelope("n@ops.example", (SUPPORT,))

    def arrives(mail: bytes, peer: str, source: str = "smtp") -> None:
        desk.office.journal.append([(ReceivedMail(source, envelope, mail, desk.clock.now(), peer=peer), None)])
        desk.work()

    arrives(nagios(1), PEER)
    before = len(desk.outbox())
    for peer, source in (("mon [203.0.113.9]", "smtp"), ("mon [192.0.2.7] [203.0.113.9]", "smtp"), (PEER, "imap:box")):
        arrives(nagios(hash((peer, source)), kind="RECOVERY"), peer, source)
        arrives(nagios(hash((peer, source)) + 1, service="other"), peer, source)
    first, *others = desk.tickets()
    assert first.status == "open"
    assert {one.channel for one in others} == {"mail"}
    assert {one.priority for one in others} == {"medium"}
    assert desk.outbox()[before:] == []
    arrives(nagios(2, kind="RECOVERY"), PEER)
    assert desk.ticket(first.number).line.status == "resolved"


@ON_BOTH
def test_five_hundred_mails_of_one_problem_are_one_ticket_and_one_round_of_pages(desk: WatchedDesk) -> None:
    arrive(desk, *(nagios(at) for at in range(500)))
    assert len(desk.tickets()) == 1
    assert len(desk.ticket().messages) == 500
    assert len(desk.outbox()) == 2
    arrive(desk, nagios(0, kind="RECOVERY"))
    assert desk.ticket().line.status == "resolved"


@ON_BOTH
def test_a_storm_of_different_problems_shares_a_ticket_that_ends_with_the_last(desk: WatchedDesk) -> None:
    services = [f"s{at}" for at in range(70)]
    arrive(desk, *(nagios(at, service=one) for at, one in enumerate(services)))
    assert len(desk.tickets()) == STORM + 1
    shared = desk.tickets()[-1]
    assert shared.subject == "Many alarms of ops.example: more than 20 within 10 minutes"
    assert len(desk.ticket(shared.number).messages) == 70 - STORM
    assert len(desk.pages()) == 2 * (STORM + 1)
    arrive(desk, *(nagios(at, kind="RECOVERY", service=one) for at, one in enumerate(services[:-1])))
    assert [line.status for line in desk.tickets()] == [*["resolved"] * STORM, "open"]
    arrive(desk, nagios(99, kind="RECOVERY", service=services[-1]))
    assert desk.ticket(shared.number).line.status == "resolved"


@ON_BOTH
def test_a_storm_of_one_source_hides_no_alarm_of_another_and_is_over_after_ten_minutes(desk: WatchedDesk) -> None:
    arrive(desk, *(nagios(at, service=f"s{at}") for at in range(STORM + 5)))
    desk.receive(raw("nagios/host-problem"))
    assert len(desk.tickets()) == STORM + 2
    desk.clock.advance(timedelta(minutes=11))
    arrive(desk, nagios(90, service="later"))
    assert desk.tickets()[-1].subject == "** PROBLEM Service Alert: db1/later is CRITICAL **"


@ON_BOTH
def test_beginning_and_end_in_one_batch_wake_nobody_and_a_quick_return_is_the_same_ticket(desk: WatchedDesk) -> None:
    arrive(desk, nagios(1), nagios(2, kind="RECOVERY"))
    assert desk.ticket().line.status == "resolved"
    assert desk.pages() == []
    desk.clock.advance(timedelta(minutes=50))
    arrive(desk, nagios(3))
    assert [line.status for line in desk.tickets()] == ["open"]
    assert sorted(desk.pages()) == ["dana@example.com", "olga@example.com"]
    arrive(desk, nagios(4, kind="RECOVERY"))
    desk.clock.advance(timedelta(minutes=61))
    arrive(desk, nagios(5))
    assert [line.status for line in desk.tickets()] == ["resolved", "open"]


@ON_SQLITE
def test_news_of_what_nobody_told_of_opens_nothing(desk: WatchedDesk) -> None:
    for name in ("nagios/service-recovery", "zabbix/updated", "nagios/downtime-begins"):
        found = desk.entry(desk.receive(raw(name)))
        assert (found.fate, found.case) == ("automatic", "")
    assert desk.tickets() == []


@ON_SQLITE
def test_a_mail_that_looks_like_an_alarm_and_comes_from_nobody_named_is_mail_like_any_other(desk: WatchedDesk) -> None:
    desk.receive(nagios(1, sender="n@elsewhere.example"))
    (ticket,) = desk.tickets()
    assert (ticket.channel, ticket.requester, ticket.priority) == ("mail", "n@elsewhere.example", "medium")
    assert desk.pages() == []


@ON_SQLITE
def test_what_would_happen_is_explained_and_nothing_is_done(desk: WatchedDesk) -> None:
    envelope = Envelope("n@ops.example", (SUPPORT,))
    found = desk.office.intake.explain(ReceivedMail("smtp", envelope, nagios(1), desk.clock.now(), peer=PEER))
    assert found.verdict
    assert found.verdict.value == "silent-automatic"
    assert any("affected: 2 customers" in getattr(change, "what", "") for change in found.changes)
    assert desk.tickets() == []


def test_without_any_source_every_mail_is_mail_like_any_other(tmp_path: Path) -> None:
    for plain in watched_desk(tmp_path / "plain", monitors="targets: []\n"):
        plain.receive(nagios(1))
        assert plain.tickets()[0].channel == "mail"

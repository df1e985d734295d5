from __future__ import annotations

import pytest

from gateway.address import Mailbox, parse_address
from gateway.desk.intake.acknowledge import AckPolicy, AckVerdict, ack_verdict
from gateway.desk.recent import Recent, skeleton
from gateway.mail import Identity, Kind, Mail, Standing
from tests.desk.build import OURS, a_mail

POLICY = AckPolicy(ours=OURS, is_public=lambda domain: domain == "gmail.com")


def by(address: str, standing: Standing = Standing.UNPROVEN, kind: Kind = Kind.NEW) -> Mail:
    return a_mail(kind=kind, author=Mailbox("", parse_address(address)), identity=Identity(standing, "x"))


def after(*addresses: str, proven: bool = False) -> Recent:
    recent = Recent()
    for address in addresses:
        recent.note(parse_address(address), subject="Phones drop", proven=proven)
    return recent


def verdict(mail: Mail, recent: Recent) -> AckVerdict:
    return ack_verdict(mail, wanted=True, recent=recent, policy=POLICY)


@pytest.mark.id("P18")
def test_what_others_send_in_somebodys_name_does_not_silence_them() -> None:
    recent = after(*["ann@acme.example"] * 3)
    assert verdict(by("ann@acme.example"), recent) is AckVerdict.SILENT_LIMIT
    assert verdict(by("ann@acme.example", Standing.PROVEN), recent) is AckVerdict.ANSWER
    recent = after(*["ann@acme.example"] * 3, proven=True)
    assert verdict(by("ann@acme.example", Standing.PROVEN), recent) is AckVerdict.SILENT_LIMIT


@pytest.mark.id("L-11")
@pytest.mark.parametrize("standing", [Standing.PROVEN, Standing.UNPROVEN])
def test_a_helpdesk_with_an_address_for_each_ticket_is_stopped_by_its_domain(standing: Standing) -> None:
    recent = after(*(f"case-{number}@desk.example" for number in range(100)), proven=True)
    assert verdict(by("case-100@desk.example", standing, Kind.REPLY), recent) is AckVerdict.SILENT_REPEATED
    assert verdict(by("case-100@desk.example", standing), recent) is AckVerdict.ANSWER, "an outage has many of these"
    recent = after(*(f"user{number}@gmail.com" for number in range(100)))
    assert verdict(by("user100@gmail.com", standing, Kind.REPLY), recent) is AckVerdict.ANSWER


def test_only_what_nothing_proves_trips_the_breaker() -> None:
    assert after("ann@acme.example", proven=True).ten_minutes == 0
    assert after("ann@acme.example").ten_minutes == 1


def test_spellings_of_one_inbox_are_counted_together() -> None:
    recent = after("a.nn.lee@gmail.com", "annlee+x@googlemail.com", "ANNLEE@gmail.com")
    assert verdict(by("an.nlee@gmail.com"), recent) is AckVerdict.SILENT_LIMIT
    assert verdict(by("a.nn@acme.example"), after(*["ann@acme.example"] * 3)) is AckVerdict.ANSWER


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Re: [Ticket#1] Phones drop", "AW: Phones  DROP"),
        ("Request 17 received", "Request 4711 received"),
        ("Re[2]: x (case 5)", "x"),
        ("回复：电话 3", "电话 12"),
    ],
)
def test_a_machine_that_counts_writes_the_same_subject(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)

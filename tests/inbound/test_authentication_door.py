"""Mail is checked while its sender waits: what the door writes down, and that nobody else notices."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from typing import Any

import pytest

from gateway.inbound.origin.check import DnsOriginCheck
from gateway.inbound.read import read_mail
from gateway.inbound.smtp.config import OriginLimits
from gateway.mail import Envelope, Identity, Standing
from gateway.trust import NOBODY, Trust, proof_of
from tests.conftest import FrozenClock
from tests.inbound.arc_world import TRUST, list_dns, through_the_list
from tests.inbound.doors import SUPPORT, RunningDoor, running, until
from tests.inbound.origin_world import HOSTNAME, MAIL, DnsTable, acme_dns, sign

ANN = "ann@acme.example"
EVE = "eve@evil.example"


@contextmanager
def checking(dns: DnsTable, **changes: Any) -> Iterator[RunningDoor]:
    clock = FrozenClock(datetime.now(UTC))  # dkimpy writes the true time into what it signs
    with running(clock, origin=DnsOriginCheck(dns, clock, hostname=HOSTNAME), **changes) as door:
        yield door


def local_dns() -> DnsTable:
    """Like ``acme_dns``, where the tests' own address may send for evil.example."""
    return acme_dns(evil__example=("v=spf1 ip4:127.0.0.0/8 -all",))


def identity(door: RunningDoor, trust: Trust = NOBODY) -> Identity:
    """How the desk reads what the door gave to the journal."""
    mail = door.journal.only
    return read_mail(mail.raw, envelope=mail.envelope, ours=frozenset(), proof=proof_of(mail, trust)).identity


def test_a_signed_mail_is_proven_when_it_comes_and_stays_as_it_is() -> None:
    raw = sign()
    with checking(local_dns()) as door, door.client() as client:
        client.sendmail(EVE, [SUPPORT], raw)
        assert door.journal.only.raw == raw
        assert door.journal.only.authentication == (
            "mx.example.com; dmarc=pass header.from=acme.example; dkim=pass header.d=acme.example header.s=s1; "
            "spf=pass smtp.mailfrom=evil.example; arc=none"
        )
        assert identity(door) == Identity(Standing.PROVEN, "our own check says: DMARC passed for acme.example")


def test_a_mail_that_a_trusted_list_changed_and_sealed_is_proven_when_it_comes() -> None:
    raw = through_the_list()
    with checking(list_dns()) as door, door.client() as client:
        client.sendmail("dev-bounces@lists.example.net", [SUPPORT], raw)
        assert door.journal.only.raw == raw
        assert door.journal.only.authentication.endswith(
            '; arc=pass arc.chain="lists.example.net" policy.author=acme.example'
        )
        assert identity(door).standing is Standing.FORGED
        assert identity(door, TRUST).standing is Standing.PROVEN


@pytest.mark.id("I-10")
def test_a_forged_mail_is_taken_and_known_for_one_whatever_it_says_about_itself() -> None:
    lies = f"Authentication-Results: {HOSTNAME}; dmarc=pass header.from=acme.example\r\n".encode()
    with checking(local_dns()) as door, door.client() as client:
        client.sendmail(EVE, [SUPPORT], lies + MAIL)
        assert identity(door).standing is Standing.FORGED


def test_the_name_a_host_greets_with_speaks_for_bounces_only() -> None:
    dns = acme_dns(a__example=("v=spf1 ip4:127.0.0.1 -all",))
    with checking(dns) as door, door.client() as client:
        client.sendmail("", [SUPPORT], MAIL)
        assert door.journal.only.authentication.endswith("spf=pass smtp.helo=a.example; arc=none")


def test_what_a_trusted_peer_brings_is_not_checked() -> None:
    dns = local_dns()
    with checking(dns, trusted_peers=(ip_network("127.0.0.0/8"),)) as door, door.client() as client:
        client.sendmail(EVE, [SUPPORT], MAIL)
        assert door.journal.only.authentication == ""
    assert dns.asked == []


def test_without_a_check_nothing_is_written_down() -> None:
    with running(FrozenClock()) as door, door.client() as client:
        client.sendmail(EVE, [SUPPORT], MAIL)
        assert door.journal.only.authentication == ""


class HeldCheck:
    """Waits until it is let go, as for name servers that do not answer."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.begun = 0
        self.ended = 0

    def __call__(self, raw: bytes, envelope: Envelope, *, helo: str, host: str, seconds: float) -> str:
        self.begun += 1
        self.go.wait(30)
        self.ended += 1
        return "mx.example.com; dmarc=pass header.from=acme.example"

    def failed(self, because: str) -> str:
        return f"mx.example.com; dmarc=temperror ({because})"


SHORT = OriginLimits(deadline=timedelta(milliseconds=300), spare=timedelta(0))
LONG = OriginLimits(deadline=timedelta(seconds=60), threads=1, waiting=2)


@pytest.mark.id("I-13")
def test_a_check_without_an_end_costs_the_proof_and_not_the_mail() -> None:
    check = HeldCheck()
    try:
        with running(FrozenClock(), origin=check, origin_limits=SHORT) as door, door.client() as client:
            client.sendmail(ANN, [SUPPORT], MAIL)
            assert door.journal.only.authentication == "mx.example.com; dmarc=temperror (it took too long)"
            assert identity(door).standing is Standing.UNPROVEN
    finally:
        check.go.set()


def test_while_one_mail_is_checked_the_others_go_on() -> None:
    check = HeldCheck()
    try:
        with running(FrozenClock(), origin=check, origin_limits=LONG) as door:
            waiting = [door.ready(sender=ANN) for _ in range(2)]
            for line in waiting:
                line.send(MAIL + b".\r\n")
            until(lambda: check.begun == 1, "the first check has begun")
            with door.client() as client:
                for _ in range(50):
                    client.noop()
                assert check.ended == 0  # all of them were answered while it went on
                client.sendmail(ANN, [SUPPORT], MAIL)  # there is no room for a third check
            assert door.journal.only.authentication == "mx.example.com; dmarc=temperror (too many at once)"
            check.go.set()
            assert [line.read_line()[:3] for line in waiting] == ["250", "250"]
            assert [mail.authentication[16:26] for mail in door.journal.mails[1:]] == ["dmarc=pass"] * 2
    finally:
        check.go.set()


def test_room_comes_back_after_checks_that_took_too_long() -> None:
    check = HeldCheck()
    limits = OriginLimits(deadline=timedelta(milliseconds=200), spare=timedelta(0), threads=1, waiting=1)
    with running(FrozenClock(), origin=check, origin_limits=limits) as door, door.client() as client:
        for because in ("it took too long", "too many at once"):
            client.sendmail(ANN, [SUPPORT], MAIL)
            assert because in door.journal.mails[-1].authentication
        check.go.set()

        def passes() -> bool:
            client.sendmail(ANN, [SUPPORT], MAIL)
            return "dmarc=pass" in door.journal.mails[-1].authentication

        until(passes, "a check is made again")


def test_a_check_that_breaks_costs_the_proof_and_not_the_mail() -> None:
    class Broken(HeldCheck):
        def __call__(self, raw: bytes, envelope: Envelope, *, helo: str, host: str, seconds: float) -> str:
            raise RuntimeError("secret words")

    with running(FrozenClock(), origin=Broken()) as door, door.client() as client:
        client.sendmail(ANN, [SUPPORT], MAIL)
        assert door.journal.only.authentication == "mx.example.com; dmarc=temperror (not checked)"


def test_a_client_that_leaves_during_the_check_disturbs_nobody() -> None:
    check = HeldCheck()
    with running(FrozenClock(), origin=check, origin_limits=LONG) as door:
        line = door.ready(sender=ANN)
        line.send(MAIL + b".\r\n")
        until(lambda: check.begun == 1, "the check has begun")
        line.reset()
        until(lambda: door.door.sessions == 0, "the session has ended")
        check.go.set()
        with door.client() as client:
            client.sendmail(ANN, [SUPPORT], MAIL)
        assert "dmarc=pass" in door.journal.mails[-1].authentication


def test_a_mail_under_check_is_answered_before_the_door_closes() -> None:
    check = HeldCheck()
    with running(FrozenClock(), origin=check, origin_limits=LONG) as door:
        line = door.ready(sender=ANN)
        line.send(MAIL + b".\r\n")
        until(lambda: check.begun == 1, "the check has begun")
        closing = door.begin(door.door.stop())
        check.go.set()
        assert line.read_line().startswith("250 ")
        assert line.read_line().startswith("421 ")
        line.close()
        closing.result(20)
        assert "dmarc=pass" in door.journal.only.authentication

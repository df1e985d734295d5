"""Mail is checked while its sender waits: what the door writes down, and that nobody else notices."""

from __future__ import annotations

import smtplib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from typing import Any

import pytest

from gateway.inbound.origin.check import DnsOriginCheck
from gateway.inbound.origin.dns_lookup import DnsTrouble
from gateway.inbound.read import read_mail
from gateway.inbound.smtp.config import OriginLimits
from gateway.mail import Envelope, Identity, ReceivedMail, Standing
from gateway.trust import NOBODY, Trust, proof_of
from tests.conftest import FrozenClock
from tests.inbound.arc_world import TRUST, list_dns, through_the_list
from tests.inbound.doors import SUPPORT, RunningDoor, running, until
from tests.inbound.origin_world import HOSTNAME, MAIL, DnsTable, acme_dns, sign
from tests.peers.dialogue import Line

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
    return identity_of(door.journal.only, trust)


def identity_of(mail: ReceivedMail, trust: Trust = NOBODY) -> Identity:
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


SHORT = OriginLimits(deadline=timedelta(milliseconds=300), grace=timedelta(0))
LONG = OriginLimits(deadline=timedelta(seconds=60), patience=timedelta(seconds=60), threads=1, waiting=1)


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
            check.go.set()
            assert [line.read_line()[:3] for line in waiting] == ["250", "250"]
            assert [mail.authentication[16:26] for mail in door.journal.mails] == ["dmarc=pass"] * 2
    finally:
        check.go.set()


def test_room_comes_back_after_checks_that_took_too_long() -> None:
    check = HeldCheck()
    brief = timedelta(milliseconds=200)
    limits = OriginLimits(deadline=brief, grace=timedelta(0), patience=brief, threads=1)
    with running(FrozenClock(), origin=check, origin_limits=limits) as door, door.client() as client:
        client.sendmail(ANN, [SUPPORT], MAIL)
        assert "it took too long" in door.journal.only.authentication
        with pytest.raises(smtplib.SMTPDataError, match="451"):  # the first still has the only thread
            client.sendmail(ANN, [SUPPORT], MAIL)
        check.go.set()
        client.sendmail(ANN, [SUPPORT], MAIL)
        assert "dmarc=pass" in door.journal.mails[1].authentication


class OneByOne(HeldCheck):
    """Ends one check at a time, and knows whose mails were checked."""

    def __init__(self) -> None:
        super().__init__()
        self.hosts: list[str] = []
        self.next = threading.Semaphore(0)

    def __call__(self, raw: bytes, envelope: Envelope, *, helo: str, host: str, seconds: float) -> str:
        self.hosts.append(host)
        assert self.next.acquire(timeout=30)
        return "mx.example.com; dmarc=pass header.from=acme.example"


ATTACKER, CUSTOMER = "127.0.0.2", "127.0.0.3"


def bring(door: RunningDoor, source: str) -> Line:
    """Send a mail up to its end, and do not wait for the answer."""
    line = door.connect(source=source)
    assert line.read_line().startswith("220 ")
    line.ask("EHLO a.example")
    line.ask(f"MAIL FROM:<{ANN}>")
    line.ask(f"RCPT TO:<{SUPPORT}>")
    assert line.ask("DATA").startswith("354 ")
    line.send(MAIL + b".\r\n")
    return line


def arrived(door: RunningDoor, source: str, *, waiting: int) -> Line:
    """Send one, and return when so many wait for their check."""
    line = bring(door, source)
    until(lambda: door.door.waiting_checks == waiting, "the door has the mail")
    return line


def test_a_forged_mail_gets_in_unchecked_by_no_flood_of_slow_ones() -> None:
    """Its sender is to come again, and then it is known for what it is."""

    class Slow(DnsTable):
        def look_up(self, name: str, kind: str, *, seconds: float) -> tuple[str, ...]:
            if name.endswith("evil.example"):
                slow.release()
                go.wait(30)
                raise DnsTrouble(name)
            return super().look_up(name, kind, seconds=seconds)

    slow, go = threading.Semaphore(0), threading.Event()
    limits = OriginLimits(threads=2, waiting=2, patience=timedelta(milliseconds=200), deadline=timedelta(seconds=60))
    try:
        with checking(Slow(local_dns().records), origin_limits=limits) as door:
            flood = [door.ready(sender=EVE) for _ in range(2)]
            for line in flood:
                line.send(MAIL.replace(b"ann@acme.example", EVE.encode()) + b".\r\n")
                assert slow.acquire(timeout=30)
            with door.client() as client:
                with pytest.raises(smtplib.SMTPDataError) as answered:
                    client.sendmail(EVE, [SUPPORT], MAIL)
                assert answered.value.smtp_code == 451
                assert door.journal.mails == []
                go.set()
                assert [line.read_line()[:3] for line in flood] == ["250", "250"]
                client.sendmail(EVE, [SUPPORT], MAIL)
            assert identity_of(door.journal.mails[-1]).standing is Standing.FORGED
    finally:
        go.set()


def test_a_mail_has_its_time_from_when_its_check_begins() -> None:
    check = HeldCheck()
    limits = OriginLimits(
        threads=1, patience=timedelta(seconds=60), deadline=timedelta(milliseconds=500), grace=timedelta(0)
    )
    try:
        with running(FrozenClock(), origin=check, origin_limits=limits) as door:
            first = door.ready(sender=ANN)
            first.send(MAIL + b".\r\n")
            until(lambda: check.begun == 1, "the first check has begun")
            second = door.ready(sender=ANN)
            second.send(MAIL + b".\r\n")
            assert first.read_line().startswith("250 ")
            assert "it took too long" in door.journal.only.authentication
            check.go.set()
            assert second.read_line().startswith("250 ")
            assert "dmarc=pass" in door.journal.mails[1].authentication
    finally:
        check.go.set()


def test_who_brings_much_waits_for_himself_and_others_do_not_wait_for_him() -> None:
    check = OneByOne()
    with running(FrozenClock(), origin=check, origin_limits=replace(LONG, waiting=10)) as door:
        lines = [bring(door, ATTACKER)]
        until(lambda: check.hosts == [ATTACKER], "the first check has begun")
        lines += [arrived(door, ATTACKER, waiting=count) for count in range(1, 6)]
        lines.append(arrived(door, CUSTOMER, waiting=6))
        for _ in range(7):
            check.next.release()
        assert [line.read_line()[:3] for line in lines] == ["250"] * 7
        assert CUSTOMER in check.hosts[:3]


def test_where_too_many_wait_it_is_the_one_with_the_most_who_comes_again() -> None:
    check = OneByOne()
    with running(FrozenClock(), origin=check, origin_limits=replace(LONG, waiting=2)) as door:
        lines = [bring(door, ATTACKER)]
        until(lambda: check.hosts == [ATTACKER], "the first check has begun")
        lines += [arrived(door, ATTACKER, waiting=count) for count in (1, 2)]
        assert bring(door, ATTACKER).read_line().startswith("451 4.3.0 ")
        customer = bring(door, CUSTOMER)
        assert lines.pop().read_line().startswith("451 4.3.0 ")
        assert bring(door, "127.0.0.4").read_line().startswith("451 4.3.0 ")  # nobody has more than one there
        for _ in range(3):
            check.next.release()
        assert [line.read_line()[:3] for line in (*lines, customer)] == ["250"] * 3
        assert check.hosts == [ATTACKER, ATTACKER, CUSTOMER]


def test_a_client_that_leaves_while_it_waits_takes_no_place_with_it() -> None:
    check = OneByOne()
    with running(FrozenClock(), origin=check, origin_limits=LONG) as door:
        first = bring(door, ATTACKER)
        until(lambda: check.hosts == [ATTACKER], "the first check has begun")
        gone = arrived(door, ATTACKER, waiting=1)
        gone.reset()
        until(lambda: door.door.sessions == 1, "the client has left")
        last = arrived(door, CUSTOMER, waiting=1)
        check.next.release()
        check.next.release()
        assert [line.read_line()[:3] for line in (first, last)] == ["250", "250"]
        assert check.hosts == [ATTACKER, CUSTOMER]


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

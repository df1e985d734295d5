"""Asking a name server: records as they are wanted, and every trouble one can have. The server is one of our own."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import dns.flags
import dns.message
import dns.rcode
import dns.resolver
import dns.rrset
import pytest

from gateway.clock import SystemClock
from gateway.inbound.origin.dns_lookup import Deadline, DnsTrouble, Lookup, SystemResolver, TooLate
from tests.conftest import FrozenClock
from tests.inbound.mails import PATIENCE
from tests.inbound.origin_world import DnsTable

RECORDS = {
    ("words.example.", "TXT"): ['"v=DKIM1; p=" "AAAA" "BBBB"', '"other"'],
    ("octets.example.", "TXT"): ['"\\255\\233"'],
    ("mail.example.", "MX"): ["10 mx.mail.example.", "20 MX2.mail.example."],
    ("host.example.", "A"): ["192.0.2.1", "192.0.2.2"],
    ("host.example.", "AAAA"): ["2001:db8::1"],
    ("1.2.0.192.in-addr.arpa.", "PTR"): ["host.example."],
    ("_dmarc.under_score.example.", "TXT"): ['"v=DMARC1"'],
    ("many.example.", "A"): [f"192.0.{n // 250}.{n % 250 + 1}" for n in range(101)],
    ("long.example.", "TXT"): [" ".join(['"' + "a" * 250 + '"'] * 33)],
    ("alias.example.", "CNAME"): ["host.example."],
}


def answer(question: dns.message.Message) -> dns.message.Message | None:
    asked = question.question[0]
    name, kind = asked.name.to_text(), asked.rdtype.name
    reply = dns.message.make_response(question)
    reply.flags |= dns.flags.RA
    if name.endswith("silent.example."):
        return None
    if name == "broken.example.":
        reply.set_rcode(dns.rcode.SERVFAIL)
        return reply
    if name == "alias.example.":
        reply.answer.append(dns.rrset.from_text(name, 60, "IN", "CNAME", "host.example."))
        name = "host.example."
    records = RECORDS.get((name, kind))
    if records:
        reply.answer.append(dns.rrset.from_text(name, 60, "IN", kind, *records))
    elif not any(known == name for known, _ in RECORDS):
        reply.set_rcode(dns.rcode.NXDOMAIN)
    return reply


def serve_udp(udp: socket.socket) -> None:
    """Answer until an empty datagram comes; what is long is asked for again by TCP."""
    while True:
        data, peer = udp.recvfrom(4096)
        if not data:
            return
        question = dns.message.from_wire(data)
        reply = answer(question)
        if reply is None:
            continue
        wire = reply.to_wire(max_size=65_535)
        if len(wire) > 1232:
            short = dns.message.make_response(question)
            short.flags |= dns.flags.TC
            wire = short.to_wire()
        udp.sendto(wire, peer)


def serve_tcp(tcp: socket.socket) -> None:
    """Answer until somebody connects and says nothing."""
    while True:
        line, _ = tcp.accept()
        with line, line.makefile("rb") as stream:
            head = stream.read(2)
            if not head:
                return
            reply = answer(dns.message.from_wire(stream.read(int.from_bytes(head, "big"))))
            assert reply is not None
            wire = reply.to_wire(max_size=65_535)
            line.sendall(len(wire).to_bytes(2, "big") + wire)


def _one_port_for_both() -> tuple[socket.socket, socket.socket]:
    """Take a port that is free for UDP and TCP: what the system chooses for one may be in use for the other."""
    while True:
        udp, tcp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM), socket.socket()
        udp.bind(("127.0.0.1", 0))
        try:
            tcp.bind(udp.getsockname())
        except OSError:
            udp.close()
            tcp.close()
        else:
            return udp, tcp


@contextmanager
def name_server() -> Iterator[SystemResolver]:
    udp, tcp = _one_port_for_both()
    tcp.listen()
    threads = [threading.Thread(target=serve_udp, args=(udp,)), threading.Thread(target=serve_tcp, args=(tcp,))]
    for thread in threads:
        thread.start()
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers, resolver.port = ["127.0.0.1"], udp.getsockname()[1]
    try:
        yield SystemResolver(resolver)
    finally:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(b"", udp.getsockname())
        socket.create_connection(tcp.getsockname()).close()
        for thread in threads:
            thread.join(10)
        udp.close()
        tcp.close()


@pytest.fixture(scope="module")
def server() -> Iterator[SystemResolver]:
    with name_server() as resolver:
        yield resolver


@pytest.mark.parametrize(
    ("name", "kind", "records"),
    [
        ("words.example", "TXT", {"v=DKIM1; p=AAAABBBB", "other"}),
        ("octets.example", "TXT", {"\xff\xe9"}),
        ("mail.example", "MX", {"10 mx.mail.example", "20 MX2.mail.example"}),
        ("host.example", "A", {"192.0.2.1", "192.0.2.2"}),
        ("host.example", "AAAA", {"2001:db8::1"}),
        ("alias.example", "A", {"192.0.2.1", "192.0.2.2"}),
        ("1.2.0.192.in-addr.arpa", "PTR", {"host.example"}),
        ("_dmarc.under_score.example", "TXT", {"v=DMARC1"}),
        ("host.example", "TXT", set()),
        ("nowhere.example", "TXT", set()),
    ],
)
def test_records_are_texts(server: SystemResolver, name: str, kind: str, records: set[str]) -> None:
    assert set(server.look_up(name, kind, seconds=5)) == records


@pytest.mark.parametrize(
    ("name", "kind", "seconds"),
    [
        ("broken.example", "TXT", 2.0),
        ("silent.example", "TXT", 0.2),
        ("many.example", "A", 5.0),
        ("long.example", "TXT", 5.0),
    ],
)
def test_trouble_is_said_to_be_trouble(server: SystemResolver, name: str, kind: str, seconds: float) -> None:
    with pytest.raises(DnsTrouble):
        server.look_up(name, kind, seconds=seconds)


def test_silent_servers_cost_a_mail_its_time_and_no_more(server: SystemResolver) -> None:
    clock = SystemClock()
    lookup = Lookup(server, Deadline(clock, seconds=0.5))
    began = clock.monotonic()
    for number in range(200):
        with pytest.raises(DnsTrouble):
            lookup.ask(f"{number}.silent.example", "TXT")
    with pytest.raises(TooLate):
        lookup.ask("host.example", "A")
    assert clock.monotonic() - began < PATIENCE  # half a second for each would be more


def test_a_question_is_asked_once_for_a_mail_and_so_is_one_without_an_answer() -> None:
    dns_table = DnsTable({("a.example", "A"): ("192.0.2.1",)}, trouble=frozenset({"b.example"}))
    lookup = Lookup(dns_table, Deadline(FrozenClock(), seconds=5))
    for _ in range(2):
        assert lookup.ask("A.example", "A") == ("192.0.2.1",)
        with pytest.raises(DnsTrouble):
            lookup.ask("b.example", "A")
    assert dns_table.asked == [("a.example", "A"), ("b.example", "A")]


def test_nothing_is_asked_when_the_time_is_over() -> None:
    clock, dns_table = FrozenClock(), DnsTable({})
    lookup = Lookup(dns_table, Deadline(clock, seconds=5))
    clock.advance(timedelta(seconds=4.99))
    with pytest.raises(TooLate):
        lookup.ask("a.example", "A")
    with pytest.raises(TooLate):
        lookup.check_time()
    assert dns_table.asked == []

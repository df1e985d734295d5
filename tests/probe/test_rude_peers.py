"""Whatever the other side does costs at most the timeout, a bounded number of bytes, and no exception."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from gateway.clock import SystemClock
from gateway.desk.monitor import Page, Target, TargetKind
from gateway.network import TcpAddress, Tls
from gateway.probe.check import Stopped, check
from gateway.probe.conversation import MAX_SIZE
from gateway.probe.dial import is_public
from gateway.probe.limits import Limits
from gateway.probe.wire import Wire
from tests.conftest import FrozenClock
from tests.probe.peers import (
    PATIENCE,
    Listener,
    dripping,
    flooding,
    hang_up,
    listening,
    probe,
    say,
    silent,
)

SHORT = timedelta(seconds=0.4)


def target(kind: TargetKind, port: int, *, tls: Tls = Tls.NONE, host: str = "127.0.0.1") -> Target:
    page = Page(f"http://{host}:{port}/") if kind is TargetKind.HTTP else None
    return Target("a", kind, TcpAddress(host, port), page, tls, timeout=SHORT)


@pytest.fixture
def in_bounds() -> Iterator[None]:
    """Fail a test that takes far longer than its timeouts: then something is not bounded at all."""
    begun = time.monotonic()
    yield
    assert time.monotonic() - begun < PATIENCE


CONVERSATIONS = [
    (TargetKind.HTTP, Tls.NONE),
    (TargetKind.SMTP, Tls.NONE),
    (TargetKind.IMAP, Tls.NONE),
    (TargetKind.SMTP, Tls.IMPLICIT),
    (TargetKind.TCP, Tls.IMPLICIT),
]


@pytest.mark.usefixtures("in_bounds")
@pytest.mark.parametrize(("kind", "tls"), CONVERSATIONS)
def test_a_peer_that_never_answers_costs_the_timeout(kind: TargetKind, tls: Tls) -> None:
    with listening(silent) as peer:
        outcome = probe(target(kind, peer.port, tls=tls))
    assert (outcome.ok, outcome.detail) == (False, "no answer within 0.4 s")


@pytest.mark.usefixtures("in_bounds")
@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (TargetKind.HTTP, b"HTTP/1.1 200 OK\r\nA: " + b"b" * 500),
        (TargetKind.SMTP, b"220-" + b"x" * 500),
        (TargetKind.SMTP, b"220-a\r\n"),
        (TargetKind.IMAP, b"* OK " + b"x" * 500),
    ],
)
def test_a_peer_that_drips_costs_the_timeout_though_it_never_stops(kind: TargetKind, text: bytes) -> None:
    with listening(dripping(text)) as peer:
        outcome = probe(target(kind, peer.port))
    assert (outcome.ok, outcome.detail) == (False, "no answer within 0.4 s")
    assert peer.sent > 2, "it was heard, and not enough"


@pytest.mark.usefixtures("in_bounds")
@pytest.mark.parametrize(
    ("kind", "first", "again", "detail"),
    [
        (TargetKind.SMTP, b"", b"x" * 65536, "sends a line of more than 4096 octets"),
        (TargetKind.IMAP, b"* OK ", b"x" * 65536, "sends a line of more than 4096 octets"),
        (TargetKind.SMTP, b"", b"220-more\r\n" * 6000, "answers with more than 100 lines"),
        (TargetKind.IMAP, b"* OK hi\r\n", b"* NO\r\n" * 6000, "answers with more than 100 lines"),
        (TargetKind.SMTP, b"", (b"220-" + b"y" * 4000 + b"\r\n") * 10, "sends more than anybody asked for"),
    ],
)
def test_a_peer_that_sends_megabytes_is_hung_up_on(kind: TargetKind, first: bytes, again: bytes, detail: str) -> None:
    with listening(flooding(first, again)) as peer:
        outcome = probe(replace(target(kind, peer.port), timeout=timedelta(seconds=20)))
    assert (outcome.ok, outcome.detail) == (False, detail)
    assert peer.sent < MAX_SIZE + 16_000_000  # what the system keeps for both of us; it would have sent a hundred


@pytest.mark.usefixtures("in_bounds")
@pytest.mark.parametrize(("kind", "tls"), CONVERSATIONS)
def test_a_peer_that_hangs_up_is_told_of(kind: TargetKind, tls: Tls) -> None:
    with listening(hang_up) as peer:
        outcome = probe(target(kind, peer.port, tls=tls))
    assert outcome.ok is False
    assert outcome.detail
    assert "no answer" not in outcome.detail


@pytest.mark.parametrize("kind", TargetKind)
def test_where_nobody_listens_the_connection_is_refused(kind: TargetKind) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    outcome = probe(target(kind, port))
    assert (outcome.ok, outcome.detail) == (False, "refuses the connection")


@pytest.mark.parametrize(("kind", "tls"), [(TargetKind.TCP, Tls.IMPLICIT), (TargetKind.IMAP, Tls.IMPLICIT)])
def test_a_peer_without_tls_is_told_of_where_tls_is_wanted(kind: TargetKind, tls: Tls) -> None:
    with listening(say(b"* OK hello there, no TLS here\r\n")) as peer:
        outcome = probe(target(kind, peer.port, tls=tls))
    assert outcome.detail == "TLS does not come about: wrong version number"


def test_a_connection_that_is_taken_is_enough_for_tcp() -> None:
    with listening(silent) as peer:
        outcome = probe(target(TargetKind.TCP, peer.port))
    assert (outcome.ok, outcome.detail) == (True, "takes the connection")
    assert outcome.at.tzinfo is not None


@pytest.mark.usefixtures("in_bounds")
def test_a_peer_that_never_reads_costs_the_timeout() -> None:
    """A query larger than what the system keeps for both sides."""

    def deaf(sock: socket.socket, listener: Listener) -> None:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        listener.closing.wait()

    with listening(deaf) as peer:
        huge = Page(f"http://127.0.0.1:{peer.port}/{'x' * 30_000_000}")
        outcome = probe(replace(target(TargetKind.HTTP, peer.port), page=huge))
    assert (outcome.ok, outcome.detail) == (False, "no answer within 0.4 s")


@pytest.mark.usefixtures("in_bounds")
def test_a_resolver_that_hangs_costs_the_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    never, real = threading.Event(), socket.getaddrinfo

    def slow(host: str, port: int, **options: int) -> object:
        if options.get("flags"):
            return real(host, port, **options)
        never.wait(PATIENCE)
        raise socket.gaierror(socket.EAI_AGAIN, "too late")

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    outcome = probe(target(TargetKind.TCP, 1, host="slow.example"))
    never.set()
    assert (outcome.ok, outcome.detail) == (False, "no answer within 0.4 s")


@pytest.mark.parametrize(
    ("error", "detail"),
    [
        (socket.gaierror(socket.EAI_NONAME, "no"), "the name a.example does not resolve"),
        (socket.gaierror(socket.EAI_AGAIN, "later"), "no name server says where a.example is"),
        (UnicodeError("label too long"), "the name a.example does not resolve"),
    ],
)
def test_a_name_that_does_not_resolve_is_told_of(
    monkeypatch: pytest.MonkeyPatch, error: Exception, detail: str
) -> None:
    def fails(*place: object, **options: int) -> object:
        raise error

    monkeypatch.setattr(socket, "getaddrinfo", fails)
    outcome = probe(target(TargetKind.TCP, 1, host="a.example"))
    assert (outcome.ok, outcome.detail) == (False, detail)


@pytest.mark.usefixtures("in_bounds")
def test_an_address_that_is_silent_leaves_time_for_the_next_one(monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.getaddrinfo
    with listening(silent) as good, socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        crowd = [socket.socket() for _ in range(8)]  # a queue that is full: no SYN of ours is answered
        for one in crowd:
            one.setblocking(False)
            one.connect_ex(full.getsockname())

        def two(host: str, port: int, **options: int) -> object:
            if options.get("flags"):
                return real(host, port, **options)
            return [
                (socket.AF_INET, socket.SOCK_STREAM, 6, "", place)
                for place in (full.getsockname(), ("127.0.0.1", good.port))
            ]

        monkeypatch.setattr(socket, "getaddrinfo", two)
        try:
            outcome = probe(replace(target(TargetKind.TCP, 1, host="two.example"), timeout=timedelta(seconds=2)))
        finally:
            for one in crowd:
                one.close()
    assert (outcome.ok, outcome.detail) == (True, "takes the connection")


@pytest.mark.parametrize(
    "busy",
    [silent, dripping(b"220-a\r\n"), say(b"220-")],
    ids=["silent", "dripping", "half a line"],
)
def test_a_check_ends_at_once_when_the_gateway_stops(busy: Callable[[socket.socket, Listener], None]) -> None:
    stop, ended = threading.Event(), []
    with listening(busy) as peer:
        patient = replace(target(TargetKind.SMTP, peer.port), timeout=timedelta(minutes=10))

        def run() -> None:
            with pytest.raises(Stopped):
                check(patient, clock=SystemClock(), stop=stop)
            ended.append(True)

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        assert peer.accepted.wait(PATIENCE)
        stop.set()
        thread.join(PATIENCE)
    assert ended == [True]


def test_a_peer_that_never_lets_us_wait_has_no_more_time_than_others() -> None:
    clock = FrozenClock()
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.setblocking(False)
        wire = Wire(ours, Limits(clock=clock, stop=threading.Event(), seconds=10, size=1000))
        theirs.sendall(b"a line\nand more\n")
        assert wire.read_line() == "a line"
        theirs.sendall(b"there is always something to read")
        clock.advance(timedelta(seconds=10))
        with pytest.raises(TimeoutError):
            wire.receive()


@pytest.mark.parametrize(
    ("host", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("not an address", False),
    ],
)
def test_addresses_of_this_machine_and_of_private_networks_are_not_public(host: str, public: bool) -> None:
    assert is_public(host) is public

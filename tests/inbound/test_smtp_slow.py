"""Slow clients, many clients, and a door that closes: everybody is bounded, and who behaves does not notice."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from datetime import timedelta
from ipaddress import ip_network

import pytest

from gateway.inbound.smtp.config import Timeouts
from tests.conftest import FrozenClock
from tests.inbound.doors import ANN, SUPPORT, RunningDoor, running, until
from tests.peers.dialogue import DEADLINE, Line

MEBIBYTE = 1024 * 1024
TOO_SLOW = "421 4.4.2 Too slow, closing"


@pytest.fixture
def door(clock: FrozenClock) -> Iterator[RunningDoor]:
    with running(clock) as opened:
        yield opened


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def still_there(door: RunningDoor) -> bool:
    """Let the door look at its sessions, and tell whether any is left."""

    async def looks() -> None:
        await asyncio.sleep(0.06)  # three ticks of the door under test

    door.do(looks())
    return door.door.sessions > 0


@pytest.mark.id("S-14")
def test_half_a_command_buys_no_time(door: RunningDoor, clock: FrozenClock) -> None:
    line = door.greet()
    for letter in b"MAIL FROM:<ann@customer.examp":
        clock.advance(seconds(10))
        line.send(bytes([letter]))
        assert still_there(door)
    clock.advance(seconds(20))
    assert line.read_to_end() == TOO_SLOW


@pytest.mark.id("S-14")
def test_a_silent_client_is_closed_and_an_active_one_is_not(door: RunningDoor, clock: FrozenClock) -> None:
    silent, active = door.connect(), door.greet()
    clock.advance(seconds(299))
    assert active.ask("NOOP") == "250 2.0.0 Ok"
    clock.advance(seconds(2))
    assert silent.read_to_end().endswith(TOO_SLOW)
    assert active.ask("NOOP") == "250 2.0.0 Ok"


@pytest.mark.id("S-14")
def test_a_message_that_trickles_is_cut_off_and_others_are_unaffected(door: RunningDoor, clock: FrozenClock) -> None:
    slow = door.ready()
    for _ in range(31):
        clock.advance(seconds(10))
        slow.send(b"x")
        assert door.ready().ask("quick\r\n.").startswith("250 ")
    assert slow.read_to_end() == TOO_SLOW
    assert all(mail.raw == b"quick\r\n" for mail in door.journal.mails)


def test_a_message_that_keeps_coming_has_as_long_as_it_needs(door: RunningDoor, clock: FrozenClock) -> None:
    slow = door.ready()
    for _ in range(20):
        clock.advance(seconds(100))
        slow.send(b"x" * 70_000 + b"\r\n")
        assert still_there(door)
    slow.send(b".\r\n")
    assert slow.read_line().startswith("250 ")
    assert len(door.journal.only.raw) == 20 * 70_002


def test_when_the_door_is_busy_the_slow_have_ten_seconds(clock: FrozenClock) -> None:
    with running(clock, connections=4, connections_per_peer=4) as door:
        lines = [door.greet() for _ in range(3)]
        clock.advance(seconds(11))
        assert still_there(door)
        lines.append(door.greet())
        assert [line.read_to_end() for line in lines[:3]] == [TOO_SLOW] * 3
        assert lines[3].ask("NOOP") == "250 2.0.0 Ok"


def test_a_client_that_reads_no_replies_is_cut_and_costs_no_memory(door: RunningDoor, clock: FrozenClock) -> None:
    line = door.connect()
    line.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    line.send(b"EHLO a.example\r\nMAIL FROM:<ann@customer.example>\r\n")
    line.sock.setblocking(False)
    flood = b"RCPT TO:<support@example.com>\r\n" * 2_000

    def stuck() -> bool:
        try:
            return line.sock.send(flood) == 0
        except BlockingIOError:
            return True

    until(stuck, "the door stops reading from a client that does not listen")
    clock.advance(seconds(301))
    assert still_there(door)
    clock.advance(seconds(6))
    until(lambda: not still_there(door), "the client is sent away, and cut when it does not listen")


@pytest.mark.id("D-12")
def test_a_commit_that_takes_too_long_is_answered_451_and_may_still_happen(
    door: RunningDoor, clock: FrozenClock
) -> None:
    line = door.ready()
    door.journal.hold()
    line.send(b"x\r\n.\r\n")
    until(lambda: door.journal.held, "the mail is handed to the journal")
    clock.advance(seconds(9.1))
    assert line.read_line() == "451 4.3.0 Local trouble, nothing was taken, try again later"
    assert line.ask("NOOP") == "250 2.0.0 Ok"
    door.journal.release()
    assert door.journal.only.raw == b"x\r\n"
    assert door.ready().ask("y\r\n.") == "250 2.0.0 Ok: taken as 2"


@pytest.mark.id("S-23")
def test_one_peer_and_all_peers_have_limits_and_the_mx_has_a_place(clock: FrozenClock) -> None:
    mx_network = (ip_network("127.0.0.9"),)
    with running(clock, connections=30, connections_per_peer=10, trusted_peers=mx_network) as door:
        for host in ("127.0.0.1", "127.0.0.2"):
            assert all(door.connect(source=host).read_line().startswith("220 ") for _ in range(10))
            assert (
                door.connect(source=host).read_to_end().startswith("421 4.3.2 Too many connections from your network")
            )
        assert all(door.connect(source="127.0.0.3").read_line().startswith("220 ") for _ in range(7))
        assert door.connect(source="127.0.0.4").read_to_end().startswith("421 4.3.2 Too many connections, try")
        mx = door.connect(source="127.0.0.9")
        assert mx.read_line().startswith("220 ")
        assert mx.ask("QUIT").startswith("221 ")
        until(lambda: door.door.sessions == 27, "the MX has left")


def test_a_connection_that_ends_makes_room_for_the_next(clock: FrozenClock) -> None:
    with running(clock, connections_per_peer=1) as door:
        for _ in range(20):
            line = door.connect()
            assert line.read_line().startswith("220 ")
            line.reset()
            until(lambda: door.door.sessions == 0, "the session has ended")


@pytest.mark.id("X-03")
def test_messages_that_do_not_fit_in_memory_together_are_put_off_not_lost(clock: FrozenClock) -> None:
    with running(clock, memory_bytes=4 * MEBIBYTE, size_limit_bytes=2 * MEBIBYTE) as door:
        lines = [door.ready() for _ in range(4)]
        for line in lines:
            line.send(b"x" * MEBIBYTE)
        until(lambda: door.door._memory.held > 2 * MEBIBYTE, "three messages are under way")
        assert door.ready().ask("small\r\n.").startswith("250 ")
        assert door.greet().ask(f"MAIL FROM:<{ANN}> SIZE=2000000").startswith("452 4.3.1 ")
        for line in lines:
            line.send(b"x" * (MEBIBYTE - 100) + b"\r\n.\r\n")
        replies = [line.read_line()[:9] for line in lines]
        assert set(replies) <= {"250 2.0.0", "452 4.3.1"}
        assert len(door.journal.mails) == 1 + replies.count("250 2.0.0")
        assert door.door._memory.held == 0
        again = [door.ready() for _ in range(replies.count("452 4.3.1"))]
        assert all(line.ask("x" * 1000 + "\r\n.").startswith("250 ") for line in again)


@pytest.mark.id("D-05")
def test_a_door_that_closes_answers_what_is_under_way_and_sends_the_rest_away(door: RunningDoor) -> None:
    waiting, open_transaction, reading, committing = door.greet(), door.greet(), door.ready(), door.ready()
    open_transaction.ask(f"MAIL FROM:<{ANN}>")
    door.journal.hold()
    committing.send(b"one\r\n.\r\nNOOP\r\n")
    until(lambda: door.journal.held, "the mail is handed to the journal")
    closing = door.begin(door.door.stop())
    bye = "421 4.3.2 Going down for a moment, try again later"
    assert waiting.read_to_end() == bye
    assert open_transaction.read_to_end() == bye
    with pytest.raises(OSError, match="refused"):
        door.connect()
    reading.send(b"two\r\n.\r\n")
    until(lambda: len(door.journal.held or []) == 2, "the second mail is handed over")
    door.journal.release()
    assert {line.read_to_end()[:25] for line in (reading, committing)} <= {
        "250 2.0.0 Ok: taken as 1\n",
        "250 2.0.0 Ok: taken as 2\n",
    }
    reading.close()
    committing.close()
    closing.result(DEADLINE)
    assert {mail.raw for mail in door.journal.mails} == {b"one\r\n", b"two\r\n"}


@pytest.mark.id("D-05")
def test_a_door_waits_only_so_long_for_a_message_that_does_not_end(clock: FrozenClock) -> None:
    with running(clock, timeouts=Timeouts(tick=timedelta(milliseconds=20), stop=timedelta(milliseconds=100))) as door:
        endless = door.ready()
        endless.send(b"and then\r\n")
        door.do(door.door.stop())
        assert endless.read_to_end() == ""
        assert door.journal.mails == []


def test_a_door_can_be_stopped_before_it_started_and_twice(door: RunningDoor) -> None:
    door.do(door.door.stop())
    door.do(door.door.stop())


@pytest.mark.id("X-02")
def test_five_hundred_slow_clients_are_in_nobody_elses_way(clock: FrozenClock) -> None:
    with running(clock, connections=600, connections_per_peer=600) as door:
        slow: list[Line] = [door.connect() for _ in range(500)]
        for line in slow[::2]:
            line.send(b"EHLO slow.example\r\nMAIL FR")
        with door.client() as client:
            for number in range(50):
                client.sendmail(ANN, [SUPPORT], b"Subject: %d\r\n\r\n" % number)
        assert len(door.journal.mails) == 50
        assert len(slow) == 500

"""How long a session is kept, and what happens when the relay ends it while nobody looks."""

from __future__ import annotations

from datetime import timedelta

from gateway.outbound.relay import KeepFor
from gateway.outbound.sender import Verdict
from tests.conftest import FrozenClock
from tests.outbound.letters import letters, relay_to
from tests.peers.faulty_relay import Drop, FaultyRelay, Say


def commands(peer: FaultyRelay, verb: bytes) -> int:
    return sum(line.startswith(verb) for connection in peer.connections for line in connection.commands)


def test_one_session_serves_many_batches(clock: FrozenClock) -> None:
    with FaultyRelay() as peer:
        relay = relay_to(peer, clock=clock)
        for _ in range(5):
            assert {one.verdict for one in relay.send(letters(3))} == {Verdict.SENT}
        relay.close()
        assert len(peer.connections) == 1
        assert commands(peer, b"EHLO") == 1
        assert commands(peer, b"NOOP") == 0


def test_a_session_idle_for_a_while_is_asked_first(clock: FrozenClock) -> None:
    with FaultyRelay() as peer:
        relay = relay_to(peer, clock=clock)
        list(relay.send(letters(1)))
        clock.advance(timedelta(seconds=10))
        assert [one.verdict for one in relay.send(letters(1))] == [Verdict.SENT]
        relay.close()
        assert commands(peer, b"NOOP") == 1
        assert len(peer.connections) == 1


def test_a_session_the_relay_has_left_is_replaced_without_any_letter_noticing(clock: FrozenClock) -> None:
    with FaultyRelay() as peer:
        relay = relay_to(peer, clock=clock)
        for answer in (Drop(), Say("421 4.4.2 idle too long", then_drop=True)):
            list(relay.send(letters(1)))
            clock.advance(timedelta(seconds=10))
            peer.on("noop", [answer])
            assert [one.verdict for one in relay.send(letters(2))] == [Verdict.SENT] * 2
        relay.close()
        assert len(peer.connections) == 3


def test_a_session_that_breaks_on_its_first_use_after_a_pause_is_replaced_too(clock: FrozenClock) -> None:
    """Too short a pause for NOOP: the letter finds out, and is not charged for it."""
    with FaultyRelay() as peer:
        relay = relay_to(peer, clock=clock)
        list(relay.send(letters(1)))
        peer.on("mail", [Drop()])
        assert [one.verdict for one in relay.send(letters(2))] == [Verdict.SENT] * 2
        relay.close()
        assert len(peer.connections) == 2


def test_idle_sessions_are_let_go_with_quit(clock: FrozenClock) -> None:
    with FaultyRelay() as peer:
        relay = relay_to(peer, clock=clock)
        list(relay.send(letters(1)))
        relay.tidy()
        assert commands(peer, b"QUIT") == 0
        clock.advance(timedelta(seconds=31))
        relay.tidy()
        peer.wait_until(lambda: not peer.opened)
        assert commands(peer, b"QUIT") == 1
        assert [one.verdict for one in relay.send(letters(1))] == [Verdict.SENT]
        relay.close()


def test_a_session_is_replaced_after_so_many_letters_and_so_much_time(clock: FrozenClock) -> None:
    with FaultyRelay() as peer:
        relay = relay_to(peer, clock=clock, keep_for=KeepFor(letters=4, idle=timedelta(hours=9)))
        assert [one.verdict for one in relay.send(letters(10))] == [Verdict.SENT] * 10
        assert [len(peer.connections), commands(peer, b"QUIT")] == [3, 2]
        clock.advance(timedelta(minutes=6))
        list(relay.send(letters(1)))
        relay.close()
        assert [len(peer.connections), commands(peer, b"QUIT")] == [4, 4]


def test_a_relay_that_does_not_answer_quit_is_left_all_the_same(clock: FrozenClock) -> None:
    with FaultyRelay() as peer:
        peer.on("quit", Drop())
        relay = relay_to(peer, clock=clock)
        list(relay.send(letters(1)))
        relay.close()
        relay.close()
        peer.wait_until(lambda: not peer.opened)

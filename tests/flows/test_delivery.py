"""From the outbox through a relay that misbehaves, and what is written down."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from gateway import delivery
from gateway.clock import SystemClock
from gateway.delivery import Delivery
from gateway.errors import StoreUnavailable
from gateway.mail import DeliveryResult, Lane, Letter, Outcome
from gateway.outbound.circuit import RelayState
from gateway.outbound.maildir import Maildir
from gateway.outbound.relay import Relay
from gateway.outbound.sender import Sender
from tests.conftest import FrozenClock
from tests.flows.outbox import MemoryOutbox
from tests.outbound.letters import PATIENT, SHORT, a_letter, letters, relay_to
from tests.peers.faulty_relay import Action, Drop, FaultyRelay, Hang, Say

MINUTE = timedelta(minutes=1)


@dataclass
class Desk:
    """A delivery to drive by hand, with its outbox, its relay and its clock."""

    outbox: MemoryOutbox
    peer: FaultyRelay
    relays: Sequence[Relay]
    clock: FrozenClock
    states: list[RelayState] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.delivery = self.fresh_delivery()

    def fresh_delivery(self) -> Delivery:
        return Delivery(self.outbox, self.relays, clock=self.clock, rng=random.Random(7), on_state=self.states.append)

    def step(self) -> int:
        return self.delivery.step(self.clock.now())

    def settle(self) -> int:
        """Step until nothing is due any more; return how many letters were handed over."""
        total = 0
        while count := self.step():
            total += count
            assert total < 100_000, "the same letters again and again"
        return total

    def pass_time(self, span: timedelta, *, every: timedelta = timedelta(seconds=30)) -> None:
        end = self.clock.now() + span
        while self.clock.now() < end:
            self.clock.advance(every)
            self.settle()


@pytest.fixture
def peer() -> Iterator[FaultyRelay]:
    with FaultyRelay() as peer:
        yield peer


@pytest.fixture
def desk(peer: FaultyRelay, clock: FrozenClock) -> Iterator[Desk]:
    relays = [relay_to(peer, clock=clock, timeouts=replace(PATIENT, end_of_data=SHORT))]
    yield Desk(MemoryOutbox(), peer, relays, clock)
    for relay in relays:
        relay.close()


def recipients(peer: FaultyRelay) -> list[str]:
    return [one.recipients[0].decode() for one in peer.delivered]


def counting(limit: int, action: Action) -> Callable[[bytes], Action | None]:
    """Return a rule that acts on the ``limit``-th call (from 0) and lets the others pass."""
    count = iter(range(1_000_000))
    return lambda line: action if next(count) == limit else None


def test_letters_are_sent_and_their_results_written_down(desk: Desk) -> None:
    desk.outbox.add(*letters(100))
    assert desk.settle() == 100
    assert desk.outbox.outcomes() == [Outcome.SENT] * 100
    assert len(desk.peer.delivered) == 100
    assert len(desk.peer.connections) == 1
    assert desk.step() == 0
    assert [state.ok for state in desk.states] == [True]


@pytest.mark.id("N-09")
def test_replies_go_before_acknowledgements_before_notices(desk: Desk) -> None:
    for lane in (Lane.NOTICE, Lane.ACKNOWLEDGEMENT, Lane.REPLY):
        desk.outbox.add(*(a_letter(f"{lane.name.lower()}{n}@x.example", lane=lane) for n in range(40)))
    desk.settle()
    assert [address[:3] for address in recipients(desk.peer)] == ["rep"] * 40 + ["ack"] * 40 + ["not"] * 40


def test_a_reply_that_comes_in_while_notices_go_out_waits_for_one_batch_at_most(desk: Desk) -> None:
    desk.outbox.add(*(a_letter(f"n{n}@x.example", lane=Lane.NOTICE) for n in range(200)))
    desk.step()
    before = len(desk.peer.delivered)
    desk.outbox.add(a_letter("urgent@x.example", lane=Lane.REPLY))
    desk.step()
    assert recipients(desk.peer)[before] == "urgent@x.example"


def test_a_slow_relay_does_not_keep_letters_that_others_could_send(desk: Desk) -> None:
    desk.peer.on("dot", lambda line: desk.clock.advance(timedelta(seconds=25)))
    desk.outbox.add(*letters(10))
    assert desk.step() == 10
    assert desk.outbox.outcomes() == [Outcome.SENT] * 3 + [Outcome.LATER] * 7
    assert all(row.due_at <= desk.clock.now() for row in desk.outbox.rows.values())
    desk.settle()
    assert desk.outbox.outcomes() == [Outcome.SENT] * 10
    assert Counter(recipients(desk.peer)).most_common(1)[0][1] == 1


@pytest.mark.id("P6", "N-05")
def test_each_result_is_durable_before_the_next_content_goes_out(desk: Desk) -> None:
    seen: list[int] = []
    desk.peer.on("dot", lambda line: seen.append(desk.outbox.recorded))
    desk.outbox.add(*letters(20))
    desk.settle()
    assert seen == list(range(20))


@pytest.mark.id("D-03")
@pytest.mark.parametrize("connections", [1, 3])
def test_a_crash_at_any_moment_doubles_one_letter_a_connection_at_most(
    peer: FaultyRelay, clock: FrozenClock, connections: int
) -> None:
    """The crash: the process is gone between the relay's 250 and our mark, and starts again."""

    class Crash(BaseException):
        pass

    class CrashingOutbox(MemoryOutbox):
        dead = False

        def record(self, results: Sequence[DeliveryResult]) -> None:
            self.dead = self.dead or self.recorded == 7
            if self.dead:
                raise Crash
            super().record(results)

    outbox = CrashingOutbox(letters(20))
    relays = [relay_to(peer, clock=clock) for _ in range(connections)]
    with pytest.raises(Crash):
        Desk(outbox, peer, relays, clock).settle()
    for relay in relays:
        relay.abort()
    fresh = MemoryOutbox()
    fresh.rows = outbox.rows
    fresh.restart()
    again = Desk(fresh, peer, [relay_to(peer, clock=clock)], clock)
    again.settle()
    assert fresh.outcomes() == [Outcome.SENT] * 20
    doubled = [address for address, count in Counter(recipients(peer)).items() if count > 1]
    assert len(doubled) == 1
    assert len({one.wire for one in peer.delivered if one.recipients == [doubled[0].encode()]}) == 1
    again.relays[0].close()


@pytest.mark.id("N-02")
@pytest.mark.parametrize("stage", ["mail", "rcpt", "dot"])
def test_a_letter_put_off_is_tried_again_later_and_the_others_are_not_held_up(desk: Desk, stage: str) -> None:
    desk.peer.on(stage, counting(1, Say("451 4.7.0 try later")))
    sent = letters(4)
    desk.outbox.add(*sent)
    desk.settle()
    assert desk.outbox.outcomes() == [Outcome.SENT, Outcome.LATER, Outcome.SENT, Outcome.SENT]
    result = desk.outbox.last(sent[1])
    assert result.reply == "451 4.7.0 try later"
    assert result.next_try_at is not None
    assert timedelta(seconds=48) <= result.next_try_at - desk.clock.now() <= timedelta(seconds=72)
    desk.clock.advance(timedelta(seconds=40))
    assert desk.settle() == 0
    desk.clock.advance(timedelta(seconds=40))
    assert desk.settle() == 1
    assert desk.outbox.outcomes() == [Outcome.SENT] * 4


@pytest.mark.id("N-02")
def test_a_421_banner_puts_everything_off_for_seconds_and_costs_one_connection(desk: Desk) -> None:
    desk.peer.on("banner", [Say("421 4.3.2 too busy", then_drop=True)])
    desk.outbox.add(*letters(500))
    desk.settle()
    assert len(desk.peer.connections) == 1
    assert Counter(desk.outbox.outcomes()) == {Outcome.LATER: 32, None: 468}
    desk.clock.advance(timedelta(seconds=7))
    desk.settle()
    assert desk.outbox.outcomes() == [Outcome.SENT] * 500


@pytest.mark.id("N-03", "P7")
@pytest.mark.parametrize(
    ("stage", "answer"),
    [
        ("rcpt", "550 5.1.1 no such user"),
        ("dot", "552 5.2.2 mailbox full"),
        ("dot", "554 5.6.0 spam"),
        ("rcpt", "550 5.7.1 no"),
    ],
)
def test_a_refused_letter_is_said_to_be_so_at_once_and_never_tried_again(desk: Desk, stage: str, answer: str) -> None:
    desk.peer.on(stage, counting(1, Say(answer)))
    sent = letters(3)
    desk.outbox.add(*sent)
    desk.settle()
    assert desk.outbox.outcomes() == [Outcome.SENT, Outcome.REFUSED, Outcome.SENT]
    assert desk.outbox.last(sent[1]).reply == answer
    desk.pass_time(timedelta(hours=6), every=timedelta(minutes=10))
    assert len(desk.peer.transactions) <= 3


@pytest.mark.id("N-03")
def test_a_single_letter_refused_for_policy_does_not_wait_for_others_to_be_judged(desk: Desk) -> None:
    desk.peer.on("mail", Say("550 5.7.1 not you"))
    desk.outbox.add(a_letter())
    assert desk.step() == 1
    assert desk.outbox.outcomes() == [Outcome.REFUSED]


@pytest.mark.id("N-08", "P7")
def test_a_recipient_that_is_put_off_for_four_days_is_given_up_with_the_last_words(desk: Desk) -> None:
    desk.peer.on("rcpt", lambda line: Say("450 4.2.1 mailbox is asleep") if b"asleep" in line else None)
    letter = a_letter("asleep@x.example", queued_at=desk.clock.now())
    desk.outbox.add(letter)
    tries = []
    while desk.outbox.outcomes() != [Outcome.GAVE_UP]:
        desk.settle()
        tries.append(desk.clock.now() - letter.queued_at)
        desk.clock.at = desk.outbox.last(letter).next_try_at or desk.clock.at
    assert tries[-1] == timedelta(days=4)
    assert 20 < len(tries) < 50
    assert desk.outbox.last(letter).reply == "450 4.2.1 mailbox is asleep"
    desk.outbox.add(a_letter("awake@x.example"))
    desk.settle()
    assert desk.outbox.outcomes()[-1] is Outcome.SENT


@pytest.mark.id("N-01")
@pytest.mark.parametrize("trouble", ["refused", "silent banner", "5xx banner", "login"])
def test_while_the_relay_is_away_ten_thousand_letters_wait_and_only_probes_go_out(
    clock: FrozenClock, trouble: str
) -> None:
    with FaultyRelay(users={"ann": "right"}) as peer:
        rules: dict[str, Action] = {"silent banner": Hang(), "5xx banner": Say("554 5.3.2 maintenance")}
        peer.on("banner", rules.get(trouble))
        password = "wrong" if trouble == "login" else "right"
        timeouts = replace(PATIENT, greeting=timedelta(milliseconds=20))
        port = peer.port
        relay = relay_to(peer, clock=clock, timeouts=timeouts, user="ann", password=password)
        if trouble == "refused":
            peer.close()
        desk = Desk(MemoryOutbox(letters(10_000)), peer, [relay], clock)
        desk.settle()
        desk.pass_time(timedelta(hours=1), every=timedelta(seconds=15))
        touched = [row for row in desk.outbox.rows.values() if row.history]
        assert len(touched) <= 33  # the first batch; afterwards the same first letter probes
        assert {row.history[-1].outcome for row in touched} == {Outcome.LATER}
        assert 25 <= desk.outbox.claims <= 60  # not one a second, and not one an hour
        state = desk.states[-1]
        assert not state.ok
        assert state.since == desk.states[0].since
        assert state.detail.startswith(f"smtp://localhost:{port} is not usable: ")


@pytest.mark.id("N-01")
def test_somebody_is_told_after_a_quarter_of_an_hour_and_again_when_all_is_well(desk: Desk) -> None:
    desk.peer.on("banner", Say("421 4.3.2 closed"))
    desk.outbox.add(*letters(3))
    desk.settle()
    desk.pass_time(timedelta(minutes=14))
    assert [(state.ok, state.loud) for state in desk.states] == [(False, False)]
    desk.pass_time(timedelta(minutes=3))
    assert [(state.ok, state.loud) for state in desk.states] == [(False, False), (False, True)]
    desk.peer.on("banner", None)
    desk.pass_time(timedelta(minutes=3))
    assert [(state.ok, state.loud) for state in desk.states] == [(False, False), (False, True), (True, False)]
    assert desk.outbox.outcomes() == [Outcome.SENT] * 3


@pytest.mark.id("N-01")
def test_no_letter_is_given_up_because_the_relay_was_away_for_a_week(desk: Desk) -> None:
    desk.outbox.add(*letters(5))
    desk.peer.on("banner", Say("421 4.3.2 closed"))
    desk.settle()
    desk.pass_time(timedelta(days=7), every=timedelta(hours=1))
    assert desk.outbox.outcomes() == [Outcome.LATER] * 5
    desk.peer.on("banner", None)
    desk.pass_time(timedelta(hours=1), every=timedelta(minutes=1))
    assert desk.outbox.outcomes() == [Outcome.SENT] * 5


@pytest.mark.id("N-04")
@pytest.mark.parametrize(
    ("stage", "answer"),
    [
        ("mail", "554 5.7.1 your host is blocked"),
        ("rcpt", "554 5.7.1 relay access denied"),
        ("dot", "550 5.7.26 DMARC"),
        ("mail", "550 no"),
    ],
)
def test_a_relay_that_refuses_everything_loses_no_letter(desk: Desk, stage: str, answer: str) -> None:
    desk.peer.on(stage, Say(answer))
    desk.outbox.add(*letters(200))
    desk.settle()
    counts = Counter(desk.outbox.outcomes())
    assert Outcome.REFUSED not in counts
    assert counts[Outcome.LATER] < 50  # the others were not even tried
    assert not desk.states[-1].ok
    assert desk.states[-1].detail.endswith(f"refuses every letter alike, outgoing mail is held: {answer}")
    desk.pass_time(timedelta(hours=1))
    assert Counter(desk.outbox.outcomes())[Outcome.REFUSED] == 0
    desk.peer.on(stage, None)
    desk.pass_time(timedelta(hours=2))
    assert desk.outbox.outcomes() == [Outcome.SENT] * 200
    assert desk.states[-1].ok


@pytest.mark.id("N-04")
def test_no_large_letter_is_lost_though_a_claim_holds_only_a_few_of_them(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "MAX_BATCH", 3 * len(a_letter().raw))
    desk.peer.on("mail", Say("550 5.7.1 not you"))
    desk.outbox.add(*letters(20))
    desk.settle()
    assert Outcome.REFUSED not in desk.outbox.outcomes()
    assert desk.outbox.claims < 10
    desk.peer.on("mail", None)
    desk.pass_time(timedelta(hours=2))
    assert desk.outbox.outcomes() == [Outcome.SENT] * 20


@pytest.mark.id("N-04")
def test_nine_refused_alike_and_then_one_sent_are_nine_refusals(desk: Desk) -> None:
    count = iter(range(100))
    desk.peer.on("mail", lambda line: Say("550 5.7.1 not you") if next(count) < 9 else None)
    desk.outbox.add(*letters(10))
    desk.settle()
    assert desk.outbox.outcomes() == [Outcome.REFUSED] * 9 + [Outcome.SENT]


@pytest.mark.id("N-05", "P6")
def test_a_cut_after_the_dot_is_marked_and_sent_once_more_with_the_same_bytes(desk: Desk) -> None:
    desk.peer.on("dot", counting(1, Drop()))
    sent = [a_letter(f"u{n}@x.example", raw=b"Message-ID: <%d.x@o.example>\r\n\r\nHi.\r\n" % n) for n in range(4)]
    desk.outbox.add(*sent)
    desk.settle()
    result = desk.outbox.last(sent[1])
    assert (result.outcome, result.uncertain) == (Outcome.LATER, True)
    assert desk.outbox.outcomes().count(Outcome.SENT) == 3
    desk.clock.advance(timedelta(seconds=75))
    desk.settle()
    assert desk.outbox.outcomes() == [Outcome.SENT] * 4
    same = [one.wire for one in desk.peer.transactions if one.recipients == [b"u1@x.example"]]
    assert same == [sent[1].raw] * 2


@pytest.mark.id("N-05")
def test_no_answer_to_the_dot_is_marked_as_in_doubt(desk: Desk) -> None:
    desk.peer.on("dot", [Hang()])
    letter = a_letter()
    desk.outbox.add(letter)
    desk.settle()
    assert desk.outbox.last(letter).uncertain
    desk.clock.advance(timedelta(seconds=75))
    desk.settle()
    assert desk.outbox.outcomes() == [Outcome.SENT]


@pytest.mark.id("N-05")
def test_doubt_again_and_again_comes_at_growing_intervals_not_every_minute(desk: Desk) -> None:
    desk.peer.on("dot", Drop())
    letter = a_letter(queued_at=desk.clock.now())
    desk.outbox.add(letter)
    desk.pass_time(timedelta(hours=24), every=timedelta(minutes=1))
    assert 6 <= len(desk.peer.transactions) <= 15


@pytest.mark.id("N-06")
@pytest.mark.parametrize("stage", ["content", "rcpt"])
def test_a_letter_that_breaks_every_session_delays_nobody_but_itself(desk: Desk, stage: str) -> None:
    poison = a_letter("poison@x.example", raw=b"Subject: x\r\n\r\n" + (b"x" * 70 + b"\r\n") * 100_000)
    desk.outbox.add(poison, *letters(20))

    def on_poison(line: bytes) -> Action | None:
        lines = desk.peer.connections[-1].commands
        rcpt = next((one for one in reversed(lines) if one.startswith(b"RCPT")), b"")
        return Drop(after=100) if b"poison" in rcpt else None

    desk.peer.on(stage, on_poison)
    desk.settle()
    desk.pass_time(2 * MINUTE, every=timedelta(seconds=5))
    assert desk.outbox.outcomes() == [Outcome.LATER] + [Outcome.SENT] * 20


@pytest.mark.id("N-07")
def test_without_starttls_everything_waits(clock: FrozenClock) -> None:
    with FaultyRelay(tls=False) as peer:
        desk = Desk(MemoryOutbox(letters(5)), peer, [relay_to(peer, scheme="smtp+starttls", clock=clock)], clock)
        desk.settle()
        assert desk.outbox.outcomes() == [Outcome.LATER] * 5
        assert "does not offer STARTTLS" in desk.states[-1].detail
        assert peer.transactions == []


@pytest.mark.id("N-09")
def test_when_the_relay_returns_the_queue_starts_slowly_replies_first(clock: FrozenClock) -> None:
    with FaultyRelay() as peer:
        notices = [a_letter(f"n{n}@x.example", lane=Lane.NOTICE) for n in range(9_000)]
        acknowledgements = [a_letter(f"a{n}@x.example", lane=Lane.ACKNOWLEDGEMENT) for n in range(900)]
        replies = [a_letter(f"r{n}@x.example", lane=Lane.REPLY) for n in range(100)]
        relays = [relay_to(peer, clock=clock) for _ in range(2)]
        desk = Desk(MemoryOutbox([*notices, *acknowledgements, *replies]), peer, relays, clock)
        peer.on("banner", Say("421 4.3.2 closed"))
        desk.settle()
        peer.on("banner", None)
        desk.clock.advance(timedelta(minutes=2))
        paces = [desk.step() for _ in range(6)]
        assert paces == [1, 2, 4, 8, 16, 32]
        desk.settle()
        assert desk.outbox.outcomes() == [Outcome.SENT] * 10_000
        lanes = "".join(address[0] for address in recipients(peer))
        assert lanes == "r" * 100 + "a" * 900 + "n" * 9_000
        for relay in relays:
            relay.close()


@pytest.mark.id("D-12", "D-13")
def test_while_the_store_is_away_nothing_is_claimed_or_sent(desk: Desk) -> None:
    desk.outbox.add(*letters(3))
    desk.outbox.away = True
    for _ in range(3):
        with pytest.raises(StoreUnavailable):
            desk.step()
    assert desk.peer.connections == []
    desk.outbox.away = False
    desk.settle()
    assert desk.outbox.outcomes() == [Outcome.SENT] * 3


@pytest.mark.id("P6", "D-12")
def test_when_a_result_cannot_be_written_no_further_letter_goes_out_and_none_is_doubled(desk: Desk) -> None:
    def lock(line: bytes) -> None:
        if len(desk.peer.transactions) == 3:
            desk.outbox.away = True

    desk.peer.on("dot", lock)
    desk.outbox.add(*letters(10))
    with pytest.raises(StoreUnavailable):
        desk.settle()
    with pytest.raises(StoreUnavailable):
        desk.step()
    assert len(desk.peer.delivered) == 3
    desk.outbox.away = False
    desk.settle()
    assert desk.outbox.outcomes() == [Outcome.SENT] * 10
    assert Counter(recipients(desk.peer)).most_common(1)[0][1] == 1


def test_a_bug_in_a_sender_costs_a_delay_and_no_letter(clock: FrozenClock, tmp_path: Path) -> None:
    class Broken(Maildir):
        def send(self, letters: Sequence[Letter]):  # type: ignore[no-untyped-def]
            yield from super().send(letters[:1])
            raise RuntimeError("a bug")

    outbox = MemoryOutbox(letters(3))
    delivery = Delivery(outbox, [Broken(tmp_path / "out", clock)], clock=clock, rng=random.Random(1))
    with pytest.raises(RuntimeError, match="a bug"):
        delivery.step(clock.now())
    assert outbox.outcomes() == [Outcome.SENT, Outcome.LATER, Outcome.LATER]
    assert not any(row.claimed for row in outbox.rows.values())


def test_a_maildir_serves_as_the_relay(clock: FrozenClock, tmp_path: Path) -> None:
    states: list[RelayState] = []
    outbox = MemoryOutbox(letters(40))
    maildir = Maildir(tmp_path / "out", clock)
    delivery = Delivery(outbox, [maildir], clock=clock, rng=random.Random(1), on_state=states.append)
    while delivery.step(clock.now()):
        pass
    assert outbox.outcomes() == [Outcome.SENT] * 40
    assert len(list((tmp_path / "out" / "new").iterdir())) == 40
    assert [state.ok for state in states] == [True]


@contextmanager
def running(outbox: MemoryOutbox, senders: Sequence[Sender]) -> Iterator[tuple[threading.Event, Callable[..., None]]]:
    """Run a delivery in a thread on the real clock; yields ``wake`` and a way to stop it."""
    stop, wake = threading.Event(), threading.Event()
    delivery = Delivery(outbox, senders, clock=SystemClock(), rng=random.Random(3))
    thread = threading.Thread(target=delivery.run, args=(stop, wake))
    thread.start()

    def halt(meanwhile: Callable[[], None] = lambda: None) -> None:
        """Say that it ends, do something while it knows, and wait for it."""
        stop.set()
        meanwhile()
        thread.join(25)
        assert not thread.is_alive()

    try:
        yield wake, halt
    finally:
        halt()


@pytest.mark.parametrize("connections", [1, 4])
def test_running_each_letter_is_sent_once_however_many_connections(peer: FaultyRelay, connections: int) -> None:
    outbox = MemoryOutbox(letters(400))
    with running(outbox, [relay_to(peer) for _ in range(connections)]):
        outbox.wait_until_done()
    assert Counter(Counter(recipients(peer)).values()) == {1: 400}
    assert len(peer.connections) <= connections
    peer.wait_until(lambda: not peer.opened)  # a stop takes leave
    assert all(connection.commands[-1] == b"QUIT" for connection in peer.connections)


def test_running_a_wake_up_is_enough_for_a_new_letter(peer: FaultyRelay) -> None:
    outbox = MemoryOutbox()
    with running(outbox, [relay_to(peer) for _ in range(2)]) as (wake, _):
        for _ in range(20):
            outbox.add(*letters(1))
            wake.set()
            outbox.wait_until_done(seconds=1.5)  # sooner than the next look that comes by itself


def test_running_an_empty_outbox_is_not_asked_again_and_again(peer: FaultyRelay) -> None:
    outbox = MemoryOutbox()
    with running(outbox, [relay_to(peer)]) as (_, halt):
        threading.Event().wait(0.5)
        halt()
    assert outbox.claims <= 2


def test_running_a_letter_that_falls_due_is_sent_without_a_wake_up(peer: FaultyRelay) -> None:
    outbox = MemoryOutbox()
    with running(outbox, [relay_to(peer)]):
        outbox.add(*letters(1))
        outbox.wait_until_done(seconds=8)


@pytest.mark.id("D-05")
def test_a_stop_ends_a_letter_on_the_wire_and_gives_back_the_rest(peer: FaultyRelay) -> None:
    outbox = MemoryOutbox(letters(30))
    gate = threading.Event()

    def wait_for_gate(line: bytes) -> None:
        gate.wait(10)

    peer.on("dot", wait_for_gate)
    with running(outbox, [relay_to(peer)]) as (_, halt):
        peer.wait_until(lambda: len(peer.transactions) == 1)
        halt(gate.set)
    sent = outbox.outcomes().count(Outcome.SENT)
    assert sent == len(peer.delivered) < 30
    assert not any(row.claimed for row in outbox.rows.values())


@pytest.mark.id("D-05")
def test_a_stop_does_not_wait_ten_minutes_for_a_relay_that_hangs(
    peer: FaultyRelay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.delivery.PATIENCE", timedelta(seconds=0.5))
    outbox = MemoryOutbox(letters(3))
    peer.on("dot", Hang())
    with running(outbox, [relay_to(peer)]) as (_, halt):
        peer.wait_until(lambda: bool(peer.transactions) and b"\r\n.\r\n" in peer.connections[0].received)
        halt()
    assert not any(row.claimed for row in outbox.rows.values())
    first, *rest = [row.history[-1] for _, row in sorted(outbox.rows.items())]
    assert first.uncertain
    assert not any(result.uncertain for result in rest)
    assert {result.next_try_at == result.at for result in rest} == {True}  # at once, when we are back


@pytest.mark.id("D-13")
def test_running_a_store_that_comes_back_finds_everything_as_it_was(peer: FaultyRelay) -> None:
    outbox = MemoryOutbox(letters(50))

    def lock(line: bytes) -> None:
        if len(peer.transactions) == 10:
            outbox.away = True

    peer.on("dot", lock)
    with running(outbox, [relay_to(peer)]):
        peer.wait_until(lambda: outbox.away)
        outbox.away = False
        outbox.wait_until_done()
    assert Counter(Counter(recipients(peer)).values()) == {1: 50}

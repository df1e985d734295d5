"""From the outbox to the relay, and what came of it written down.

Claims letters in order of their lanes, hands them to the senders, and decides what each answer means for the letter:
sent, later (and when), refused, given up. Says nothing of tickets; the desk reads the results.

At least once: a result is durable before the next letter of that connection is handed over, so a crash can double one
letter per connection, the one whose dot was out, and a doubled letter has the same Message-ID and the same bytes.
"""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol, assert_never

from gateway.backoff import Waits
from gateway.clock import Clock
from gateway.errors import TemporaryFailure
from gateway.mail import DeliveryResult, Letter, Outcome
from gateway.outbound.circuit import Circuit, Finding, RelayState
from gateway.outbound.retry import RetryRhythm
from gateway.outbound.sender import Attempt, Sender, Verdict
from gateway.peer_words import one_line

log = logging.getLogger(__name__)

POLL = timedelta(seconds=2)  # for letters that fall due by time alone, and should a wake-up get lost
PATIENCE = timedelta(seconds=10)  # at a stop, for the letters on the wire
MAX_BATCH = 8 << 20  # bytes of letters a connection claims at once; with 50 connections memory must still do
BATCH_TIME = timedelta(minutes=1)  # then the rest goes back: a claim must not outlive the store's patience with it
_STORE_WAITS = Waits(first=timedelta(seconds=1), longest=timedelta(seconds=30))


class Outbox(Protocol):
    """The letters that wait. Several threads call, each for itself. Both raise ``StoreUnavailable``."""

    def claim(self, *, now: datetime, limit: int, max_bytes: int) -> Sequence[Letter]:
        """Return letters that are due, by lane, then id, and mark them so that nobody else gets them; durable.

        At most ``limit``, and none after the one with which they come to ``max_bytes``. A letter claimed by a gateway
        that died before it recorded a result is due again at the next start, with ``uncertain`` set: it may have been
        on the wire.
        """
        ...

    def record(self, results: Sequence[DeliveryResult]) -> None:
        """Write results down, all or none; durable on return. What is known of a letter that is done stays.

        ``uncertain`` of a letter, once set by a result, stays set.
        """
        ...


@dataclass(slots=True)
class _Worker:
    """One sender and what it has not been able to write down yet."""

    number: int
    sender: Sender
    owed: list[DeliveryResult] = field(default_factory=list)
    filled: bool = False
    """The last claim gave all it was asked for: there may be more, for the others too."""
    store_failures: int = 0


class Delivery:
    """Sends what is in the outbox, over all senders; they are taken to be connections to one relay."""

    def __init__(
        self,
        outbox: Outbox,
        senders: Sequence[Sender],
        *,
        clock: Clock,
        rng: random.Random,
        rhythm: RetryRhythm | None = None,
        on_state: Callable[[RelayState], None] | None = None,
    ) -> None:
        """Start nothing. ``on_state`` is called when the relay's state changes, from any of the threads."""
        self._outbox = outbox
        self._workers = [_Worker(number, sender) for number, sender in enumerate(senders)]
        self._clock = clock
        self._rng = rng
        self._rhythm = rhythm or RetryRhythm()
        self._on_state = on_state
        self._lock = threading.Lock()  # for the three below
        self._circuit = Circuit(str(senders[0]), len(senders))
        self._suspects: list[Attempt] = []
        self._reported: RelayState | None = None
        self._stopping = threading.Event()

    def step(self, now: datetime) -> int:
        """Send one batch over the first sender that may and has something to do; return how many letters it had.

        Raises ``StoreUnavailable``; nothing is forgotten then, the next step begins with what could not be written.
        """
        for worker in self._workers:
            count = self._step(worker, now)
            if count:
                return count
        return 0

    def run(self, stop: threading.Event, wake: threading.Event) -> None:
        """Send until ``stop`` is set, with one thread a sender. Setting ``wake`` says that there may be something new.

        Blocks. At the stop letters on the wire get ten seconds to end, then their connections are cut.
        """
        threads = [
            threading.Thread(target=self._work, args=(worker, wake), name=f"delivery-{worker.number}", daemon=True)
            for worker in self._workers
        ]
        for thread in threads:
            thread.start()
        stop.wait()
        self._stopping.set()
        if not self._ended(threads, wake):
            log.warning("outbox.abort reason=%r", "letters are still on the wire")
            for worker in self._workers:
                worker.sender.abort()
            self._ended(threads, wake)
        self._write_down_the_rest()

    def _ended(self, threads: Sequence[threading.Thread], wake: threading.Event) -> bool:
        """Wait for the threads, with patience; tell whether all ended."""
        end = self._clock.monotonic() + PATIENCE.total_seconds()
        for thread in threads:
            while thread.is_alive() and self._clock.monotonic() < end:
                wake.set()  # again and again: another thread may have cleared it
                thread.join(0.05)
        return not any(thread.is_alive() for thread in threads)

    def _write_down_the_rest(self) -> None:
        try:
            with self._lock:
                suspects = self._take_suspects()
            now = self._clock.now()
            self._record([self._held(attempt, now) for attempt in suspects])
            for worker in self._workers:
                self._pay(worker)
        except TemporaryFailure as failure:  # they are sent again: at least once
            log.error("outbox.unrecorded reason=%r", str(failure))

    def _work(self, worker: _Worker, wake: threading.Event) -> None:
        """Be one thread of ``run``."""
        while not self._stopping.is_set():
            wake.clear()  # before looking: what comes in after the look wakes us again
            try:
                count = self._step(worker, self._clock.now())
                worker.store_failures = 0
            except TemporaryFailure as failure:
                log.warning("outbox.unavailable reason=%r", str(failure))
                self._rest(worker)
            except Exception:
                log.exception("delivery failed")
                self._rest(worker)
            else:
                self._idle(worker, count, wake)
        worker.sender.close()

    def _rest(self, worker: _Worker) -> None:
        worker.store_failures += 1
        wait = _STORE_WAITS.after(worker.store_failures, chance=self._rng.random())
        self._stopping.wait(wait.total_seconds())

    def _idle(self, worker: _Worker, count: int, wake: threading.Event) -> None:
        if worker.filled:
            wake.set()
        if count:
            return
        now = self._clock.now()
        with self._lock:
            due = self._circuit.next_grant_at(worker.number)
        wait = min(due - now, POLL) if due and due > now else POLL
        if not wake.wait(wait.total_seconds()):
            worker.sender.tidy()

    def _step(self, worker: _Worker, now: datetime) -> int:
        self._pay(worker)
        with self._lock:
            granted = self._circuit.grant(worker.number, now)
        claimed, full, begun = 0, False, self._clock.monotonic()
        try:
            if granted:
                letters = self._outbox.claim(now=now, limit=granted, max_bytes=MAX_BATCH)
                claimed, full = len(letters), sum(len(letter.raw) for letter in letters) >= MAX_BATCH
                self._send(worker, letters)
        finally:
            took = timedelta(seconds=self._clock.monotonic() - begun)
            with self._lock:
                self._circuit.done(worker.number, granted=granted, claimed=claimed, took=took)
            self._report()
        worker.filled = full or 0 < granted <= claimed
        if granted and not worker.filled:
            self._clear_suspects()
        return claimed

    def _send(self, worker: _Worker, letters: Sequence[Letter]) -> None:
        """Send the letters and record each result before the next one; what is not begun goes back."""
        left = {letter.id: letter for letter in letters}
        reply, count_it = "not begun: there was no time left", False
        end = self._clock.monotonic() + BATCH_TIME.total_seconds()
        try:
            with closing(worker.sender.send(letters)) as attempts:
                for attempt in attempts:
                    del left[attempt.letter.id]
                    worker.owed += self._judge(worker, attempt)
                    self._pay(worker)
                    if self._stopping.is_set() or self._clock.monotonic() >= end:
                        break
        except TemporaryFailure:
            reply = "not begun: the result before it could not be written down"
            raise
        except Exception as error:
            reply, count_it = one_line(f"not sent: {type(error).__name__} in the gateway"), True
            raise
        finally:
            now = self._clock.now()
            for letter in left.values():
                at_once = DeliveryResult(letter.id, Outcome.LATER, reply, now, now)
                worker.owed.append(self._later(letter, reply, now) if count_it else at_once)
            self._pay_if_possible(worker)

    def _pay(self, worker: _Worker) -> None:
        """Write down what is owed. Raises ``StoreUnavailable``, and then it stays owed."""
        if worker.owed:
            self._record(worker.owed)
            worker.owed = []

    def _pay_if_possible(self, worker: _Worker) -> None:
        try:
            self._pay(worker)
        except TemporaryFailure as failure:
            log.warning("outbox.unavailable reason=%r", str(failure))

    def _record(self, results: Sequence[DeliveryResult]) -> None:
        if results:
            self._outbox.record(results)
            for result in results:
                log.info("outbox.%s id=%d reply=%r", result.outcome, result.id, result.reply)

    def _judge(self, worker: _Worker, attempt: Attempt) -> list[DeliveryResult]:
        """Say what an attempt means for its letter, and for those held back as suspects before it."""
        now, chance = self._clock.now(), self._rng.random()
        if attempt.verdict is Verdict.AWAY:
            with self._lock:
                if not self._stopping.is_set():  # else it is us who hung up
                    self._circuit.away(worker.number, attempt.reply, now=now, chance=chance)
                again_at = self._circuit.resume_at(now)
            return [DeliveryResult(attempt.letter.id, Outcome.LATER, attempt.reply, now, again_at)]
        with self._lock:
            finding = self._circuit.answered(worker.number, attempt, now=now, chance=chance)
            if finding is Finding.SUSPECT and attempt.verdict is Verdict.PERMANENT:
                self._suspects.append(attempt)
                return []
            suspects = self._take_suspects() if finding in (Finding.USUAL, Finding.BLOCKED) else []
        if finding is Finding.BLOCKED:  # not theirs to fail: they wait until the relay takes mail again
            return [self._held(one, now) for one in (*suspects, attempt)]
        return [*(self._refused(one) for one in suspects), self._result(attempt, now)]

    def _result(self, attempt: Attempt, now: datetime) -> DeliveryResult:
        match attempt.verdict:
            case Verdict.SENT:
                return DeliveryResult(attempt.letter.id, Outcome.SENT, attempt.reply, now)
            case Verdict.PERMANENT:
                return self._refused(attempt)
            case Verdict.TEMPORARY | Verdict.AWAY:
                return self._later(attempt.letter, attempt.reply, now)
            case Verdict.UNCERTAIN:
                return self._later(attempt.letter, attempt.reply, now, uncertain=True)
            case _:
                assert_never(attempt.verdict)

    def _refused(self, attempt: Attempt) -> DeliveryResult:
        return DeliveryResult(attempt.letter.id, Outcome.REFUSED, attempt.reply, self._clock.now())

    def _held(self, attempt: Attempt, now: datetime) -> DeliveryResult:
        """Keep a letter that was refused for what may be our own fault, however old it is."""
        later = self._later(attempt.letter, attempt.reply, now)
        again_at = later.next_try_at or now + self._rhythm.waits.longest
        return replace(later, outcome=Outcome.LATER, next_try_at=again_at)

    def _later(self, letter: Letter, reply: str, now: datetime, *, uncertain: bool = False) -> DeliveryResult:
        """Try again after a wait that grows with the attempts, or give up with these as the last words."""
        attempt = 1 if uncertain and not letter.uncertain else letter.attempts + 1  # in doubt for the first time: soon
        again_at = self._rhythm.next_try(
            attempt=attempt, queued_at=letter.queued_at, now=now, chance=self._rng.random()
        )
        outcome = Outcome.LATER if again_at else Outcome.GAVE_UP
        return DeliveryResult(letter.id, outcome, reply, now, again_at, uncertain=uncertain)

    def _take_suspects(self) -> list[Attempt]:
        suspects, self._suspects = self._suspects, []
        return suspects

    def _clear_suspects(self) -> None:
        """The outbox is empty, so no run of refusals builds up: those seen were about their letters."""
        with self._lock:
            suspects = self._take_suspects()
        try:
            self._record([self._refused(attempt) for attempt in suspects])
        except TemporaryFailure:
            with self._lock:
                self._suspects = suspects + self._suspects
            raise

    def _report(self) -> None:
        with self._lock:
            state = self._circuit.state(self._clock.now())
            if state is None or state == self._reported:
                return
            self._reported = state
        log.log(logging.ERROR if state.loud else logging.INFO if state.ok else logging.WARNING, "relay.state %s", state)
        if self._on_state:
            try:
                self._on_state(state)
            except TemporaryFailure as failure:
                log.warning("relay.state unrecorded reason=%r", str(failure))
                with self._lock:
                    self._reported = None  # the next step tells it again

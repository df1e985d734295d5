from __future__ import annotations

import logging
import queue
import random
import threading
from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.clock import SystemClock
from gateway.desk.monitor import Outcome, Target, TargetKind
from gateway.network import TcpAddress
from gateway.probe.watcher import Heard, Watch, Watcher
from tests.probe.peers import PATIENCE, listening, silent

OFTEN = timedelta(milliseconds=20)


def target(name: str, port: int, *, kind: TargetKind = TargetKind.TCP, every: timedelta = OFTEN) -> Target:
    return Target(name, kind, TcpAddress("127.0.0.1", port), every=every, timeout=timedelta(minutes=10))


def watcher(targets: Sequence[Target], heard: Heard, stop: threading.Event) -> Watcher:
    return Watcher(targets, heard, clock=SystemClock(), stop=stop, jitter=random.Random(7))


class Ear:
    """Keeps what it hears."""

    def __init__(self) -> None:
        self.outcomes: queue.Queue[tuple[str, Outcome]] = queue.Queue()

    def __call__(self, target: Target, outcome: Outcome) -> None:
        self.outcomes.put((target.name, outcome))

    def next(self, name: str) -> Outcome:
        """Wait for the next outcome of a target, and pass over those of others."""
        while True:
            heard, outcome = self.outcomes.get(timeout=PATIENCE)
            if heard == name:
                return outcome


def test_every_target_is_checked_again_and_again_until_it_is_told_to_stop() -> None:
    stop, ear = threading.Event(), Ear()
    with listening(silent) as good, listening(silent) as closed:
        watching = watcher([target("good", good.port), target("other", closed.port)], ear, stop)
        watching.start()
        assert [ear.next("good").ok for _ in range(3)] == [True] * 3
        assert [ear.next("other").ok for _ in range(3)] == [True] * 3
        stop.set()
        assert watching.join(PATIENCE)
    assert not any(thread.name.startswith("probe-") for thread in threading.enumerate())


def test_what_goes_down_and_comes_back_is_heard_of_in_order() -> None:
    stop, ear = threading.Event(), Ear()
    with listening(silent) as peer:
        port = peer.port
        watching = watcher([target("a", port)], ear, stop)
        watching.start()
        assert ear.next("a").ok
    while ear.next("a").ok:
        pass
    assert ear.next("a").detail == "refuses the connection"
    stop.set()
    assert watching.join(PATIENCE)


def test_a_target_that_never_answers_delays_no_other_and_not_the_end() -> None:
    stop, ear = threading.Event(), Ear()
    with listening(silent) as hanging, listening(silent) as good:
        slow = [target(f"slow{at}", hanging.port, kind=TargetKind.SMTP) for at in range(10)]
        watching = watcher([*slow, target("good", good.port)], ear, stop)
        watching.start()
        assert hanging.accepted.wait(PATIENCE)
        for _ in range(3):
            assert ear.next("good").ok
        stop.set()
        assert watching.join(PATIENCE), "ten minutes of timeout are not waited for"


def test_an_outcome_that_nobody_could_take_costs_that_one_only(caplog: pytest.LogCaptureFixture) -> None:
    stop, ear = threading.Event(), Ear()
    failed: list[Outcome] = []

    def deaf_at_first(target: Target, outcome: Outcome) -> None:
        if not failed:
            failed.append(outcome)
            raise RuntimeError("the store is away")
        ear(target, outcome)

    with listening(silent) as good, caplog.at_level(logging.WARNING, "gateway.probe"):
        watching = watcher([target("good", good.port)], deaf_at_first, stop)
        watching.start()
        assert ear.next("good").ok
        stop.set()
        assert watching.join(PATIENCE)
    assert "probe.lost target=good error=the store is away" in caplog.text


def test_a_target_that_cannot_be_checked_at_all_is_a_bug_of_ours_and_no_outcome(
    caplog: pytest.LogCaptureFixture,
) -> None:
    stop, ear = threading.Event(), Ear()
    with listening(silent) as good, caplog.at_level(logging.ERROR, "gateway.probe"):
        pageless = target("web", good.port, kind=TargetKind.HTTP)
        watching = watcher([pageless, target("good", good.port)], ear, stop)
        watching.start()
        while "probe.bug target=web" not in caplog.text:
            ear.next("good")
        stop.set()
        assert watching.join(PATIENCE)
    assert {name for name, _ in ear.outcomes.queue} <= {"good"}


def test_a_watcher_of_nothing_ends_at_once() -> None:
    watching = watcher([], Ear(), threading.Event())
    watching.start()
    assert watching.join(0)


@given(
    seed=st.integers(0, 2**32),
    every=st.floats(5, 86_400),
    spent=st.one_of(st.floats(0, 60), st.floats(0, 1e6)),
)
def test_the_rhythm_counts_from_beginning_to_beginning_and_never_catches_up(
    seed: int, every: float, spent: float
) -> None:
    watch = Watch(
        target("a", 1, every=timedelta(seconds=every)),
        Ear(),
        clock=SystemClock(),
        stop=threading.Event(),
        jitter=random.Random(seed),
    )
    pause = watch.pause_after(spent)
    assert pause >= 0
    assert pause == 0 or 0.899 * every <= pause + spent <= 1.101 * every
    assert spent < 0.899 * every or pause <= 0.21 * every


def test_targets_that_are_started_together_do_not_stay_together() -> None:
    jitter = random.Random(1)
    watches = [
        Watch(
            target("a", 1, every=timedelta(minutes=1)),
            Ear(),
            clock=SystemClock(),
            stop=threading.Event(),
            jitter=random.Random(jitter.getrandbits(64)),
        )
        for _ in range(50)
    ]
    assert len({round(watch.pause_after(0), 1) for watch in watches}) > 20

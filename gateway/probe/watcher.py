"""Check every target at its rhythm, for as long as the gateway runs, and hand over what is found.

One thread a target: a server that never answers delays no other. What an outcome leads to is not decided here.
"""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable, Sequence

from gateway.clock import Clock
from gateway.desk.monitor import Outcome, Target
from gateway.probe.check import Stopped, check

_log = logging.getLogger("gateway.probe")

_SPREAD = 0.1  # of the rhythm, to either side: what was started together does not stay together
_FIRST_WITHIN = 10.0  # seconds

Heard = Callable[[Target, Outcome], None]
"""Called from many threads at once. It may raise, which costs that one outcome."""


class Watcher:
    """Everything that is watched."""

    def __init__(
        self, targets: Sequence[Target], heard: Heard, *, clock: Clock, stop: threading.Event, jitter: random.Random
    ) -> None:
        """Open nothing yet. ``stop`` ends all within a fraction of a second, whatever they wait for."""
        self._watches = [
            Watch(one, heard, clock=clock, stop=stop, jitter=random.Random(jitter.getrandbits(64))) for one in targets
        ]
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Begin, each target at a moment of its own within its first seconds."""
        self._threads = [
            threading.Thread(target=watch.run, name=f"probe-{at}", daemon=True)
            for at, watch in enumerate(self._watches)
        ]
        for thread in self._threads:
            thread.start()

    def join(self, timeout: float | None = None) -> bool:
        """Wait for all of them to end; tell whether they did. ``timeout`` is for each."""
        for thread in self._threads:
            thread.join(timeout)
        return not any(thread.is_alive() for thread in self._threads)


class Watch:
    """One target."""

    def __init__(
        self, target: Target, heard: Heard, *, clock: Clock, stop: threading.Event, jitter: random.Random
    ) -> None:
        self._target = target
        self._heard = heard
        self._clock = clock
        self._stop = stop
        self._jitter = jitter

    def run(self) -> None:
        """Check it until ``stop`` is set. Never raises. For a thread."""
        every = self._target.every.total_seconds()
        pause = self._jitter.uniform(0, min(every, _FIRST_WITHIN))
        while not self._stop.wait(pause):
            begun = self._clock.monotonic()
            self._check()
            pause = self.pause_after(self._clock.monotonic() - begun)

    def pause_after(self, spent: float) -> float:
        """Return the seconds to wait after a check that took ``spent``: the rhythm counts from beginning to beginning.

        A machine that was asleep has missed checks; they are not made up for.
        """
        every = self._target.every.total_seconds()
        return max(0.0, every * self._jitter.uniform(1 - _SPREAD, 1 + _SPREAD) - spent)

    def _check(self) -> None:
        try:
            outcome = check(self._target, clock=self._clock, stop=self._stop)
        except Stopped:
            return
        except Exception:  # noqa: BLE001 - a bug of ours says nothing about the target, and ends no thread
            _log.exception("probe.bug target=%s", self._target.name)
            return
        _log.debug("probe.heard target=%s ok=%s detail=%s", self._target.name, outcome.ok, outcome.detail)
        try:
            self._heard(self._target, outcome)
        except Exception as error:  # noqa: BLE001 - whoever listens may be away; the next outcome comes
            _log.warning("probe.lost target=%s error=%s", self._target.name, error)

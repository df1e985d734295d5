"""How long one check may last and how much it may hear, whatever the other side does; and when all is to be dropped."""

from __future__ import annotations

import select
import socket
import threading

from gateway.clock import Clock

_GLANCE = 0.2  # seconds between looks at the stop event


class Stopped(Exception):
    """The gateway is stopping: drop everything as it is."""


class Wrong(Exception):
    """The answer is not a good one. The message says what it is, fit to be shown."""


class CannotAsk(Wrong):
    """This machine found no way to ask: no name server answers, or no network is there. The fault may be ours."""


class BadStatus(Wrong):
    """A web server answers, but not with what was asked for."""

    def __init__(self, told: str, status: int) -> None:
        """Keep the status beside the words."""
        super().__init__(told)
        self.status = status


class Limits:
    """One budget of time and one of bytes for a check as a whole, redirects and TLS included."""

    def __init__(self, *, clock: Clock, stop: threading.Event, seconds: float, size: int) -> None:
        """Begin to count now."""
        self._clock = clock
        self._stop = stop
        self._until = clock.monotonic() + seconds
        self._left = size

    def seconds(self) -> float:
        """Return the time that is left. Raises ``TimeoutError`` when none is, and ``Stopped``."""
        if self._stop.is_set():
            raise Stopped
        left = self._until - self._clock.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def spend(self, size: int) -> None:
        """Count what was heard. Raises ``Wrong`` when it is too much."""
        self._left -= size
        if self._left < 0:
            raise Wrong("sends more than anybody asked for")

    def wait(self, sock: socket.socket, event: int, *, within: float | None = None) -> bool:
        """Wait for a socket, ``within`` seconds or as long as there is time. Tell whether it is ready.

        Raises ``TimeoutError`` when the whole time is over, and ``Stopped``.
        """
        until = None if within is None else self._clock.monotonic() + within
        poller = select.poll()
        poller.register(sock, event)
        while True:
            glance = min(self.seconds(), _GLANCE)
            if until is not None:
                glance = min(glance, until - self._clock.monotonic())
                if glance <= 0:
                    return False
            if poller.poll(max(1, int(glance * 1000))):
                return True

    def wait_for(self, event: threading.Event) -> None:
        """Wait until something is set. Raises ``TimeoutError`` and ``Stopped``."""
        while not event.wait(min(self.seconds(), _GLANCE)):
            pass

"""Carry the journal's answers from its thread to the loop: one wake-up for a whole group commit.

A client that hangs up cancels its own waiting, never the commit.
"""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future
from functools import partial

from gateway.mail import JournalId

Waiter = asyncio.Future["Future[JournalId] | None"]
"""Has the journal's finished future as its result, or None when the wait was ended from outside."""


class Commits:
    """Turns the journal's futures into waits of one loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._lock = threading.Lock()
        self._done: list[tuple[Waiter, Future[JournalId]]] = []

    def wait_for(self, commit: Future[JournalId]) -> Waiter:
        """Return what to await. Ending or cancelling it leaves the commit alone."""
        waiter: Waiter = self._loop.create_future()
        commit.add_done_callback(partial(self._note, waiter))
        return waiter

    def _note(self, waiter: Waiter, commit: Future[JournalId]) -> None:
        """Run in the journal's thread: queue the answer, and wake the loop for the first of a group only."""
        with self._lock:
            self._done.append((waiter, commit))
            first = len(self._done) == 1
        if first:
            try:
                self._loop.call_soon_threadsafe(self._deliver)
            except RuntimeError:  # the loop is closed: nobody waits any more, and the mail is kept
                self._done.clear()

    def _deliver(self) -> None:
        with self._lock:
            done, self._done = self._done, []
        for waiter, commit in done:
            if not waiter.done():
                waiter.set_result(commit)

"""What a process holds of its supervisor and of the other process: a sign of life and a bell each way.

Bytes on inherited pipes; they carry no data, so that a lost one costs a second at most.
"""

from __future__ import annotations

import contextlib
import os
import select
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Thread

NONE = -1


@dataclass(slots=True)
class Lifeline:
    """Pipe ends by number; ``NONE`` where a process runs on its own."""

    life: int = NONE
    """At its end the supervisor is gone, and we go too."""
    wake_in: int = NONE
    wake_out: int = NONE
    ready: int = NONE
    words: int = NONE
    """Where a process that ends by an error says which."""
    woken: Event = field(default_factory=Event)
    """Set when the other process rang; whoever waits on it clears it."""

    def watch(self, stop: Callable[[], None]) -> None:
        """Begin to listen; ``stop`` is called from another thread when the supervisor is gone."""
        for end in (self.wake_in, self.wake_out):
            if end != NONE:
                os.set_blocking(end, False)
        if self.life != NONE:
            Thread(target=self._listen, args=(stop,), name="lifeline", daemon=True).start()

    def ring(self) -> None:
        """Wake the other process; when its bell is full it is awake."""
        if self.wake_out != NONE:
            with contextlib.suppress(BlockingIOError, BrokenPipeError):
                os.write(self.wake_out, b"!")

    def say_ready(self) -> None:
        """Tell the supervisor that this process does its work now."""
        if self.ready != NONE:
            os.write(self.ready, b"ready")
            os.close(self.ready)
            self.ready = NONE

    def say_last(self, words: str) -> None:
        """Tell the supervisor why this process ends. Nobody else could: its log may be anywhere."""
        if self.words != NONE:
            with contextlib.suppress(OSError):
                os.write(self.words, words.encode("utf-8", "replace"))

    def _listen(self, stop: Callable[[], None]) -> None:
        while True:
            readable, _, _ = select.select([end for end in (self.life, self.wake_in) if end != NONE], [], [])
            if self.life in readable:  # nobody ever writes there: this is its end
                stop()
                return
            with contextlib.suppress(BlockingIOError):
                os.read(self.wake_in, 4096)
            self.woken.set()

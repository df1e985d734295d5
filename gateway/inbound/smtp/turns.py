"""Give out a few places among many who want one: in turn by peer, for a short wait, and to nobody beyond a bound.

Belongs to one loop. Whoever gets no place is told so at once or soon, and never waits without an end.
"""

from __future__ import annotations

import asyncio
from collections import deque

from gateway.errors import TemporaryFailure


class Crowded(TemporaryFailure):
    """No place came free in time: another time there will be one."""


class Turns:
    """The places. A peer who brings much waits for himself, and not the others for him."""

    def __init__(self, *, places: int, waiting: int) -> None:
        self._free = places
        self._bound = waiting
        self.waiting = 0
        """How many wait now."""
        self._queues: dict[str, deque[asyncio.Future[bool]]] = {}  # the peer whose turn is next comes first

    async def take(self, peer: str, *, seconds: float) -> None:
        """Get a place, which is to be given back. Raises ``Crowded``."""
        if self._free:  # then nobody waits
            self._free -= 1
            return
        if self.waiting >= self._bound:
            self._send_away(peer)
        turn: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._queues.setdefault(peer, deque()).append(turn)
        self.waiting += 1
        try:
            async with asyncio.timeout(seconds):
                granted = await turn
        except BaseException as ended:
            self._leave(peer, turn)
            if isinstance(ended, TimeoutError):
                raise Crowded("no place came free in time") from None
            raise
        if not granted:
            raise Crowded("others wait less often")

    def _send_away(self, peer: str) -> None:
        """Make room for one more: by the newest of the peer who has the most, unless that is the one who asks."""
        most = max(self._queues, key=lambda name: len(self._queues[name]), default=peer)
        if len(self._queues.get(most, ())) <= len(self._queues.get(peer, ())) + 1:
            raise Crowded("too many wait")
        newest = self._queues[most][-1]
        self._drop(most, newest)
        newest.set_result(False)

    def _leave(self, peer: str, turn: asyncio.Future[bool]) -> None:
        """Take out whoever does not wait any more; a place that was given meanwhile goes to the next."""
        if turn.done() and not turn.cancelled():
            if turn.result():
                self.give_back()
        elif turn in self._queues.get(peer, ()):
            self._drop(peer, turn)

    def _drop(self, peer: str, turn: asyncio.Future[bool]) -> None:
        queue = self._queues[peer]
        queue.remove(turn)
        self.waiting -= 1
        if not queue:
            del self._queues[peer]

    def give_back(self) -> None:
        """Give a place back: to the next peer that waits, who then stands last in turn."""
        while self._queues:
            peer, queue = next(iter(self._queues.items()))
            turn = queue[0]
            self._drop(peer, turn)
            if peer in self._queues:
                self._queues[peer] = self._queues.pop(peer)
            if not turn.done():
                turn.set_result(True)
                return
        self._free += 1

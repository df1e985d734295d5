"""Have the origin of a mail checked while its sender waits: off the loop, in few threads, in little time.

Where there is no room to check a mail soon, its sender is to come again: whoever makes us busy must not get unchecked
mail in. Whatever else goes wrong, the mail is taken, and counts as not checked. Knows nothing of DNS and signatures.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol

from gateway.errors import TemporaryFailure
from gateway.inbound.smtp.config import OriginLimits
from gateway.inbound.smtp.limits import peer_key
from gateway.inbound.smtp.turns import Crowded, Turns
from gateway.mail import Envelope
from gateway.trust import Network, is_trusted

log = logging.getLogger("gateway.smtp")


class OriginCheck(Protocol):
    """Finds out where a mail comes from, and may wait for the DNS."""

    def __call__(self, raw: bytes, envelope: Envelope, *, helo: str, host: str, seconds: float) -> str:
        """Return an Authentication-Results value (RFC 8601); wait for others no longer than ``seconds``.

        Raises ``TemporaryFailure`` when it is too crowded to check this mail now.
        """
        ...

    def failed(self, because: str) -> str:
        """Return the value for a mail that could not be checked; ``because`` goes into it."""
        ...


class OriginChecks:
    """Checks the mails of one door."""

    def __init__(self, check: OriginCheck, *, trusted: tuple[Network, ...], limits: OriginLimits) -> None:
        """Check what does not come from ``trusted`` peers: their word is taken for what they checked themselves."""
        self._check = check
        self._trusted = trusted
        self._limits = limits
        self._turns = Turns(places=limits.threads, waiting=limits.waiting)
        self._pool = ThreadPoolExecutor(limits.threads, thread_name_prefix="origin")

    @property
    def waiting(self) -> int:
        """How many mails wait for a thread."""
        return self._turns.waiting

    async def of(self, raw: bytes, envelope: Envelope, *, helo: str, host: str) -> str:
        """Return what is found about a mail; empty for a trusted peer's.

        Raises ``TemporaryFailure`` when there was no room to check it (SMTP 451), and nothing else.
        """
        if is_trusted(host, self._trusted):
            return ""
        limits = self._limits
        await self._turns.take(peer_key(host), seconds=limits.patience.total_seconds())
        work = self._begin(raw, envelope, helo=helo, host=host)
        try:
            async with asyncio.timeout((limits.deadline + limits.grace).total_seconds()):
                return await asyncio.wrap_future(work)
        except TimeoutError:
            return self._check.failed("it took too long")

    def _begin(self, raw: bytes, envelope: Envelope, *, helo: str, host: str) -> Future[str]:
        """Have it checked in a thread, which is free: its time begins now. The place comes back when it ends."""
        loop = asyncio.get_running_loop()
        seconds = self._limits.deadline.total_seconds()
        try:
            work = self._pool.submit(self._run, raw, envelope, helo, host, seconds)
        except RuntimeError:
            self._turns.give_back()
            raise Crowded("the door has closed meanwhile") from None

        def leave(_: Future[str]) -> None:
            with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
                loop.call_soon_threadsafe(self._turns.give_back)

        work.add_done_callback(leave)
        return work

    def _run(self, raw: bytes, envelope: Envelope, helo: str, host: str, seconds: float) -> str:
        try:
            return self._check(raw, envelope, helo=helo, host=host, seconds=seconds)
        except TemporaryFailure:
            raise
        except Exception as error:  # noqa: BLE001 - a thread's top: a fault of ours costs the proof, never the mail
            log.error("smtp.origin-fault error=%s", type(error).__name__)
            return self._check.failed("not checked")

    def close(self) -> None:
        """Begin no more checks. Those under way end by their own deadline."""
        self._pool.shutdown(wait=False, cancel_futures=True)

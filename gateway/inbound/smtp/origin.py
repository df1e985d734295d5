"""Have the origin of a mail checked while its sender waits: off the loop, in few threads, in little time.

Whatever goes wrong, the mail is taken: it then counts as not checked. Knows nothing of DNS and signatures.
"""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import Future, ThreadPoolExecutor
from threading import BoundedSemaphore
from typing import Protocol

from gateway.inbound.smtp.config import OriginLimits
from gateway.mail import Envelope
from gateway.trust import Network, is_trusted

log = logging.getLogger("gateway.smtp")


class OriginCheck(Protocol):
    """Finds out where a mail comes from, and may wait for the DNS."""

    def __call__(self, raw: bytes, envelope: Envelope, *, helo: str, host: str, seconds: float) -> str:
        """Return an Authentication-Results value (RFC 8601); give up after ``seconds``."""
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
        self._room = BoundedSemaphore(self._limits.waiting)
        self._pool = ThreadPoolExecutor(self._limits.threads, thread_name_prefix="origin")

    async def of(self, raw: bytes, envelope: Envelope, *, helo: str, host: str) -> str:
        """Return what is found about a mail; empty for a trusted peer's. Never raises, but when it is cancelled."""
        if is_trusted(host, self._trusted):
            return ""
        if not self._room.acquire(blocking=False):
            return self._check.failed("too many at once")
        limits = self._limits
        seconds = (limits.deadline - limits.spare).total_seconds()
        try:
            work = self._pool.submit(self._run, raw, envelope, helo, host, seconds)
        except RuntimeError:  # the door has closed meanwhile
            self._room.release()
            return self._check.failed("not checked")
        work.add_done_callback(self._leave)
        try:
            async with asyncio.timeout(limits.deadline.total_seconds()):
                return await asyncio.wrap_future(work)
        except TimeoutError:
            return self._check.failed("it took too long")

    def _run(self, raw: bytes, envelope: Envelope, helo: str, host: str, seconds: float) -> str:
        try:
            return self._check(raw, envelope, helo=helo, host=host, seconds=seconds)
        except Exception as error:  # noqa: BLE001 - a thread's top: a fault of ours costs the proof, never the mail
            log.error("smtp.origin-fault error=%s", type(error).__name__)
            return self._check.failed("not checked")

    def _leave(self, _work: Future[str]) -> None:
        self._room.release()

    def close(self) -> None:
        """Begin no more checks. Those under way end by their own deadline."""
        self._pool.shutdown(wait=False, cancel_futures=True)

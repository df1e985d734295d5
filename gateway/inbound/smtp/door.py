"""The SMTP door: it opens, takes as many clients as there is room for, ends the slow, and closes without losing a mail.

Hands what it takes to the journal and answers 250 after the commit. Reads no mail and decides nothing about it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from functools import partial

from gateway.clock import Clock
from gateway.inbound.journal import Journal
from gateway.inbound.smtp.commit import Commits
from gateway.inbound.smtp.config import DoorConfig
from gateway.inbound.smtp.dialogue import Service
from gateway.inbound.smtp.envelope import LocalRecipients
from gateway.inbound.smtp.limits import ConnectionLimits, Memory, QuietLog
from gateway.inbound.smtp.listen import Listener, bind
from gateway.inbound.smtp.origin import OriginCheck, OriginChecks
from gateway.inbound.smtp.session import SmtpSession
from gateway.inbound.smtp.state import ServerState
from gateway.inbound.smtp.tls import TlsFiles
from gateway.network import TcpAddress

log = logging.getLogger("gateway.smtp")


def no_fault(_point: str) -> None:
    """Do nothing: the fault points ``mail``, ``rcpt`` and ``data`` are armed by tests only."""


class SmtpDoor:
    """Takes mail by SMTP. Start and stop it on the loop that is to carry it."""

    source = "smtp"
    lmtp = False

    def __init__(
        self,
        config: DoorConfig,
        journal: Journal,
        clock: Clock,
        *,
        fault: Callable[[str], None] = no_fault,
        origin: OriginCheck | None = None,
    ) -> None:
        """Read the certificate, if there is one. Raises ``ConfigError``. ``origin`` checks what strangers bring."""
        self._config = config
        self._journal = journal
        self._clock = clock
        self._origin = origin
        self._quiet = QuietLog(log, clock)
        self._limits = ConnectionLimits(
            connections=config.connections, per_peer=config.connections_per_peer, trusted=config.trusted_peers
        )
        self._memory = Memory(config.memory_bytes)
        self._tls = TlsFiles(config.certificate, config.key) if config.certificate else None
        self._service = self._build_service(fault)
        self._listeners: list[Listener] = []
        self._state: ServerState | None = None
        self._watch: asyncio.TimerHandle | None = None
        self.bound: tuple[TcpAddress, ...] = ()
        """Where it listens by TCP, with the true port; empty before ``start`` and for a socket path."""

    def _build_service(self, fault: Callable[[str], None]) -> Service:
        config = self._config
        return Service(
            hostname=config.hostname,
            local_recipients=LocalRecipients(config.addresses, plus_addressing=config.plus_addressing),
            size_limit_bytes=config.size_limit_bytes,
            recipients=config.recipients,
            errors=config.errors,
            idle_commands=config.idle_commands,
            lmtp=self.lmtp,
            tls=self._tls is not None,
            pressure=self._pressure,
            fault=fault,
        )

    @property
    def sessions(self) -> int:
        """How many clients are connected."""
        return len(self._state.sessions) if self._state else 0

    @property
    def waiting_checks(self) -> int:
        """How many mails wait until there is room to check where they come from."""
        return self._state.origin.waiting if self._state and self._state.origin else 0

    async def start(self) -> None:
        """Listen and take mail. Raises ``ConfigError`` when the address cannot be used."""
        sockets = await bind(self._config.listen)
        loop = asyncio.get_running_loop()
        self._state = state = ServerState(
            source=self.source,
            service=self._service,
            journal=self._journal,
            clock=self._clock,
            timeouts=self._config.timeouts,
            limits=self._limits,
            memory=self._memory,
            quiet=self._quiet,
            tls=self._tls,
            loop=loop,
            commits=Commits(loop),
            origin=self._build_origin(),
        )
        state.emptied.set()
        make = partial(SmtpSession, state)
        self._listeners = [Listener(sock, limits=self._limits, make=make, quiet=self._quiet) for sock in sockets]
        if isinstance(self._config.listen, TcpAddress):
            self.bound = tuple(TcpAddress(*sock.getsockname()[:2]) for sock in sockets)
        for listener in self._listeners:
            listener.start()
        self._look(state)
        log.info("%s.listening at=%s", self.source, ",".join(map(str, self.bound)) or self._config.listen)

    def _build_origin(self) -> OriginChecks | None:
        config = self._config
        if self._origin is None:
            return None
        return OriginChecks(self._origin, trusted=config.trusted_peers, limits=config.origin_limits)

    async def stop(self) -> None:
        """Take no new mail, let messages under way be answered, and close; bounded by ``timeouts.stop``."""
        state = self._state
        if state is None:
            return
        for listener in self._listeners:
            await listener.close()
        state.stopping = True
        for session in tuple(state.sessions):
            session.stop()
        try:
            async with asyncio.timeout(self._config.timeouts.stop.total_seconds()):
                await state.emptied.wait()
        except TimeoutError:
            log.warning("%s.cut-off sessions=%d", self.source, len(state.sessions))
        await self._cut(state)
        if state.origin:
            state.origin.close()
        self._state = None
        log.info("%s.closed", self.source)

    async def _cut(self, state: ServerState) -> None:
        """Cut what is left, and see each conversation end."""
        if self._watch:
            self._watch.cancel()
        tasks = [session.task for session in state.sessions if session.task]
        for session in tuple(state.sessions):
            session.abort()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _look(self, state: ServerState) -> None:
        """Look at all sessions once a tick: cheaper than a timer each, and it sees how busy the door is."""
        now = self._clock.monotonic()
        busy = state.busy
        for session in tuple(state.sessions):
            session.tick(now, busy=busy)
        if self._tls:
            self._tls.refresh()
        self._watch = state.loop.call_later(self._config.timeouts.tick.total_seconds(), self._look, state)

    def _pressure(self, size: int) -> str:
        because = "memory-full" if not self._memory.has_room(size) else self._journal.pressure()
        if because:
            self._quiet.warning("smtp.refusing-mail", f"because={because}")
        return because

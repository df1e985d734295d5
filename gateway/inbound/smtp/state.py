"""What the sessions of one door share, and which are open.

Keeps count; the door opens and closes them.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Protocol

from gateway.clock import Clock
from gateway.inbound.journal import Journal
from gateway.inbound.smtp.commit import Commits
from gateway.inbound.smtp.config import Timeouts
from gateway.inbound.smtp.dialogue import Service
from gateway.inbound.smtp.limits import ConnectionLimits, Memory, QuietLog
from gateway.inbound.smtp.origin import OriginChecks
from gateway.inbound.smtp.tls import TlsFiles


class OpenSession(Protocol):
    """A session, as the door sees it."""

    host: str
    """The peer's IP address, empty on a local socket."""

    def tick(self, now: float, *, busy: bool) -> None:
        """Look whether it has waited too long (``now`` by the clock's ``monotonic``)."""
        ...

    def stop(self) -> None:
        """Go, unless a message is under way."""
        ...

    def abort(self) -> None:
        """Cut the line at once."""
        ...

    @property
    def task(self) -> asyncio.Task[None] | None:
        """The conversation, to be waited for when the door closes."""
        ...


@dataclass(slots=True, kw_only=True)
class ServerState:
    """What all sessions of one door share."""

    source: str
    service: Service
    journal: Journal
    clock: Clock
    timeouts: Timeouts
    limits: ConnectionLimits
    memory: Memory
    quiet: QuietLog
    tls: TlsFiles | None
    loop: asyncio.AbstractEventLoop
    commits: Commits
    origin: OriginChecks | None
    sessions: set[OpenSession] = field(default_factory=set)
    emptied: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the last session ends."""
    stopping: bool = False

    @property
    def busy(self) -> bool:
        """Tell whether slow clients are hurried."""
        return self.limits.busy or self.memory.busy

    def add(self, session: OpenSession) -> None:
        """Know a session from now on."""
        self.sessions.add(session)
        self.emptied.clear()

    def remove(self, session: OpenSession) -> None:
        """Forget a session."""
        self.sessions.discard(session)
        self.limits.remove(session.host)
        if not self.sessions:
            self.emptied.set()

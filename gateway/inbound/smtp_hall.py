"""What the sessions of one door share, and who is in.

Keeps count; the door opens and closes, the sessions talk.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Protocol

from gateway.clock import Clock
from gateway.inbound.journal import Journal
from gateway.inbound.smtp_commit import Commits
from gateway.inbound.smtp_config import Patience
from gateway.inbound.smtp_dialogue import House
from gateway.inbound.smtp_limits import Crowd, Memory, QuietLog
from gateway.inbound.smtp_tls import TlsFiles


class Guest(Protocol):
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
class Hall:
    """What all sessions of one door share."""

    source: str
    house: House
    journal: Journal
    clock: Clock
    patience: Patience
    crowd: Crowd
    memory: Memory
    quiet: QuietLog
    tls: TlsFiles | None
    loop: asyncio.AbstractEventLoop
    commits: Commits
    sessions: set[Guest] = field(default_factory=set)
    emptied: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the last session leaves."""
    stopping: bool = False

    @property
    def busy(self) -> bool:
        """Tell whether slow clients are hurried."""
        return self.crowd.busy or self.memory.busy

    def enter(self, session: Guest) -> None:
        """Know a session from now on."""
        self.sessions.add(session)
        self.emptied.clear()

    def leave(self, session: Guest) -> None:
        """Forget a session."""
        self.sessions.discard(session)
        self.crowd.leave(session.host)
        if not self.sessions:
            self.emptied.set()

"""A door in a thread of its own, and a journal in memory, for tests that talk to it as any client would."""

from __future__ import annotations

import asyncio
import smtplib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from gateway.address import parse_address
from gateway.clock import Clock
from gateway.inbound.smtp.config import DoorConfig, Timeouts
from gateway.inbound.smtp.door import SmtpDoor, no_fault
from gateway.inbound.smtp.lmtp import LmtpDoor
from gateway.inbound.smtp.origin import OriginCheck
from gateway.mail import JournalId, MailboxUid, ReceivedMail
from gateway.network import TcpAddress
from tests.peers.dialogue import DEADLINE, Line

ANN = "ann@customer.example"
SUPPORT = "support@example.com"
SALES = "sales@example.com"
TICK = timedelta(milliseconds=20)
LOCAL = TcpAddress("127.0.0.1", 0)


class MemoryJournal:
    """Stands for the store at the edge of the room: keeps mails in a list, and can be slow, full or broken."""

    def __init__(self) -> None:
        self.mails: list[ReceivedMail] = []
        self.trouble: Exception | None = None
        """What the commit fails with."""
        self.submit_trouble: Exception | None = None
        """What ``submit`` itself raises."""
        self.because = ""
        """What ``pressure`` says."""
        self.held: list[Callable[[], None]] | None = None
        """Commits that wait for ``release``, once ``hold`` was called."""
        self._lock = threading.Lock()

    def submit(self, mail: ReceivedMail, *, uid: MailboxUid | None = None) -> Future[JournalId]:
        if self.submit_trouble is not None:
            raise self.submit_trouble
        promise: Future[JournalId] = Future()

        def commit() -> None:
            if self.trouble is not None:
                promise.set_exception(self.trouble)
                return
            with self._lock:
                self.mails.append(mail)
                entry = JournalId(len(self.mails))
            promise.set_result(entry)

        if self.held is None:
            threading.Thread(target=commit).start()
        else:
            self.held.append(commit)
        return promise

    def pressure(self) -> str:
        return self.because

    def hold(self) -> None:
        self.held = []

    def release(self) -> None:
        """Commit, in this thread, what has been held back."""
        held, self.held = self.held or [], None
        for commit in held:
            commit()

    @property
    def only(self) -> ReceivedMail:
        assert len(self.mails) == 1, f"{len(self.mails)} mails instead of one"
        return self.mails[0]


def until(condition: Callable[[], object], what: str) -> None:
    """Wait for something that happens in another thread or process; fail when it does not."""
    ends = time.monotonic() + DEADLINE
    pause = threading.Event()
    while not condition():
        assert time.monotonic() < ends, f"it never came true: {what}"
        pause.wait(0.005)


class RunningDoor:
    """A door on its own loop in its own thread."""

    def __init__(self, door: SmtpDoor, journal: MemoryJournal, path: Path | None) -> None:
        self.door = door
        self.journal = journal
        self._path = path
        self._lines: list[Line] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    def do(self, coroutine: Any) -> Any:
        """Run something on the door's loop, and wait for it."""
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(DEADLINE)

    def begin(self, coroutine: Any) -> Future[Any]:
        """Run something on the door's loop, and do not wait."""
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop)

    def close(self) -> None:
        for line in self._lines:
            line.close()
        try:
            self.do(self.door.stop())
        finally:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(DEADLINE)
            self._loop.close()

    @property
    def port(self) -> int:
        return self.door.bound[0].port

    def connect(self, *, source: str = "127.0.0.1") -> Line:
        """Connect and say nothing yet. The line is closed with the door."""
        if self._path is not None:
            sock = socket.socket(socket.AF_UNIX)
            sock.settimeout(DEADLINE)
            sock.connect(str(self._path))
        else:
            sock = socket.create_connection(("127.0.0.1", self.port), DEADLINE, source_address=(source, 0))
        self._lines.append(Line(sock))
        return self._lines[-1]

    def greet(self) -> Line:
        """Connect, hear the greeting and say EHLO (LHLO)."""
        line = self.connect()
        assert line.read_line().startswith("220 ")
        assert line.ask("LHLO a.example" if self.door.lmtp else "EHLO a.example").startswith("250 ")
        return line

    def ready(self, *recipients: str, sender: str = ANN, parameters: str = "") -> Line:
        """Connect and go on to where the message is wanted."""
        line = self.greet()
        assert line.ask(f"MAIL FROM:<{sender}>{parameters}").startswith("250 2.1.0 ")
        for recipient in recipients or (SUPPORT,):
            assert line.ask(f"RCPT TO:<{recipient}>").startswith("250 2.1.5 ")
        assert line.ask("DATA").startswith("354 ")
        return line

    def client(self) -> smtplib.SMTP:
        return smtplib.SMTP("127.0.0.1", self.port, local_hostname="a.example", timeout=DEADLINE)


def config(**changes: Any) -> DoorConfig:
    """Return what a small helpdesk would configure, with ``changes``; its own ``timeouts`` look often."""
    usual = DoorConfig(
        hostname="mx.example.com",
        listen=LOCAL,
        addresses=(parse_address(SUPPORT), parse_address(SALES)),
        timeouts=Timeouts(tick=TICK),
    )
    return replace(usual, **changes)


@contextmanager
def running(
    clock: Clock,
    *,
    lmtp: bool = False,
    fault: Callable[[str], None] = no_fault,
    origin: OriginCheck | None = None,
    **changes: Any,
) -> Iterator[RunningDoor]:
    """Open a door for the time of a test."""
    journal = MemoryJournal()
    chosen = config(**changes)
    build = LmtpDoor if lmtp else SmtpDoor
    door = build(chosen, journal, clock, fault=fault, origin=origin)
    opened = RunningDoor(door, journal, chosen.listen if isinstance(chosen.listen, Path) else None)
    try:
        opened.do(door.start())
        yield opened
    finally:
        journal.release()
        opened.close()

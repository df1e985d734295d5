"""What the IMAP tests share: a journal that keeps its contract, and pollers on threads that always end."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

import pytest

from gateway.clock import SystemClock
from gateway.errors import StoreUnavailable
from gateway.inbound.imap.mailbox import ImapMailbox, Portion, Rhythm
from gateway.inbound.imap.poll import MailboxPoller
from gateway.mail import JournalId, MailboxStart, MailboxUid, ReceivedMail
from gateway.network import Tls
from tests.peers.dovecot import PASSWORD, await_true

QUICK = Rhythm(
    connect=5, silence=5, poll=0.2, retry_first=0.1, retry_longest=0.4, login_first=0.2, login_longest=0.4,
    store_first=0.1, store_longest=0.2,
)  # fmt: skip


def eml(number: int | str, *, size: int = 0) -> bytes:
    """Write a mail that is unlike any other number's."""
    head = f"From: Ann <ann@example.net>\r\nTo: support@example.com\r\nSubject: mail {number}\r\n"
    head += f"Message-ID: <{number}@example.net>\r\n\r\n"
    body = f"This is mail {number}.\r\n"
    lines = max(0, size - len(head) - len(body)) // 72
    return (head + body + ("x" * 70 + "\r\n") * lines).encode()


@dataclass(slots=True)
class FakeMemory:
    """The store as the door sees it: what is submitted is safe when its future says so, and only then known."""

    mails: list[tuple[MailboxUid, ReceivedMail]] = field(default_factory=list)
    starts: dict[str, MailboxStart] = field(default_factory=dict)
    reports: list[tuple[str, bool, str]] = field(default_factory=list)
    why_not: str = ""
    """Pressure."""
    broken: str = ""
    """Commits fail with this."""
    refused: set[int] = field(default_factory=set)
    """UIDs the journal stumbles over for a reason of its own."""
    on_commit: Callable[[MailboxUid], None] | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def submit(self, mail: ReceivedMail, *, uid: MailboxUid | None = None) -> Future[JournalId]:
        assert uid is not None
        future: Future[JournalId] = Future()
        with self.lock:
            if self.broken:
                future.set_exception(StoreUnavailable(self.broken))
                return future
            if any(uid == known for known, _ in self.mails) or uid.uid in self.refused:
                future.set_exception(KeyError("the journal has a UID once"))
                return future
            self.mails.append((uid, mail))
            future.set_result(JournalId(len(self.mails)))
        if self.on_commit:
            self.on_commit(uid)
        return future

    def pressure(self) -> str:
        return self.why_not

    def unknown_uids(self, mailbox: str, uidvalidity: int, uids: Collection[int]) -> Sequence[int]:
        with self.lock:
            known = {uid.uid for uid, _ in self.mails if (uid.mailbox, uid.uidvalidity) == (mailbox, uidvalidity)}
        return sorted(set(uids) - known)

    def report_mailbox(self, mailbox: str, *, ok: bool, detail: str, at: datetime) -> None:
        assert at.tzinfo is not None
        assert "\n" not in detail
        self.reports.append((mailbox, ok, detail))

    def mailbox_start(self, mailbox: str) -> MailboxStart | None:
        return self.starts.get(mailbox)

    def start_mailbox(self, start: MailboxStart) -> None:
        self.starts[start.mailbox] = start

    # --- what tests ask ---

    @property
    def raws(self) -> list[bytes]:
        return [mail.raw for _, mail in list(self.mails)]

    @property
    def tickets(self) -> set[str]:
        """What the desk makes of it: the same mail is one ticket, whatever way and however often it came."""
        return {sha256(raw.replace(b"\r\n", b"\n")).hexdigest() for raw in self.raws}

    def state(self, mailbox: str = "support") -> tuple[bool, str]:
        """The last thing told to status."""
        told = [(ok, detail) for name, ok, detail in list(self.reports) if name == mailbox]
        return told[-1] if told else (False, "nothing yet")

    def await_mails(self, number: int, *, seconds: float = 10) -> None:
        try:
            await_true(lambda: len(self.mails) >= number, seconds=seconds)
        except AssertionError:
            pytest.fail(f"{len(self.mails)} mails of {number}: {self.reports}")

    def await_state(self, words: str, *, ok: bool, mailbox: str = "support", seconds: float = 10) -> str:
        """Wait until status says these words; return the whole sentence."""

        def said() -> bool:
            told_ok, detail = self.state(mailbox)
            return told_ok is ok and words in detail

        try:
            await_true(said, seconds=seconds)
        except AssertionError:
            pytest.fail(f"never said {words!r}: {self.reports}")
        return self.state(mailbox)[1]


def known_to(memory: FakeMemory, *, uidvalidity: int, name: str = "support") -> FakeMemory:
    """Say that the mailbox was met before, so that no first contact passes anything over."""
    memory.start_mailbox(MailboxStart(name, uidvalidity, since=SystemClock().now(), passed_over=""))
    return memory


def box(port: int, user: str = "user", **more: object) -> ImapMailbox:
    """Describe a mailbox on this machine, without TLS unless ``more`` says so."""
    given: dict[str, object] = {"name": "support", "host": "127.0.0.1", "port": port, "tls": Tls.NONE, "user": user}
    if "token_command" not in more:
        given["password"] = PASSWORD
    return ImapMailbox(**(given | more))  # type: ignore[arg-type]


@contextmanager
def polling(
    memory: FakeMemory, *mailboxes: ImapMailbox, rhythm: Rhythm = QUICK, portion: Portion | None = None
) -> Iterator[threading.Event]:
    """Run a poller on its thread for each mailbox; yield the stop event. All must end within two seconds of it."""
    stop = threading.Event()
    threads = [
        threading.Thread(
            target=MailboxPoller(
                mailbox,
                memory,
                clock=SystemClock(),
                stop=stop,
                jitter=random.Random(7),
                rhythm=rhythm,
                portion=portion or Portion(),
            ).run,
            daemon=True,
        )
        for mailbox in mailboxes
    ]
    for thread in threads:
        thread.start()
    try:
        yield stop
    finally:
        stop.set()
        for thread in threads:
            thread.join(timeout=2)
    assert not any(thread.is_alive() for thread in threads), "a poller did not end in time"

"""Drain of a Dovecot mailbox of 10 kB mails: our poller into a journal that only counts, into the store's own (SQLite,
group commit, flags set after it), and the whole gateway into tickets; beside ``mbsync`` with and without fsync.
"""

from __future__ import annotations

import os
import random
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path

from bench.accept import CountingJournal
from bench.gateway import whole_gateway
from bench.peers import RECIPIENT, SIZE, program
from bench.rounds import Contender, Line, timed
from gateway.clock import SystemClock
from gateway.inbound.imap.mailbox import ImapMailbox
from gateway.inbound.imap.poll import MailboxPoller
from gateway.inbound.journal import MailboxMemory
from gateway.mail import JournalId, MailboxStart, MailboxUid, ReceivedMail
from gateway.network import Tls
from gateway.store.database import Database
from gateway.store.journal import JournalStore
from gateway.store.journal_writer import JournalWriter
from gateway.store.migrate import bring_up_to_date
from tests.peers.dovecot import PASSWORD, Dovecot

MBSYNC = "mbsync with fsync"
LINES = (
    Line("mbsync with fsync", MBSYNC),
    Line("mbsync without fsync", "mbsync without fsync", MBSYNC),
    Line("the poller, a journal that keeps nothing", "poller counting", MBSYNC),
    Line("the poller, durable", "poller durable", MBSYNC),
    Line("the whole gateway, into tickets", "drain into tickets", MBSYNC),
)
UNMARKED = 50  # mails of the last batch may get their mark a moment after they are in the journal


def drains(dovecot: Dovecot, mails: int, *, sink: int) -> list[Contender]:
    runs: dict[str, Callable[[], float]] = {
        "poller counting": lambda: _poll(dovecot, _counting, mails),
        MBSYNC: lambda: _mbsync(dovecot, mails, fsync=True),
        "poller durable": lambda: _poll(dovecot, _durable, mails),
        "drain into tickets": lambda: _into_tickets(dovecot, mails, sink),
        "mbsync without fsync": lambda: _mbsync(dovecot, mails, fsync=False),
    }
    return [timed(name, mails, run) for name, run in runs.items()]


class CountingMemory(CountingJournal):
    """Keeps nothing but which mails it had."""

    def __init__(self) -> None:
        super().__init__()
        self.known: set[int] = set()

    def submit(self, mail: ReceivedMail, *, uid: MailboxUid | None = None) -> Future[JournalId]:
        assert uid is not None
        self.known.add(uid.uid)
        return super().submit(mail, uid=uid)

    def unknown_uids(self, mailbox: str, uidvalidity: int, uids: Collection[int]) -> Sequence[int]:
        return sorted(set(uids) - self.known)

    def report_mailbox(self, mailbox: str, *, ok: bool, detail: str, at: datetime) -> None:
        return

    def mailbox_start(self, mailbox: str) -> MailboxStart | None:
        return None

    def start_mailbox(self, start: MailboxStart) -> None:
        return


Counted = tuple[MailboxMemory, Callable[[], int]]
"""A journal, and how many mails it has."""


@contextmanager
def _counting() -> Iterator[Counted]:
    memory = CountingMemory()
    yield memory, lambda: len(memory.known)


@contextmanager
def _durable() -> Iterator[Counted]:
    with tempfile.TemporaryDirectory(prefix="casegate-bench-") as folder:
        database = Database(url="", directory=Path(folder))
        bring_up_to_date(database)
        store = JournalStore(database)
        writer = JournalWriter(store, clock=SystemClock(), directory=Path(folder), wake=lambda: None)
        writer.start()
        yield writer, store.backlog
        writer.stop()
        database.close()


def _fill(dovecot: Dovecot, number: int) -> str:
    """Put the mails into a new mailbox and let Dovecot index them, which is not what is measured."""
    user = dovecot.new_user()
    head = b"From: Ann <ann@acme.example>\r\nTo: %s\r\n" % RECIPIENT.encode()
    head += b"Subject: mail %d\r\nMessage-ID: <%d@acme.example>\r\n\r\n"
    body = (b"x" * 70 + b"\r\n") * ((SIZE - 120) // 72)
    dovecot.drop(user, [head % (n, n) + body for n in range(number)])
    with dovecot.login(user) as imap:
        imap.uid("FETCH", "1:*", "(RFC822.SIZE)")
    return user


def _poll(dovecot: Dovecot, journal: Callable[[], AbstractContextManager[Counted]], number: int) -> float:
    """Return seconds until every mail is in the journal."""
    user = _fill(dovecot, number)
    stop = threading.Event()
    mailbox = ImapMailbox(
        name="bench", host="127.0.0.1", port=dovecot.imap_port, tls=Tls.NONE, user=user, password=PASSWORD
    )
    with journal() as (memory, count):
        poller = MailboxPoller(mailbox, memory, clock=SystemClock(), stop=stop, jitter=random.Random(1))
        thread = threading.Thread(target=poller.run, daemon=True)
        begun = time.perf_counter()
        thread.start()
        while count() < number:
            stop.wait(0.005)
        took = time.perf_counter() - begun
        stop.set()
        thread.join(timeout=5)
    _check_marks(dovecot, user)
    return took


def _into_tickets(dovecot: Dovecot, number: int, sink: int) -> float:
    """Return seconds from when the gateway begins with the mailbox until every mail is a ticket."""
    user = _fill(dovecot, number)
    box = {"HOST": "127.0.0.1", "PORT": str(dovecot.imap_port), "TLS": "none", "USER": user, "PASSWORD": PASSWORD}
    settings = {f"GATEWAY_IMAP__BENCH__{key}": value for key, value in box.items()}
    with whole_gateway(sink=sink, **settings) as running:
        begun = time.perf_counter()  # the door is open: the poller starts in this moment
        running.until_all(running.tickets, number, "tickets")
        took = time.perf_counter() - begun
    _check_marks(dovecot, user)
    return took


def _check_marks(dovecot: Dovecot, user: str) -> None:
    unseen = sum("Seen" not in flags for flags in dovecot.flags(user).values())
    assert unseen <= UNMARKED, f"{unseen} mails were taken and not marked"


def _mbsync(dovecot: Dovecot, number: int, *, fsync: bool) -> float:
    """Return seconds of isync pulling the same mails into a Maildir."""
    user = _fill(dovecot, number)
    with tempfile.TemporaryDirectory(prefix="casegate-bench-") as name:
        folder = Path(name)
        (folder / "rc").write_text(
            f"FSync {'yes' if fsync else 'no'}\n"
            f"IMAPStore far\nHost 127.0.0.1\nPort {dovecot.imap_port}\nUser {user}\nPass {PASSWORD}\nSSLType None\n\n"
            f"MaildirStore near\nPath {folder}/\nInbox {folder}/inbox\n\n"
            "Channel all\nFar :far:\nNear :near:\nSync Pull\nCreate Near\nSyncState *\n"
        )
        command = [program("mbsync"), "-c", str(folder / "rc"), "-q", "all"]
        begun = time.perf_counter()
        subprocess.run(command, check=True, env=os.environ | {"HOME": name})
        took = time.perf_counter() - begun
        got = sum(len(list((folder / "inbox" / part).iterdir())) for part in ("new", "cur"))
        assert got == number, f"mbsync brought {got} of {number}"
    return took

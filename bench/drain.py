"""Drain of a Dovecot mailbox of 10 kB mails: our poller into a journal that only counts and into the store's own
(SQLite, group commit, flags set after it), beside ``mbsync`` with and without fsync, in interleaved rounds.

Run it as ``python -m bench.drain``. Ratios within one run count.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from gateway.clock import SystemClock
from gateway.inbound.imap import MailboxPoller
from gateway.inbound.imap_mailbox import ImapMailbox, Tls
from gateway.inbound.journal import MailboxMemory
from gateway.mail import JournalId, MailboxStart, MailboxUid, ReceivedMail
from gateway.store.database import Database
from gateway.store.journal import JournalStore
from gateway.store.journal_writer import JournalWriter
from gateway.store.migrate import bring_up_to_date
from tests.peers.dovecot import PASSWORD, Dovecot, running_dovecot

SIZE = 10_000


class CountingMemory:
    """Keeps nothing but which mails it had."""

    def __init__(self) -> None:
        self.known: set[int] = set()

    def submit(self, mail: ReceivedMail, *, uid: MailboxUid | None = None) -> Future[JournalId]:
        assert uid is not None
        self.known.add(uid.uid)
        done: Future[JournalId] = Future()
        done.set_result(JournalId(len(self.known)))
        return done

    def pressure(self) -> str:
        return ""

    def unknown_uids(self, mailbox: str, uidvalidity: int, uids: Collection[int]) -> Sequence[int]:
        return sorted(set(uids) - self.known)

    def report_mailbox(self, mailbox: str, *, ok: bool, detail: str, at: datetime) -> None:
        return

    def mailbox_start(self, mailbox: str) -> MailboxStart | None:
        return None

    def start_mailbox(self, start: MailboxStart) -> None:
        return


@contextmanager
def counting() -> Iterator[tuple[MailboxMemory, Callable[[], int]]]:
    """Give a journal that costs nothing, and how many mails it has."""
    memory = CountingMemory()
    yield memory, lambda: len(memory.known)


@contextmanager
def embedded_store() -> Iterator[tuple[MailboxMemory, Callable[[], int]]]:
    """Give the store's own journal on SQLite, and how many mails it has."""
    with tempfile.TemporaryDirectory(prefix="drain-") as folder:
        database = Database(url="", directory=Path(folder))
        bring_up_to_date(database)
        store = JournalStore(database)
        writer = JournalWriter(store, clock=SystemClock(), directory=Path(folder), wake=lambda: None)
        writer.start()
        yield writer, store.backlog
        writer.stop()
        database.close()


def fill(dovecot: Dovecot, number: int) -> str:
    """Put the mails into a new mailbox and let Dovecot index them, which is not what is measured."""
    user = dovecot.new_user()
    head = b"From: Ann <ann@example.net>\r\nTo: support@example.com\r\n"
    head += b"Subject: mail %d\r\nMessage-ID: <%d@example.net>\r\n\r\n"
    body = (b"x" * 70 + b"\r\n") * ((SIZE - 120) // 72)
    dovecot.drop(user, [head % (n, n) + body for n in range(number)])
    with dovecot.login(user) as imap:
        imap.uid("FETCH", "1:*", "(RFC822.SIZE)")
    return user


def drain(dovecot: Dovecot, memory: MailboxMemory, count: Callable[[], int], number: int) -> float:
    """Return mails a second, until every mail is in the journal and marked."""
    user = fill(dovecot, number)
    stop = threading.Event()
    mailbox = ImapMailbox(
        name="bench", host="127.0.0.1", port=dovecot.imap_port, tls=Tls.NONE, user=user, password=PASSWORD
    )
    poller = MailboxPoller(mailbox, memory, clock=SystemClock(), stop=stop, jitter=random.Random(1))
    thread = threading.Thread(target=poller.run, daemon=True)
    begun = time.perf_counter()
    thread.start()
    while count() < number:
        stop.wait(0.005)
    rate = number / (time.perf_counter() - begun)  # the marks of the last batch come within a millisecond or two
    stop.set()
    thread.join(timeout=5)
    unseen = sum("Seen" not in flags for flags in dovecot.flags(user).values())
    assert unseen <= 50, f"{unseen} mails were taken and not marked"
    return rate


def mbsync(dovecot: Dovecot, number: int, *, fsync: bool) -> float:
    """Return mails a second of isync pulling the same mails into a Maildir."""
    program = shutil.which("mbsync")
    if program is None:
        raise SystemExit("mbsync is not installed (Debian: isync)")
    user = fill(dovecot, number)
    with tempfile.TemporaryDirectory(prefix="drain-") as name:
        folder = Path(name)
        (folder / "rc").write_text(
            f"FSync {'yes' if fsync else 'no'}\n"
            f"IMAPStore far\nHost 127.0.0.1\nPort {dovecot.imap_port}\nUser {user}\nPass {PASSWORD}\nSSLType None\n\n"
            f"MaildirStore near\nPath {folder}/\nInbox {folder}/inbox\n\n"
            "Channel all\nFar :far:\nNear :near:\nSync Pull\nCreate Near\nSyncState *\n"
        )
        begun = time.perf_counter()
        subprocess.run([program, "-c", str(folder / "rc"), "-q", "all"], check=True, env=os.environ | {"HOME": name})
        rate = number / (time.perf_counter() - begun)
        got = sum(len(list((folder / "inbox" / part).iterdir())) for part in ("new", "cur"))
        assert got == number, f"mbsync brought {got} of {number}"
    return rate


def run(*, mails: int, rounds: int) -> None:
    """Measure and print."""
    rates: dict[str, list[float]] = {}
    with running_dovecot() as dovecot:
        for _ in range(rounds):
            for name, journal in (
                ("poller, journal that counts", counting),
                ("poller, SQLite journal", embedded_store),
            ):
                with journal() as (memory, count):
                    rates.setdefault(name, []).append(drain(dovecot, memory, count, mails))
            rates.setdefault("mbsync with fsync", []).append(mbsync(dovecot, mails, fsync=True))
            rates.setdefault("mbsync without fsync", []).append(mbsync(dovecot, mails, fsync=False))
    beside = statistics.median(rates["mbsync with fsync"])
    print(f"IMAP drain of {mails} mails of {SIZE} bytes from Dovecot, median of {rounds} rounds")
    for name, drawn in rates.items():
        rate = statistics.median(drawn)
        print(f"  {name:30} {rate:8,.0f} mails/s   {rate / beside:5.2f} of mbsync with fsync")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description="IMAP drain beside mbsync")
    arguments.add_argument("--mails", type=int, default=5000)
    arguments.add_argument("--rounds", type=int, default=3)
    given = arguments.parse_args()
    run(mails=given.mails, rounds=given.rounds)

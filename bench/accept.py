"""How many mails a second the SMTP door accepts from Postfix's ``smtp-source``: 20 sessions, 10 kB mails.

Against a journal that only counts, which is the cost of the protocol, and against one that commits to SQLite in
groups, which is what a 250 is worth. Run it as ``python -m bench.accept``.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue

from gateway.address import parse_address
from gateway.clock import SystemClock
from gateway.inbound.journal import Journal
from gateway.inbound.smtp import SmtpDoor
from gateway.inbound.smtp_config import DoorConfig, TcpListen
from gateway.mail import JournalId, MailboxUid, ReceivedMail

SESSIONS = 20
SIZE = 10_000
RECIPIENT = "support@example.com"


class CountingJournal:
    """Keeps nothing; answers at once."""

    def __init__(self) -> None:
        self.taken = 0

    def submit(self, mail: ReceivedMail, *, uid: MailboxUid | None = None) -> Future[JournalId]:
        self.taken += 1
        done: Future[JournalId] = Future()
        done.set_result(JournalId(self.taken))
        return done

    def pressure(self) -> str:
        return ""


class GroupCommitJournal:
    """One thread, one file: takes all that wait, commits once, answers all."""

    def __init__(self, folder: Path) -> None:
        self._waiting: SimpleQueue[tuple[ReceivedMail, Future[JournalId]]] = SimpleQueue()
        self._database = sqlite3.connect(folder / "journal.sqlite", check_same_thread=False, isolation_level=None)
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=FULL")
        self._database.execute("CREATE TABLE entry (id INTEGER PRIMARY KEY, sender TEXT, recipients TEXT, raw BLOB)")
        self._next = 1
        threading.Thread(target=self._write, daemon=True).start()

    def submit(self, mail: ReceivedMail, *, uid: MailboxUid | None = None) -> Future[JournalId]:
        promise: Future[JournalId] = Future()
        self._waiting.put((mail, promise))
        return promise

    def pressure(self) -> str:
        return ""

    def _write(self) -> None:
        while True:
            batch = [self._waiting.get()]
            while not self._waiting.empty():
                batch.append(self._waiting.get())
            first, self._next = self._next, self._next + len(batch)
            rows = [
                (first + i, mail.envelope.sender, " ".join(mail.envelope.recipients), mail.raw)
                for i, (mail, _) in enumerate(batch)
            ]
            self._database.execute("BEGIN IMMEDIATE")
            self._database.executemany("INSERT INTO entry VALUES (?, ?, ?, ?)", rows)
            self._database.execute("COMMIT")
            for i, (_, promise) in enumerate(batch):
                promise.set_result(JournalId(first + i))


async def serve(journal: Journal) -> None:
    """Run the door until SIGTERM; print the port first."""
    config = DoorConfig(
        hostname="mx.example.com",
        listen=TcpListen("127.0.0.1", 0),
        addresses=(parse_address(RECIPIENT),),
        connections_per_peer=500,
    )
    door = SmtpDoor(config, journal, SystemClock())
    await door.start()
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    print(door.bound[0].port, flush=True)
    await stop.wait()
    await door.stop()


@contextmanager
def door_process(journal: str) -> Iterator[tuple[int, int]]:
    """Run the door in a process of its own; give its port and its process id."""
    command = [sys.executable, "-m", "bench.accept", "--serve", journal]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline()), process.pid
        finally:
            process.terminate()


def send(port: int, count: int, *, kept: bool) -> float:
    """Let ``smtp-source`` send ``count`` mails; return mails a second."""
    program = shutil.which("smtp-source", path="/usr/sbin:/usr/bin:/usr/lib/postfix/sbin")
    if program is None:
        raise SystemExit("smtp-source is not installed (Debian: postfix)")
    options = ["-d"] if kept else []
    command = [program, *options, "-s", str(SESSIONS), "-m", str(count), "-l", str(SIZE)]
    command += ["-f", "ann@customer.example", "-t", RECIPIENT, f"127.0.0.1:{port}"]
    began = time.perf_counter()
    subprocess.run(command, check=True)
    return count / (time.perf_counter() - began)


def peak_memory(pid: int) -> int:
    """Return the most memory a process has had, in MiB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) // 1024
    return 0


def measure(count: int, rounds: int) -> None:
    """Print the medians, rounds interleaved."""
    figures: dict[tuple[str, bool], list[float]] = {}
    peaks: dict[str, int] = {}
    for _ in range(rounds):
        for journal in ("counting", "group-commit"):
            with door_process(journal) as (port, pid):
                for kept in (False, True):
                    figures.setdefault((journal, kept), []).append(send(port, count, kept=kept))
                peaks[journal] = max(peaks.get(journal, 0), peak_memory(pid))
    print(f"{'journal':<14} {'connections':<12} {'mails/s':>8}   peak MiB")
    for (journal, kept), rates in figures.items():
        print(
            f"{journal:<14} {'kept' if kept else 'one a mail':<12} {statistics.median(rates):8.0f}   {peaks[journal]}"
        )


def main() -> None:
    """Measure, or be the door that is measured."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--serve", choices=["counting", "group-commit"], help=argparse.SUPPRESS)
    arguments.add_argument("--count", type=int, default=10_000, help="mails a round")
    arguments.add_argument("--rounds", type=int, default=3)
    chosen = arguments.parse_args()
    if chosen.serve is None:
        measure(chosen.count, chosen.rounds)
    elif chosen.serve == "counting":
        asyncio.run(serve(CountingJournal()))
    else:
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(serve(GroupCommitJournal(Path(folder))))


if __name__ == "__main__":
    main()

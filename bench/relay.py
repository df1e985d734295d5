"""How many letters a second go out: 5 kB each, into Postfix's ``smtp-sink``, over 1 and 4 kept connections.

Beside ``smtp-source``, the client that comes with Postfix, with 1 and 10 sessions, which does not pipeline. Twice:
the relay alone, and the whole delivery with an outbox in SQLite where each result is committed before the next
letter. Rounds are interleaved, medians count. Run it as ``python -m bench.relay``.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from gateway.clock import SystemClock
from gateway.delivery import Delivery
from gateway.mail import DeliveryResult, Lane, Letter, MessageId, OutboxId
from gateway.outbound.relay import Relay, open_relays
from gateway.outbound.relay_url import parse_relay_url
from gateway.outbound.sender import Verdict

SIZE = 5_000
SENDER, RECIPIENT = "support@example.com", "ann@acme.example"
QUEUED = datetime(2026, 11, 19, tzinfo=UTC)


def letters(count: int) -> list[Letter]:
    head = f"From: {SENDER}\r\nTo: {RECIPIENT}\r\nSubject: Re: printer\r\n\r\n".encode()
    raw = head + (b"x" * 76 + b"\r\n") * ((SIZE - len(head)) // 78)
    return [
        Letter(OutboxId(number), Lane.REPLY, SENDER, RECIPIENT, MessageId(f"{number}@example.com"), raw, QUEUED)
        for number in range(count)
    ]


class SqliteOutbox:
    """The least an outbox must do: claims marked, each result durable on return."""

    def __init__(self, folder: Path, waiting: Sequence[Letter]) -> None:
        self._next = iter(waiting)
        self._left = len(waiting)
        self._lock = threading.Lock()
        self.empty = threading.Event()
        self._database = sqlite3.connect(folder / "outbox.sqlite", check_same_thread=False, isolation_level=None)
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=FULL")
        self._database.execute("CREATE TABLE outbox (id INTEGER PRIMARY KEY, state TEXT, reply TEXT)")

    def claim(self, *, now: datetime, limit: int) -> Sequence[Letter]:
        with self._lock:
            taken = list(islice(self._next, limit))
            self._write([(letter.id, "sending", "") for letter in taken])
            return taken

    def record(self, results: Sequence[DeliveryResult]) -> None:
        with self._lock:
            self._write([(result.id, result.outcome.value, result.reply) for result in results])
            self._left -= len(results)
            if not self._left:
                self.empty.set()

    def _write(self, rows: Sequence[tuple[int, str, str]]) -> None:
        if rows:
            self._database.execute("BEGIN IMMEDIATE")
            self._database.executemany("INSERT OR REPLACE INTO outbox VALUES (?, ?, ?)", rows)
            self._database.execute("COMMIT")


@contextmanager
def sink() -> Iterator[int]:
    """Run ``smtp-sink`` with PIPELINING, as it comes."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    as_root = ["-u", "nobody"] if os.geteuid() == 0 else []
    process = subprocess.Popen([program("smtp-sink"), *as_root, f"127.0.0.1:{port}", "1000"])
    try:
        until_it_listens(port)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def until_it_listens(port: int) -> None:
    for _ in range(500):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.01)
        else:
            return
    raise SystemExit("smtp-sink does not start")


def program(name: str) -> str:
    path = shutil.which(name, path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
    if path is None:
        raise SystemExit(f"{name} of Postfix is needed for this comparison")
    return path


def relays_to(port: int, connections: int) -> tuple[Relay, ...]:
    url = parse_relay_url(f"smtp://127.0.0.1:{port}")
    return open_relays(url, connections=connections, hostname="gateway.test", clock=SystemClock())


def send_alone(port: int, count: int, connections: int) -> float:
    """Return seconds for the relay by itself, its letters in hand."""
    work = letters(count)
    relays = relays_to(port, connections)
    sent: list[int] = []

    def carry(number: int) -> None:
        sent.append(sum(one.verdict is Verdict.SENT for one in relays[number].send(work[number::connections])))
        relays[number].close()

    threads = [threading.Thread(target=carry, args=(number,)) for number in range(connections)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - begun
    assert sum(sent) == count, "not every letter was taken"
    return took


def send_durably(port: int, count: int, connections: int) -> float:
    """Return seconds for the whole flow: claim, send, and each result committed."""
    with tempfile.TemporaryDirectory(dir=".") as folder:
        outbox = SqliteOutbox(Path(folder), letters(count))
        delivery = Delivery(outbox, relays_to(port, connections), clock=SystemClock(), rng=random.Random(1))
        stop, wake = threading.Event(), threading.Event()
        thread = threading.Thread(target=delivery.run, args=(stop, wake), daemon=True)
        begun = time.perf_counter()
        thread.start()
        assert outbox.empty.wait(120), "not every letter was taken"
        took = time.perf_counter() - begun
        stop.set()
        thread.join()
        return took


def smtp_source(port: int, count: int, sessions: int) -> float:
    """Return seconds for Postfix's own client, one connection a session kept (``-d``)."""
    command = [program("smtp-source"), "-d", "-s", str(sessions), "-m", str(count), "-l", str(SIZE)]
    begun = time.perf_counter()
    subprocess.run([*command, "-f", SENDER, "-t", RECIPIENT, f"127.0.0.1:{port}"], check=True)
    return time.perf_counter() - begun


RUNS: dict[str, Callable[[int, int], float]] = {
    "smtp-source, 1 session": lambda port, count: smtp_source(port, count, 1),
    "smtp-source, 10 sessions": lambda port, count: smtp_source(port, count, 10),
    "relay alone, 1 connection": lambda port, count: send_alone(port, count, 1),
    "relay alone, 4 connections": lambda port, count: send_alone(port, count, 4),
    "delivery, durable, 1 connection": lambda port, count: send_durably(port, count, 1),
    "delivery, durable, 4 connections": lambda port, count: send_durably(port, count, 4),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    rates: dict[str, list[float]] = {name: [] for name in RUNS}
    with sink() as port:
        for _ in range(chosen.rounds):
            for name, run in RUNS.items():
                rates[name].append(chosen.letters / run(port, chosen.letters))
    beside = statistics.median(rates["smtp-source, 1 session"])
    print(f"{chosen.letters} letters of {SIZE} octets, {chosen.rounds} rounds, median per second")
    for name, found in rates.items():
        median = statistics.median(found)
        print(f"  {name:34} {median:8.0f}  {median / beside:5.2f} of smtp-source with one session")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""How many letters a second go out: 5 kB each, into Postfix's ``smtp-sink``, over 1 and 4 kept connections.

Beside ``smtp-source``, the client that comes with Postfix, which does not pipeline. Twice: the relay alone, and the
whole delivery with an outbox in SQLite where each result is committed before the next letter.
"""

from __future__ import annotations

import random
import sqlite3
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path

from bench.peers import smtp_source
from bench.rounds import Contender, Line, timed
from gateway.clock import SystemClock
from gateway.delivery import Delivery
from gateway.mail import DeliveryResult, Lane, Letter, MessageId, OutboxId
from gateway.outbound.relay import Relay, open_relays
from gateway.outbound.sender import Verdict
from gateway.relay_url import parse_relay_url
from gateway.tls_client import client_context

ONE_SESSION = "smtp-source, 1 session"
LINES = (
    Line("smtp-source, 1 session", ONE_SESSION),
    Line("smtp-source, 10 sessions", "smtp-source, 10 sessions", ONE_SESSION),
    Line("the relay alone, 1 connection", "relay 1", ONE_SESSION),
    Line("the relay alone, 4 connections", "relay 4", ONE_SESSION),
    Line("delivery, each result durable, 1 connection", "delivery 1", ONE_SESSION),
    Line("delivery, each result durable, 4 connections", "delivery 4", ONE_SESSION),
)
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

    def claim(self, *, now: datetime, limit: int, max_bytes: int) -> Sequence[Letter]:
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


def relays_to(port: int, connections: int) -> tuple[Relay, ...]:
    url = parse_relay_url(f"smtp://127.0.0.1:{port}")
    return open_relays(url, connections=connections, hostname="gateway.test", clock=SystemClock(), tls=client_context())


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


def relays(port: int, count: int) -> list[Contender]:
    """``port``: where ``smtp-sink`` listens."""
    runs: dict[str, Callable[[], float]] = {
        ONE_SESSION: lambda: smtp_source(port, count, sessions=1, size=SIZE, kept=True),
        "smtp-source, 10 sessions": lambda: smtp_source(port, count, sessions=10, size=SIZE, kept=True),
    }
    for connections in (1, 4):
        runs[f"relay {connections}"] = partial(send_alone, port, count, connections)
        runs[f"delivery {connections}"] = partial(send_durably, port, count, connections)
    return [timed(name, count, run) for name, run in runs.items()]

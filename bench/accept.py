"""Durable accept: how many 10 kB mails a second the SMTP door takes with the store's own journal behind it, and nothing
else at work; and with a journal that keeps nothing, which is the price of the protocol. Postfix beside it.
"""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from bench.peers import RECIPIENT, PostfixBeside, smtp_source
from bench.rounds import Contender, Line
from gateway.address import parse_address
from gateway.clock import SystemClock
from gateway.inbound.journal import Journal
from gateway.inbound.smtp.config import DoorConfig
from gateway.inbound.smtp.door import SmtpDoor
from gateway.mail import JournalId, MailboxUid, ReceivedMail
from gateway.network import TcpAddress
from gateway.store.database import Database, Side
from gateway.store.journal import JournalStore
from gateway.store.journal_writer import JournalWriter
from gateway.store.migrate import bring_up_to_date

POSTFIX, POSTFIX_KEPT = "postfix accept", "postfix accept kept"
LINES = (
    Line("Postfix to a Maildir, a connection a mail", POSTFIX),
    Line("the door, durable, a connection a mail", "door durable", POSTFIX),
    Line("the door, a journal that keeps nothing", "door counting", POSTFIX),
    Line("Postfix to a Maildir, connections kept", POSTFIX_KEPT),
    Line("the door, durable, connections kept", "door durable kept", POSTFIX_KEPT),
    Line("the door, a journal that keeps nothing", "door counting kept", POSTFIX_KEPT),
)


def postfix(beside: PostfixBeside, mails: int) -> list[Contender]:
    def run() -> dict[str, float]:
        return {POSTFIX: mails / beside.accept(mails, kept=False)}

    def run_kept() -> dict[str, float]:
        return {POSTFIX_KEPT: mails / beside.accept(mails, kept=True)}

    return [Contender("Postfix", run), Contender("Postfix, connections kept", run_kept)]


def doors(mails: int) -> list[Contender]:
    return [Contender(f"the door, {journal} journal", partial(_door, journal, mails)) for journal in _SERVE]


def _door(journal: str, mails: int) -> dict[str, float]:
    rates = {}
    for name, kept in ((f"door {journal}", False), (f"door {journal} kept", True)):
        with _door_process(journal, expected=mails) as port:
            rates[name] = mails / smtp_source(port, mails, kept=kept)
    return rates


@contextmanager
def _door_process(journal: str, *, expected: int) -> Iterator[int]:
    """Run the door in a process of its own and give its port; at the end it must have had so many mails."""
    command = [sys.executable, "-m", "bench.accept", journal]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.terminate()
        had = int(process.stdout.readline())
        assert had == expected, f"the journal has {had} mails, not {expected}"


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


async def _serve_counting() -> None:
    journal = CountingJournal()
    await _open_door(journal)
    print(journal.taken, flush=True)


async def _serve_durable() -> None:
    with tempfile.TemporaryDirectory(prefix="casegate-bench-") as name:
        folder = Path(name)
        database = Database(url="", directory=folder)
        bring_up_to_date(database)
        writer = JournalWriter(JournalStore(database), clock=SystemClock(), directory=folder, wake=lambda: None)
        writer.start()
        await _open_door(writer)
        writer.stop()
        with database.read(Side.WIRE) as connection:
            print(connection.exec_driver_sql("SELECT count(*) FROM journal.entry").scalar(), flush=True)
        database.close()


async def _open_door(journal: Journal) -> None:
    """Print the port, then take mail until SIGTERM."""
    config = DoorConfig(
        hostname="mx.example.com",
        listen=TcpAddress("127.0.0.1", 0),
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


_SERVE = {"durable": _serve_durable, "counting": _serve_counting}

if __name__ == "__main__":
    asyncio.run(_SERVE[sys.argv[1]]())

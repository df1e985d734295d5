"""A whole gateway in processes of its own, as an operator starts it; driven by SMTP and the command line."""

from __future__ import annotations

import json
import os
import signal
import smtplib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import chdir, closing, contextmanager, suppress
from email import message_from_bytes
from email.message import EmailMessage, Message
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from gateway.cli.root import gateway as command_line
from gateway.cli.session import Session
from gateway.store.database import Database
from gateway.store.reading import totals
from tests.peers.port import free_port

PATIENCE = 60.0  # seconds until something that must happen counts as not happening


def until(holds: Callable[[], object], what: str, patience: float = PATIENCE, *, every: float = 0.02) -> None:
    """Wait for the outside world, looking ``every`` so many seconds; a failure says what did not happen."""
    deadline = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < deadline, f"not within {patience:.0f} s: {what}"
        time.sleep(every)


class Gateway:
    """One store, and the processes on it while ``running``."""

    def __init__(self, folder: Path, *, under: Sequence[str] = (), **settings: str) -> None:
        """``under``: words in front of the command, a program that runs it with limits or as somebody else."""
        self.folder = folder
        self.under = list(under)
        self.port = free_port()
        self.settings = {
            "GATEWAY_STORE__DIRECTORY": str(folder / "store"),
            "GATEWAY_SMTP__LISTEN": f"127.0.0.1:{self.port}",
            **settings,
        }
        self.process: subprocess.Popen[bytes] | None = None
        self.log = folder / "log"

    @property
    def environ(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GATEWAY_")}
        return {**kept, **self.settings}

    @property
    def command(self) -> list[str]:
        return [*self.under, sys.executable, "-m", "gateway", "run"]

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, cwd=self.folder, env=self.environ, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        until(self.answers, f"the door opens; log:\n{self.log.read_text()}")

    def refuses_to_start(self, code: int, *words: str) -> str:
        """Start it where it must end by itself, with this exit code; return what it says."""
        done = subprocess.run(
            [*self.command, *words],
            cwd=self.folder,
            env=self.environ,
            capture_output=True,
            check=False,
            timeout=PATIENCE,
        )
        said = (done.stdout + done.stderr).decode()
        assert done.returncode == code, said
        assert "Traceback" not in said
        return said

    def answers(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, self.log.read_text()
        try:
            with smtplib.SMTP("127.0.0.1", self.port, timeout=5) as client:
                return client.noop()[0] == 250
        except (OSError, smtplib.SMTPException):
            return False

    def stop(self, number: int = signal.SIGTERM) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)

    @contextmanager
    def running(self) -> Iterator[Gateway]:
        try:
            self.start()  # inside: one whose door never opens must not run on without us
            yield self
        finally:
            if self.process is not None and self.process.poll() is None:
                self.process.send_signal(signal.SIGCONT)  # should a test have failed while it stood still
                self.stop()

    def children(self) -> list[int]:
        """The processes of the wire and the desk."""
        assert self.process is not None
        found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, check=False)
        return [int(word) for word in found.stdout.split()]

    def pid_of(self, part: str) -> int:
        """The process of ``wire`` or ``desk``."""
        for pid in self.children():
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            if part.encode() in words:
                return pid
        raise AssertionError(f"there is no process of the {part}")

    def kill(self) -> None:
        """End all its processes by kill -9, the one first that would start the others again."""
        assert self.process is not None
        pids = self.children()
        self.process.kill()
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait(PATIENCE)

    def send(self, message: EmailMessage) -> None:
        with smtplib.SMTP("127.0.0.1", self.port, timeout=30) as client:
            client.send_message(message)

    def send_raw(self, mail: bytes, *, sender: str = "ann@acme.example", to: str = "support@example.com") -> None:
        """Send these very bytes."""
        with smtplib.SMTP("127.0.0.1", self.port, timeout=30) as client:
            client.sendmail(sender, [to], mail)

    def send_until_taken(self, message: EmailMessage) -> None:
        """Send as a mail server does: again, the same bytes, until it is told 250."""

        def taken() -> bool:
            try:
                self.send(message)
            except (OSError, smtplib.SMTPException):
                return False
            return True

        until(taken, "250 to a mail that is sent again and again")

    def cli(self, *words: str, code: int = 0) -> Any:
        """Run a command with ``--json`` in this process, which saves a second's start; return its document."""
        with chdir(self.folder):
            session = Session(environ=self.environ)
            done = CliRunner().invoke(command_line, ["--json", *words], obj=session)
        assert done.exit_code == code, done.stderr
        return json.loads(done.stdout) if done.stdout.strip() else None

    def failing_cli(self, *words: str, code: int) -> str:
        """Run a command that must fail with this exit code; return what it says."""
        done = self.in_a_process(*words)
        said = (done.stdout + done.stderr).decode()
        assert done.returncode == code, said
        assert "Traceback" not in said
        return said

    def in_a_process(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        """Run a command as people do."""
        return subprocess.run(
            [sys.executable, "-m", "gateway", *words],
            cwd=self.folder,
            env=self.environ,
            capture_output=True,
            check=False,
            timeout=PATIENCE,
        )

    def status(self) -> Any:
        return self.cli("status")

    def tickets(self) -> list[Any]:
        """Every ticket of a list, the one that changed last on top."""
        found: list[Any] = self.cli("ticket", "list", "--limit", "100000")
        return found

    def only_ticket(self) -> Any:
        """The one ticket there is, whole."""
        (ticket,) = self.tickets()
        return self.cli("ticket", "show", ticket["number"])

    def part(self, name: str) -> Any:
        """How a part of the wire fares; None when it has never said so."""
        return next((part for part in self.status()["parts"] if part["part"] == name), None)

    def at_rest(self) -> bool:
        """Nothing waits to be read or sent; and what was accepted is all accounted for, always."""
        database = Database(
            url=self.settings.get("GATEWAY_STORE__URL", ""), directory=Path(self.settings["GATEWAY_STORE__DIRECTORY"])
        )
        with closing(database), database.read() as connection:
            found = totals(connection)
        assert found.accepted == sum(found.fates.values()) + found.aside + found.waiting, found
        return found.waiting == 0 and "queued" not in found.outbox

    def outgoing(self) -> list[Message]:
        """The mails in the Maildir that stands in for a relay, the oldest first."""
        paths = sorted((self.folder / "store" / "outgoing" / "new").glob("*"), key=lambda path: path.stat().st_mtime_ns)
        return [message_from_bytes(path.read_bytes()) for path in paths]


def a_message(number: int, text: str = "Since eight this morning.") -> EmailMessage:
    """A mail of a sender of its own."""
    message = EmailMessage()
    message["From"] = f"user{number}@acme.example"
    message["To"] = "support@example.com"
    message["Subject"] = f"Phones drop {number}"
    message["Message-ID"] = f"<mail{number}@acme.example>"
    message["Date"] = "Thu, 19 Nov 2026 09:12:00 +0000"
    message.set_content(text)
    return message

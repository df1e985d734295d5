"""Other people's programs that stand at both ends: ``smtp-source`` feeds, ``smtp-sink`` swallows, Postfix compares."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.peers.port import free_port
from tests.peers.postfix import Postfix, private_postfix
from tests.whole.gateway_process import until

SESSIONS = 20
SIZE = 10_000  # octets of a mail that comes in
SENDER, RECIPIENT = "ann@acme.example", "support@example.com"
PATIENCE = 120.0


def program(name: str) -> str:
    """Return where a program is; ends the run when it is missing."""
    path = find(name)
    if path is None:
        raise SystemExit(f"{name} is needed for this comparison (Debian: postfix, dovecot-imapd, isync)")
    return path


def find(name: str) -> str | None:
    return shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/lib/postfix/sbin"]))


def smtp_source(port: int, count: int, *, sessions: int = SESSIONS, size: int = SIZE, kept: bool = False) -> float:
    """Send ``count`` mails and return the seconds; ``kept``: one connection a session, else one a mail."""
    words = [*(["-d"] if kept else []), "-s", sessions, "-m", count, "-l", size, "-f", SENDER, "-t", RECIPIENT]
    begun = time.perf_counter()
    subprocess.run([program("smtp-source"), *map(str, words), f"127.0.0.1:{port}"], check=True)
    return time.perf_counter() - begun


@contextmanager
def smtp_sink() -> Iterator[int]:
    """Run ``smtp-sink`` as it comes, which offers PIPELINING; give its port."""
    port = free_port()
    as_nobody = ["-u", "nobody"] if os.geteuid() == 0 else []
    process = subprocess.Popen([program("smtp-sink"), *as_nobody, f"127.0.0.1:{port}", "1000"])
    try:
        until(lambda: _listens(process.pid, port), "smtp-sink listens")
        yield port
    finally:
        process.terminate()
        process.wait(10)


def _listens(pid: int, port: int) -> bool:
    """Look without connecting: a client that leaves without a word would be counted by some."""
    with open(f"/proc/{pid}/net/tcp", encoding="ascii") as table:
        return any(line.split()[1].endswith(f":{port:04X}") and line.split()[3] == "0A" for line in list(table)[1:])


class PostfixBeside:
    """A private Postfix that delivers to a Maildir; it stands idle between its turns."""

    def __init__(self, postfix: Postfix) -> None:
        self._postfix = postfix

    def accept(self, count: int, *, kept: bool) -> float:
        """Return seconds until ``count`` mails were accepted; returns when all lie in the Maildir."""
        new = self._postfix.maildir / "new"
        before = len(os.listdir(new)) if new.is_dir() else 0
        took = smtp_source(self._postfix.port, count, kept=kept)
        until(lambda: len(os.listdir(new)) >= before + count, "Postfix delivers", PATIENCE)
        assert len(os.listdir(new)) == before + count
        return took


@contextmanager
def postfix_beside() -> Iterator[PostfixBeside]:
    if os.geteuid() != 0:
        raise SystemExit("Postfix starts as root only: run the benchmark as root, or the parts drain and relay")
    program("postfix")
    with private_postfix(mailboxes=[RECIPIENT], parameters={"smtpd_client_connection_count_limit": "0"}) as postfix:
        yield PostfixBeside(postfix)

"""Mail → ticket → acknowledgement at ``smtp-sink``: the whole gateway in its own processes, fed by ``smtp-source``.

Prints the rate and the peak memory of each process, at the start
and after many mails. Counts are checked: every mail a ticket, every ticket one acknowledgement that left.
Run it as ``python -m bench.whole [MAILS]``.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.whole.gateway_process import free_port, until

SESSIONS = 20
SIZE = 10_000
PATIENCE = 240.0


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("mails", nargs="?", type=int, default=5_000)
    arguments.add_argument("--postgresql", metavar="URL", default="", help="store in this database, else embedded")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="casegate-bench-") as folder:
        measure(Path(folder), given.mails, given.postgresql)


def measure(folder: Path, mails: int, url: str) -> None:
    port, sink_port = free_port(), free_port()
    settings = {
        "GATEWAY_STORE__DIRECTORY": str(folder / "store"),
        "GATEWAY_STORE__URL": url,
        "GATEWAY_SMTP__LISTEN": f"127.0.0.1:{port}",
        "GATEWAY_RELAY__URL": f"smtp://127.0.0.1:{sink_port}",
        "GATEWAY_ACKNOWLEDGE__PER_ADDRESS_HOUR": "1000000",  # smtp-source has one sender
    }
    environ = {**os.environ, **settings}
    with _running(["smtp-sink", *_as_nobody(), f"127.0.0.1:{sink_port}", "1000"]), _gateway(folder, environ, port) as gateway:
        first = _memory(gateway.pid)
        started = time.monotonic()
        _feed(port, mails)
        accepted = time.monotonic() - started
        until(lambda: _done(folder, environ, mails), f"{mails} acknowledgements", PATIENCE)
        whole = time.monotonic() - started
        last = _memory(gateway.pid)
    store = "PostgreSQL" if url else "SQLite"
    print(f"{mails} mails of {SIZE // 1000} kB, {SESSIONS} sessions, {store}")
    print(f"  accepted, durable              {mails / accepted:8.0f} /s   (the desk at work beside it)")
    print(f"  ticket and acknowledgement out {mails / whole:8.0f} /s")
    print("  peak memory (MB)               " + "   ".join(f"{name} {first[name]} -> {last[name]}" for name in last))


def _feed(port: int, mails: int) -> None:
    words = ["-s", SESSIONS, "-m", mails, "-l", SIZE, "-f", "ann@acme.example", "-t", "support@example.com"]
    subprocess.run([_program("smtp-source"), *map(str, words), f"127.0.0.1:{port}"], check=True)


def _done(folder: Path, environ: dict[str, str], mails: int) -> bool:
    time.sleep(0.2)  # the question costs the gateway time, too
    found = _status(folder, environ)
    sent = found["outbox"]["states"].get("sent", 0)
    assert sum(found["tickets"].values()) <= mails
    return bool(sent == mails and found["mails"]["waiting"] == 0)


def _status(folder: Path, environ: dict[str, str]) -> Any:
    done = subprocess.run(
        [sys.executable, "-m", "gateway", "--json", "status"], env=environ, cwd=folder, capture_output=True, check=True
    )
    return json.loads(done.stdout)


@contextmanager
def _gateway(folder: Path, environ: dict[str, str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    with (
        (folder / "log").open("wb") as log,
        _running([sys.executable, "-m", "gateway", "run"], env=environ, cwd=folder, stdout=log, stderr=log) as process,
    ):
        until(lambda: _open(port), "the door opens")
        yield process


def _open(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as line:
            return line.recv(3) == b"220"
    except OSError:
        return False


@contextmanager
def _running(words: list[str], **options: Any) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([_program(words[0]), *words[1:]], **options)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(60)


def _memory(supervisor: int) -> dict[str, int]:
    """Return the peak resident size of each process, in MB, by part."""
    found = subprocess.run(["ps", "-o", "pid=,args=", "--ppid", str(supervisor)], capture_output=True, check=True)
    names = {supervisor: "supervisor"}
    for line in found.stdout.decode().splitlines():
        pid, _, words = line.strip().partition(" ")
        part = re.search(r"--part (\w+)", words)
        names[int(pid)] = part[1] if part else "reader"
    return {name: _peak(pid) for pid, name in names.items()}


def _peak(pid: int) -> int:
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) // 1024 if found else 0


def _as_nobody() -> list[str]:
    """``smtp-sink`` refuses to be root."""
    return ["-u", "nobody"] if os.geteuid() == 0 else []


def _program(name: str) -> str:
    path = shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"]))
    if path is None:
        raise SystemExit(f"{name} is not installed; it comes with Postfix")
    return path


if __name__ == "__main__":
    main()

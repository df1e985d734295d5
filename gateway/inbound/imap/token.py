"""Ask a program for an OAuth 2 access token. A new one for every login; nothing is kept.

The program is any: ``oama access me@example.org``, a script around a vendor's library. No shell is involved.
"""

from __future__ import annotations

import os
import selectors
import shlex
import signal
import subprocess
import threading

from gateway.clock import Clock
from gateway.inbound.imap.trouble import LoginRefused, Stopped
from gateway.peer_words import one_line

TIME_LIMIT = 30.0  # seconds
_MAX_OUTPUT = 64 * 1024  # tokens of large tenants are a few kilobytes
_GLANCE = 0.25


def fetch_token(command: str, *, stop: threading.Event, clock: Clock, seconds: float = TIME_LIMIT) -> str:
    """Run the program and return the first line it prints. Raises ``LoginRefused`` or ``Stopped``."""
    try:
        program = shlex.split(command)
    except ValueError as unclear:
        raise LoginRefused(f"token_command cannot be read: {unclear}") from None
    if not program:
        raise LoginRefused("token_command is empty")
    try:
        run = subprocess.Popen(
            program,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,  # so that its children end with it
        )
    except OSError as failed:
        raise LoginRefused(f"token_command {program[0]} cannot be started: {failed.strerror}") from None
    with run:
        try:
            output, complaint = _read(run, stop=stop, clock=clock, until=clock.monotonic() + seconds)
        finally:
            _end(run)
    return _token(program[0], run.returncode, output, complaint)


def _read(run: subprocess.Popen[bytes], *, stop: threading.Event, clock: Clock, until: float) -> tuple[bytes, bytes]:
    """Read both outputs until the program ends. Raises ``LoginRefused`` when it takes too long or prints too much."""
    heard: dict[int, bytearray] = {}
    with selectors.DefaultSelector() as ready:
        for stream in (run.stdout, run.stderr):
            assert stream is not None
            heard[stream.fileno()] = bytearray()
            ready.register(stream, selectors.EVENT_READ)
        while run.poll() is None or ready.get_map():
            if stop.is_set():
                raise Stopped
            if clock.monotonic() >= until:
                raise LoginRefused("token_command did not finish in time")
            events = ready.select(_GLANCE)
            if not events and run.poll() is not None:
                break  # a child that lives on, say a key agent, holds the pipe open
            for key, _ in events:
                data = os.read(key.fd, 4096)
                heard[key.fd] += data
                if not data:
                    ready.unregister(key.fileobj)
                if len(heard[key.fd]) > _MAX_OUTPUT:
                    raise LoginRefused("token_command prints far more than a token")
    output, complaint = heard.values()
    return bytes(output), bytes(complaint)


def _end(run: subprocess.Popen[bytes]) -> None:
    """Make sure it does not run on; what it left behind on purpose after a regular end stays."""
    if run.poll() is not None:
        return
    try:
        os.killpg(run.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def _token(program: str, status: int, output: bytes, complaint: bytes) -> str:
    token = output.split(b"\n", 1)[0].strip().decode("ascii", "replace")
    if status != 0:
        said = complaint.decode("utf-8", "replace").strip().splitlines()
        words = one_line(said[-1] if said else "it says nothing", secrets=[token])
        raise LoginRefused(f"token_command {program} failed with status {status}: {words}")
    if not token:
        raise LoginRefused(f"token_command {program} printed no token")
    if not (token.isascii() and token.isprintable()) or " " in token:
        raise LoginRefused(f"token_command {program} printed something that is no token in its first line")
    return token

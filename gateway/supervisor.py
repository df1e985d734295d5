"""Keep the two processes alive: the wire, which talks to the network, and the desk, which decides.

Imports nothing heavy and touches no mail. A process that ends is started again; both end when this one does, however
it ends. One gateway a folder: the lock is held as long as this process lives.
"""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import selectors
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TextIO

from gateway.backoff import Backoff, Waits
from gateway.clock import Clock
from gateway.deaths import MAX_WORDS, Death, Deaths
from gateway.errors import AlreadyRunning, ConfigError, Problem
from gateway.store.folder import make_folder, refuse_lost_logs

LOCK = "gateway.lock"
PARTS = ("desk", "wire")  # in the order of their start: the desk makes the store
RESTARTS = Waits(first=timedelta(seconds=0.2), longest=timedelta(seconds=10), low=1.0, high=1.0)
STEADY_AFTER = 60.0  # seconds of life after which the waits begin anew
STOP_WITHIN = 30.0  # seconds for running mails to end before a process is killed
REFUSED = 3  # exit code: the settings are wrong, starting again would not help

_log = logging.getLogger("gateway.supervisor")


@dataclass(slots=True)
class _Part:
    name: str
    process: subprocess.Popen[bytes] | None = None
    words: int = -1
    """Read end of the pipe into which the process says its last words; -1 when it does not run."""
    pipe: int = -1
    """Read end of the pipe on which the process says that it is ready; -1 when nothing more comes from it."""
    ready: bool = False
    """It has said so, and lives. The end of the pipe alone proves nothing: it comes a moment before the exit code."""
    waits: Backoff = field(default_factory=lambda: Backoff(RESTARTS))
    started: float = 0.0
    start_at: float = 0.0


@dataclass(slots=True)
class _Wires:
    """File descriptors the processes share; made once, so that either may be started again without the other."""

    life: tuple[int, int] = field(default_factory=os.pipe)
    """Its write end is only ours: when we end, the processes see the end of it."""
    to_desk: tuple[int, int] = field(default_factory=os.pipe)
    to_wire: tuple[int, int] = field(default_factory=os.pipe)


def supervise(directory: Path, command: Sequence[str], *, clock: Clock, announce: Callable[[], None]) -> int:
    """Run the gateway whose store is in ``directory`` until it is told to stop; return its exit code.

    ``command`` starts this program; ``announce`` is called when the doors are open. Raises ``AlreadyRunning``, or
    ``ConfigError`` when the folder cannot be used.
    """
    make_folder(directory)
    with only_one(directory):
        refuse_lost_logs(directory)
        return Supervisor(command, directory, clock=clock, announce=announce).run()


class Supervisor:
    """Starts the processes and starts them again."""

    def __init__(self, command: Sequence[str], directory: Path, *, clock: Clock, announce: Callable[[], None]) -> None:
        """``command`` starts a gateway; the words for each part are put behind it. ``announce``: all are ready.

        Who dies is written down in ``directory``.
        """
        self._deaths = Deaths(directory)
        self._command = list(command)
        self._clock = clock
        self._announce = announce
        self._parts = [_Part(name) for name in PARTS]
        self._wires = _Wires()
        self._selector = selectors.DefaultSelector()
        self._stopping = False
        self._announced = False
        self._reread = False  # SIGHUP came, and the desk has not been told

    def run(self) -> int:
        """Run until told to stop by SIGTERM or SIGINT, or until the settings are refused; return the exit code."""
        with self._signals():
            code = 0
            while not self._stopping:
                code = self._look_after()
                if code:
                    break
            self._stop()
        return code

    def _look_after(self) -> int:
        now = self._clock.monotonic()
        for part in self._parts:
            if part.process is None and now >= part.start_at and self._may_start(part):
                self._start(part, now)
            elif part.process is not None and (code := part.process.poll()) is not None:
                if code == REFUSED:
                    return code
                self._ended(part, code, now)
        self._pass_hangup_on()
        self._listen(1.0 if all(part.ready for part in self._parts) else 0.1)
        return 0

    def _may_start(self, part: _Part) -> bool:
        """Tell whether the earlier parts are ready; once all were, each is started again without the others."""
        return self._announced or all(other.ready for other in self._parts[: self._parts.index(part)])

    def _start(self, part: _Part, now: float) -> None:
        ready_in, ready_out = os.pipe()
        part.words, words = os.pipe()
        os.set_blocking(part.words, False)
        inbox, outbox = (
            (self._wires.to_desk, self._wires.to_wire)
            if part.name == "desk"
            else (self._wires.to_wire, self._wires.to_desk)
        )
        passed = {"--life": self._wires.life[0], "--wake-in": inbox[0], "--wake-out": outbox[1]}
        passed |= {"--ready": ready_out, "--words": words}
        options = [word for option, number in passed.items() for word in (option, str(number))]
        part.process = subprocess.Popen(
            [*self._command, "run", "--part", part.name, *options],
            pass_fds=tuple(passed.values()),
            stdin=subprocess.DEVNULL,
        )
        os.close(ready_out)
        os.close(words)
        part.pipe, part.started = ready_in, now
        self._selector.register(ready_in, selectors.EVENT_READ, part)
        _log.info("process.started part=%s pid=%s", part.name, part.process.pid)

    def _ended(self, part: _Part, code: int, now: float) -> None:
        if now - part.started >= STEADY_AFTER:
            part.waits.reset()
        wait = part.waits.next()
        _log.error("process.ended part=%s code=%s starting again in %.1f s", part.name, code, wait)
        self._deaths.note(Death(part.name, self._clock.now(), code, _said(part)))
        self._close_pipe(part)
        part.process, part.ready, part.start_at = None, False, now + wait

    def _pass_hangup_on(self) -> None:
        """Have the desk read its files again. One that is not ready yet may not listen, and SIGHUP would end it."""
        desk = next(part for part in self._parts if part.name == "desk")
        if self._reread and desk.ready and desk.process is not None:
            self._reread = False
            desk.process.send_signal(signal.SIGHUP)
            _log.info("config.asked by=SIGHUP")

    def _listen(self, seconds: float) -> None:
        for key, _ in self._selector.select(seconds):
            part: _Part | None = key.data
            if part is None:  # a signal has come
                with contextlib.suppress(BlockingIOError):
                    os.read(key.fd, 512)
                continue
            part.ready = os.read(part.pipe, 16) != b""
            self._close_pipe(part)
        if not self._announced and all(part.ready for part in self._parts):
            self._announced = True
            self._announce()

    def _close_pipe(self, part: _Part) -> None:
        if part.pipe >= 0:
            self._selector.unregister(part.pipe)
            os.close(part.pipe)
            part.pipe = -1

    def _stop(self) -> None:
        running = [part.process for part in reversed(self._parts) if part.process is not None]
        for process in running:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
        deadline = self._clock.monotonic() + STOP_WITHIN
        for process in running:
            try:
                process.wait(max(0.1, deadline - self._clock.monotonic()))
            except subprocess.TimeoutExpired:
                _log.error("process.killed pid=%s it did not end within %s s", process.pid, STOP_WITHIN)
                process.kill()
                process.wait()

    @contextlib.contextmanager
    def _signals(self) -> Iterator[None]:
        """Take SIGTERM and SIGINT as the wish to stop, SIGHUP as the wish to read the files that decide again.

        Wake the selector for them and for ended processes.
        """
        inlet, outlet = os.pipe()
        for end in (inlet, outlet):
            os.set_blocking(end, False)
        self._selector.register(inlet, selectors.EVENT_READ, None)
        before = signal.set_wakeup_fd(outlet, warn_on_full_buffer=False)
        kept = {number: signal.signal(number, self._wish) for number in (signal.SIGTERM, signal.SIGINT)}
        kept[signal.SIGHUP] = signal.signal(signal.SIGHUP, self._wish_reread)
        kept[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda *_: None)
        try:
            yield
        finally:
            for number, action in kept.items():
                signal.signal(number, action)
            signal.set_wakeup_fd(before)
            self._selector.unregister(inlet)
            os.close(inlet)
            os.close(outlet)

    def _wish(self, *_: object) -> None:
        self._stopping = True

    def _wish_reread(self, *_: object) -> None:
        self._reread = True


def _said(part: _Part) -> str:
    """Read a process's last words, and close their pipe; a process of its own may still hold the other end."""
    try:
        return os.read(part.words, 4 * MAX_WORDS).decode("utf-8", "replace").strip()
    except BlockingIOError:
        return ""
    finally:
        os.close(part.words)
        part.words = -1


@contextlib.contextmanager
def only_one(directory: Path) -> Iterator[None]:
    """Hold the folder's lock. Raises ``AlreadyRunning`` when another gateway does, ``ConfigError`` without a lock."""
    with _lock_file(directory) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            holder = file.read(32).strip()
            raise AlreadyRunning(
                f"another gateway runs on {directory} (process {holder or 'unknown'}): "
                "stop it first, or set store.directory"
            ) from None
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


def _lock_file(directory: Path) -> TextIO:
    try:
        return (directory / LOCK).open("a+")
    except OSError as error:
        problem = f"the store's folder cannot be written: {error.strerror}"
        raise ConfigError(Problem(str(directory), 0, 0, problem, "set store.directory")) from None


def is_running(directory: Path) -> bool:
    """Tell whether a gateway holds the folder's lock."""
    try:
        with (directory / LOCK).open() as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def own_command(config: Path | None) -> list[str]:
    """Return the command that starts this very program with the same settings."""
    return [sys.executable, "-m", "gateway", *(["--config", str(config)] if config else [])]

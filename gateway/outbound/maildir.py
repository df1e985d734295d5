"""A Maildir in the relay's place: letters are put into a folder that any mail program opens.

Each file is the letter byte for byte, below two fields that say what the envelope was. Follows no symbolic link.
"""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import socket
import threading
from collections.abc import Generator, Sequence
from pathlib import Path

from gateway.clock import Clock
from gateway.mail import Letter
from gateway.outbound.sender import Attempt, Stage, Verdict, checked_path, fault_of

_FOLDERS = ("tmp", "new", "cur")
_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class Maildir:
    """A ``Sender`` into a folder. Several processes may write into one; a letter is there whole or not at all."""

    def __init__(self, path: Path, clock: Clock) -> None:
        """Touch nothing yet; the folder is made, for its owner only, with the first letter."""
        self._path = path
        self._clock = clock
        self._count = itertools.count(1)
        self._host = socket.gethostname().replace("/", "\\057").replace(":", "\\072") or "localhost"
        self._stopped = threading.Event()

    def __str__(self) -> str:
        """Write it as ``maildir:PATH``."""
        return f"maildir:{self._path}"

    def send(self, letters: Sequence[Letter]) -> Generator[Attempt]:
        """Yield one attempt for each letter, in order; never raises."""
        for at, letter in enumerate(letters):
            fault = fault_of(letter)
            if fault:
                yield Attempt(letter, Verdict.PERMANENT, fault, Stage.CHECK)
                continue
            try:
                name = self._deliver(letter)
            except OSError as error:
                for left in letters[at:]:
                    yield Attempt(left, Verdict.AWAY, self._complaint(error), Stage.CONNECT)
                return
            yield Attempt(letter, Verdict.SENT, f"written to {name}")

    def _deliver(self, letter: Letter) -> str:
        if self._stopped.is_set():
            raise OSError(errno.ECANCELED, "the gateway is stopping")
        with contextlib.ExitStack() as stack:
            root = _opened(self._path, stack)
            folders = {name: _opened(Path(name), stack, inside=root) for name in _FOLDERS}
            name = self._unique_name(letter)
            try:
                _write_durably(name, _as_file(letter), folders["tmp"])
                os.rename(name, name, src_dir_fd=folders["tmp"], dst_dir_fd=folders["new"])
            except OSError:
                with contextlib.suppress(OSError):
                    os.unlink(name, dir_fd=folders["tmp"])
                raise
            os.fsync(folders["new"])  # the name, too, survives a power cut
            return f"new/{name}"

    def _unique_name(self, letter: Letter) -> str:
        now = self._clock.now()
        return f"{int(now.timestamp())}.M{now.microsecond}P{os.getpid()}Q{next(self._count)}O{letter.id}.{self._host}"

    def _complaint(self, error: OSError) -> str:
        return f"{self._path}: {error.strerror or error}"

    def tidy(self) -> None:
        """Do nothing: nothing is kept open."""

    def close(self) -> None:
        """Do nothing: nothing is kept open."""

    def abort(self) -> None:
        """Write no further letter."""
        self._stopped.set()


def _opened(path: Path, stack: contextlib.ExitStack, *, inside: int | None = None) -> int:
    """Return a descriptor of the folder, made when it is missing. Raises ``OSError`` for a link or a file."""
    try:
        folder = os.open(path, _DIRECTORY, dir_fd=inside)
    except FileNotFoundError:
        with contextlib.suppress(FileExistsError):  # another process was quicker
            os.mkdir(path, 0o700, dir_fd=inside)
        folder = os.open(path, _DIRECTORY, dir_fd=inside)
        _sync_parent(path, inside)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENOTDIR):
            raise OSError(error.errno, f"{path.name} is not a folder, or is a symbolic link") from None
        raise
    stack.callback(os.close, folder)
    return folder


def _sync_parent(path: Path, inside: int | None) -> None:
    if inside is not None:
        os.fsync(inside)
        return
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _write_durably(name: str, data: bytes, folder: int) -> None:
    with open(os.open(name, _NEW_FILE, 0o600, dir_fd=folder), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _as_file(letter: Letter) -> bytes:
    sender, recipient = checked_path(letter.sender), checked_path(letter.recipient)
    return f"Return-Path: <{sender}>\r\nX-Envelope-To: <{recipient}>\r\n".encode() + letter.raw

"""Listen on a port or a socket path, and accept connections without ever running out of breath.

Turns away who is one too many before anything is built for them. Knows no SMTP beyond the reply it is handed.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import os
import socket
import stat
from collections.abc import Callable
from pathlib import Path

from gateway.errors import ConfigError, Problem
from gateway.inbound.smtp import replies as say
from gateway.inbound.smtp.limits import ConnectionLimits, QuietLog
from gateway.network import TcpAddress

log = logging.getLogger("gateway.smtp")

BACKLOG = 1024
SOCKET_MODE = 0o660  # the mail server's group may write
_AT_ONCE = 64  # connections accepted before the others get a turn
_PAUSE = 1.0  # seconds, when not even one descriptor is left
_EXHAUSTED = frozenset((errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM))


async def bind(listen: TcpAddress | Path) -> list[socket.socket]:
    """Open the listening sockets. Raises ``ConfigError`` with the reason and a hint."""
    try:
        return [_bind_path(listen)] if isinstance(listen, Path) else await _bind_tcp(listen)
    except OSError as error:
        raise ConfigError(
            Problem(str(listen), 0, 0, f"cannot listen here: {error.strerror or error}", _hint(error))
        ) from None


def _hint(error: OSError) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            return "another program listens there; is the gateway running already?"
        case errno.EACCES | errno.EPERM:
            return "the user may not use this port or folder; choose a port over 1023 or grant the right"
        case errno.EADDRNOTAVAIL:
            return "this machine does not have that address"
        case _:
            return "check the host and the port, or the path"


async def _bind_tcp(listen: TcpAddress) -> list[socket.socket]:
    found = await asyncio.get_running_loop().getaddrinfo(
        listen.host or None, listen.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )
    opened: list[socket.socket] = []
    port = listen.port
    try:
        for family, _, _, _, address in dict.fromkeys(found):
            opened.append(_bind_one(family, (address[0], port, *address[2:])))
            port = port or opened[0].getsockname()[1]  # port 0: all families share the first one's choice
    except OSError:
        for each in opened:
            each.close()
        raise
    return opened


def _bind_one(family: int, address: tuple[object, ...]) -> socket.socket:
    opened = socket.socket(family, socket.SOCK_STREAM)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        opened.bind(address)
        opened.listen(BACKLOG)
        opened.setblocking(False)
    except OSError:
        opened.close()
        raise
    return opened


def _bind_path(path: Path) -> socket.socket:
    """Open a socket path; one that nobody listens on any more is replaced, anything else is left alone."""
    _remove_stale(path)
    opened = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    mask = os.umask(0o777 & ~SOCKET_MODE)  # at birth, so that it is never open to all, not for a moment
    try:
        opened.bind(str(path))
        opened.listen(BACKLOG)
        opened.setblocking(False)
    except OSError:
        opened.close()
        raise
    finally:
        os.umask(mask)
    return opened


def _remove_stale(path: Path) -> None:
    try:
        if not stat.S_ISSOCK(path.lstat().st_mode):
            raise OSError(errno.EEXIST, "there is something else at this path, not a socket")
    except FileNotFoundError:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(str(path))
        except ConnectionRefusedError:
            path.unlink()
            return
    raise OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE))


class Listener:
    """Accepts on one socket until it is closed."""

    def __init__(
        self, sock: socket.socket, *, limits: ConnectionLimits, make: Callable[[str], asyncio.Protocol], quiet: QuietLog
    ) -> None:
        """``make`` builds the session for a peer's host; the session tells ``limits`` when it leaves."""
        self._loop = asyncio.get_running_loop()
        self._sock = sock
        self._limits = limits
        self._make = make
        self._quiet = quiet
        self._spare: int | None = None
        self._paused: asyncio.TimerHandle | None = None
        self._joining: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Begin to accept."""
        self._take_spare()
        self._loop.add_reader(self._sock, self._ready)

    async def close(self) -> None:
        """Accept nobody any more, and remove the socket's path; who was let in already has a session after this."""
        self._loop.remove_reader(self._sock)
        if self._paused:
            self._paused.cancel()
        self._drop_spare()
        if self._sock.family == socket.AF_UNIX:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(self._sock.getsockname())
        self._sock.close()
        await asyncio.gather(*self._joining)

    def _ready(self) -> None:
        for _ in range(_AT_ONCE):
            try:
                connection, address = self._sock.accept()
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                return
            except OSError as error:
                if error.errno not in _EXHAUSTED:
                    raise
                self._exhausted(error)
                return
            self._admit(connection, address[0] if isinstance(address, tuple) else "")

    def _admit(self, connection: socket.socket, host: str) -> None:
        refusal = self._limits.add(host)
        if refusal is not None:
            self._quiet.warning("smtp.turned-away", f"peer={host} connections={self._limits.count}")
            _say_and_close(connection, refusal.text)
            return
        connection.setblocking(False)
        task = self._loop.create_task(self._join(connection, host))
        self._joining.add(task)
        task.add_done_callback(self._joining.discard)

    async def _join(self, connection: socket.socket, host: str) -> None:
        session: asyncio.Protocol | None = None

        def build() -> asyncio.Protocol:
            nonlocal session
            session = self._make(host)
            return session

        try:
            await self._loop.connect_accepted_socket(build, connection)
        except OSError:
            connection.close()
            if session is None:
                self._limits.remove(host)

    def _exhausted(self, error: OSError) -> None:
        """Turn one caller away on the descriptor kept for that, or rest: a busy loop would fill the log."""
        self._quiet.warning("smtp.descriptors-exhausted", f"error={errno.errorcode.get(error.errno or 0, '?')}")
        if self._spare is None:
            self._loop.remove_reader(self._sock)
            self._paused = self._loop.call_later(_PAUSE, self.start)
            return
        self._drop_spare()
        with contextlib.suppress(OSError):
            _say_and_close(self._sock.accept()[0], say.TOO_MANY_CONNECTIONS.text)
        self._take_spare()

    def _take_spare(self) -> None:
        if self._spare is None:
            with contextlib.suppress(OSError):
                self._spare = os.open(os.devnull, os.O_RDONLY | os.O_CLOEXEC)

    def _drop_spare(self) -> None:
        if self._spare is not None:
            os.close(self._spare)
            self._spare = None


def _say_and_close(connection: socket.socket, text: bytes) -> None:
    """Say one line to somebody who is not let in; whether they hear it is their affair."""
    with connection, contextlib.suppress(OSError):
        connection.setblocking(False)
        connection.send(text)
        connection.shutdown(socket.SHUT_WR)

"""The bytes to and from a server that is watched: bounded in size and time. Knows no protocol but TLS."""

from __future__ import annotations

import select
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache, partial
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from gateway.desk.monitor import Target
from gateway.network import TcpAddress
from gateway.probe.dial import dial
from gateway.probe.limits import Limits, Wrong
from gateway.tls_client import client_context

_Result = TypeVar("_Result")
_RECEIVE = 16 * 1024
MAX_LINE = 4096  # octets; RFC 5321 section 4.5.3.1.5 says 512, real ones are longer


class Wire:
    """A connection that nobody can hold longer than ``limits`` allow. Closes itself as a context."""

    def __init__(self, sock: socket.socket, limits: Limits) -> None:
        """Take over a socket that does not block."""
        self._sock = sock
        self._limits = limits
        self._buffer = bytearray()

    @classmethod
    def to(cls, address: TcpAddress, limits: Limits, *, public_only: bool = False) -> Wire:
        """Connect. Raises ``OSError``, ``Wrong`` and ``Stopped``."""
        return cls(dial(address, limits, public_only=public_only), limits)

    def __enter__(self) -> Wire:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._sock.close()

    @property
    def peer(self) -> str:
        """The IP address of the other end."""
        return str(self._sock.getpeername()[0])

    @property
    def own_literal(self) -> str:
        """Our own end as an address literal (RFC 5321 section 4.1.3)."""
        host = str(self._sock.getsockname()[0]).partition("%")[0]
        return f"[IPv6:{host}]" if ":" in host else f"[{host}]"

    def start_tls(self, target: Target, host: str) -> None:
        """Begin TLS; the certificate is checked against ``host``. Raises ``ssl.SSLError`` and what ``receive`` does."""
        if self._buffer:  # said in clear, to be read as if it had been encrypted: CVE-2011-0411 and its family
            raise Wrong("says more between its consent to STARTTLS and TLS itself")
        context = _context(target.authorities, check=target.check_certificate)
        tls = context.wrap_socket(self._sock, server_hostname=host.rstrip("."), do_handshake_on_connect=False)
        self._sock = tls
        self._when_ready(tls.do_handshake, event=select.POLLIN)

    def send(self, data: bytes) -> None:
        """Send all of it."""
        view = memoryview(data)
        while view:
            view = view[self._when_ready(partial(self._sock.send, view), event=select.POLLOUT) :]

    def receive(self) -> bytes:
        """Return what comes next; empty at the end. Raises ``OSError``, ``Wrong`` and ``Stopped``."""
        data = self._when_ready(lambda: self._sock.recv(_RECEIVE), event=select.POLLIN)
        self._limits.spend(len(data))
        return data

    def read_line(self) -> str:
        """Return the next line without its end. Raises ``Wrong`` when it never ends or the connection does."""
        while (end := self._buffer.find(b"\n")) < 0:
            if len(self._buffer) > MAX_LINE:
                raise Wrong(f"sends a line of more than {MAX_LINE} octets")
            data = self.receive()
            if not data:
                raise Wrong("closes the connection")
            self._buffer += data
        line = bytes(self._buffer[:end])
        del self._buffer[: end + 1]
        return line.rstrip(b"\r").decode("utf-8", "replace")

    def say_goodbye(self, data: bytes) -> None:
        """Send what fits, wait for nothing, complain of nothing."""
        with suppress(OSError):
            self._sock.send(data)

    def _when_ready(self, action: Callable[[], _Result], *, event: int) -> _Result:
        """Do it, waiting for the socket as long as there is time. ``event`` is what plain TCP would wait for."""
        while True:
            self._limits.seconds()  # also where the other side never lets us wait
            try:
                return action()
            except BlockingIOError:
                self._limits.wait(self._sock, event)
            except ssl.SSLWantReadError:
                self._limits.wait(self._sock, select.POLLIN)
            except ssl.SSLWantWriteError:
                self._limits.wait(self._sock, select.POLLOUT)


def _context(authorities: Path | None, *, check: bool) -> ssl.SSLContext:
    changed = authorities.stat().st_mtime_ns if authorities else 0
    return _context_of(authorities, changed, check=check)


@lru_cache(maxsize=32)
def _context_of(authorities: Path | None, _changed: int, *, check: bool) -> ssl.SSLContext:
    """Return how TLS is spoken; reading the system's authorities takes long enough to do it once."""
    return client_context(authorities=authorities, check=check)

"""The bytes to and from an IMAP server: bounded in size and time, and gone at once when the gateway stops.

Decides nothing about IMAP. It exists because the standard library reads a literal of any size a server announces,
waits without looking at anything else, and cannot tell silence from a closed connection while idling.
"""

from __future__ import annotations

import errno
import os
import select
import socket
import ssl
import threading
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from gateway.clock import Clock
from gateway.inbound.imap.trouble import Stopped, TooMuch

_Result = TypeVar("_Result")

_GLANCE = 0.5  # seconds between looks at the stop event
_RECEIVE = 256 * 1024
_COMMAND_LINES = 10_000
_COMMAND_BYTES = 4 * 1024 * 1024  # what an answer may hold that nobody announced
_IDLE_LINE = 64 * 1024
_FLOOD = "the server sends more than was asked for"


class Wire:
    """A connected socket that never blocks for longer than a glance."""

    def __init__(self, sock: socket.socket, *, stop: threading.Event, clock: Clock, silence: float) -> None:
        """Take over a socket; it is made non-blocking. ``silence`` is the longest wait in seconds for one byte."""
        sock.setblocking(False)
        self._sock = sock
        self._stop = stop
        self._clock = clock
        self._silence = silence
        self._buffer = bytearray()
        self._left = _COMMAND_BYTES
        self._lines_left = _COMMAND_LINES
        self._until = clock.monotonic() + silence

    # --- limits ---

    def allow(self, *, seconds: float, size: int = _COMMAND_BYTES) -> None:
        """Set what may still come, from now on: ``size`` bytes in a bounded number of lines, within ``seconds``."""
        self._left = size
        self._lines_left = _COMMAND_LINES  # imaplib keeps every line: ten bytes on the wire are a hundred in memory
        self._until = self._clock.monotonic() + seconds

    def _spend(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise TooMuch(_FLOOD)

    # --- what imaplib asks of a connection ---

    def readline(self) -> bytes:
        """Return one line with its end. Raises ``ConnectionError``, ``TimeoutError``, ``TooMuch`` or ``Stopped``."""
        at = 0
        while (end := self._buffer.find(b"\n", at)) < 0:
            at = len(self._buffer)
            if at > self._left:
                raise TooMuch("the server sends a line without end")
            self._fill()
        self._spend(end + 1)
        self._lines_left -= 1
        if self._lines_left < 0:
            raise TooMuch(_FLOOD)
        return self._take(end + 1)

    def read(self, size: int) -> bytes:
        """Return exactly ``size`` bytes; refused before anything is reserved when that is more than allowed."""
        self._spend(size)
        while len(self._buffer) < size:
            self._fill()
        return self._take(size)

    def send(self, data: bytes) -> None:
        """Send all of it."""
        view = memoryview(data)
        while view:
            view = view[self._when_ready(partial(self._sock.send, view), event=select.POLLOUT) :]

    def fileno(self) -> int:
        """Return the descriptor, for who wants to poll it."""
        return self._sock.fileno()

    def settimeout(self, seconds: float | None) -> None:
        """Do nothing: imapclient sets a timeout, the wire has its own limits."""

    def close(self) -> None:
        """Close at once, without a word."""
        self._sock.close()

    # --- beyond imaplib ---

    def lines_waiting(self, seconds: float) -> list[bytes]:
        """Return the whole lines that are there, after waiting up to ``seconds`` for the first; maybe none."""
        if b"\n" not in self._buffer:
            if not self._readable(seconds):
                return []
            self._receive_if_any()
        if len(self._buffer) > _IDLE_LINE and b"\n" not in self._buffer:
            raise TooMuch("the server sends a line without end")
        whole = self._buffer.rfind(b"\n") + 1
        return self._take(whole).splitlines()

    def start_tls(self, context: ssl.SSLContext, *, host: str, seconds: float) -> None:
        """Begin TLS, the certificate checked against ``host``. Raises ``ssl.SSLError``."""
        if self._buffer:  # plain text sent ahead would be read as if TLS had protected it
            raise TooMuch("the server sent something between its consent to STARTTLS and TLS itself")
        tls = context.wrap_socket(self._sock, server_hostname=host, do_handshake_on_connect=False)
        self._sock = tls
        self._until = self._clock.monotonic() + seconds
        self._when_ready(tls.do_handshake, event=select.POLLIN)

    def send_if_possible(self, data: bytes) -> None:
        """Send what fits, wait for nothing, complain of nothing: a goodbye."""
        try:
            self._sock.send(data)
        except OSError:
            return

    # --- inside ---

    def _take(self, size: int) -> bytes:
        taken = bytes(memoryview(self._buffer)[:size])
        del self._buffer[:size]
        return taken

    def _fill(self) -> None:
        data = self._when_ready(lambda: self._sock.recv(_RECEIVE), event=select.POLLIN)
        if not data:
            raise ConnectionError("the server closed the connection")
        self._buffer += data

    def _receive_if_any(self) -> None:
        try:
            data = self._sock.recv(_RECEIVE)
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return  # a part of a TLS record, or a session ticket
        if not data:
            raise ConnectionError("the server closed the connection")
        self._buffer += data

    def _when_ready(self, action: Callable[[], _Result], *, event: int) -> _Result:
        """Do it, waiting for the socket as long as the limits allow. ``event`` is what plain TCP would wait for."""
        quiet_until = self._clock.monotonic() + self._silence
        while True:
            try:
                return action()
            except BlockingIOError:
                self._wait(event, quiet_until)
            except ssl.SSLWantReadError:
                self._wait(select.POLLIN, quiet_until)
            except ssl.SSLWantWriteError:
                self._wait(select.POLLOUT, quiet_until)

    def _wait(self, event: int, quiet_until: float) -> None:
        """Wait a glance for the socket. Raises when it is time to give up, or the gateway stops."""
        if self._stop.is_set():
            raise Stopped
        left = min(quiet_until, self._until) - self._clock.monotonic()
        if left <= 0:
            raise TimeoutError("no answer")
        _poll(self._sock, event, min(left, _GLANCE))

    def _readable(self, seconds: float) -> bool:
        if isinstance(self._sock, ssl.SSLSocket) and self._sock.pending():
            return True
        until = self._clock.monotonic() + seconds
        while (left := until - self._clock.monotonic()) > 0:
            if self._stop.is_set():
                raise Stopped
            if _poll(self._sock, select.POLLIN, min(left, _GLANCE)):
                return True
        return False


def _poll(sock: socket.socket, event: int, seconds: float) -> bool:
    poller = select.poll()
    poller.register(sock, event)
    return bool(poller.poll(max(1, int(seconds * 1000))))


def dial(host: str, port: int, *, stop: threading.Event, clock: Clock, seconds: float, silence: float) -> Wire:
    """Connect to the first address of ``host`` that answers. Raises ``OSError`` or ``Stopped``."""
    trouble: OSError = ConnectionError(f"{host} has no address")
    until = clock.monotonic() + seconds
    for family, kind, protocol, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        sock = socket.socket(family, kind, protocol)
        try:
            _connect(sock, address, stop=stop, clock=clock, until=until)
        except OSError as failed:
            trouble = failed
        except Stopped:
            sock.close()
            raise
        else:
            return Wire(sock, stop=stop, clock=clock, silence=silence)
        sock.close()
    raise trouble


def _connect(sock: socket.socket, address: object, *, stop: threading.Event, clock: Clock, until: float) -> None:
    sock.setblocking(False)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    failure = sock.connect_ex(address)  # type: ignore[arg-type]  # as getaddrinfo gave it
    while failure in (errno.EINPROGRESS, errno.EINTR):
        if stop.is_set():
            raise Stopped
        left = until - clock.monotonic()
        if left <= 0:
            raise TimeoutError("no connection")
        if _poll(sock, select.POLLOUT, min(left, _GLANCE)):
            failure = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    if failure:
        raise OSError(failure, os.strerror(failure))

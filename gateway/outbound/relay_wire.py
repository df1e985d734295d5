"""One connection to a relay: bytes out, replies in, everything bounded in size and in time.

Knows lines, replies and TLS; knows nothing of mail. A peer that does not speak SMTP, or never stops, is hung up on.
"""

from __future__ import annotations

import contextlib
import re
import select
import socket
import ssl
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TypeVar

from gateway.clock import Clock
from gateway.peer_words import one_line

MAX_LINE = 4096  # octets; RFC 5321 section 4.5.3.1.5 says 512, real ones are longer
MAX_LINES = 100  # of one reply
_CHUNK = 65536
_Result = TypeVar("_Result")
_NO_ISSUER = (18, 19, 20, 21)  # OpenSSL's codes for a chain that ends at nobody we believe
Watch = Callable[[socket.socket], None]
"""Gets each socket before it is used, so that another thread can break it off; may raise to prevent its use."""
_LINE = re.compile(rb"([2-5][0-9]{2})([ -]?)(.*)", re.DOTALL)
_STATUS = re.compile(r"[245]\.[0-9]{1,3}\.[0-9]{1,3}(?= |$)", re.ASCII)


class WireLost(Exception):
    """The connection is of no more use. The message says why."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the relay answered to one command."""

    code: int
    lines: tuple[str, ...]
    """The text of each line, without the code."""

    @property
    def ok(self) -> bool:
        """Tell whether it is a 2xx."""
        return 200 <= self.code < 300

    @property
    def status(self) -> str:
        """The enhanced status code at its beginning (RFC 2034), or nothing."""
        match = _STATUS.match(self.lines[0])
        return match[0] if match and match[0][0] == str(self.code)[0] else ""

    def __str__(self) -> str:
        """Write it in one line, fit to be shown."""
        return self.without(())

    def without(self, secrets: Collection[str]) -> str:
        """Write it in one line that holds none of the secrets: some servers say what they did not like."""
        texts = [self.lines[0], *(line.removeprefix(self.status) for line in self.lines[1:])]
        return one_line(f"{self.code} {' '.join(texts)}", secrets=secrets)


class Wire:
    """A connected socket, used by one thread.

    It does not block, and what has to wait polls: a socket with a timeout takes a system call to set it each time, and
    polls before it sends what nearly always fits.
    """

    def __init__(self, sock: socket.socket, clock: Clock, watch: Watch) -> None:
        sock.setblocking(False)
        self._sock = sock
        self._clock = clock
        self._watch = watch
        self._poll = select.poll()
        self._buffer = b""
        self.last_byte_begun = False
        """In the last ``write``: the final byte before its tail was handed to the system, or may have been."""

    @property
    def is_tls(self) -> bool:
        """Tell whether what is written is encrypted."""
        return isinstance(self._sock, ssl.SSLSocket)

    @property
    def peer(self) -> str:
        """Address of the other end; empty when it is gone."""
        try:
            return str(self._sock.getpeername()[0])
        except OSError:
            return ""

    @property
    def has_unread(self) -> bool:
        """Tell whether the relay has said more than it was asked; only what was received already counts."""
        return bool(self._buffer)

    def start_tls(self, context: ssl.SSLContext, host: str, *, within: timedelta) -> None:
        """Go on in TLS. Raises ``WireLost``, also for a certificate that does not fit."""
        if self._buffer:  # said in clear, to be read as if it had been encrypted: CVE-2011-0411 and its family
            raise WireLost("the relay sent more after its answer to STARTTLS; somebody may be in between")
        deadline = self._clock.monotonic() + within.total_seconds()
        try:
            self._sock = secured = context.wrap_socket(self._sock, server_hostname=host, do_handshake_on_connect=False)
            self._watch(secured)
            self._when_ready(secured.do_handshake, select.POLLIN, deadline)
        except ssl.SSLCertVerificationError as error:
            advice = (
                "; for a CA of your own set relay.certificate_authorities" if error.verify_code in _NO_ISSUER else ""
            )
            raise WireLost(f"the relay's certificate is not accepted: {error.verify_message}{advice}") from None
        except (OSError, ValueError) as error:
            raise WireLost(f"TLS did not come about: {_words(error)}") from None

    def write(self, *data: bytes, within: timedelta, tail: bytes = b"") -> None:
        """Write all of ``data`` and ``tail``, together in as few packets as it takes. Raises ``WireLost``."""
        self.last_byte_begun = False
        deadline = self._clock.monotonic() + within.total_seconds()
        with memoryview(b"".join((*data, tail))) as view:
            at, data_end = 0, len(view) - len(tail)
            while at < len(view):
                end = min(at + _CHUNK, len(view))
                self.last_byte_begun = self.last_byte_begun or end >= data_end
                try:
                    at += self._when_ready(partial(self._sock.send, view[at:end]), select.POLLOUT, deadline)
                except OSError as error:
                    raise WireLost(_words(error)) from None

    def read_reply(self, *, within: timedelta) -> Reply:
        """Read one reply, of one or many lines. Raises ``WireLost``, also for what is no reply."""
        deadline = self._clock.monotonic() + within.total_seconds()
        lines: list[str] = []
        while len(lines) < MAX_LINES:
            match = _LINE.fullmatch(self._read_line(deadline))
            if match is None:
                raise WireLost("the relay answers with something that is not SMTP")
            lines.append(match[3].decode("utf-8", "replace"))
            if match[2] != b"-":
                return Reply(int(match[1]), tuple(lines))
        raise WireLost(f"the relay's answer has more than {MAX_LINES} lines")

    def _read_line(self, deadline: float) -> bytes:
        searched = 0
        while (end := self._buffer.find(b"\n", searched)) < 0:
            if len(self._buffer) > MAX_LINE:
                raise WireLost(f"the relay's answer has a line of more than {MAX_LINE} octets")
            searched = len(self._buffer)
            self._receive(deadline)
        if end >= MAX_LINE:
            raise WireLost(f"the relay's answer has a line of more than {MAX_LINE} octets")
        line, self._buffer = self._buffer[:end], self._buffer[end + 1 :]
        return line.rstrip(b"\r\n")

    def _receive(self, deadline: float) -> None:
        try:
            if not self.is_tls:  # which may hold what it has received, and the socket no more
                self._wait(select.POLLIN, deadline)
            data = self._when_ready(partial(self._sock.recv, MAX_LINE), select.POLLIN, deadline)
        except OSError as error:
            raise WireLost(_words(error)) from None
        if not data:
            raise WireLost("the relay closed the connection")
        self._buffer += data

    def _when_ready(self, action: Callable[[], _Result], event: int, deadline: float) -> _Result:
        """Do it, waiting for the socket until the deadline. ``event`` is what plain TCP would wait for."""
        while True:
            try:
                return action()
            except BlockingIOError:
                self._wait(event, deadline)
            except ssl.SSLWantReadError:
                self._wait(select.POLLIN, deadline)
            except ssl.SSLWantWriteError:
                self._wait(select.POLLOUT, deadline)

    def _wait(self, event: int, deadline: float) -> None:
        left = deadline - self._clock.monotonic()
        self._poll.register(self._sock, event)
        if left <= 0 or not self._poll.poll(left * 1000):
            raise TimeoutError

    def close(self) -> None:
        """Let go of the socket."""
        with contextlib.suppress(OSError):
            self._sock.close()


def connect(host: str, port: int, *, within: timedelta, watch: Watch) -> socket.socket:
    """Connect to the first address of the host that answers. Raises ``WireLost`` with the reason of the last one."""
    try:
        places = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise WireLost(f"the name {host} does not resolve: {_words(error)}") from None
    reason = "it has no address"
    for family, kind, protocol, _, address in places:
        sock = socket.socket(family, kind, protocol)
        try:
            watch(sock)
            sock.settimeout(within.total_seconds())
            sock.connect(address)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # what is written together is complete
        except OSError as error:
            reason = _words(error)
            sock.close()
        except BaseException:
            sock.close()
            raise
        else:
            return sock
    raise WireLost(f"no connection: {reason}")


def shut(sock: socket.socket) -> None:
    """Break a connection, from any thread: whoever waits on it wakes up."""
    with contextlib.suppress(OSError):
        # past the TLS layer: nothing of its state may be touched from another thread
        socket.socket.shutdown(sock, socket.SHUT_RDWR)


def _words(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "the relay did not answer in time"
    if isinstance(error, ssl.SSLError):
        return one_line((error.reason or "the connection broke").replace("_", " ").lower())
    return one_line((error.strerror if isinstance(error, OSError) else "") or str(error) or type(error).__name__)

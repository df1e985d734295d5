"""A relay that misbehaves on command, and remembers every byte it was sent.

Not a mock of ours: a real listener on a real socket that speaks as much SMTP as a relay needs. Each stage of the
dialogue can be told to answer otherwise, once or always::

    with FaultyRelay() as relay:
        relay.on("rcpt", Say("550 5.1.1 no such user"))              # always
        relay.on("dot", [Say("451 4.3.0 try later"), Drop()])        # the first two times, then as usual
        relay.on("rcpt", lambda line: Say("550 no") if b"bob@" in line else None)

Stages: banner, ehlo, helo, starttls, auth, mail, rcpt, data, content (after the 354), dot, rset, noop, quit.
"""

from __future__ import annotations

import base64
import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self, assert_never

CERTIFICATE = Path(__file__).with_name("localhost.pem")
"""For ``localhost`` and the loopback addresses, signed by itself; the private key is in the same file."""


@dataclass(frozen=True)
class Say:
    """Answer with this text, CRLF is added; ``then_drop`` hangs up after it."""

    text: str
    then_drop: bool = False


@dataclass(frozen=True)
class Bytes:
    """Answer with exactly these bytes."""

    data: bytes


@dataclass(frozen=True)
class Flood:
    """Answer with these bytes again and again, until the other side has had enough or ``limit`` octets are out."""

    data: bytes
    limit: int = 1 << 30


@dataclass(frozen=True)
class Drip:
    """Answer with these bytes, one at a time."""

    data: bytes
    seconds: float = 0.02


@dataclass(frozen=True)
class Drop:
    """Hang up. ``after`` octets of content for the stage ``content``."""

    after: int = 0


@dataclass(frozen=True)
class Hang:
    """Say nothing more, but stay connected."""


@dataclass(frozen=True)
class ReadSlowly:
    """From here on read one octet at a time, with a wait before each."""

    seconds: float = 0.05


Action = Say | Bytes | Flood | Drip | Drop | Hang | ReadSlowly
Rule = Action | Sequence[Action] | Callable[[bytes], Action | None]


@dataclass
class Transaction:
    """One mail as it came over the wire."""

    sender: bytes = b""
    recipients: list[bytes] = field(default_factory=list)
    wire: bytes = b""
    """Content as it was sent, dots stuffed, up to and without the ``.`` line."""
    done: bool = False
    """The dot was answered with 250."""

    @property
    def content(self) -> bytes:
        """The content with the dots unstuffed."""
        lines = self.wire.split(b"\r\n")
        return b"\r\n".join(line[1:] if line.startswith(b".") else line for line in lines)


@dataclass
class Connection:
    """What happened on one connection."""

    received: bytearray = field(default_factory=bytearray)
    """Every byte after TLS was taken off."""
    reads: list[bytes] = field(default_factory=list)
    """The same bytes, as they arrived together."""
    commands: list[bytes] = field(default_factory=list)
    tls: bool = False


class _Gone(Exception):
    """This connection is over."""


class FaultyRelay:
    """A listener on a free loopback port. A context manager; everything it counts is safe to read from the test."""

    def __init__(
        self,
        *,
        offers: Sequence[str] = ("PIPELINING", "SIZE 10485760", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES"),
        tls: bool = False,
        implicit_tls: bool = False,
        users: dict[str, str] | None = None,
        logins: str = "AUTH PLAIN LOGIN",
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        """``tls`` offers STARTTLS, ``implicit_tls`` begins with TLS, ``users`` offers ``logins``."""
        self.logins_offered = logins
        self.offers = list(offers)
        self.users = users or {}
        self.connections: list[Connection] = []
        self.transactions: list[Transaction] = []
        self.logins: list[str] = []
        self.changed = threading.Condition()
        self._rules: dict[str, Rule] = {}
        self._tls, self._implicit_tls = tls, implicit_tls
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(CERTIFICATE)
        self._listener = socket.create_server((host, port))
        self.opened: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._closing = threading.Event()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._listener.getsockname()[1])

    @property
    def delivered(self) -> list[Transaction]:
        """The mails that were answered 250."""
        with self.changed:
            return [one for one in self.transactions if one.done]

    def on(self, stage: str, rule: Rule | None) -> None:
        """Answer at ``stage`` so: an action for always, a list for the next times, a function, None for as usual."""
        with self.changed:
            if rule is None:
                self._rules.pop(stage, None)
            else:
                self._rules[stage] = rule

    def wait_until(self, condition: Callable[[], bool], *, seconds: float = 10) -> None:
        """Wait until the condition holds; it is looked at after every event. Fails the test when it never does."""
        with self.changed:
            assert self.changed.wait_for(condition, timeout=seconds), "the relay never saw what the test waits for"

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._listen, name="faulty-relay", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Stop listening and hang up on everybody."""
        self._closing.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self.changed:
            sockets = list(self.opened)
        for sock in sockets:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(sock, socket.SHUT_RDWR)
        for thread in [self._thread, *self._threads]:
            thread.join(5)

    def _listen(self) -> None:
        while not self._closing.is_set():
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self.changed:
                self.opened.add(sock)
                self.connections.append(Connection())
                number = len(self.connections) - 1
                self.changed.notify_all()
            thread = threading.Thread(target=self._serve, args=(sock, number), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, sock: socket.socket, number: int) -> None:
        session = _Session(self, sock, self.connections[number])
        try:
            if self._implicit_tls:
                session.start_tls(self._context)
            session.talk()
        except (_Gone, OSError):
            pass
        finally:
            with self.changed:
                self.opened.discard(sock)
                self.changed.notify_all()
            session.close()

    def action(self, stage: str, line: bytes) -> Action | None:
        """Return what was ordered for this moment."""
        with self.changed:
            rule = self._rules.get(stage)
            if rule is None or isinstance(rule, Action):
                return rule
            if not callable(rule):
                first, *rest = rule
                self.on(stage, rest or None)
                return first
        return rule(line)  # it may wait for the test

    def hang(self) -> None:
        """Wait until the test is over."""
        self._closing.wait(60)
        raise _Gone

    def pause(self, seconds: float) -> None:
        """Wait, but not beyond the end of the test."""
        if self._closing.wait(seconds):
            raise _Gone

    @property
    def starttls(self) -> ssl.SSLContext | None:
        """The server's side of STARTTLS, when it is offered."""
        return self._context if self._tls else None


class _Session:
    """The dialogue on one connection."""

    def __init__(self, relay: FaultyRelay, sock: socket.socket, seen: Connection) -> None:
        self.relay, self.sock, self.seen = relay, sock, seen
        self.buffer = b""
        self.slow = 0.0
        self.mail: Transaction | None = None

    def close(self) -> None:
        self.sock.close()

    def start_tls(self, context: ssl.SSLContext) -> None:
        self.sock = context.wrap_socket(self.sock, server_side=True)
        with self.relay.changed:
            self.relay.opened.add(self.sock)
        self.seen.tls = True

    def talk(self) -> None:
        self.answer("banner", b"", "220 faulty.test ESMTP")
        while True:
            line = self.read_line()
            self.seen.commands.append(line)
            verb = line.split(b" ")[0].upper().decode("latin-1").lower()
            method = getattr(self, f"do_{verb}", None)
            if method is None:
                self.answer(verb, line, "500 5.5.2 what?")
            else:
                method(line)

    def answer(self, stage: str, line: bytes, usual: str) -> bool:
        """Do what was ordered, or say the usual; tell whether the usual was said."""
        return self.perform(self.relay.action(stage, line), usual)

    def perform(self, action: Action | None, usual: str) -> bool:
        match action:
            case None:
                self.say(usual)
                return True
            case ReadSlowly(seconds):
                self.slow = seconds
                self.say(usual)
                return True
            case Drop():
                raise _Gone
            case Hang():
                self.relay.hang()
            case Say(text, then_drop):
                self.say(text)
                if then_drop:
                    raise _Gone
            case _:
                self.babble(action)
        return False

    def babble(self, action: Bytes | Flood | Drip) -> None:
        match action:
            case Bytes(data):
                self.sock.sendall(data)
            case Flood(data, limit):
                block, sent = data * max(1, 65536 // len(data)), 0
                while sent < limit:
                    self.sock.sendall(block)
                    sent += len(block)
            case Drip(data, seconds):
                for octet in data:
                    self.sock.sendall(bytes([octet]))
                    self.relay.pause(seconds)
            case _:
                assert_never(action)

    def say(self, text: str) -> None:
        self.sock.sendall(text.encode() + b"\r\n")

    def read_line(self) -> bytes:
        while b"\r\n" not in self.buffer:
            self.receive()
        line, self.buffer = self.buffer.split(b"\r\n", 1)
        return line

    def receive(self) -> None:
        if self.slow:
            self.relay.pause(self.slow)
        data = self.sock.recv(1 if self.slow else 65536)
        if not data:
            raise _Gone
        with self.relay.changed:
            self.seen.received += data
            self.seen.reads.append(data)
            self.relay.changed.notify_all()
        self.buffer += data

    def do_ehlo(self, line: bytes) -> None:
        offers = list(self.relay.offers)
        if self.relay.starttls and not self.seen.tls:
            offers.append("STARTTLS")
        if self.relay.users:
            offers.append(self.relay.logins_offered)
        texts = ["faulty.test", *offers]
        lines = [f"250-{text}" for text in texts[:-1]] + [f"250 {texts[-1]}"]
        self.answer("ehlo", line, "\r\n".join(lines))

    def do_helo(self, line: bytes) -> None:
        self.answer("helo", line, "250 faulty.test")

    def do_starttls(self, line: bytes) -> None:
        if self.answer("starttls", line, "220 2.0.0 go") and self.relay.starttls:
            self.buffer = b""
            self.start_tls(self.relay.starttls)

    def do_auth(self, line: bytes) -> None:
        action = self.relay.action("auth", line)
        if isinstance(action, Say):
            self.say(action.text)
            return
        words = line.decode().split(" ")
        if words[1] == "PLAIN":
            _, user, password = base64.b64decode(words[2]).decode().split("\0")
        else:
            self.say("334 VXNlcm5hbWU6")
            user = base64.b64decode(self.read_line()).decode()
            self.say("334 UGFzc3dvcmQ6")
            password = base64.b64decode(self.read_line()).decode()
        if self.relay.users.get(user) == password:
            self.relay.logins.append(user)
            self.say("235 2.7.0 welcome")
        else:
            self.say(f"535 5.7.8 no, not with {words[-1]}")

    def do_mail(self, line: bytes) -> None:
        if self.mail is not None:
            self.say("503 5.5.1 nested MAIL")
        elif self.answer("mail", line, "250 2.1.0 ok"):
            self.mail = Transaction(sender=line[10:].split(b">")[0].lstrip(b"<"))

    def do_rcpt(self, line: bytes) -> None:
        if self.mail is None:
            self.say("503 5.5.1 no MAIL")
        elif self.answer("rcpt", line, "250 2.1.5 ok"):
            self.mail.recipients.append(line[8:].strip(b"<>"))

    def do_data(self, line: bytes) -> None:
        mail = self.mail or Transaction()
        usual = "354 go ahead" if mail.recipients else "554 5.5.1 no valid recipients"
        action = self.relay.action("data", line)
        usually = self.perform(action, usual)
        said = usual if usually else action.text if isinstance(action, Say) else ""
        if not said.startswith("354"):
            return
        with self.relay.changed:
            self.relay.transactions.append(mail)
        self.read_content(mail)
        self.mail = None
        action = self.relay.action("dot", b"")
        with self.relay.changed:  # before it is said: whoever has heard the 250 finds the mail here
            mail.done = action is None or isinstance(action, ReadSlowly)
            self.relay.changed.notify_all()
        self.perform(action, "250 2.0.0 queued")

    def read_content(self, mail: Transaction) -> None:
        action = self.relay.action("content", b"")
        if isinstance(action, ReadSlowly):
            self.slow = action.seconds
        if isinstance(action, Hang):
            self.relay.hang()
        while True:
            whole = b"\r\n" + self.buffer
            if isinstance(action, Drop) and len(self.buffer) >= action.after:
                raise _Gone
            if isinstance(action, Say) and self.buffer:
                self.say(action.text)
                raise _Gone
            if (end := whole.find(b"\r\n.\r\n")) >= 0:
                mail.wire = whole[2 : end + 2] if end else b""
                self.buffer = whole[end + 5 :]
                return
            self.receive()

    def do_rset(self, line: bytes) -> None:
        if self.answer("rset", line, "250 2.0.0 ok"):
            self.mail = None

    def do_noop(self, line: bytes) -> None:
        self.answer("noop", line, "250 2.0.0 ok")

    def do_quit(self, line: bytes) -> None:
        self.answer("quit", line, "221 2.0.0 bye")
        raise _Gone

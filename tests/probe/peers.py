"""Servers that probes are sent to: a web site with pages of the test, and a listener that does as badly as told."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from gateway.clock import SystemClock
from gateway.desk.monitor import Outcome, Target
from gateway.probe.check import check
from tests.peers.faulty_relay import CERTIFICATE

PATIENCE = 30.0
"""Seconds: what is bounded ends in one or two, however busy the machine."""

Talk = Callable[[socket.socket], None]


def probe(target: Target) -> Outcome:
    return check(target, clock=SystemClock(), stop=threading.Event())


def server_tls() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context


@dataclass
class Listener:
    """What a listener has seen."""

    port: int
    closing: threading.Event = field(default_factory=threading.Event)
    sent: int = 0
    """Bytes that the other side, or the system for it, took."""
    accepted: threading.Event = field(default_factory=threading.Event)


@contextmanager
def listening(talk: Callable[[socket.socket, Listener], None], *, backlog: int = 5) -> Iterator[Listener]:
    """Listen on a free port and give each connection to ``talk``, which ends when the test does."""
    with socket.create_server(("127.0.0.1", 0), backlog=backlog) as door:
        listener = Listener(door.getsockname()[1])
        opened: list[socket.socket] = []
        threads: list[threading.Thread] = []

        def serve(sock: socket.socket) -> None:
            with contextlib.suppress(OSError), sock:
                talk(sock, listener)

        def accept() -> None:
            while not listener.closing.is_set():
                try:
                    sock, _ = door.accept()
                except OSError:
                    return
                opened.append(sock)
                listener.accepted.set()
                threads.append(threading.Thread(target=serve, args=(sock,), daemon=True))
                threads[-1].start()

        keeper = threading.Thread(target=accept, daemon=True)
        keeper.start()
        try:
            yield listener
        finally:
            listener.closing.set()
            with contextlib.suppress(OSError):
                door.shutdown(socket.SHUT_RDWR)
            for sock in opened:
                with contextlib.suppress(OSError):
                    socket.socket.shutdown(sock, socket.SHUT_RDWR)
            for thread in (keeper, *threads):
                thread.join(PATIENCE)


def say(text: bytes) -> Callable[[socket.socket, Listener], None]:
    """Say this and listen until the other side goes."""

    def talk(sock: socket.socket, _: Listener) -> None:
        sock.sendall(text)
        while sock.recv(4096):
            pass

    return talk


def hang_up(sock: socket.socket, _: Listener) -> None:
    sock.close()


def silent(sock: socket.socket, listener: Listener) -> None:
    listener.closing.wait()


def dripping(text: bytes) -> Callable[[socket.socket, Listener], None]:
    """One byte every twentieth of a second, again and again."""

    def talk(sock: socket.socket, listener: Listener) -> None:
        while not listener.closing.is_set():
            for at in range(len(text)):
                sock.sendall(text[at : at + 1])
                listener.sent += 1
                if listener.closing.wait(0.05):
                    return

    return talk


def flooding(first: bytes, again: bytes) -> Callable[[socket.socket, Listener], None]:
    """As much as the other side takes, a hundred megabytes at most."""

    def talk(sock: socket.socket, listener: Listener) -> None:
        sock.sendall(first)
        while listener.sent < 100_000_000 and not listener.closing.is_set():
            listener.sent += sock.send(again)

    return talk


Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Site:
    """A web site. Paths that nobody made answer 404."""

    server: ThreadingHTTPServer
    scheme: str
    pages: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    """Path and fields of each request."""
    methods: list[str] = field(default_factory=list)
    """Of each request that was answered with a page."""

    @property
    def port(self) -> int:
        return int(self.server.server_address[1])

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"{self.scheme}://{host}:{self.port}{path}"


@contextmanager
def web_site(pages: dict[str, Answer], *, tls: bool = False, heads: bool = False) -> Iterator[Site]:
    """Serve pages by Python's own web server; without ``heads`` it answers HEAD with 501."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer()

        def do_HEAD(self) -> None:
            if heads:
                self._answer()
            else:
                self.send_error(501)

        def _answer(self) -> None:
            site.methods.append(self.command)
            site.asked.append((self.path, dict(self.headers.items())))
            status, fields, body = site.pages.get(self.path, (404, {}, b"nothing here"))
            self.send_response(status)
            for name, value in fields.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with contextlib.suppress(OSError):  # who does not read the body goes before its end
                if self.command == "GET":
                    self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            pass  # a client that does not trust us goes in the middle of the handshake

    with Server(("127.0.0.1", 0), Handler) as server:
        if tls:
            server.socket = server_tls().wrap_socket(server.socket, server_side=True)
        site = Site(server, "https" if tls else "http", dict(pages))
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join(PATIENCE)

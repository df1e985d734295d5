"""An IMAP server that misbehaves on order: what Dovecot never does, and other people's servers do.

Knows as much of RFC 3501 as a reader of mail needs. Set its attributes before or while a client is connected; what
the client sent is in ``commands``, ``logins`` and ``connections``.
"""

from __future__ import annotations

import base64
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

CRLF = b"\r\n"
_SECTION = re.compile(rb"BODY\.PEEK\[(HEADER)?\](?:<(\d+)\.(\d+)>)?", re.IGNORECASE)


class _HangUp(Exception):
    """Close this connection now."""


@dataclass(slots=True)
class FaultyImap:
    """One account with one folder, INBOX."""

    mails: dict[int, bytes] = field(default_factory=dict)
    flags: dict[int, set[str]] = field(default_factory=dict)
    moved: dict[str, list[bytes]] = field(default_factory=dict)
    uidvalidity: int = 7
    capabilities: str = "IMAP4rev1 AUTH=PLAIN IDLE UIDPLUS MOVE"
    greeting: str = "* OK ready"
    login_reply: str = ""
    """In place of OK, e.g. ``NO [AUTHENTICATIONFAILED] no``."""
    token: str = ""
    """What XOAUTH2 must bring."""
    cut_literals: int = 0
    """So many body fetches break off in the middle of the literal."""
    nil_bodies: set[int] = field(default_factory=set)
    said_sizes: dict[int, int] = field(default_factory=dict)
    """RFC822.SIZE as claimed, where it is not the truth."""
    announced: dict[int, int] = field(default_factory=dict)
    """Literal sizes as announced; so much is then sent, in pieces of nothing but ``x``, until the client leaves."""
    ignores_partial: bool = False
    unparsable: set[int] = field(default_factory=set)
    """Mails whose FETCH answer is hundreds of nested parentheses."""
    gone_at_fetch: set[int] = field(default_factory=set)
    """Found by SEARCH, and not there any more for FETCH."""
    flood: int = 0
    """So many EXISTS lines come with each SEARCH, and at once in IDLE."""
    silent_idle: bool = False
    """After IDLE nothing is ever answered again."""
    refuse_marks: str = ""
    """The answer to STORE and MOVE, e.g. ``NO [OVERQUOTA] full``."""
    before_fetch: Callable[[], None] | None = None
    commands: list[str] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    connections: int = 0
    sent_bytes: int = 0
    port: int = 0
    changed: threading.Condition = field(default_factory=threading.Condition)
    _open: list[socket.socket] = field(default_factory=list)

    def add(self, uid: int, mail: bytes, *flags: str) -> None:
        """Put a mail there; clients in IDLE are told."""
        with self.changed:
            self.mails[uid] = mail
            self.flags[uid] = set(flags)
            self.changed.notify_all()

    def sent(self, word: str) -> int:
        """Count the commands that begin with ``word``."""
        return sum(command.upper().startswith(word) for command in list(self.commands))

    def drop_connections(self) -> None:
        """Close what is open, without a word."""
        for sock in list(self._open):
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    def serve(self, sock: socket.socket) -> None:
        """Talk to one client until either has enough."""
        self.connections += 1
        self._open.append(sock)
        with suppress(_HangUp, OSError, ValueError), sock, sock.makefile("rb") as lines:
            _Talk(self, sock, lines.readline).run()


@dataclass(slots=True)
class _Talk:
    server: FaultyImap
    sock: socket.socket
    readline: Callable[[], bytes]

    def run(self) -> None:
        self.say(self.server.greeting)
        if self.server.greeting.startswith("* BYE"):
            return
        while line := self.readline():
            tag, _, command = line.decode("latin-1").strip().partition(" ")
            self.server.commands.append(command)
            word = command.upper().removeprefix("UID ").split(" ")[0].lower()
            self.answer(tag, word, command)

    def say(self, *lines: str) -> None:
        self.send("".join(f"{line}\r\n" for line in lines).encode("latin-1"))

    def send(self, data: bytes) -> None:
        self.sock.sendall(data)
        self.server.sent_bytes += len(data)

    def answer(self, tag: str, word: str, command: str) -> None:
        words = command.split(" ")
        match word:
            case "capability":
                self.say(f"* CAPABILITY {self.server.capabilities}", f"{tag} OK done")
            case "login":
                self.login(tag, command)
            case "authenticate":
                self.authenticate(tag, words[1].upper())
            case "logout":
                self.say("* BYE bye", f"{tag} OK bye")
                raise _HangUp
            case _:
                self.answer_logged_in(tag, word, words)

    def answer_logged_in(self, tag: str, word: str, words: list[str]) -> None:
        match word:
            case "select" | "examine":
                self.select(tag, words[1].strip('"'))
            case "search":
                self.search(tag, " ".join(words).upper())
            case "fetch":
                self.fetch(tag, words[2], " ".join(words))
            case "store" | "move" | "copy":
                self.mark(tag, word, words)
            case "expunge":
                self.expunge(tag, words)
            case "idle":
                self.idle(tag)
            case _:
                self.say(f"{tag} OK done")

    # --- getting in ---

    def login(self, tag: str, credentials: str) -> None:
        self.server.logins.append(credentials)
        if self.server.login_reply.startswith("* BYE"):
            self.say(self.server.login_reply)
            raise _HangUp
        self.say(f"{tag} {self.server.login_reply or 'OK welcome'}")

    def authenticate(self, tag: str, mechanism: str) -> None:
        self.say("+ ")
        said = base64.b64decode(self.readline()).decode()
        if mechanism != "XOAUTH2" or said.endswith(f"\1auth=Bearer {self.server.token}\1\1"):
            self.login(tag, said)
            return
        self.server.logins.append(said)
        self.say("+ " + base64.b64encode(b'{"status":"401","schemes":"bearer"}').decode())
        assert self.readline() == CRLF, "the client must answer the challenge with an empty line"
        self.say(f"{tag} NO [AUTHENTICATIONFAILED] SASL authentication failed")

    # --- the folder ---

    def select(self, tag: str, folder: str) -> None:
        if folder != "INBOX":
            self.say(f"{tag} NO [NONEXISTENT] no such folder")
            return
        self.say(
            f"* {len(self.server.mails)} EXISTS",
            r"* FLAGS (\Seen \Deleted)",
            r"* OK [PERMANENTFLAGS (\Seen \Deleted)] ok",
            f"* OK [UIDVALIDITY {self.server.uidvalidity}] ok",
            f"{tag} OK [READ-WRITE] selected",
        )

    def search(self, tag: str, criteria: str) -> None:
        if self.server.flood:
            self.send(b"* 1 EXISTS\r\n" * self.server.flood)
        found = sorted(self.server.mails)
        if uid_set := re.search(r"\bUID ([\d:*,]+)$", criteria):
            found = [uid for uid in found if _holds(uid_set[1], uid, top=max(found, default=0))]
        for word, flag, wanted in (
            ("UNSEEN", "\\Seen", False),
            ("SEEN", "\\Seen", True),
            ("UNDELETED", "\\Deleted", False),
        ):
            if word in criteria.split(" "):
                found = [uid for uid in found if (flag in self.server.flags[uid]) is wanted]
        self.say("* SEARCH " + " ".join(map(str, found)), f"{tag} OK done")

    def fetch(self, tag: str, uid_set: str, command: str) -> None:
        if self.server.before_fetch:
            self.server.before_fetch()
        section = _SECTION.search(command.encode())
        for number, uid in enumerate(sorted(self.server.mails), 1):
            if not _holds(uid_set, uid, top=max(self.server.mails)) or uid in self.server.gone_at_fetch:
                continue
            if section is None:
                size = self.server.said_sizes.get(uid, len(self.server.mails[uid]))
                self.say(f"* {number} FETCH (UID {uid} RFC822.SIZE {size})")
            else:
                self.body(number, uid, section)
        self.say(f"{tag} OK done")

    def body(self, number: int, uid: int, section: re.Match[bytes]) -> None:
        raw = self.server.mails[uid]
        if uid in self.server.unparsable:
            self.send(b"* %d FETCH (UID %d BODY[] %s)\r\n" % (number, uid, b"(" * 3000 + b")" * 3000))
            return
        if uid in self.server.nil_bodies:
            self.say(f"* {number} FETCH (UID {uid} BODY[] NIL)")
            return
        name = b"BODY[%s]" % (section[1] or b"")
        if section[1]:
            raw = raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
        if section[2] and not self.server.ignores_partial:
            start, size = int(section[2]), int(section[3])
            raw, name = raw[start : start + size], name + b"<%d>" % start
        if uid in self.server.announced and not section[1]:
            self.send(b"* %d FETCH (UID %d %s {%d}\r\n" % (number, uid, name, self.server.announced[uid]))
            for _ in range(self.server.announced[uid] // 65536 + 1):
                self.send(b"x" * 65536)
            raise _HangUp
        if self.server.cut_literals:
            self.server.cut_literals -= 1
            self.send(b"* %d FETCH (UID %d %s {%d}\r\n%s" % (number, uid, name, len(raw), raw[: len(raw) // 2]))
            raise _HangUp
        self.send(b"* %d FETCH (UID %d %s {%d}\r\n%s)\r\n" % (number, uid, name, len(raw), raw))

    def mark(self, tag: str, word: str, words: list[str]) -> None:
        if self.server.refuse_marks:
            self.say(f"{tag} {self.server.refuse_marks}")
            return
        top = max(self.server.mails, default=0)
        for uid in [uid for uid in self.server.mails if _holds(words[2], uid, top=top)]:
            if word == "store":
                self.server.flags[uid].update(re.findall(r"\\\w+", " ".join(words[3:])))
            else:
                self.server.moved.setdefault(words[3].strip('"'), []).append(self.server.mails[uid])
            if word == "move":
                del self.server.mails[uid]
        self.say(f"{tag} OK done")

    def expunge(self, tag: str, words: list[str]) -> None:
        by_uid = words[0].upper() == "UID"
        for uid in list(self.server.mails):
            chosen = not by_uid or _holds(words[2], uid, top=max(self.server.mails))
            if chosen and "\\Deleted" in self.server.flags[uid]:
                del self.server.mails[uid]
        self.say(f"{tag} OK done")

    def idle(self, tag: str) -> None:
        self.say("+ idling")
        if self.server.silent_idle:
            while self.readline():
                pass
            raise _HangUp
        if self.server.flood:
            self.send(b"* 1 EXISTS\r\n" * self.server.flood)
        done = threading.Event()
        teller = threading.Thread(target=self.tell_of_mail, args=(done,), daemon=True)
        teller.start()
        line = self.readline()
        done.set()
        with self.server.changed:
            self.server.changed.notify_all()
        teller.join()
        if line != b"DONE\r\n":
            raise _HangUp
        self.say(f"{tag} OK idle ended")

    def tell_of_mail(self, done: threading.Event) -> None:
        with self.server.changed:
            known = len(self.server.mails)
            while not done.is_set():
                if len(self.server.mails) > known:
                    known = len(self.server.mails)
                    with suppress(OSError):
                        self.say(f"* {known} EXISTS")
                self.server.changed.wait(timeout=5)


def _holds(uid_set: str, uid: int, *, top: int) -> bool:
    for item in uid_set.split(","):
        first, _, last = (end.replace("*", str(top)) for end in item.partition(":"))
        low, high = sorted((int(first), int(last or first)))
        if low <= uid <= high:
            return True
    return False


@contextmanager
def faulty_imap() -> Iterator[FaultyImap]:
    """Start one on a port of its own."""
    server = FaultyImap()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server.port = listener.getsockname()[1]
        accepting = threading.Thread(target=_accept, args=(listener, server), daemon=True)
        accepting.start()
        yield server
        listener.shutdown(socket.SHUT_RDWR)
        server.drop_connections()
        accepting.join(timeout=5)


def _accept(listener: socket.socket, server: FaultyImap) -> None:
    while True:
        try:
            sock, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=server.serve, args=(sock,), daemon=True).start()

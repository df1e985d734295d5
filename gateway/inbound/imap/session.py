"""One logged-in connection to an IMAP server; the home of imapclient.

Says in typed words what the rest needs: search, sizes, bodies, flags, moves, IDLE. UIDs only, never sequence numbers;
never ENVELOPE or BODYSTRUCTURE, whose parsers fall over hostile mail. Decides nothing about what to fetch.
Every answer has a limit in bytes and in time (``imap_wire``).
"""

from __future__ import annotations

import imaplib
import re
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from types import TracebackType
from typing import Any, cast

import imapclient

from gateway.clock import Clock
from gateway.inbound.imap.mailbox import ImapMailbox, Rhythm
from gateway.inbound.imap.token import fetch_token
from gateway.inbound.imap.trouble import LoginRefused, MailboxTrouble, login_advice
from gateway.inbound.imap.uid_set import UidSet
from gateway.inbound.imap.wire import Wire, dial
from gateway.network import Tls
from gateway.peer_words import one_line
from gateway.tls_client import client_context

_SLACK = 64 * 1024  # of an answer, beyond what was asked for
_SIZE_LIE = 2  # how many times larger a mail may be than its RFC822.SIZE; Exchange only estimates it
_SEARCH_BYTES = 32 * 1024 * 1024  # two million mails in one folder
_IDLE_END = 30.0  # seconds a server may take to answer DONE
_NEW_MAIL = re.compile(rb"\* \d+ EXISTS", re.IGNORECASE)
_GOODBYE = re.compile(rb"\* BYE ?(.*)", re.IGNORECASE)

Refusal = imaplib.IMAP4.error
"""NO or BAD; when it is also a ``Broken`` the connection is gone."""
Broken = imaplib.IMAP4.abort


@dataclass(frozen=True, slots=True)
class Folder:
    """What SELECT told."""

    uidvalidity: int
    read_only: bool
    keeps_seen: bool
    r"""Whether ``\Seen`` may be set and lasts."""


class _Imap4(imaplib.IMAP4):
    """imaplib's protocol on our own wire."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        super().__init__()

    def open(self, host: str = "", port: int = 143, timeout: float | None = None) -> None:
        self.host, self.port = host, port
        self.sock = cast(Any, self.wire)  # imapclient asks it for fileno() and settimeout() only

    def read(self, size: int) -> bytes:
        return self.wire.read(size)

    def readline(self) -> bytes:
        try:
            return self.wire.readline()
        except ConnectionError:
            self._check_bye()  # what was said before hanging up says more
            raise

    def send(self, data: Any) -> None:
        self.wire.send(data)

    def shutdown(self) -> None:
        self.wire.close()


class _Client(imapclient.IMAPClient):  # type: ignore[misc]  # it has no types
    """imapclient on a connection that is already there."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        super().__init__("", port=0, ssl=False)
        self._imap.debug = 0  # imapclient sets 5: every line formatted several times

    def _create_IMAP4(self) -> _Imap4:
        return _Imap4(self._wire)


class Session:
    """A connection that is logged in. One thread only."""

    def __init__(self, client: _Client, wire: Wire, *, clock: Clock, rhythm: Rhythm) -> None:
        self._client = client
        self._wire = wire
        self._clock = clock
        self._rhythm = rhythm
        self._idling = False
        self._news = False

    def __enter__(self) -> Session:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Say goodbye without waiting for the answer."""
        self._wire.send_if_possible(b"DONE\r\nBYE LOGOUT\r\n" if self._idling else b"BYE LOGOUT\r\n")
        self._wire.close()

    def can(self, capability: str) -> bool:
        """Tell whether the server says so."""
        self._ready()
        return bool(self._client.has_capability(capability))

    # --- the folder ---

    def select(self, name: str, *, read_only: bool) -> Folder:
        """Open the folder, read-only when asked or when the server allows no more. Raises ``MailboxTrouble``."""
        self._ready()
        try:
            try:
                answer = self._client.select_folder(name, readonly=read_only)
            except imaplib.IMAP4.readonly:
                read_only = True
                answer = self._client.select_folder(name, readonly=True)
        except Broken:
            raise
        except Refusal as refused:
            raise MailboxTrouble(self._no_folder(name, refused)) from None
        uidvalidity = answer.get(b"UIDVALIDITY")
        if not isinstance(uidvalidity, int) or uidvalidity < 1:
            raise MailboxTrouble(f"the server gives no UIDVALIDITY for the folder {name}: it cannot be read safely")
        keeps = answer.get(b"PERMANENTFLAGS")
        keeps_seen = keeps is None or any(flag.strip(b"()").lower() == b"\\seen" for flag in keeps)
        return Folder(uidvalidity=uidvalidity, read_only=read_only, keeps_seen=keeps_seen)

    def _no_folder(self, name: str, refused: Exception) -> str:
        self._ready()
        try:
            there = sorted(str(entry[2]) for entry in self._client.list_folders())
        except Broken:
            raise
        except Refusal:
            there = []
        shown = ", ".join(there[:10]) + (", …" if len(there) > 10 else "")
        return f"the folder {name} cannot be opened ({refused})" + (f": there are {shown}" if shown else "")

    def create_folder(self, name: str) -> None:
        """Make a folder. Raises ``Refusal``."""
        self._ready()
        self._client.create_folder(name)

    # --- looking and fetching ---

    def search(self, *criteria: str | date | list[str | date]) -> list[int]:
        """Return the UIDs that match, ascending. A list stands for criteria in parentheses."""
        self._ready(size=_SEARCH_BYTES)
        return sorted(set(self._client.search(list(criteria))))

    def sizes(self, uids: Collection[int]) -> dict[int, int]:
        """Return RFC822.SIZE of those that are still there."""
        self._ready(size=_SLACK + 500 * len(uids))
        answer = self._client.fetch(sorted(uids), ["RFC822.SIZE"])
        found = {uid: answer[uid].get(b"RFC822.SIZE") for uid in uids if uid in answer}
        return {uid: size for uid, size in found.items() if isinstance(size, int)}

    def bodies(self, uids: Collection[int], *, announced: int) -> dict[int, bytes]:
        """Return whole mails, flags untouched; those without a body are left out. ``announced`` is their size in all.

        Raises ``TooMuch`` when the server sends far more than that.
        """
        self._ready(size=_SLACK + 1000 * len(uids) + _SIZE_LIE * announced)
        answer = self._client.fetch(sorted(uids), ["BODY.PEEK[]"])
        found = {uid: answer[uid].get(b"BODY[]") for uid in uids if uid in answer}
        return {uid: body for uid, body in found.items() if isinstance(body, bytes) and body}

    def piece(self, uid: int, *, start: int, size: int, section: str = "") -> bytes | None:
        """Return up to ``size`` bytes of a mail (or its ``HEADER``) from ``start``; None when there is no such mail."""
        self._ready(size=_SLACK + size)
        answer = self._client.fetch([uid], [f"BODY.PEEK[{section}]<{start}.{size}>"])
        body = answer[uid].get(f"BODY[{section}]<{start}>".encode()) if uid in answer else None
        return body if isinstance(body, bytes) else None

    # --- marking what is taken ---

    def mark_seen(self, uids: Collection[int]) -> None:
        r"""Set ``\Seen``. Raises ``Refusal``."""
        self._ready()
        self._client.add_flags(str(UidSet.of(uids)), [rb"\Seen"], silent=True)

    def move(self, uids: Collection[int], folder: str) -> None:
        r"""Move mails away; without MOVE (RFC 6851) by COPY, ``\Deleted`` and, with UIDPLUS, UID EXPUNGE.

        Never a plain EXPUNGE: it would also remove what other people have marked. Raises ``Refusal``.
        """
        which = str(UidSet.of(uids))
        if self.can("MOVE"):
            self._ready()
            self._client.move(which, folder)
            return
        self._ready()
        self._client.copy(which, folder)
        self._ready()
        self._client.add_flags(which, [rb"\Deleted"], silent=True)
        if self.can("UIDPLUS"):
            self._ready()
            self._client.uid_expunge(which)

    # --- waiting ---

    def idle(self, seconds: float) -> bool:
        """Wait by IDLE (RFC 2177) until there is new mail, or ``seconds`` have passed; tell which."""
        self._ready()
        if self._news:
            return True  # said while we were busy with something else, and not said again
        imap = self._client._imap
        tag = imap._command("IDLE")
        self._idling = True
        while imap._get_response() is not None:
            if imap.tagged_commands[tag]:
                raise MailboxTrouble(f"the server offers IDLE and refuses it: {imap.tagged_commands[tag]}")
        until = self._clock.monotonic() + seconds
        news = "EXISTS" in imap.untagged_responses
        while not news and (left := until - self._clock.monotonic()) > 0:
            news = self._listen(left)
        self._wire.allow(seconds=_IDLE_END)
        imap.send(b"DONE\r\n")
        imap._command_complete("IDLE", tag)
        self._idling = False
        return news or "EXISTS" in imap.untagged_responses

    def _listen(self, seconds: float) -> bool:
        """Tell whether one of the next lines is about new mail."""
        news = False
        for line in self._wire.lines_waiting(seconds):
            if goodbye := _GOODBYE.match(line):
                raise Broken(f"BYE {goodbye[1].decode('ascii', 'replace')}")
            news = news or _NEW_MAIL.match(line) is not None
        return news

    def _ready(self, *, size: int = _SLACK * 16) -> None:
        """Before each command: set its limits, and forget what came unasked (imaplib would keep it for ever)."""
        self._wire.allow(seconds=self._rhythm.command, size=size)
        self._client._imap._check_bye()
        self._news = self._news or "EXISTS" in self._client._imap.untagged_responses
        self._client._imap.untagged_responses.clear()

    def forget_news(self) -> None:
        """Before a search for new mail: what was said of it until now is dealt with by that."""
        self._ready()
        self._news = False


# --- getting in ---


def open_session(
    mailbox: ImapMailbox, *, stop: threading.Event, clock: Clock, rhythm: Rhythm, secrets: list[str]
) -> Session:
    """Connect, protect, log in. What must never be shown is put into ``secrets``.

    Raises ``LoginRefused``, ``MailboxTrouble``, ``OSError``, ``ssl.SSLError``, ``Broken``, ``Refusal`` or ``Stopped``.
    """
    wire = dial(mailbox.host, mailbox.port, stop=stop, clock=clock, seconds=rhythm.connect, silence=rhythm.silence)
    try:
        client = _greet(mailbox, wire, rhythm)
        _log_in(client, mailbox, secrets, token=lambda: fetch_token(mailbox.token_command, stop=stop, clock=clock))
    except BaseException:
        wire.close()
        raise
    return Session(client, wire, clock=clock, rhythm=rhythm)


def _greet(mailbox: ImapMailbox, wire: Wire, rhythm: Rhythm) -> _Client:
    """Read the greeting, with TLS before or after it."""
    if mailbox.tls == Tls.IMPLICIT:
        _secure(mailbox, wire, rhythm)
    wire.allow(seconds=rhythm.silence)
    try:
        client = _Client(wire)
    except Refusal as refused:  # BYE instead of a greeting: too many connections, or we are banned for a while
        raise LoginRefused(f"{mailbox.host}:{mailbox.port} turns us away: {refused}") from None
    if mailbox.tls != Tls.STARTTLS:
        return client
    if not client.has_capability("STARTTLS"):
        raise MailboxTrouble(
            f"{mailbox.host}:{mailbox.port} does not offer STARTTLS, and without TLS nothing is sent to it:"
            " check port and tls (993 is implicit)"
        )
    client._imap._simple_command("STARTTLS")
    _secure(mailbox, wire, rhythm)
    wire.allow(seconds=rhythm.silence)
    client._starttls_done = True
    client._imap.untagged_responses.clear()
    client._imap._get_capabilities()  # what was said before TLS is worth nothing
    return client


def _secure(mailbox: ImapMailbox, wire: Wire, rhythm: Rhythm) -> None:
    """Begin TLS. Raises ``MailboxTrouble`` when the authorities to believe cannot be read, ``ssl.SSLError``."""
    try:
        tls = client_context(authorities=mailbox.certificate_authorities)
    except OSError as error:
        name = f"imap.{mailbox.name}.certificate_authorities"
        raise MailboxTrouble(f"{name} cannot be read: {error.strerror}") from None
    wire.start_tls(tls, host=mailbox.host, seconds=rhythm.connect)


class _XOAuth2:
    """The client's side of XOAUTH2: says its piece, then answers the server's complaint with an empty line."""

    def __init__(self, user: str, token: str) -> None:
        self._first = f"user={user}\1auth=Bearer {token}\1\1"
        self._said = False
        self.complaint = ""

    def __call__(self, challenge: bytes) -> str:
        if self._said:
            self.complaint = challenge.decode("utf-8", "replace")
            return ""
        self._said = True
        return self._first


def _log_in(client: _Client, mailbox: ImapMailbox, secrets: list[str], *, token: Callable[[], str]) -> None:
    """Log in by token or password. Raises ``LoginRefused``."""
    if client._imap.state == "AUTH":  # PREAUTH: the tunnel has seen to it
        return
    by_token = bool(mailbox.token_command)
    complaint = ""
    try:
        if by_token:
            secrets.append(token())
            mechanism = _XOAuth2(mailbox.user, secrets[-1])
            try:
                client.sasl_login("XOAUTH2", mechanism)
            finally:
                complaint = mechanism.complaint
        else:
            secrets.append(mailbox.password)
            _log_in_by_password(client, mailbox)
    except Broken as gone:
        if str(gone).startswith(("socket error", "unexpected")):
            raise
        raise _refused(mailbox, str(gone), complaint, secrets) from None  # BYE, and why
    except Refusal as refused:
        raise _refused(mailbox, str(refused), complaint, secrets) from None
    client._cached_capabilities = None  # many servers offer more after the login
    client._imap.untagged_responses.pop("CAPABILITY", None)


def _log_in_by_password(client: _Client, mailbox: ImapMailbox) -> None:
    if client.has_capability("AUTH=PLAIN"):
        client.plain_login(mailbox.user, mailbox.password)
        return
    if client.has_capability("LOGINDISABLED"):
        raise LoginRefused("the server takes no password on this connection: set tls: starttls or implicit")
    if not (mailbox.user + mailbox.password).isascii() or not (mailbox.user + mailbox.password).isprintable():
        raise LoginRefused("the server knows only LOGIN, which takes no other than ASCII letters in user and password")
    quoted = mailbox.user.replace("\\", "\\\\").replace('"', '\\"')
    client.login(f'"{quoted}"', mailbox.password)  # imaplib quotes the password only


def _refused(mailbox: ImapMailbox, reply: str, complaint: str, secrets: list[str]) -> LoginRefused:
    advice = login_advice(reply, by_token=bool(mailbox.token_command))
    told = one_line(f"{reply} {complaint}".strip(), secrets=secrets)
    return LoginRefused(f"{mailbox.host} refuses the login of {mailbox.user} ({told}): {advice}")

"""The relay: letters out through one kept SMTP session, opened when there is something to send.

Says what came of each letter; whether and when to try again is decided elsewhere. A trouble with the relay itself
(``Verdict.AWAY``) is never charged to a letter that was not begun.
"""

from __future__ import annotations

import contextlib
import ipaddress
import re
import socket
import ssl
import threading
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from gateway.clock import Clock
from gateway.mail import Letter, OutboxId
from gateway.outbound.relay_session import RelayAway, SessionPlan, Timeouts, ask, open_session
from gateway.outbound.relay_transaction import Transactions
from gateway.outbound.relay_wire import WireLost, shut
from gateway.outbound.sender import Attempt, Stage, Verdict
from gateway.relay_url import RelayUrl


@dataclass(frozen=True, slots=True)
class KeepFor:
    """How long a session is used before it is replaced."""

    letters: int = 500
    age: timedelta = timedelta(minutes=5)
    ask_after_idle: timedelta = timedelta(seconds=5)
    """Idle for longer: NOOP first, the relay may have hung up meanwhile."""
    idle: timedelta = timedelta(seconds=30)


class Relay:
    """A ``Sender`` with one kept session to the relay. Several of them are several connections."""

    def __init__(self, plan: SessionPlan, keep_for: KeepFor | None = None) -> None:
        """Open nothing yet; ``keep_for`` is the default one when not given."""
        self._plan = plan
        self._keep_for = keep_for or KeepFor()
        self._session: Transactions | None = None
        self._carried = 0
        self._opened_at = 0.0
        self._used_at = 0.0
        self._lock = threading.Lock()  # for the two below: ``abort`` comes from another thread
        self._socket: socket.socket | None = None
        self._aborted = False

    def __str__(self) -> str:
        """Write it as ``smtp://host:port``."""
        return str(self._plan.url)

    def send(self, letters: Sequence[Letter]) -> Generator[Attempt]:
        """Yield one attempt for each letter, as soon as it is known; in no promised order; never raises.

        A session that ends after it was of use is replaced at once, and the letters it left go on. One that ends
        without having carried anything says that the relay is away: what is left is not begun.
        """
        waiting: dict[OutboxId, Letter] = {letter.id: letter for letter in letters}
        while waiting:
            try:
                session = self._ready_session()
            except RelayAway as away:
                yield from _away(waiting, str(away))
                return
            room = max(self._keep_for.letters - self._carried, 1)
            try:
                with contextlib.closing(session.carry(list(waiting.values())[:room])) as attempts:
                    for attempt in attempts:
                        self._carried += 1
                        del waiting[attempt.letter.id]
                        yield attempt
            finally:
                self._settle(session)
            if session.over and not session.answered:
                yield from _away(waiting, session.over)
                return

    def _ready_session(self) -> Transactions:
        """Return the kept session if it still serves, else a new one. Raises ``RelayAway``."""
        now = self._plan.clock.monotonic()
        if self._session and not self._is_fit(self._session, now):
            self.close()
        if self._session is None:
            wire, offer = open_session(self._plan, watch=self._watch)
            self._session = Transactions(wire, offer, self._plan.timeouts)
            self._carried, self._opened_at, self._used_at = 0, now, now
        return self._session

    def _is_fit(self, session: Transactions, now: float) -> bool:
        keep, idle = self._keep_for, now - self._used_at
        if self._carried >= keep.letters or now - self._opened_at >= keep.age.total_seconds():
            return False
        if idle >= keep.idle.total_seconds():
            return False
        return idle < keep.ask_after_idle.total_seconds() or session.alive()

    def _watch(self, sock: socket.socket) -> None:
        with self._lock:
            if self._aborted:
                raise RelayAway("the gateway is stopping")
            self._socket = sock

    def _settle(self, session: Transactions) -> None:
        self._used_at = self._plan.clock.monotonic()
        if session.over:  # no QUIT: where a letter's content is awaited it would be content
            session.wire.close()
            self._session = None

    def tidy(self) -> None:
        """Close the session when it has been idle for long: relays count connections."""
        if self._session and self._plan.clock.monotonic() - self._used_at >= self._keep_for.idle.total_seconds():
            self.close()

    def close(self) -> None:
        """Say QUIT and hang up; ``send`` opens again."""
        session, self._session = self._session, None
        if session:
            with contextlib.suppress(WireLost):
                ask(session.wire, "QUIT", within=self._plan.timeouts.leave)
            session.wire.close()

    def abort(self) -> None:
        """Hang up at once and for good, from any thread; a letter whose dot is out becomes uncertain."""
        with self._lock:
            self._aborted = True
            if self._socket:
                shut(self._socket)


def _away(waiting: dict[OutboxId, Letter], reason: str) -> Iterator[Attempt]:
    for letter in waiting.values():
        yield Attempt(letter, Verdict.AWAY, reason, Stage.CONNECT)


def open_relays(
    url: RelayUrl, *, connections: int, hostname: str, clock: Clock, tls: ssl.SSLContext
) -> tuple[Relay, ...]:
    """Return as many senders as there shall be connections; none is opened before there is something to send.

    ``hostname`` is what we call ourselves in EHLO, ours or that of the support address.
    """
    plan = SessionPlan(url, ehlo_name(hostname), clock, Timeouts(), tls)
    return tuple(Relay(plan) for _ in range(max(connections, 1)))


def ehlo_name(hostname: str) -> str:
    """Return what may stand behind EHLO: a name, or an address in brackets (RFC 5321 section 4.1.4)."""
    if re.fullmatch(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,253}[A-Za-z0-9])?", hostname, re.ASCII) and not _is_ip(hostname):
        return hostname
    return f"[{hostname}]" if _is_ip(hostname) and ":" not in hostname else "[127.0.0.1]"


def _is_ip(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True

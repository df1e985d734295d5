"""One SMTP session: greeting, EHLO, TLS, login, and what the relay offers (RFC 5321 sections 3.1 and 4.1.1.1).

What is refused here is refused for all letters alike: a trouble with the relay, never with a letter.
Letters themselves go out in ``relay_transaction``.
"""

from __future__ import annotations

import base64
import re
import ssl
from dataclasses import dataclass
from datetime import timedelta

from gateway.clock import Clock
from gateway.network import is_loopback
from gateway.outbound.relay_wire import Reply, Watch, Wire, WireLost, connect
from gateway.relay_url import RelayUrl, Security


class RelayAway(Exception):
    """The relay as a whole cannot be used now. The message says why, in one line, without secrets."""


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How long to wait. RFC 5321 section 4.5.3.2, but for ``connect``."""

    connect: timedelta = timedelta(seconds=30)
    greeting: timedelta = timedelta(minutes=5)
    command: timedelta = timedelta(minutes=5)
    data: timedelta = timedelta(minutes=2)
    """For the 354."""
    content: timedelta = timedelta(minutes=3)
    """For writing a letter."""
    end_of_data: timedelta = timedelta(minutes=10)
    """After the dot: a shorter wait sends mail twice (RFC 1047)."""
    leave: timedelta = timedelta(seconds=2)
    """For the answer to QUIT, which changes nothing."""
    slowest: int = 10_000
    """Octets a second: what ``content`` is prolonged by for a long letter."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What the relay said it can do."""

    pipelining: bool = False
    eight_bit: bool = False
    utf8: bool = False
    size: int | None = None
    """Octets; None when it takes no SIZE parameter, 0 when it states no limit (RFC 1870)."""
    starttls: bool = False
    logins: frozenset[str] = frozenset()


def read_offer(reply: Reply) -> Offer:
    """Read the answer to EHLO. What is not understood is not there."""
    words = [line.upper().split() for line in reply.lines[1:]]
    found = {line[0]: line[1:] for line in words if line}
    logins = {name for line in words if line and line[0] == "AUTH" for name in line[1:]}
    logins |= {name for line in words if line and line[0].startswith("AUTH=") for name in [line[0][5:], *line[1:]]}
    size = found.get("SIZE")
    limit = int(size[0]) if size and re.fullmatch(r"[0-9]{1,18}", size[0], re.ASCII) else 0
    return Offer(
        pipelining="PIPELINING" in found,
        eight_bit="8BITMIME" in found,
        utf8="SMTPUTF8" in found,
        size=None if size is None else limit,
        starttls="STARTTLS" in found,
        logins=frozenset(logins),
    )


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """How to open a session: all that does not change from one to the next."""

    url: RelayUrl
    hostname: str
    """What we call ourselves in EHLO."""
    clock: Clock
    timeouts: Timeouts
    tls: ssl.SSLContext


def open_session(plan: SessionPlan, *, watch: Watch) -> tuple[Wire, Offer]:
    """Connect, greet, secure and log in. Raises ``RelayAway``."""
    url, timeouts = plan.url, plan.timeouts
    wire: Wire | None = None
    try:
        wire = Wire(connect(url.host, url.port, within=timeouts.connect, watch=watch), plan.clock, watch)
        if url.security is Security.TLS:
            wire.start_tls(plan.tls, url.host, within=timeouts.connect)
        _expect(wire.read_reply(within=timeouts.greeting), "the relay does not greet")
        offer = _hello(wire, plan)
        if url.security is Security.STARTTLS:
            offer = _secured(wire, offer, plan)
        if url.user:
            _log_in(wire, offer, plan)
    except (WireLost, RelayAway) as trouble:
        if wire:
            wire.close()
        raise RelayAway(str(trouble)) from None
    return wire, offer


def ask(wire: Wire, command: str, *, within: timedelta) -> Reply:
    """Write one command and read its answer. Raises ``WireLost``."""
    wire.write(line_of(command), within=within)
    return wire.read_reply(within=within)


def line_of(command: str) -> bytes:
    """Return the command as it goes out. A line break in it would be a second command: that is a bug, and an error."""
    if "\r" in command or "\n" in command or "\0" in command:
        raise ValueError("a command may not have a line break or a NUL")
    return command.encode() + b"\r\n"


def _hello(wire: Wire, plan: SessionPlan) -> Offer:
    reply = ask(wire, f"EHLO {plan.hostname}", within=plan.timeouts.command)
    if reply.ok:
        return read_offer(reply)
    if reply.code not in (500, 501, 502, 504):  # it knows EHLO well, and means us (RFC 5321 section 3.2)
        raise RelayAway(f"the relay refuses EHLO: {reply}")
    _expect(ask(wire, f"HELO {plan.hostname}", within=plan.timeouts.command), "the relay refuses HELO")
    return Offer()


def _secured(wire: Wire, offer: Offer, plan: SessionPlan) -> Offer:
    if not offer.starttls:  # going on in clear is what somebody in between would like
        raise RelayAway("the relay does not offer STARTTLS, and smtp+starttls:// demands it")
    _expect(ask(wire, "STARTTLS", within=plan.timeouts.command), "the relay refuses STARTTLS")
    wire.start_tls(plan.tls, plan.url.host, within=plan.timeouts.connect)
    return _hello(wire, plan)  # what was said in clear counts no more (RFC 3207 section 4.2)


def _log_in(wire: Wire, offer: Offer, plan: SessionPlan) -> None:
    if not wire.is_tls and not is_loopback(wire.peer):
        raise RelayAway("the password is not sent in clear: use smtp+starttls:// or smtps://")
    user, password = (_base64(text) for text in (plan.url.user, plan.url.password))
    if "PLAIN" in offer.logins:
        secrets = [_base64(f"\0{plan.url.user}\0{plan.url.password}")]
        replies = ["AUTH PLAIN " + secrets[0]]
    elif "LOGIN" in offer.logins:
        secrets = [user, password]
        replies = ["AUTH LOGIN", user, password]
    else:
        known = ", ".join(sorted(offer.logins)) or "nothing"
        raise RelayAway(f"the relay offers {known} for AUTH; PLAIN or LOGIN is needed to log in")
    reply = ask(wire, replies[0], within=plan.timeouts.command)
    for answer in replies[1:]:
        if reply.code != 334:
            break
        reply = ask(wire, answer, within=plan.timeouts.command)
    if not reply.ok:
        said = reply.without([*secrets, plan.url.password])
        raise RelayAway(f"the relay refuses the login; check user and password: {said}")


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode("ascii")


def _expect(reply: Reply, trouble: str) -> None:
    if not reply.ok:
        raise RelayAway(f"{trouble}: {reply}")

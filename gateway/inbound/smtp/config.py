"""What a door is told when it is made: where it listens, whom it takes mail for, and every limit it keeps.

Plain frozen values; reads no file and opens no socket.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path

from gateway.address import Address
from gateway.network import TcpAddress

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeouts:
    """How long a door waits. It is busy while three quarters of the connections or half of the memory are in use."""

    idle: timedelta = timedelta(minutes=5)
    """For the next command, and to begin with for a message (RFC 5321 section 4.5.3.2.7)."""
    idle_busy: timedelta = timedelta(seconds=10)
    bytes_per_second: int = 500
    """The slowest a message may come; what has come buys time at this rate."""
    bytes_per_second_busy: int = 10_000
    handshake: timedelta = timedelta(seconds=30)
    commit: timedelta = timedelta(seconds=9)
    """For the journal, then 451: a client that waits for ever sends twice (RFC 1047)."""
    linger: timedelta = timedelta(seconds=5)
    """For a client to read our last words before the line is cut."""
    stop: timedelta = timedelta(seconds=20)
    """For messages under way when the door closes."""
    tick: timedelta = timedelta(seconds=1)
    """How often the limits above are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginLimits:
    """What checking may take."""

    threads: int = 32
    """Checks at once; most of the time they wait for name servers."""
    waiting: int = 128
    """Mails that wait for a thread; a mail beyond that, or one that waits too long, is answered 451."""
    patience: timedelta = timedelta(seconds=5)
    """To wait for a thread. With what follows less than the busy door's ``idle_busy``."""
    deadline: timedelta = timedelta(seconds=4.5)
    """For the answers of the DNS about one mail, from when its thread begins."""
    grace: timedelta = timedelta(seconds=20)
    """Beyond the deadline: for reading bodies, and for a machine that is busy. A check that is not back by then is
    none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorConfig:
    """Everything one door needs to know."""

    hostname: str
    """What it calls itself, in the greeting and in EHLO."""
    listen: TcpAddress | Path
    """A socket path is for LMTP."""
    addresses: tuple[Address, ...]
    """Mail is taken for these, and for postmaster of their domains (RFC 5321 section 4.5.1)."""
    plus_addressing: bool = True
    certificate: Path | None = None
    """PEM, with its chain; without it STARTTLS is not offered."""
    key: Path | None = None
    """PEM; None when it is in the certificate's file."""
    size_limit_bytes: int = 25 * MEBIBYTE
    connections: int = 500
    connections_per_peer: int = 50
    """One IPv4 address or one IPv6 /64."""
    trusted_peers: tuple[IPv4Network | IPv6Network, ...] = ()
    """Our own MX: no limit per peer, a tenth of all connections is kept for it, and what it brings is not checked."""
    recipients: int = 100
    """At least 100 by RFC 5321 section 4.5.3.1.8."""
    memory_bytes: int = 192 * MEBIBYTE
    """For messages not yet committed, all sessions together; beyond it 452."""
    errors: int = 20
    """Refused commands of one session, then 421."""
    idle_commands: int = 100
    """NOOP, RSET, VRFY and the like without a mail, then 421."""
    timeouts: Timeouts = field(default_factory=Timeouts)
    origin_limits: OriginLimits = field(default_factory=OriginLimits)
    """Of checking where mail comes from, when the door is to do that."""

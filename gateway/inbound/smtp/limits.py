"""Count what a door may have at once: connections, bytes in memory, and log lines about the same trouble.

Decides who is one too many. Opens and closes nothing.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address

from gateway.clock import Clock
from gateway.inbound.smtp import replies as say
from gateway.inbound.smtp.replies import Answer

SMALL_MESSAGE = 256 * 1024  # octets; a quarter of the memory is kept for messages up to this size
BUSY_SHARE = 0.75  # of the connections


class ConnectionLimits:
    """The connections of one door, in all and by peer."""

    def __init__(
        self, *, connections: int, per_peer: int, trusted: tuple[IPv4Network | IPv6Network, ...], reserve: float = 0.1
    ) -> None:
        """Keep the share ``reserve`` of the connections for trusted peers, where there are any."""
        self._limit = connections
        self._limit_untrusted = connections - round(connections * reserve) if trusted else connections
        self._per_peer = per_peer
        self._trusted = trusted
        self._peers: dict[str, int] = {}
        self.count = 0

    def add(self, host: str) -> Answer | None:
        """Count a connection in; or return the refusal, and count nothing. An empty host is a local socket."""
        key = peer_key(host)
        beyond = self.count >= self._limit_untrusted
        from_one_peer = bool(key) and self._peers.get(key, 0) >= self._per_peer
        if (beyond or from_one_peer) and not (self._is_trusted(host) and self.count < self._limit):
            return say.TOO_MANY_CONNECTIONS if beyond else say.TOO_MANY_FROM_YOU
        self.count += 1
        self._peers[key] = self._peers.get(key, 0) + 1
        return None

    def remove(self, host: str) -> None:
        """Count a connection out; once for each that was counted in."""
        key = peer_key(host)
        self.count -= 1
        self._peers[key] -= 1
        if not self._peers[key]:
            del self._peers[key]

    @property
    def busy(self) -> bool:
        """Tell whether there are so many that the slow ones should be hurried."""
        return self.count > self._limit * BUSY_SHARE

    def _is_trusted(self, host: str) -> bool:
        if not host or not self._trusted:
            return False
        address = ip_address(host.partition("%")[0])
        if isinstance(address, IPv6Address) and address.ipv4_mapped:
            return any(address.ipv4_mapped in network for network in self._trusted)
        return any(address in network for network in self._trusted)


def peer_key(host: str) -> str:
    """One key for one customer of an internet provider: an IPv4 address, or an IPv6 /64."""
    if ":" not in host:
        return host
    address = IPv6Address(host.partition("%")[0])
    return str(address.ipv4_mapped or IPv6Network((int(address) >> 64 << 64, 64)))


class Memory:
    """The octets of messages that are read and not yet committed, of all sessions together."""

    def __init__(self, limit: int) -> None:
        """Messages over ``SMALL_MESSAGE`` may have three quarters of ``limit``: small ones always find room."""
        self._limit = limit
        self._limit_large = limit * 3 // 4
        self.held = 0

    def has_room(self, size: int) -> bool:
        """Tell whether a message of that size would fit now."""
        return self.held + size <= (self._limit_large if size > SMALL_MESSAGE else self._limit)

    @property
    def busy(self) -> bool:
        """Tell whether so much is held that slow senders should be hurried."""
        return self.held > self._limit // 2


class Share:
    """What one message holds of the memory."""

    __slots__ = ("_memory", "held")

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self.held = 0

    def take(self, size: int) -> bool:
        """Hold ``size`` octets more, unless the memory is full."""
        memory = self._memory
        limit = memory._limit if self.held + size <= SMALL_MESSAGE else memory._limit_large
        if memory.held + size > limit:
            return False
        memory.held += size
        self.held += size
        return True

    def give_back(self) -> None:
        """Hold nothing any more; twice is no harm."""
        self._memory.held -= self.held
        self.held = 0


@dataclass(slots=True)
class _Seen:
    at: float
    kept_back: int = 0


class QuietLog:
    """Says the same trouble once a minute, with how often it came in between: a flood must not fill the disk."""

    def __init__(self, log: logging.Logger, clock: Clock, *, every_seconds: float = 60.0) -> None:
        self._log = log
        self._clock = clock
        self._every = every_seconds
        self._seen: dict[str, _Seen] = {}

    def warning(self, trouble: str, detail: str = "") -> None:
        """Log a trouble, one of a fixed few; ``detail`` is that of the occurrence that is printed."""
        now = self._clock.monotonic()
        seen = self._seen.get(trouble)
        if seen and now - seen.at < self._every:
            seen.kept_back += 1
            return
        self._log.warning("%s%s kept_back=%d", trouble, f" {detail}" if detail else "", seen.kept_back if seen else 0)
        self._seen[trouble] = _Seen(now)

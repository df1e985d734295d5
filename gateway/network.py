"""The common words for connections: where to listen, how one is protected, which hosts are this very machine.

Plain facts; opens nothing and looks nothing up.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from enum import StrEnum

_HOST = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63})*\.?", re.ASCII)
_MAX_HOST = 253  # characters of a name in the DNS


@dataclass(frozen=True, slots=True)
class TcpAddress:
    """A host and a port to listen on. No host means every address of the machine; port 0 lets the system choose."""

    host: str
    """A name, or an IP address without brackets."""
    port: int

    def __str__(self) -> str:
        """Write it as ``host:port``, an IPv6 address in brackets."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


class Tls(StrEnum):
    """How a connection to a mailbox is protected."""

    IMPLICIT = "implicit"
    STARTTLS = "starttls"
    """Demanded, never optional: a server that does not offer it is refused."""
    NONE = "none"

    @property
    def imap_port(self) -> int:
        """The port when none is set (RFC 8314 section 4.1, RFC 3501 section 2.1)."""
        return 993 if self is Tls.IMPLICIT else 143


class BadHost(ValueError):
    """What was given is no name and no address of a server."""


def read_host(text: str) -> str:
    """Read the name or the IP address of a server; an IPv6 address may stand in brackets. Raises ``BadHost``."""
    bare = text[1:-1] if text.startswith("[") and text.endswith("]") else text
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError:
        pass
    if bare is not text or len(text) > _MAX_HOST or not _HOST.fullmatch(text) or re.fullmatch(r"[0-9.]+", text):
        raise BadHost("must be the name or the IP address of a server")
    return text


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine, by its name or address alone; nothing is looked up."""
    if host.lower().rstrip(".") == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False

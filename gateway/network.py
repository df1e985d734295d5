"""The common words for connections: how one is protected, and which hosts are this very machine.

Plain facts; opens nothing and looks nothing up.
"""

from __future__ import annotations

import ipaddress
from enum import StrEnum


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


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine, by its name or address alone; nothing is looked up."""
    if host.lower().rstrip(".") == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False

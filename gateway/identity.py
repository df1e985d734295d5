"""What this process calls itself: to the store, and to mail servers."""

from __future__ import annotations

import hashlib
import socket
from pathlib import Path


def owner(part: str, directory: Path) -> str:
    """Name this process among all that share the store: the same after a restart, so that its claims are its own.

    ``directory`` is the gateway's own folder, which only one gateway may use: it tells two on one machine apart.
    """
    place = hashlib.sha256(bytes(directory.resolve())).hexdigest()[:12]
    return f"{socket.gethostname()[:50]}:{place}:{part}"


def hostname() -> str:
    """Return what the gateway calls itself in greetings: looked up once, without asking the network."""
    return socket.gethostname() or "localhost"

"""What this process calls itself: to the store, and to mail servers."""

from __future__ import annotations

import socket


def owner(part: str) -> str:
    """Name this process among all that share the store: the same after a restart, so that its claims are its own."""
    return f"{socket.gethostname()[:60]}:{part}"


def hostname() -> str:
    """Return what the gateway calls itself in greetings: looked up once, without asking the network."""
    return socket.gethostname() or "localhost"

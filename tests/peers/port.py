"""Ports of 127.0.0.1 for servers that are told their port before they start."""

from __future__ import annotations

import os
import random
import re
import socket
from itertools import count
from pathlib import Path

LOWEST = 10_000
WORKERS = 8
"""Test processes with ports of their own; more of them share."""

_RANGE = Path("/proc/sys/net/ipv4/ip_local_port_range")
_worker = int("0" + re.sub(r"\D", "", os.environ.get("PYTEST_XDIST_WORKER", ""))) % WORKERS
_turns = count(random.SystemRandom().randrange(2**16))  # two runs at once begin at different places


def _highest() -> int:
    """Below what the system gives to clients: whoever connects somewhere could take a port we have found free."""
    return int(_RANGE.read_text().split()[0]) if _RANGE.exists() else 32_768


def free_port() -> int:
    """Return a port nobody has; none is given twice in a test process until all were."""
    places = (_highest() - LOWEST) // WORKERS
    assert places > 0, f"the system gives the ports from {_highest()} to clients: none are left for servers of tests"
    for _ in range(places):
        port = LOWEST + next(_turns) % places * WORKERS + _worker
        with socket.socket() as found:
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as servers do: what lingers is no hindrance
            try:
                found.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError(f"no port from {LOWEST} to {_highest()} is free")

"""Who this process is: to the store, to mail servers, and to the machine it runs on."""

from __future__ import annotations

import hashlib
import os
import socket
from pathlib import Path


def place(directory: Path) -> str:
    """Name this gateway among all that share the store, ``HOST:FOLDER``: the same after a restart.

    ``directory`` is the gateway's own folder, which only one gateway may use: it tells two on one machine apart.
    """
    return f"{socket.gethostname()[:50]}:{hashlib.sha256(bytes(directory.resolve())).hexdigest()[:12]}"


def owner(part: str, directory: Path) -> str:
    """Name this process among all that share the store, so that its claims are its own after a restart too."""
    return f"{place(directory)}:{part}"


def hostname() -> str:
    """Return what the gateway calls itself in greetings: looked up once, without asking the network."""
    return socket.gethostname() or "localhost"


def root_warning() -> str:
    """Say in one line what is unwise about running as root, and the way out; empty for any other user."""
    if os.geteuid() != 0:
        return ""
    return (
        "runs as root, whose rights it never needs: make a user for it (useradd --system casegate), give it the store"
        " (chown -R casegate), and run it as that user"
    )


def real_folder(folder: Path) -> str:
    """Return where a folder really is, fit to be written down: bytes that are no UTF-8 are written out."""
    return str(folder.resolve()).encode("utf-8", "backslashreplace").decode()

"""What the IMAP door is told: which mailbox, how to get in, what to do with mail that is taken, how fast and how much.

Plain facts; nothing here opens a connection.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from gateway.mail import After
from gateway.network import Tls


@dataclass(frozen=True, slots=True, kw_only=True)
class ImapMailbox:
    """One mailbox to read. Secrets are kept out of its ``repr``."""

    name: str
    """Ours, the key under ``imap:``."""
    host: str
    port: int = 993
    tls: Tls = Tls.IMPLICIT
    user: str
    password: str = field(default="", repr=False)
    token_command: str = field(default="", repr=False)
    """A program and its arguments, split as a shell would and run without one; prints an OAuth 2 access token."""
    folder: str = "INBOX"
    after: After = After.SEEN
    move_to: str = ""
    certificate_authorities: Path | None = None
    """PEM file of those whose certificates are believed; without it the system's are. Read for every connection."""
    size_limit_bytes: int = 50 * 1024 * 1024
    """Of a larger mail only the header is taken."""
    peek_only: bool = False
    """Observe: no flag is set, nothing is moved, the folder is opened read-only."""

    def __post_init__(self) -> None:
        """Refuse what cannot work; the settings have said so before with file and line."""
        if bool(self.password) == bool(self.token_command):
            raise ValueError(f"mailbox {self.name}: give either a password or a token_command")
        if self.after == After.MOVE and self.move_to in ("", self.folder):
            raise ValueError(f"mailbox {self.name}: after: move needs a move_to that is another folder")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """When things happen, in seconds."""

    connect: float = 30
    """For the connection, and again for TLS."""
    silence: float = 60
    """Without one byte from a server that owes us an answer; then the connection counts as dead."""
    command: float = 900
    """For one answer, however it drips."""
    poll: float = 60
    """Between looks, where the server has no IDLE."""
    idle: float = 300
    """IDLE is renewed this often: under the 29 minutes of RFC 2177, and a line that died is noticed."""
    full_scan: float = 3600
    """Between looks at every UID of the folder, not only at the new ones."""
    retry_first: float = 2
    retry_longest: float = 300
    login_first: float = 120
    """Halved by jitter at most: one login a minute is the most a refused password may cost a server."""
    login_longest: float = 1800
    store_first: float = 2
    store_longest: float = 30
    """While the journal takes nothing; the connection stays."""
    deferred: float = 3600
    """Before a mail that could not be fetched three times is tried again."""
    refresh: float = 300
    """An unchanged good state is reported this often, so that status shows it is alive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion:
    """How much is asked for at a time."""

    mails: int = 50
    batch_bytes: int = 8 * 1024 * 1024
    """A mail larger than this is fetched alone, in pieces."""
    piece_bytes: int = 4 * 1024 * 1024
    header_bytes: int = 256 * 1024
    """Of the header of a mail that is over the size limit."""
    tries: int = 3
    """Before a mail that cannot be fetched is deferred."""

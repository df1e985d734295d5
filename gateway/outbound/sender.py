"""What sending a letter can come to, and what everything that sends has in common.

Words only: ``relay`` sends over the network, ``maildir`` into a folder. Whether to try again is not theirs to say.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from gateway.address import BadAddress, parse_address
from gateway.mail import NULL_SENDER, Letter


class Verdict(StrEnum):
    """What came of handing over one letter."""

    SENT = "sent"
    TEMPORARY = "temporary"
    """Refused for now, or the connection broke while nothing can have been taken."""
    PERMANENT = "permanent"
    UNCERTAIN = "uncertain"
    """The connection broke after our last byte: the letter may have been taken."""
    AWAY = "away"
    """The receiver as a whole could not be used; this letter was not begun."""


class Stage(StrEnum):
    """How far a letter came."""

    CHECK = "check"
    """Our own check, before a byte was sent."""
    CONNECT = "connect"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One letter and what came of it."""

    letter: Letter
    verdict: Verdict
    reply: str
    """One line: the peer's words, or ours where it said nothing."""
    stage: Stage = Stage.DATA
    code: int = 0
    """SMTP reply code; 0 where the peer gave none."""
    status: str = ""
    """Enhanced status code (RFC 3463), e.g. ``5.7.1``; empty where the peer gave none."""


class Sender(Protocol):
    """Sends letters, one after the other, in one thread. Only ``abort`` may be called from another one."""

    def send(self, letters: Sequence[Letter]) -> Generator[Attempt]:
        """Yield one attempt for each letter, as soon as it is known; in no promised order; never raises.

        The next letter is not handed over before the caller asks for the next attempt: what the caller does with
        the first is done by then. Closing the iterator early sends nothing more.
        """
        ...

    def tidy(self) -> None:
        """There is nothing to send for now: let go of what has been idle for long."""
        ...

    def close(self) -> None:
        """Take leave of the peer; ``send`` opens again."""
        ...

    def abort(self) -> None:
        """Break off at once, for good, even in the middle of a letter."""
        ...


def checked_path(address: str) -> str:
    """Return the address as it may stand between angle brackets. Raises ``BadAddress``.

    The second look, after the one that let it into the outbox: a line break here would be a command of its own.
    """
    if address == NULL_SENDER:
        return ""
    return str(parse_address(address))


def fault_of(letter: Letter) -> str:
    """Say why a letter must not be sent by anybody; empty when it may."""
    try:
        checked_path(letter.sender)
    except BadAddress as bad:
        return f"the sender's address is not valid: {bad}"
    try:
        if not checked_path(letter.recipient):
            return "there is no recipient"
    except BadAddress as bad:
        return f"the recipient's address is not valid: {bad}"
    if not is_crlf_only(letter.raw):
        return "the mail has a bare CR or LF, or does not end with a line break"
    return ""


def is_crlf_only(raw: bytes) -> bool:
    """Tell whether every CR and LF is half of a CRLF and the last line is ended (RFC 5321 section 2.3.8)."""
    ended_anew = raw.replace(b"\r", b"").replace(b"\n", b"\r\n")  # single octets: pairs take longer to find
    return raw.endswith(b"\r\n") and ended_anew == raw

"""Where the letters of a story go: nowhere, and they are kept to be looked at."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from gateway.address import BadAddress, parse_address
from gateway.clock import Clock
from gateway.mail import Letter
from gateway.outbound.sender import Attempt, Stage, Verdict, fault_of


@dataclass(frozen=True, slots=True)
class SentLetter:
    """A letter as it left."""

    at: datetime
    to: str
    """The envelope recipient."""
    sender: str
    """The address of the From field; the envelope's sender is made for bounces."""
    subject: str
    text: str
    attachments: tuple[str, ...]
    raw: bytes
    template: str = ""
    """As scenarios call it."""
    case: str = ""

    def is_to(self, address: str) -> bool:
        """Tell whether an address is the recipient's."""
        return key_of(self.to) == key_of(address)


class Collector:
    """A ``Sender`` that keeps what it is given."""

    def __init__(self, clock: Clock) -> None:
        """Begin with nothing."""
        self._clock = clock
        self._left: list[tuple[datetime, Letter]] = []

    def __str__(self) -> str:
        """Return what it is called in messages."""
        return "the story"

    def send(self, letters: Sequence[Letter]) -> Generator[Attempt]:
        """Take each letter, but those that nobody may send."""
        for letter in letters:
            if fault := fault_of(letter):
                yield Attempt(letter, Verdict.PERMANENT, fault, Stage.CHECK)
                continue
            self._left.append((self._clock.now(), letter))
            yield Attempt(letter, Verdict.SENT, "taken")

    def taken(self) -> list[tuple[datetime, Letter]]:
        """Return what was sent since the last call."""
        left, self._left = self._left, []
        return left

    def tidy(self) -> None:
        """Do nothing: nothing is kept open."""

    def close(self) -> None:
        """Do nothing: nothing is kept open."""

    def abort(self) -> None:
        """Do nothing: a story has one thread."""


def read_letter(letter: Letter, at: datetime, *, template: str, case: str) -> SentLetter:
    """Read a letter as its recipient's mail program does."""
    message = message_from_bytes(letter.raw, EmailMessage, policy=default)
    body = message.get_body(preferencelist=("plain",))
    names = (part.get_filename() for part in message.walk())
    return SentLetter(
        at=at,
        to=letter.recipient,
        sender=_author(message),
        subject=str(message["Subject"] or ""),
        text=str(body.get_content()).replace("\r\n", "\n") if body else "",
        attachments=tuple(name for name in names if name),
        raw=letter.raw,
        template=template,
        case=case,
    )


def key_of(address: str) -> str:
    """Return what makes two ways to write an address the same."""
    try:
        return parse_address(address).key
    except BadAddress:
        return address.casefold()


def _author(message: EmailMessage) -> str:
    found = message["From"]
    return str(found.addresses[0].addr_spec) if found and found.addresses else ""

"""Where the letters of a story go: nowhere, and they are kept to be looked at."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message

from gateway.address import BadAddress, parse_address, parse_mailboxes
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
    """Read a letter as its recipient's mail program does. It is one of ours, so it is well made."""
    message = message_from_bytes(letter.raw)
    parts = [part for part in message.walk() if not part.is_multipart()]
    authors = parse_mailboxes(str(message["From"] or "")).found
    return SentLetter(
        at=at,
        to=letter.recipient,
        sender=str(authors[0].address) if authors else "",
        subject=str(make_header(decode_header(str(message["Subject"] or "")))),
        text=next((_text(part) for part in parts if part.get_content_type() == "text/plain"), ""),
        attachments=tuple(name for part in parts if (name := part.get_filename())),
        raw=letter.raw,
        template=template,
        case=case,
    )


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode(part.get_content_charset("utf-8"), "replace").replace("\r\n", "\n")


def key_of(address: str) -> str:
    """Return what makes two ways to write an address the same."""
    try:
        return parse_address(address).key
    except BadAddress:
        return address.casefold()

"""Write the mails the gateway sends: acknowledgements and engineers' answers, ready for the outbox.

Pure: what is said comes from the ticket, the templates and the settings; nothing is sent here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from gateway.address import Address, Mailbox, parse_address
from gateway.desk.changes import QueueLetter
from gateway.desk.ticket import Ticket
from gateway.desk.token import bounce_tag, message_id, reply_address, reply_tag
from gateway.mail import Lane, MessageId, OutboxId
from gateway.outbound.compose import Draft, compose
from gateway.outbound.render import Renderer, Value

MAX_ECHO = 2_000  # characters of somebody's own text that are repeated to them
MAX_ECHO_LINES = 40


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What the settings say that every letter carries."""

    brand: str
    tag: str
    """The word of ``[tag #number]``."""
    key: bytes
    plus_addressing: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """The mail a letter answers."""

    message_id: MessageId = MessageId("")
    references: tuple[MessageId, ...] = ()


@dataclass(frozen=True, slots=True)
class Echo:
    """What the author wrote, to be repeated to them: only ever to somebody who is proven."""

    subject: str
    text: str

    def shortened(self) -> str:
        """Return the beginning of the text, whole lines of it where it can."""
        text = "\n".join(self.text.strip().splitlines()[:MAX_ECHO_LINES])[:MAX_ECHO]
        return text if len(text) >= len(self.text.strip()) else f"{text.rstrip()} …"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What every letter begins with."""

    outbox_id: OutboxId
    ticket: Ticket
    to: Address
    answers: Answered
    now: datetime
    because: str


class Letters:
    """Writes letters."""

    def __init__(self, renderer: Renderer, head: Letterhead) -> None:
        """Hold on to the templates, which are compiled once."""
        self._renderer = renderer
        self._head = head

    def acknowledgement(
        self, sheet: Sheet, *, links: Sequence[tuple[str, str]], echo: Echo | None = None, held: bool = False
    ) -> QueueLetter:
        """Write the acknowledgement. ``links`` are (title, URL); without ``echo`` it repeats nothing of the mail."""
        values: dict[str, Value] = {"links": tuple({"title": title, "url": url} for title, url in links)}
        if echo:
            values |= {"subject": echo.subject, "said": echo.shortened()}
        letter = _Letter("ack-proven" if echo else "ack", Lane.ACKNOWLEDGEMENT, self._head.brand, automatic=True)
        written = self._write(sheet, letter, values, everybody=(Mailbox("", sheet.to),))
        return replace(written, held=held)

    def reply(self, sheet: Sheet, *, everybody: Sequence[Mailbox], by: str, body: str) -> QueueLetter:
        """Write an engineer's answer for one of ``everybody``: all see who else has it, each has their own way back."""
        values: dict[str, Value] = {"text": body, "by": by, "subject": sheet.ticket.subject}
        letter = _Letter("reply", Lane.REPLY, f"{by} ({self._head.brand})", automatic=False)
        return self._write(sheet, letter, values, everybody=everybody)

    def _write(
        self, sheet: Sheet, letter: _Letter, values: Mapping[str, Value], *, everybody: Sequence[Mailbox]
    ) -> QueueLetter:
        head, ticket = self._head, sheet.ticket
        support = parse_address(ticket.support_address)
        common: dict[str, Value] = {
            "number": ticket.number,
            "tag": head.tag,
            "brand": head.brand,
            "support": str(support),
        }
        said = self._renderer.render(letter.template, language=ticket.language, values={**common, **values})
        ours = message_id(head.key, sheet.outbox_id, support.domain)
        raw = compose(
            Draft(
                from_=Mailbox(letter.name, support),
                to=tuple(everybody[:1]),
                cc=tuple(everybody[1:]),
                reply_to=self._reply_to(support, sheet),
                subject=said.subject,
                message_id=ours,
                in_reply_to=sheet.answers.message_id,
                references=_references(sheet.answers),
                date=sheet.now,
                text=said.text,
                html=said.html,
                language=said.language,
                auto_submitted="auto-replied" if letter.automatic else "",
                loop=support,
            )
        )
        return QueueLetter(
            outbox_id=sheet.outbox_id,
            ticket_id=ticket.id,
            template=letter.template,
            lane=letter.lane,
            sender=str(self._return_path(support, sheet)),
            recipient=str(sheet.to),
            message_id=ours,
            raw=raw,
            because=sheet.because,
        )

    def _reply_to(self, support: Address, sheet: Sheet) -> Address:
        if not self._head.plus_addressing:
            return support
        tag = reply_tag(self._head.key, sheet.ticket.number, sheet.to, sheet.now.date())
        return reply_address(support, tag)

    def _return_path(self, support: Address, sheet: Sheet) -> Address:
        if not self._head.plus_addressing:
            return support
        return reply_address(support, bounce_tag(self._head.key, sheet.outbox_id, sheet.now.date()))


@dataclass(frozen=True, slots=True)
class _Letter:
    template: str
    lane: Lane
    name: str
    """Beside our address in From."""
    automatic: bool


def _references(answered: Answered) -> tuple[MessageId, ...]:
    return (
        tuple(dict.fromkeys((*answered.references, answered.message_id)))
        if answered.message_id
        else answered.references
    )

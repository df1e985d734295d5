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


class Letters:
    """Writes letters."""

    def __init__(self, renderer: Renderer, head: Letterhead) -> None:
        """Hold on to the templates, which are compiled once."""
        self._renderer = renderer
        self._head = head

    def acknowledgement(
        self,
        outbox_id: OutboxId,
        ticket: Ticket,
        *,
        to: Address,
        answers: Answered,
        links: Sequence[tuple[str, str]],
        now: datetime,
        because: str,
        echo: Echo | None = None,
        held: bool = False,
    ) -> QueueLetter:
        """Write the acknowledgement. ``links`` are (title, URL); without ``echo`` it repeats nothing of the mail."""
        values: dict[str, Value] = {"links": tuple({"title": title, "url": url} for title, url in links)}
        if echo:
            values |= {"subject": echo.subject, "said": echo.shortened()}
        template = "ack-proven" if echo else "ack"
        letter = _Letter(outbox_id, template, Lane.ACKNOWLEDGEMENT, ticket, to, answers, now, because)
        written = self._write(letter, values, to=(Mailbox("", to),), cc=(), name=self._head.brand, automatic=True)
        return replace(written, held=held)

    def reply(
        self,
        outbox_id: OutboxId,
        ticket: Ticket,
        *,
        to: Address,
        everybody: Sequence[Mailbox],
        answers: Answered,
        by: str,
        body: str,
        now: datetime,
        because: str,
    ) -> QueueLetter:
        """Write an engineer's answer for one of ``everybody``: all see who else has it, each has their own way back."""
        values: dict[str, Value] = {"text": body, "by": by, "subject": ticket.subject}
        letter = _Letter(outbox_id, "reply", Lane.REPLY, ticket, to, answers, now, because)
        name = f"{by} ({self._head.brand})"
        return self._write(letter, values, to=tuple(everybody[:1]), cc=tuple(everybody[1:]), name=name, automatic=False)

    def _write(
        self,
        letter: _Letter,
        values: Mapping[str, Value],
        *,
        to: tuple[Mailbox, ...],
        cc: tuple[Mailbox, ...],
        name: str,
        automatic: bool,
    ) -> QueueLetter:
        head, ticket = self._head, letter.ticket
        support = parse_address(ticket.support_address)
        common: dict[str, Value] = {
            "number": ticket.number,
            "tag": head.tag,
            "brand": head.brand,
            "support": str(support),
        }
        said = self._renderer.render(letter.template, language=ticket.language, values={**common, **values})
        ours = message_id(head.key, letter.outbox_id, support.domain)
        raw = compose(
            Draft(
                from_=Mailbox(name, support),
                to=to,
                cc=cc,
                reply_to=self._reply_to(support, letter),
                subject=said.subject,
                message_id=ours,
                in_reply_to=letter.answers.message_id,
                references=_references(letter.answers),
                date=letter.now,
                text=said.text,
                html=said.html,
                language=said.language,
                auto_submitted="auto-replied" if automatic else "",
                loop=support,
            )
        )
        return QueueLetter(
            outbox_id=letter.outbox_id,
            ticket_id=ticket.id,
            template=letter.template,
            lane=letter.lane,
            sender=str(self._return_path(support, letter)),
            recipient=str(letter.to),
            message_id=ours,
            raw=raw,
            because=letter.because,
        )

    def _reply_to(self, support: Address, letter: _Letter) -> Address:
        if not self._head.plus_addressing:
            return support
        tag = reply_tag(self._head.key, letter.ticket.number, letter.to, letter.now.date())
        return reply_address(support, tag)

    def _return_path(self, support: Address, letter: _Letter) -> Address:
        if not self._head.plus_addressing:
            return support
        return reply_address(support, bounce_tag(self._head.key, letter.outbox_id, letter.now.date()))


@dataclass(frozen=True, slots=True)
class _Letter:
    outbox_id: OutboxId
    template: str
    lane: Lane
    ticket: Ticket
    to: Address
    answers: Answered
    now: datetime
    because: str


def _references(answered: Answered) -> tuple[MessageId, ...]:
    return (
        tuple(dict.fromkeys((*answered.references, answered.message_id)))
        if answered.message_id
        else answered.references
    )

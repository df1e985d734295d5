"""Write the mails the gateway sends: acknowledgements, engineers' answers and what decisions tell people.

Pure: what is said comes from the ticket, the facts, the templates and the settings; nothing is sent here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from gateway.address import Address, BadAddress, Mailbox, parse_address
from gateway.desk.changes import QueueLetter
from gateway.desk.order import Answered, Bulletin, Fact, Form
from gateway.desk.ticket import Ticket
from gateway.desk.token import bounce_tag, message_id, notice_tag, reply_address, reply_tag, verdict_tag, work_tag
from gateway.mail import Lane, MessageId, OutboxId
from gateway.outbound.compose import NO_ID, Draft, compose
from gateway.outbound.render import Renderer, Value
from gateway.outbound.said import (
    FACTS,
    IN_BULLETIN,
    NOTHING_KNOWN,
    OF_ACKNOWLEDGEMENT,
    STAMP,
    check_facts,
    say_facts,
    shortened,
)

_AT_ONCE = (Form.ESCALATION, Form.ESCALATION_INCOMPLETE, Form.ENTITLEMENT, Form.URGENT_CHANNEL)
"""What answers a mail at once, as an acknowledgement does."""
_REPEATS_NOTHING = (Form.ESCALATION_INCOMPLETE, Form.ENTITLEMENT)
"""To people who may not be proven: not even the subject goes back to them."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What the settings say that every letter carries."""

    brand: str
    tag: str
    """The word of ``[tag #number]``."""
    key: bytes
    plus_addressing: bool
    support: Address
    """Where letters come from that are about no ticket."""

    def return_path(self, ours: Address, outbox_id: OutboxId, issued: date) -> Address:
        """Return the envelope sender of a mail from ``ours``: a bounce of it names the mail."""
        return reply_address(ours, bounce_tag(self.key, outbox_id, issued)) if self.plus_addressing else ours


@dataclass(frozen=True, slots=True)
class Echo:
    """What the author wrote, to be repeated to them: only ever to somebody who is proven."""

    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What every letter begins with."""

    outbox_id: OutboxId
    ticket: Ticket
    to: Address
    answers: Answered
    now: datetime
    because: str


@dataclass(frozen=True, slots=True)
class Slip:
    """What a letter begins with that is about no ticket."""

    outbox_id: OutboxId
    to: Address
    now: datetime
    because: str
    asks: bool = False
    """A reply answers what it asks."""
    repeats: OutboxId | None = None
    """The letter that asked it first; None: this one."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a letter."""

    zone: ZoneInfo
    """Whose clocks they go by."""
    language: str = ""
    """Empty: that of the ticket."""
    colleague: bool = False
    """Somebody of the team: a reply of theirs is a note."""
    name: str = ""


_SOMEBODY = Reader(ZoneInfo("UTC"))


class Letters:
    """Writes letters."""

    def __init__(self, renderer: Renderer, head: Letterhead) -> None:
        """Hold on to the templates, which are compiled once."""
        self._renderer = renderer
        self._head = head

    def acknowledgement(
        self,
        sheet: Sheet,
        *,
        links: Sequence[tuple[str, str]],
        echo: Echo | None = None,
        held: bool = False,
        facts: Mapping[str, Fact] | None = None,
        reader: Reader = _SOMEBODY,
    ) -> QueueLetter:
        """Write the acknowledgement. ``links`` are (title, URL); without ``echo`` it repeats nothing of the mail.

        ``facts`` are those of ``said.NOTHING_KNOWN``, all or none. Raises ``TypeError`` for others.
        """
        facts = NOTHING_KNOWN if facts is None else facts
        check_facts("ack", facts, OF_ACKNOWLEDGEMENT)
        template = "ack-proven" if echo else "ack"
        language = self._renderer.language(template, reader.language or sheet.ticket.language)
        values = say_facts(facts, zone=reader.zone, language=language)
        values["links"] = tuple({"title": title, "url": url} for title, url in links)
        if echo:
            values |= {"subject": echo.subject, "said": shortened(echo.text)}
        else:
            values["answer_to"] = ""  # nobody is proven: no link with a tag, which mail programs show and preview
        letter = _Letter(
            template,
            language,
            Lane.ACKNOWLEDGEMENT,
            Mailbox(self._head.brand, _support(sheet)),
            self._reply_to(sheet),
            "auto-replied",
        )
        written = self._write(sheet, letter, values, everybody=(Mailbox("", sheet.to),))
        return replace(written, held=held)

    def reply(self, sheet: Sheet, *, everybody: Sequence[Mailbox], by: str, body: str) -> QueueLetter:
        """Write an engineer's answer for one of ``everybody``: all see who else has it, each has their own way back."""
        values: dict[str, Value] = {"text": body, "by": by, "subject": sheet.ticket.subject}
        from_ = Mailbox(f"{by} ({self._head.brand})", _support(sheet))
        letter = _Letter("reply", sheet.ticket.language, Lane.REPLY, from_, self._reply_to(sheet), "")
        return self._write(sheet, letter, values, everybody=everybody)

    def tell(self, sheet: Sheet, form: Form, facts: Mapping[str, Fact], *, reader: Reader) -> QueueLetter:
        """Write what a decision tells a reader. Raises ``TypeError`` unless exactly the facts of ``form`` are given."""
        check_facts(form, facts, FACTS[form])
        language = self._renderer.language(form.value, reader.language or sheet.ticket.language)
        values = say_facts(facts, zone=reader.zone, language=language)
        values["subject"] = "" if form in _REPEATS_NOTHING else sheet.ticket.subject
        answers = form in _AT_ONCE and sheet.answers.message_id != NO_ID
        letter = _Letter(
            form.value,
            language,
            form.lane,
            self._from(sheet, reader),
            self._way_back(sheet, form, facts, reader),
            "auto-replied" if answers else "auto-generated",
        )
        # A stranger chooses their own name: our mail to customers carries none of it.
        name = reader.name if reader.colleague else ""
        written = self._write(sheet, letter, values, everybody=(Mailbox(name, sheet.to),))
        return replace(written, template=form.public)

    def bulletin(self, slip: Slip, form: Bulletin, facts: Mapping[str, Fact], *, reader: Reader) -> QueueLetter:
        """Write what is about no ticket. Raises ``TypeError`` unless exactly the facts of ``form`` are given.

        A reply to it is a new case, as any mail to support is, but where it asks something.
        """
        check_facts(form, facts, IN_BULLETIN[form])
        language = self._renderer.language(form.value, reader.language)
        values = say_facts(facts, zone=reader.zone, language=language)
        support = self._head.support
        back = self._answered_to(slip) if slip.asks else support
        letter = _Letter(form.value, language, form.lane, Mailbox(self._head.brand, support), back, "auto-generated")
        return self._write(slip, letter, values, everybody=(Mailbox(reader.name, slip.to),))

    def _answered_to(self, slip: Slip) -> Address:
        if not self._head.plus_addressing:
            return self._head.support
        tag = notice_tag(self._head.key, slip.repeats or slip.outbox_id, slip.now.date())
        return reply_address(self._head.support, tag)

    def _write(
        self, sheet: Sheet | Slip, letter: _Letter, values: Mapping[str, Value], *, everybody: Sequence[Mailbox]
    ) -> QueueLetter:
        head, support = self._head, letter.from_.address
        about = sheet if isinstance(sheet, Sheet) else None
        answers = about.answers if about else Answered()
        common: dict[str, Value] = {
            "number": about.ticket.number if about else "",
            "tag": head.tag,
            "brand": head.brand,
            "support": str(support),
            "answer_to": str(letter.reply_to),
        }
        said = self._renderer.render(letter.template, language=letter.language, values={**common, **values})
        ours = message_id(head.key, sheet.outbox_id, support.domain)
        raw = compose(
            Draft(
                from_=letter.from_,
                to=tuple(everybody[:1]),
                cc=tuple(everybody[1:]),
                reply_to=letter.reply_to,
                subject=said.subject,
                message_id=ours,
                in_reply_to=NO_ID if letter.auto == "auto-generated" else answers.message_id,
                references=_references(answers),
                date=sheet.now,
                text=said.text,
                html=said.html,
                language=said.language,
                auto_submitted=letter.auto,
                loop=support,
            )
        )
        return QueueLetter(
            outbox_id=sheet.outbox_id,
            ticket_id=about.ticket.id if about else None,
            template=letter.template,
            lane=letter.lane,
            sender=str(head.return_path(support, sheet.outbox_id, sheet.now.date())),
            recipient=str(sheet.to),
            message_id=ours,
            raw=raw,
            because=sheet.because,
        )

    def _from(self, sheet: Sheet, reader: Reader) -> Mailbox:
        brand = self._head.brand
        return Mailbox(
            f"{brand} ({self._head.tag} {sheet.ticket.number})" if reader.colleague else brand, _support(sheet)
        )

    def _way_back(self, sheet: Sheet, form: Form, facts: Mapping[str, Fact], reader: Reader) -> Address:
        """Return where a reply goes: to the ticket, to a verdict, or to the address for escalations."""
        if form is Form.ESCALATION_INCOMPLETE:
            return _address(facts["escalations"]) or self._reply_to(sheet)
        if not self._head.plus_addressing:
            return _support(sheet)
        key, number, today = self._head.key, sheet.ticket.number, sheet.now.date()
        stamp = facts.get(STAMP)
        if form.wants_verdict and isinstance(stamp, datetime):
            return reply_address(_support(sheet), verdict_tag(key, number, sheet.to, stamp, today))
        if reader.colleague:
            return reply_address(_support(sheet), work_tag(key, number, sheet.to, today))
        return self._reply_to(sheet)

    def _reply_to(self, sheet: Sheet) -> Address:
        if not self._head.plus_addressing:
            return _support(sheet)
        tag = reply_tag(self._head.key, sheet.ticket.number, sheet.to, sheet.now.date())
        return reply_address(_support(sheet), tag)


@dataclass(frozen=True, slots=True)
class _Letter:
    template: str
    language: str
    lane: Lane
    from_: Mailbox
    reply_to: Address
    auto: Literal["", "auto-replied", "auto-generated"]


def _support(sheet: Sheet) -> Address:
    return _parsed(sheet.ticket.support_address)


@lru_cache(maxsize=64)
def _parsed(address: str) -> Address:
    """Read an address of ours: there are few, and every letter names one several times."""
    return parse_address(address)


def _address(text: Fact) -> Address | None:
    try:
        return parse_address(text) if isinstance(text, str) else None
    except BadAddress:
        return None


def _references(answered: Answered) -> tuple[MessageId, ...]:
    return (
        tuple(dict.fromkeys((*answered.references, answered.message_id)))
        if answered.message_id
        else answered.references
    )

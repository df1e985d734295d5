"""Facts of every kind of letter, and the letters written from them."""

from __future__ import annotations

import email.policy
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from zoneinfo import ZoneInfo

from gateway.address import parse_address
from gateway.desk.changes import QueueLetter
from gateway.desk.order import Answered, Fact, Form, Rhythm
from gateway.desk.ticket import Priority, Status, Ticket
from gateway.mail import CaseNumber, MessageId, OutboxId, TicketId
from gateway.outbound.letters import Letterhead, Letters, Reader, Sheet
from gateway.outbound.render import Rendered, shipped_renderer
from gateway.outbound.said import FACTS

KEY = b"k" * 32
NOW = datetime(2026, 11, 19, 15, 12, tzinfo=UTC)
STAMP = datetime(2026, 11, 18, 8, 0, tzinfo=UTC)
HEAD = Letterhead("Acme Support", "case", KEY, plus_addressing=True, support=parse_address("support@example.com"))
LETTERS = Letters(shipped_renderer(), HEAD)
ANN = "ann@acme.example"
DANA = "dana@support.example"
TEAM = frozenset(list(Form)[list(Form).index(Form.ASSIGNED) :])
ZONE = ZoneInfo("Africa/Johannesburg")
TICKET = Ticket(
    id=TicketId(7),
    number=CaseNumber("1042735"),
    subject="Re: Phones drop after 10 minutes",
    status=Status.OPEN,
    priority=Priority("medium"),
    requester=ANN,
    language="en",
    support_address="support@example.com",
    created_at=NOW,
)
_LONG = (
    "The firmware of the gateway ends a call when its registration expires, whatever the call is doing at that moment."
)
_FULL: Mapping[str, Fact] = {
    "account_manager": "Max Muster (max@support.example)",
    "acknowledge_by": NOW + timedelta(hours=1),
    "after": {"en": "High", "fr": "Haute"},
    "answer_by": NOW + timedelta(hours=2),
    "approved": True,
    "attachments": ("trace.log (2048 bytes)", "screen.png (10240 bytes)"),
    "author": "Ann <ann@acme.example>",
    "asked": "Please send the log of the gateway.\n\nRegards\nDana",
    "before": {"en": "Medium", "fr": "Moyenne"},
    "begun": True,
    "by": NOW + timedelta(hours=4),
    "cause": _LONG,
    "closes_at": NOW + timedelta(days=7),
    "contract_until": NOW - timedelta(days=30),
    "customer": "ACME",
    "due": NOW - timedelta(hours=1),
    "escalations": "escalations@example.com",
    "excerpt": "Hello,\n\nsince 8 this morning the phones drop.\n\n  port 1   up\n\nAnn",
    "fix": "We installed https://help.example/firmware/4.2 on the gateway.\nThen it was restarted.",
    "kind": "resolution",
    "moved": True,
    "needs_number": True,
    "needs_reason": True,
    "new_ticket": True,
    "next_by": NOW + timedelta(hours=1),
    "of": 5,
    "position": 2,
    "priority": {"en": "Medium", "fr": "Moyenne"},
    "rca_by": NOW + timedelta(hours=72),
    "reason": "More than one site is affected, and the phones of the emergency department are among them.",
    "requester": "Ann <ann@acme.example>",
    "resolve_by": NOW + timedelta(days=2),
    "since": NOW - timedelta(days=3),
    "solution": "workaround",
    "stamp": STAMP,
    "status": "in-progress",
    "step": "Director of Customer Support",
    "text": f"{_LONG}\n\nMore: https://help.example/gateway",
    "until": NOW,
    "urgent_hint": {"en": "press 9", "fr": "appuyez sur 9"},
    "urgent_number": "+1 289 555 0144",
    "update_every": Rhythm(timedelta(hours=4), always=True),
    "waited": timedelta(days=7),
    "waits": True,
    "what": "replied",
    "who": "Dana Scully",
    "why": "no-answer",
    "workaround": True,
}
_WHY: Mapping[Form, str] = {Form.PAGE: "urgent", Form.ESCALATION_TEAM: "customer"}
_BY_NAME = (Form.ASSIGNED, Form.QA_REQUEST)


def full(form: Form, **changed: Fact) -> dict[str, Fact]:
    """Facts of which every one is known."""
    facts = {name: _FULL[name] for name in FACTS[form]}
    if form in _WHY:
        facts["why"] = _WHY[form]
    if form in _BY_NAME:
        facts["by"] = "Dana"
    return {**facts, **changed}


def bare(form: Form, **changed: Fact) -> dict[str, Fact]:
    """Facts of which nothing is known that need not be."""
    always = ("before", "after", "since", "due", "kind", "why", "what", "stamp", "urgent_number")
    nothing: Mapping[type, Fact] = {bool: False, int: 0, str: ""}
    facts = {name: fact if name in always else nothing.get(type(fact)) for name, fact in full(form).items()}
    return {**facts, **({"why": "done"} if form is Form.CLOSED else {}), **changed}


def reader(form: Form, language: str = "en") -> Reader:
    return Reader(ZONE, language, form in TEAM, "Dana" if form in TEAM else "Ann")


def sheet(form: Form, **changed: object) -> Sheet:
    answered = Answered(MessageId("m1@acme.example"), (MessageId("m0@acme.example"),))
    to = parse_address(DANA if form in TEAM else ANN)
    return replace(Sheet(OutboxId(90210), TICKET, to, answered, NOW, "a test"), **changed)  # type: ignore[arg-type]


def told(
    form: Form, facts: Mapping[str, Fact] | None = None, *, language: str = "en", letters: Letters = LETTERS
) -> QueueLetter:
    return letters.tell(sheet(form), form, full(form) if facts is None else facts, reader=reader(form, language))


def parsed(letter: QueueLetter) -> EmailMessage:
    message = BytesParser(policy=email.policy.default).parsebytes(letter.raw)
    assert isinstance(message, EmailMessage)
    return message


def as_read(letter: QueueLetter) -> Rendered:
    """Return the subject, the text and the page as they arrive."""
    message = parsed(letter)
    text, page = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert page is not None
    return Rendered(str(message["Subject"]), _content(text), _content(page), str(message["Content-Language"]))


def _content(part: object) -> str:
    assert isinstance(part, EmailMessage)
    return str(part.get_content()).replace("\r\n", "\n")

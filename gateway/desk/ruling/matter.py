"""What a rule is looked at for: a mail, a ticket, a customer, a time; and what each field of it is then. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from gateway.address import Address, BadAddress, parse_address
from gateway.desk.customer import Customer
from gateway.desk.hours.calendar import Calendar, Home
from gateway.desk.policy.policy import Policy
from gateway.desk.ticket import Ticket
from gateway.desk.token import is_a_tag
from gateway.mail import Mail, addresses

MAX_BODY = 64 * 1024
"""Characters of a text that are looked at: what people need is said early, and this bounds the work."""

Value: TypeAlias = "tuple[str, ...] | tuple[int, ...] | bool | datetime | None"
"""What a field is: texts, numbers, a flag, a moment; None or nothing of it where it is not there."""


@dataclass(frozen=True, slots=True)
class Written:
    """A mail as rules get to see it."""

    mail: Mail
    size: int = 0
    """Bytes of it."""
    headers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Those fields that rules ask for, by name in lower case."""
    details: tuple[str, ...] = ()
    """What stands behind a + in the addresses of ours it was sent to; tags of our own making are none of it."""
    recipients: tuple[str, ...] = ()
    """Of the envelope."""
    language: str = ""
    """The one it seems to be written in; empty where nobody can tell."""


@dataclass(frozen=True, slots=True)
class Matter:
    """Everything conditions may ask about."""

    now: datetime
    policy: Policy
    home: Home
    """The provider's: whose clocks calendars and days go by."""
    calendars: Mapping[str, Calendar]
    written: Written | None = None
    subject: str = ""
    body: str = ""
    """Of an answer of ours; that of a mail is in ``written``."""
    ticket: Ticket | None = None
    changed: datetime | None = None
    """When its status last changed."""
    customer: Customer | None = None
    status_before: str = ""
    target: str = ""
    """What was promised, where that is missed or due soon."""
    given: Mapping[str, Value] = field(default_factory=dict)
    """Fields that are to be taken for something else, by who tries rules out."""

    def value(self, name: str) -> Value:
        """Return what a field is."""
        if name in self.given:
            return self.given[name]
        reader = _READERS.get(name)
        if reader is not None:
            return reader(self)
        if name.startswith("header."):
            return self.written.headers.get(name.removeprefix("header.").lower(), ()) if self.written else ()
        if name.startswith("ticket.field."):
            return _texts(self.ticket.field(name.removeprefix("ticket.field."))) if self.ticket else ()
        raise KeyError(name)


def _texts(*texts: str) -> tuple[str, ...]:
    return tuple(text for text in texts if text)


def _of_mail(read: Callable[[Written], Value]) -> Callable[[Matter], Value]:
    return lambda matter: read(matter.written) if matter.written else None


def _of_ticket(read: Callable[[Ticket], Value]) -> Callable[[Matter], Value]:
    return lambda matter: read(matter.ticket) if matter.ticket else None


def _of_customer(read: Callable[[Customer], Value]) -> Callable[[Matter], Value]:
    return lambda matter: read(matter.customer) if matter.customer else None


def _subject(matter: Matter) -> tuple[str, ...]:
    return _texts(matter.written.mail.subject[:MAX_BODY] if matter.written else matter.subject)


def _body(matter: Matter) -> tuple[str, ...]:
    return _texts(matter.written.mail.body.text[:MAX_BODY] if matter.written else matter.body)


def _whole_body(matter: Matter) -> tuple[str, ...]:
    return _texts(matter.written.mail.body.full[:MAX_BODY] if matter.written else matter.body)


def _sender(read: Callable[[Mail], str]) -> Callable[[Matter], Value]:
    return _of_mail(lambda written: _texts(read(written.mail)) if written.mail.author else ())


def _sent_to(written: Written) -> Value:
    named = addresses((*written.mail.to, *written.mail.cc))
    return tuple(dict.fromkeys((*map(_bare, named), *map(_recipient, written.recipients))))


def _recipient(text: str) -> str:
    try:
        return _bare(parse_address(text))
    except BadAddress:  # an import may name anything
        return text


def _bare(address: Address) -> str:
    """Write an address without a tag of ours: it is a secret, and to people the address is the same without it."""
    return str(address.untagged if is_a_tag(address.tag) else address)


def _auth(method: str) -> Callable[[Matter], Value]:
    return _of_mail(lambda written: tuple(result for name, result in written.mail.auth if name == method))


def _level(matter: Matter) -> Value:
    """Return the name of a ticket's level and its aliases: packs call the same one "urgent" and "p1"."""
    if matter.ticket is None:
        return None
    level = matter.policy.named(matter.ticket.priority)
    return (level.name, *level.aliases) if level else (matter.ticket.priority,)


def _channel(matter: Matter) -> Value:
    return ("phone",) if matter.policy.urgent_channel else ("email",)


_READERS: Mapping[str, Callable[[Matter], Value]] = {
    "subject": _subject,
    "body": _body,
    "body.full": _whole_body,
    "subject_or_body": lambda matter: (*_subject(matter), *_body(matter)),
    "sender.address": _sender(lambda mail: str(mail.author.address) if mail.author else ""),
    "sender.domain": _sender(lambda mail: mail.author.address.domain if mail.author else ""),
    "sender.name": _sender(lambda mail: mail.author.name if mail.author else ""),
    "sender.verified": _of_mail(lambda written: written.mail.proven),
    "to.address": _of_mail(_sent_to),
    "to.detail": _of_mail(lambda written: written.details),
    "auth.spf": _auth("spf"),
    "auth.dkim": _auth("dkim"),
    "auth.dmarc": _auth("dmarc"),
    "auto.kind": _of_mail(lambda written: (written.mail.kind.value,)),
    "attachment.name": _of_mail(lambda written: tuple(one.name for one in written.mail.attachments)),
    "attachment.type": _of_mail(lambda written: tuple(one.found or one.type for one in written.mail.attachments)),
    "attachment.size": _of_mail(lambda written: tuple(one.size for one in written.mail.attachments)),
    "language": _of_mail(lambda written: _texts(written.language)),
    "size": _of_mail(lambda written: (written.size,)),
    "customer.id": _of_customer(lambda customer: (customer.id,)),
    "customer.name": _of_customer(lambda customer: _texts(customer.name)),
    "customer.plan": _of_customer(lambda customer: _texts(customer.plan)),
    "customer.region": _of_customer(lambda customer: customer.regions),
    "customer.products": _of_customer(lambda customer: customer.products),
    "customer.language": _of_customer(lambda customer: _texts(customer.language)),
    "customer.country": _of_customer(lambda customer: _texts(customer.country)),
    "customer.policy.name": lambda matter: (matter.policy.name,),
    "customer.policy.default_priority": lambda matter: (matter.policy.default,),
    "customer.policy.urgent_channel.kind": _channel,
    "customer.policy.urgent_channel.number": lambda matter: (
        _texts(matter.policy.urgent_channel.number) if matter.policy.urgent_channel else ()
    ),
    "ticket.number": _of_ticket(lambda ticket: _texts(ticket.number)),
    "ticket.subject": _of_ticket(lambda ticket: _texts(ticket.subject)),
    "ticket.status": _of_ticket(lambda ticket: (ticket.status.value,)),
    "ticket.priority": _level,
    "ticket.queue": _of_ticket(lambda ticket: _texts(ticket.queue)),
    "ticket.assigned_to": _of_ticket(lambda ticket: _texts(ticket.assignee)),
    "ticket.language": _of_ticket(lambda ticket: _texts(ticket.language)),
    "ticket.type": _of_ticket(lambda ticket: _texts(ticket.type)),
    "ticket.channel": _of_ticket(lambda ticket: (ticket.channel.value,)),
    "ticket.waiting_on": _of_ticket(lambda ticket: (ticket.waiting_on.value,) if ticket.waiting_on else ()),
    "ticket.requester": _of_ticket(lambda ticket: _texts(ticket.requester)),
    "ticket.tags": _of_ticket(lambda ticket: ticket.tags),
    "ticket.topics": _of_ticket(lambda ticket: ticket.topics),
    "ticket.tier": _of_ticket(lambda ticket: (ticket.tier,)),
    "ticket.created": _of_ticket(lambda ticket: ticket.created_at),
    "ticket.changed": lambda matter: matter.changed,
    "ticket.status_before": lambda matter: _texts(matter.status_before),
    "target.kind": lambda matter: _texts(matter.target),
    "time": lambda matter: matter.now,
}

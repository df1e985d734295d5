"""Put what a test gives where it really belongs: into the mail, its customer, the ticket; what is left overrides. Pure.

A real fact counts everywhere: who is given as proven may be acknowledged like one. What only rules ask about, and
nothing real says, is handed to them as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from gateway.desk.customer import Customer
from gateway.desk.fresh import Fresh
from gateway.desk.intake.arrival import Arrival
from gateway.desk.life.law import Law
from gateway.desk.policy.policies import Policies
from gateway.desk.ruling.matter import Value
from gateway.desk.ticket import Channel, Priority, Status, Ticket, WaitingOn
from gateway.mail import CaseNumber, Identity, Kind, Mail, Standing
from gateway.rules.rulebook.case import Given

SAID = "the test says so"
SOMEBODY = "a-customer"
_POLICY = "customer.policy.name"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is given, sorted by what it is about."""

    customer: Customer | None
    ticket: Mapping[str, Given]
    """Fields of the ticket, without ``ticket.``."""
    rest: Mapping[str, Given]
    policy: str = ""
    """The pack that counts where no customer is given; empty: that of the settings."""


def sort_out(given: Mapping[str, Given], policies: Policies) -> Facts:
    """Sort what is given."""
    customer = _customer(given, policies)
    policy = str(_first(given.get(_POLICY), "")).casefold()
    policy = policy if policy in policies.packs else ""
    theirs = {name for name in given if (customer and name in _CUSTOMER) or (name == _POLICY and policy)}
    ticket = {name.removeprefix("ticket."): value for name, value in given.items() if name.startswith("ticket.")}
    rest = {name: value for name, value in given.items() if name not in theirs and not name.startswith("ticket.")}
    return Facts(customer, ticket, rest, "" if customer else policy)


def arrival_with(arrival: Arrival, rest: Mapping[str, Given]) -> tuple[Arrival, dict[str, Value]]:
    """Return a mail with what is given of it, and what of it only rules are to see."""
    left: dict[str, Value] = {}
    for name, value in rest.items():
        found = _arrival(arrival, name, value)
        if found is None:
            left[name] = value
        else:
            arrival = found
    return arrival, left


def _arrival(arrival: Arrival, name: str, value: Given) -> Arrival | None:
    mail = arrival.mail
    match name, value:
        case "sender.verified", bool():
            standing = Standing.PROVEN if value else Standing.UNPROVEN
            return replace(arrival, mail=replace(mail, identity=Identity(standing, SAID)))
        case "auto.kind", tuple() if _first(value) in list(Kind):
            kind = Kind(_first(value))
            return replace(arrival, mail=replace(mail, kind=kind, kind_because=SAID, kind_by_words=False))
        case "auth.spf" | "auth.dkim" | "auth.dmarc", tuple():
            return replace(arrival, mail=_with_auth(mail, name.removeprefix("auth."), value))
        case "language", tuple():
            return replace(arrival, language=str(value[0]) if value else "")
        case "size", tuple() if value:
            return replace(arrival, size=int(value[0]))
        case "time", datetime():
            return replace(arrival, received_at=value)
        case _, tuple() if name.startswith("header."):
            headers = {**arrival.headers, name.removeprefix("header.").lower(): tuple(map(str, value))}
            return replace(arrival, headers=headers)
    return None


def _with_auth(mail: Mail, method: str, results: tuple[Any, ...]) -> Mail:
    others = tuple(one for one in mail.auth if one[0] != method)
    return replace(mail, auth=(*others, *((method, str(result)) for result in results)))


def _customer(given: Mapping[str, Given], policies: Policies) -> Customer | None:
    """Return the customer that is given; None where none is, or expressly nobody."""
    known = {name: value for name, value in given.items() if name in _CUSTOMER}
    if not known or given.get("customer.id", "given") == ():
        return None
    facts: dict[str, Any] = {}
    for name, value in known.items():
        texts = tuple(map(str, value)) if isinstance(value, tuple) else (str(value),)
        attribute, several = _CUSTOMER[name]
        facts[attribute] = texts if several else next(iter(texts), "")
    if (policy := str(_first(given.get(_POLICY), "")).casefold()) in policies.packs:
        facts["policy"] = policy
    return Customer(**{"id": SOMEBODY, "name": facts.get("id", SOMEBODY), **facts})


_CUSTOMER: Mapping[str, tuple[str, bool]] = {
    "customer.id": ("id", False),
    "customer.name": ("name", False),
    "customer.plan": ("plan", False),
    "customer.region": ("regions", True),
    "customer.products": ("products", True),
    "customer.language": ("language", False),
    "customer.country": ("country", False),
}
"""Attributes of customers, and whether they have several of it."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """What a ticket is like where nothing is given of it."""

    fresh: Fresh
    at: datetime
    requester: str
    subject: str
    support_address: str
    language: str
    law: Law


def ticket_with(
    sketch: Sketch, customer: Customer | None, given: Mapping[str, Given]
) -> tuple[Ticket, dict[str, Value]]:
    """Return the ticket that is given, and what of it only rules are to see."""
    requester = str(_first(given.get("requester"), sketch.requester))
    ticket = Ticket(
        id=sketch.fresh.ticket_id,
        number=sketch.fresh.number,
        subject=sketch.subject,
        status=Status.OPEN,
        priority=sketch.law.policies.of(customer).default,
        requester=requester,
        language=(customer.language if customer else "") or sketch.language,
        support_address=sketch.support_address,
        created_at=sketch.at,
        participants=frozenset({requester} if requester else ()),
        customer=customer.id if customer else "",
    )
    left: dict[str, Value] = {}
    for name, value in given.items():
        try:
            ticket = _ticket(ticket, name, value)
        except (LookupError, ValueError):  # nothing a ticket can really be
            left[f"ticket.{name}"] = value
    return ticket, left


def _ticket(ticket: Ticket, name: str, value: Given) -> Ticket:
    """Return a ticket with something of it given. Raises ``LookupError`` or ``ValueError`` where it cannot be so."""
    if name.startswith("field."):
        kept = tuple(one for one in ticket.fields if one[0] != name.removeprefix("field."))
        more = ((name.removeprefix("field."), str(value[0])),) if isinstance(value, tuple) and value else ()
        return replace(ticket, fields=(*kept, *more))
    attribute, make = _TICKET[name]
    return replace(ticket, **{attribute: make(value)})


def _first(value: Given | None, otherwise: Any = "") -> Any:
    if isinstance(value, tuple):
        return value[0] if value else ""
    return otherwise if value is None else value


def _texts(value: Given) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, tuple) else (str(value),)


def _moment(value: Given) -> datetime:
    if not isinstance(value, datetime):
        raise ValueError(value)
    return value


_TICKET: Mapping[str, tuple[str, Callable[[Given], Any]]] = {
    "number": ("number", lambda value: CaseNumber(str(_first(value)))),
    "subject": ("subject", lambda value: str(_first(value))),
    "status": ("status", lambda value: Status(_first(value))),
    "priority": ("priority", lambda value: Priority(str(_first(value)))),
    "queue": ("queue", lambda value: str(_first(value))),
    "assigned_to": ("assignee", lambda value: str(_first(value))),
    "language": ("language", lambda value: str(_first(value))),
    "type": ("type", lambda value: str(_first(value))),
    "channel": ("channel", lambda value: Channel(_first(value))),
    "waiting_on": ("waiting_on", lambda value: WaitingOn(_first(value)) if _first(value) else None),
    "requester": ("requester", lambda value: str(_first(value))),
    "tags": ("tags", _texts),
    "topics": ("topics", _texts),
    "tier": ("tier", lambda value: int(_first(value))),
    "created": ("created_at", _moment),
}
"""Attributes of tickets, and how they are made of what is given."""

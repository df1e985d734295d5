"""What is doubtful about a customer in the directory, though every value was taken. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from gateway.address import BadAddress, parse_address
from gateway.desk.assign import ALL_BELOW
from gateway.desk.customer import Customer, clocks_of

ENDS_SOON = 30  # days
THEIR_OWN = "name the customer's own address, one that reaches all who are to be told"
ONE_PERSON = "name one person who looks after them; a group of them is the team's account-managers"
_SEVERAL = re.compile(r"[,;\s@]")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at."""

    customer: str
    """The id."""
    field: str
    message: str
    hint: str = ""
    serious: bool = False
    """Something will not be done as promised; else it is unwise, or soon will be."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the directory is looked at against."""

    now: datetime
    zone: ZoneInfo
    """The provider's."""
    is_public: Callable[[str], bool]
    """Tells whether anybody can get an address at a domain."""
    ours: frozenset[str]
    """``Address.inbox`` of our own addresses."""


def look_at(customer: Customer, around: Surroundings) -> Iterator[Finding]:
    """Yield what is doubtful about one customer, in the order of its fields."""
    clocks = clocks_of(customer, default=around.zone)
    if clocks.note:
        yield Finding(customer.id, "timezone", clocks.note, "name a zone that is there", serious=True)
    if not customer.domains and not customer.contacts:
        yield Finding(customer.id, "contacts", "no contacts and no domains: no mail will ever be theirs")
    for domain in customer.domains:
        if around.is_public(domain.removeprefix(ALL_BELOW)):
            message = f"anybody can get an address at {domain}: it makes nobody theirs"
            yield Finding(customer.id, "domains", message, "name the people as contacts")
    yield from _addresses(customer, around)
    yield from _contract(customer, around.now.astimezone(clocks.zone).date())


def _addresses(customer: Customer, around: Surroundings) -> Iterator[Finding]:
    for contact in customer.contacts:
        if is_ours(contact, around.ours):
            yield Finding(customer.id, "contacts", f"{contact} is an address of our own", serious=True)
    notice = customer.notice_address
    if not notice:
        hint = "ask the customer for one address that reaches all who are to be told"
        yield Finding(
            customer.id, "notice_address", "no notice address: they will hear of no maintenance and no outage", hint
        )
    elif is_ours(notice, around.ours):
        message = f"{notice} is an address of our own: they will hear of no maintenance and no outage"
        yield Finding(customer.id, "notice_address", message, THEIR_OWN, serious=True)
    elif _is_several(notice):
        hint = "ask the customer for a distribution list that reaches all of them"
        yield Finding(customer.id, "notice_address", f"{notice} looks like several addresses", hint, serious=True)
    yield from _account_manager(customer, around)


def _account_manager(customer: Customer, around: Surroundings) -> Iterator[Finding]:
    manager, field = customer.account_manager, "account_manager"
    if not manager:
        yield Finding(customer.id, field, "no account manager: nobody is told when they are affected")
    elif is_ours(manager, around.ours):
        message = f"{manager} is an address of our own: nobody is told there when they are affected"
        yield Finding(customer.id, field, message, ONE_PERSON, serious=True)
    elif _is_several(manager):
        yield Finding(customer.id, field, f"{manager} looks like several addresses", ONE_PERSON, serious=True)


def is_ours(address: str, ours: Collection[str]) -> bool:
    """Tell whether an address is one of ours, in whatever spelling; ``ours`` are given as ``Address.inbox``."""
    try:
        return parse_address(address).inbox in ours
    except BadAddress:
        return False


def _is_several(address: str) -> bool:
    """Tell of what no list is called: an address with others in quotes before its domain, or none that can be read."""
    try:
        return _SEVERAL.search(parse_address(address).local) is not None
    except BadAddress:
        return True


def _contract(customer: Customer, today: date) -> Iterator[Finding]:
    begins, ends = customer.contract_from, customer.contract_until
    if begins and today < begins:
        yield Finding(customer.id, "contract_from", f"the contract begins on {begins}")
    if ends and ends < today:
        yield Finding(customer.id, "contract_until", f"the contract ended on {ends}")
    elif ends and (ends - today).days <= ENDS_SOON:
        left = (ends - today).days
        when = "today" if not left else f"on {ends}, in {left} day{'' if left == 1 else 's'}"
        yield Finding(customer.id, "contract_until", f"the contract ends {when}")

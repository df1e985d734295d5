"""Say whose an address is: our own, a colleague's, a customer's.

Asked before a letter of a notice goes where somebody has typed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from gateway.address import Address, BadAddress, ascii_lower, is_same, parse_address
from gateway.desk.assign import assign
from gateway.desk.life.law import Law
from gateway.desk.team import Person
from gateway.store.customers import every_customer, known_to
from gateway.store.database import Connection


@dataclass(frozen=True, slots=True)
class Owners:
    """Whose an address is; nobody's that we know where all is empty."""

    is_ours: bool
    """It is one of the gateway's own."""
    colleague: Person | None
    customers: tuple[str, ...]
    """Who hears of notices there, or has it as a contact, by id; where nobody does, who has it with another tag."""
    in_domain: tuple[str, ...] = ()
    """Where that is nobody, whose domain it is in, first, and who else has an address in it, by id."""


def owners_of(connection: Connection, law: Law, addresses: Collection[Address]) -> dict[Address, Owners]:
    """Look addresses up; tags make no inbox of their own. Goes through the directory, once."""
    domains = {one.domain for one in addresses}
    near: dict[str, list[tuple[str, str]]] = {one: [] for one in domains}
    for customer in every_customer(connection):
        for known in (customer.notice_address, *customer.contacts):
            domain = _domain(known)
            if domain in near:
                near[domain].append((customer.id, known))
    return {one: _owners(connection, law, one, near[one.domain]) for one in addresses}


def _owners(connection: Connection, law: Law, address: Address, near: Sequence[tuple[str, str]]) -> Owners:
    """``near`` has the customers with an address in that domain."""
    theirs = [(name, known) for name, known in near if _shares_inbox(known, address)]
    exactly = sorted({name for name, known in theirs if is_same(known, str(address))})
    there = sorted({name for name, _ in theirs})
    people = (one for one in law.team.people if _shares_inbox(one.address, address))
    in_domain = () if there else _in_domain(connection, law, address, near)
    return Owners(address.inbox in law.inboxes, next(people, None), tuple(exactly or there), in_domain)


def _in_domain(connection: Connection, law: Law, address: Address, near: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Return nobody for a domain at which anybody can get an address, and for our own."""
    if address.domain in {inbox.rpartition("@")[2] for inbox in law.inboxes}:
        return ()
    owner = assign(address, known_to(connection, [address.key]), is_public=law.is_public)
    return () if owner is None else tuple(dict.fromkeys((owner.customer.id, *(name for name, _ in near))))


def _domain(known: str) -> str:
    """Return the domain as ``Address`` has it; most are written so, and need no parsing."""
    domain = ascii_lower(known.rpartition("@")[2])
    if domain.isascii() and "xn--" not in domain:
        return domain
    try:
        return parse_address(known).domain
    except BadAddress:
        return ""


def _shares_inbox(known: str, address: Address) -> bool:
    try:
        return parse_address(known).inbox == address.inbox
    except BadAddress:  # none, or what was taken before it was checked
        return False

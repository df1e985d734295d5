"""Say whose an address is: our own, a colleague's, a customer's.

Asked before a letter of a notice goes where somebody has typed.
"""

from __future__ import annotations

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


def owners_of(connection: Connection, law: Law, address: Address) -> Owners:
    """Look an address up; tags make no inbox of their own. Goes through the directory."""
    found = {
        one.id: [known for known in (one.notice_address, *one.contacts) if _shares_inbox(known, address)]
        for one in every_customer(connection)
    }
    there = sorted(name for name, known in found.items() if known)
    exactly = [name for name in there if any(is_same(known, str(address)) for known in found[name])]
    people = (one for one in law.team.people if _shares_inbox(one.address, address))
    in_domain = () if there else _in_domain(connection, law, address)
    return Owners(address.inbox in law.inboxes, next(people, None), tuple(exactly or there), in_domain)


def _in_domain(connection: Connection, law: Law, address: Address) -> tuple[str, ...]:
    """Return nobody for a domain at which anybody can get an address, and for our own."""
    if address.domain in {inbox.rpartition("@")[2] for inbox in law.inboxes}:
        return ()
    owner = assign(address, known_to(connection, [address.key]), is_public=law.is_public)
    if owner is None:
        return ()
    everybody, end = every_customer(connection), f"@{address.domain}"
    known = ((one.id, (one.notice_address, *one.contacts)) for one in everybody)
    return (owner.customer.id, *(name for name, at in known if any(ascii_lower(one).endswith(end) for one in at)))


def _shares_inbox(known: str, address: Address) -> bool:
    try:
        return parse_address(known).inbox == address.inbox
    except BadAddress:  # none, or what was taken before it was checked
        return False

"""Decide which customer a person belongs to: by contact, else by the domain of their address. Pure.

A contact is one address, letter for letter. A domain is that domain alone; what stands below it belongs to the
customer only where the directory says ``*.acme.example``. A domain at which anybody can get an address is nobody's,
whatever the directory says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from gateway.address import Address
from gateway.desk.customer import Customer

MAX_ABOVE = 8  # domains above an address's own that are looked for
ALL_BELOW = "*."


@dataclass(slots=True)
class Known:
    """The part of the directory that bears on some addresses, as the store found it. Its customers lack contacts."""

    contacts: dict[str, Customer] = field(default_factory=dict)
    """By address key."""
    domains: dict[str, Customer] = field(default_factory=dict)
    """By the domain as the directory has it."""

    def take(self, name: str, customer: Customer) -> None:
        """Note whose an address key, or a domain, is."""
        (self.contacts if "@" in name else self.domains)[name] = customer


@dataclass(frozen=True, slots=True)
class Match:
    """A customer somebody belongs to, and why."""

    customer: Customer
    because: str


def assign(address: Address, known: Known, *, is_public: Callable[[str], bool]) -> Match | None:
    """Return the customer an address belongs to, or None."""
    if found := known.contacts.get(address.key):
        return Match(found, f"{address} is a contact of {found.id}")
    if is_public(address.domain):
        return None
    for name in domain_names(address.domain):
        if found := known.domains.get(name):
            return Match(found, f"the domain {name} belongs to {found.id}")
    return None


def domain_names(domain: str) -> Iterator[str]:
    """Yield what the directory may call the owner of a domain by, the nearest first: itself, then all that are above.

    A customer of ``*.acme.example`` owns ``eu.acme.example`` and ``mail.eu.acme.example``, not ``acme.example``.
    """
    yield domain
    if domain.startswith("["):  # an address literal is below nothing
        return
    labels = domain.split(".")
    for first in range(1, min(len(labels) - 1, MAX_ABOVE + 1)):
        yield ALL_BELOW + ".".join(labels[first:])

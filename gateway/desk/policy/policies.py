"""All packs in force, and which of them a customer has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gateway.desk.customer import Customer
from gateway.desk.policy.policy import Policy


@dataclass(frozen=True, slots=True)
class Policies:
    """Packs by name."""

    packs: Mapping[str, Policy]
    default: str
    """Of those whose customer names none, and of mail that is no customer's. It is one of ``packs``."""

    def of(self, customer: Customer | None) -> Policy:
        """Return the policy of a customer with the terms of their plan; the default where theirs is not there."""
        if customer is None:
            return self.packs[self.default]
        pack = self.packs.get(customer.policy.casefold() or self.default, self.packs[self.default])
        return pack.terms(customer.plan.casefold(), dedicated_hosting=customer.dedicated_hosting)

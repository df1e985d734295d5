"""Which customers a failure concerns, as far as people need it said. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gateway.desk.customer import Customer
from gateway.desk.monitor import Scope

MAX_NAMED = 30


@dataclass(frozen=True, slots=True)
class Affected:
    """Those a scope includes."""

    count: int = 0
    names: tuple[str, ...] = ()
    """The first of them by name, ``MAX_NAMED`` at most."""
    only: Customer | None = None
    """The one customer, where it is exactly one."""

    def __str__(self) -> str:
        """Write it for people: ``2 customers: ACME, Hosted Shops``."""
        if not self.count:
            return "no customer of the directory"
        more = self.count - len(self.names)
        names = ", ".join(self.names) + (f" and {more} more" if more else "")
        return f"{self.count} customer{'s' * (self.count > 1)}: {names}"


def affected_of(scope: Scope, customers: Iterable[Customer]) -> Affected:
    """Pick those of the customers a scope includes."""
    found = sorted((one for one in customers if scope.includes(one)), key=lambda one: (one.name.casefold(), one.id))
    names = tuple(one.name for one in found[:MAX_NAMED])
    return Affected(len(found), names, found[0] if len(found) == 1 else None)

"""A choice of customers: by what they have, where they are, or by name. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Choice:
    """Who is meant. Services, regions and plans narrow each other; of several of one kind any will do.

    Customers that are named come in addition to those. Capitals do not count.
    """

    services: tuple[str, ...] = ()
    """Products of customers."""
    regions: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    customers: tuple[str, ...] = ()
    """Ids."""
    only: tuple[str, ...] = ()
    """Ids; nobody else is meant, but for those who are named."""
    excepted: tuple[str, ...] = ()
    """Ids of those who are not meant after all."""
    everybody: bool = False

    @property
    def conditions(self) -> Mapping[str, tuple[str, ...]]:
        """What narrows it, by the field of a customer."""
        named = {"products": self.services, "regions": self.regions, "plan": self.plans}
        return {name: words for name, words in named.items() if words}

    @property
    def told(self) -> Choice:
        """Who is told; where everybody is, services and regions only say what is affected."""
        return replace(self, services=(), regions=()) if self.everybody else self

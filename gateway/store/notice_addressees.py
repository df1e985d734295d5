"""Who customers are when it is planned to tell them: later they may have left, or moved."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from gateway.store.pieces import in_pieces
from gateway.store.tables import customer


@dataclass(frozen=True, slots=True)
class Addressee:
    """A customer to whom a letter is planned."""

    notice_address: str
    """In the directory; empty for none."""


def addressees(connection: Connection, names: Collection[str]) -> dict[str, Addressee]:
    """Return customers as the directory has them, by id."""
    found: dict[str, Addressee] = {}
    for some in in_pieces(names):
        found.update((name, Addressee(address)) for name, address in connection.execute(_THERE, {"names": some}))
    return found


_THERE = select(customer.c.id, customer.c.notice_address).where(customer.c.id.in_(bindparam("names", expanding=True)))

"""Look at the address of each letter of a notice once more before it is written: it was planned a while ago."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from gateway.address import is_same, parse_address
from gateway.desk.customer import Customer
from gateway.desk.directory_check import is_ours
from gateway.desk.notice_changes import Readdress
from gateway.desk.notices.unreached import NO_ADDRESS, OUR_OWN
from gateway.docket import Docket
from gateway.store.customers import customers_at
from gateway.store.database import Connection
from gateway.store.notice_moved import Elsewhere, elsewhere
from gateway.store.notice_queue import Waiting


@dataclass(slots=True)
class Addressed:
    """Letters as they go by now."""

    stay: list[Waiting] = field(default_factory=list)
    left: list[tuple[Waiting, str]] = field(default_factory=list)
    """Those that are not written, each with why."""
    renamed: dict[str, Customer] = field(default_factory=dict)
    """Customers who have another id since, by the one they had."""


def by_address(connection: Connection, docket: Docket, rows: Sequence[Waiting], ours: Collection[str]) -> Addressed:
    """Address letters to where their customers hear by now; ``ours``: our own addresses, as ``Address.inbox``."""
    found, moved = Addressed(), elsewhere(connection, rows)
    found.renamed = _renamed(connection, rows, moved)
    for row in rows:
        now = moved.get((row.revision.notice_id, row.revision.number, row.recipient.customer))
        address = now.address if now is not None and now.moved else row.recipient.address
        if row.recipient.copy_to:
            found.stay.append(row)
        elif not address:
            found.left.append((row, NO_ADDRESS))
        elif is_ours(address, ours):
            found.left.append((row, OUR_OWN))
        else:
            found.stay.append(row if address == row.recipient.address else _readdressed(docket, row, address))
    return found


def _readdressed(docket: Docket, row: Waiting, address: str) -> Waiting:
    to = replace(row.recipient, address=address)
    because = f"their notice address is {address} by now, and no longer {row.recipient.address}"
    docket.take((Readdress(row.revision.notice_id, row.revision.number, to, because),))
    return replace(row, recipient=to, domain=parse_address(address).domain)


def _renamed(
    connection: Connection, rows: Sequence[Waiting], moved: dict[tuple[str, int, str], Elsewhere]
) -> dict[str, Customer]:
    gone = {key[2] for key, now in moved.items() if now.gone}
    addresses = {row.recipient.customer: row.recipient.address for row in rows if row.recipient.customer in gone}
    there = customers_at(connection, addresses.values()) if addresses else ()
    return {name: one for name, address in addresses.items() for one in there if is_same(address, one.notice_address)}

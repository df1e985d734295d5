"""Look at the address of each letter of a notice once more before it is written: it was planned a while ago."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from gateway.address import is_same, parse_address
from gateway.desk.customer import Customer
from gateway.desk.directory_check import is_ours
from gateway.desk.notice import NoticeKind
from gateway.desk.notice_changes import Readdress
from gateway.desk.notices.told import is_covered
from gateway.desk.notices.unreached import LEFT_US, NO_ADDRESS, NO_CONTRACT, OUR_OWN
from gateway.docket import Docket
from gateway.store.customers import find_customers
from gateway.store.database import Connection
from gateway.store.notice_moved import Elsewhere, elsewhere, id_they_had
from gateway.store.notice_newcomers import newcomers_at
from gateway.store.notice_queue import Waiting
from gateway.store.notices import who_heard

_CIRCULARS = (NoticeKind.UPGRADE, NoticeKind.NEWSLETTER)
_Key = tuple[str, int, str]


@dataclass(slots=True)
class Addressed:
    """Letters as they go by now."""

    stay: list[Waiting] = field(default_factory=list)
    left: list[tuple[Waiting, str]] = field(default_factory=list)
    """Those that are not written, each with why."""
    gone: dict[_Key, Customer] = field(default_factory=dict)
    """Whom the directory does not have by the id they had, by letter: as they are by now, or as they were."""

    def gone_to(self, row: Waiting) -> Customer | None:
        """Return to whom a letter goes that is to somebody the directory does not have by their id."""
        return self.gone.get(_key(row))


def by_address(
    connection: Connection, docket: Docket, rows: Sequence[Waiting], ours: Collection[str], zone: ZoneInfo
) -> Addressed:
    """Address letters to where their customers hear by now.

    ``ours``: our own addresses, as ``Address.inbox``; ``zone``: our own. Who has left the directory hears how it goes
    on with what they had heard of, and of nothing else; so does, of an upgrade, who has no valid contract any more.
    """
    found, moved = Addressed(), elsewhere(connection, rows)
    gone = [row for row in rows if (now := moved.get(_key(row))) and now.gone]
    renamed = _renamed(connection, gone)
    found.gone = {_key(row): renamed.get(_key(row)) or _as_they_were(row) for row in gone}
    left = [row for row in gone if _key(row) not in renamed]
    unmeant = {
        **dict.fromkeys(_without_contract(connection, rows, renamed, docket.now, zone), NO_CONTRACT),
        **dict.fromkeys(_left_us(connection, left, moved), LEFT_US),
    }
    for row in rows:
        now = moved.get(_key(row))
        address = now.address if now is not None and now.moved else row.recipient.address
        if row.recipient.copy_to:
            found.stay.append(row)
        elif why := unmeant.get(_key(row)):
            found.left.append((replace(row, recipient=replace(row.recipient, address="")), why))
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


def _as_they_were(row: Waiting) -> Customer:
    return row.addressee.as_customer(id_they_had(row.recipient.customer))


def _renamed(connection: Connection, gone: Sequence[Waiting]) -> dict[_Key, Customer]:
    """Return who came into the directory in place of those who are gone, to hear where they did, by letter."""
    found: dict[_Key, Customer] = {}
    for revision, some in groupby(gone, lambda row: row.revision):
        theirs = list(some)
        new = newcomers_at(connection, revision, {row.recipient.address for row in theirs})
        for row in theirs:
            found |= {_key(row): one for one in new if is_same(row.recipient.address, one.notice_address)}
    return found


def _left_us(connection: Connection, gone: Sequence[Waiting], moved: Mapping[_Key, Elsewhere]) -> Iterator[_Key]:
    """Yield the letters to those who have left that begin something.

    A newsletter begins and ends with one letter. What somebody wants to go somewhere goes there, but for circulars.
    """
    for notice_id, some in groupby(gone, lambda row: row.revision.notice_id):
        theirs = list(some)
        heard = who_heard(connection, notice_id, {row.recipient.customer for row in theirs})
        for row in theirs:
            wanted = moved[_key(row)].sent_on and row.notice.kind not in _CIRCULARS
            goes_on = row.recipient.customer in heard and row.notice.kind is not NoticeKind.NEWSLETTER
            if not goes_on and not wanted:
                yield _key(row)


def _without_contract(
    connection: Connection, rows: Sequence[Waiting], renamed: Mapping[_Key, Customer], now: datetime, zone: ZoneInfo
) -> Iterator[_Key]:
    """Yield the letters of upgrades to those who have no valid contract any more, and had not heard of it."""
    upgrades = [row for row in rows if row.notice.kind is NoticeKind.UPGRADE]
    if not upgrades:
        return
    there = find_customers(connection, {row.recipient.customer for row in upgrades})
    customers = ((row, renamed.get(_key(row)) or there.get(row.recipient.customer)) for row in upgrades)
    over = {_key(row) for row, one in customers if one and not is_covered(one, now, zone)}
    for notice_id, some in groupby(upgrades, lambda row: row.revision.notice_id):
        theirs = [row for row in some if _key(row) in over]
        heard = who_heard(connection, notice_id, {row.recipient.customer for row in theirs}) if theirs else ()
        yield from (_key(row) for row in theirs if row.recipient.customer not in heard)


def _key(row: Waiting) -> _Key:
    return row.revision.notice_id, row.revision.number, row.recipient.customer

"""Write to those once more whom the newest letter of a notice did not reach."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from gateway.address import BadAddress, parse_address
from gateway.address_owners import owners_of
from gateway.desk.directory_check import THEIR_OWN
from gateway.desk.life.law import Law
from gateway.desk.notice import Delivery, Notice, Recipient, Standing
from gateway.desk.notice_changes import WriteAgain
from gateway.desk.notices.stale import check_fresh
from gateway.docket import Docket, Means
from gateway.errors import NotFound, Refused
from gateway.store import notices as store
from gateway.store.database import Connection, Database, Side

NOT_ARRIVED = (Standing.BOUNCED, Standing.FAILED)


class NoticeRetry:
    """Writes letters again for operators; ``StoreUnavailable`` means that nothing was done."""

    def __init__(self, database: Database, means: Means) -> None:
        """Open nothing yet."""
        self._database = database
        self._means = means

    def retry(
        self, name: str, only: Collection[Standing], addresses: Mapping[str, str], *, by: str
    ) -> tuple[Recipient, ...]:
        """Write the newest revision once more to those it did not reach; return them. Raises ``NotFound``, ``Refused``.

        ``addresses`` has another address for some of them, by customer; it counts for this notice alone.
        """
        with self._database.write(Side.DESK) as connection:
            docket = Docket(connection, self._means)
            notice = store.notice_named(connection, name)
            revisions = store.revisions_of(connection, notice.id)
            if not revisions:
                raise Refused(f"nobody has been told of {notice.id} yet")
            newest, told = revisions[-1]
            if newest.delivery is Delivery.ABORTED:
                raise Refused(f"the letters of {notice.id} were aborted: nobody else is told what they say")
            check_fresh(newest.stage, told, docket.now)
            number = newest.number
            there = store.told_of(connection, notice.id, [number])
            every = store.told_of(connection, notice.id)
            found = tuple(_again(there, only, addresses, notice, _came_back(every)))
            _check_theirs(connection, self._means.law, addresses)
            if not found:
                raise Refused(f"{notice.id}: nobody's letter is {' or '.join(sorted(only or NOT_ARRIVED))}")
            because = f"asked for by {by}"
            docket.take(WriteAgain(notice.id, number, one, because, by) for one in found)
            docket.write()
            return found


def _came_back(every: Sequence[store.Told]) -> dict[str, Standing]:
    """Return customers of whom the last that is known is that their mail came back, of whichever revision."""
    settled = sorted(
        (one.settled_at, one.number, one.recipient.customer, one.standing) for one in every if one.settled_at
    )
    newest = {customer: standing for _, _, customer, standing in settled if customer}
    return {name: standing for name, standing in newest.items() if standing in NOT_ARRIVED}


def _again(
    told: Sequence[store.Told],
    only: Collection[Standing],
    addresses: Mapping[str, str],
    notice: Notice,
    came_back: Mapping[str, Standing],
) -> Iterator[Recipient]:
    """Yield who is written to again.

    ``came_back`` as ``_came_back`` has it, whatever became of the newest revision before. Raises ``NotFound``,
    ``Refused``.
    """
    known = {one.recipient.customer: one for one in told if one.recipient.customer}
    for customer, address in addresses.items():
        if customer not in known:
            raise NotFound(f'"{customer}" is no customer whom {notice.id} concerns')
        try:
            parse_address(address)
        except BadAddress as bad:
            raise Refused(f"--to {customer}={address}: {bad}") from None
        if known[customer].standing is Standing.ACCEPTED and customer not in came_back:
            raise Refused(
                f"the relay took the letter to {customer} at {known[customer].recipient.address}, and none came back"
            )
        if known[customer].standing is Standing.QUEUED:
            raise Refused(f"the letter to {customer} is under way: see gateway notice report {notice.id}")
        standing = _stands(known[customer], came_back)
        if only and standing not in only:
            stands = f"the letter to {customer} is {standing}"
            raise Refused(f"--to {customer}={address}: {stands}, and not {' or '.join(sorted(only))} (--only)")
    for one in told:
        to = one.recipient
        other = addresses.get(to.customer) if to.customer else None
        if other or (not addresses and _stands(one, came_back) in (only or NOT_ARRIVED) and to.address):
            yield Recipient(to.customer, other or to.address, copy_to=to.copy_to)


def _stands(one: store.Told, came_back: Mapping[str, Standing]) -> Standing:
    taken = one.standing is Standing.ACCEPTED or (one.standing is Standing.SKIPPED and not one.recipient.address)
    return came_back.get(one.recipient.customer, one.standing) if taken else one.standing


def _check_theirs(connection: Connection, law: Law, addresses: Mapping[str, str]) -> None:
    """Refuse to write to others what is meant for a customer: to ourselves, to a colleague, to another customer."""
    named: dict[str, str] = {}
    whose = owners_of(connection, law, [parse_address(one) for one in addresses.values()])
    for customer, address in addresses.items():
        flag, to = f"--to {customer}={address}", parse_address(address)
        owners = whose[to]
        if owners.is_ours:
            raise Refused(f"{flag} is an address of our own: {THEIR_OWN}")
        if owners.colleague:
            raise Refused(f"{flag} is the address of {owners.colleague.name}, of the team: {THEIR_OWN}")
        if customer in owners.customers:
            continue
        if owners.customers:
            raise Refused(f"{flag} is the address of another customer, {owners.customers[0]}: {THEIR_OWN}")
        if owners.in_domain and customer not in owners.in_domain:
            raise Refused(f"{flag} is in the domain of another customer, {owners.in_domain[0]}: {THEIR_OWN}")
        if to.inbox in named:
            raise Refused(f"{flag} is named for {named[to.inbox]} too, and is neither's: {THEIR_OWN}")
        named[to.inbox] = customer

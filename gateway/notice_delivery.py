"""Stop and start the letters of a notice, and write to those once more whose letter did not arrive."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from gateway.address import BadAddress, parse_address
from gateway.desk.notice import Delivery, Notice, Recipient, Revision, Stage, Standing
from gateway.desk.notice_changes import SetDelivery, WriteAgain
from gateway.desk.reason import with_reason
from gateway.docket import Docket, Means
from gateway.errors import NotFound, Refused
from gateway.store import notices as store
from gateway.store.database import Connection, Database, Side

NOT_ARRIVED = (Standing.BOUNCED, Standing.FAILED)


class NoticeDelivery:
    """Carries operators' wishes about letters of notices out; ``StoreUnavailable`` means that nothing was done."""

    def __init__(self, database: Database, means: Means) -> None:
        """Open nothing yet."""
        self._database = database
        self._means = means

    def pause(self, name: str, *, by: str) -> list[Revision]:
        """Write no more letters until it is resumed; return of which revisions. Raises ``NotFound`` or ``Refused``."""
        return self._set(name, Delivery.RUNNING, Delivery.PAUSED, f"paused by {by}", by=by)

    def resume(self, name: str, *, by: str) -> list[Revision]:
        """Go on with what was paused; return which revisions. Raises ``NotFound`` or ``Refused``."""
        return self._set(name, Delivery.PAUSED, Delivery.RUNNING, f"resumed by {by}", by=by)

    def abort(self, name: str, *, by: str, reason: str) -> list[Revision]:
        """Leave out everybody whose letter no server has taken yet; return of which revisions.

        Raises ``NotFound`` or ``Refused``.
        """
        because = with_reason(f"aborted by {by}", reason)
        return self._set(name, None, Delivery.ABORTED, because, by=by)

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
            newest, _ = revisions[-1]
            if newest.delivery is Delivery.ABORTED:
                raise Refused(f"the letters of {notice.id} were aborted: nobody else is told what they say")
            if newest.stage is Stage.REMINDER and notice.start and notice.start <= docket.now:
                raise Refused(f"{notice.id}: its newest mail reminds of work that was to begin by now")
            number = newest.number
            there = store.told_of(connection, notice.id, [number])
            earlier = store.told_of(connection, notice.id, range(number)) if only and addresses else []
            found = tuple(_again(there, only, addresses, notice, _came_back(earlier)))
            if not found:
                raise Refused(f"{notice.id}: nobody's letter is {' or '.join(sorted(only or NOT_ARRIVED))}")
            because = f"asked for by {by}"
            docket.take(WriteAgain(notice.id, number, one, because, by) for one in found)
            docket.write()
            return found

    def _set(self, name: str, before: Delivery | None, after: Delivery, because: str, *, by: str) -> list[Revision]:
        with self._database.write(Side.DESK) as connection:
            docket = Docket(connection, self._means)
            notice = store.notice_named(connection, name)
            found = _with_letters_to_write(connection, notice, written=after is Delivery.ABORTED)
            found = [one for one in found if before is None or one.delivery is before]
            if not found:
                raise Refused(f"{notice.id}: {_why_nothing(connection, notice, before)}")
            docket.take(SetDelivery(notice.id, one.number, after, because, by) for one in found)
            docket.write()
            return found


def _with_letters_to_write(connection: Connection, notice: Notice, *, written: bool = False) -> list[Revision]:
    """Return the revisions that have some; with ``written`` also those with letters that no server has taken."""
    waiting = {
        one.number
        for one in store.told_of(connection, notice.id)
        if (one.standing is Standing.QUEUED and (written or one.outbox_id is None))
        or (one.standing is Standing.DEFERRED and written)
    }
    return [one for one, _ in store.revisions_of(connection, notice.id) if one.number in waiting]


def _why_nothing(connection: Connection, notice: Notice, before: Delivery | None) -> str:
    """Say why the letters that are still to be written cannot be paused, resumed or aborted."""
    if before is Delivery.PAUSED:
        return "nothing of it is paused"
    if _with_letters_to_write(connection, notice):
        return "it is paused already"
    return "all its letters are written" if store.revisions_of(connection, notice.id) else "nobody has been told of it"


def _came_back(earlier: Sequence[store.Told]) -> dict[str, Standing]:
    """Return how the last letter to customers fared whose mail came back; in order."""
    newest = {one.recipient.customer: one.standing for one in earlier if one.standing is not Standing.SKIPPED}
    return {name: standing for name, standing in newest.items() if standing in NOT_ARRIVED}


def _again(
    told: Sequence[store.Told],
    only: Collection[Standing],
    addresses: Mapping[str, str],
    notice: Notice,
    came_back: Mapping[str, Standing],
) -> Iterator[Recipient]:
    """Yield who is written to again.

    ``came_back``: of earlier revisions; who is left out of the newest for it counts as they do. Raises ``NotFound``,
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
        if known[customer].standing is Standing.ACCEPTED:
            raise Refused(f"the letter to {customer} has arrived at {known[customer].recipient.address}")
        if known[customer].standing is Standing.QUEUED:
            raise Refused(f"the letter to {customer} is under way: see gateway notice report {notice.id}")
        standing = known[customer].standing
        if standing is Standing.SKIPPED and not known[customer].recipient.address:
            standing = came_back.get(customer, standing)
        if only and standing not in only:
            stands = f"the letter to {customer} is {standing}"
            raise Refused(f"--to {customer}={address}: {stands}, and not {' or '.join(sorted(only))} (--only)")
    for one in told:
        to = one.recipient
        other = addresses.get(to.customer) if to.customer else None
        if other or (not addresses and one.standing in (only or NOT_ARRIVED) and to.address):
            yield Recipient(to.customer, other or to.address, copy_to=to.copy_to)

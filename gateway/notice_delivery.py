"""Stop and start the letters of a notice, and write to those once more whose letter did not arrive."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from gateway.address import BadAddress, parse_address
from gateway.address_owners import owners_of
from gateway.desk.directory_check import THEIR_OWN
from gateway.desk.life.law import Law
from gateway.desk.notice import Delivery, Notice, Recipient, Revision, Standing
from gateway.desk.notice_changes import ExcuseShortNotice, KeepNotice, SetDelivery, WriteAgain
from gateway.desk.notices.agenda import next_due
from gateway.desk.notices.maintenance import PLANS, check_notice, reworded, stays
from gateway.desk.notices.stale import check_fresh
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

    def pause(self, name: str, *, by: str, up_to: int | None = None) -> list[Revision]:
        """Write no more letters until it is resumed; return of which revisions. Raises ``NotFound`` or ``Refused``.

        ``up_to``: the number of the last revision that is meant; what came after it goes on.
        """
        return self._stop(name, Delivery.RUNNING, Delivery.PAUSED, f"paused by {by}", by=by, up_to=up_to)

    def resume(self, name: str, *, by: str, short_notice: str = "") -> list[Revision]:
        """Go on with what was paused; return which revisions. Raises ``NotFound`` or ``Refused``.

        What comes too late by now is not sent. ``short_notice`` is why customers hear of work later than was promised.
        """
        with self._database.write(Side.DESK) as connection:
            docket = Docket(connection, self._means)
            notice = store.notice_named(connection, name)
            found = _stopped(connection, notice, Delivery.PAUSED)
            newest, told = found[-1]
            check_fresh(newest.stage, told, docket.now)
            docket.take(_excused(found, notice, short_notice, docket.now))
            because = with_reason(f"resumed by {by}", short_notice)
            docket.take(SetDelivery(notice.id, one.number, Delivery.RUNNING, because, by) for one, _ in found)
            docket.write()
            return [one for one, _ in found]

    def abort(self, name: str, *, by: str, reason: str) -> list[Revision]:
        """Leave out everybody whose letter no server has taken yet; return of which revisions.

        Raises ``NotFound`` or ``Refused``.
        """
        because = with_reason(f"aborted by {by}", reason)
        return self._stop(name, None, Delivery.ABORTED, because, by=by)

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
            earlier = store.told_of(connection, notice.id, range(number)) if only and addresses else []
            found = tuple(_again(there, only, addresses, notice, _came_back(earlier)))
            _check_theirs(connection, self._means.law, addresses)
            if not found:
                raise Refused(f"{notice.id}: nobody's letter is {' or '.join(sorted(only or NOT_ARRIVED))}")
            because = f"asked for by {by}"
            docket.take(WriteAgain(notice.id, number, one, because, by) for one in found)
            docket.write()
            return found

    def _stop(
        self, name: str, before: Delivery | None, after: Delivery, because: str, *, by: str, up_to: int | None = None
    ) -> list[Revision]:
        with self._database.write(Side.DESK) as connection:
            docket = Docket(connection, self._means)
            notice = store.notice_named(connection, name)
            written = after is Delivery.ABORTED
            found = [one for one, _ in _stopped(connection, notice, before, written=written, up_to=up_to)]
            docket.take(SetDelivery(notice.id, one.number, after, because, by) for one in found)
            docket.write()
            return found


def _stopped(
    connection: Connection,
    notice: Notice,
    delivery: Delivery | None,
    *,
    written: bool = False,
    up_to: int | None = None,
) -> list[tuple[Revision, Notice]]:
    """Return the revisions with letters to write that stand like this, with what they tell. Raises ``Refused``."""
    some = _with_letters_to_write(connection, notice, written=written)
    meant = [(one, told) for one, told in some if up_to is None or one.number <= up_to]
    found = [(one, told) for one, told in meant if delivery is None or one.delivery is delivery]
    if not found:
        raise Refused(f"{notice.id}: {_why_nothing(connection, notice, delivery)}")
    return found


def _excused(
    found: Sequence[tuple[Revision, Notice]], notice: Notice, reason: str, now: datetime
) -> Iterator[KeepNotice | ExcuseShortNotice]:
    """Yield that customers are told why notice is short. Raises ``Refused`` where it is, for no reason.

    Who paused letters and goes on with them later gives no more notice than who schedules then.
    """
    plans = [(one, told) for one, told in found if one.stage in PLANS and not stays(told, one.stage)]
    if reason and not plans:
        raise Refused(f"{notice.id}: no letter that is paused tells of a window: leave out --short-notice")
    for one, told in plans:
        assert told.start is not None, "maintenance has a window"
        said = reworded(told, {"short_notice": reason}) if reason else told
        check_notice(said, told.start - now)
        if reason:
            yield ExcuseShortNotice(notice.id, one.number, said, reason)
    if reason:
        yield KeepNotice(reworded(notice, {"short_notice": reason}), next_due(notice), "", "")


def _with_letters_to_write(
    connection: Connection, notice: Notice, *, written: bool = False
) -> list[tuple[Revision, Notice]]:
    """Return the revisions that have some; with ``written`` also those with letters that no server has taken."""
    waiting = {
        one.number
        for one in store.told_of(connection, notice.id)
        if (one.standing is Standing.QUEUED and (written or one.outbox_id is None))
        or (one.standing is Standing.DEFERRED and written)
    }
    return [(one, told) for one, told in store.revisions_of(connection, notice.id) if one.number in waiting]


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
            raise Refused(
                f"the relay took the letter to {customer} at {known[customer].recipient.address}, and none came back"
            )
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


def _check_theirs(connection: Connection, law: Law, addresses: Mapping[str, str]) -> None:
    """Refuse to write to others what is meant for a customer: to ourselves, to a colleague, to another customer."""
    named: dict[str, str] = {}
    for customer, address in addresses.items():
        flag, to = f"--to {customer}={address}", parse_address(address)
        owners = owners_of(connection, law, to)
        if owners.is_ours:
            raise Refused(f"{flag} is an address of our own: {THEIR_OWN}")
        if owners.colleague:
            raise Refused(f"{flag} is the address of {owners.colleague.name}, of the team: {THEIR_OWN}")
        if customer in owners.customers:
            continue
        if owners.customers:
            raise Refused(f"{flag} is the address of another customer, {owners.customers[0]}: {THEIR_OWN}")
        if to.inbox in named:
            raise Refused(f"{flag} is named for {named[to.inbox]} too, and is neither's: {THEIR_OWN}")
        named[to.inbox] = customer

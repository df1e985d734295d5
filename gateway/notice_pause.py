"""Stop the letters of a notice for now or for good, and go on with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from gateway.desk.notice import Delivery, Notice, Revision, Standing
from gateway.desk.notice_changes import ExcuseShortNotice, KeepNotice, SetDelivery
from gateway.desk.notices.agenda import next_due
from gateway.desk.notices.maintenance import PLANS, check_notice, reworded, stays
from gateway.desk.notices.said import ended_by
from gateway.desk.notices.stale import check_fresh
from gateway.desk.reason import with_reason
from gateway.docket import Docket, Means
from gateway.errors import Refused
from gateway.store import notices as store
from gateway.store.database import Connection, Database, Side


class NoticePause:
    """Stops letters and lets them go on; ``StoreUnavailable`` means that nothing was done."""

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
            for newest, told in store.revisions_of(connection, notice.id)[-1:]:
                if newest.delivery in (Delivery.PAUSED, Delivery.LAPSED):
                    check_fresh(newest.stage, told, docket.now)
            found = _stopped(connection, notice, Delivery.PAUSED)
            news = bool(store.unheard(connection, notice.id))
            docket.take(_excused(found, notice, short_notice, docket.now, news=news))
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
    found: Sequence[tuple[Revision, Notice]], notice: Notice, reason: str, now: datetime, *, news: bool
) -> Iterator[KeepNotice | ExcuseShortNotice]:
    """Yield that customers are told why notice is short. Raises ``Refused`` where it is, for no reason.

    Who paused letters and goes on with them later gives no more notice than who schedules then. ``news``: to some who
    read that a window is certain that is the first they hear of it.
    """
    plans = [(one, told) for one, told in found if one.stage in PLANS and (news or not stays(told, one.stage))]
    if reason and not plans:
        raise Refused(f"{notice.id}: no letter that is paused tells of a window: leave out --short-notice")
    for one, told in plans:
        assert told.start is not None, "maintenance has a window"
        said = replace(reworded(told, {"short_notice": reason}), excused_at=now) if reason else told
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
    if not store.revisions_of(connection, notice.id):
        return "nobody has been told of it"
    is_aborted = store.newest_delivery(connection, notice.id) is Delivery.ABORTED
    stand = "its letters were aborted" if is_aborted else "all its letters are written"
    ends = ended_by(notice, stopped=store.is_stopped(connection, notice.id)) if before is None else ""
    return f"{stand}\n  to end it:  {ends}" if ends else stand

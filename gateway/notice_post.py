"""Flow: the letters of notices are written, some at a time.

Nobody is written to twice and nobody is left out: that a letter is in the outbox is noted in the transaction that
puts it there. Few are written ahead, so that replies, and outages, pass newsletters, and memory stays flat. One that
cannot be written keeps nobody else waiting.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from gateway import faults
from gateway.address import BadAddress, ascii_lower
from gateway.desk.life.law import Law
from gateway.desk.notice import Notice, NoticeKind, Recipient, Revision, Stage
from gateway.desk.notice_changes import LeaveOut, WriteLetter
from gateway.desk.notices.stale import why_stale
from gateway.desk.order import TellOfNotice
from gateway.docket import Docket, Means
from gateway.errors import PermanentFailure, StoreUnavailable
from gateway.mail import Lane
from gateway.notice_addresses import Addressed, by_address
from gateway.notice_left_out import come_too_late, leave_out
from gateway.outbound.compose import NO_ID
from gateway.store import newsletters
from gateway.store import notice_queue as queue
from gateway.store.clock import time_of
from gateway.store.customers import find_customers
from gateway.store.database import Connection, Database, Side
from gateway.store.notice_moved import id_they_had
from gateway.store.notice_newcomers import written_before
from gateway.store.notices import customers_by_manager, first_letters, is_due, next_revision

LETTERS = 200  # of one transaction: a mail, or a command that writes, must not wait long for its turn
AHEAD = 500  # letters that are written before the relay has taken those before them
MINUTE = timedelta(minutes=1)
SOON, LATER = timedelta(seconds=0.1), timedelta(seconds=1)
"""Until it is looked again whether the relay has taken some: while it takes them, and while it does not."""
AGAIN = (MINUTE, 2 * MINUTE, 4 * MINUTE, 8 * MINUTE)
"""When a letter that could not be written is tried again: some faults pass."""

_NEVER = (PermanentFailure, BadAddress)  # what no later try mends

_log = logging.getLogger("gateway.notices")
_Key = tuple[str, int, str, str]
_Told = tuple[Revision, Notice]


@dataclass(frozen=True, slots=True)
class _PutOff:
    """A letter that could not be written."""

    until: datetime
    tries: int


class NoticePost:
    """Writes the letters of notices that wait for their turn."""

    def __init__(self, database: Database, means: Means) -> None:
        """Look at nothing yet."""
        self._database = database
        self._means = means
        self._full_until: datetime | None = None
        self._ahead: dict[Lane, int] = {}  # letters that the relay had not taken when it was looked last
        self._put_off: dict[_Key, _PutOff] = {}

    def go_by(self, law: Law) -> None:
        """Go by other policies and people from now on."""
        self._means = replace(self._means, law=law)

    def next_due(self, connection: Connection, now: datetime) -> datetime | None:
        """Return when there is something to write next; None for never."""
        if not queue.kinds_to_write(connection):
            return None
        full = self._full_until
        return full if full and now < full <= now + MINUTE else now  # a clock may have leapt ahead when it was set

    def post(self) -> int:
        """Write the next letters; return how many. Raises ``StoreUnavailable``."""
        with self._database.read() as connection:
            room = self._room(connection)
        if not room:
            return 0
        try:
            return self._post(room)
        except StoreUnavailable:
            raise
        except Exception:  # noqa: BLE001 - the desk's loop: whatever the letters do, the clock goes on
            _log.exception("notices.unwritten")
            with self._database.read() as connection:
                self._full_until = time_of(connection, self._means.clock) + MINUTE
            return 0

    def _room(self, connection: Connection) -> dict[Lane, int]:
        """Return how many letters may be written ahead, by lane; of none, nothing is before it is looked again."""
        lanes = {kind.lane for kind in queue.kinds_to_write(connection)}
        before, self._ahead = self._ahead, {lane: queue.waiting_in_outbox(connection, lane) for lane in lanes}
        room = {lane: AHEAD - ahead for lane, ahead in self._ahead.items() if ahead < AHEAD}
        if lanes and not room:
            stands_still = self._ahead == before
            self._full_until = time_of(connection, self._means.clock) + (LATER if stands_still else SOON)
        return room

    def _post(self, room: Mapping[Lane, int]) -> int:
        with self._database.write(Side.DESK) as connection:
            docket = Docket(connection, self._means)
            fresh, stale = _by_freshness(queue.revisions_to_write(connection), docket.now)
            sure = self._means.horizon.reach(docket.now)
            # What the clock brings comes first: it may say something newer, and then nobody need be asked.
            quiet = (one for one in stale if not is_due(connection, one[0].notice_id, sure))
            late = tuple(come_too_late(connection, quiet, sure))
            docket.take(late)
            found = self._next_letters(connection, fresh, room, docket.now)
            # Else there is nothing but domains that have had their share, and what a clock in doubt calls late.
            self._full_until = None if found or late else docket.now + LATER
            left = _left(connection, found)
            stay, gone = _parted(found, left)
            docket.take(LeaveOut(*_named(row), f"has left {row.notice.mailing_list} since") for row in gone)
            addressed = by_address(connection, docket, stay, self._means.law.inboxes, self._means.law.home.zone)
            leave_out(connection, docket, self._means.law, addressed.left)
            written = self._write(connection, docket, addressed)
            docket.write()
            faults.hit("notice-letters-written")
        faults.hit("notice-letters-committed")
        if written:
            _log.info("notices.written letters=%d", written)
        return len(found) + len(late)

    def _write(self, connection: Connection, docket: Docket, addressed: Addressed) -> int:
        """Write letters; return how many could be."""
        failed, written = [], 0
        rows = addressed.stay
        for row, order in zip(rows, _orders(connection, addressed), strict=True):
            try:
                (letter,) = docket.take((order,))
            except StoreUnavailable:
                raise
            except Exception as failure:  # noqa: BLE001 - whatever one letter does, the others are written
                if self._is_hopeless(row, failure, docket.now):
                    failed.append((row, f"the letter could not be written: {failure}"))
                continue
            docket.take((WriteLetter(*_named(row), letter.outbox_id),))
            self._put_off.pop(_key(row), None)
            written += 1
        if failed:
            leave_out(connection, docket, self._means.law, failed)
        return written

    def _is_hopeless(self, row: queue.Waiting, failure: Exception, now: datetime) -> bool:
        """Tell whether a letter is not tried again; else it is put off."""
        put_off = self._put_off.get(_key(row))
        tries = put_off.tries if put_off else 0
        # One traceback for a letter is enough, and one line for each try.
        _log.error(
            "notices.unwritten notice=%s customer=%s try=%d: %s",
            *(row.notice.id, row.recipient.customer, tries + 1, failure),
            exc_info=failure if tries == 0 else None,
        )
        if isinstance(failure, _NEVER) or tries == len(AGAIN):
            self._put_off.pop(_key(row), None)
            return True
        self._put_off = {key: one for key, one in self._put_off.items() if one.until > now - AGAIN[-1]}
        self._put_off[_key(row)] = _PutOff(now + AGAIN[tries], tries + 1)
        return False

    def _next_letters(
        self, connection: Connection, revisions: Sequence[_Told], room: Mapping[Lane, int], now: datetime
    ) -> list[queue.Waiting]:
        """Return the next letters of lanes that have room, to domains that have not had their share."""
        left, found = dict(room), list[queue.Waiting]()
        for revision, told in revisions:
            lane = told.kind.lane
            limit = min(LETTERS - len(found), left.get(lane, 0))
            some = self._next_of(connection, revision, told, limit, now)
            left[lane] = left.get(lane, 0) - len(some)
            found += some
            if len(found) >= LETTERS:
                break
        return found

    def _next_of(
        self, connection: Connection, revision: Revision, told: Notice, limit: int, now: datetime
    ) -> list[queue.Waiting]:
        waiting = {key for key, one in self._put_off.items() if now < one.until <= now + AGAIN[-1]}
        found: dict[_Key, queue.Waiting] = {}
        written: Counter[str] = Counter()
        looked_at: set[str] = set()
        busy: set[str] = set()
        while len(found) < limit:
            rows = queue.letters_to_write(connection, revision, told, limit=limit + len(waiting), without=busy)
            fresh = {row.domain for row in rows} - looked_at
            written.update(queue.written_since(connection, told.kind.lane, now - MINUTE, now, fresh))
            looked_at |= fresh
            had_their_share = set()
            for row in rows:
                if written[row.domain] >= self._means.notices_per_domain:
                    had_their_share.add(row.domain)
                elif len(found) < limit and _key(row) not in waiting and _key(row) not in found:
                    found[_key(row)] = row
                    written[row.domain] += 1
            if not had_their_share:
                break
            busy |= had_their_share
        return list(found.values())


def _orders(connection: Connection, addressed: Addressed) -> Iterator[TellOfNotice]:
    """Yield what is ordered for each letter, in order."""
    rows = addressed.stay
    customers = find_customers(connection, {one.recipient.customer for one in rows if one.recipient.customer})
    revisions = {(one.revision.notice_id, one.revision.number): one.revision for one in rows}
    everybody = [one.recipient for one in rows]
    roots = {name: first_letters(connection, name, everybody) for name, _ in revisions}  # the first, written again
    before = {name: written_before(connection, name, everybody) for name in roots}
    copied = {(one.revision.notice_id, one.revision.number) for one in rows if one.recipient.copy_to}
    about = {key: customers_by_manager(connection, revisions[key]) for key in copied}
    restored = {name for (name, _), one in revisions.items() if one.stage is Stage.RESTORED}
    newest = {name: next_revision(connection, name) - 1 for name in restored}
    for row in rows:
        to = row.recipient
        earlier = before[row.notice.id].get(to.customer)
        root = earlier.message_id if earlier else roots[row.notice.id].get((to.customer, to.copy_to), NO_ID)
        theirs = about[row.notice.id, row.revision.number] if to.copy_to else {}
        # To whom it is the first letter nothing has changed.
        told = row.notice if root or row.notice.told_before is None else replace(row.notice, told_before=None)
        if row.revision.stage is Stage.RESTORED and newest[told.id] > row.revision.number:
            told = replace(told, next_by=None)  # it was said by now, in the letter behind this
        yield TellOfNotice(
            told,
            row.revision if root else replace(row.revision, stage=row.revision.stage.to_newcomers),
            to,
            row.revision.because,
            customer=addressed.gone_to(row) or customers.get(to.customer),
            copy_of=theirs.get(ascii_lower(to.copy_to), ()),
            root=root,
            known_as=id_they_had(earlier.customer if earlier else to.customer),
        )


def _by_freshness(revisions: Sequence[_Told], now: datetime) -> tuple[list[_Told], list[_Told]]:
    """Return the revisions that may still be told, and those that come too late."""
    fresh: list[_Told] = []
    stale: list[_Told] = []
    for revision, told in revisions:
        (stale if why_stale(revision.stage, told, now) else fresh).append((revision, told))
    return fresh, stale


def _key(row: queue.Waiting) -> _Key:
    return row.revision.notice_id, row.revision.number, row.recipient.customer, row.recipient.copy_to


def _named(row: queue.Waiting) -> tuple[str, int, Recipient]:
    return row.revision.notice_id, row.revision.number, row.recipient


def _left(connection: Connection, rows: Sequence[queue.Waiting]) -> set[tuple[str, str]]:
    """Return who left a newsletter after their letter was planned: it was paused, or is written again."""
    of = [row for row in rows if row.notice.kind is NoticeKind.NEWSLETTER]
    if not of:
        return set()
    return newsletters.who_left(
        connection, {row.notice.mailing_list for row in of}, {row.recipient.customer for row in of}
    )


def _parted(
    rows: Iterable[queue.Waiting], left: set[tuple[str, str]]
) -> tuple[list[queue.Waiting], list[queue.Waiting]]:
    """Return those who are written to, and those who left their newsletter."""
    stay: list[queue.Waiting] = []
    gone: list[queue.Waiting] = []
    for row in rows:
        (gone if (row.recipient.customer, row.notice.mailing_list) in left else stay).append(row)
    return stay, gone

"""Flow: what falls due on notices is done, and the letters of their revisions are written, some at a time.

Nobody is written to twice and nobody is left out: that a letter is in the outbox is noted in the transaction that
puts it there. Few are written ahead, so that replies, and outages, pass newsletters, and memory stays flat.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never

from gateway import faults
from gateway.desk.customer import Customer
from gateway.desk.life.law import Law
from gateway.desk.notice import Notice, NoticeKind, NoticeState, Recipient, Stage
from gateway.desk.notice_changes import KeepNotice, LeaveOut, WriteLetter
from gateway.desk.notices.agenda import Appointment, Duty, agenda, next_due
from gateway.desk.notices.decided import Bearings, Decided
from gateway.desk.notices.maintenance import begin
from gateway.desk.notices.nag import missed, nag
from gateway.desk.notices.outage import explain, hold, promised_kind
from gateway.desk.notices.promised import bearings
from gateway.desk.notices.said import utc
from gateway.desk.order import TellOfNotice
from gateway.docket import Docket, Means
from gateway.errors import StoreUnavailable
from gateway.mail import Lane
from gateway.notice_issue import Whom, issue
from gateway.outbound.notice_letters import lane_of
from gateway.store import newsletters
from gateway.store import notices as store
from gateway.store.clock import time_of
from gateway.store.customers import find_customers
from gateway.store.database import Connection, Database, Side

BATCH = 50  # notices that are looked at in a row
LETTERS = 100  # of one transaction: a mail, or a command that writes, must not wait long for its turn
AHEAD = 500  # letters that are written before the relay has taken those before them
MINUTE = timedelta(minutes=1)
SOON, LATER = timedelta(seconds=0.1), timedelta(seconds=1)
"""Until it is looked again whether the relay has taken some: while it takes them, and while it does not."""
PER_DOMAIN = 600  # letters to one domain in a minute
TOO_LATE = timedelta(hours=1)
"""A reminder that is later than that is not sent: nobody asked for it now."""

_log = logging.getLogger("gateway.notices")


class Notices:
    """Does what falls due on notices, and writes their letters."""

    def __init__(self, database: Database, means: Means) -> None:
        """Look at nothing yet."""
        self._database = database
        self._means = means
        self._full_until: datetime | None = None
        self._ahead = 0  # letters that the relay had not taken when it was looked last

    def go_by(self, law: Law) -> None:
        """Go by other policies and people from now on."""
        self._means = replace(self._means, law=law)

    def next_due(self, connection: Connection, now: datetime) -> datetime | None:
        """Return when there is something to do next; None for never."""
        times = [store.next_due(connection)]
        if store.anything_waits(connection):
            times.append(max(now, self._full_until) if self._full_until else now)
        return min((one for one in times if one is not None), default=None)

    def look(self, horizon: datetime) -> int:
        """Do what has fallen due by ``horizon``; return on how many notices. Raises ``StoreUnavailable``."""
        with self._database.read() as connection:
            due = store.due_before(connection, horizon, limit=BATCH)
        for one in due:
            try:
                self._do(one.id, horizon)
            except StoreUnavailable:
                raise
            except Exception:  # noqa: BLE001 - the desk's loop: whatever one notice does, the clock goes on
                _log.exception("notices.failed notice=%s", one.id)
                self._put_off(one.id)
        return len(due)

    def post(self) -> int:
        """Write the next letters; return how many. Raises ``StoreUnavailable``."""
        with self._database.read() as connection:
            kind = store.next_kind(connection)
            if kind is None or self._is_full(connection, lane_of(kind)):
                return 0
        try:
            return self._post(min(LETTERS, AHEAD - self._ahead))
        except StoreUnavailable:
            raise
        except Exception:  # noqa: BLE001 - as above
            _log.exception("notices.unwritten")
            return self._post_one()

    def _do(self, name: str, horizon: datetime) -> None:
        with self._database.write(Side.DESK) as connection:
            docket = Docket(connection, self._means)
            notice = store.notice_named(connection, name)
            coming = agenda(notice)
            if coming and coming[0].at <= horizon:  # one of them: each may issue a revision
                now = min(docket.now, horizon)  # a clock that leapt ahead makes nothing late before it is believed
                notice = self._fulfil(connection, docket, notice, coming[0], now)
            docket.take((KeepNotice(notice, next_due(notice), "", ""),))
            docket.write()
            faults.hit("notices-written")
        faults.hit("notices-committed")

    def _fulfil(
        self, connection: Connection, docket: Docket, notice: Notice, due: Appointment, now: datetime
    ) -> Notice:
        """Do one thing; return the notice as it is then."""
        notice = replace(notice, marks=(*notice.marks, due.mark))
        law, whom = self._means.law, Whom(connection)
        match due.duty:
            case Duty.NAG_WORD | Duty.NAG_START | Duty.NAG_END:
                if not any(one.at <= now for one in agenda(notice)):  # what has fallen due after it says more
                    docket.take(nag(notice, due, law.team, law.home, now=now))
                return notice
            case Duty.MISSED:
                self._missed(docket, notice, due, now)
                return notice
            case Duty.REMINDER:
                decided = self._reminder(notice, due, now)
            case Duty.AUTO_START:
                decided = self._started(notice, bearings((), law, by="", now=now))
            case Duty.AUTO_WORD:
                if now > due.about:  # the gateway stood still
                    self._missed(docket, notice, due, now)
                found = bearings(whom.concerned(notice), law, by="", now=now)
                decided = explain(notice, found, {}) if notice.state is NoticeState.RESTORED else hold(notice, found)
            case _:
                assert_never(due.duty)
        return issue(connection, docket, law, decided, by="", whom=whom).notice

    def _missed(self, docket: Docket, notice: Notice, due: Appointment, now: datetime) -> None:
        """Write down that customers heard nothing by the time that was promised, and tell people."""
        kind, law = promised_kind(notice), self._means.law
        said = f"no {kind} by {utc(due.about)}: missed"
        docket.take((KeepNotice(notice, None, said, "customers were promised one by then"),))
        docket.take(missed(notice, kind, due.about, law.team, law.home, now=now))
        _log.error("notice.missed notice=%s kind=%s due=%s", notice.id, kind, due.about)

    @staticmethod
    def _reminder(notice: Notice, due: Appointment, now: datetime) -> Decided:
        if now - due.at <= TOO_LATE and now < due.about:
            return Decided(notice, "customers are reminded", "the reminder was planned", Stage.REMINDER)
        return Decided(notice, "a reminder was not sent: its time had passed", f"the gateway stood still at {due.at}")

    @staticmethod
    def _started(notice: Notice, found: Bearings) -> Decided:
        if notice.end is not None and found.now < notice.end:
            return begin(notice, found)
        return Decided(notice, "work was not begun: its window had passed", "the gateway stood still")

    def _put_off(self, name: str) -> None:
        with self._database.write(Side.DESK) as connection:
            docket = Docket(connection, self._means)
            notice = store.notice_named(connection, name)
            docket.take((KeepNotice(notice, docket.now + 5 * MINUTE, "", ""),))
            docket.write()

    def _is_full(self, connection: Connection, lane: Lane) -> bool:
        """Tell whether enough is written ahead; then nothing is written before it is looked again."""
        before, self._ahead = self._ahead, store.waiting_in_outbox(connection, lane)
        if self._ahead < AHEAD:
            return False
        stands_still = self._ahead == before
        self._full_until = time_of(connection, self._means.clock) + (LATER if stands_still else SOON)
        return True

    def _post(self, limit: int) -> int:
        with self._database.write(Side.DESK) as connection:
            docket = Docket(connection, self._means)
            found = self._next_letters(connection, limit, docket.now)
            self._full_until = None if found else docket.now + LATER  # nothing but domains that have had their share
            left = _left(connection, found)
            gone = [row for row in found if (row.recipient.customer, row.notice.mailing_list) in left]
            docket.take(LeaveOut(*_key(row), f"has left {row.notice.mailing_list} since") for row in gone)
            rows = [row for row in found if row not in gone]
            for step, row in zip(self._orders(connection, rows), rows, strict=True):
                (letter,) = docket.take((step,))
                docket.take((WriteLetter(*_key(row), letter.outbox_id),))
            docket.write()
            faults.hit("notice-letters-written")
        faults.hit("notice-letters-committed")
        if rows:
            _log.info("notices.written letters=%d", len(rows))
        return len(found)

    def _post_one(self) -> int:
        """Write the next letter alone; one that cannot be written is left out, and the notice says why."""
        try:
            return self._post(1)
        except StoreUnavailable:
            raise
        except Exception as failure:  # noqa: BLE001 - as above
            _log.exception("notices.unwritten")
            with self._database.write(Side.DESK) as connection:
                docket = Docket(connection, self._means)
                for row in self._next_letters(connection, 1, docket.now):
                    because = f"the letter could not be written: {failure}"
                    docket.take((LeaveOut(*_key(row), because),))
                docket.write()
            return 1

    @staticmethod
    def _next_letters(connection: Connection, limit: int, now: datetime) -> list[store.Waiting]:
        kind = store.next_kind(connection)
        lane = lane_of(kind) if kind else Lane.NOTICE
        written = Counter(store.written_since(connection, lane, now - MINUTE))
        busy = {domain for domain, count in written.items() if count >= PER_DOMAIN}
        found = []
        for row in store.waiting(connection, limit=limit, without=busy):
            written[row.domain] += 1
            if written[row.domain] <= PER_DOMAIN:
                found.append(row)
        return found

    def _orders(self, connection: Connection, rows: Sequence[store.Waiting]) -> Iterator[TellOfNotice]:
        customers = find_customers(connection, {one.recipient.customer for one in rows if one.recipient.customer})
        roots = {
            name: store.first_letters(connection, name, [one.recipient for one in rows])
            for name in {one.notice.id for one in rows}
        }
        for row in rows:
            to, root = row.recipient, roots[row.notice.id].get((row.recipient.customer, row.recipient.copy_to))
            yield TellOfNotice(
                row.notice,
                row.revision,
                to,
                row.revision.because,
                customer=_known(customers, to.customer),
                copy_of=store.names_looked_after(connection, row.revision, to.copy_to) if to.copy_to else (),
                **({"root": root} if root else {}),
            )


def _key(row: store.Waiting) -> tuple[str, int, Recipient]:
    return row.revision.notice_id, row.revision.number, row.recipient


def _left(connection: Connection, rows: Sequence[store.Waiting]) -> set[tuple[str, str]]:
    """Return who left a newsletter after their letter was planned: it was paused, or is written again."""
    of = [row for row in rows if row.notice.kind is NoticeKind.NEWSLETTER]
    if not of:
        return set()
    return newsletters.who_left(
        connection, {row.notice.mailing_list for row in of}, {row.recipient.customer for row in of}
    )


def _known(customers: dict[str, Customer], name: str) -> Customer | None:
    """Return a customer; of one who has left the directory since, what is still known."""
    return (customers.get(name) or Customer(name, name)) if name else None

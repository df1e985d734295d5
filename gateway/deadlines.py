"""Flow: the clock comes to what was promised, and what follows is done: warned, alarmed, reminded, told, closed.

Tickets carry when something falls due on them next; one look at an index finds those. A late start catches up once.
Nothing falls due before mail that came earlier has been worked on, so an answer that waits in the journal counts.
Once nothing else is due, rules are asked whose time has come (``timers``), and each morning people get the digest of
their day (``digests``).
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from gateway import faults
from gateway.address_moves import AddressMoves
from gateway.desk.life.law import Law
from gateway.desk.ticket import Ticket
from gateway.digests import Digests
from gateway.docket import Docket, Means
from gateway.errors import StoreUnavailable
from gateway.horizon import LEAP
from gateway.notice_post import NoticePost
from gateway.notice_uncovered import NoticeUncovered
from gateway.notices import Notices
from gateway.store.clock import time_of
from gateway.store.database import Connection, Database, Side
from gateway.store.due import due_before, newest_event, next_due, put_off
from gateway.store.notices import next_due as next_notice
from gateway.store.waiting import earliest_waiting
from gateway.timers import Timers

BATCH = 100  # tickets of one transaction: a storm must not keep mail waiting
PUT_OFF = timedelta(minutes=5)  # what failed is tried again then
AGAIN = 0.05  # seconds
CATCH_UP = 1000  # looks after a stop, two weeks of an hourly promise: whoever waits for the start waits for them

_log = logging.getLogger("gateway.deadlines")


class Deadlines:
    """Does what falls due, one batch at a time."""

    def __init__(self, database: Database, means: Means, rouse_delivery: Callable[[], None] = lambda: None) -> None:
        """``rouse_delivery`` is called after a commit that queued letters."""
        self._database = database
        self._means = means
        self._rouse_delivery = rouse_delivery
        self._digests = Digests(database, means)
        self._timers = Timers(database, means)
        self._notices = Notices(database, means)
        self._notice_post = NoticePost(database, means)
        self._notice_uncovered = NoticeUncovered(database, means)
        self._moves = AddressMoves(database, means)

    def go_by(self, law: Law) -> None:
        """Go by other policies, calendars and people from now on."""
        self._means = replace(self._means, law=law)
        self._digests.go_by(law)
        self._timers.go_by(law)
        self._notices.go_by(law)
        self._notice_post.go_by(law)
        self._notice_uncovered.go_by(law)
        self._moves.go_by(law)

    def begin(self) -> None:
        """Tell people of a clock that shows less than what was written last. Raises ``StoreUnavailable``.

        Does what fell due on notices meanwhile: no letter leaves before that which says what is over by now.
        """
        with self._database.read() as connection:
            newest, now = newest_event(connection), self._time(connection)
        if newest is not None and newest - now > LEAP:
            _log.warning(
                "clock.behind now=%s newest=%s set it: nothing falls due before it shows its time", now, newest
            )
        reached = self._means.horizon.reach(now)
        for _ in range(CATCH_UP):  # each look does one thing on each notice: its next may be over as well
            if not self._notices.look(reached):
                break

    def next_due(self) -> datetime | None:
        """Return when something falls due next; None when nothing does. Raises ``StoreUnavailable``."""
        with self._database.read() as connection:
            return self._next(connection, self._time(connection))

    def pass_time(self) -> float:
        """Do what is due by now, and return for how many seconds nothing is. Raises ``StoreUnavailable``."""
        if self.step():
            return 0.0
        with self._database.read() as connection:
            now = self._time(connection)
            due = self._next(connection, now)
        if due is None:
            return math.inf
        return max(AGAIN, (due - self._means.horizon.reach(now)).total_seconds())  # overdue: mail that came first waits

    def step(self) -> int:
        """Do what is due by now; return on how many tickets and notices, and how many digests were queued.

        Raises ``StoreUnavailable``.
        """
        self._notices.set_back()
        with self._database.read() as connection:
            first, now = next_due(connection), self._time(connection)
            reached = self._means.horizon.reach(now)  # at every look, so that a leap is seen when it happens
            digest, timer = self._digests.next_due(connection, now), self._timers.next_due(connection, now)
            notice = self._next_of_notices(connection, now)
            if all(one is None or one > now for one in (first, digest, timer, notice)):
                return 0
            horizon = min(reached, earliest_waiting(connection) or now)
        # No mail that waits changes what is due on notices.
        done = self._of_notices(reached) if notice is not None and notice <= now else 0
        if first is not None and first <= horizon:
            return done + self._of_tickets(horizon)
        if timer is not None and timer <= horizon and (asked := self._timers.look(horizon)):
            return done + asked
        return done + (self._digest(horizon) if digest is not None and digest <= horizon else 0)

    def _of_tickets(self, horizon: datetime) -> int:
        try:
            return self._batch(BATCH)
        except StoreUnavailable:
            raise
        except Exception:  # noqa: BLE001 - the desk's loop: whatever one ticket does, the clock goes on
            _log.exception("deadlines.failed")
            return self._one_by_one(horizon)

    def _of_notices(self, reached: datetime) -> int:
        """Do what is due on notices, and write some of their letters."""
        done = self._notices.look(reached) + self._notice_post.post()
        done += self._notice_uncovered.look(reached) + self._moves.step()
        if done:
            self._rouse_delivery()
        return done

    def _digest(self, horizon: datetime) -> int:
        queued = self._digests.look(horizon)
        if queued:
            self._rouse_delivery()
        return queued

    def _next(self, connection: Connection, now: datetime) -> datetime | None:
        due = (
            next_due(connection),
            self._digests.next_due(connection, now),
            self._timers.next_due(connection, now),
            self._next_of_notices(connection, now),
        )
        return min((one for one in due if one is not None), default=None)

    def _next_of_notices(self, connection: Connection, now: datetime) -> datetime | None:
        moved, untold = self._moves.next_due(connection, now), self._notice_uncovered.next_due(connection)
        due = (next_notice(connection), self._notice_post.next_due(connection, now), untold, moved)
        return min((one for one in due if one is not None), default=None)

    def _batch(self, limit: int) -> int:
        with self._database.write(Side.DESK) as connection:
            docket = Docket(connection, self._means)
            tickets = due_before(connection, docket.until, limit=limit)
            self._settle(docket, tickets)
            faults.hit("deadlines-written")
        faults.hit("deadlines-committed")
        if docket.letters_queued:
            self._rouse_delivery()
        if tickets:
            _log.info("deadlines.done tickets=%d letters=%d", len(tickets), docket.letters_queued)
        return len(tickets)

    @staticmethod
    def _settle(docket: Docket, tickets: Sequence[Ticket]) -> None:
        docket.know(tickets)
        for ticket in tickets:
            docket.touch(ticket.id)
        docket.write()

    def _one_by_one(self, horizon: datetime) -> int:
        """Do what is due on each ticket alone; one that fails waits, and says so in the log."""
        with self._database.read() as connection:
            tickets = due_before(connection, horizon, limit=BATCH)
        for ticket in tickets:
            try:
                with self._database.write(Side.DESK) as connection:
                    docket = Docket(connection, self._means)
                    docket.bring([ticket.id])  # as it is now: nobody could change it since the lock
                    self._settle(docket, [docket.world.tickets[ticket.id]])
            except StoreUnavailable:
                raise
            except Exception:  # noqa: BLE001 - as above
                _log.exception("deadlines.failed case=%s", ticket.number)
                with self._database.write(Side.DESK) as connection:
                    put_off(connection, ticket.id, until=self._time(connection) + PUT_OFF)
        self._rouse_delivery()
        return len(tickets)

    def _time(self, connection: Connection) -> datetime:
        """Return the time by which things fall due, as a docket takes it."""
        return time_of(connection, self._means.clock)

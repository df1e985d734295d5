"""Flow: each morning the people of the team are mailed what their day holds, once, whatever machine looks first.

When somebody's day was last looked at is kept in the store, in the transaction that queues the mail. Who is new begins
with the next morning; after a late start the mail of today still comes, and that of another day no more.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from gateway.desk.digest import (
    Desktop,
    NoticeToday,
    desktop,
    digest,
    gets_one,
    key_of,
    next_digest,
    notices_today,
    was_looked_at,
)
from gateway.desk.life.law import Law
from gateway.desk.notice import Standing
from gateway.desk.queue import in_order
from gateway.desk.team import Person
from gateway.docket import Docket, Means
from gateway.errors import StoreUnavailable
from gateway.store.clock import time_of
from gateway.store.database import Connection, Database, Side
from gateway.store.digests import looked_at, note_look
from gateway.store.look_up import tickets_of
from gateway.store.notices import list_notices, next_revision, standing_counts
from gateway.store.queue import thanked_after, unfinished

LONG_AGO = datetime.min.replace(tzinfo=UTC)
FAR = timedelta(days=2)  # no day is further away: then the clock was wrong when we looked

MOST_NOTICES = 1_000
UNTOLD = (Standing.BOUNCED, Standing.FAILED, Standing.SKIPPED)

Looked = Mapping[str, datetime]
"""When the days of people were last looked at, by address."""

_log = logging.getLogger("gateway.digests")


class Digests:
    """Writes the digests of all people whose moment has come."""

    def __init__(self, database: Database, means: Means) -> None:
        """Look at nothing yet."""
        self._database = database
        self._means = means
        self._next: datetime | None = None  # as this process knows; another machine may be faster

    def go_by(self, law: Law) -> None:
        """Go by another team from now on."""
        self._means, self._next = replace(self._means, law=law), None

    def next_due(self, connection: Connection, now: datetime) -> datetime | None:
        """Return when somebody's day is looked at next, by the clock that ``now`` is of; None where nobody gets one."""
        if self._people and (self._next is None or self._next > now + FAR):
            self._plan(looked_at(connection), now)
        return self._next

    def look(self, horizon: datetime) -> int:
        """Look at the days whose moment has come by ``horizon``; return how many mails were queued.

        Raises ``StoreUnavailable``.
        """
        try:
            return self._look(self._people, horizon)
        except StoreUnavailable:
            raise
        except Exception:  # noqa: BLE001 - the desk's loop: whatever one digest does, the clock goes on
            _log.exception("digests.failed")
            return self._one_by_one(horizon)

    @property
    def _people(self) -> tuple[Person, ...]:
        return tuple(one for one in self._means.law.team.people if gets_one(one))

    def _look(self, people: Sequence[Person], horizon: datetime) -> int:
        with self._database.write(Side.DESK) as connection:
            docket = Docket(connection, self._means)  # first: it puts desks in a queue
            known, now = looked_at(connection), docket.now
            due = [one for one in people if self._moment(one, known, now) <= horizon]
            if theirs := [one for one in due if was_looked_at(known.get(key_of(one)), now)]:
                self._write(connection, docket, theirs, known)
            fresh = {key_of(one): now for one in due}
            note_look(connection, fresh, now)
            docket.write()
        self._plan({**known, **fresh}, now)
        if docket.letters_queued:
            _log.info("digests.done letters=%d", docket.letters_queued)
        return docket.letters_queued

    def _write(self, connection: Connection, docket: Docket, people: Sequence[Person], known: Looked) -> None:
        since = min(known[key_of(one)] for one in people)
        on, zone = self._desktop(connection, docket, since), self._means.law.home.zone
        for one in people:
            letter = digest(one, on, since=known[key_of(one)], now=docket.now, zone=zone)
            docket.take([letter] if letter else [])

    @staticmethod
    def _desktop(connection: Connection, docket: Docket, since: datetime) -> Desktop:
        """Look up what digests are made of, once for everybody."""
        tickets, thanks = unfinished(connection), thanked_after(connection, since)
        docket.know([*tickets, *tickets_of(connection, {one.ticket_id for one in thanks}).values()])
        cases = in_order(docket.case(one.id) for one in tickets)
        thanked = [(docket.case(one.ticket_id), one.at) for one in thanks]
        return desktop(cases, thanked, _notices(connection, docket.now))

    def _one_by_one(self, horizon: datetime) -> int:
        """Look at each day alone; a digest that fails is lost, and says so in the log."""
        queued = 0
        for one in self._people:
            try:
                queued += self._look([one], horizon)
            except StoreUnavailable:
                raise
            except Exception:  # noqa: BLE001 - as above
                _log.exception("digests.failed person=%s", one.name)
                with self._database.write(Side.DESK) as connection:
                    note_look(connection, [key_of(one)], time_of(connection, self._means.clock))
        self._next = None
        return queued

    def _plan(self, known: Looked, now: datetime) -> None:
        self._next = min((self._moment(one, known, now) for one in self._people), default=None)

    def _moment(self, person: Person, known: Looked, now: datetime) -> datetime:
        """Return when a person's day is looked at next; at once where it never was, so that we know since when."""
        last = known.get(key_of(person))
        if last is None or not was_looked_at(last, now):
            return LONG_AGO
        return next_digest(person, last, zone=self._means.law.home.zone)


def _notices(connection: Connection, now: datetime) -> list[NoticeToday]:
    """Look up what customers are told of, and how many of them the last word did not reach."""
    found = notices_today(list_notices(connection, open_only=True, limit=MOST_NOTICES), now)
    return [NoticeToday(one, _untold(connection, one.id)) for one in found]


def _untold(connection: Connection, name: str) -> int:
    last = next_revision(connection, name) - 1
    counts = standing_counts(connection, name, last) if last >= 0 else {}
    return sum(counts.get(standing, 0) for standing in UNTOLD)

"""Say what was promised to those whom a notice concerns: the strictest of it counts for all. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from gateway.desk.customer import Customer
from gateway.desk.hours.calendar import ALWAYS, Calendar, Home, NeverOpen
from gateway.desk.life.law import Law
from gateway.desk.notices.decided import Bearings, RcaDue
from gateway.desk.policy.notices import NoticeTimes, strictest_of
from gateway.desk.policy.target import reach


def bearings(customers: Iterable[Customer], law: Law, *, by: str, now: datetime) -> Bearings:
    """Return what decisions about a notice go by that concerns these customers."""
    everybody = tuple(customers)
    return Bearings(now, by, strictest(everybody, law), rca_due(everybody, law))


def strictest(customers: Iterable[Customer], law: Law) -> NoticeTimes:
    """Return the longest notice and the shortest times any of them was promised; ours where there is nobody."""
    return strictest_of({law.policies.of(one).notices for one in customers} or {law.policies.of(None).notices})


def rca_due(customers: Iterable[Customer], law: Law) -> RcaDue:
    """Return what says when the next word on a root cause is due: for whom it is due first, by their calendar.

    What was promised once, and nobody is promised any more, counts for all of them; by the clock around where its
    calendar is gone, which is never later.
    """
    everybody: list[Customer | None] = [*customers]
    everybody = everybody or [None]
    mine = [(law.policies.of(one).notices, law.home_of(one)) for one in everybody]
    known = {(times.rca_update_every, times.rca_clock) for times, _ in mine}

    def due(since: datetime, then: NoticeTimes) -> datetime | None:
        lost = (then.rca_update_every, then.rca_clock) not in known
        owed = [*mine, *((then, home) for _, home in mine if lost)]
        return min(_reached(_terms(owed, law), since), default=None)

    return due


_Terms = tuple[timedelta, str, str, int]


def _terms(owed: Iterable[tuple[NoticeTimes, Home]], law: Law) -> Iterator[tuple[timedelta, Calendar, Home]]:
    seen: set[_Terms] = set()
    for times, home in owed:
        if times.rca_update_every is None:
            continue
        key = (times.rca_update_every, times.rca_clock, home.zone.key, id(home.holidays))
        if key not in seen:
            seen.add(key)
            yield times.rca_update_every, law.calendars.get(times.rca_clock, ALWAYS), home


def _reached(terms: Iterable[tuple[timedelta, Calendar, Home]], since: datetime) -> Iterator[datetime]:
    for every, calendar, home in terms:
        try:
            yield reach(every, since, calendar, home)
        except NeverOpen:  # ``policy lint`` tells of it
            continue

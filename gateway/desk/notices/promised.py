"""Say what was promised to those whom a notice concerns: the strictest of it counts for all. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from gateway.desk.customer import Customer
from gateway.desk.hours.calendar import Calendar, Home, NeverOpen
from gateway.desk.life.law import Law
from gateway.desk.notices.decided import Bearings, RcaDue
from gateway.desk.policy.notices import NoticeTimes
from gateway.desk.policy.target import reach


def bearings(customers: Iterable[Customer], law: Law, *, by: str, now: datetime) -> Bearings:
    """Return what decisions about a notice go by that concerns these customers."""
    everybody = tuple(customers)
    return Bearings(now, by, strictest(everybody, law), rca_due(everybody, law))


def strictest(customers: Iterable[Customer], law: Law) -> NoticeTimes:
    """Return the longest notice and the shortest times any of them was promised; ours where there is nobody."""
    every = {law.policies.of(one).notices for one in customers} or {law.policies.of(None).notices}
    analysed = _shortest(one.rca_update_every for one in every)
    clocks = sorted({one.rca_clock for one in every if one.rca_update_every == analysed})
    return NoticeTimes(
        maintenance_notice=max((one.maintenance_notice for one in every if one.maintenance_notice), default=None),
        report_within=_shortest(one.report_within for one in every),
        update_every=_shortest(one.update_every for one in every),
        rca_update_every=analysed,
        rca_clock=clocks[0],
    )


def rca_due(customers: Iterable[Customer], law: Law) -> RcaDue:
    """Return what says when the next word on a root cause is due: for whom it is due first, by their calendar."""
    terms = list(_terms(customers, law))

    def due(since: datetime) -> datetime | None:
        return min(_reached(terms, since), default=None)

    return due


_Terms = tuple[timedelta, str, str, int]


def _terms(customers: Iterable[Customer], law: Law) -> Iterator[tuple[timedelta, Calendar, Home]]:
    seen: set[_Terms] = set()
    everybody: list[Customer | None] = [*customers]
    for one in everybody or [None]:
        times, home = law.policies.of(one).notices, law.home_of(one)
        if times.rca_update_every is None or times.rca_clock not in law.calendars:
            continue
        key = (times.rca_update_every, times.rca_clock, home.zone.key, id(home.holidays))
        if key not in seen:
            seen.add(key)
            yield times.rca_update_every, law.calendars[times.rca_clock], home


def _reached(terms: Iterable[tuple[timedelta, Calendar, Home]], since: datetime) -> Iterator[datetime]:
    for every, calendar, home in terms:
        try:
            yield reach(every, since, calendar, home)
        except NeverOpen:  # ``policy lint`` tells of it
            continue


def _shortest(times: Iterable[timedelta | None]) -> timedelta | None:
    return min((one for one in times if one), default=None)

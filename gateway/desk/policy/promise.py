"""When the promises of a ticket are due, and whether they were kept: worked out anew from what happened to it.

So a new priority recounts everything from submission.

A target is first laid out as if nothing paused it, which says how much open time it is worth; pauses then put it off
by the open time they take. So a pause over a weekend costs nobody anything, and ten short ones no more than they last.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import assert_never

from gateway.desk.hours.calendar import Calendar, Home, Segment
from gateway.desk.policy.level import Level
from gateway.desk.policy.policy import Policy
from gateway.desk.policy.standstill import stillness
from gateway.desk.policy.target import Kind, Target, reach
from gateway.desk.policy.timeline import Paused, Timeline


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise of one ticket, as things stand."""

    kind: Kind
    target: Target
    start: datetime
    due: datetime | None
    """None while it is paused."""
    warn: datetime | None
    """When people are warned: at the lower end of a range, else when a quarter of the open time is left. None while it
    is paused."""
    met: datetime | None = None
    """When it was fulfilled; before or after it was due."""

    @property
    def runs(self) -> bool:
        """Tell whether somebody still has to do something for it."""
        return self.met is None

    def missed_at(self, now: datetime) -> bool:
        """Tell whether it was broken by ``now``, fulfilled too late or not at all."""
        return self.due is not None and self.due < (self.met or now)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a ticket is measured by: a level of a policy, and where its customer is."""

    policy: Policy
    level: Level
    calendars: Mapping[str, Calendar]
    home: Home

    def reach(self, target: Target, start: datetime) -> datetime:
        """Return when a target is due that begins at a moment and is not put off. Raises ``NeverOpen``."""
        return reach(target.within, start, self.calendars[target.clock], self.home)


def promises(timeline: Timeline, terms: Terms) -> tuple[Promise, ...]:
    """Return the promises of a ticket, those that run and those that were fulfilled. Raises ``NeverOpen``.

    Of the update rhythm there is one for each stretch between two words to the customer.
    """
    return tuple(one for kind, target in terms.level.targets.items() for one in _of_kind(kind, target, timeline, terms))


def _of_kind(kind: Kind, target: Target, timeline: Timeline, terms: Terms) -> Iterator[Promise]:
    still = stillness(kind, timeline, terms.policy.pauses)
    for start, met in _stretches(kind, timeline):
        yield _promise(kind, target, start, met, still.during(start, met), terms)


def _stretches(kind: Kind, timeline: Timeline) -> Iterator[tuple[datetime, datetime | None]]:
    """Yield when a promise of a kind began, and when it was fulfilled."""
    match kind:
        case Kind.RESPONSE:  # what is ended needs no answer any more
            yield timeline.submitted, min(filter(None, (timeline.answered, timeline.resolved)), default=None)
        case Kind.UPDATE:
            yield from _rhythm(timeline)
        case Kind.RESOLUTION:
            yield timeline.submitted, min(filter(None, (timeline.workaround, timeline.resolved)), default=None)
        case Kind.RCA:
            if timeline.resolved:
                yield timeline.resolved, timeline.analysed
        case _:
            assert_never(kind)


def _rhythm(timeline: Timeline) -> Iterator[tuple[datetime, datetime | None]]:
    """Yield the stretches between words; those that ended under another level were judged by it."""
    for begins, ends in _awake(timeline):
        last = None if ends is None else bisect_left(timeline.words, ends)
        words = timeline.words[bisect_right(timeline.words, begins) : last]
        for start, fulfilled in pairwise((begins, *words, ends)):
            assert start is not None  # only the last one may be
            if fulfilled is None or timeline.level_since is None or fulfilled >= timeline.level_since:
                yield start, fulfilled


def _awake(timeline: Timeline) -> Iterator[tuple[datetime, datetime | None]]:
    """Yield the stretches in which it was neither resolved nor closed."""
    begins: datetime | None = timeline.submitted
    for rest in timeline.rests:
        if begins is not None:
            yield begins, rest.since
        begins = rest.until
    if begins is not None:
        yield begins, None


def _promise(
    kind: Kind, target: Target, start: datetime, met: datetime | None, pauses: Sequence[Paused], terms: Terms
) -> Promise:
    calendar, home = terms.calendars[target.clock], terms.home
    full = reach(target.within, start, calendar, home)
    due = _put_off(full, start, calendar, home, pauses)
    if met is not None or due is None:
        return Promise(kind, target, start, due, None, met)
    lower = reach(target.warn, start, calendar, home) if target.warn else _last_quarter(start, full, calendar, home)
    return Promise(kind, target, start, due, _put_off(lower, start, calendar, home, pauses))


def _last_quarter(start: datetime, full: datetime, calendar: Calendar, home: Home) -> datetime:
    """Return when a quarter of the open time is left."""
    if calendar.always:
        return start + (full - start) * 3 / 4
    return calendar.after(start, calendar.count(start, full, home=home) * 3 / 4, home=home)


def _put_off(
    full: datetime, start: datetime, calendar: Calendar, home: Home, pauses: Sequence[Paused]
) -> datetime | None:
    """Return when the time has run out that would be over at ``full`` without pauses; None while it stands still."""
    if not pauses or pauses[0].since >= full:
        return full
    left, at = calendar.count(start, full, home=home), start
    for pause in pauses:
        ran = calendar.count(at, max(at, pause.since), home=home)
        if ran >= left:
            break
        if pause.until is None:
            return None
        left, at = left - ran, max(at, pause.until)
    return calendar.after(at, left, home=home)


def running_time(promise: Promise, timeline: Timeline, terms: Terms, until: datetime) -> Iterator[Segment]:
    """Yield the stretches that were counted for a promise up to ``until``: open, and not paused."""
    calendar = terms.calendars[promise.target.clock]
    at = promise.start
    for pause in stillness(promise.kind, timeline, terms.policy.pauses).during(promise.start, promise.met):
        if pause.since > at:
            yield from calendar.segments(at, min(pause.since, until), home=terms.home)
        at = max(at, pause.until or until)
    if at < until:
        yield from calendar.segments(at, until, home=terms.home)


def worth(promise: Promise, terms: Terms) -> timedelta:
    """Return how much open time a promise is made of: two business days of eight to five are 18 hours."""
    calendar = terms.calendars[promise.target.clock]
    return calendar.count(promise.start, terms.reach(promise.target, promise.start), home=terms.home)

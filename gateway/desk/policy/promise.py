"""When the promises of a ticket are due, and whether they were kept: worked out anew from what happened to it.

So a new priority recounts everything from submission.

A target is first laid out as if nothing paused it, which says how much open time it is worth; pauses then put it off
by the open time they take. So a pause over a weekend costs nobody anything, and ten short ones no more than they last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import assert_never

from gateway.desk.hours.calendar import Calendar, Home, Segment
from gateway.desk.policy.level import Level
from gateway.desk.policy.policy import Pause, Policy
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


class Why(StrEnum):
    """Why the clock of a promise stood still. Printed, so never renamed."""

    CUSTOMER = "customer"
    THIRD_PARTY = "third-party"
    RELEASE = "release"
    ON_HOLD = "on-hold"
    ENDED = "ended"
    """It was resolved or closed, until it was opened again."""
    APPROVAL = "approval"
    DATA = "data"
    """What the analysis needs was missing."""


@dataclass(frozen=True, slots=True)
class Standstill:
    """A stretch in which the clock of a promise stood still."""

    why: Why
    since: datetime
    until: datetime | None
    """None while it lasts."""


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
    return tuple(
        _promise(kind, target, begins, fulfilled, timeline, terms)
        for kind, target in terms.level.targets.items()
        for begins, fulfilled in _stretches(kind, timeline)
    )


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
        words = [word for word in timeline.words if begins < word and (ends is None or word < ends)]
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
    kind: Kind, target: Target, start: datetime, met: datetime | None, timeline: Timeline, terms: Terms
) -> Promise:
    pauses = _pauses(kind, timeline, terms.policy.pauses, met)
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


def _pauses(kind: Kind, timeline: Timeline, counted: frozenset[Pause], met: datetime | None) -> list[Paused]:
    """Return the stretches that put a promise off, apart and in order; what is fulfilled waits for nothing more."""
    found = [pause for _, pause in _still(kind, timeline, counted)]
    if met is not None:
        found = [Paused(one.reason, one.since, min(one.until or met, met)) for one in found if one.since < met]
    return list(_apart(found))


def _still(kind: Kind, timeline: Timeline, counted: frozenset[Pause]) -> Iterator[tuple[Why, Paused]]:
    """Yield the stretches that put a promise off, some of which may overlap, each with its reason."""
    if kind is Kind.RCA:
        yield from ((Why.DATA, pause) for pause in timeline.lacks_data)
        return
    for pause in timeline.pauses:
        if pause.reason is not None and pause.reason in counted:
            yield Why(pause.reason.value), pause
    yield from ((Why.ENDED, rest) for rest in timeline.rests if rest.until is not None)
    if kind is Kind.RESOLUTION:
        yield from ((Why.APPROVAL, pause) for pause in timeline.approval)


def _apart(pauses: Iterable[Paused]) -> Iterator[Paused]:
    """Join stretches that overlap: two reasons at once pause a clock once."""
    held: Paused | None = None
    for pause in sorted(pauses, key=lambda one: one.since):
        if held is None:
            held = pause
        elif held.until is None:
            break
        elif pause.since <= held.until:
            until = None if pause.until is None else max(held.until, pause.until)
            held = Paused(held.reason, held.since, until)
        else:
            yield held
            held = pause
    if held is not None:
        yield held


def running_time(promise: Promise, timeline: Timeline, terms: Terms, until: datetime) -> Iterator[Segment]:
    """Yield the stretches that were counted for a promise up to ``until``: open, and not paused."""
    calendar = terms.calendars[promise.target.clock]
    at = promise.start
    for pause in _pauses(promise.kind, timeline, terms.policy.pauses, promise.met):
        if pause.since > at:
            yield from calendar.segments(at, min(pause.since, until), home=terms.home)
        at = max(at, pause.until or until)
    if at < until:
        yield from calendar.segments(at, until, home=terms.home)


def standstills(promise: Promise, timeline: Timeline, terms: Terms) -> tuple[Standstill, ...]:
    """Return when and why the clock of a promise stood still, in order; two reasons at once are two stretches."""
    met = promise.met
    found = [
        Standstill(why, max(pause.since, promise.start), pause.until if met is None else min(pause.until or met, met))
        for why, pause in _still(promise.kind, timeline, terms.policy.pauses)
        if (met is None or pause.since < met) and (pause.until is None or pause.until > promise.start)
    ]
    return tuple(sorted(found, key=lambda one: one.since))


def worth(promise: Promise, terms: Terms) -> timedelta:
    """Return how much open time a promise is made of: two business days of eight to five are 18 hours."""
    calendar = terms.calendars[promise.target.clock]
    return calendar.count(promise.start, terms.reach(promise.target, promise.start), home=terms.home)

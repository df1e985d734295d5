"""How the due times of a case came about: what was counted, what stood still, holidays and clocks on the way. Pure.

For each promise, open time that was counted and time that is left make up the target; what is over after it was due is
late and belongs to neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from gateway.desk.hours.calendar import Calendar, NeverOpen, Segment
from gateway.desk.hours.on_the_way import ClockChange, Holiday, clock_changes, holidays_between
from gateway.desk.life.agenda import Due
from gateway.desk.life.case import Case
from gateway.desk.life.reckon import reckon
from gateway.desk.policy.ledger import PromiseRow
from gateway.desk.policy.level import Level
from gateway.desk.policy.promise import Promise, Terms, running_time, worth
from gateway.desk.policy.standstill import Standstill, standstills
from gateway.desk.policy.target import Target

_NOTHING = timedelta()


@dataclass(frozen=True, slots=True)
class Way:
    """What led to a due time."""

    target: Target
    calendar: Calendar
    worth: timedelta
    """Open time the target is made of."""
    counted: tuple[Segment, ...]
    """Open time that has passed, in order: until now, until it was fulfilled, or until it was due."""
    to_come: tuple[Segment, ...]
    """Open time from now until it is due; empty while its clock stands still."""
    standstills: tuple[Standstill, ...]
    holidays: tuple[Holiday, ...]
    clock_changes: tuple[ClockChange, ...]
    late: timedelta = _NOTHING
    """Open time between when it was due and when it was fulfilled, or now."""

    @property
    def left(self) -> timedelta:
        """What is left of the target, or was when it was fulfilled."""
        return self.worth - sum((one.length for one in self.counted), _NOTHING)


@dataclass(frozen=True, slots=True)
class Explained:
    """One promise."""

    row: PromiseRow
    way: Way | None
    """None where the policy or the calendar that it was promised by is there no more."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A whole case."""

    case: Case
    now: datetime
    promises: tuple[Explained, ...]
    """Those that run first, each sort in the order they began."""
    nothing: str
    """Why nothing is promised; empty when something is."""
    due: tuple[Due, ...]
    """What falls due next, the soonest first."""


def explain(case: Case, now: datetime, *, zones: Iterable[ZoneInfo] = ()) -> Explanation:
    """Explain a case as it stands now; ``zones`` are those of the readers, whose clocks may change on the way."""
    found = reckon(case, now)
    rows = sorted(found.case.rows, key=lambda row: (not row.runs, row.start, row.kind, row.level))
    clocks = tuple({zone.key: zone for zone in (*zones, case.home.zone)}.values())
    promises = tuple(Explained(row, _way(found.case, row, now, clocks)) for row in rows)
    return Explanation(found.case, now, promises, _nothing(found.case), found.due)


def _nothing(case: Case) -> str:
    if reason := case.promised_nothing:
        return reason
    try:
        promised = case.promises()
    except NeverOpen as error:
        return str(error)
    if promised or any(row.runs for row in case.rows):
        return ""
    if not case.level.targets:
        return f"the policy {case.policy.name} promises no time for the priority {case.level.name}"
    return ""


def _way(case: Case, row: PromiseRow, now: datetime, zones: tuple[ZoneInfo, ...]) -> Way | None:
    """Work out the way of one promise; by the terms it was made with, where it holds no more."""
    found = _as_promised(case, row)
    if found is None:
        return None
    promise, terms = found
    timeline, calendar = case.story.timeline, terms.calendars[row.clock]
    try:
        whole = worth(promise, terms)
    except NeverOpen:
        return None
    ends = row.met or row.ended_at or now
    due = row.missed_at or (row.due if row.runs else None)
    last = due or ends
    segments = tuple(running_time(promise, timeline, terms, last))
    until = min(ends, last)
    stood = standstills(promise.kind, timeline, terms.policy.pauses, start=promise.start, met=promise.met)
    still = tuple(one for one in stood if one.since < last)
    zone = calendar.zone or case.home.zone
    changes = [change for one in {*zones, zone} for change in clock_changes(one, row.start, last)]
    return Way(
        target=promise.target,
        calendar=calendar,
        worth=whole,
        counted=tuple(_before(segments, until)),
        to_come=tuple(_after(segments, until)) if row.runs else (),
        standstills=still,
        holidays=tuple(holidays_between(calendar, row.start, last, home=case.home)),
        clock_changes=tuple(sorted(changes, key=lambda change: (change.at, change.by, change.zone))),
        late=calendar.count(row.missed_at, ends, home=case.home) if row.missed_at else _NOTHING,
    )


def _as_promised(case: Case, row: PromiseRow) -> tuple[Promise, Terms] | None:
    """Return a promise of the ledger as it was made, and its terms; None when the policy has no such target now."""
    policy = case.policy if row.policy == case.policy.name else case.law.policies.packs.get(row.policy)
    level: Level | None = policy.level(row.level) if policy else None
    target = level.targets.get(row.kind) if level else None
    if policy is None or level is None or target is None or row.clock not in case.law.calendars:
        return None
    ended = row.met or row.ended_at  # what holds no more waits for nothing more, as what was fulfilled
    promise = Promise(row.kind, replace(target, clock=row.clock), row.start, row.due, row.warn, ended)
    return promise, Terms(policy, level, case.law.calendars, case.home)


def _before(segments: Iterable[Segment], moment: datetime) -> Iterator[Segment]:
    for one in segments:
        if one.start < moment:
            yield one if one.end <= moment else Segment(one.start, moment)


def _after(segments: Iterable[Segment], moment: datetime) -> Iterator[Segment]:
    for one in segments:
        if one.end > moment:
            yield one if one.start >= moment else Segment(moment, one.end)

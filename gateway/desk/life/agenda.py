"""What falls due on a ticket by itself, and when. Worked out from what happened to it, so nothing has to be armed.

What the clock did already stands among the ticket's events: so nothing is done twice, and a late start catches up once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from gateway.desk.event import Event, What
from gateway.desk.life.case import Case
from gateway.desk.policy.ledger import PromiseRow
from gateway.desk.policy.target import Kind, reach
from gateway.desk.ticket import Status

INSTANT = timedelta(microseconds=1)
"""What is fulfilled at the very moment it is due was not missed."""
MOBILIZED = "mobilized"
"""Why people were paged whom the level names, among the events."""


class DueKind(StrEnum):
    """What happens then."""

    MOBILIZE = "mobilize"
    """On-call and the team hear of an urgent ticket."""
    START = "start"
    """Nobody has begun with it."""
    WARN = "warn"
    UPDATE = "update"
    """We write to the customer, because nobody else did."""
    MISS = "miss"
    LADDER = "ladder"
    """A step of the ladder has not taken it over."""
    UNREASONABLE = "unreasonable"
    TIER = "tier"
    """The next support level takes it on."""
    REMIND = "remind"
    CLOSE = "close"
    ANALYSIS = "analysis"
    """The customer hears that the root cause is still looked for."""
    WAKE = "wake"
    """An agreed rest is over."""


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that falls due."""

    kind: DueKind
    at: datetime
    row: PromiseRow | None = None
    """The promise it is about."""
    step: int = 0
    """Of the ladder, of the support levels, or the number of a reminder."""

    @property
    def moment(self) -> datetime:
        """When it happens, as people are told."""
        return self.at - INSTANT if self.kind is DueKind.MISS else self.at


def agenda(case: Case) -> tuple[Due, ...]:
    """Return everything that will fall due as things stand, in order. Raises ``NeverOpen``."""
    found = [*_waiting(case), *_resting(case), *_promised(case), *_analysis(case)]
    if not case.ticket.status.ended and case.ticket.merged_into is None:
        found += [*_alarms(case), *_ladder(case), *_unreasonable(case), *_tiers(case)]
    return tuple(sorted(found, key=lambda due: due.at))


def _promised(case: Case) -> Iterator[Due]:
    for row in case.rows:
        if not row.runs or row.due is None:
            continue
        ours = row.kind is Kind.UPDATE and case.gets_status_updates
        if ours:
            yield Due(DueKind.UPDATE, row.due, row)
        elif row.warn is not None and (What.WARNED, row.name) not in case.story.marks:
            yield Due(DueKind.WARN, row.warn, row)
        if (What.MISSED, row.name) not in case.story.marks:
            yield Due(DueKind.MISS, row.due + INSTANT, row)


def _waiting(case: Case) -> Iterator[Due]:
    since, waiting = case.story.waits_since, case.waiting
    if since is None or case.ticket.status is Status.CLOSED:
        return
    for number, after in enumerate(waiting.remind_after[case.story.reminders :], case.story.reminders + 1):
        yield Due(DueKind.REMIND, since + after, step=number)
    if waiting.close_after is not None:
        yield Due(DueKind.CLOSE, since + waiting.close_after)


def _resting(case: Case) -> Iterator[Due]:
    if case.ticket.status is Status.ON_HOLD and case.ticket.hold_until is not None:
        yield Due(DueKind.WAKE, case.ticket.hold_until)


def _analysis(case: Case) -> Iterator[Due]:
    row, times = case.running(Kind.RCA), case.policy.notices
    if row is None or not times.rca_update_every or case.story.timeline.resolved is None:
        return
    words = case.story.timeline.words
    since = max(row.start, words[-1]) if words else row.start
    yield Due(DueKind.ANALYSIS, reach(times.rca_update_every, since, case.calendar(times.rca_clock), case.home), row)


def _alarms(case: Case) -> Iterator[Due]:
    """Yield when people hear of a level at once, and when somebody is paged again because nobody has begun."""
    level = case.level
    if (case.promised_nothing and case.ticket.participants) or not case.mobilizes:
        return
    hours, since = case.alert_calendar, case.alarmed_since
    told = [page for page in case.story.pages if page.value == MOBILIZED]
    if not told:
        yield Due(DueKind.MOBILIZE, hours.next_opening(since, home=case.home))
    elif level.start_within and not _begun(case, told[0]):
        since = _awake(case, case.story.pages[-1].at)
        yield Due(DueKind.START, hours.after(since, level.start_within.within, home=case.home))


def _begun(case: Case, told: Event) -> bool:
    worked = case.story.last_work is not None and case.story.last_work >= told.at
    return worked or case.ticket.status is not Status.OPEN


def _awake(case: Case, moment: datetime) -> datetime:
    """Return a moment, or when the case was opened again after it: nobody works on what is ended."""
    return max(moment, case.story.timeline.reopened or moment)


def _ladder(case: Case) -> Iterator[Due]:
    ladder, heard = case.policy.escalation.ladder, case.story.heard
    if not heard:
        return
    step = int(heard[-1].value)
    if not 0 < step < len(ladder) or not (patience := ladder[step - 1].acknowledge_within):
        return
    if case.story.last_work is None or case.story.last_work <= heard[-1].at:
        yield Due(DueKind.LADDER, reach_alarm(case, _awake(case, heard[-1].at), patience), step=step + 1)


def reach_alarm(case: Case, start: datetime, patience: timedelta) -> datetime:
    """Return when ``patience`` of those hours has passed in which people may be woken for a case."""
    return reach(patience, start, case.alert_calendar, case.home)


def _unreasonable(case: Case) -> Iterator[Due]:
    percent, row, target = (
        case.policy.escalation.unreasonable,
        case.running(Kind.RESOLUTION),
        case.target(Kind.RESOLUTION),
    )
    if not percent or target is None or row is None or row.due is None or (What.UNREASONABLE, "") in case.story.marks:
        return
    calendar = case.calendar(target.clock)
    owed = calendar.count(row.start, case.terms.reach(target, row.start), home=case.home)  # but for pauses
    over = (owed * (percent - 100)) / 100
    if over > timedelta():
        yield Due(DueKind.UNREASONABLE, calendar.after(row.due, over, home=case.home), row)


def _tiers(case: Case) -> Iterator[Due]:
    tiers, now_at = case.policy.escalation.tiers, case.ticket.tier
    if case.promised_nothing or now_at >= len(tiers) or not (after := tiers[now_at].after):
        return
    if case.story.timeline.workaround is not None or _stands_still(case):
        return
    yield Due(DueKind.TIER, _since_submission(case, after), step=now_at + 1)


def _stands_still(case: Case) -> bool:
    pauses = case.story.timeline.pauses
    return bool(pauses) and pauses[-1].until is None and pauses[-1].reason in case.policy.pauses


def _since_submission(case: Case, after: timedelta) -> datetime:
    """Return when ``after`` has passed since submission by the policy's hours, but for the time it stood still."""
    calendar, line = case.calendar(case.policy.clock), case.story.timeline
    at = calendar.after(line.submitted, after, home=case.home)
    still = (*(pause for pause in line.pauses if pause.reason in case.policy.pauses), *line.rests)  # apart
    for pause in sorted(still, key=lambda one: one.since):
        if pause.until is not None and pause.since < at:
            at = calendar.after(at, calendar.count(pause.since, pause.until, home=case.home), home=case.home)
    return at

"""Work out what is promised on a ticket now, and when something falls due on it next. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from gateway.desk.changes import KeepPromises
from gateway.desk.event import What
from gateway.desk.hours.calendar import NeverOpen
from gateway.desk.life.agenda import Due, agenda
from gateway.desk.life.case import Case
from gateway.desk.policy.ledger import brought_up_to_date, changed
from gateway.desk.policy.level import Level


@dataclass(frozen=True, slots=True)
class Reckoning:
    """A case as it stands now."""

    case: Case
    """With its promises brought up to date."""
    keep: KeepPromises
    """What has to be written."""
    due: tuple[Due, ...]
    """What falls due on it, the soonest first."""


def foreseen(case: Case, level: Level, now: datetime) -> Case:
    """Return a case as it will stand once it has another level."""
    timeline = replace(case.story.timeline, level_since=now)
    story = replace(case.story, timeline=timeline, level_since=now)
    after = replace(case, ticket=replace(case.ticket, priority=level.name), story=story)
    return reckon(after, now).case


def reckon(case: Case, now: datetime) -> Reckoning:
    """Work a case out anew. A calendar that is never open promises nothing: ``policy lint`` tells of it."""
    try:
        promised = case.promises()
    except NeverOpen:
        promised = ()
    level, marks = case.level, case.story.marks
    rows = brought_up_to_date(case.rows, promised, level=level.name, policy=case.policy.name, now=now)
    rows = tuple(replace(row, warned_at=marks.get((What.WARNED, row.name))) for row in rows)
    after = replace(case, rows=rows)
    try:
        due = agenda(after)
    except NeverOpen:
        due = ()
    keep = KeepPromises(case.ticket.id, changed(case.rows, rows), due[0].at if due else None)
    return Reckoning(after, keep, due)

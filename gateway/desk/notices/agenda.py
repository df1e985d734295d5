"""Say what falls due on a notice, and when: reminders, words that were promised, questions to the operator. Pure.

A notice remembers what was done (``marks``), so each is done once, whenever the clock is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import assert_never

from gateway.desk.notice import Notice, NoticeKind, NoticeState
from gateway.desk.notices import marks
from gateway.desk.notices.decided import RcaDue
from gateway.desk.notices.outage import owed_by, promised_kind
from gateway.desk.policy.notices import LEAD_PART, Holding

LATEST_REMINDER = timedelta(hours=1)
REMINDER_PART = 4  # of the time that it speaks of: three quarters of it are left to whoever is reminded


class Duty(StrEnum):
    """What falls due."""

    REMINDER = "reminder"
    AUTO_START = "auto-start"
    NAG_START = "nag-start"
    """The window has opened, and nobody has said that work began."""
    NAG_END = "nag-end"
    """The window is over, and nobody has ended or extended it."""
    NAG_WORD = "nag-word"
    """A word to customers falls due soon."""
    AUTO_WORD = "auto-word"
    """The gateway says it, as nobody has."""
    MISSED = "missed"
    EFFECT = "effect"
    """An upgrade takes effect: who has not heard that it is to come is not told so any more."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """Something that falls due on a notice."""

    at: datetime
    duty: Duty
    mark: str
    """Remembered once it is done."""
    about: datetime
    """The moment it is about: the start or end of a window, or when a word is due."""


def agenda(notice: Notice) -> tuple[Appointment, ...]:
    """Return what is still to come by the clock, the earliest first."""
    left = (one for one in _coming(notice) if one.mark not in notice.marks)
    return tuple(sorted(left, key=lambda one: (one.at, list(Duty).index(one.duty))))


def grace(before: timedelta) -> timedelta:
    """Return how late a reminder may go out, where the gateway stood still, and still be the reminder that was meant.

    Later it is not sent, and counts as missed. No sooner than that does it repeat what customers have just read.
    """
    return min(before / REMINDER_PART, LATEST_REMINDER)


def passed_over(notice: Notice, word: Appointment, rca_due: RcaDue) -> Notice:
    """Return a notice of which a word was missed, and is not sent by the clock any more: the next falls due later.

    That is a rhythm later; on a root cause it goes by the hours in which it is promised.
    """
    kind = promised_kind(notice)
    again = rca_due(word.about, notice.times) if kind == "rca" else None
    done = tuple(dict.fromkeys((*notice.marks, marks.missed(kind, word.about))))
    return replace(notice, marks=done, next_by=again or notice.next_by)


def is_last_reminder(notice: Notice, now: datetime) -> bool:
    """Tell whether no other reminder of a notice is due by now."""
    return not any(one.duty is Duty.REMINDER and one.at <= now for one in agenda(notice))


def reminders_left_out(notice: Notice, now: datetime) -> tuple[datetime, ...]:
    """Return when reminders were to come that are not sent, as a word so short before them says the same."""
    if notice.start is None:
        return ()
    done = (one for one in notice.reminders if marks.reminder(one, notice.start) in notice.marks)
    return tuple(at for one in done if (at := notice.start - one) > now)


def next_due(notice: Notice) -> datetime | None:
    """Return when something falls due next; None for never."""
    coming = agenda(notice)
    return coming[0].at if coming else None


def _coming(notice: Notice) -> Iterator[Appointment]:
    match notice.kind:
        case NoticeKind.MAINTENANCE:
            yield from _of_maintenance(notice)
        case NoticeKind.OUTAGE:
            yield from _of_outage(notice)
        case NoticeKind.UPGRADE:
            if notice.state is NoticeState.SENT and notice.to_come and notice.start is not None:
                yield Appointment(notice.start, Duty.EFFECT, marks.at(Duty.EFFECT, notice.start), notice.start)
        case NoticeKind.NEWSLETTER:
            return
        case _:
            assert_never(notice.kind)


def _of_maintenance(notice: Notice) -> Iterator[Appointment]:
    start, end = notice.start, notice.end
    if start is None or end is None:
        return
    if notice.state is NoticeState.SCHEDULED:
        for before in notice.reminders:
            yield Appointment(start - before, Duty.REMINDER, marks.reminder(before, start), start)
        opening = Duty.AUTO_START if notice.auto_start else Duty.NAG_START
        yield Appointment(start, opening, marks.at(opening, start), start)
    if notice.state in (NoticeState.SCHEDULED, NoticeState.IN_PROGRESS):
        for late in (timedelta(), *notice.times.overrun_nags):
            at = end + late
            yield Appointment(at, Duty.NAG_END, marks.at(Duty.NAG_END, at), end)


def _of_outage(notice: Notice) -> Iterator[Appointment]:
    kind = promised_kind(notice)
    due = owed_by(notice, kind)
    if due is None or not kind:
        return
    if kind == "report" and marks.missed(kind, due) in notice.marks:
        yield from _asked_again(notice, due)
        return
    written_by_us = kind == "rca" or (kind == "update" and notice.holding is Holding.AUTO)
    for before in _nags(notice, kind, written_by_us=written_by_us):
        yield Appointment(due - before, Duty.NAG_WORD, marks.warned(kind, before, due), due)
    if written_by_us:
        yield Appointment(due - _lead(notice, kind), Duty.AUTO_WORD, marks.at(Duty.AUTO_WORD, due), due)
    yield Appointment(due, Duty.MISSED, marks.missed(kind, due), due)


def _asked_again(notice: Notice, due: datetime) -> Iterator[Appointment]:
    """Yield when people are asked next for a report that was missed: that is counted once, but customers still wait."""
    every, asked = notice.times.report_within, frozenset(notice.marks)
    if not every or not notice.times.nags:
        return
    at = due + every
    while (mark := marks.warned("report", timedelta(), at)) in asked:
        at += every
    yield Appointment(at, Duty.NAG_WORD, mark, due)


def _nags(notice: Notice, kind: str, *, written_by_us: bool) -> tuple[timedelta, ...]:
    """Return how long before it is due people are asked for a word: never when the last one has just been said."""
    if kind == "update" and notice.holding is Holding.OFF:
        return ()
    times = notice.times
    usual = times.rca_nags if kind == "rca" else times.nags[-1:] if written_by_us else times.nags
    every = _rhythm(notice, kind)
    if not usual or not every:
        return usual
    return tuple(one for one in usual if one < every) or (every / 2,)


def _lead(notice: Notice, kind: str) -> timedelta:
    every, lead = _rhythm(notice, kind), notice.times.lead
    return min(lead, every / LEAD_PART) if every else lead


def _rhythm(notice: Notice, kind: str) -> timedelta | None:
    times = notice.times
    return {"report": times.report_within, "update": times.update_every, "rca": times.rca_update_every}[kind]

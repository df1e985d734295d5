"""Prove maintenance: notice of each window, reminders, and word of start, extension, end and cancellation. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from gateway.desk.hours.length import spell
from gateway.desk.notice import NoticeState, Stage
from gateway.desk.notices.agenda import grace
from gateway.desk.notices.proof import AT_ONCE, Audited, Kind, Record, Verdict, Word, judge

_PLANS = (Stage.SCHEDULED, Stage.RESCHEDULED)


@dataclass(frozen=True, slots=True)
class _Window:
    """A window as customers were told of it."""

    word: Word
    opens: datetime
    """When it begins, or when work began, where that was earlier."""
    given_up_at: datetime | None
    """When it was moved or called off."""
    over_at: datetime | None
    """When it needs no reminder any more: it was given up, or work has begun."""
    reminders: tuple[Word, ...]


def audit_maintenance(record: Record) -> Iterator[Audited]:
    """Yield what was promised of maintenance, in the order of events."""
    for window in _windows(record):
        yield from _notice(window, record.now)
        yield from _reminders(window, record.now)
    yield from _work(record)
    yield from _called_off(record)


def _windows(record: Record) -> Iterator[_Window]:
    plans = [one for one in record.words if one.stage in _PLANS]
    off, began = record.first(Stage.CANCELLED), record.notice.began_at
    for word, after in pairwise((*plans, None)):
        assert word is not None
        start = word.notice.start
        assert start is not None, "maintenance has a window"
        last = after or off
        given_up = last.at if last and not (began and after is None) else None
        begun = began if after is None else None
        yield _Window(
            word=word,
            opens=min(start, begun) if begun else start,
            given_up_at=given_up,
            over_at=given_up or begun,
            reminders=tuple(_reminders_of(record.words, word, after)),
        )


def _reminders_of(words: Sequence[Word], plan: Word, after: Word | None) -> Iterator[Word]:
    for one in words:
        mine = one.revision.number > plan.revision.number
        if one.stage is Stage.REMINDER and mine and (after is None or one.revision.number < after.revision.number):
            yield one


def _notice(window: _Window, now: datetime) -> Iterator[Audited]:
    word, promised = window.word, window.word.notice.times.maintenance_notice
    if promised is None:
        return
    moved = "the new" if word.stage is Stage.RESCHEDULED else "the"
    due, left = window.opens - promised, window.opens - word.at
    found = judge(
        Kind.NOTICE,
        f"{spell(promised)} notice of {moved} window",
        word,
        due=due,
        now=now,
        met=lambda done: f"the last customer had it {spell(window.opens - done)} before the window",
    )
    yield _excused(found, window, f"notice of {spell(left)}", now) if found.verdict is Verdict.MISSED else found


def _excused(found: Audited, window: _Window, short: str, now: datetime) -> Audited:
    """Excuse short notice for a reason that customers were told. Short notice is not none: it comes before the work."""
    assert found.due is not None
    notice, gone = window.word.notice, window.given_up_at
    if gone is not None and gone <= found.due:
        return replace(found, verdict=Verdict.EXCUSED, detail="this window was given up before notice of it was due")
    in_time = judge(Kind.NOTICE, found.promise, window.word, due=window.opens, now=now)
    behind = f"; {in_time.detail}" if in_time.verdict is Verdict.MISSED else ""
    if notice.emergency:
        detail = f"an emergency, {short}{behind}"
        return replace(found, verdict=Verdict.EXCUSED, detail=detail, late=in_time.late)
    reason = notice.text("short_notice")
    if not reason or window.word.at <= found.due:
        return found
    detail = f"{short}, for operational reasons: {reason}{behind}"
    verdict = Verdict.MISSED if behind else Verdict.EXCUSED
    return replace(found, verdict=verdict, detail=detail, late=in_time.late)


def _reminders(window: _Window, now: datetime) -> Iterator[Audited]:
    notice = window.word.notice
    assert notice.start is not None
    planned = [(one, notice.start - one) for one in sorted(notice.reminders, reverse=True)]
    coming = [(before, at) for before, at in planned if at > window.word.at]  # before that, the notice itself reminds
    for (before, at), (_, bound) in pairwise((*coming, (timedelta(), notice.start))):
        word = next((one for one in window.reminders if at <= one.at < bound), None)
        due = min(at + grace(before) + AT_ONCE, notice.start)
        if word is None and window.over_at is not None and window.over_at <= due:
            return
        yield judge(Kind.REMINDER, f"reminder {spell(before)} before", word, due=due, now=now)


def _work(record: Record) -> Iterator[Audited]:
    notice, now = record.notice, record.now
    if notice.began_at is None:
        if notice.state is NoticeState.SCHEDULED:
            yield Audited(Kind.STARTED, "word that work begins", None, None, Verdict.OPEN, _not_begun(record))
        return
    begun = record.first(Stage.STARTED)
    yield judge(Kind.STARTED, "word that work begins", begun, due=notice.began_at + AT_ONCE, now=now)
    for word in (one for one in record.words if one.stage is Stage.EXTENDED):
        yield judge(Kind.EXTENDED, "word that it takes longer", word, due=word.at + AT_ONCE, now=now)
    if notice.ended_at is not None:
        ended = record.first(Stage.COMPLETED)
        yield judge(Kind.ENDED, "word that work has ended", ended, due=notice.ended_at + AT_ONCE, now=now)
    elif notice.state is NoticeState.IN_PROGRESS:
        yield Audited(Kind.ENDED, "word that work has ended", None, None, Verdict.OPEN, "work goes on")
    yield from _kept_to_window(record)


def _not_begun(record: Record) -> str:
    end = record.notice.end
    if end is None or record.now <= end:
        return "work has not begun"
    return f"the window ended {spell(record.now - end)} ago: nobody said that work began, or called it off"


def _kept_to_window(record: Record) -> Iterator[Audited]:
    """Yield whether work kept to the window that customers knew. No policy promises it, so it is never a miss."""
    notice, what = record.notice, "work inside its window"
    over = notice.ended_at or (notice.closed_at if notice.state is NoticeState.CANCELLED else None)
    assert notice.end is not None
    ends = [(one.notice.was_end, one.at) for one in record.words if one.stage is Stage.EXTENDED]
    overrun = max((at - end for end, at in (*ends, (notice.end, over or record.now)) if end and at > end), default=None)
    extended = f", extended {len(ends)} times" if len(ends) > 1 else ", extended once" if ends else ""
    found = Audited(Kind.WINDOW, what, notice.end, over, Verdict.EXCUSED)
    if overrun is not None:
        broken = ", and was broken off" if over and notice.ended_at is None else ""
        detail = f"customers were not told in time that it took {spell(overrun)} longer{extended}{broken}"
        yield replace(found, detail=detail)
    elif over is None:
        yield replace(
            found, verdict=Verdict.OPEN, detail=f"the window ends in {spell(notice.end - record.now)}{extended}"
        )
    elif notice.ended_at is None:
        yield replace(found, detail=f"work was broken off {spell(notice.end - over)} before the end{extended}")
    else:
        yield replace(found, verdict=Verdict.MET, detail=f"{spell(notice.end - over)} to spare{extended}")


def _called_off(record: Record) -> Iterator[Audited]:
    word, at = record.first(Stage.CANCELLED), record.notice.closed_at
    if word is not None and at is not None:
        yield judge(Kind.CANCELLED, "word that it is cancelled", word, due=at + AT_ONCE, now=record.now)

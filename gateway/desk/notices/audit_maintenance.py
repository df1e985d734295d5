"""Prove maintenance: notice of each window, reminders, and word of start, extension, end and cancellation. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from gateway.desk.first_few import first_few
from gateway.desk.hours.length import spell
from gateway.desk.notice import NoticeState, Stage
from gateway.desk.notices.agenda import grace
from gateway.desk.notices.audit_record import Record, Word
from gateway.desk.notices.audit_verdict import Audited, Kind, Verdict, judge, judge_within
from gateway.desk.notices.maintenance import PLANS, stays

_NOBODY = "nobody had been told of the window"


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
    later: tuple[Word, ...]
    """What customers were told after it, until they were told of another window."""
    moved: bool
    """Customers were told of another one in its place."""

    @property
    def reminders(self) -> tuple[Word, ...]:
        """The reminders of it."""
        return tuple(one for one in self.later if one.stage is Stage.REMINDER)

    @property
    def name(self) -> str:
        """Say which it is."""
        return "the new window" if self.word.stage is Stage.RESCHEDULED else "the window"


def audit_maintenance(record: Record) -> Iterator[Audited]:
    """Yield what was promised of maintenance, in the order of events."""
    for window in _windows(record):
        yield from _notice(window, record.now)
        yield from _notice_to_who_came_in(window, record.now)
        yield from _reminders(window, record.now)
        yield from _begins_or_not(window, record)
    yield from _work(record)
    yield from _called_off(record)


def _windows(record: Record) -> Iterator[_Window]:
    plans = [one for one in record.words if one.stage in PLANS and not stays(one.notice, one.stage)]
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
            later=tuple(_between(record.words, word, after)),
            moved=after is not None,
        )


def _between(words: Sequence[Word], plan: Word, after: Word | None) -> Iterator[Word]:
    for one in words:
        later = one.revision.number > plan.revision.number
        if later and (after is None or one.revision.number < after.revision.number):
            yield one


def _notice(window: _Window, now: datetime) -> Iterator[Audited]:
    word, promised = window.word, window.word.notice.times.maintenance_notice
    if promised is None:
        return
    due, left = window.opens - promised, window.opens - (word.notice.excused_at or word.at)
    found = judge(
        Kind.NOTICE,
        f"{spell(promised)} notice of {window.name}",
        word,
        due=due,
        now=now,
        met=lambda done: f"the last customer had it {spell(window.opens - done)} before the window",
    )
    if found.verdict is Verdict.MISSED:
        found = _excused(found, window, f"notice of {spell(left)}", now)
    since = first_few(_told_since(window))
    yield replace(found, detail=f"{found.detail}; first told when others were reminded: {since}") if since else found


def _told_since(window: _Window) -> list[str]:
    """Name whom no announcement of it reached, but a reminder: they have an address since. Who came in is apart."""
    known = window.word.reached.keys() | window.word.owed.keys()
    left = {one.customer for one in window.word.heard} - known
    first: dict[str, datetime] = {}
    for one in (each for word in window.reminders for each in word.heard):
        if one.accepted_at and not one.overtaken and one.customer in left:
            first.setdefault(one.customer, one.accepted_at)
    return [f"{name} ({spell(window.opens - at)} before the window)" for name, at in first.items()]


def _notice_to_who_came_in(window: _Window, now: datetime) -> Iterator[Audited]:
    """Yield whether who was none of those told of a window first had notice of it, by the first word they had.

    Who came in after notice was due cannot have had it: that is no fault of ours.
    """
    promised = window.word.notice.times.maintenance_notice
    known = {at for one in window.word.heard for at in (one.customer, one.address)}
    if promised is None:
        return
    due = window.opens - promised
    if window.given_up_at is not None and window.given_up_at <= due:
        return
    for word in window.later:
        before = {*known, *word.owed, *word.owed.values()}
        came = tuple(one for one in word.heard if one.address and not {one.customer, one.address} & before)
        known |= {at for one in word.heard for at in (one.customer, one.address)}
        if came:
            names = tuple(sorted(one.customer for one in came))
            promise = f"{spell(promised)} notice of {window.name} to {first_few(names)}, who came in later"
            yield _came_in(replace(word, heard=came, owed={}), window, promise, due, now)


def _came_in(word: Word, window: _Window, promise: str, due: datetime, now: datetime) -> Audited:
    """Judge the first word to some who came in; one from its begin on is a promise of its own."""

    def told(done: datetime) -> str:
        ahead = window.opens - done
        return f"told {spell(ahead)} before the window" if ahead > timedelta() else "told after the window began"

    in_time = word.at + window.word.notice.times.at_once <= due  # a reminder may fall due with the notice itself
    by = due if in_time else window.opens if word.at < window.opens else now
    found = replace(judge(Kind.NOTICE, promise, word, due=by, now=now, met=told), due=due)
    if by == due or (by == window.opens and found.verdict in (Verdict.MISSED, Verdict.OPEN)):
        return found
    late = tuple(sorted(one.customer for one in word.heard))
    return replace(
        found, verdict=Verdict.EXCUSED, detail=f"their first word came after that: {found.detail}", late=late
    )


def _excused(found: Audited, window: _Window, short: str, now: datetime) -> Audited:
    """Excuse short notice for a reason that customers were told, or an emergency. It comes before the work.

    What was announced in time is not short, whatever became of its letters, unless they went on late with a reason that
    all who had them late could read; and of an emergency somebody has to hear.
    """
    assert found.due is not None
    notice, gone = window.word.notice, window.given_up_at
    if gone is not None and gone <= found.due:
        return replace(found, verdict=Verdict.EXCUSED, detail="this window was given up before notice of it was due")
    at = notice.excused_at or window.word.at
    before = (one.accepted_at and found.due < one.accepted_at < at for one in window.word.heard)
    if at <= found.due or (notice.excused_at and any(before)):
        return found
    in_time = judge(Kind.NOTICE, found.promise, window.word, due=window.opens, now=now)
    behind = f"; {in_time.detail}" if in_time.verdict is Verdict.MISSED else ""
    if notice.emergency:
        told = any(one.accepted_at for one in window.word.heard)
        verdict = Verdict.MISSED if behind and not told else Verdict.EXCUSED
        return replace(found, verdict=verdict, detail=f"an emergency, {short}{behind}", late=in_time.late)
    reason = notice.text("short_notice")
    if not reason:
        return found
    detail = f"{short}, for operational reasons: {reason}{behind}"
    verdict = Verdict.MISSED if behind else Verdict.EXCUSED
    return replace(found, verdict=verdict, detail=detail, late=in_time.late)


def _reminders(window: _Window, now: datetime) -> Iterator[Audited]:
    notice = window.word.notice
    assert notice.start is not None
    planned = [(one, notice.start - one) for one in sorted(notice.reminders, reverse=True)]
    coming = [(one, at) for one, at in planned if at > window.word.at + grace(one)]  # else the notice itself reminds
    for (before, at), (_, bound) in pairwise((*coming, (timedelta(), notice.start))):
        since = at - grace(before)  # one that somebody asks for by then stands for it
        reminders = (one for one in window.reminders if (since if one.revision.by else at) <= one.at < bound)
        word = next(reminders, None)
        late = min(grace(before) + notice.times.at_once, before)
        if word is None and window.over_at is not None and window.over_at <= at + late:
            return
        promise, met = f"reminder {spell(before)} before", _asked_for(word, at) if word and word.at < at else None
        yield judge_within(late, Kind.REMINDER, promise, word, due=at, now=now, met=met)


def _asked_for(word: Word, due: datetime) -> Callable[[datetime], str]:
    return lambda _: f"asked for by {word.revision.by}, {spell(due - word.at)} before it was due"


def _begins_or_not(window: _Window, record: Record) -> Iterator[Audited]:
    """Yield what became of a window in which no work began, unless it was moved or called off before its end.

    Customers were told that they hear of it once work starts: after its end they wait for a word in vain.
    """
    end, at = window.word.notice.end, window.over_at
    assert end is not None, "maintenance has a window"
    if at is not None and at <= end:
        return
    promise = "word that work begins" + (" in the old window" if window.moved else "")
    found = Audited(Kind.STARTED, promise, end, at, Verdict.OPEN, "work has not begun")
    silent = "nobody said that work began, or called it off"
    if at is not None:
        detail = f"{silent}: it was {'moved' if window.moved else 'called off'} {spell(at - end)} after its end"
    elif record.now > end:
        detail = f"the window ended {spell(record.now - end)} ago: {silent}"
    else:
        yield found
        return
    if told := _told(record, end):
        yield replace(found, verdict=Verdict.MISSED, detail=detail, late=told)
    else:
        yield replace(found, verdict=Verdict.EXCUSED, detail=_NOBODY)


def _told(record: Record, by: datetime) -> tuple[str, ...]:
    """Return the customers who were told of the window by then: nobody else waits for word of it."""
    return tuple(sorted({name for word in record.words if word.at <= by for name in word.reached}))


def _work(record: Record) -> Iterator[Audited]:
    notice, now = record.notice, record.now
    if notice.began_at is None:
        return
    soon = notice.times.at_once
    begun = record.first(Stage.STARTED)
    yield judge_within(soon, Kind.STARTED, "word that work begins", begun, due=notice.began_at, now=now)
    for word in _extensions(record):
        yield judge_within(soon, Kind.EXTENDED, "word that it takes longer", word, due=word.at, now=now)
    if notice.ended_at is not None:
        ended = record.first(Stage.COMPLETED)
        yield judge_within(soon, Kind.ENDED, "word that work has ended", ended, due=notice.ended_at, now=now)
    elif notice.state is NoticeState.IN_PROGRESS:
        yield Audited(Kind.ENDED, "word that work has ended", None, None, Verdict.OPEN, "work goes on")
    yield _kept_to_window(record)


def _extensions(record: Record) -> tuple[Word, ...]:
    return tuple(one for one in record.words if one.stage is Stage.EXTENDED)


def _kept_to_window(record: Record) -> Audited:
    """Say whether work kept to the window that customers knew: what takes longer they hear before its end."""
    notice, times = record.notice, len(_extensions(record))
    over = notice.ended_at or (notice.closed_at if notice.state is NoticeState.CANCELLED else None)
    assert notice.end is not None, "maintenance has a window"
    extended = f", extended {times} times" if times > 1 else ", extended once" if times else ""
    found = Audited(Kind.WINDOW, "work inside its window", notice.end, over, Verdict.EXCUSED)
    broken_off = over is not None and notice.ended_at is None
    if untold := tuple(_untold(record, notice.end, over)):
        late = tuple(sorted({name for _, names in untold for name in names}))
        if not _told(record, min(end for end, _ in _ends(record, notice.end))):
            return replace(found, detail=_NOBODY)
        ended = ", and it was broken off" if broken_off else ""
        detail = "; ".join(said for said, _ in untold) + extended + ended
        return replace(found, verdict=Verdict.MISSED, detail=detail, late=late)
    if over is None:
        left = f"the window ends in {spell(notice.end - record.now)}{extended}"
        return replace(found, verdict=Verdict.OPEN, detail=left)
    if broken_off:
        return replace(found, detail=f"work was broken off {spell(notice.end - over)} before the end{extended}")
    return replace(found, verdict=Verdict.MET, detail=f"{spell(notice.end - over)} to spare{extended}")


def _ends(record: Record, last: datetime) -> Iterator[tuple[datetime, Word | None]]:
    """Yield each end of the window that customers knew, and the word that it is not the end."""
    for word in _extensions(record):
        if word.notice.was_end is not None:
            yield word.notice.was_end, word
    yield last, None


def _untold(record: Record, last: datetime, over: datetime | None) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield in words how work went past an end without customers knowing in time, and who did not."""
    for end, word in _ends(record, last):
        late = (over or record.now) - end
        if late <= timedelta():
            continue
        if word is None:
            took = "it took" if over else "it takes"
            yield f"{took} {spell(late)} longer: customers were not told before", _told(record, end)
            continue
        due = max(end, word.at + record.notice.times.at_once) if word.at <= end else end
        found = judge(Kind.EXTENDED, "", word, due=due, now=record.now)
        if found.verdict is Verdict.MISSED:
            yield f"that it takes longer: {found.detail}", found.late


def _called_off(record: Record) -> Iterator[Audited]:
    """Yield whether who had heard of the window hears that it is off; nobody else waits for that."""
    word, at = record.first(Stage.CANCELLED), record.notice.closed_at
    if word is None or at is None:
        return
    soon, known = record.notice.times.at_once, {*word.owed, *word.owed.values()}
    heard = tuple(one for one in word.heard if one.customer in known or one.address in known)
    word = replace(word, heard=heard)
    found = judge_within(soon, Kind.CANCELLED, "word that it is cancelled", word, due=at, now=record.now)
    yield found if known else replace(found, detail=_NOBODY)

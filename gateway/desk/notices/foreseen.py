"""Say what a notice would be once its customers are told of a stage that may be still to come. Pure.

It comes to what ``maintenance`` and ``outage`` make of it there, but for what nobody knows yet: what people will write,
and when. Moments that have not come are those of the window; where there is none, or it is over, they are now.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from gateway.desk.notice import DOWN_WORDS, Notice, NoticeKind, Stage
from gateway.desk.notices.decided import Bearings
from gateway.desk.notices.maintenance import texts_of_another_window

_BEGUN = (Stage.STARTED, Stage.EXTENDED, Stage.COMPLETED)


def foreseen(notice: Notice, stage: Stage, bearings: Bearings) -> Notice:
    """Return a notice as customers are told of it at a stage. Its state stays: nothing has happened."""
    match notice.kind:
        case NoticeKind.MAINTENANCE:
            return _maintenance(notice, stage, bearings.now)
        case NoticeKind.OUTAGE:
            return _outage(notice, stage, bearings)
        case NoticeKind.UPGRADE | NoticeKind.NEWSLETTER:
            return notice
        case _:
            assert_never(notice.kind)


def _maintenance(notice: Notice, stage: Stage, now: datetime) -> Notice:
    assert notice.start is not None
    assert notice.end is not None, "maintenance has a window"
    if stage is Stage.RESCHEDULED:
        return _moved(notice)
    if stage not in _BEGUN:
        return notice
    began = notice.began_at or max(notice.start, now)
    begun = replace(notice, began_at=began)
    if stage is Stage.COMPLETED:
        return replace(begun, ended_at=notice.ended_at or max(notice.end, began))
    if stage is Stage.EXTENDED and not _is_extended(notice):
        return replace(begun, was_start=notice.start, was_end=notice.end)
    return begun


def _moved(notice: Notice) -> Notice:
    """Return maintenance with a window that was moved."""
    if notice.was_start is not None:
        return notice
    texts = texts_of_another_window(notice)
    return replace(notice, was_start=notice.start, was_end=notice.end, tentative=False, texts=texts)


def _is_extended(notice: Notice) -> bool:
    """Tell whether the window before this one was the same, but shorter: one that was moved is none of that."""
    return notice.began_at is not None and notice.was_start == notice.start


def _outage(notice: Notice, stage: Stage, bearings: Bearings) -> Notice:
    confirmed = notice.confirmed_at or bearings.now
    known = replace(bearings.bind(notice), start=notice.start or confirmed, confirmed_at=confirmed)
    if stage in DOWN_WORDS:
        every = known.times.update_every
        return replace(known, next_by=bearings.now + every if every else None)
    due = None if stage is Stage.FINAL else bearings.rca_due(bearings.now, known.times)
    return replace(known, restored_at=notice.restored_at or bearings.now, next_by=due)

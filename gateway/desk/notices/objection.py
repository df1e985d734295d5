"""Say until when customers may tell us that a window does not suit them. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from gateway.desk.notice import Notice, NoticeKind, Revision
from gateway.desk.notices.maintenance import PLANS

LEAST = timedelta(hours=1)  # less than that is no time to object


def object_by(notice: Notice, told_at: datetime) -> datetime | None:
    """Return the moment that letters of ``told_at`` name; None where none was promised or too little time is left.

    Nobody is asked about an emergency, nor about what is no maintenance.
    """
    before = notice.times.object_until
    if notice.kind is not NoticeKind.MAINTENANCE or notice.start is None or before is None or notice.emergency:
        return None
    by = notice.start - before
    return by if by - told_at >= LEAST else None


def object_by_as_told(notice: Notice, issued: Iterable[Revision]) -> datetime | None:
    """Return the moment that the newest word on its window names; None where it names none, or there was no word."""
    told_at = max((one.at for one in issued if one.stage in PLANS), default=None)
    return None if told_at is None else object_by(notice, told_at)


def no_more(notice: Notice, now: datetime) -> bool:
    """Tell whether too little is left by now of the time that was promised: a letter that waited does not name it."""
    promised = notice.kind is NoticeKind.MAINTENANCE and notice.times.object_until is not None and not notice.emergency
    return promised and object_by(notice, now) is None

"""Say whether a word on a notice comes too late: after what it speaks of, or after it promised another. Pure.

A letter that waited while the gateway stood still, or was paused, must not say that a window is to come which is over.
"""

from __future__ import annotations

from datetime import datetime

from gateway.desk.notice import DOWN_WORDS, Notice, Stage
from gateway.desk.notices.said import utc
from gateway.errors import Refused

_AHEAD = (Stage.SCHEDULED, Stage.RESCHEDULED, Stage.REMINDER)


def why_stale(stage: Stage, told: Notice, now: datetime) -> str:
    """Say why a revision is told nobody else by now; empty while it may be. ``told``: the notice as it tells of it."""
    if stage in _AHEAD and told.start is not None and told.end is not None and now >= told.start:
        if told.emergency and stage is not Stage.REMINDER and now < told.end:
            return ""  # it may begin as soon as it is announced, and is worth knowing until it is over
        return f"the window began at {utc(told.start)}"
    if stage in DOWN_WORDS and told.next_by is not None and now >= told.next_by:
        return f"customers were to hear more by {utc(told.next_by)}"
    return ""


def check_fresh(stage: Stage, told: Notice, now: datetime) -> None:
    """Refuse to tell anybody else of a revision that comes too late. Raises ``Refused``."""
    why = why_stale(stage, told, now)
    if not why:
        return
    instead = (
        f'tell them how it stands:  gateway outage update {told.id} --summary "..."'
        if stage in DOWN_WORDS
        else f"the work is still to come:  gateway maintenance reschedule {told.id}\n"
        f"  it is not:                  gateway maintenance cancel {told.id}"
    )
    raise Refused(f"{told.id}: its newest letters come too late: {why}\n  {instead}")

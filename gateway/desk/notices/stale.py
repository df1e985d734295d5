"""Say whether a word on a notice comes too late: after what it speaks of, or after it promised another. Pure.

A letter that waited while the gateway stood still, or was paused, must not say that a window is to come which is over.
Good news is never too late; what it says of times that are over is left out.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from gateway.desk.notice import DOWN_WORDS, Notice, Stage
from gateway.desk.notices.objection import no_more
from gateway.desk.notices.said import utc
from gateway.errors import Refused

_AHEAD = (Stage.SCHEDULED, Stage.RESCHEDULED, Stage.REMINDER)
_AT_WORK = (Stage.STARTED, Stage.EXTENDED)


def why_stale(stage: Stage, told: Notice, now: datetime) -> str:
    """Say why a revision is told nobody else by now; empty while it may be. ``told``: the notice as it tells of it."""
    if stage in _AHEAD and told.start is not None and told.end is not None and now >= told.start:
        if told.emergency and stage is not Stage.REMINDER and now < told.end:
            return ""  # it may begin as soon as it is announced, and is worth knowing until it is over
        return f"the window began at {utc(told.start)}"
    if stage in _AT_WORK and told.end is not None and now >= told.end:
        return f"work was to take until {utc(told.end)}"
    if stage in (*DOWN_WORDS, Stage.RCA) and told.next_by is not None and now >= told.next_by:
        return f"customers were to hear more by {utc(told.next_by)}"
    if stage is Stage.UPGRADE and told.to_come and told.start is not None and now >= told.start:
        return f"it took effect at {utc(told.start)}"
    return ""


def without_past(told: Notice, now: datetime) -> Notice:
    """Return a notice as a letter tells of it that is written now: it names no time to come that is over."""
    next_by, eta = (at if at is None or at > now else None for at in (told.next_by, told.eta))
    times = replace(told.times, object_until=None) if no_more(told, now) else told.times
    if (next_by, eta, times) == (told.next_by, told.eta, told.times):
        return told
    return replace(told, next_by=next_by, eta=eta, times=times)


def check_fresh(stage: Stage, told: Notice, now: datetime, *, what: str = "its newest letters come too late") -> None:
    """Refuse to tell anybody else of a revision that comes too late. Raises ``Refused``."""
    why = why_stale(stage, told, now)
    if why:
        raise Refused(f"{told.id}: {what}: {why}\n  {_instead(stage, told.id)}")


def _instead(stage: Stage, name: str) -> str:
    if stage in DOWN_WORDS:
        return f'tell them how it stands:  gateway outage update {name} --summary "..."'
    if stage is Stage.RCA:
        return f'tell them what is known by now:  gateway outage rca {name} --root-cause "..."'
    if stage is Stage.UPGRADE:
        return (
            f"it takes effect later:  gateway notice reschedule {name} --when TIME\n"
            "  else write it anew:     gateway notice upgrade"
        )
    if stage in _AT_WORK:
        return (
            f"the work goes on:  gateway maintenance extend {name} --until TIME\n"
            f"  it is done:        gateway maintenance complete {name}"
        )
    return (
        f"the work is still to come:  gateway maintenance reschedule {name}\n"
        f"  it is not:                  gateway maintenance cancel {name}"
    )

"""What the events of a ticket add up to: stretches of waiting, words, alarms that went out already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from gateway.desk.life.event import Event, What
from gateway.desk.policy.policy import Pause
from gateway.desk.policy.timeline import Paused, Timeline
from gateway.desk.ticket import Status

_ENDED = (Status.RESOLVED, Status.CLOSED)


@dataclass(slots=True)
class _Stretches:
    """Stretches of one sort, the last of which may still last."""

    found: list[Paused] = field(default_factory=list)
    reason: Pause | None = None
    since: datetime | None = None

    def begin(self, at: datetime, reason: Pause | None = None) -> None:
        """Begin one, unless one of this reason lasts."""
        if self.since is not None and self.reason == reason:
            return
        self.end(at)
        self.since, self.reason = at, reason

    def end(self, at: datetime) -> None:
        """End the one that lasts."""
        if self.since is not None and at > self.since:
            self.found.append(Paused(self.reason, self.since, at))
        self.since = None

    def all(self) -> tuple[Paused, ...]:
        """Return them, the one that lasts at the end."""
        lasting = () if self.since is None else (Paused(self.reason, self.since),)
        return (*self.found, *lasting)


@dataclass(slots=True)
class Story:
    """A ticket's life so far, as its clocks see it."""

    timeline: Timeline
    status_since: datetime
    """When it came to the status it has."""
    level_since: datetime
    waits_since: datetime | None
    """Since when its customer has to do something; None when they do not."""
    last_work: datetime | None
    """When somebody of the team last did something about it."""
    last_word: datetime | None
    """When its customer last heard from a person of the team."""
    marks: Mapping[tuple[What, str], datetime]
    """What happened, and when last: what the clock did already is among it."""
    reminders: int
    """Sent to the customer since it waits."""
    contacts: int
    """Attempts to reach the customer since they last wrote."""
    pages: tuple[Event, ...]
    """Since it got the level it has."""
    heard: tuple[Event, ...]
    """Steps of the ladder that were told, in order."""
    pages_since_back: tuple[Event, ...] = ()
    """Of the pages, those since it was last open again after its end; all of them where it never ended."""


def tell(submitted: datetime, events: Sequence[Event]) -> Story:
    """Add a ticket's events up. ``submitted`` is when it came."""
    levels = [event.at for event in events if event.what is What.LEVEL]
    level_since = levels[-1] if levels else submitted
    statuses = [event.at for event in events if event.what is What.STATUS]
    pauses, rests, approvals, lacks = _stretches(submitted, events)
    waits_since = _waits_since(pauses, approvals, lacks)
    pages = tuple(event for event in events if event.what is What.PAGED and event.at >= level_since)
    return Story(
        timeline=Timeline(
            submitted=submitted,
            answered=_first(events, What.WORD, with_value=True),
            words=tuple(event.at for event in events if event.what is What.WORD),
            level_since=levels[-1] if levels else None,
            pauses=pauses,
            approval=approvals,
            rests=rests,
            workaround=_first(events, What.WORKAROUND),
            analysed=_first(events, What.ANALYSED),
            lacks_data=lacks,
        ),
        status_since=statuses[-1] if statuses else submitted,
        level_since=level_since,
        waits_since=waits_since,
        last_work=_last(event for event in events if event.what is What.WORK or _is_answer(event)),
        last_word=_last(event for event in events if _is_answer(event)),
        marks={(event.what, event.value): event.at for event in events},
        reminders=_since(events, What.REMINDED, waits_since),
        contacts=_since(events, What.CONTACT, waits_since),
        pages=pages,
        pages_since_back=tuple(event for event in events[_back(events) :] if event in pages),
        heard=tuple(event for event in events if event.what is What.HEARD),
    )


def _stretches(
    submitted: datetime, events: Iterable[Event]
) -> tuple[tuple[Paused, ...], tuple[Paused, ...], tuple[Paused, ...], tuple[Paused, ...]]:
    """Return when its clocks stood still, when it was ended, when it waited for approval, and for data once ended."""
    pauses, rests, approvals, lacks = _Stretches(), _Stretches(), _Stretches(), _Stretches()
    status, waits, ended_at = Status.OPEN, "", None
    for event in events:
        if event.what is What.STATUS:
            status = Status(event.value)
        elif event.what is What.WAITS:
            waits = event.value
        else:
            continue
        ended = status in _ENDED
        ended_at = (ended_at or event.at) if ended else None
        rests.begin(ended_at) if ended_at else rests.end(event.at)
        asked = status is Status.AWAITING_APPROVAL
        approvals.begin(event.at, Pause.CUSTOMER) if asked else approvals.end(event.at)
        reason = Pause.ON_HOLD if status is Status.ON_HOLD else Pause(waits) if waits else None
        still = reason is not None and not ended
        pauses.begin(event.at, reason) if still else pauses.end(event.at)
        lacks.begin(event.at, Pause(waits)) if ended and waits else lacks.end(event.at)
    return pauses.all(), rests.all(), approvals.all(), lacks.all()


def _waits_since(*sorts: tuple[Paused, ...]) -> datetime | None:
    lasting = [sort[-1] for sort in sorts if sort and sort[-1].until is None]
    return next((one.since for one in lasting if one.reason is Pause.CUSTOMER), None)


def _back(events: Sequence[Event]) -> int:
    """Return where in the events it was last open again after its end; 0 where it never was."""
    found, ended = 0, False
    for at, event in enumerate(events):
        if event.what is What.STATUS:
            was, ended = ended, Status(event.value) in _ENDED
            found = at if was and not ended else found
    return found


def _is_answer(event: Event) -> bool:
    return event.what is What.WORD and event.value != ""


def _first(events: Iterable[Event], what: What, *, with_value: bool = False) -> datetime | None:
    fitting = (event.at for event in events if event.what is what and (event.value or not with_value))
    return next(fitting, None)


def _last(events: Iterable[Event]) -> datetime | None:
    return max((event.at for event in events), default=None)


def _since(events: Iterable[Event], what: What, since: datetime | None) -> int:
    return sum(event.what is what and (since is None or event.at >= since) for event in events)

"""What the events of a ticket add up to: stretches of waiting, words, alarms that went out already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from gateway.desk.event import Event, What
from gateway.desk.policy.policy import Pause
from gateway.desk.policy.timeline import Paused, Timeline
from gateway.desk.ticket import Status


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
class _Still:
    """When a ticket stood still, by what for."""

    pauses: _Stretches = field(default_factory=_Stretches)
    rests: _Stretches = field(default_factory=_Stretches)
    """It was ended."""
    approvals: _Stretches = field(default_factory=_Stretches)
    lacks: _Stretches = field(default_factory=_Stretches)
    """It was ended, and data for the analysis was missing."""


@dataclass(frozen=True, slots=True)
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
    workers: tuple[str, ...]
    """Who did, as events name them, the last one first."""
    last_word: datetime | None
    """When its customer last heard from a person of the team."""
    marks: Mapping[tuple[What, str], datetime]
    """What happened, and when last: what the clock did already is among it."""
    reminders: int
    """Sent to the customer since it waits."""
    contacts: int
    """Attempts to reach the customer since it waits for them; without that, all there ever were."""
    pages: tuple[Event, ...]
    """Since it got the level it has, or was last open again after its end: what has come back is told anew."""
    heard: tuple[Event, ...]
    """Steps of the ladder that were told, in order."""


def tell(submitted: datetime, events: Sequence[Event]) -> Story:
    """Add a ticket's events up. ``submitted`` is when it came."""
    levels = [event.at for event in events if event.what is What.LEVEL]
    level_since = levels[-1] if levels else submitted
    statuses = [event.at for event in events if event.what is What.STATUS]
    still = _still(events)
    waits_since = _waits_since(still)
    back = events[_back(events) :]
    return Story(
        timeline=Timeline(
            submitted=submitted,
            answered=_first(events, What.WORD, with_value=True),
            words=tuple(event.at for event in events if event.what is What.WORD),
            level_since=levels[-1] if levels else None,
            pauses=still.pauses.all(),
            approval=still.approvals.all(),
            rests=still.rests.all(),
            workaround=_first(events, What.WORKAROUND),
            analysed=_first(events, What.ANALYSED),
            lacks_data=still.lacks.all(),
        ),
        status_since=statuses[-1] if statuses else submitted,
        level_since=level_since,
        waits_since=waits_since,
        last_work=_last(event for event in events if _is_work(event)),
        workers=tuple(dict.fromkeys(event.value for event in reversed(events) if _is_work(event))),
        last_word=_last(event for event in events if _is_answer(event)),
        marks={(event.what, event.value): event.at for event in events},
        reminders=_since(events, What.REMINDED, waits_since),
        contacts=_since(events, What.CONTACT, waits_since),
        pages=tuple(event for event in back if event.what is What.PAGED and event.at >= level_since),
        heard=tuple(event for event in events if event.what is What.HEARD),
    )


def _still(events: Iterable[Event]) -> _Still:
    found = _Still()
    status, waits, ended_at, theirs = Status.OPEN, "", None, False
    for event in events:
        match event.what:
            case What.STATUS:
                status, theirs = Status(event.value), True
            case What.WAITS:
                waits = event.value
            case What.REPLIED:
                theirs = False
            case What.WORD if event.value:
                theirs = True
            case _:
                continue
        at, ended = event.at, status.ended
        ended_at = (ended_at or at) if ended else None
        found.rests.begin(ended_at) if ended_at else found.rests.end(at)
        asked = status is Status.AWAITING_APPROVAL and theirs
        found.approvals.begin(at, Pause.CUSTOMER) if asked else found.approvals.end(at)
        waited_for = Pause(waits) if waits else None  # whatever is waited for is a reason to pause
        reason = Pause.ON_HOLD if status is Status.ON_HOLD else waited_for
        found.pauses.begin(at, reason) if reason and not ended else found.pauses.end(at)
        found.lacks.begin(at, waited_for) if waited_for and ended else found.lacks.end(at)
    return found


def _waits_since(still: _Still) -> datetime | None:
    """Return since when its customer has to do something, whatever for."""
    lasting = (sort for sort in (still.pauses, still.approvals, still.lacks) if sort.reason is Pause.CUSTOMER)
    return next((sort.since for sort in lasting if sort.since is not None), None)


def _back(events: Sequence[Event]) -> int:
    """Return where in the events it was last open again after its end; 0 where it never was."""
    found, ended = 0, False
    for at, event in enumerate(events):
        if event.what is What.STATUS:
            was, ended = ended, Status(event.value).ended
            found = at if was and not ended else found
    return found


def _is_work(event: Event) -> bool:
    return event.what is What.WORK or _is_answer(event)


def _is_answer(event: Event) -> bool:
    return event.what is What.WORD and event.value != ""


def _first(events: Iterable[Event], what: What, *, with_value: bool = False) -> datetime | None:
    fitting = (event.at for event in events if event.what is what and (event.value or not with_value))
    return next(fitting, None)


def _last(events: Iterable[Event]) -> datetime | None:
    return max((event.at for event in events), default=None)


def _since(events: Iterable[Event], what: What, since: datetime | None) -> int:
    return sum(event.what is what and (since is None or event.at >= since) for event in events)

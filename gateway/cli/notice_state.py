"""How notices fare, for ``gateway status`` and the metrics: what is down, what is due when, what is stopped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from gateway.cli.notice_headline import clock, down_word, next_command
from gateway.cli.session import utc
from gateway.cli.views import Json
from gateway.cli.words import counted
from gateway.desk.hours.length import spell
from gateway.desk.notice import Notice, NoticeKind, NoticeState
from gateway.desk.notices.outage import promised_kind
from gateway.store.database import Connection
from gateway.store.failing_notices import FailingNotice, failing_notices
from gateway.store.notice_figures import paused_letters
from gateway.store.notices import list_notices

AHEAD = timedelta(days=7)  # maintenance that begins later is no news yet
MOST = 1_000
_WORDS = {"report": "report", "update": "update", "rca": "root cause update", "end": "end of the work"}
_STATES = (NoticeState.SUSPECTED, NoticeState.CONFIRMED, NoticeState.REPORTED, NoticeState.RESTORED)


@dataclass(frozen=True, slots=True)
class Due:
    """What customers were promised, and by when."""

    kind: str
    """``report``, ``update``, ``rca``, or ``end``: that the work is over."""
    at: datetime


@dataclass(frozen=True, slots=True)
class NoticesState:
    """Notices that somebody has to think of."""

    outages: tuple[Notice, ...] = ()
    """All that are not closed, the newest first."""
    maintenance: tuple[Notice, ...] = ()
    """At work, or within days, the next first."""
    drafts: tuple[Notice, ...] = ()
    paused: Mapping[str, int] = field(default_factory=dict)
    """By name of the notice, how many letters."""
    failing: tuple[FailingNotice, ...] = ()
    """On which what fell due cannot be done."""

    @property
    def down(self) -> tuple[Notice, ...]:
        """Return the outages that are."""
        return tuple(one for one in self.outages if one.down)

    def late(self, now: datetime) -> Iterator[tuple[Notice, Due]]:
        """Yield what was promised by a moment that is over."""
        for one in (*self.outages, *self.maintenance):
            if (due := due_of(one)) and due.at < now:
                yield one, due


def look_at_notices(connection: Connection, now: datetime) -> NoticesState:
    """Look at every notice that is not over."""
    found = list_notices(connection, open_only=True, limit=MOST)
    planned = [one for one in found if one.kind is NoticeKind.MAINTENANCE and one.state is not NoticeState.DRAFT]
    near = (one for one in planned if one.start is not None and one.start - now <= AHEAD)
    return NoticesState(
        outages=tuple(one for one in found if one.state in _STATES),
        maintenance=tuple(sorted(near, key=lambda one: (one.start or now, one.id))),
        drafts=tuple(one for one in found if one.state is NoticeState.DRAFT),
        paused=paused_letters(connection),
        failing=tuple(failing_notices(connection)),
    )


def due_of(notice: Notice) -> Due | None:
    """Return what customers wait for and by when; None for nothing."""
    if notice.kind is NoticeKind.MAINTENANCE:
        open_ = notice.state in (NoticeState.SCHEDULED, NoticeState.IN_PROGRESS)
        return Due("end", notice.end) if open_ and notice.end else None
    kind = promised_kind(notice)
    return Due(kind, notice.next_by) if kind and notice.next_by else None


def troubles_of(state: NoticesState, now: datetime, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with notices, each with what to do."""
    for one, due in state.late(now):
        late = f"{one.id}: the {_WORDS[due.kind]} was due {clock(due.at, now, zone, named=True)}"
        yield f"{late}, {spell(now - due.at)} ago", next_command(one, now)
    for name, letters in state.paused.items():
        yield f"{name} is paused: {counted(letters, 'letter')} not written", f"gateway notice resume {name}"
    for bad in state.failing:
        since = clock(bad.since, now, zone, named=True)
        what = f"{bad.id}: what falls due on it cannot be done since {since}, and is tried again every few minutes"
        yield f"{what}: {bad.why}", f"gateway notice show {bad.id}"


def lines_of(state: NoticesState, now: datetime, zone: ZoneInfo) -> Iterator[str]:
    """Yield a line for each notice, and one for all drafts."""
    for one in state.outages:
        yield f"{one.id} {_outage(one, now, zone)}   {one.title}"
    for one in state.maintenance:
        yield f"{one.id} {_maintenance(one, now, zone)}   {one.title}"
    for name, letters in state.paused.items():
        yield f"{name} PAUSED, {counted(letters, 'letter')} not written"
    if state.drafts:
        yield f"{counted(len(state.drafts), 'draft')}: {', '.join(one.id for one in state.drafts)}"


def notices_json(state: NoticesState, now: datetime) -> Json:
    """Return it for programs."""
    return {
        "outages": [_json(one, now) for one in state.outages],
        "maintenance": [_json(one, now) for one in state.maintenance],
        "paused": [{"id": name, "letters": letters} for name, letters in state.paused.items()],
        "drafts": [one.id for one in state.drafts],
        "failing": [{"id": one.id, "since": utc(one.since), "why": one.why} for one in state.failing],
    }


def _json(one: Notice, now: datetime) -> Json:
    due = due_of(one)
    return {
        "id": one.id,
        "title": one.title,
        "state": one.state.value,
        "down": one.down,
        "start": utc(one.start),
        "end": utc(one.restored_at if one.kind is NoticeKind.OUTAGE else one.end),
        "due": due.kind if due else None,
        "due_at": utc(due.at) if due else None,
        "late": bool(due and due.at < now),
    }


def _outage(one: Notice, now: datetime, zone: ZoneInfo) -> str:
    stands = f"{down_word(one)} {spell(now - one.start)}" if one.down and one.start else one.state.value
    due = due_of(one)
    if due is None:
        return stands
    when = clock(due.at, now, zone)
    return f"{stands}, {_WORDS[due.kind]} due {when}" + (f", MISSED by {spell(now - due.at)}" if due.at < now else "")


def _maintenance(one: Notice, now: datetime, zone: ZoneInfo) -> str:
    assert one.start is not None
    assert one.end is not None
    if one.end < now:
        return f"ITS WINDOW IS OVER since {spell(now - one.end)}"
    if one.state is NoticeState.IN_PROGRESS:
        return f"IN PROGRESS until {clock(one.end, now, zone)}"
    return f"in {spell(one.start - now)}" if now < one.start else "not begun, its window is open"

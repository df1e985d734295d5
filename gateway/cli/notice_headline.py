"""Say in a few lines how maintenance or an outage stands, and which command is sensible next. Prints nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import assert_never
from zoneinfo import ZoneInfo

from gateway.cli.span import span
from gateway.desk.hours.length import spell
from gateway.desk.notice import RCA_PARTS, Impact, Notice, NoticeKind, NoticeState, Revision, Stage
from gateway.desk.notices.nag import report_command
from gateway.desk.notices.outage import NAMES, promised_kind

_WAITS = {"report": "interruption report", "update": "next update", "rca": "next word on the root cause"}
_SAID = {Stage.HOLDING: "automatic update", Stage.RCA: "root cause update", Stage.FINAL: "final report"}
_DOWN = {
    Impact.OUTAGE: "DOWN",
    Impact.DEGRADED: "DEGRADED",
    Impact.REDUCED_REDUNDANCY: "REDUCED REDUNDANCY",
    Impact.NONE: "INCIDENT",
}
_EVENTS_SHOWN = 8
Issued = Sequence[tuple[Revision, Notice]]


def headline(notice: Notice, told: int, now: datetime) -> str:
    """Return the first line: name, title, how it stands, what it is about, how many customers are told."""
    about = " / ".join(one for one in (", ".join(notice.services), ", ".join(notice.regions)) if one)
    nobody = "nobody was told" if notice.state.over else "nobody told yet"
    customers = f"{told} customer{'' if told == 1 else 's'}" if told else nobody
    return "   ".join(one for one in (f"{notice.id}  {notice.title}", _stands(notice, now), about, customers) if one)


def _stands(notice: Notice, now: datetime) -> str:
    match notice.kind:
        case NoticeKind.OUTAGE:
            return _outage_stands(notice, now)
        case NoticeKind.MAINTENANCE:
            return _maintenance_stands(notice, now)
        case NoticeKind.UPGRADE | NoticeKind.NEWSLETTER:
            return f"{notice.kind}, {notice.state}"
        case _:
            assert_never(notice.kind)


def _outage_stands(notice: Notice, now: datetime) -> str:
    if notice.down and notice.start:
        return f"{down_word(notice)} {spell(now - notice.start)}"
    if notice.start and notice.restored_at:
        closed = ", closed" if notice.state is NoticeState.CLOSED else ""
        return f"UP again after {spell(notice.restored_at - notice.start)}{closed}"
    return notice.state.value


def down_word(notice: Notice) -> str:
    """Return the word with which letters begin while services fail."""
    return _DOWN[notice.impact]


def _maintenance_stands(notice: Notice, now: datetime) -> str:
    state, start, end = notice.state, notice.start, notice.end
    if state is NoticeState.SCHEDULED and start and end:
        if now < start:
            return f"scheduled, in {spell(start - now)}"
        return "scheduled, its window is open" if now < end else "scheduled, ITS WINDOW HAS PASSED"
    if state is NoticeState.IN_PROGRESS and end:
        over = now - end
        return f"IN PROGRESS, {spell(over)} OVER" if over > timedelta() else f"IN PROGRESS, {spell(-over)} left"
    return state.value


def events(notice: Notice, issued: Issued, now: datetime, zone: ZoneInfo) -> str:
    """Return what happened so far in one line, each at its time; of many the oldest and the newest."""
    every = list(_events(notice, issued))
    said = [f"{clock(at, now, zone, named=not number)} {what}" for number, (at, what) in enumerate(every)]
    if len(said) > _EVENTS_SHOWN:
        half = _EVENTS_SHOWN // 2
        said = [*said[:half], f"{len(said) - 2 * half} more", *said[-half:]]
    return " · ".join(said)


def _events(notice: Notice, issued: Issued) -> Iterator[tuple[datetime, str]]:
    if notice.kind is NoticeKind.OUTAGE:
        if notice.start:
            yield notice.start, "started"
        if notice.confirmed_at:
            yield notice.confirmed_at, "confirmed"
    due, within = None, notice.times.report_within
    if notice.confirmed_at and within:
        due = notice.confirmed_at + within
    for revision, told in issued:
        late = due is not None and revision.at > due and revision.stage is not Stage.RESTORED
        yield revision.at, _told(notice, revision, late=late, in_time=due is not None)
        due = told.next_by
    if notice.state is NoticeState.CLOSED and notice.closed_at:
        yield notice.closed_at, "closed"


def _told(notice: Notice, revision: Revision, *, late: bool, in_time: bool) -> str:
    if revision.stage is Stage.REPORT and notice.confirmed_at and in_time:
        return f"report ({spell(revision.at - notice.confirmed_at)}, {'LATE' if late else 'in time'})"
    said = _SAID.get(revision.stage, revision.stage.value)
    return f"{said} LATE" if late else said


def coming(notice: Notice, now: datetime, zone: ZoneInfo) -> str:
    """Return what customers wait for, and which parts of the root cause analysis are told."""
    kind, parts = promised_kind(notice), ""
    if notice.kind is NoticeKind.OUTAGE and notice.confirmed_at:
        parts = " ".join(f"[{NAMES[one]} {'-' if one in notice.missing else 'ok'}]" for one in RCA_PARTS)
    if not kind or notice.next_by is None:
        return parts
    left = notice.next_by - now
    when = f"in {spell(left)}" if left >= timedelta() else f"LATE by {spell(-left)}"
    due = f"{_WAITS[kind]} due {clock(notice.next_by, now, zone, named=True)}  {when}"
    return f"{due}   {parts}".rstrip()


def in_both(notice: Notice, zone: ZoneInfo) -> str:
    """Write the window of a notice by our clocks and in UTC; empty where it has none."""
    if notice.start is None or notice.end is None:
        return ""
    ours, utc = (span(notice.start, notice.end, one) for one in (zone, ZoneInfo("UTC")))
    return ours if ours == utc else f"{ours}  = {utc}"


def clock(at: datetime, now: datetime, zone: ZoneInfo, *, named: bool = False) -> str:
    """Write a time of today by the clock alone, any other with its day; ``named``: with the zone."""
    local = at.astimezone(zone)
    day = "" if local.date() == now.astimezone(zone).date() else f"{local:%a %d %b} "
    return f"{day}{local:%H:%M}{f' {local:%Z}' if named else ''}"


def next_command(notice: Notice, now: datetime, *, awaited: bool = False) -> str:
    """Return the next sensible command, as far as it can be typed.

    ``awaited``: an answer by mail may still release a draft; who is asked again has to answer another mail.
    """
    state = notice.state
    if state is NoticeState.SCHEDULED and notice.end is not None and now >= notice.end:
        return f"gateway maintenance complete {notice.id} --began TIME · gateway maintenance cancel {notice.id}"
    if state is NoticeState.SCHEDULED and notice.start is not None and now >= notice.start:
        return f"gateway maintenance start {notice.id}"
    if state is NoticeState.DRAFT and notice.approve_by:
        again = "" if awaited else f"gateway notice send {notice.id} --approve-by ADDR · "
        return f"gateway notice preview {notice.id} · {again}gateway notice abort {notice.id}"
    if state is NoticeState.CONFIRMED:
        return report_command(notice)
    if state is NoticeState.RESTORED and notice.missing:
        wanted = (*notice.missing, *(() if notice.text("prevention") else ("prevention",)))
        parts = " ".join(f'--{one.removeprefix("rca_").replace("_", "-")} "..."' for one in wanted)
        return f"gateway outage rca {notice.id} {parts}"
    if state is NoticeState.CANCELLED and notice.kind is not NoticeKind.MAINTENANCE:
        return "gateway notice list"  # of what nobody heard there is nothing to prove
    return _NEXT[state].format(id=notice.id)


_NEXT = {
    NoticeState.DRAFT: "gateway notice send {id} --confirm {id}",
    NoticeState.SCHEDULED: "gateway notice report {id}",
    NoticeState.IN_PROGRESS: "gateway maintenance complete {id} · gateway maintenance extend {id} --until TIME",
    NoticeState.COMPLETED: "gateway maintenance audit {id}",
    NoticeState.CANCELLED: "gateway maintenance audit {id}",
    NoticeState.SUSPECTED: "gateway outage confirm {id}",
    NoticeState.REPORTED: 'gateway outage update {id} --summary "..." · gateway outage restore {id}',
    NoticeState.RESTORED: "gateway outage close {id}",
    NoticeState.CLOSED: "gateway outage audit {id}",
    NoticeState.SENT: "gateway notice report {id}",
}

"""Decide what operators do with maintenance: schedule, move, begin, extend, end, cancel. Pure.

Every timing comes from what was promised to the customers. A promise that cannot be kept is refused, unless a reason is
given, which customers read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import NoReturn

from gateway.desk.choice import Choice
from gateway.desk.hours.length import spell
from gateway.desk.notice import Delivery, Impact, Notice, NoticeKind, NoticeState, Revision, Stage
from gateway.desk.notices import marks
from gateway.desk.notices.agenda import grace
from gateway.desk.notices.decided import FURTHEST, Bearings, Decided
from gateway.desk.notices.draft import check_draft
from gateway.desk.notices.impact import GivenImpact, with_impact
from gateway.desk.notices.said import a_kind, shown_by, utc
from gateway.desk.notices.texts import texts_of, title_of
from gateway.desk.reason import with_reason
from gateway.errors import Refused

LONGEST = timedelta(days=14)
MAX_REMINDERS = 5
PLANS = (Stage.SCHEDULED, Stage.RESCHEDULED)
"""What tells of a window."""
_OUTAGE = GivenImpact(Impact.OUTAGE)
_NEEDED = {
    "reason": ("--reason", "what is done"),
    "customer_action": ("--customer-action", "what customers should do (or nothing)"),
    "short_notice": ("--short-notice", "why it cannot wait"),
}
"""What customers are told of every maintenance; the last of an emergency."""


@dataclass(frozen=True, slots=True)
class NewMaintenance:
    """Maintenance as an operator plans it."""

    title: str
    choice: Choice
    start: datetime
    end: datetime
    services: tuple[str, ...]
    regions: tuple[str, ...] = ()
    impact: GivenImpact = _OUTAGE
    emergency: bool = False
    tentative: bool = False
    auto_start: bool = False
    reminders: tuple[timedelta, ...] | None = None
    """None: as the policies of those whom it concerns say."""
    texts: Mapping[str, str] = field(default_factory=dict)


def plan(new: NewMaintenance, bearings: Bearings) -> Notice:
    """Return maintenance as a draft. Raises ``Refused`` for what no window can be.

    How much notice there is, and whether it says all that customers have to know, is looked at when they are told.
    """
    if not new.services:
        raise Refused("name what is affected: --service")
    _check_window(new.start, new.end, bearings.now)
    reminders = bearings.times.reminders if new.reminders is None else _reminders(new.reminders)
    planned = Notice(
        id="",
        kind=NoticeKind.MAINTENANCE,
        state=NoticeState.DRAFT,
        title=title_of(new.title),
        choice=new.choice,
        created_at=bearings.now,
        created_by=bearings.by,
        services=new.services,
        regions=new.regions,
        start=new.start,
        end=new.end,
        emergency=new.emergency,
        tentative=new.tentative,
        auto_start=new.auto_start,
        reminders=reminders,
        texts=texts_of(new.texts),
        times=bearings.times,
    )
    return with_impact(planned, new.impact)


def _reminders(given: tuple[timedelta, ...]) -> tuple[timedelta, ...]:
    reminders = tuple(sorted(set(given), reverse=True))
    if len(reminders) > MAX_REMINDERS or any(not timedelta() < one <= FURTHEST for one in reminders):
        raise Refused(f"--remind takes {MAX_REMINDERS} times at most, such as 24h,1h")
    return reminders


def announce(notice: Notice, bearings: Bearings, *, approved_by: str = "") -> Decided:
    """Tell customers of a draft. Raises ``Refused`` where notice is shorter than was promised, or words are missing.

    ``approved_by``: whose answer to the mail that asked for it releases the draft.
    """
    check_draft(notice, approved_by=approved_by)
    notice = bearings.bind(notice)
    start, end = _window(notice)
    _check_window(
        start, end, bearings.now, f"plan it anew:  gateway maintenance schedule; {notice.id} is a draft still"
    )
    check_notice(notice, start - bearings.now)
    _check_words(notice)
    because = _why_short(notice, start - bearings.now) or f"scheduled by {bearings.by}"
    told = replace(notice, state=NoticeState.SCHEDULED, marks=passed_reminders(notice, start, bearings.now))
    return Decided(told, f"scheduled from {utc(start)} to {utc(end)}", because, Stage.SCHEDULED)


def _check_words(notice: Notice) -> None:
    """Refuse to announce what does not say all that customers have to know. Raises ``Refused``."""
    lacks = [_NEEDED[name] for name in lacking(notice)]
    if lacks:
        raise Refused(
            f"{notice.id or 'the announcement'} does not say {' and '.join(what for _, what in lacks)}\n"
            f"  customers have to read it:  {' '.join(f'{flag} TEXT' for flag, _ in lacks)}"
        )


def lacking(notice: Notice) -> list[str]:
    """Name the texts that customers have to read and that it has not."""
    return [name for name in _NEEDED if not notice.text(name) and (name != "short_notice" or notice.emergency)]


def reworded(notice: Notice, texts: Mapping[str, str]) -> Notice:
    """Return what customers are told with other texts, or with those that it lacked. Raises ``Refused``."""
    return replace(notice, texts={**notice.texts, **texts_of(texts)})


def check_notice(notice: Notice, left: timedelta) -> None:
    """Refuse notice that is shorter than was promised, and not excused. Raises ``Refused``."""
    promised = notice.times.maintenance_notice
    if promised is None or left >= promised or notice.emergency or notice.text("short_notice"):
        return
    raise Refused(
        f"notice would be {spell(left)}, and customers were promised at least {spell(promised)}\n"
        '  give a reason:  --short-notice "vendor patch for an exploited flaw"'
        + ("" if notice.id else '\n  or declare it:  --emergency --short-notice "why it cannot wait"')
    )


def reschedule(notice: Notice, bearings: Bearings, start: datetime, end: datetime, texts: Mapping[str, str]) -> Decided:
    """Move the window, or confirm a tentative one that stays. Raises ``Refused``; the notice of a new one counts."""
    _only(notice, NoticeState.SCHEDULED, "moved", instead="gateway maintenance extend")
    _check_window(start, end, bearings.now)
    was_start, was_end = _window(notice)
    if (start, end) == (was_start, was_end):
        return _made_certain(notice, bearings, texts)
    kept = {name: text for name, text in texts_of_another_window(notice).items() if name != "moved"}
    moved = replace(
        bearings.bind(notice),
        start=start,
        end=end,
        was_start=was_start,
        was_end=was_end,
        texts={**kept, **texts_of(texts)},
        tentative=False,
        marks=passed_reminders(notice, start, bearings.now),
    )
    check_notice(moved, start - bearings.now)
    because = with_reason(_why_short(moved, start - bearings.now) or f"moved by {bearings.by}", moved.text("moved"))
    return Decided(moved, f"moved to {utc(start)} to {utc(end)}", because, Stage.RESCHEDULED)


def texts_of_another_window(notice: Notice) -> dict[str, str]:
    """Return its texts without why the first window came at short notice; why an emergency cannot wait stays true."""
    return {name: text for name, text in notice.texts.items() if notice.emergency or name != "short_notice"}


def _made_certain(notice: Notice, bearings: Bearings, texts: Mapping[str, str]) -> Decided:
    """Confirm a tentative window. Customers had notice when it was announced, or else ``announcing`` refuses."""
    if not notice.tentative:
        raise Refused(f"{notice.id} is at that time already")
    start, end = _window(notice)
    kept = {name: text for name, text in notice.texts.items() if name != "moved"}
    certain = replace(notice, was_start=None, was_end=None, texts={**kept, **texts_of(texts)}, tentative=False)
    because = with_reason(f"confirmed by {bearings.by}", certain.text("moved"))
    return Decided(certain, f"certain from {utc(start)} to {utc(end)}", because, Stage.RESCHEDULED)


def stays(notice: Notice, stage: Stage) -> bool:
    """Tell whether customers were told of a window that it is certain now, and not of another one."""
    return stage is Stage.RESCHEDULED and notice.was_start is None


def remind(notice: Notice, bearings: Bearings) -> Decided:
    """Remind customers now, and not again by a planned reminder that follows close behind. Raises ``Refused``."""
    _only(notice, NoticeState.SCHEDULED, "reminded of")
    start, _ = _window(notice)
    done = tuple(dict.fromkeys((*notice.marks, *passed_reminders(notice, start, bearings.now))))
    reminded = replace(notice, marks=done)
    return Decided(reminded, "customers are reminded", f"asked for by {bearings.by}", Stage.REMINDER)


def check_reminds(plan: Revision, *, unwritten: bool) -> None:
    """Refuse a reminder that would be the first some hear: it is no way around the notice that was promised.

    ``plan`` told of the window last; ``unwritten``: letters of it are still to be written. Raises ``Refused``.
    """
    name = plan.notice_id
    if plan.delivery is Delivery.ABORTED:
        stand, instead = "were aborted", f"move it, or call it off:  gateway maintenance cancel {name}"
    elif not unwritten:
        return
    elif plan.delivery is Delivery.PAUSED:
        stand, instead = "are paused", f"go on with them:  gateway notice resume {name}"
    else:
        stand, instead = "are still to be written", f"see how far they are:  gateway notice report {name}"
    raise Refused(f"the letters that tell of the window of {name} {stand}: nobody is reminded\n  {instead}")


def begin(notice: Notice, bearings: Bearings) -> Decided:
    """Begin the work. Raises ``Refused``: before the window only work that was declared an emergency may begin."""
    _only(notice, NoticeState.SCHEDULED, "started")
    start, end = _window(notice)
    if bearings.now < start and not notice.emergency:
        raise Refused(
            f"the window of {notice.id} opens at {utc(start)}, in {spell(start - bearings.now)}: customers were told\n"
            f"  wait for it, or move it:  gateway maintenance reschedule {notice.id}"
        )
    if bearings.now >= end:
        raise Refused(
            f"the window of {notice.id} ended at {utc(end)}\n"
            f"  the work was done:  gateway maintenance complete {notice.id} --began TIME\n"
            f"  it never began:     gateway maintenance reschedule {notice.id}, or cancel"
        )
    begun = replace(notice, state=NoticeState.IN_PROGRESS, began_at=bearings.now)
    return Decided(
        begun, "work has begun", f"started by {bearings.by}" if bearings.by else "its window opens", Stage.STARTED
    )


def extend(
    notice: Notice, bearings: Bearings, until: datetime, texts: Mapping[str, str], *, began: datetime | None = None
) -> Decided:
    """Let work that runs take longer; ``began``: when, where nobody has said so yet. Raises ``Refused``."""
    notice = _under_way(notice, bearings, began, "extended", instead="gateway maintenance reschedule")
    start, end = _window(notice)
    if until <= end:
        raise Refused(f"the window of {notice.id} ends at {utc(end)} already: --until is later than that")
    if until <= bearings.now:
        raise Refused("--until has passed")
    _check_length(start, until, "end it sooner:  --until")
    kept = {name: text for name, text in notice.texts.items() if name != "extended"}
    longer = replace(bearings.bind(notice), end=until, was_start=start, was_end=end, texts={**kept, **texts_of(texts)})
    because = with_reason(f"extended by {bearings.by}", longer.text("extended"))
    return Decided(longer, f"takes until {utc(until)}, {spell(until - end)} longer", because, Stage.EXTENDED)


def complete(notice: Notice, bearings: Bearings, texts: Mapping[str, str], *, began: datetime | None = None) -> Decided:
    """End the work; ``began``: when, where nobody has said so yet. Raises ``Refused``."""
    notice = _under_way(notice, bearings, began, "completed", instead="gateway maintenance start")
    ended = replace(
        notice, state=NoticeState.COMPLETED, ended_at=bearings.now, texts={**notice.texts, **texts_of(texts)}
    )
    _, end = _window(notice)
    late = f", {spell(bearings.now - end)} after its window" if bearings.now > end else ""
    return Decided(ended, f"work has ended{late}", f"completed by {bearings.by}", Stage.COMPLETED)


def _under_way(notice: Notice, bearings: Bearings, began: datetime | None, what: str, *, instead: str) -> Notice:
    """Return work that runs; in a window that has opened, also work of which nobody said so. Raises ``Refused``."""
    if notice.state is NoticeState.SCHEDULED and notice.start is not None and bearings.now >= notice.start:
        return _begun_unsaid(notice, bearings, began)
    _only(notice, NoticeState.IN_PROGRESS, what, instead=instead)
    if began is not None and notice.began_at is not None:
        raise Refused(f"{notice.id} began at {utc(notice.began_at)}: leave --began out")
    return notice


def _begun_unsaid(notice: Notice, bearings: Bearings, began: datetime | None) -> Notice:
    """Return work as it runs since a time that somebody names only now. Raises ``Refused``."""
    if began is None:
        raise Refused(
            f"{notice.id} is {notice.state}: nobody has said that its work began\n"
            f"  say when it did:  --began TIME\n"
            f"  it never did:     gateway maintenance cancel {notice.id}"
        )
    start, end = _window(notice)
    if not start <= began <= min(bearings.now, end):
        raise Refused(f"--began is a time in the window, {utc(start)} to {utc(end)}, that has passed")
    return replace(notice, state=NoticeState.IN_PROGRESS, began_at=began)


def cancel(notice: Notice, bearings: Bearings, texts: Mapping[str, str]) -> Decided:
    """Call it off; who was told of it is told so. Raises ``Refused``."""
    if notice.kind is not NoticeKind.MAINTENANCE:
        instead = f"gateway notice abort {notice.id}" if notice.state is NoticeState.DRAFT else shown_by(notice)
        raise Refused(f"{notice.id} is no maintenance: it is {a_kind(notice.kind)}\n  {instead}")
    if notice.state not in (NoticeState.DRAFT, NoticeState.SCHEDULED, NoticeState.IN_PROGRESS):
        _refuse(notice, "cancelled")
    off = replace(
        notice, state=NoticeState.CANCELLED, closed_at=bearings.now, texts={**notice.texts, **texts_of(texts)}
    )
    stage = None if notice.state is NoticeState.DRAFT else Stage.CANCELLED
    return Decided(off, "cancelled", with_reason(f"cancelled by {bearings.by}", off.text("cancelled")), stage)


def passed_reminders(notice: Notice, start: datetime, now: datetime) -> tuple[str, ...]:
    """Return the marks of reminders that a word of now stands for: their moment is over, or follows close behind it."""
    return tuple(marks.reminder(one, start) for one in notice.reminders if start - one <= now + grace(one))


def _only(notice: Notice, state: NoticeState, what: str, *, instead: str = "") -> None:
    if notice.kind is not NoticeKind.MAINTENANCE:
        raise Refused(f"{notice.id} is no maintenance: it is {a_kind(notice.kind)}\n  {shown_by(notice)}")
    if notice.state is not state:
        hint = f"; {instead} {notice.id}?" if instead and not notice.state.over else ""
        if notice.state is NoticeState.DRAFT:
            hint = f"\n  gateway notice send {notice.id}, or gateway notice abort {notice.id} and schedule it anew"
        _refuse(notice, what, hint)


def _refuse(notice: Notice, what: str, hint: str = "") -> NoReturn:
    if (notice.state, what) == (NoticeState.IN_PROGRESS, "started"):
        raise Refused(f"{notice.id} is {notice.state} already: gateway maintenance complete {notice.id}")
    if notice.state == what:
        raise Refused(f"{notice.id} is {what} already")
    raise Refused(f"{notice.id} is {notice.state}: it cannot be {what}{hint}")


def _window(notice: Notice) -> tuple[datetime, datetime]:
    assert notice.start is not None
    assert notice.end is not None, "maintenance has a window"
    return notice.start, notice.end


def _check_window(start: datetime, end: datetime, now: datetime, instead: str = "") -> None:
    """``instead``: what else to do, where no flag of the command mends it."""
    if end <= start:
        wrong = f"the window ends at {utc(end)}, before it begins at {utc(start)}"
        raise Refused(f"{wrong}\n  {instead or 'let it end later:  --end, or --duration'}")
    if start <= now:
        wrong = f"the window begins at {utc(start)}, which has passed: it is {utc(now)}"
        raise Refused(f"{wrong}\n  {instead or 'give a time that is to come:  --start'}")
    if start - now > FURTHEST:
        wrong = f"the window begins in {spell(start - now)}: a year ahead is the most"
        raise Refused(f"{wrong}\n  {instead or 'give a time before that:  --start'}")
    _check_length(start, end, instead or "let it end sooner:  --end, or --duration")


def _check_length(start: datetime, end: datetime, instead: str) -> None:
    if end - start > LONGEST:
        wrong = f"a window of {spell(end - start)} is too long: {LONGEST.days} days are the most"
        raise Refused(f"{wrong}\n  {instead}")


def _why_short(notice: Notice, left: timedelta) -> str:
    promised = notice.times.maintenance_notice
    if promised is None or left >= promised:
        return ""
    if notice.emergency:
        return with_reason(f"notice of {spell(left)}: an emergency", notice.text("short_notice"))
    return f"notice of {spell(left)} for operational reasons: {notice.text('short_notice')}"

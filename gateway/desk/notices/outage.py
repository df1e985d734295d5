"""Decide what operators do with an outage: suspect, confirm, report, update, restore, explain, close. Pure.

Confirming starts the clock of the report. Who was told that it is down is told that it is up again. It is closed only
when root cause, impact and resolution are all told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from gateway.desk.choice import Choice
from gateway.desk.hours.length import spell
from gateway.desk.notice import DOWN_WORDS, RCA_PARTS, Impact, Notice, NoticeKind, NoticeState, Stage
from gateway.desk.notices import marks
from gateway.desk.notices.decided import Bearings, Decided
from gateway.desk.notices.impact import GivenImpact, impact_known, with_impact, with_impact_now
from gateway.desk.notices.said import a_kind, said_impact, shown_by, utc
from gateway.desk.notices.texts import says_none, texts_of, title_of
from gateway.desk.policy.notices import Holding
from gateway.desk.reason import with_reason
from gateway.errors import Refused

FUTURE = timedelta(minutes=1)  # that clocks of operators may be ahead
OLDEST = timedelta(days=30)  # whoever types an earlier moment has mistyped it
NAMES = {"root_cause": "root cause", "rca_impact": "impact", "resolution": "resolution"}
"""Of the parts of a root cause analysis, for people."""
UNTOLD = (NoticeState.SUSPECTED, NoticeState.CONFIRMED)
"""While customers have heard nothing of it."""
_NEXT = {
    NoticeState.SUSPECTED: "confirm",
    NoticeState.CONFIRMED: "report",
    NoticeState.REPORTED: "update",
    NoticeState.RESTORED: "rca",
}
"""The command that goes on."""
_BACK = "set-back"  # a mark, with when that was said which lay ahead


@dataclass(frozen=True, slots=True)
class NewOutage:
    """An outage as somebody suspects it."""

    title: str
    choice: Choice
    services: tuple[str, ...]
    regions: tuple[str, ...] = ()
    since: datetime | None = None
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What is known when an outage is confirmed; what is None stays as it was."""

    at: datetime
    since: datetime | None = None
    impact: GivenImpact | None = None
    choice: Choice = field(default_factory=Choice)
    """What is named now; what is not named again stays as it was opened."""
    auto_holding: bool | None = None
    """None: as was promised to those whom it concerns."""
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Estimate:
    """When somebody expects an outage to be over."""

    at: datetime | None
    """None: nobody can say, or not any more."""


def suspect(new: NewOutage, bearings: Bearings) -> Decided:
    """Write down what somebody suspects; customers hear nothing yet. Raises ``Refused``."""
    if not new.services:
        raise Refused("name what seems to be down: --service")
    since = _past(new.since, bearings.now, "--since")
    notice = Notice(
        id="",
        kind=NoticeKind.OUTAGE,
        state=NoticeState.SUSPECTED,
        title=title_of(new.title),
        choice=new.choice,
        created_at=bearings.now,
        created_by=bearings.by,
        services=new.services,
        regions=new.regions,
        impact=Impact.OUTAGE,
        start=since,
        texts=texts_of(new.texts),
    )
    return Decided(notice, "suspected", f"opened by {bearings.by}")


def confirm(
    notice: Notice,
    bearings: Bearings,
    found: Confirmed,
) -> Decided:
    """Confirm it: from then on its customers wait for a report. Raises ``Refused``."""
    _only(notice, NoticeState.SUSPECTED, "confirmed")
    at = _past(found.at, bearings.now, "--confirmed-at") or bearings.now
    since = _past(found.since, bearings.now, "--since") or notice.start or at
    if since > at:
        raise Refused(f"it was confirmed at {utc(at)}, before it began at {utc(since)}: --confirmed-at")
    sure = replace(
        notice,
        state=NoticeState.CONFIRMED,
        start=since,
        choice=_meant(notice, found.choice),
        services=found.choice.services or notice.services,
        regions=found.choice.regions or notice.regions,
        auto_holding=bearings.times.holding is Holding.AUTO if found.auto_holding is None else found.auto_holding,
        texts={**notice.texts, **_written(found.texts)},
        times=bearings.times,
        confirmed_at=at,
        confirmed_by=bearings.by,
        next_by=at + bearings.times.report_within if bearings.times.report_within else None,
    )
    sure = with_impact(sure, found.impact)
    return Decided(sure, f"confirmed at {utc(at)}, down since {utc(since)}", f"confirmed by {bearings.by}")


def _meant(notice: Notice, named: Choice) -> Choice:
    """Return who is meant: what is not named again stays as it was opened.

    Where it was opened for everybody, its services and regions said what is affected; now they narrow it too.
    """
    before = notice.choice
    excepted = named.excepted or before.excepted
    if named.everybody:
        return replace(named.told, excepted=excepted)
    if before.everybody and not (named.conditions or named.only):
        return replace(before, excepted=excepted)  # a customer named in addition is meant already
    affected = notice if before.everybody and named.conditions else before
    return Choice(
        services=named.services or affected.services,
        regions=named.regions or affected.regions,
        plans=named.plans or before.plans,
        customers=named.customers or before.customers,
        only=named.only or before.only,
        excepted=excepted,
    )


def is_first_promised(notice: Notice, decided: Decided) -> bool:
    """Tell whether a decision is the first by which customers hear of an outage, or are to: there have to be some."""
    ends = decided.notice.state is NoticeState.CLOSED
    return notice.kind is NoticeKind.OUTAGE and notice.state in UNTOLD and not ends


def named_anew(notice: Notice, decided: Decided, nobody: Refused) -> str:
    """Say how an outage that concerns nobody any more gets customers again: a service was renamed since."""
    command = "confirm" if notice.state is NoticeState.SUSPECTED else "report"
    if decided.notice.state is NoticeState.RESTORED:
        command = "restore"
    return f"{nobody}\n  say whom it concerns now:  gateway outage {command} {notice.id} --service NAME"


def concerning(notice: Notice, choice: Choice, impact: GivenImpact | None) -> Notice:
    """Return an outage as it concerns whom is named now; what is not named again stays as it was confirmed.

    Raises ``Refused`` where customers were told of it: who heard the bad news hears the good news, and nobody else.
    """
    if notice.state is NoticeState.REPORTED and (choice != Choice() or impact):
        raise Refused(f"{notice.id} concerns whom it was reported to: leave out --service, --impact and the like")
    if notice.state is not NoticeState.CONFIRMED:
        return notice
    named = replace(
        notice,
        choice=_meant(notice, choice),
        services=choice.services or notice.services,
        regions=choice.regions or notice.regions,
    )
    return with_impact(named, impact or impact_known(named))


def report(
    notice: Notice,
    bearings: Bearings,
    texts: Mapping[str, str],
    impact: GivenImpact | None,
    eta: Estimate | None = None,
    choice: Choice | None = None,
    *,
    since: datetime | None = None,
) -> Decided:
    """Tell its customers for the first time. Raises ``Refused``.

    ``choice`` is what is named now, ``since`` when it began as is known now; what is not named again stays as it was
    confirmed.
    """
    if notice.state is NoticeState.SUSPECTED:
        raise Refused(f"{notice.id} is only suspected: confirm it first, gateway outage confirm {notice.id}")
    _only(notice, NoticeState.CONFIRMED, "reported")
    texts = {**notice.texts, **_written(texts)}
    if not texts.get("summary"):
        raise Refused("say what customers notice: --summary")
    if "workaround" not in texts:
        raise Refused("say how customers can help themselves: --workaround, or --workaround none")
    corrected = _past(since, bearings.now, "--since")
    began = corrected or notice.start
    if began and notice.confirmed_at and began > notice.confirmed_at:
        raise Refused(f"it was confirmed at {utc(notice.confirmed_at)}, before it began at {utc(began)}: --since")
    known = concerning(_bound(notice, bearings), choice or Choice(), impact)
    told = replace(known, state=NoticeState.REPORTED, start=began, texts=texts)
    told = _expected(told, eta, bearings.now)
    what = f"interruption report, down since {utc(corrected)}" if corrected else "interruption report"
    return _said(told, Stage.REPORT, what, by=bearings.by, now=bearings.now)


def update(
    notice: Notice,
    bearings: Bearings,
    texts: Mapping[str, str],
    eta: Estimate | None = None,
    impact: GivenImpact | None = None,
) -> Decided:
    """Tell its customers how it goes, and what they feel from now on. Raises ``Refused``."""
    _only(notice, NoticeState.REPORTED, "updated")
    written = _written(texts)
    if not written.get("update"):
        raise Refused("say what is new: --summary")
    told = replace(_bound(notice, bearings), texts={**notice.texts, **written})
    told = with_impact_now(_expected(told, eta, bearings.now), impact, bearings.now)
    what = "update" if told.felt_before == notice.felt_before else f"update, impact from now on: {said_impact(told)}"
    return _said(told, Stage.UPDATE, what, by=bearings.by, now=bearings.now)


def hold(notice: Notice, bearings: Bearings) -> Decided:
    """Tell its customers that there is no news, which nobody else did in time."""
    quiet = _expected(_bound(notice, bearings), None, bearings.now)
    return _said(quiet, Stage.HOLDING, "holding update", by="", now=bearings.now)


def restore(notice: Notice, bearings: Bearings, texts: Mapping[str, str], at: datetime | None) -> Decided:
    """Say that it is over; who was told that it is down hears it at once. Raises ``Refused``.

    Where their letters were aborted before anybody was, nobody waits for a word: it is closed as well.
    """
    if notice.kind is not NoticeKind.OUTAGE or not notice.down:
        _only(notice, NoticeState.REPORTED, "restored")
    assert notice.start is not None, "what is confirmed has begun"
    over = _past(at, bearings.now, "--at", oldest=max(OLDEST, bearings.now - notice.start)) or bearings.now
    if over < notice.start:
        raise Refused(f"it was restored at {utc(over)}, before it began at {utc(notice.start)}: --at")
    said = f"restored at {utc(over)}, after {spell(over - notice.start)}"
    because = f"restored by {bearings.by}"
    if bearings.stopped:
        return Decided(
            replace(_unheard(notice, bearings), restored_at=over), f"{said}: nobody had heard of it", because
        )
    down = _bound(notice, bearings)
    up = replace(
        down,
        state=NoticeState.RESTORED,
        restored_at=over,
        texts={**notice.texts, **_written(texts)},
        marks=_with_missed(down, bearings.now),
        next_by=bearings.rca_due(bearings.now, notice.times),
    )
    return Decided(up, said, because, Stage.RESTORED)


def explain(notice: Notice, bearings: Bearings, texts: Mapping[str, str]) -> Decided:
    """Tell what is known of root cause, impact and resolution; by nobody: what is known so far. Raises ``Refused``."""
    _check_up(notice)
    _only(notice, NoticeState.RESTORED, "explained")
    written = texts_of(texts)
    if bearings.by and not written:
        raise Refused("give at least one of --root-cause, --impact and --resolution")
    texts = {**notice.texts, **written}
    known = replace(_bound(notice, bearings), texts=texts, marks=_with_missed(notice, bearings.now))
    if bearings.by and not known.missing:
        whole = replace(known, next_by=None)
        return Decided(
            whole, "final report: root cause, impact and resolution are told", f"told by {bearings.by}", Stage.FINAL
        )
    told = replace(known, next_by=bearings.rca_due(bearings.now, notice.times))
    because = f"told by {bearings.by}" if bearings.by else "it is due, and nobody had written"
    return Decided(told, f"RCA update, still without {missing_parts(told)}", because, Stage.RCA)


def close(notice: Notice, bearings: Bearings, reason: str = "", *, mistaken: bool = False) -> Decided:
    """End it. Raises ``Refused`` while a part of the root cause analysis is missing.

    Where customers were told nothing, the history has to say why. ``mistaken``: it was confirmed, and was none; else
    who was to hear of it within the hour hears that it is over.
    """
    because = with_reason(f"closed by {bearings.by}", reason)
    told = notice.state in (NoticeState.REPORTED, NoticeState.RESTORED)
    stopped = told and bearings.stopped and bool(notice.missing)
    if notice.state in UNTOLD or stopped:
        if notice.state is NoticeState.CONFIRMED and not mistaken:
            raise Refused(
                f"{notice.id} is confirmed, and its customers are owed a word\n"
                f"  it is over:            gateway outage restore {notice.id}\n"
                f'  it was no outage:      gateway outage close {notice.id} --not-an-outage --reason "..."'
            )
        wrong = "customers are told nothing of it" if stopped else "nothing was wrong"
        if not reason:
            stands = "was aborted before anybody heard of it" if stopped else f"is {notice.state}"
            raise Refused(f"{notice.id} {stands}: say why {wrong}, --reason")
        return Decided(_unheard(notice, bearings), f"closed: {wrong}", because)
    _check_up(notice)
    _only(notice, NoticeState.RESTORED, "closed")
    if notice.missing:
        raise Refused(
            f"{notice.id} lacks {missing_parts(notice)}\n"
            + f"  gateway outage rca {notice.id} "
            + " ".join(f"--{name.removeprefix('rca_').replace('_', '-')} TEXT" for name in notice.missing)
        )
    return Decided(replace(notice, state=NoticeState.CLOSED, closed_at=bearings.now, next_by=None), "closed", because)


def _unheard(notice: Notice, bearings: Bearings) -> Notice:
    """Return an outage that is closed before customers heard of it: only a report can have been missed."""
    kept = _with_missed(notice, bearings.now) if notice.state in UNTOLD else notice.marks
    return replace(notice, state=NoticeState.CLOSED, closed_at=bearings.now, next_by=None, marks=kept)


def missing_parts(notice: Notice) -> str:
    """Name the parts of the root cause analysis that are not there."""
    *before, last = [NAMES[name] for name in RCA_PARTS if name in notice.missing] or [""]
    return f"{', '.join(before)} and {last}" if before else last


def promised_kind(notice: Notice) -> str:
    """Say what customers wait for: ``report``, ``update`` or ``rca``; empty for nothing."""
    waits = {NoticeState.CONFIRMED: "report", NoticeState.REPORTED: "update", NoticeState.RESTORED: "rca"}
    return waits.get(notice.state, "") if notice.next_by else ""


def owed_by(notice: Notice, kind: str) -> datetime | None:
    """Return when a word is due next: as customers were told, or a rhythm after each update that was missed since."""
    due, every = notice.next_by, notice.times.update_every
    if due is None or kind != "update" or not every:
        return due
    done = frozenset(notice.marks)
    while marks.missed(kind, due) in done:
        due += every
    return due


def lies_ahead(notice: Notice, said_at: datetime | None, now: datetime) -> bool:
    """Tell whether an outage goes by a clock that was ahead: what was said of it last, or missed, is still to come.

    ``said_at``: when its newest revision was issued. What ``brought_back`` mended once does not count again.
    """
    said_at = said_at if said_at and marks.at(_BACK, said_at) not in notice.marks else None
    known = (said_at, notice.confirmed_at, *(one.due for one in marks.missed_in(notice.marks)))
    return promised_kind(notice) != "" and any(one is not None and one > now + FUTURE for one in known)


def brought_back(notice: Notice, said_at: datetime | None, bearings: Bearings) -> Decided:
    """Have customers hear on of an outage that ``lies_ahead`` as if what was said last had been said now."""
    now, kind = bearings.now, promised_kind(notice)
    within = {"report": notice.times.report_within, "update": notice.times.update_every}.get(kind)
    rca = bearings.rca_due(now, notice.times) if kind == "rca" else None
    back = replace(
        notice,
        start=_by_now(notice.start, now),
        confirmed_at=_by_now(notice.confirmed_at, now),
        restored_at=_by_now(notice.restored_at, now),
        felt_before=tuple(replace(one, until=min(one.until, now)) for one in notice.felt_before),
        marks=(*marks.without_missed_after(notice.marks, now), *((marks.at(_BACK, said_at),) if said_at else ())),
        next_by=now + within if within else rca or notice.next_by,
    )
    due = f": its {kind} is due by {utc(back.next_by)}" if back.next_by else ""
    return Decided(back, f"set back to {utc(now)}{due}", "the clock was ahead when something was said of it")


def _by_now(at: datetime | None, now: datetime) -> datetime | None:
    return min(at, now) if at else None


def _expected(notice: Notice, eta: Estimate | None, now: datetime) -> Notice:
    """Return an outage with when it is expected to be over: as was said before, until that is over itself.

    Raises ``Refused`` for a new estimate of a time that is over.
    """
    if eta is not None and eta.at is not None and eta.at <= now:
        raise Refused(f"--eta {utc(eta.at)} is over: it is {utc(now)}")
    at = eta.at if eta else notice.eta
    return replace(notice, eta=at.astimezone(UTC) if at and at > now else None)


def _bound(notice: Notice, bearings: Bearings) -> Notice:
    """Return an outage with what is promised by now, and when the word that is owed was due by what was told."""
    bound = replace(bearings.bind(notice), next_by=owed_by(notice, promised_kind(notice)))
    within = bound.times.report_within
    if notice.state is not NoticeState.CONFIRMED or within is None or notice.confirmed_at is None:
        return bound
    due = notice.confirmed_at + within
    return replace(bound, next_by=min(due, notice.next_by or due))


def _said(notice: Notice, stage: Stage, what: str, *, by: str, now: datetime) -> Decided:
    assert stage in DOWN_WORDS
    every = notice.times.update_every
    kind = "report" if stage is Stage.REPORT else "update"
    late = _with_missed(notice, now, kind=kind)
    told = replace(notice, next_by=now + every if every else None, marks=late)
    because = f"told by {by}" if by else "it is due, and nobody had written"
    return Decided(told, what, because, stage)


def _with_missed(notice: Notice, now: datetime, *, kind: str = "") -> tuple[str, ...]:
    """Return the marks of a notice that is told of now; with one more where that is too late."""
    kind = kind or promised_kind(notice)
    if not kind or notice.next_by is None or now <= notice.next_by:
        return notice.marks
    return tuple(dict.fromkeys((*notice.marks, marks.missed(kind, notice.next_by))))


def _written(texts: Mapping[str, str]) -> dict[str, str]:
    """Return texts of an outage; a workaround that there is not is kept as an empty one."""
    found = texts_of(texts)
    if says_none("workaround", found.get("workaround", "")):
        found["workaround"] = ""
    return found


def _only(notice: Notice, state: NoticeState, what: str) -> None:
    """Refuse an outage that is in another state; the hint is what can be done in that one."""
    if notice.kind is not NoticeKind.OUTAGE:
        raise Refused(f"{notice.id} is no outage: it is {a_kind(notice.kind)}\n  {shown_by(notice)}")
    if notice.state is state:
        return
    whole = notice.state is NoticeState.RESTORED and not notice.missing
    command = "close" if whole else _NEXT.get(notice.state)
    hint = f"\n  gateway outage {command} {notice.id}" if command else ""
    if notice.state == what:
        raise Refused(f"{notice.id} is {what} already{hint}")
    raise Refused(f"{notice.id} is {notice.state}: it cannot be {what}{hint}")


def _check_up(notice: Notice) -> None:
    """Refuse what comes after the all-clear while customers wait for that."""
    if notice.kind is NoticeKind.OUTAGE and notice.state is NoticeState.REPORTED:
        raise Refused(f"{notice.id} is down: restore it first, gateway outage restore {notice.id}")


def _past(at: datetime | None, now: datetime, flag: str, *, oldest: timedelta = OLDEST) -> datetime | None:
    """Return an instant that somebody named, in UTC: an hour counted from a local time may be two of them.

    Raises ``Refused`` for what is still to come, and for what is longer ago than ``oldest``.
    """
    if at is None:
        return None
    if at > now + FUTURE:
        raise Refused(f"{flag} {utc(at)} is still to come: it is {utc(now)}")
    if now - at > oldest:
        raise Refused(f"{flag} {utc(at)} is more than {spell(oldest)} ago: it is {utc(now)}")
    return at.astimezone(UTC)

"""Decide what happens when something falls due on a ticket. Pure: letters are asked for, not written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import assert_never

from gateway.desk.becoming import became, moved
from gateway.desk.changes import Mark
from gateway.desk.event import What
from gateway.desk.life.agenda import MOBILIZED, Due, DueKind
from gateway.desk.life.case import Case
from gateway.desk.life.closing import closed, rests_no_more, told_closed
from gateway.desk.life.facts import closes_at, customer_letter, page, said_of_solution, status_update, team_letter
from gateway.desk.life.ladder import HIGHER_AUTHORITY, hear, tier_hears
from gateway.desk.order import Fact, Form, Step, WhyClosed, WhyEscalated, WhyPaged
from gateway.desk.policy.ledger import PromiseRow
from gateway.desk.policy.target import Kind, reach
from gateway.desk.team import LEADS, OPERATIONS_MANAGER, Person
from gateway.desk.ticket import Channel, Status

A_DAY = timedelta(days=1)


def fall_due(case: Case, due: Due, now: datetime) -> tuple[Step, ...]:
    """Return what follows. ``now`` is when it is done: the moment it was due, or later after a late start."""
    return tuple(_steps(case, due, now))


def _steps(case: Case, due: Due, now: datetime) -> Iterator[Step]:  # noqa: C901 - one case for each kind
    match due.kind:
        case DueKind.MOBILIZE:
            yield from _mobilize(case, now)
        case DueKind.START:
            yield from _page_again(case)
        case DueKind.WARN:
            yield from _warn(case, _of(due), now)
        case DueKind.UPDATE:
            yield from _update(case, now)
        case DueKind.MISS:
            yield from _miss(case, _of(due))
        case DueKind.LADDER:
            yield from hear(case, due.step, why=WhyEscalated.NOT_ACKNOWLEDGED, reason="", now=now)
        case DueKind.UNREASONABLE:
            yield _mark(case, What.UNREASONABLE, "", "it takes unreasonably long", "the resolution is long overdue")
            yield from hear(case, HIGHER_AUTHORITY, why=WhyEscalated.UNREASONABLE, reason="", now=now)
        case DueKind.TIER:
            yield from _next_tier(case, due.step)
        case DueKind.REMIND:
            yield from _remind(case, due, now)
        case DueKind.CLOSE:
            yield from _close(case)
        case DueKind.WAKE:
            yield from _wake(case)
        case DueKind.ANALYSIS:
            yield from _analysis(case, now)
        case _:
            assert_never(due.kind)


def _of(due: Due) -> PromiseRow:
    assert due.row is not None  # only what is about a promise asks
    return due.row


def _mark(case: Case, what: What, value: str, said: str, because: str) -> Mark:
    return Mark(case.ticket.id, what, value, said, because)


def _mobilize(case: Case, now: datetime) -> Iterator[Step]:
    team, level = case.law.team, case.level
    heard = [team.on_duty(now, home=case.law.home), *(team.group(group) for group in case.mobilizes)]
    people = tuple(person for one in heard for person in one.people)
    because = f"the priority {level.name} mobilizes {', '.join(case.mobilizes)}; {heard[0].because}"
    yield _mark(case, What.PAGED, MOBILIZED, f"paged: {_names(people)}", because)
    monitored = case.ticket.channel is Channel.MONITOR
    why = WhyPaged.BLANK if Kind.RESPONSE in level.blank else WhyPaged.URGENT
    yield from page(case, people, WhyPaged.MONITOR if monitored else why, because)


def _page_again(case: Case) -> Iterator[Step]:
    """Page whoever answers for operations: the whole team has heard already."""
    heard = case.law.team.group(OPERATIONS_MANAGER)
    because = f"nobody has begun with it since {case.story.pages[-1].at:%H:%M:%S %Z}; {heard.because}"
    yield _mark(case, What.PAGED, WhyPaged.NOT_STARTED.value, f"paged again: {_names(heard.people)}", because)
    yield from page(case, heard.people, WhyPaged.NOT_STARTED, because)


def _names(people: tuple[Person, ...]) -> str:
    return ", ".join(dict.fromkeys(person.name for person in people)) or "nobody: team.yml names nobody"


def _warn(case: Case, row: PromiseRow, now: datetime) -> Iterator[Step]:
    """Warn who works on it; where it is over already, the alarm says so, and one mail is enough."""
    because = f"the {row.kind} promised by {row.policy} is due {row.due:%Y-%m-%d %H:%M:%S %Z}"
    late = row.due is not None and row.due < now
    yield _mark(case, What.WARNED, row.name, "" if late else f"warned: {row.kind}", because)
    if not late:
        facts = {"kind": row.kind.value, "due": row.due}
        yield from team_letter(Form.WARNING, case, case.workers(), because, facts)


def _miss(case: Case, row: PromiseRow) -> Iterator[Step]:
    because = f"the {row.kind} promised by {row.policy} was due {row.due:%Y-%m-%d %H:%M:%S %Z}"
    yield _mark(case, What.MISSED, row.name, f"missed: {row.kind}", because)
    facts = {"kind": row.kind.value, "due": row.due}
    yield from team_letter(Form.MISSED, case, (*case.workers(), *case.law.team.in_group(LEADS)), because, facts)


def _update(case: Case, now: datetime) -> Iterator[Step]:
    because = "an update was due and nobody had written"
    yield _mark(case, What.WORD, "", "status update by the gateway", because)
    yield from status_update(case, because, now=now)


def _analysis(case: Case, now: datetime) -> Iterator[Step]:
    because, times = "the root cause is still looked for", case.policy.notices
    assert times.rca_update_every is not None  # else none is due
    next_by = reach(times.rca_update_every, now, case.calendar(times.rca_clock), case.home)
    yield _mark(case, What.WORD, "", "word on the root cause by the gateway", because)
    yield from customer_letter(Form.RCA_UPDATE, case, because, {"waits": case.awaits_data, "next_by": next_by})


def _next_tier(case: Case, tier: int) -> Iterator[Step]:
    because = f"it is not solved: {case.policy.name} moves it on to support level {tier}"
    yield from became(case.ticket, "tier", tier, because)
    yield from tier_hears(case, tier, because)


def _remind(case: Case, due: Due, now: datetime) -> Iterator[Step]:
    """Remind the customer; of several reminders that a late start finds due, the last one is enough."""
    since = case.story.waits_since
    assert since is not None  # else no reminder is due
    because = f"it waits for the customer since {since:%Y-%m-%d %H:%M:%S %Z}"
    later = case.waiting.remind_after[due.step :]
    over = closes_at(case, since)
    late = any(since + after <= now for after in later) or (over is not None and over <= now)
    yield _mark(case, What.REMINDED, str(due.step), "" if late else f"reminded for the {due.step}. time", because)
    if not late:
        facts: dict[str, Fact] = {"since": since, "closes_at": over}
        asked = case.ticket.status is Status.AWAITING_APPROVAL
        form = Form.APPROVAL_REMINDER if asked else Form.WAITING_REMINDER
        known = said_of_solution(case.ticket) if asked else {}
        yield from customer_letter(form, case, because, {**known, **facts})


def _close(case: Case) -> Iterator[Step]:
    waited = case.waiting.close_after
    because = f"its customer has not answered for {_plainly(waited)}"
    yield from closed(case.ticket, because)
    yield from told_closed(case, because, why=WhyClosed.NO_ANSWER, waited=waited)


def _plainly(length: timedelta | None) -> str:
    """Write a length of waiting for the history."""
    assert length is not None  # else nothing would be closed
    return str(length) if length % A_DAY else f"{length // A_DAY} days"


def _wake(case: Case) -> Iterator[Step]:
    ticket, because = case.ticket, "the agreed rest is over"
    yield from moved(ticket, Status.IN_PROGRESS, because)
    yield from rests_no_more(ticket, because)
    yield from team_letter(Form.WOKEN, case, case.workers(), because, {"until": ticket.hold_until})

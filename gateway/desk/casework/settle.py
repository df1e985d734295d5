"""Decide what an operator's ``ticket set`` does: status, waiting, priority, assignment, type, figures. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from gateway.desk.becoming import became, moved
from gateway.desk.casework import chain
from gateway.desk.changes import AssignCustomer, SetField, SetPriority
from gateway.desk.customer import Customer
from gateway.desk.life.case import Case, case_of
from gateway.desk.life.closing import closed, rests_no_more, told_closed
from gateway.desk.life.facts import customer_letter, team_letter
from gateway.desk.life.ladder import tier_hears
from gateway.desk.life.new_level import change_level
from gateway.desk.order import Form, Step
from gateway.desk.policy.classify import FIGURES, classify, impossible, is_figure
from gateway.desk.policy.level import Level
from gateway.desk.reason import with_reason
from gateway.desk.ticket import NOT_COVERED, TIERS, Status, WaitingOn
from gateway.errors import Refused

NOBODY = "none"
"""For whom a ticket waits that waits for nobody."""
SET_BY = "set by"
"""How histories begin that say who made something so."""
_BY_OTHER_COMMANDS = {Status.QA: "resolve", Status.AWAITING_APPROVAL: "resolve"}
MAX_FIELDS = 50
LONGEST_REST = timedelta(days=3660)


@dataclass(frozen=True, slots=True)
class NewState:
    """What an operator wants to be so; None leaves it as it is."""

    status: Status | None = None
    waiting_on: WaitingOn | None = None
    waits_no_more: bool = False
    until: datetime | None = None
    """When a rest ends that is agreed with the customer."""
    priority: str | None = None
    """By name or alias."""
    assignee: str | None = None
    """A person of the team; empty: nobody."""
    queue: str | None = None
    """A group of the team."""
    tier: int | None = None
    type: str | None = None
    fields: tuple[tuple[str, str], ...] = ()
    """What becomes known, by name; empty values are forgotten."""
    customer: str | None = None
    """An id; empty: nobody's."""


def settle(
    case: Case, new: NewState, *, customer: Customer | None, by: str, reason: str, now: datetime
) -> tuple[Step, ...]:
    """Make it so; what is so already is no change. Raises ``Refused`` for nothing, and for what cannot be.

    ``customer`` is the one it names; under their policy a level may have another name.
    """
    if new == NewState():
        raise Refused("nothing to set: give a status, a priority, a customer or something else that becomes so")
    because = with_reason(f"{SET_BY} {by}", reason)
    return tuple(made_so(case, new, customer, because, by=by, reason=reason, now=now))


def made_so(
    case: Case, new: NewState, customer: Customer | None, because: str, *, by: str, reason: str, now: datetime
) -> Iterator[Step]:
    """Make it so, for a reason of the caller's. Raises ``Refused`` on the way, for what cannot be."""
    if new.customer is not None and new.customer != case.ticket.customer:
        yield AssignCustomer(case.ticket.id, case.ticket.customer, new.customer, because)
        case = case_of(replace(case.ticket, customer=new.customer), case.story, customer, case.rows, case.law)
        if new.priority is None:
            yield from _renamed(case)
    if new.type is not None and new.type != case.ticket.type:
        yield from _type(case, new.type, reason, because)
        case = replace(case, ticket=replace(case.ticket, type=new.type))
    fields = tuple(_fields(case, new.fields, because))
    yield from fields
    case = replace(case, ticket=replace(case.ticket, fields=fields[-1].fields)) if fields else case
    if level := _level(case, new):
        yield from change_level(case, level, reason=reason, because=because, now=now)
        case = replace(case, ticket=replace(case.ticket, priority=level.name))
    yield from _standing(case, new, because, by=by, now=now)
    if new.assignee is not None:
        yield from assign(case, new.assignee, by=by, because=because)
    if new.queue is not None:
        yield from became(case.ticket, "queue", case.law.team.asked_group(new.queue), because)
    if new.tier is not None and new.tier != case.ticket.tier:
        yield from _tier(case, new.tier, reason, because)


def assign(case: Case, name: str, *, by: str, because: str) -> Iterator[Step]:
    """Give a case to somebody of the team, who is told; empty: to nobody. Raises ``Refused`` for a stranger."""
    team, ticket = case.law.team, case.ticket
    person = team.find(name) if name else None
    if name and person is None:
        raise Refused(team.stranger(name))
    after = person.name if person else ""
    yield from became(ticket, "assignee", after, because)
    if person and after != ticket.assignee:
        who = team.signed(by)
        yield from team_letter(Form.ASSIGNED, case, (person,), because, {"by": "" if who == person.name else who})


def _renamed(case: Case) -> Iterator[Step]:
    """Give the level the name it has in another policy."""
    ticket, policy = case.ticket, case.policy
    found = policy.named(ticket.priority)
    name = found.name if found else policy.default
    if name != ticket.priority:
        why = f"what {ticket.priority} is called" if found else f"there is no {ticket.priority}"
        yield SetPriority(ticket.id, ticket.priority, name, f"{why} in the policy {policy.name}")


def _type(case: Case, after: str, reason: str, because: str) -> Iterator[Step]:
    case.policy.typed(after)
    if after == NOT_COVERED and not reason:
        raise Refused("the customer is told why it is not covered: give --reason")
    yield from became(case.ticket, "type", after, because)
    if after == NOT_COVERED:
        yield from customer_letter(Form.NOT_COVERED, case, because, {"reason": reason})


def _fields(case: Case, given: tuple[tuple[str, str], ...], because: str) -> Iterator[SetField]:
    known = dict(case.ticket.fields)
    for name, value in given:
        if name in FIGURES and value and not is_figure(value):
            raise Refused(f"{name} is a number, and {value} is none")
        if known.get(name, "") == value:
            continue
        known = {key: one for key, one in {**known, name: value}.items() if one}
        if len(known) > MAX_FIELDS:
            raise Refused(f"a case has {MAX_FIELDS} fields at most")
        if wrong := impossible(known):
            raise Refused(wrong)
        yield SetField(case.ticket.id, name, value, tuple(known.items()), because)


def _level(case: Case, new: NewState) -> Level | None:
    """Return the level that is asked for, or that the figures make; None where it has it already."""
    if new.priority is not None:
        level = case.policy.asked(new.priority)
    else:
        counted = classify(case.policy, dict(case.ticket.fields)) if new.fields else None
        level = counted or case.level
    return level if level.name != case.level.name else None


def _standing(case: Case, new: NewState, because: str, *, by: str, now: datetime) -> Iterator[Step]:
    """Move a case, and say for whom it waits."""
    status = new.status
    if status is Status.RESOLVED and case.ticket.status is not status:
        yield from chain.resolve(case, chain.Solved(), by=by, now=now)
        return
    if status is Status.CLOSED and case.ticket.status is not status:
        yield from close(case, reason="", because=because)
        return
    if status in _BY_OTHER_COMMANDS and status is not case.ticket.status:
        raise Refused(f"a case comes to {status} by: gateway ticket {_BY_OTHER_COMMANDS[status]} {case.ticket.number}")
    yield from _hold(case, new, because, now)
    yield from _wait(case, new, because)
    if status is not None:
        yield from moved(case.ticket, status, because)


def _hold(case: Case, new: NewState, because: str, now: datetime) -> Iterator[Step]:
    ticket = case.ticket
    agreed = ticket.hold_until is not None and ticket.hold_until > now  # else of a rest that was cut short
    if new.status is Status.ON_HOLD and new.until is None and not agreed:
        raise Refused("a case is on hold until an agreed end: give --until")
    if new.until is not None:
        if new.until > now + LONGEST_REST:
            raise Refused("--until is more than ten years away")
        if new.until <= now:
            raise Refused(f"{new.until:%Y-%m-%d %H:%M %Z} is over: --until names a moment to come")
        if Status.ON_HOLD not in (new.status, ticket.status):
            raise Refused("--until says when a rest ends: give --status on-hold with it")
        yield from became(ticket, "hold_until", new.until.astimezone(UTC), because)
    elif new.status not in (None, Status.ON_HOLD):
        yield from rests_no_more(ticket, because)


def _wait(case: Case, new: NewState, because: str) -> Iterator[Step]:
    ticket, after = case.ticket, new.waiting_on
    if after is not None and ticket.status is Status.CLOSED and new.status is None:
        raise Refused(f"case {ticket.number} is closed: open it again first")
    if new.waits_no_more or (after is None and new.status in (Status.OPEN, Status.IN_PROGRESS)):
        after = None
    elif after is None:
        after = WaitingOn.CUSTOMER if new.status is Status.PENDING and not ticket.waiting_on else ticket.waiting_on
    yield from became(ticket, "waiting_on", after, because)


def _tier(case: Case, after: int, reason: str, because: str) -> Iterator[Step]:
    most = len(case.policy.escalation.tiers) or TIERS
    if not 1 <= after <= most:
        raise Refused(f"the policy {case.policy.name} has the support levels 1 to {most}")
    yield from became(case.ticket, "tier", after, because)
    if after > case.ticket.tier:
        yield from tier_hears(case, after, because, reason=reason)


def close(case: Case, *, reason: str, because: str, unsolved: bool = False) -> Iterator[Step]:
    """Close a case. Raises ``Refused`` when it is closed, or lacks what its policy requires of a solution.

    ``unsolved``: nothing is to be solved (spam, a mistake, the customer gave up); that needs a reason.
    """
    ticket = case.ticket
    if ticket.status is Status.CLOSED:
        raise Refused(f"case {ticket.number} is closed already")
    if unsolved and not reason:
        raise Refused("say why nothing is solved: give --reason")
    if not unsolved:
        _refuse_unsolved(case)
    yield from closed(ticket, because)
    if not unsolved:
        yield from told_closed(case, because, reason=reason)


def _refuse_unsolved(case: Case) -> None:
    """Refuse what its policy wants solved first, unless its customer cannot be reached, or nothing is promised."""
    ticket, policy = case.ticket, case.policy
    attempts = policy.waiting.attempts
    gave_up = attempts and ticket.waiting_on is WaitingOn.CUSTOMER and case.story.contacts >= attempts
    if not policy.requires or ticket.status is Status.RESOLVED or gave_up or case.promised_nothing:
        return
    lacks = chain.missing(case)
    wants = f"{' and '.join(lacks)} {'is' if len(lacks) == 1 else 'are'} missing" if lacks else f"it is {ticket.status}"
    tries = f", or after {attempts} attempts to reach its customer (it has {case.story.contacts})" if attempts else ""
    raise Refused(
        f"{policy.name} closes case {ticket.number} once it is resolved{tries}: {wants}; "
        f"--unsolved closes what needs no solution"
    )

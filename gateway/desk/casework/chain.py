"""The way from a solution to a resolved case: what a policy requires, quality assurance, the customer's approval. Pure.

Each step waits for a verdict, and the first verdict moves the case on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from gateway.desk.becoming import became, moved
from gateway.desk.changes import AddMessage, Mark
from gateway.desk.event import What
from gateway.desk.life.case import Case
from gateway.desk.life.closing import rests_no_more, waits_no_more
from gateway.desk.life.facts import customer_letter, said_of_solution, status_update, team_letter
from gateway.desk.order import Fact, Form, Step, WhatNews
from gateway.desk.policy.policy import Requirement
from gateway.desk.policy.target import Kind
from gateway.desk.reason import with_reason
from gateway.desk.team import DEVELOPMENT, QA
from gateway.desk.ticket import Direction, Message, Solution, Status
from gateway.errors import Refused
from gateway.mail import Body
from gateway.mail import Kind as MailKind


@dataclass(frozen=True, slots=True)
class Solved:
    """What an engineer says of a solution; empty where it was said before."""

    cause: str = ""
    fix: str = ""
    solution: Solution | None = None
    workaround: bool = False
    """A way around for now: the case stays with us."""


def resolve(case: Case, solved: Solved, *, by: str, now: datetime) -> tuple[Step, ...]:
    """Resolve a case as its policy wants it: at once, or after those who have to say yes. Raises ``Refused``."""
    ticket = case.ticket
    if ticket.status.ended:
        raise Refused(f"case {ticket.number} is {ticket.status} already")
    if ticket.status is Status.QA:
        raise Refused(f"case {ticket.number} is with quality assurance: gateway ticket qa {ticket.number} answers it")
    told = _told(case, solved, because=f"resolved by {by}")
    if solved.workaround:
        return (*told, *_work_around(case, solved, by=by, now=now))
    after = _as_told(case, solved)
    refuse_what_is_missing(after, "resolve")
    because = f"solved by {by}"
    waiting = (*waits_no_more(ticket, because), *rests_no_more(ticket, because))
    works = Mark(ticket.id, What.WORK, by, "", because)
    return (*told, *waiting, works, *_next(after, because, by=by, now=now))


def missing(case: Case) -> tuple[str, ...]:
    """Return what its policy wants to be said before a case is resolved, and is not."""
    ticket, level = case.ticket, case.level
    found = []
    if Requirement.CAUSE in case.policy.requires and not ticket.cause:
        found.append("the cause (--cause)")
    if Requirement.FIX in case.policy.requires and not ticket.fix:
        found.append("the fix (--fix)")
    if Requirement.SOLUTION in case.policy.requires and (ticket.solution is None or not _fits(case, ticket.solution)):
        found.append(f"a solution (--solution) that fits {level.name}: {', '.join(level.solutions)}")
    return tuple(found)


def refuse_what_is_missing(case: Case, what: str) -> None:
    """Raise ``Refused`` when something is missing that the policy asks for."""
    if lacks := missing(case):
        raise Refused(f"{case.policy.name} does not {what} case {case.ticket.number} without {' and '.join(lacks)}")


def qa_verdict(case: Case, *, ok: bool, reason: str, by: str, now: datetime) -> tuple[Step, ...]:
    """Take quality assurance's verdict. Raises ``Refused`` where none is awaited, or of somebody who may not."""
    ticket, team = case.ticket, case.law.team
    if ticket.status is not Status.QA:
        raise Refused(f"case {ticket.number} is {ticket.status}: no verdict of quality assurance is awaited")
    checkers = team.in_group(QA)
    if checkers and team.find(by) not in checkers:
        raise Refused(f"{by} is not in the group {QA}: {', '.join(one.name for one in checkers)} may say so")
    if not ok and not reason.strip():
        raise Refused("a rejection needs a reason")
    verdict = f"QA {'approved' if ok else f'rejected: {reason}'}"
    noted = Message(Direction.NOTE, MailKind.NEW, "", by, now, Body(verdict))
    because = f"quality assurance: {by}"
    if ok:
        return (AddMessage(ticket.id, noted, because), *_after_qa(case, because, by=by, now=now))
    return (AddMessage(ticket.id, noted, because), *_back(case, WhatNews.QA_REJECTED, reason, because))


def customer_verdict(case: Case, *, approved: bool, reason: str, by: str, now: datetime) -> tuple[Step, ...]:
    """Take the customer's verdict on a solution; the case awaits it."""
    because = f"{by} {'approved' if approved else 'rejected'} the solution"
    if approved:
        news = team_letter(Form.NEWS, case, case.attending, because, {"what": WhatNews.APPROVED.value, "text": reason})
        return (*_finish(case, because, approved=True, now=now), *news)
    return _back(case, WhatNews.REJECTED, reason, because)


def _told(case: Case, solved: Solved, *, because: str) -> Iterator[Step]:
    ticket = case.ticket
    yield from became(ticket, "cause", solved.cause or ticket.cause, because)
    yield from became(ticket, "fix", solved.fix or ticket.fix, because)
    yield from became(ticket, "solution", solved.solution or ticket.solution, because)


def _as_told(case: Case, solved: Solved) -> Case:
    ticket = case.ticket
    told = replace(
        ticket,
        cause=solved.cause or ticket.cause,
        fix=solved.fix or ticket.fix,
        solution=solved.solution or ticket.solution,
    )
    return replace(case, ticket=told)


def _fits(case: Case, solution: Solution) -> bool:
    return not case.level.solutions or solution.value in case.level.solutions


def _work_around(case: Case, solved: Solved, *, by: str, now: datetime) -> Iterator[Step]:
    ticket, because = case.ticket, f"a way around by {by}"
    if not solved.fix:
        raise Refused("say what the way around is: --fix")
    yield Mark(ticket.id, What.WORKAROUND, by, "the customer has a way around", because)
    yield Mark(ticket.id, What.WORD, by, f"told by {by}", because)
    if ticket.status is Status.OPEN:
        yield from moved(ticket, Status.IN_PROGRESS, because)
    yield from status_update(case, because, now=now, text=solved.fix, who=case.law.team.signed(by), workaround=True)


def _next(case: Case, because: str, *, by: str, now: datetime) -> Iterator[Step]:
    ticket = case.ticket
    if Requirement.QA not in case.policy.requires:
        yield from _after_qa(case, because, by=by, now=now)
        return
    yield from moved(ticket, Status.QA, because)
    heard = case.law.team.group(QA)
    facts: dict[str, Fact] = {**said_of_solution(case.ticket), "by": case.law.team.signed(by)}
    yield from team_letter(Form.QA_REQUEST, case, heard.people, f"{because}; {heard.because}", facts)


def _after_qa(case: Case, because: str, *, by: str, now: datetime) -> tuple[Step, ...]:
    ticket = case.ticket
    if Requirement.APPROVAL not in case.policy.requires or not ticket.participants:
        return _finish(case, because, approved=False, now=now)
    facts: dict[str, Fact] = {**said_of_solution(case.ticket), "closes_at": _approval_ends(case, now)}
    return (
        *moved(ticket, Status.AWAITING_APPROVAL, because),
        Mark(ticket.id, What.WORD, by, "told what was found and done", because),
        *customer_letter(Form.APPROVAL_REQUEST, case, because, facts),
    )


def _approval_ends(case: Case, now: datetime) -> datetime | None:
    after = case.policy.approving.close_after
    return now + after if after is not None else None


def _finish(case: Case, because: str, *, approved: bool, now: datetime) -> tuple[Step, ...]:
    ticket, analysis = case.ticket, case.target(Kind.RCA)
    facts: dict[str, Fact] = {
        **said_of_solution(case.ticket),
        "approved": approved,
        "rca_by": case.terms.reach(analysis, now) if analysis else None,
        "new_ticket": case.policy.reopening.new_ticket,
    }
    return (
        *moved(ticket, Status.RESOLVED, because),
        *customer_letter(Form.RESOLVED, case, because, facts),
    )


def _back(case: Case, what: WhatNews, reason: str, because: str) -> tuple[Step, ...]:
    """Return a case to those who work on it."""
    ticket, team = case.ticket, case.law.team
    people = case.attending or team.in_group(DEVELOPMENT) or case.workers()
    return (
        *moved(ticket, Status.IN_PROGRESS, with_reason(because, reason)),
        *team_letter(Form.NEWS, case, people, because, {"what": what.value, "text": reason}),
    )

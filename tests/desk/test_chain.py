"""The way from a solution to a resolved case: each step, each verdict, each refusal with its words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gateway.desk.casework.chain import Solved, customer_verdict, missing, qa_verdict, resolve
from gateway.desk.changes import AddMessage, Change, Mark, SetFact, SetStatus
from gateway.desk.event import What
from gateway.desk.life.case import Case
from gateway.desk.order import Form, Order, TellCustomer, TellTeam
from gateway.desk.policy.policy import Requirement, Waiting
from gateway.desk.policy.target import Kind
from gateway.desk.team import Person, Team
from gateway.desk.ticket import Direction, Solution, Status, WaitingOn
from gateway.errors import Refused
from tests.desk.life.build import AT, DAY, HOUR, a_law, a_life, at, people

Steps = tuple[Change | Order, ...]
WHOLE = Solved("a loop between two switches", "the second cable is out")
QEVAL, QUADROTECH, AMEYO = a_law("qeval"), a_law("quadrotech", entitlement=False), a_law("ameyo")


def a_case(priority: str = "", **facts: object) -> Case:
    return a_life(priority, **facts).case_at(AT)  # type: ignore[arg-type]


def moved(steps: Steps) -> list[tuple[Status, Status]]:
    return [(step.before, step.after) for step in steps if isinstance(step, SetStatus)]


def letters(steps: Steps) -> list[TellCustomer | TellTeam]:
    return [step for step in steps if isinstance(step, (TellCustomer, TellTeam))]


def resolved(case: Case, solved: Solved = WHOLE) -> Steps:
    return resolve(case, solved, by="dana", now=AT)


def refusal(case: Case, solved: Solved = WHOLE) -> str:
    with pytest.raises(Refused) as refused:
        resolved(case, solved)
    return str(refused.value)


# What is required


@pytest.mark.parametrize(
    ("solved", "lacks"),
    [
        (Solved(), "the cause (--cause) and the fix (--fix)"),
        (Solved(cause="a loop"), "the fix (--fix)"),
        (Solved(fix="a cable out"), "the cause (--cause)"),
    ],
)
def test_what_is_missing_is_named(solved: Solved, lacks: str) -> None:
    case = a_case(law=QEVAL)
    assert refusal(case, solved) == f"qeval does not resolve case {case.ticket.number} without {lacks}"


def test_what_was_said_before_counts() -> None:
    case = a_case(law=QEVAL, cause="a loop")
    steps = resolved(case, Solved(fix="a cable out"))
    assert [(step.fact, step.after) for step in steps if isinstance(step, SetFact)] == [("fix", "a cable out")]


@pytest.mark.parametrize(
    ("level", "fitting"),
    [
        ("high", {"workaround", "patch", "future-release", "solution-library"}),
        ("medium", {"answer", "workaround", "future-release", "solution-library"}),
        ("low", {"answer", "solution-library"}),
    ],
)
@pytest.mark.parametrize("solution", list(Solution))
def test_each_level_has_its_kinds_of_solution(level: str, fitting: set[str], solution: Solution) -> None:
    case = a_case(level, law=QUADROTECH)
    solved = Solved(solution=solution)
    if solution.value in fitting:
        assert moved(resolved(case, solved)) == [(Status.OPEN, Status.RESOLVED)]
    else:
        assert f"without a solution (--solution) that fits {level}: " in refusal(case, solved)


def test_a_pack_that_requires_nothing_resolves_at_once() -> None:
    steps = resolved(a_case("major", law=AMEYO), Solved())
    assert moved(steps) == [(Status.OPEN, Status.RESOLVED)]
    assert missing(a_case(law=AMEYO)) == ()


@pytest.mark.parametrize("status", [Status.RESOLVED, Status.CLOSED])
def test_what_is_ended_is_not_resolved_again(status: Status) -> None:
    case = a_case(status=status)
    assert refusal(case) == f"case {case.ticket.number} is {status} already"


def test_what_quality_assurance_has_is_theirs_to_answer() -> None:
    case = a_case(status=Status.QA)
    number = case.ticket.number
    assert refusal(case) == f"case {number} is with quality assurance: gateway ticket qa {number} answers it"


# Quality assurance


def test_a_solution_goes_to_quality_assurance_which_reads_cause_and_fix() -> None:
    steps = resolved(a_case(law=QEVAL, status=Status.PENDING, waiting_on=WaitingOn.CUSTOMER, hold_until=at(4)))
    assert moved(steps) == [(Status.PENDING, Status.QA)]
    facts = {step.fact: step.after for step in steps if isinstance(step, SetFact)}
    assert (facts["waiting_on"], facts["hold_until"]) == (None, None)
    [letter] = letters(steps)
    assert (letter.form, people(letter)) == (Form.QA_REQUEST, ["quinn"])
    assert (letter.facts["cause"], letter.facts["fix"], letter.facts["by"]) == (WHOLE.cause, WHOLE.fix, "dana")


def test_where_there_is_no_quality_assurance_the_whole_team_is_asked() -> None:
    two = Team((Person("dana", "dana@support.example"), Person("lea", "lea@support.example")))
    [letter] = letters(resolved(a_case(law=a_law("qeval", team=two))))
    assert people(letter) == ["dana", "lea"]
    assert "nobody is in the group qa" in letter.because


def verdict(case: Case, *, ok: bool, reason: str = "", by: str = "quinn") -> Steps:
    return qa_verdict(case, ok=ok, reason=reason, by=by, now=AT)


def verdict_refused(case: Case, *, ok: bool, reason: str = "", by: str = "quinn") -> str:
    with pytest.raises(Refused) as refused:
        verdict(case, ok=ok, reason=reason, by=by)
    return str(refused.value)


@pytest.mark.parametrize("status", [one for one in Status if one is not Status.QA])
def test_a_verdict_that_nobody_awaits_is_refused(status: Status) -> None:
    case = a_case(status=status)
    said = verdict_refused(case, ok=True)
    assert said == f"case {case.ticket.number} is {status}: no verdict of quality assurance is awaited"


@pytest.mark.parametrize("ok", [True, False])
def test_only_quality_assurance_judges_where_there_is_one(ok: bool) -> None:
    said = verdict_refused(a_case(status=Status.QA), ok=ok, reason="no", by="dana")
    assert said == "dana is not in the group qa: quinn may say so"
    alone = Team((Person("dana", "dana@support.example"),))
    assert verdict(a_case(status=Status.QA, law=a_law(team=alone)), ok=ok, reason="no", by="dana")


@pytest.mark.parametrize("reason", ["", " \n"])
def test_a_rejection_needs_a_reason(reason: str) -> None:
    assert verdict_refused(a_case(status=Status.QA), ok=False, reason=reason) == "a rejection needs a reason"


def test_approved_it_goes_to_the_customer_who_reads_how_long_they_have() -> None:
    case = a_case(law=QEVAL, status=Status.QA, cause="a loop", fix="a cable out")
    steps = verdict(case, ok=True)
    assert moved(steps) == [(Status.QA, Status.AWAITING_APPROVAL)]
    assert isinstance(steps[0], AddMessage)
    assert (steps[0].message.direction, steps[0].message.body.text) == (Direction.NOTE, "QA approved")
    [letter] = letters(steps)
    assert isinstance(letter, TellCustomer)
    assert (letter.form, letter.only, letter.facts["closes_at"]) == (Form.APPROVAL_REQUEST, None, AT + 7 * DAY)
    forever = a_case(law=a_law("qeval", approving=Waiting()), status=Status.QA)
    assert letters(verdict(forever, ok=True))[0].facts["closes_at"] is None


def test_what_has_no_customer_to_approve_it_is_resolved() -> None:
    case = a_case(law=QEVAL, status=Status.QA, participants=frozenset(), requester="")
    steps = verdict(case, ok=True)
    assert (moved(steps), letters(steps)) == ([(Status.QA, Status.RESOLVED)], [])


def test_rejected_it_goes_back_to_whoever_has_it_with_the_reason() -> None:
    steps = verdict(a_case(status=Status.QA, assignee="eva"), ok=False, reason="it still beeps")
    assert moved(steps) == [(Status.QA, Status.IN_PROGRESS)]
    assert isinstance(steps[0], AddMessage)
    assert steps[0].message.body.text == "QA rejected: it still beeps"
    [letter] = letters(steps)
    assert (letter.form, people(letter)) == (Form.NEWS, ["eva"])
    assert (letter.facts["what"], letter.facts["text"]) == ("qa-rejected", "it still beeps")


def test_what_nobody_has_goes_back_to_development_or_to_support() -> None:
    assert people(letters(verdict(a_case(status=Status.QA), ok=False, reason="no"))[0]) == ["devi"]
    small = Team((Person("dana", "d@support.example", ("support",)), Person("quinn", "q@support.example", ("qa",))))
    case = a_case(status=Status.QA, law=a_law(team=small))
    assert people(letters(verdict(case, ok=False, reason="no"))[0]) == ["dana"]


# The customer's word


def said(case: Case, *, approved: bool, reason: str = "") -> Steps:
    return customer_verdict(case, approved=approved, reason=reason, by="ann@acme.example", now=AT)


def test_a_yes_resolves_it_with_cause_and_fix_and_tells_whoever_has_it() -> None:
    case = a_case(law=QEVAL, status=Status.AWAITING_APPROVAL, cause="a loop", fix="a cable out", assignee="eva")
    steps = said(case, approved=True)
    assert moved(steps) == [(Status.AWAITING_APPROVAL, Status.RESOLVED)]
    solved, news = letters(steps)
    assert (solved.form, solved.facts["cause"], solved.facts["fix"]) == (Form.RESOLVED, "a loop", "a cable out")
    assert (solved.facts["approved"], solved.facts["new_ticket"]) == (True, True)
    assert (news.form, people(news), news.facts["what"]) == (Form.NEWS, ["eva"], "approved")


def test_a_no_goes_back_with_its_words() -> None:
    steps = said(a_case(status=Status.AWAITING_APPROVAL), approved=False, reason="It still beeps.")
    assert moved(steps) == [(Status.AWAITING_APPROVAL, Status.IN_PROGRESS)]
    [news] = letters(steps)
    assert (people(news), news.facts["what"], news.facts["text"]) == (["devi"], "rejected", "It still beeps.")


def test_where_an_analysis_is_promised_the_letter_says_by_when() -> None:
    [letter] = letters(resolved(a_case("critical", law=AMEYO)))
    assert (letter.form, letter.facts["rca_by"]) == (Form.RESOLVED, AT + timedelta(hours=72))
    [letter] = letters(resolved(a_case("major", law=AMEYO)))
    assert letter.facts["rca_by"] is None


# A way around


def test_a_way_around_is_told_and_stops_the_resolution_and_not_the_updates() -> None:
    life = a_life("high", law=QEVAL)
    life.do(lambda case: resolve(case, Solved(fix="Use line 2.", workaround=True), by="dana", now=at(1)), at(1))
    assert life.ticket.status is Status.IN_PROGRESS
    [letter] = life.told(Form.STATUS_UPDATE)
    assert (letter.facts["text"], letter.facts["who"], letter.facts["next_by"]) == ("Use line 2.", "dana", at(5))
    case = life.case_at(at(1))
    assert (case.running(Kind.RESOLUTION), case.running(Kind.RESPONSE)) == (None, None)
    assert case.due(Kind.UPDATE) == at(5)


def test_a_way_around_that_is_not_said_is_refused() -> None:
    assert refusal(a_case(), Solved(workaround=True)) == "say what the way around is: --fix"


def test_a_way_around_needs_no_cause_and_no_quality_assurance() -> None:
    steps = resolved(a_case(law=QEVAL, status=Status.PENDING), Solved(fix="Use line 2.", workaround=True))
    assert moved(steps) == []
    assert [step.what for step in steps if isinstance(step, Mark)] == [What.WORKAROUND, What.WORD]


# All of it


def test_a_rejected_solution_goes_the_whole_way_again_and_its_clock_runs_on_where_it_stood() -> None:
    life = a_life("high", law=QEVAL)
    life.do(lambda case: resolve(case, WHOLE, by="dana", now=at(10)), at(10))
    life.do(lambda case: qa_verdict(case, ok=True, reason="", by="quinn", now=at(12)), at(12))
    assert life.case_at(at(12)).due(Kind.RESOLUTION) is None  # it waits for her
    life.do(lambda case: customer_verdict(case, approved=False, reason="no", by="ann@acme.example", now=at(20)), at(20))
    assert life.case_at(at(20)).due(Kind.RESOLUTION) == at(48) + 8 * HOUR
    life.do(lambda case: resolve(case, WHOLE, by="dana", now=at(21)), at(21))
    life.do(lambda case: qa_verdict(case, ok=True, reason="", by="quinn", now=at(22)), at(22))
    life.do(lambda case: customer_verdict(case, approved=True, reason="", by="ann@acme.example", now=at(23)), at(23))
    assert life.ticket.status is Status.RESOLVED
    assert [row.met for row in life.case.rows if row.kind is Kind.RESOLUTION] == [at(23)]


@pytest.mark.parametrize("required", [(), (Requirement.QA,), (Requirement.APPROVAL,), (Requirement.CAUSE,)])
def test_only_the_steps_that_a_pack_requires_are_taken(required: tuple[Requirement, ...]) -> None:
    steps = resolved(a_case(law=a_law("qeval", requires=required)))
    first: dict[tuple[Requirement, ...], Status] = {
        (Requirement.QA,): Status.QA,
        (Requirement.APPROVAL,): Status.AWAITING_APPROVAL,
    }
    assert moved(steps) == [(Status.OPEN, first.get(required, Status.RESOLVED))]

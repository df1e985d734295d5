from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from gateway.desk.case_number import FIRST_SERIAL, case_number
from gateway.desk.casework.chain import Solved, resolve
from gateway.desk.changes import Mark, SetStatus
from gateway.desk.event import What
from gateway.desk.life.case import Case
from gateway.desk.policy.target import Kind
from gateway.desk.queue import due_next, in_order, place, wants_work
from gateway.desk.ticket import Priority, Status, WaitingOn
from gateway.mail import TicketId
from tests.desk.life.build import AT, DAY, HOUR, a_law, a_life, at


def a_case(number: int, priority: str, *, submitted: datetime = AT, pack: str = "standard", now: datetime = AT) -> Case:
    case = a_life(priority, law=a_law(pack), submitted=submitted).case_at(max(now, submitted))
    ticket = replace(case.ticket, id=TicketId(number), number=case_number(FIRST_SERIAL + number - 1))
    return replace(case, ticket=ticket)


def order(*cases: Case) -> list[int]:
    return [case.ticket.id for case in in_order(cases)]


def without_promises(case: Case) -> Case:
    return replace(case, rows=())


def test_the_most_urgent_level_comes_first_whoever_wrote_first() -> None:
    late, first = a_case(1, "low"), a_case(4, "urgent", submitted=at(3))
    assert order(late, a_case(2, "medium", submitted=at(1)), a_case(3, "high", submitted=at(2)), first) == [4, 3, 2, 1]


def test_of_one_level_what_is_due_soonest_comes_first_and_what_is_overdue_before_that() -> None:
    assert order(a_case(1, "high", submitted=at(2)), a_case(2, "high", submitted=at(1))) == [2, 1]
    overdue = a_case(3, "high", submitted=AT - 3 * DAY)
    assert order(a_case(1, "high"), overdue) == [3, 1]
    assert order(without_promises(overdue), a_case(1, "high")) == [1, 3]


def test_where_nothing_is_due_the_oldest_comes_first() -> None:
    cases = [without_promises(a_case(n, "low", submitted=AT - timedelta(hours=n))) for n in (1, 3, 2)]
    assert order(*cases) == [3, 2, 1]
    same = [without_promises(a_case(n, "low")) for n in (2, 1)]
    assert order(*same) == [1, 2]


def test_levels_of_different_policies_stand_side_by_side_by_their_place() -> None:
    ice = a_law("ice")
    second = ice.policies.packs["ice"].levels[1].name
    ours, theirs = a_case(1, "urgent", submitted=at(5)), a_case(2, second, pack="ice")
    assert (place(ours), place(theirs)) == (0, 1)
    assert order(theirs, ours) == [1, 2]


def test_a_level_its_policy_has_no_more_counts_as_the_default() -> None:
    case = a_case(1, "medium")
    assert place(replace(case, ticket=replace(case.ticket, priority=Priority("p7")))) == place(case)


def test_the_next_promise_is_the_one_that_runs_out_first() -> None:
    life = a_life("urgent", law=a_law("qeval"))
    rows = [row for row in life.case_at(AT).rows if row.runs]
    assert len(rows) > 1
    assert due_next(life.case_at(AT)) == min(rows, key=lambda row: row.due or AT)


def test_what_waits_for_its_customer_needs_nobody_until_its_clock_runs_again() -> None:
    life = a_life("medium", law=a_law("qeval"))
    assert wants_work(life.case_at(AT))
    life.answer(at(1))
    life.set(at(1), status=Status.PENDING, waiting_on=WaitingOn.CUSTOMER)
    waiting = life.case_at(at(1))
    assert due_next(waiting) is None
    assert not wants_work(waiting)
    life.said_by_customer(at(2))
    life.set(at(2), status=Status.OPEN)
    assert wants_work(life.case_at(at(2)))


def test_what_waits_for_a_third_party_is_work_while_its_customer_is_owed_word() -> None:
    life = a_life("high", law=a_law("interaction-versa"))
    life.set(at(1), waiting_on=WaitingOn.THIRD_PARTY)
    case = life.case_at(at(1))
    row = due_next(case)
    assert row is not None
    assert row.due == at(4)
    assert wants_work(case)
    assert not wants_work(without_promises(case))


@pytest.mark.parametrize(
    ("status", "wanted"),
    [
        (Status.OPEN, True),
        (Status.IN_PROGRESS, True),
        (Status.QA, True),
        (Status.ON_HOLD, False),
        (Status.PENDING, False),
        (Status.RESOLVED, False),
        (Status.CLOSED, False),
    ],
)
def test_without_a_promise_its_state_says_whether_there_is_work(status: Status, wanted: bool) -> None:
    case = without_promises(a_case(1, "low"))
    assert wants_work(replace(case, ticket=replace(case.ticket, status=status))) is wanted


def test_who_was_asked_to_approve_and_asks_back_is_work_whatever_is_promised() -> None:
    life = a_life(law=a_law("qeval"))
    life.take([SetStatus(life.ticket.id, Status.OPEN, Status.AWAITING_APPROVAL, "solved")], AT)
    assert not wants_work(without_promises(life.case_at(AT)))
    life.take([Mark(life.ticket.id, What.REPLIED, "ann", "", "a reply")], at(1))
    assert wants_work(without_promises(life.case_at(at(1))))


def test_a_case_that_was_closed_without_an_answer_is_owed_none_any_more() -> None:
    life = a_life("medium")
    case = life.case_at(AT)
    assert any(row.runs and row.kind is Kind.RESPONSE for row in case.rows)
    assert not wants_work(replace(case, ticket=replace(case.ticket, status=Status.CLOSED)))


def test_the_analysis_of_a_cause_is_work_on_a_case_that_is_solved() -> None:
    life = a_life("critical", law=a_law("ameyo"))
    solved = Solved(cause="a cable", fix="replaced")
    life.do(lambda case: resolve(case, solved, by="dana", now=at(1)), at(1))
    case = life.case_at(at(1))
    assert case.ticket.status is Status.RESOLVED
    row = due_next(case)
    assert row is not None
    assert row.kind is Kind.RCA
    assert row.due == at(1) + 72 * HOUR
    assert wants_work(case)

"""A ticket worked out anew: what is written, when something falls due next, and what another level would mean."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from gateway.desk.changes import SetStatus
from gateway.desk.customer import Customer
from gateway.desk.event import Event, What
from gateway.desk.hours.calendar import Calendar
from gateway.desk.life.agenda import DueKind
from gateway.desk.life.case import Case
from gateway.desk.life.law import Law
from gateway.desk.life.reckon import foreseen, reckon
from gateway.desk.policy.target import Kind
from gateway.desk.ticket import Priority, Status
from gateway.mail import TicketId
from tests.desk.life.build import AT, CALENDARS, DAY, a_law, a_life, at
from tests.effort import calls

QEVAL = a_law("qeval")
ACME = Customer("acme", "ACME", contract_from=date(2026, 1, 1), contract_until=date(2026, 11, 16))


def test_the_soonest_is_when_it_is_looked_at_next() -> None:
    life = a_life("medium", law=QEVAL)
    assert life.reckoned(AT).keep.due_at == at(3)  # the warning of the response
    life = a_life()
    life.set(AT, status=Status.PENDING)
    assert life.reckoned(AT).keep.due_at == AT + 3 * DAY  # the first reminder


def test_nothing_falls_due_on_what_is_done() -> None:
    life = a_life("medium", law=QEVAL)
    life.set(at(1), type="change")
    assert life.reckoned(at(1)).keep.due_at is None


def test_only_rows_that_are_new_or_otherwise_are_written() -> None:
    life = a_life("medium", law=QEVAL)
    found = life.reckoned(AT)
    assert {row.kind for row in found.keep.rows} == {Kind.RESPONSE, Kind.UPDATE, Kind.RESOLUTION}
    life.world.after(found.keep)
    assert life.reckoned(at(1)).keep.rows == ()
    life.answer(at(1))
    changed = {(row.kind, row.start, row.met) for row in life.case.rows}
    assert (Kind.RESPONSE, AT, at(1)) in changed
    assert (Kind.UPDATE, AT, at(1)) in changed
    assert (Kind.UPDATE, at(1), None) in changed


def test_when_people_were_warned_stands_in_the_ledger() -> None:
    life = a_life("medium", law=QEVAL)
    life.live_until(at(3.5), AT)
    assert [row.warned_at for row in life.case_at(at(3.5)).rows if row.kind is Kind.RESPONSE] == [at(3)]


def test_a_response_is_missed_in_the_ledger_at_the_moment_it_was_due_however_late_somebody_looks() -> None:
    life = a_life("medium", law=QEVAL)
    life.catch_up(at(9))
    assert [row.missed_at for row in life.case.rows if row.kind is Kind.RESPONSE] == [at(4)]


def test_an_answer_after_a_reopening_is_measured_without_the_time_it_was_ended() -> None:
    """Resolved after one of four hours and opened again: three are left."""
    life = a_life("medium", law=QEVAL)
    life.do(lambda case: _moved(case, Status.RESOLVED), at(1))
    assert [row.met for row in life.case.rows if row.kind is Kind.RESPONSE] == [at(1)]
    life.do(lambda case: _moved(case, Status.OPEN), at(10))
    assert life.case.due(Kind.RESPONSE) == at(13)
    assert [row.missed_at for row in life.case.rows if row.kind is Kind.RESPONSE] == [None]


def test_a_calendar_that_is_never_open_promises_nothing_and_breaks_nothing() -> None:
    never = Calendar("business-hours", (), zone=ZoneInfo("UTC"))
    base = a_law()
    law = Law(base.policies, {**CALENDARS, "business-hours": never}, base.team, base.home, base.home_of)
    life = a_life("urgent", law=law)
    life.set(AT, status=Status.ON_HOLD, until=at(1))
    found = reckon(life.case, AT)
    assert found.case.rows == ()


def test_another_level_is_foreseen_and_nothing_is_changed_by_it() -> None:
    life = a_life("medium", law=QEVAL)
    life.catch_up(AT)
    before, high = life.case_at(at(1)), life.case.policy.asked("high")
    after = foreseen(before, high, at(1))
    assert (after.due(Kind.RESPONSE), after.due(Kind.RESOLUTION)) == (at(2), at(48))
    assert after.level is high
    assert (before.level.name, before.due(Kind.RESPONSE)) == ("medium", at(4))
    assert life.ticket.priority == "medium"


def test_what_was_foreseen_is_what_comes() -> None:
    life = a_life("medium", law=QEVAL)
    life.answer(at(0.5))
    expected = foreseen(life.case_at(at(1)), life.case.policy.asked("high"), at(1))
    life.set(at(1), priority="high")
    assert {(row.kind, row.due) for row in life.case.rows if row.runs} == {
        (row.kind, row.due) for row in expected.rows if row.runs
    }


def test_a_level_that_the_policy_has_no_more_is_taken_for_its_default() -> None:
    life = a_life("medium", law=QEVAL)
    life.world.tickets[life.ticket.id] = replace(life.ticket, priority=Priority("blocker"))
    assert life.case.level.name == "medium"
    life.world.tickets[life.ticket.id] = replace(life.ticket, priority=Priority("p1"))
    assert life.case.level.name == "urgent"


@pytest.mark.parametrize(
    ("created", "entitled"),
    [(at(0), True), (AT + timedelta(hours=14, minutes=59), True), (AT + timedelta(hours=15), False)],
)
def test_a_contract_covers_its_last_day_by_the_clocks_of_the_customer(created: datetime, entitled: bool) -> None:
    """Until midnight in Toronto, which is five in the morning of the next day in Greenwich."""
    life = a_life("medium", law=a_law("quadrotech"), customer=ACME, submitted=created)
    assert life.case.entitled is entitled
    assert bool(life.reckoned(created).due) is entitled


def test_nobodys_ticket_has_no_contract() -> None:
    life = a_life("medium", law=a_law("quadrotech"))
    assert life.case.promised_nothing == "no valid contract covers it"
    assert life.when(DueKind.MISS, AT) is None


def _moved(case: Case, status: Status) -> list[SetStatus]:
    return [SetStatus(case.ticket.id, case.ticket.status, status, "test")]


def test_a_ticket_with_thousands_of_events_costs_as_many_times_more_and_no_more() -> None:
    def calls_of(rounds: int) -> int:
        life = a_life(law=QEVAL)
        past, moment = [], AT
        for _ in range(rounds):
            for what, value in ((What.WORD, "dana"), (What.WAITS, "customer"), (What.WAITS, "")):
                moment += timedelta(minutes=7)
                past.append(Event(what, moment, value))
        life.world.events[TicketId(1)] = tuple(past)
        life.world.after(life.reckoned(moment).keep)
        return calls(lambda: life.reckoned(moment))

    calls_of(10)  # what is compiled or kept at its first use
    assert calls_of(1000) < 12 * calls_of(100)

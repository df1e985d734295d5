from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import get_args

import pytest

from gateway.desk.becoming import became, linked, moved
from gateway.desk.changes import FactName, LinkTicket, SetFact, SetStatus, Value
from gateway.desk.ticket import Solution, Status, WaitingOn
from gateway.desk.world import World
from gateway.mail import TicketId
from tests.desk.build import NOW, a_ticket

HOUR = timedelta(hours=1)
BUSY = replace(
    a_ticket(1, Status.ON_HOLD),
    waiting_on=WaitingOn.RELEASE,
    hold_until=NOW,
    assignee="dana",
    tier=2,
    rung=2,
    cause="a wrong name",
    fix="the right one",
    solution=Solution.PATCH,
    queue="billing",
)
OTHER: dict[FactName, Value] = {
    "type": "change",
    "waiting_on": WaitingOn.CUSTOMER,
    "hold_until": NOW + HOUR,
    "assignee": "emil",
    "tier": 3,
    "rung": 1,
    "cause": "",
    "fix": "none",
    "solution": Solution.ANSWER,
    "queue": "support",
}


@pytest.mark.parametrize("status", list(Status))
def test_what_stands_there_does_not_move(status: Status) -> None:
    assert moved(a_ticket(1, status), status, "x") == ()
    other = Status.OPEN if status is not Status.OPEN else Status.QA
    assert moved(a_ticket(1, status), other, "x") == (SetStatus(TicketId(1), status, other, "x"),)


@pytest.mark.parametrize("fact", get_args(FactName))
def test_every_fact_becomes_another_and_stays_what_it_is_already(fact: FactName) -> None:
    assert became(BUSY, fact, getattr(BUSY, fact), "x") == ()
    (change,) = became(BUSY, fact, OTHER[fact], "x")
    world = World()
    world.tickets[BUSY.id] = BUSY
    world.after(change)
    assert getattr(world.tickets[BUSY.id], fact) == OTHER[fact]


def test_words_are_written_as_they_are_stored() -> None:
    (change,) = became(BUSY, "waiting_on", WaitingOn.CUSTOMER, "x")
    assert change == SetFact(TicketId(1), "waiting_on", "release", "customer", "x")
    assert [type(value) for value in (change.before, change.after)] == [str, str]


def test_what_waits_for_nobody_ends_no_waiting() -> None:
    assert became(a_ticket(), "waiting_on", None, "x") == ()
    assert became(BUSY, "waiting_on", None, "x") == (SetFact(TicketId(1), "waiting_on", "release", None, "x"),)


def test_a_link_stands_on_both_tickets_with_the_reason_of_each() -> None:
    one, other = a_ticket(1), a_ticket(2)
    assert linked(one, other, "x", back="y") == (
        LinkTicket(one.id, other.id, other.number, "x"),
        LinkTicket(other.id, one.id, one.number, "y"),
    )
    assert [link.because for link in linked(one, other, "x")] == ["x", "x"]

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import get_args

import pytest

from gateway.desk.becoming import about, became, linked, moved, tagged, untagged
from gateway.desk.changes import (
    AddTag,
    AddTopic,
    Change,
    FactName,
    LinkTicket,
    RemoveTag,
    SetFact,
    SetStatus,
    Value,
    describe,
)
from gateway.desk.ticket import Solution, Status, Ticket, WaitingOn
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
    "language": "fr",
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


def after(ticket: Ticket, *changes: Change) -> Ticket:
    world = World()
    world.tickets[ticket.id] = ticket
    for change in changes:
        world.after(change)
    return world.tickets[ticket.id]


def test_a_tag_comes_after_those_that_are_there_and_only_once() -> None:
    ticket = replace(a_ticket(), tags=("vip",))
    (change,) = tagged(ticket, "weekend", "x")
    assert change == AddTag(ticket.id, "weekend", ("vip", "weekend"), "x")
    assert after(ticket, change).tags == ("vip", "weekend")
    assert tagged(ticket, "vip", "x") == ()
    assert describe(change) == "tag weekend"


def test_a_tag_that_goes_leaves_the_others_in_their_order() -> None:
    ticket = replace(a_ticket(), tags=("vip", "weekend", "eu"))
    (change,) = untagged(ticket, "weekend", "x")
    assert change == RemoveTag(ticket.id, "weekend", ("vip", "eu"), "x")
    assert after(ticket, change).tags == ("vip", "eu")
    assert untagged(ticket, "week", "x") == ()
    assert describe(change) == "tag weekend removed"


def test_a_topic_is_known_once_and_is_no_tag() -> None:
    ticket = replace(a_ticket(), tags=("outage",), topics=("sign-in",))
    (change,) = about(ticket, "outage", "x")
    assert change == AddTopic(ticket.id, "outage", ("sign-in", "outage"), "x")
    known = after(ticket, change)
    assert (known.tags, known.topics) == (("outage",), ("sign-in", "outage"))
    assert about(ticket, "sign-in", "x") == ()
    assert describe(change) == "topic outage"


def test_the_history_says_from_which_queue_to_which() -> None:
    (change,) = became(a_ticket(), "queue", "billing", "x")
    assert describe(change) == "queue support -> billing"

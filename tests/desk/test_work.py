from __future__ import annotations

from dataclasses import replace

import pytest

from gateway.address import parse_address
from gateway.desk.casework import work
from gateway.desk.casework.settle import NewState, close, settle
from gateway.desk.changes import AddMessage, OpenTicket, SetFact, SetPriority, SetStatus
from gateway.desk.customer import Customer
from gateway.desk.order import Form, Order, Step, TellCustomer
from gateway.desk.ticket import Direction, Priority, Status, Ticket, WaitingOn
from gateway.errors import Refused
from gateway.mail import MessageId
from tests.desk.build import FRESH, NOW, PLAIN, SUPPORT, a_case, a_ticket

ACME = Customer("acme", "Acme", policy="numbered")


def test_a_first_answer_moves_an_open_ticket_to_in_progress() -> None:
    changes = work.answer(a_ticket(), by="dana", body="Please send the log.", message_id=MessageId("1@x"), now=NOW)
    assert isinstance(changes[0], AddMessage)
    assert changes[0].message.direction is Direction.OUT
    assert isinstance(changes[1], SetStatus)
    assert changes[1].after is Status.IN_PROGRESS


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.OPEN])
def test_a_later_answer_moves_nothing(status: Status) -> None:
    changes = work.answer(a_ticket(status=status), by="dana", body="x", message_id=MessageId(""), now=NOW)
    assert [type(change) for change in changes] == [AddMessage]


@pytest.mark.parametrize("body", ["", "  \n\t\n"])
def test_nothing_to_say_is_refused(body: str) -> None:
    with pytest.raises(Refused, match="no text"):
        work.answer(a_ticket(), by="dana", body=body, message_id=MessageId(""), now=NOW)
    with pytest.raises(Refused, match="no text"):
        work.note(a_ticket(), by="dana", body=body, now=NOW)


def test_nobody_to_answer_is_refused_with_what_to_do() -> None:
    with pytest.raises(Refused, match="write a note instead"):
        work.answer(a_ticket(people=()), by="dana", body="x", message_id=MessageId(""), now=NOW)


def test_a_note_is_internal_and_moves_nothing() -> None:
    (change,) = work.note(a_ticket(status=Status.PENDING), by="dana", body="known fault", now=NOW)
    assert isinstance(change, AddMessage)
    assert change.message.direction is Direction.NOTE


def settled(ticket: Ticket, wish: NewState) -> tuple[Step, ...]:
    return settle(a_case(ticket), wish, customer=ACME, by="dana", reason="", now=NOW)


def test_setting_changes_what_differs_and_nothing_else() -> None:
    steps = settled(a_ticket(), NewState(status=Status.OPEN, priority="P2"))
    [changed] = [step for step in steps if not isinstance(step, TellCustomer)]
    assert isinstance(changed, SetPriority)
    assert (changed.before, changed.after, changed.because) == ("medium", "high", "set by dana")
    assert [step.form for step in steps if isinstance(step, TellCustomer)] == [Form.PRIORITY_CHANGED]
    assert settled(a_ticket(), NewState(status=Status.OPEN, priority="P3")) == ()
    with pytest.raises(Refused, match="nothing to set"):
        settled(a_ticket(), NewState())


def test_a_priority_the_policy_does_not_have_is_refused_with_those_it_has() -> None:
    with pytest.raises(Refused, match=r'"huge" is no priority of the policy numbered: it has p1, p3'):
        settled(a_ticket(), NewState(customer="acme", priority="huge"))


@pytest.mark.parametrize(
    ("priority", "after", "because"),
    [
        ("medium", "p3", "what medium is called in the policy numbered"),
        ("urgent", "p1", "what urgent is called in the policy numbered"),
        ("high", "p3", "there is no high in the policy numbered"),
        ("p1", "p1", ""),
    ],
)
def test_a_ticket_that_goes_to_another_customer_has_a_priority_of_their_policy(
    priority: str, after: str, because: str
) -> None:
    ticket = replace(a_ticket(), priority=Priority(priority))
    steps = settled(ticket, NewState(customer="acme"))
    moved = [change for change in steps if isinstance(change, SetPriority)]
    assert [(change.after, change.because) for change in moved] == ([(after, because)] if because else [])
    assert not any(isinstance(step, Order) for step in steps)  # another name for the same is no news to the customer


def test_closing_and_reopening_refuse_what_is_so_already() -> None:
    closed, told = close(a_case(), reason="", because="closed by dana")
    assert isinstance(closed, SetStatus)
    assert closed.after is Status.CLOSED
    assert isinstance(told, TellCustomer)
    assert told.form is Form.CLOSED
    with pytest.raises(Refused, match="closed already"):
        tuple(close(a_case(a_ticket(status=Status.CLOSED)), reason="", because="closed by dana"))
    (opened,) = work.reopen(a_ticket(status=Status.CLOSED), because="reopened by dana")
    assert isinstance(opened, SetStatus)
    with pytest.raises(Refused, match="only a resolved or closed case"):
        work.reopen(a_ticket(), because="reopened by dana")


def test_a_ticket_opened_for_somebody_has_them_as_requester() -> None:
    new = work.NewTicket(parse_address("Joe@Acme.example"), "Joe", " Phones \n drop ", "x", "P2", SUPPORT, "en")
    opened, message = work.open_for(new, PLAIN, FRESH, by="dana", now=NOW)
    assert isinstance(opened, OpenTicket)
    assert isinstance(message, AddMessage)
    assert opened.ticket.subject == "Phones drop"
    assert opened.ticket.priority == "high"
    assert opened.requester is not None
    assert opened.requester.address == "joe@acme.example"


def test_a_merged_ticket_waits_for_nobody() -> None:
    waiting = replace(a_ticket(status=Status.PENDING), waiting_on=WaitingOn.CUSTOMER)
    steps = work.merge(waiting, a_ticket(2), (), because="the same fault")
    assert [(step.fact, step.after) for step in steps if isinstance(step, SetFact)] == [("waiting_on", None)]
    assert [step.after for step in steps if isinstance(step, SetStatus)] == [Status.CLOSED]

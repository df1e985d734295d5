"""What an engineer's word to the outside does: attempts, words with third parties, root cause analyses."""

from __future__ import annotations

import pytest

from gateway.desk.casework.contact import attempted, deliver_analysis
from gateway.desk.changes import AddMessage, Mark, SetStatus
from gateway.desk.event import What
from gateway.desk.order import Form, TellCustomer
from gateway.desk.policy.target import Kind
from gateway.desk.ticket import Direction, Status, WaitingOn
from gateway.errors import Refused
from tests.desk.life.build import AT, DAY, HOUR, Life, a_law, a_life, at


def contacted(life: Life, hours: float) -> None:
    moment = at(hours)
    life.do(lambda case: attempted(case, by="dana", text="Nobody answers.", now=moment), moment)


def test_an_attempt_is_noted_and_counted_and_nobody_is_mailed() -> None:
    steps = list(attempted(a_life().case_at(AT), by="dana", text="Nobody answers.", now=AT))
    note, mark = steps
    assert isinstance(note, AddMessage)
    assert (note.message.direction, note.message.body.text) == (
        Direction.NOTE,
        "Contact with the customer: Nobody answers.",
    )
    assert isinstance(mark, Mark)
    assert (mark.what, mark.said) == (What.CONTACT, "1. attempt to reach the customer")


def test_attempts_are_counted_on_until_the_customer_writes_and_waits_anew() -> None:
    life = a_life()
    life.set(AT, status=Status.PENDING)
    contacted(life, 1)
    contacted(life, 2)
    assert life.case.story.contacts == 2
    life.set(at(3), status=Status.OPEN)
    life.set(at(4), status=Status.PENDING)
    assert life.case.story.contacts == 0


def test_an_attempt_is_work_and_no_answer_and_does_not_put_the_closing_off() -> None:
    life = a_life("urgent")
    life.catch_up(AT)
    life.set(AT, status=Status.PENDING)
    contacted(life, 5)
    assert (life.case.story.last_work, life.case.story.last_word) == (at(5), None)
    assert ("close", AT + 7 * DAY) in [(kind.value, when) for kind, when in life.due(at(5))]


def test_a_word_with_a_third_party_is_told_to_the_customer_and_is_an_update() -> None:
    life = a_life("high", law=a_law("qeval"))
    life.set(AT, waiting_on=WaitingOn.THIRD_PARTY)
    contacted(life, 3)
    [letter] = life.told(Form.STATUS_UPDATE)
    assert isinstance(letter, TellCustomer)
    assert (letter.facts["text"], letter.facts["who"], letter.facts["next_by"]) == ("Nobody answers.", "dana", at(7))
    case = life.case_at(at(3))
    assert case.due(Kind.UPDATE) == at(3) + 4 * HOUR
    assert case.story.timeline.answered == at(3)
    assert case.story.contacts == 0


def test_a_closed_case_is_opened_before_somebody_is_called_about_it() -> None:
    case = a_life(status=Status.CLOSED).case_at(AT)
    with pytest.raises(Refused, match=f"^case {case.ticket.number} is closed: open it again first$"):
        list(attempted(case, by="dana", text="x", now=AT))


@pytest.mark.parametrize("status", [one for one in Status if not one.ended])
def test_a_cause_is_told_once_it_is_resolved(status: Status) -> None:
    case = a_life(status=status).case_at(AT)
    said = f"^case {case.ticket.number} is {status}: its cause is told once it is resolved$"
    with pytest.raises(Refused, match=said):
        list(deliver_analysis(case, by="dana", text="x", now=AT))


@pytest.mark.parametrize("status", [Status.RESOLVED, Status.CLOSED])
def test_an_analysis_is_noted_mailed_and_keeps_its_promise(status: Status) -> None:
    life = a_life("critical", law=a_law("ameyo"))
    life.do(lambda case: [SetStatus(case.ticket.id, case.ticket.status, status, "solved")], at(1))
    assert life.case_at(at(1)).due(Kind.RCA) == at(73)
    life.do(lambda case: deliver_analysis(case, by="dana", text="A loop.", now=at(50)), at(50))
    [letter] = life.told(Form.RCA)
    assert letter.facts["text"] == "A loop."
    assert [(row.met, row.missed_at) for row in life.case.rows if row.kind is Kind.RCA] == [(at(50), None)]
    assert life.due(at(50)) == []

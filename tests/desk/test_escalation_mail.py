"""Mail to the address for escalations: case and reason are there, or asked for; nothing is dropped."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gateway.desk.assign import Known
from gateway.desk.changes import AddMessage, AddParticipant, Fate, OpenTicket, SetFact
from gateway.desk.customer import Customer
from gateway.desk.intake.decision import Decision
from gateway.desk.order import Form
from gateway.desk.ticket import Status, WaitingOn
from gateway.mail import Kind, Standing
from tests.desk.life.build import ANN, AT, PACKS, Life, a_law, a_life, people
from tests.desk.life.mailed import ESCALATIONS, changed, facts, fate, forms, mailed, received, statuses, told

QUADROTECH = a_law("quadrotech", entitlement=False)
ACME = Customer("acme", "ACME", domains=("acme.example",), contacts=(ANN,))
REASON = "We have waited for a week and nobody has called us back."


def escalated(life: Life, text: str = REASON, **how: object) -> Decision:
    return received(life, text, escalates=True, **how)


def test_a_case_and_a_reason_take_it_to_the_director() -> None:
    found = escalated(a_life(law=QUADROTECH))
    assert facts(found)["rung"] == 2
    assert fate(found) is Fate.COMMAND
    team = told(found, Form.ESCALATION_TEAM)
    assert (people(team), team.facts["reason"]) == (["dirk"], REASON)
    assert len(changed(found, AddMessage)) == 1


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("escalate: nobody calls us back", "nobody calls us back"),
        ("Nobody calls us back.", "Nobody calls us back."),
        ("[#1000015] too slow", "[#1000015] too slow"),
    ],
)
def test_any_words_are_a_reason(text: str, reason: str) -> None:
    assert told(escalated(a_life(law=QUADROTECH), text), Form.ESCALATION_TEAM).facts["reason"] == reason


def test_a_subject_that_says_it_is_reason_enough() -> None:
    life = a_life(law=QUADROTECH)
    subject = f"[#{life.ticket.number}] Nobody calls us back"
    found = escalated(life, "", subject=subject)
    assert told(found, Form.ESCALATION_TEAM).facts["reason"] == subject


@pytest.mark.parametrize("text", ["", "escalate", "Re: case 1000015", "#1000015", "Ticket 1000015!", "[case #1000015]"])
def test_a_number_is_no_reason_which_is_asked_for(text: str) -> None:
    life = a_life(law=QUADROTECH)
    found = escalated(life, text, subject=f"Re: [#{life.ticket.number}] escalation")
    assert "rung" not in facts(found)
    letter = told(found, Form.ESCALATION_INCOMPLETE)
    assert (letter.facts["needs_number"], letter.facts["needs_reason"]) == (False, True)
    assert letter.facts["escalations"] == ESCALATIONS
    assert (fate(found), len(changed(found, AddMessage))) == (Fate.COMMAND, 1)


def test_where_no_reason_is_needed_the_number_is_enough() -> None:
    life = a_life(law=a_law("ice"))
    found = escalated(life, "", subject=f"[#{life.ticket.number}]")
    assert facts(found)["rung"] == 2


def test_without_a_number_it_stands_on_their_newest_case_and_the_number_is_asked_for() -> None:
    life = a_life(law=QUADROTECH)
    life.world.newest[ANN] = life.ticket.id
    found = escalated(life, points=False)
    assert "rung" not in facts(found)
    letter = told(found, Form.ESCALATION_INCOMPLETE)
    assert (letter.facts["needs_number"], letter.facts["needs_reason"]) == (True, False)
    [message] = changed(found, AddMessage)
    assert isinstance(message, AddMessage)
    assert message.ticket_id == life.ticket.id
    both = told(escalated(life, "", points=False, subject="Escalation"), Form.ESCALATION_INCOMPLETE)
    assert (both.facts["needs_number"], both.facts["needs_reason"]) == (True, True)


def test_where_no_number_is_needed_their_newest_case_goes_up() -> None:
    needs_reason = replace(PACKS["quadrotech"].escalation, needs_case=False)
    life = a_life(law=a_law("quadrotech", entitlement=False, escalation=needs_reason))
    life.world.newest[ANN] = life.ticket.id
    assert facts(escalated(life, points=False))["rung"] == 2
    silent = escalated(life, "", points=False, subject="Escalation")
    assert "rung" not in facts(silent)
    letter = told(silent, Form.ESCALATION_INCOMPLETE)
    assert (letter.facts["needs_number"], letter.facts["needs_reason"]) == (False, True)


def test_who_has_no_case_gets_one() -> None:
    found = escalated(a_life(law=QUADROTECH), points=False, sender="new@other.example")
    assert len(changed(found, OpenTicket)) == 1
    assert fate(found) is Fate.TICKET


def test_a_colleague_of_the_customer_who_is_proven_escalates_the_case_they_name() -> None:
    life = a_life(law=QUADROTECH, customer=ACME)
    life.world.directory = Known(domains={"acme.example": ACME})
    found = escalated(life, sender="bo@acme.example")
    assert facts(found)["rung"] == 2
    assert changed(found, AddParticipant) == []  # a copy of all that is answered there is for its people to give


def test_a_name_alone_sends_nobody_up_a_ladder() -> None:
    life = a_life(law=QUADROTECH, status=Status.PENDING)
    found = escalated(life, standing=Standing.UNPROVEN)
    assert "rung" not in facts(found)
    assert (statuses(found), len(changed(found, AddMessage))) == ([Status.OPEN], 1)


@pytest.mark.parametrize(
    ("sender", "standing"),
    [("bo@acme.example", Standing.UNPROVEN), ("eve@other.example", Standing.PROVEN)],
)
def test_others_who_name_it_touch_nothing_of_it(sender: str, standing: Standing) -> None:
    life = a_life(law=QUADROTECH, customer=ACME)
    life.world.directory = Known(domains={"acme.example": ACME})
    found = escalated(life, sender=sender, standing=standing)
    assert "rung" not in facts(found)
    assert changed(found, AddParticipant) == []
    assert len(changed(found, OpenTicket)) == 1


@pytest.mark.parametrize("text", [REASON, "escalate"])
def test_who_escalates_has_written_and_is_waited_for_no_more(text: str) -> None:
    """Else a case that waits would be closed although its customer did all but give up."""
    life = a_life(law=QUADROTECH, assignee="eva")
    life.set(AT, status=Status.PENDING)
    found = mailed(life, text, escalates=True, subject=f"[#{life.ticket.number}]")
    assert (life.ticket.status, life.ticket.waiting_on) == (Status.OPEN, None)
    assert told(found, Form.NEWS).facts["what"] == "replied"


def test_so_is_who_names_no_case() -> None:
    life = a_life(law=QUADROTECH)
    life.set(AT, status=Status.PENDING, waiting_on=WaitingOn.CUSTOMER)
    life.world.newest[ANN] = life.ticket.id
    mailed(life, REASON, escalates=True, points=False)
    assert (life.ticket.status, life.ticket.waiting_on) == (Status.OPEN, None)


def test_an_ended_case_that_is_escalated_is_opened_again() -> None:
    found = escalated(a_life(law=QUADROTECH, status=Status.CLOSED))
    assert statuses(found) == [Status.OPEN]
    assert facts(found)["rung"] == 2


def test_what_came_back_where_that_is_a_new_ticket_goes_up_as_that() -> None:
    life = a_life(law=a_law("qeval"), status=Status.RESOLVED)
    found = escalated(life)
    [opened] = changed(found, OpenTicket)
    assert isinstance(opened, OpenTicket)
    assert {one.ticket_id for one in found.changes if isinstance(one, SetFact)} == {opened.ticket.id}
    assert (facts(found)["rung"], statuses(found), fate(found)) == (2, [], Fate.TICKET)
    team = told(found, Form.ESCALATION_TEAM)
    assert (team.ticket_id, team.facts["reason"]) == (opened.ticket.id, REASON)
    assert told(found, Form.ESCALATION).ticket_id == opened.ticket.id


@pytest.mark.parametrize(
    ("needs_reason", "text", "rung"),
    [(True, "escalate: it is back", 2), (True, "escalate", None), (False, "escalate", 2), (False, REASON, None)],
)
def test_a_command_in_a_reply_takes_what_came_back_up_at_once(needs_reason: bool, text: str, rung: int | None) -> None:
    law = a_law("qeval", escalation=replace(PACKS["qeval"].escalation, needs_reason=needs_reason))
    found = received(a_life(law=law, status=Status.CLOSED), text)
    assert len(changed(found, OpenTicket)) == 1
    assert facts(found).get("rung") == rung


def test_who_is_not_proven_takes_nothing_up_that_came_back() -> None:
    life = a_life(law=a_law("qeval"), status=Status.CLOSED)
    for found in (
        escalated(life, standing=Standing.UNPROVEN),
        received(life, "escalate: x", standing=Standing.UNPROVEN),
    ):
        assert len(changed(found, OpenTicket)) == 1
        assert "rung" not in facts(found)


def test_a_machine_escalates_nothing() -> None:
    found = escalated(a_life(law=QUADROTECH), kind=Kind.AUTO_REPLY)
    assert "rung" not in facts(found)
    assert forms(found) == []

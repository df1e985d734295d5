"""A customer's way up the ladder: one step at a time, the top hears again, and what is missing is asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gateway.address import parse_address
from gateway.desk.changes import Mark, Remember, SetFact
from gateway.desk.event import What
from gateway.desk.intake.escalate import MOST_AN_HOUR, ask_back, climb
from gateway.desk.life.ladder import hear
from gateway.desk.order import Form, TellCustomer, TellTeam, WhyEscalated
from gateway.desk.policy.escalation import Escalation
from gateway.desk.recent import Recent
from gateway.desk.team import Person, Team
from gateway.mail import Kind, Standing
from tests.desk.life.build import ANN, AT, DAY, HOUR, Life, a_law, a_life, at, people
from tests.desk.life.mailed import ESCALATIONS, a_desk, arrival

WHO = parse_address(ANN)
ICE_TEAM = Team(
    tuple(
        Person(group, f"{group}@support.example", (group,))
        for group in ("support", "assistant-director", "avp", "vice-president", "chief-customer-officer")
    )
)


def climbed(life: Life, hours: float = 0, reason: str = "it is slow") -> list[TellCustomer | TellTeam]:
    moment = at(hours)
    before = len(life.letters)
    recent = life.world.recent
    life.take(climb(life.case_at(moment), who=WHO, reason=reason, recent=recent, now=moment), moment)
    return [one for _, one in life.letters[before:] if isinstance(one, (TellCustomer, TellTeam))]


def test_five_steps_are_climbed_one_by_one_and_the_top_hears_again() -> None:
    life = a_life(law=a_law("ice", team=ICE_TEAM))
    heard = []
    for hours in range(6):
        team, customer = climbed(life, hours)
        heard.append((people(team)[0], customer.facts["position"], customer.facts["moved"]))
    assert heard == [
        ("assistant-director", 2, True),
        ("avp", 3, True),
        ("vice-president", 4, True),
        ("chief-customer-officer", 5, True),
        ("chief-customer-officer", 5, False),
        ("chief-customer-officer", 5, False),
    ]
    assert life.ticket.rung == 5
    assert [value for _, value in life.marks(What.HEARD)] == ["2", "3", "4", "5", "5", "5"]


def test_the_customer_and_the_step_are_told_by_when_it_is_taken_over() -> None:
    team, customer = climbed(a_life())
    assert (team.form, customer.form) == (Form.ESCALATION_TEAM, Form.ESCALATION)
    assert team.facts["acknowledge_by"] == customer.facts["by"] == at(1)
    titles = {"en": "The support leads", "fr": "les responsables de l'assistance"}
    assert (customer.facts["step"], customer.facts["of"]) == (titles, 4)
    assert team.facts["step"] == titles
    assert (team.facts["why"], team.facts["reason"]) == ("customer", "it is slow")
    assert isinstance(customer, TellCustomer)
    assert customer.only == WHO


def test_time_to_take_it_over_runs_in_the_hours_of_alarms() -> None:
    """Four in the afternoon in Toronto, half an hour before they close: half of it is tomorrow."""
    team, _ = climbed(a_life(), 7.5)
    assert team.facts["acknowledge_by"] == AT + DAY - 0.5 * HOUR


def test_the_reason_stands_in_the_history() -> None:
    steps = list(climb(a_life().case_at(AT), who=WHO, reason="it is slow", recent=Recent(), now=AT))
    [moved] = [step for step in steps if isinstance(step, SetFact)]
    assert (moved.fact, moved.before, moved.after) == ("rung", 1, 2)
    assert moved.because == f"{ANN} escalated it: it is slow"
    [mark] = [step for step in steps if isinstance(step, Mark)]
    assert mark.said == "The support leads told: customer"


def test_a_step_with_nobody_on_it_is_everybody() -> None:
    two = Team((Person("dana", "dana@support.example"), Person("eva", "eva@support.example")))
    team, _ = climbed(a_life(law=a_law(team=two)))
    assert people(team) == ["dana", "eva"]


def test_the_top_hears_of_one_case_once_an_hour_and_the_customer_is_answered_all_the_same() -> None:
    life = a_life(rung=4)
    assert [letter.form for letter in climbed(life)] == [Form.ESCALATION_TEAM, Form.ESCALATION]
    assert [letter.form for letter in climbed(life, 0.99)] == [Form.ESCALATION]
    assert [letter.form for letter in climbed(life, 1)] == [Form.ESCALATION_TEAM, Form.ESCALATION]


def test_who_had_enough_letters_goes_up_and_is_not_told() -> None:
    life = a_life()
    for _ in range(MOST_AN_HOUR):
        life.world.recent.note(WHO, subject="Phones drop", proven=True)
    assert [letter.form for letter in climbed(life)] == [Form.ESCALATION_TEAM]
    assert life.ticket.rung == 2


def test_where_there_is_no_ladder_nothing_is_climbed() -> None:
    life = a_life(law=a_law(escalation=Escalation()))
    assert climbed(life) == []
    assert life.ticket.rung == 1


def test_a_ladder_of_one_step_hears_again() -> None:
    one = Escalation(a_life().case.policy.escalation.ladder[:1])
    life = a_life(law=a_law(escalation=one))
    team, customer = climbed(life)
    assert people(team) == ["dana"]
    assert (customer.facts["position"], customer.facts["moved"], customer.facts["by"]) == (1, False, None)


@pytest.mark.parametrize("step", [-1, 0, 5, 99])
def test_a_step_that_there_is_not_hears_nothing(step: int) -> None:
    assert list(hear(a_life().case_at(AT), step, why=WhyEscalated.CUSTOMER, reason="", now=AT)) == []


def asked(life: Life, **how: object) -> object:
    mail = arrival(life, "escalate", **how)  # type: ignore[arg-type]
    [step] = ask_back(mail, life.case_at(AT), life.world, a_desk(life), needs_number=True, needs_reason=False)
    return step


def test_what_is_missing_is_asked_of_the_author_alone() -> None:
    letter = asked(a_life())
    assert isinstance(letter, TellCustomer)
    assert (letter.form, letter.only) == (Form.ESCALATION_INCOMPLETE, WHO)
    assert letter.facts == {"needs_number": True, "needs_reason": False, "escalations": ESCALATIONS}


def test_without_an_address_for_escalations_that_of_support_is_named() -> None:
    life = a_life()
    mail = arrival(life, "escalate")
    desk = replace(a_desk(life), escalations="")
    [letter] = ask_back(mail, life.case_at(AT), life.world, desk, needs_number=True, needs_reason=False)
    assert isinstance(letter, TellCustomer)
    assert letter.facts["escalations"] == mail.support_address


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ({"kind": Kind.AUTO_REPLY}, "no person wrote it"),
        ({"null_sender": True}, "the return path is empty"),
        ({"sender": ""}, "does not name one clear author"),
        ({"standing": Standing.FORGED}, "says it did not send it"),
    ],
)
def test_nobody_is_asked_back_who_may_not_be_acknowledged(how: dict[str, object], why: str) -> None:
    step = asked(a_life(), **how)
    assert isinstance(step, Remember)
    assert step.what.startswith("not asked back: silent-")
    assert why in step.because


def test_nobody_is_asked_back_more_often_than_they_may_be_acknowledged() -> None:
    life = a_life()
    for _ in range(3):
        life.world.recent.note(WHO, subject="Phones drop", proven=True)
    step = asked(life)
    assert isinstance(step, Remember)
    assert step.what == "not asked back: silent-limit"

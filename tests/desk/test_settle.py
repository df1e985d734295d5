"""What ``ticket set`` and ``ticket close`` do: each change, each letter, each refusal with its words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from gateway.desk.casework.contact import attempted
from gateway.desk.casework.settle import MAX_FIELDS, NewState, close, settle
from gateway.desk.changes import AssignCustomer, Change, SetFact, SetField, SetPriority, SetStatus
from gateway.desk.customer import Customer
from gateway.desk.life.case import Case
from gateway.desk.order import Form, Order, Rhythm, TellCustomer, TellTeam
from gateway.desk.team import Team
from gateway.desk.ticket import Solution, Status, WaitingOn
from gateway.errors import Refused
from tests.desk.life.build import AT, Life, a_law, a_life, at, people

Steps = tuple[Change | Order, ...]


def wished(case: Case, *, reason: str = "", **wish: object) -> Steps:
    asked = NewState(**wish)  # type: ignore[arg-type]
    return settle(case, asked, customer=None, by="dana", reason=reason, now=AT)


def a_case(life: Life | None = None, **facts: object) -> Case:
    return (life or a_life(**facts)).case_at(AT)  # type: ignore[arg-type]


def facts(steps: Steps) -> dict[str, object]:
    """What plain facts become."""
    return {step.fact: step.after for step in steps if isinstance(step, SetFact)}


def moved(steps: Steps) -> list[Status]:
    return [step.after for step in steps if isinstance(step, SetStatus)]


def forms(steps: Steps) -> list[Form]:
    return [step.form for step in steps if isinstance(step, (TellCustomer, TellTeam))]


def refusal(case: Case, **wish: object) -> str:
    with pytest.raises(Refused) as refused:
        wished(case, **wish)  # type: ignore[arg-type]
    return str(refused.value)


# In general


def test_nothing_to_set_is_refused() -> None:
    assert refusal(a_case()).startswith("nothing to set: give a status, a priority, a customer")


def test_what_is_so_already_is_no_change() -> None:
    case = a_case(assignee="dana", waiting_on=WaitingOn.RELEASE, fields=(("os", "linux"),))
    same = {"status": Status.OPEN, "waiting_on": WaitingOn.RELEASE, "priority": "medium", "assignee": "dana"}
    assert wished(case, **same, tier=1, type="incident", fields=(("os", "linux"),)) == ()


def test_every_change_says_who_and_why() -> None:
    steps = wished(a_case(), reason="she called", assignee="lea", priority="high", status=Status.PENDING)
    assert {step.because for step in steps} == {"set by dana: she called"}
    assert {step.because for step in wished(a_case(), tier=2)} == {"set by dana"}


# Waiting


@pytest.mark.parametrize("on", list(WaitingOn))
def test_a_ticket_waits_for_whom_it_is_said_to_with_or_without_a_status(on: WaitingOn) -> None:
    assert facts(wished(a_case(), waiting_on=on)) == {"waiting_on": on.value}
    both = wished(a_case(), waiting_on=on, status=Status.PENDING)
    assert (facts(both), moved(both)) == ({"waiting_on": on.value}, [Status.PENDING])


def test_what_is_pending_waits_for_the_customer_unless_it_waits_for_somebody_already() -> None:
    assert facts(wished(a_case(), status=Status.PENDING)) == {"waiting_on": "customer"}
    assert facts(wished(a_case(waiting_on=WaitingOn.RELEASE), status=Status.PENDING)) == {}


@pytest.mark.parametrize("status", [Status.OPEN, Status.IN_PROGRESS])
def test_what_is_worked_on_again_waits_for_nobody_unless_that_is_said(status: Status) -> None:
    case = a_case(status=Status.PENDING, waiting_on=WaitingOn.CUSTOMER)
    assert facts(wished(case, status=status)) == {"waiting_on": None}
    assert facts(wished(case, status=status, waiting_on=WaitingOn.THIRD_PARTY)) == {"waiting_on": "third-party"}


def test_waiting_ends_by_none_and_the_status_stays() -> None:
    steps = wished(a_case(status=Status.PENDING, waiting_on=WaitingOn.CUSTOMER), waits_no_more=True)
    assert (facts(steps), moved(steps)) == ({"waiting_on": None}, [])


def test_a_resolved_ticket_may_wait_for_data_and_a_closed_one_for_nothing() -> None:
    assert facts(wished(a_case(status=Status.RESOLVED), waiting_on=WaitingOn.CUSTOMER)) == {"waiting_on": "customer"}
    case = a_case(status=Status.CLOSED)
    said = refusal(case, waiting_on=WaitingOn.CUSTOMER)
    assert said == f"case {case.ticket.number} is closed: open it again first"


# Resting


def test_a_rest_needs_an_end() -> None:
    assert refusal(a_case(), status=Status.ON_HOLD) == "a case is on hold until an agreed end: give --until"


@pytest.mark.parametrize("until", [AT, AT - timedelta(seconds=1)])
def test_an_end_that_is_over_is_refused(until: datetime) -> None:
    said = refusal(a_case(), status=Status.ON_HOLD, until=until)
    assert said == f"{until:%Y-%m-%d %H:%M} UTC is over: --until names a moment to come"


def test_an_end_belongs_to_a_rest() -> None:
    said = refusal(a_case(), until=at(1))
    assert said == "--until says when a rest ends: give --status on-hold with it"
    assert said == refusal(a_case(), until=at(1), status=Status.PENDING)


def test_a_rest_is_agreed_put_off_and_cut_short() -> None:
    steps = wished(a_case(), status=Status.ON_HOLD, until=at(48))
    assert (facts(steps), moved(steps)) == ({"hold_until": at(48)}, [Status.ON_HOLD])
    resting = a_case(status=Status.ON_HOLD, hold_until=at(48))
    assert facts(wished(resting, until=at(72))) == {"hold_until": at(72)}
    short = wished(resting, status=Status.IN_PROGRESS)
    assert (facts(short), moved(short)) == ({"hold_until": None}, [Status.IN_PROGRESS])


def test_the_end_of_an_earlier_rest_is_no_end_of_a_new_one() -> None:
    """It was closed while it rested, and opened again long after."""
    case = a_case(status=Status.IN_PROGRESS, hold_until=at(-24))
    assert refusal(case, status=Status.ON_HOLD) == "a case is on hold until an agreed end: give --until"


def test_an_end_in_any_zone_is_kept_in_one() -> None:
    steps = wished(a_case(), status=Status.ON_HOLD, until=at(48).astimezone(ZoneInfo("Asia/Kolkata")))
    until = facts(steps)["hold_until"]
    assert isinstance(until, datetime)
    assert (until, until.tzinfo) == (at(48), UTC)


# Status


@pytest.mark.parametrize("status", [Status.QA, Status.AWAITING_APPROVAL])
def test_states_of_the_chain_are_reached_by_its_command(status: Status) -> None:
    case = a_case()
    assert refusal(case, status=status) == f"a case comes to {status} by: gateway ticket resolve {case.ticket.number}"


def test_resolving_by_status_is_resolving() -> None:
    said = refusal(a_case(), status=Status.RESOLVED)
    assert "without the cause (--cause) and the fix (--fix)" in said
    known = a_case(cause="a loop", fix="a cable out")
    assert moved(wished(known, status=Status.RESOLVED)) == [Status.QA]


def test_closing_by_status_is_closing() -> None:
    assert "closes case" in refusal(a_case(), status=Status.CLOSED)
    steps = wished(a_case(status=Status.RESOLVED), status=Status.CLOSED)
    assert (moved(steps), forms(steps)) == ([Status.CLOSED], [Form.CLOSED])


def test_what_is_closed_rests_and_waits_no_more() -> None:
    resting = a_case(status=Status.ON_HOLD, hold_until=at(48), waiting_on=WaitingOn.CUSTOMER)
    steps = tuple(close(resting, reason="spam", because="closed by dana", unsolved=True))
    assert (facts(steps), moved(steps)) == ({"hold_until": None, "waiting_on": None}, [Status.CLOSED])


# Priority


def test_a_new_priority_tells_the_customer_what_it_promises_from_submission() -> None:
    life = a_life("medium", law=a_law("qeval"))
    life.catch_up(AT)
    steps = wished(life.case_at(AT), priority="p2", reason="more of them")
    assert [step.after for step in steps if isinstance(step, SetPriority)] == ["high"]
    [letter] = [step for step in steps if isinstance(step, TellCustomer)]
    assert letter.form is Form.PRIORITY_CHANGED
    assert letter.only is None
    assert letter.facts["answer_by"] == at(2)
    assert letter.facts["resolve_by"] == at(48)
    assert letter.facts["update_every"] == Rhythm(timedelta(hours=4), always=True)
    assert letter.facts["reason"] == "more of them"


def test_the_priority_of_an_ended_ticket_changes_without_a_letter() -> None:
    assert forms(wished(a_case(status=Status.CLOSED), priority="high")) == []


def test_a_priority_that_there_is_not_is_refused_with_those_there_are() -> None:
    assert refusal(a_case(), priority="blocker").endswith("it has urgent, high, medium, low")


# Figures


def test_figures_set_the_priority_and_the_customer_is_told() -> None:
    steps = wished(a_case(law=a_law("ameyo")), fields=(("seats", "100"), ("seats_affected", "20")))
    assert [step.name for step in steps if isinstance(step, SetField)] == ["seats", "seats_affected"]
    assert [step.after for step in steps if isinstance(step, SetPriority)] == ["critical"]
    assert forms(steps) == [Form.PRIORITY_CHANGED]


def test_a_priority_that_is_said_counts_before_the_figures() -> None:
    steps = wished(a_case(law=a_law("ameyo")), fields=(("seats", "100"), ("seats_affected", "20")), priority="major")
    assert [step.after for step in steps if isinstance(step, SetPriority)] == ["major"]


def test_figures_that_are_known_complete_those_that_come() -> None:
    case = a_case(law=a_law("ameyo"), fields=(("seats", "100"),))
    steps = wished(case, fields=(("seats_affected", "2"),))
    assert [step.after for step in steps if isinstance(step, SetPriority)] == ["major"]


@pytest.mark.parametrize("value", ["many", "-1", "1.5", "٣", "²", "9" * 13])
def test_a_figure_that_is_no_number_is_refused(value: str) -> None:
    said = refusal(a_case(law=a_law("ameyo")), fields=(("seats", value),))
    assert said == f"seats is a number, and {value} is none"


def test_a_field_is_changed_forgotten_and_bounded() -> None:
    case = a_case(fields=(("os", "linux"), ("site", "Paris")))
    steps = wished(case, fields=(("os", ""), ("site", "Rome"), ("rack", "7")))
    assert isinstance(steps[-1], SetField)
    assert steps[-1].fields == (("site", "Rome"), ("rack", "7"))
    full = a_case(fields=tuple((f"f{number}", "x") for number in range(MAX_FIELDS)))
    assert refusal(full, fields=(("one-more", "x"),)) == f"a case has {MAX_FIELDS} fields at most"
    assert wished(full, fields=(("f0", ""), ("one-more", "x")))


# People


def test_whoever_gets_it_is_told_by_when() -> None:
    life = a_life("medium", law=a_law("qeval"))
    life.catch_up(AT)
    steps = wished(life.case_at(AT), assignee="LEA")
    assert facts(steps) == {"assignee": "lea"}
    [letter] = [step for step in steps if isinstance(step, TellTeam)]
    assert (letter.form, people(letter)) == (Form.ASSIGNED, ["lea"])
    assert letter.facts["by"] == "dana"


@pytest.mark.parametrize(("by", "said"), [("DANA", "dana"), ("root", ""), ("console", ""), ("lea", ""), ("Lea", "")])
def test_a_letter_names_a_colleague_and_no_login_and_nobody_to_themselves(by: str, said: str) -> None:
    steps = settle(a_case(), NewState(assignee="lea"), customer=None, by=by, reason="", now=AT)
    [letter] = [step for step in steps if isinstance(step, TellTeam)]
    assert letter.facts["by"] == said
    [change] = [step for step in steps if isinstance(step, SetFact)]
    assert change.because == f"set by {by}", "the history says what the machine knows"


def test_it_is_taken_from_whoever_has_it_in_silence() -> None:
    steps = wished(a_case(assignee="lea"), assignee="")
    assert (facts(steps), forms(steps)) == ({"assignee": ""}, [])


def test_a_stranger_is_refused_with_those_there_are() -> None:
    said = refusal(a_case(), assignee="bob")
    assert said.startswith('"bob" is nobody of the team, which is dana, sven, eva')
    nobody = refusal(a_case(law=a_law(team=Team())), assignee="bob")
    assert nobody == '"bob" is nobody of the team, which is nobody: write team.yml'


def test_a_higher_support_level_hears_and_a_lower_one_does_not() -> None:
    up = wished(a_case(law=a_law("ameyo")), tier=3, reason="an expert is needed")
    [letter] = [step for step in up if isinstance(step, TellTeam)]
    assert (people(letter), letter.facts["why"], letter.facts["reason"]) == (["eva"], "tier", "an expert is needed")
    down = wished(a_case(law=a_law("ameyo"), tier=3), tier=1)
    assert (facts(down), forms(down)) == ({"tier": 1}, [])


@pytest.mark.parametrize(
    ("pack", "tier", "most"), [("ameyo", 4, 3), ("qeval", 3, 2), ("standard", 4, 3), ("ice", 0, 2)]
)
def test_a_support_level_that_there_is_not_is_refused(pack: str, tier: int, most: int) -> None:
    assert refusal(a_case(law=a_law(pack)), tier=tier) == f"the policy {pack} has the support levels 1 to {most}"


# Type


def test_a_type_that_there_is_not_is_refused_with_those_there_are() -> None:
    assert refusal(a_case(), type="wish") == '"wish" is no type of case: there are change, incident, not-covered'


def test_what_is_not_ours_needs_a_reason_which_the_customer_is_told() -> None:
    assert refusal(a_case(), type="not-covered") == "the customer is told why it is not covered: give --reason"
    steps = wished(a_case(), type="not-covered", reason="It is the phone company's line.")
    [letter] = [step for step in steps if isinstance(step, TellCustomer)]
    assert (letter.form, letter.facts["reason"]) == (Form.NOT_COVERED, "It is the phone company's line.")


def test_a_change_is_no_news_for_the_customer() -> None:
    assert forms(wished(a_case(), type="change")) == []


def test_a_priority_given_together_with_a_type_without_targets_promises_nothing() -> None:
    steps = wished(a_case(law=a_law("qeval")), type="change", priority="high")
    [letter] = [step for step in steps if isinstance(step, TellCustomer)]
    assert (letter.facts["answer_by"], letter.facts["resolve_by"]) == (None, None)


# Customers


def test_another_customer_brings_their_policys_name_for_the_level() -> None:
    ice = Customer("ice", "ICE", policy="ice")
    case = a_life("urgent").case_at(AT)
    steps = settle(case, NewState(customer="ice"), customer=ice, by="dana", reason="", now=AT)
    assert [step.after for step in steps if isinstance(step, AssignCustomer)] == ["ice"]
    assert [step.after for step in steps if isinstance(step, SetPriority)] == ["p1"]


# Closing


def closed(case: Case, *, reason: str = "", unsolved: bool = False) -> Steps:
    return tuple(close(case, reason=reason, because="closed by dana", unsolved=unsolved))


def closing_refused(case: Case, **how: object) -> str:
    with pytest.raises(Refused) as refused:
        closed(case, **how)  # type: ignore[arg-type]
    return str(refused.value)


def test_what_is_closed_is_not_closed_again() -> None:
    case = a_case(status=Status.CLOSED)
    assert closing_refused(case) == f"case {case.ticket.number} is closed already"


def test_a_solution_that_is_missing_is_named() -> None:
    case = a_case()
    assert closing_refused(case) == (
        f"standard closes case {case.ticket.number} once it is resolved: the cause (--cause) and the fix (--fix) are "
        f"missing; --unsolved closes what needs no solution"
    )
    half = a_case(cause="a loop")
    assert "once it is resolved: the fix (--fix) is missing;" in closing_refused(half)


def test_a_solution_that_nobody_has_approved_does_not_close_it() -> None:
    case = a_case(status=Status.AWAITING_APPROVAL, cause="a loop", fix="a cable out")
    assert "once it is resolved: it is awaiting-approval;" in closing_refused(case)


def test_what_is_resolved_is_closed_with_a_letter() -> None:
    steps = closed(a_case(status=Status.RESOLVED, waiting_on=WaitingOn.CUSTOMER), reason="all is well")
    assert (moved(steps), facts(steps)) == ([Status.CLOSED], {"waiting_on": None})
    [letter] = [step for step in steps if isinstance(step, TellCustomer)]
    assert (letter.form, letter.facts["why"], letter.facts["reason"]) == (Form.CLOSED, "done", "all is well")


def test_what_needs_no_solution_is_closed_in_silence_with_a_reason() -> None:
    assert closing_refused(a_case(), unsolved=True) == "say why nothing is solved: give --reason"
    steps = closed(a_case(), unsolved=True, reason="spam")
    assert (moved(steps), forms(steps)) == ([Status.CLOSED], [])


def test_where_nothing_is_required_it_is_closed_at_once() -> None:
    assert moved(closed(a_case(law=a_law("ameyo")))) == [Status.CLOSED]


@pytest.mark.parametrize("type_", ["change", "not-covered"])
def test_what_is_promised_nothing_needs_no_solution(type_: str) -> None:
    assert moved(closed(a_case(type=type_))) == [Status.CLOSED]


def test_a_customer_who_cannot_be_reached_is_given_up_after_three_attempts_and_not_two() -> None:
    life = a_life("medium", law=a_law("quadrotech", entitlement=False))
    life.set(AT, status=Status.PENDING)
    for number in range(3):
        said = closing_refused(life.case_at(AT))
        assert f"once it is resolved, or after 3 attempts to reach its customer (it has {number})" in said
        life.do(lambda case: attempted(case, by="dana", text="no answer", now=AT), AT)
    assert moved(closed(life.case_at(AT))) == [Status.CLOSED]


def test_attempts_do_not_close_what_does_not_wait_for_its_customer() -> None:
    life = a_life("medium", law=a_law("quadrotech", entitlement=False))
    for _ in range(5):
        life.do(lambda case: attempted(case, by="dana", text="no answer", now=AT), AT)
    assert "once it is resolved" in closing_refused(life.case_at(AT))


def test_a_solution_of_the_wrong_kind_is_refused_with_the_right_ones() -> None:
    case = a_case(a_life("low", law=a_law("quadrotech", entitlement=False), solution=Solution.PATCH))
    assert "a solution (--solution) that fits low: answer, solution-library is missing" in closing_refused(case)


def test_a_merged_ticket_needs_no_solution() -> None:
    case = a_case()
    merged = replace(case, ticket=replace(case.ticket, merged_into=case.ticket.id))
    assert moved(closed(merged)) == [Status.CLOSED]


def test_a_ticket_goes_to_another_queue_by_the_name_of_its_group() -> None:
    assert facts(wished(a_case(), queue="Leads")) == {"queue": "leads"}
    assert wished(a_case(), queue="support") == ()
    assert refusal(a_case(), queue="lead") == '"lead" is no group of the team: did you mean "leads"?'

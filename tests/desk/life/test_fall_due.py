"""What follows when something falls due: what is changed, who is told what; and what a late start leaves out."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from gateway.desk.changes import SetStatus
from gateway.desk.event import What
from gateway.desk.hours.calendar import Calendar
from gateway.desk.hours.interval import Interval
from gateway.desk.life.agenda import DueKind
from gateway.desk.order import Form, TellCustomer, TellTeam
from gateway.desk.policy.policy import Waiting
from gateway.desk.team import Person, Shift, Team
from gateway.desk.ticket import Status, WaitingOn
from tests.desk.life.build import ANN, AT, DAY, PACKS, TEAM, Life, a_law, a_life, at, people

QEVAL = a_law("qeval")


def waiting(life: Life, moment: datetime = AT) -> Life:
    life.set(moment, status=Status.PENDING)
    return life


# Mobilizing


def test_everybody_a_level_mobilizes_is_paged_once_with_whoever_is_on_call_first() -> None:
    always = Calendar("nights", (Interval(),), zone=ZoneInfo("UTC"))
    team = Team(TEAM.people, (Shift(always, person="olga"),))
    life = a_life("urgent", law=a_law(team=team))
    life.catch_up(AT)
    [page] = life.told(Form.PAGE)
    assert people(page) == ["olga", "dana"]
    assert page.facts["why"] == "urgent"
    assert page.facts["answer_by"] == at(1)
    assert "olga is on call in nights" in page.because


def test_a_level_without_a_time_says_so_in_its_page() -> None:
    life = a_life("p1", law=a_law("ice"))
    life.catch_up(AT)
    [page] = life.told(Form.PAGE)
    assert (page.facts["why"], page.facts["answer_by"]) == ("blank", None)


def test_where_nobody_is_in_a_group_the_whole_team_hears_and_a_team_of_nobody_is_said_to_be_so() -> None:
    two = Team((Person("dana", "dana@support.example"), Person("lea", "lea@support.example")))
    life = a_life("urgent", law=a_law(team=two))
    life.catch_up(AT)
    assert people(life.told(Form.PAGE)[0]) == ["dana", "lea"]
    alone = a_life("urgent", law=a_law(team=Team()))
    alone.catch_up(AT)
    assert alone.told(Form.PAGE) == []
    assert alone.marks(What.PAGED) == [(What.PAGED, "mobilized")]  # else it would be due for ever


def test_the_operations_manager_is_paged_again_and_nobody_else() -> None:
    life = a_life("urgent")
    life.live_until(at(1), AT)
    again = life.told(Form.PAGE)[1]
    assert people(again) == ["olga"]
    assert again.facts["why"] == "not-started"
    assert life.marks(What.PAGED) == [(What.PAGED, "mobilized"), (What.PAGED, "not-started")]


# Warnings and alarms


def test_a_warning_goes_to_the_one_it_is_assigned_to() -> None:
    life = a_life("medium", law=QEVAL)
    life.set(AT, assignee="eva")
    life.live_until(at(3), AT)
    [warning] = life.told(Form.WARNING)
    assert people(warning) == ["eva"]
    assert (warning.facts["kind"], warning.facts["due"]) == ("response", at(4))


def test_a_warning_about_what_nobody_has_goes_to_its_support_level() -> None:
    life = a_life("medium", law=QEVAL)
    life.live_until(at(3), AT)
    assert people(life.told(Form.WARNING)[0]) == ["dana"]


def test_an_alarm_goes_to_whoever_works_on_it_and_to_the_leads_each_once() -> None:
    team = Team(
        tuple(replace(one, groups=(*one.groups, "leads")) if one.name == "dana" else one for one in TEAM.people)
    )
    life = a_life("medium", law=a_law("qeval", team=team))
    life.live_until(at(5), AT)
    [alarm] = life.told(Form.MISSED)
    assert people(alarm) == ["dana", "lea"]
    assert (alarm.facts["kind"], alarm.facts["due"]) == ("response", at(4))
    assert "2026-11-16 18:00:00 UTC" in alarm.because


def test_after_a_late_start_there_is_an_alarm_and_no_warning_beside_it() -> None:
    life = a_life("medium", law=QEVAL)
    life.catch_up(at(5))
    assert life.forms() == [Form.MISSED]
    assert [what for what, _ in life.marks(What.WARNED, What.MISSED)] == [What.WARNED, What.MISSED]


def test_a_start_that_is_late_for_the_warning_only_still_warns() -> None:
    life = a_life("medium", law=QEVAL)
    life.catch_up(at(3.5))
    assert life.forms() == [Form.WARNING]


# Updates


def test_an_update_goes_to_everybody_on_the_ticket_and_names_the_next_one() -> None:
    life = a_life("urgent", law=QEVAL)
    life.live_until(at(1), AT)
    [update] = life.told(Form.STATUS_UPDATE)
    assert update.facts["next_by"] == at(2)
    assert update.facts["who"] == ""
    assert isinstance(update, TellCustomer)
    assert update.only is None
    assert life.case.story.timeline.answered is None  # a machine's word is no answer


def test_an_update_that_the_gateway_writes_in_time_keeps_the_promise() -> None:
    life = a_life("urgent", law=QEVAL)
    life.live_until(at(5), AT)
    updates = [row for row in life.case.rows if row.kind.value == "update"]
    assert len(life.told(Form.STATUS_UPDATE)) == 5
    assert len(updates) == 6
    assert all(row.missed_at is None for row in updates)


def test_an_answer_of_a_person_puts_the_next_update_off() -> None:
    life = a_life("urgent", law=QEVAL)
    life.answer(at(0.75))
    life.live_until(at(1.5), at(0.75))
    assert life.told(Form.STATUS_UPDATE) == []
    assert life.when(DueKind.UPDATE, at(1.5)) == at(1.75)


def test_after_a_night_without_power_the_customer_gets_one_update() -> None:
    life = a_life("urgent", law=QEVAL)
    life.answer(at(0.1))
    life.catch_up(at(12))
    assert len(life.told(Form.STATUS_UPDATE)) == 1
    assert life.told(Form.STATUS_UPDATE)[0].facts["next_by"] == at(13)
    assert [row.missed_at for row in life.case.rows if row.kind.value == "update"] == [None, at(1.1), None]


# The ladder and the levels


def test_a_step_that_did_not_take_it_over_is_followed_by_the_next_which_is_told_why() -> None:
    life = a_life("low")
    life.climb(AT)
    life.live_until(at(1), AT)
    first, second = life.told(Form.ESCALATION_TEAM)
    assert (people(first), first.facts["why"], first.facts["reason"]) == (["lea"], "customer", "it is slow")
    assert (people(second), second.facts["why"], second.facts["reason"]) == (["olga"], "not-acknowledged", "")
    assert (second.facts["position"], second.facts["of"], second.facts["acknowledge_by"]) == (3, 4, at(2))


def test_what_takes_unreasonably_long_is_told_to_the_second_step() -> None:
    life = a_life("urgent", law=a_law("qeval", escalation=PACKS["standard"].escalation))
    life.live_until(at(48), AT)
    told = [one for one in life.told(Form.ESCALATION_TEAM) if one.facts["why"] == "unreasonable"]
    assert [people(one) for one in told] == [["lea"]]
    assert life.marks(What.UNREASONABLE, What.HEARD)[:2] == [(What.UNREASONABLE, ""), (What.HEARD, "2")]


def test_the_next_support_level_takes_it_on_and_is_told() -> None:
    life = a_life("critical", law=a_law("ameyo"))
    life.live_until(at(2), AT)
    [told] = life.told(Form.ESCALATION_TEAM)
    assert (people(told), told.facts["why"], told.facts["position"], told.facts["of"]) == (["sven"], "tier", 2, 3)
    assert life.ticket.tier == 2
    assert "support level 2" in told.because


# Waiting for the customer


def test_a_reminder_says_since_when_and_until_when() -> None:
    life = waiting(a_life())
    life.live_until(AT + 3 * DAY, AT)
    [reminder] = life.told(Form.WAITING_REMINDER)
    assert (reminder.facts["since"], reminder.facts["closes_at"]) == (AT, AT + 7 * DAY)


def test_a_late_start_between_the_reminders_sends_one() -> None:
    life = waiting(a_life())
    life.catch_up(AT + 6.5 * DAY)
    assert life.forms() == [Form.WAITING_REMINDER]
    assert life.marks(What.REMINDED) == [(What.REMINDED, "1"), (What.REMINDED, "2")]


def test_a_late_start_after_the_end_closes_it_and_reminds_nobody() -> None:
    life = waiting(a_life())
    life.catch_up(AT + 9 * DAY)
    assert life.forms() == [Form.CLOSED]
    assert (life.ticket.status, life.ticket.waiting_on) == (Status.CLOSED, None)


def test_the_letter_of_the_closing_says_how_long_it_waited_and_how_to_go_on() -> None:
    life = waiting(a_life())
    life.live_until(AT + 7 * DAY, AT)
    [closed] = life.told(Form.CLOSED)
    assert closed.facts["why"] == "no-answer"
    assert closed.facts["waited"] == 7 * DAY
    assert closed.facts["new_ticket"] is False
    assert closed.because == "its customer has not answered for 7 days"


def test_an_approval_that_nobody_gives_is_reminded_and_closed_by_its_own_times() -> None:
    law = a_law("qeval", approving=Waiting(2 * DAY, (DAY,)))
    life = a_life(law=law)
    asked = Status.AWAITING_APPROVAL
    life.do(lambda case: [SetStatus(case.ticket.id, case.ticket.status, asked, "solved")], AT)
    life.live_until(AT + DAY, AT)
    assert life.forms()[-1] is Form.APPROVAL_REMINDER
    life.live_until(AT + 2 * DAY, AT + DAY)
    assert life.ticket.status is Status.CLOSED
    assert life.told(Form.CLOSED)[0].facts["waited"] == 2 * DAY


def test_a_ticket_without_people_is_closed_without_a_letter() -> None:
    life = waiting(a_life(participants=frozenset(), requester=""))
    life.live_until(AT + 8 * DAY, AT)
    assert life.ticket.status is Status.CLOSED
    assert life.forms() == []


# Resting


def test_whoever_works_on_it_hears_that_a_rest_is_over() -> None:
    life = a_life()
    life.set(AT, status=Status.ON_HOLD, until=at(48), assignee="eva")
    life.live_until(at(48), AT)
    [woken] = life.told(Form.WOKEN)
    assert people(woken) == ["eva"]
    assert woken.facts["until"] == at(48)
    assert (life.ticket.status, life.ticket.hold_until) == (Status.IN_PROGRESS, None)


def test_a_rest_that_ends_while_the_customer_is_waited_for_leaves_it_waiting() -> None:
    life = a_life()
    life.set(AT, status=Status.ON_HOLD, until=at(48), waiting_on=WaitingOn.CUSTOMER)
    life.live_until(at(48), AT)
    assert life.ticket.waiting_on is WaitingOn.CUSTOMER
    assert life.when(DueKind.REMIND, at(48)) == at(48) + 3 * DAY


# All of them


@pytest.mark.parametrize("kind", list(DueKind))
def test_what_was_done_is_not_due_again_at_the_same_moment(kind: DueKind) -> None:
    life, until = _life_with(kind)
    life.live_until(until, AT)
    done = [when for when, due in life.done if due.kind is kind]
    assert done, f"{kind} never fell due"
    assert life.when(kind, until) not in done


def test_letters_to_colleagues_name_the_case_as_it_stands() -> None:
    life = a_life("medium", law=QEVAL)
    life.live_until(at(5), AT)
    for letter in (*life.told(Form.WARNING), *life.told(Form.MISSED)):
        assert isinstance(letter, TellTeam)
        assert letter.facts["requester"] == ANN
        assert letter.facts["priority"] == QEVAL.policies.of(None).asked("medium").title


def _life_with(kind: DueKind) -> tuple[Life, datetime]:
    """A life in which something of a kind falls due, and by when it has."""
    match kind:
        case DueKind.MOBILIZE | DueKind.START:
            return a_life("urgent"), at(1)
        case DueKind.WARN | DueKind.MISS:
            return a_life("medium", law=QEVAL), at(5)
        case DueKind.UPDATE:
            return a_life("urgent", law=QEVAL), at(1)
        case DueKind.LADDER:
            life = a_life("low")
            life.climb(AT)
            return life, at(3)
        case DueKind.UNREASONABLE:
            return a_life("urgent", law=a_law("qeval", escalation=PACKS["standard"].escalation)), AT + 9 * DAY
        case DueKind.TIER:
            return a_life("critical", law=a_law("ameyo")), at(5)
        case DueKind.REMIND | DueKind.CLOSE:
            return waiting(a_life()), AT + 7 * DAY
        case DueKind.ANALYSIS:
            life = a_life("critical", law=a_law("ameyo", entitlement=False))
            life.do(lambda case: [SetStatus(case.ticket.id, case.ticket.status, Status.RESOLVED, "solved")], AT)
            return life, AT + DAY
        case DueKind.WAKE:
            life = a_life()
            life.set(AT, status=Status.ON_HOLD, until=at(4))
            return life, at(4)

"""What falls due by itself: when each thing is there, when it is not, and that what was done never comes again."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from gateway.desk.changes import Mark, MergeTicket, SetFact, SetStatus
from gateway.desk.event import What
from gateway.desk.life.agenda import INSTANT, DueKind
from gateway.desk.policy.policy import Pause, Waiting
from gateway.desk.policy.target import Kind
from gateway.desk.ticket import Status, WaitingOn
from gateway.mail import CaseNumber, TicketId
from tests.desk.life.build import AT, DAY, HOUR, PACKS, Life, a_law, a_life, at


def waiting(life: Life, moment: datetime = AT) -> Life:
    """Let it wait for its customer."""
    life.set(moment, status=Status.PENDING)
    return life


def resolved(life: Life, moment: datetime, status: Status = Status.RESOLVED) -> Life:
    life.do(lambda case: [SetStatus(case.ticket.id, case.ticket.status, status, "solved")], moment)
    return life


def reopened(life: Life, moment: datetime) -> Life:
    life.do(lambda case: [SetStatus(case.ticket.id, case.ticket.status, Status.OPEN, "again")], moment)
    return life


def escalated(life: Life, moment: datetime) -> Life:
    life.climb(moment)
    return life


# Promises


def test_a_promise_warns_before_and_alarms_just_after_the_moment_it_is_due() -> None:
    life = a_life("medium", law=a_law("qeval"))
    assert life.when(DueKind.WARN, AT) == at(3)
    assert life.when(DueKind.MISS, AT) == at(4) + INSTANT


def test_what_is_answered_in_time_neither_warns_nor_alarms() -> None:
    life = a_life("low", law=a_law("ice"))  # p4: a response and nothing else
    assert {kind for kind, _ in life.due(AT)} == {DueKind.WARN, DueKind.MISS}
    life.answer(at(1))
    assert life.due(at(1)) == []


def test_a_paused_promise_neither_warns_nor_alarms_and_goes_on_where_it_stood() -> None:
    life = waiting(a_life("p4", law=a_law("ice")), at(1))
    assert life.due(at(1)) == []
    before = a_life("p4", law=a_law("ice")).when(DueKind.MISS, AT)
    life.set(at(3), status=Status.OPEN)
    assert before is not None
    assert life.when(DueKind.MISS, at(3)) == before + 2 * HOUR


def test_what_was_warned_and_missed_never_comes_again() -> None:
    life = a_life("medium", law=a_law("qeval"))
    life.live_until(at(12), AT)
    assert life.marks(What.WARNED, What.MISSED) == [
        (What.WARNED, f"response@{AT.isoformat()}@medium"),
        (What.MISSED, f"response@{AT.isoformat()}@medium"),
    ]
    assert life.when(DueKind.WARN, at(12)) == at(18)  # of the update


def test_a_level_that_comes_back_is_not_warned_of_again() -> None:
    life = a_life("medium", law=a_law("qeval"))
    life.live_until(at(5), AT)
    life.set(at(6), priority="low")
    life.set(at(7), priority="medium")
    life.live_until(at(8), at(7))
    response = f"response@{AT.isoformat()}@medium"
    assert life.marks(What.WARNED).count((What.WARNED, response)) == 1
    assert life.marks(What.MISSED).count((What.MISSED, response)) == 1


def test_an_hourly_update_is_written_and_not_warned_of_and_a_slower_one_is_warned_of() -> None:
    hourly, slower = a_life("urgent", law=a_law("qeval")), a_life("high", law=a_law("qeval"))
    rows = [one.row.kind for one in hourly.reckoned(AT).due if one.kind is DueKind.WARN and one.row]
    assert hourly.when(DueKind.UPDATE, AT) == at(1)
    assert Kind.UPDATE not in rows
    assert slower.when(DueKind.UPDATE, AT) is None
    rows = [one.row.kind for one in slower.reckoned(AT).due if one.kind is DueKind.WARN and one.row]
    assert Kind.UPDATE in rows


def test_no_update_falls_due_on_what_waits_or_is_ended() -> None:
    assert waiting(a_life("urgent", law=a_law("qeval"))).when(DueKind.UPDATE, AT) is None
    assert resolved(a_life("urgent", law=a_law("qeval")), at(0.5)).when(DueKind.UPDATE, at(0.5)) is None


@pytest.mark.parametrize("status", [Status.RESOLVED, Status.CLOSED])
def test_nobody_is_alarmed_about_an_answer_to_what_is_ended(status: Status) -> None:
    life = resolved(a_life("medium", law=a_law("qeval")), at(1), status)
    assert life.due(at(1)) == []


@pytest.mark.parametrize("type_", ["change", "not-covered"])
def test_nothing_is_promised_on_other_types(type_: str) -> None:
    life = a_life("medium", law=a_law("qeval"))
    life.set(at(1), type=type_, reason="not ours")
    assert life.due(at(1)) == []


def test_a_merged_ticket_has_nothing_due() -> None:
    life = a_life("urgent", law=a_law())
    life.catch_up(AT)
    other = MergeTicket(TicketId(1), TicketId(2), CaseNumber("2"), "one problem")
    life.do(lambda case: [other, SetStatus(case.ticket.id, case.ticket.status, Status.CLOSED, "one problem")], at(0.5))
    assert life.due(at(0.5)) == []


def test_a_ticket_of_nobody_promises_nothing_and_still_wakes_people() -> None:
    """An alarm of a machine: there is nobody to answer."""
    life = a_life("urgent", participants=frozenset(), requester="")
    assert life.due(AT) == [(DueKind.MOBILIZE, AT)]


# Waiting for the customer


def test_a_customer_is_reminded_twice_and_then_it_is_closed() -> None:
    life = waiting(a_life(), at(1))
    assert life.due(at(1))[:3] == [
        (DueKind.REMIND, at(1) + 3 * DAY),
        (DueKind.REMIND, at(1) + 6 * DAY),
        (DueKind.CLOSE, at(1) + 7 * DAY),
    ]


def test_a_reminder_that_was_sent_never_comes_again_while_it_waits() -> None:
    life = waiting(a_life(), AT)
    life.live_until(AT + 4 * DAY, AT)
    assert [kind for kind, _ in life.due(AT + 4 * DAY)] == [DueKind.REMIND, DueKind.CLOSE]
    assert life.marks(What.REMINDED) == [(What.REMINDED, "1")]


def test_a_new_wait_is_reminded_anew() -> None:
    life = waiting(a_life(), AT)
    life.live_until(AT + 4 * DAY, AT)
    life.set(AT + 4 * DAY, status=Status.OPEN)
    waiting(life, AT + 5 * DAY)
    assert life.when(DueKind.REMIND, AT + 5 * DAY) == AT + 8 * DAY
    life.live_until(AT + 11.5 * DAY, AT + 5 * DAY)
    assert life.marks(What.REMINDED)[1:] == [(What.REMINDED, "1"), (What.REMINDED, "2")]


@pytest.mark.parametrize("on", [WaitingOn.THIRD_PARTY, WaitingOn.RELEASE])
def test_nobody_is_reminded_or_closed_for_what_they_cannot_do(on: WaitingOn) -> None:
    life = a_life()
    life.set(AT, waiting_on=on)
    assert {DueKind.REMIND, DueKind.CLOSE}.isdisjoint(kind for kind, _ in life.due(AT))


def test_what_is_closed_is_neither_reminded_nor_closed_again() -> None:
    life = waiting(a_life(), AT)
    life.live_until(AT + 8 * DAY, AT)
    assert life.ticket.status is Status.CLOSED
    assert life.due(AT + 8 * DAY) == []


def test_nobody_is_reminded_of_a_case_that_was_merged_while_it_waited() -> None:
    life = resolved(waiting(a_life(), AT), at(1), Status.CLOSED)
    assert life.ticket.waiting_on is WaitingOn.CUSTOMER
    assert {DueKind.REMIND, DueKind.CLOSE}.isdisjoint(kind for kind, _ in life.due(at(1)))


def test_approval_has_times_of_its_own() -> None:
    law = a_law("qeval", waiting=Waiting(DAY), approving=Waiting(5 * DAY, (2 * DAY,)))
    life = resolved(a_life(law=law), at(1), Status.AWAITING_APPROVAL)
    assert life.when(DueKind.REMIND, at(1)) == at(1) + 2 * DAY
    assert life.when(DueKind.CLOSE, at(1)) == at(1) + 5 * DAY


def test_an_approval_that_nobody_gives_waits_for_ever_where_the_pack_names_no_time() -> None:
    life = resolved(a_life(law=a_law(approving=Waiting())), at(1), Status.AWAITING_APPROVAL)
    assert {DueKind.REMIND, DueKind.CLOSE}.isdisjoint(kind for kind, _ in life.due(at(1)))


# Resting


def test_an_agreed_rest_ends_when_it_was_agreed_to_and_not_again() -> None:
    life = a_life()
    life.set(AT, status=Status.ON_HOLD, until=at(48))
    assert life.due(AT) == [(DueKind.WAKE, at(48))]
    life.live_until(at(48), AT)
    assert life.ticket.status is Status.IN_PROGRESS
    assert life.when(DueKind.WAKE, at(48)) is None


def test_a_rest_that_ended_early_wakes_nobody() -> None:
    life = a_life()
    life.set(AT, status=Status.ON_HOLD, until=at(48))
    life.set(at(1), status=Status.IN_PROGRESS)
    assert life.when(DueKind.WAKE, at(1)) is None


# Alarms


def test_an_urgent_level_mobilizes_at_once_and_once() -> None:
    life = a_life("urgent")
    assert life.due(AT)[0] == (DueKind.MOBILIZE, AT)
    life.catch_up(AT)
    assert life.marks(What.PAGED) == [(What.PAGED, "mobilized")]
    assert life.when(DueKind.MOBILIZE, AT) is None


def test_other_levels_mobilize_nobody() -> None:
    for level in ("high", "medium", "low"):
        assert a_life(level).when(DueKind.MOBILIZE, AT) is None


def test_a_level_that_becomes_urgent_mobilizes_when_it_does_and_each_time() -> None:
    life = a_life("medium")
    life.set(at(0.5), priority="urgent")
    life.set(at(0.6), priority="high")
    life.set(at(0.7), priority="urgent")
    assert [when for when, due in life.done if due.kind is DueKind.MOBILIZE] == [at(0.5), at(0.7)]


def test_nobody_is_mobilized_outside_the_hours_of_alarms() -> None:
    """Office hours in Toronto: what comes at eight in the evening wakes people at eight in the morning."""
    life = a_life("urgent", submitted=at(11))
    assert life.when(DueKind.MOBILIZE, at(11)) == at(23)


def test_people_are_paged_again_each_hour_until_somebody_begins() -> None:
    life = a_life("urgent")
    life.live_until(at(2.5), AT)
    pages = [when for when, due in life.done if due.kind is DueKind.START]
    assert pages == [at(1), at(2)]
    life.note(at(2.6))
    assert life.when(DueKind.START, at(2.6)) is None


@pytest.mark.parametrize("begin", ["note", "answer", "in-progress"])
def test_whoever_begins_stops_the_paging(begin: str) -> None:
    life = a_life("urgent")
    life.catch_up(AT)
    assert life.when(DueKind.START, AT) == at(1)
    if begin == "in-progress":
        life.set(at(0.5), status=Status.IN_PROGRESS)
    else:
        getattr(life, begin)(at(0.5))
    assert life.when(DueKind.START, at(0.5)) is None


def test_a_ticket_that_nobody_began_with_before_it_was_solved_has_an_hour_again_when_it_is_opened_again() -> None:
    life = a_life("urgent")
    life.catch_up(AT)
    resolved(life, at(0.5))
    assert life.when(DueKind.START, at(0.5)) is None
    reopened(life, at(4))
    assert life.when(DueKind.START, at(4)) == at(5)
    assert DueKind.START not in [due.kind for _, due in life.done]


# The ladder


def test_a_step_that_does_not_take_it_over_is_followed_by_the_next_until_the_last() -> None:
    life = escalated(a_life("low"), AT)
    assert life.when(DueKind.LADDER, AT) == at(1)
    life.live_until(at(30), AT)
    assert [(when, due.step) for when, due in life.done if due.kind is DueKind.LADDER] == [(at(1), 3), (at(2), 4)]
    assert life.marks(What.HEARD) == [(What.HEARD, "2"), (What.HEARD, "3"), (What.HEARD, "4")]
    assert life.when(DueKind.LADDER, at(30)) is None


@pytest.mark.parametrize("act", ["note", "answer"])
def test_work_after_it_was_told_is_taking_it_over(act: str) -> None:
    life = escalated(a_life("low"), AT)
    getattr(life, act)(AT)  # at the very moment it was told: nobody can have read it
    assert life.when(DueKind.LADDER, AT) is not None
    getattr(life, act)(at(0.5))
    assert life.when(DueKind.LADDER, at(0.5)) is None


def test_the_ladder_rests_with_the_ticket_and_begins_anew_with_it() -> None:
    life = resolved(escalated(a_life("low"), AT), at(0.5))
    assert life.when(DueKind.LADDER, at(0.5)) is None
    reopened(life, at(5))
    assert life.when(DueKind.LADDER, at(5)) == at(6)
    assert life.marks(What.HEARD) == [(What.HEARD, "2")]


def test_what_nobody_escalated_climbs_by_nobody() -> None:
    assert a_life("urgent").when(DueKind.LADDER, AT) is None


# What takes unreasonably long


def test_the_second_step_hears_of_what_takes_twice_its_time_once() -> None:
    life = a_life("p1", law=a_law("qeval", escalation=PACKS["standard"].escalation))
    assert life.when(DueKind.UNREASONABLE, AT) == at(48)
    life.live_until(at(49), AT)
    assert life.marks(What.UNREASONABLE) == [(What.UNREASONABLE, "")]
    assert life.when(DueKind.UNREASONABLE, at(49)) is None


def test_time_that_a_customer_took_makes_nothing_unreasonable_sooner_or_later() -> None:
    """Medium of quadrotech: ten business days, and half as many again."""
    law = a_law("quadrotech", entitlement=False, waiting=Waiting())
    plain, life = a_life("medium", law=law), a_life("medium", law=law)
    waiting(life, AT)
    life.set(AT + 7 * DAY, status=Status.OPEN)
    late = plain.when(DueKind.UNREASONABLE, AT)
    assert late == AT + 21 * DAY
    assert life.when(DueKind.UNREASONABLE, AT + 7 * DAY) == late + 7 * DAY


def test_what_is_solved_or_has_a_way_around_takes_no_unreasonable_time() -> None:
    life = a_life("medium", law=a_law())
    assert life.when(DueKind.UNREASONABLE, AT) is not None
    life.do(lambda case: [Mark(case.ticket.id, What.WORKAROUND, "dana", "", "")], at(1))
    assert life.when(DueKind.UNREASONABLE, at(1)) is None


# Support levels


def test_what_is_not_solved_goes_on_to_the_next_level_once_each() -> None:
    life = a_life("critical", law=a_law("ameyo"))
    assert life.when(DueKind.TIER, AT) == at(2)
    life.live_until(at(10), AT)
    tiers = [(when, due.step) for when, due in life.done if due.kind is DueKind.TIER]
    assert tiers == [(at(2), 2), (at(4), 3)]
    assert life.when(DueKind.TIER, at(10)) is None


def test_a_pause_puts_the_next_level_off_and_one_that_lasts_holds_it() -> None:
    life = waiting(a_life("critical", law=a_law("ameyo")), at(1))
    assert life.when(DueKind.TIER, at(1)) is None
    life.set(at(4), status=Status.OPEN)
    assert life.when(DueKind.TIER, at(4)) == at(5)


def test_a_pause_that_does_not_count_does_not_put_the_next_level_off() -> None:
    life = a_life("critical", law=a_law("ameyo"))
    life.set(at(1), waiting_on=WaitingOn.RELEASE)
    assert Pause.RELEASE not in a_law("ameyo").policies.of(None).pauses
    assert life.when(DueKind.TIER, at(1)) == at(2)


def test_time_in_which_it_was_resolved_does_not_bring_the_next_level_nearer() -> None:
    life = resolved(a_life("critical", law=a_law("ameyo")), at(1))
    assert life.when(DueKind.TIER, at(1)) is None
    reopened(life, at(7))
    assert life.when(DueKind.TIER, at(7)) == at(8)


def test_a_way_around_and_a_level_by_hand_stop_what_goes_by_itself() -> None:
    life = a_life("critical", law=a_law("ameyo"))
    life.set(at(0.5), tier=3)
    assert life.when(DueKind.TIER, at(0.5)) is None
    life = a_life("critical", law=a_law("ameyo"))
    life.do(lambda case: [Mark(case.ticket.id, What.WORKAROUND, "dana", "", "")], at(1))
    assert life.when(DueKind.TIER, at(1)) is None


def test_a_level_that_waits_for_people_is_never_reached_by_itself() -> None:
    assert a_life("urgent", law=a_law("qeval")).when(DueKind.TIER, AT) is None  # its second level has no time


# All of it


def test_the_agenda_is_in_order() -> None:
    life = waiting(escalated(a_life("urgent"), AT), at(0.5))
    moments = [moment for _, moment in life.due(at(0.5))]
    assert moments == sorted(moments)
    assert len(moments) >= 4


def test_an_ended_ticket_has_no_alarms_ladder_or_levels() -> None:
    life = escalated(a_life("critical", law=a_law("ameyo")), AT)
    resolved(life, at(0.5))
    kinds = {kind for kind, _ in life.due(at(0.5))}
    assert kinds <= {DueKind.WARN, DueKind.MISS, DueKind.ANALYSIS}  # of its root cause analysis


def test_a_fact_that_no_clock_looks_at_changes_nothing() -> None:
    life = a_life("urgent")
    life.catch_up(AT)
    before = life.due(at(0.1))
    life.do(lambda case: [SetFact(case.ticket.id, "cause", "", "a wrong name", "dana")], at(0.1))
    assert life.due(at(0.1)) == before
    assert life.events[-1].at == AT


def test_what_is_due_at_the_same_moment_waits_for_none_of_it() -> None:
    life = a_life("urgent", law=a_law("qeval"))
    life.live_until(at(1) + timedelta(seconds=1), AT)
    assert [due.kind for when, due in life.done if when >= at(0.75)][:3] == [
        DueKind.WARN,
        DueKind.UPDATE,
        DueKind.MISS,
    ]

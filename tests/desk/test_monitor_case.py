from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from gateway.desk.event import Event, What
from gateway.desk.hours.calendar import ALWAYS, Calendar
from gateway.desk.life.agenda import MOBILIZED, Due, DueKind, agenda
from gateway.desk.life.case import Case
from gateway.desk.life.fall_due import fall_due
from gateway.desk.life.law import Law
from gateway.desk.order import Form, TellTeam
from gateway.desk.policy.policies import Policies
from gateway.desk.policy.policy import Policy
from gateway.desk.team import SUPPORT, Person, Team
from gateway.desk.ticket import Channel, Priority, Status
from tests.desk.build import NOW, PLAIN, a_ticket, a_world

HOUR = timedelta(hours=1)
OFFICE = Calendar("office", zone=ALWAYS.zone)
DANA = Person("dana", "dana@support.example", (SUPPORT,))
CALENDARS = {ALWAYS.name: ALWAYS, OFFICE.name: OFFICE}


def a_case(*events: Event, policy: Policy = PLAIN, channel: Channel = Channel.MONITOR, level: str = "urgent") -> Case:
    status = Status([event.value for event in events if event.what is What.STATUS][-1:][0]) if events else Status.OPEN
    ticket = replace(a_ticket(1, status, ()), channel=channel, priority=Priority(level))
    world = a_world(ticket)
    world.events[ticket.id] = events
    return world.case(ticket.id, Law(Policies({"plain": policy}, "plain"), CALENDARS, Team((DANA,))))


def mobilized(case: Case) -> list[Due]:
    return [due for due in agenda(case) if due.kind is DueKind.MOBILIZE]


def test_people_are_paged_for_what_monitoring_found_at_any_hour_unless_the_policy_has_hours_for_alarms() -> None:
    policy = replace(PLAIN, clock=OFFICE.name)
    assert a_case(policy=policy).alert_calendar is ALWAYS
    assert a_case(policy=policy, channel=Channel.PHONE).alert_calendar is OFFICE
    assert a_case(policy=replace(policy, alert_clock=OFFICE.name)).alert_calendar is OFFICE


@pytest.mark.parametrize(
    ("channel", "level", "groups"),
    [
        (Channel.MONITOR, "urgent", (SUPPORT,)),
        (Channel.MONITOR, "high", ()),
        (Channel.MAIL, "urgent", ()),
    ],
)
def test_an_outage_is_always_told_to_somebody_though_the_policy_mobilizes_nobody(
    channel: Channel, level: str, groups: tuple[str, ...]
) -> None:
    case = a_case(channel=channel, level=level)
    assert case.mobilizes == groups
    assert bool(mobilized(case)) == bool(groups)


def test_who_is_paged_reads_that_monitoring_found_it() -> None:
    case = a_case()
    (due,) = mobilized(case)
    assert due.at == NOW
    letters = [step for step in fall_due(case, due, NOW) if isinstance(step, TellTeam)]
    assert [(letter.form, letter.facts["why"], letter.people) for letter in letters] == [
        (Form.PAGE, "monitor", (DANA,))
    ]


PAGED = Event(What.PAGED, NOW, MOBILIZED)
RESOLVED = Event(What.STATUS, NOW + HOUR, "resolved")
BACK = Event(What.STATUS, NOW + HOUR + HOUR, "open")


def test_what_was_over_and_is_back_is_told_anew_and_once() -> None:
    assert mobilized(a_case(Event(What.STATUS, NOW, "open"), PAGED)) == []
    assert mobilized(a_case(PAGED, RESOLVED)) == []
    (due,) = mobilized(a_case(PAGED, RESOLVED, BACK))
    assert due.at == BACK.at
    assert mobilized(a_case(PAGED, RESOLVED, BACK, replace(PAGED, at=BACK.at))) == []


def test_two_ends_and_returns_in_one_moment_are_told_once() -> None:
    ended, back = replace(RESOLVED, at=BACK.at), BACK
    assert len(mobilized(a_case(PAGED, ended, back, ended, back))) == 1

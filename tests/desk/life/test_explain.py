from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.desk.case_number import FIRST_SERIAL, case_number
from gateway.desk.event import Event, What
from gateway.desk.hours.calendar import Calendar, Home
from gateway.desk.hours.holidays import Holidays
from gateway.desk.life.agenda import DueKind
from gateway.desk.life.case import Case, case_of
from gateway.desk.life.explain import Explained, Explanation, Way, explain
from gateway.desk.life.law import Law
from gateway.desk.life.reckon import reckon
from gateway.desk.life.story import tell
from gateway.desk.policy.policies import Policies
from gateway.desk.policy.standstill import Why
from gateway.desk.policy.target import Kind
from gateway.desk.ticket import Priority, Status, Ticket
from gateway.mail import TicketId
from gateway.rules.calendars import load_calendars
from gateway.rules.policies import load_packs

TORONTO, BERLIN = ZoneInfo("America/Toronto"), ZoneInfo("Europe/Berlin")
CALENDARS = load_calendars(Path("nowhere"))
PACKS = load_packs(Path("nowhere"))
NOTHING = timedelta()
THANKSGIVING = Holidays({date(2026, 10, 12): "Thanksgiving"})
WITH_HOLIDAY = {
    **CALENDARS,
    "business-hours": replace(CALENDARS["business-hours"], holidays=THANKSGIVING),
}


def at(text: str, zone: ZoneInfo = TORONTO) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


def a_case(
    came: datetime,
    *events: Event,
    pack: str = "interaction-versa",
    priority: str = "medium",
    home: Home | None = None,
    calendars: Mapping[str, Calendar] = CALENDARS,
    **facts: object,
) -> Case:
    where = home or Home(TORONTO)
    law = Law(Policies(PACKS, pack), calendars, home=Home(TORONTO), home_of=lambda customer: where)
    statuses = [event.value for event in events if event.what is What.STATUS]
    ticket = Ticket(
        id=TicketId(1),
        number=case_number(FIRST_SERIAL),
        subject="Phones drop",
        status=Status(statuses[-1]) if statuses else Status.OPEN,
        priority=Priority(priority),
        requester="joe@acme.example",
        language="en",
        support_address="support@support.example",
        created_at=came,
        participants=frozenset({"joe@acme.example"}),
    )
    return case_of(replace(ticket, **facts), tell(came, events), None, (), law)  # type: ignore[arg-type]


def of(found: Explanation, kind: Kind) -> Explained:
    return next(one for one in found.promises if one.row.kind is kind)


def way(found: Explanation, kind: Kind) -> Way:
    known = of(found, kind).way
    assert known is not None
    return known


def spans(known: Way) -> list[tuple[datetime, datetime]]:
    return [(one.start, one.end) for one in (*known.counted, *known.to_come)]


def adds_up(known: Way) -> bool:
    """What was counted and what is left make up the target; so does what is to come, where it is due at all."""
    to_come = sum((one.length for one in known.to_come), NOTHING)
    counted = sum((one.length for one in known.counted), NOTHING)
    return counted + known.left == known.worth and (not known.to_come or to_come == known.left)


def waits(since: str, until: str = "") -> list[Event]:
    begun = [Event(What.WAITS, at(since), "customer")]
    return [*begun, Event(What.WAITS, at(until), "")] if until else begun


def test_over_a_weekend_with_a_holiday_only_office_hours_count() -> None:
    case = a_case(at("2026-10-09T14:00"), calendars=WITH_HOLIDAY)
    known = way(explain(case, at("2026-10-09T16:00")), Kind.RESOLUTION)
    assert known.worth == hours(18)
    assert spans(known) == [
        (at("2026-10-09T14:00"), at("2026-10-09T16:00")),  # until now
        (at("2026-10-09T16:00"), at("2026-10-09T17:00")),
        (at("2026-10-13T08:00"), at("2026-10-13T17:00")),
        (at("2026-10-14T08:00"), at("2026-10-14T14:00")),
    ]
    assert (known.left, len(known.counted)) == (hours(16), 1)
    assert [(one.day, one.name) for one in known.holidays] == [(date(2026, 10, 12), "Thanksgiving")]
    assert known.clock_changes == ()
    assert adds_up(known)


def test_across_a_change_of_the_clocks_office_hours_stay_on_the_wall_and_the_change_is_named() -> None:
    case = a_case(at("2026-10-30T14:00"))
    known = way(explain(case, at("2026-10-30T14:00")), Kind.RESOLUTION)
    assert spans(known)[-1] == (at("2026-11-03T08:00"), at("2026-11-03T14:00"))
    assert [(one.zone, one.at, one.by) for one in known.clock_changes] == [
        ("America/Toronto", datetime(2026, 11, 1, 6, tzinfo=UTC), -hours(1))
    ]
    assert known.left == known.worth == hours(18)
    assert adds_up(known)


def test_a_day_of_the_customers_calendar_on_which_the_clocks_change_is_an_hour_longer() -> None:
    everyday = {**CALENDARS, "customer-weekdays": Calendar("customer-weekdays")}
    case = a_case(at("2026-10-31T14:00"), pack="ice", priority="p2", calendars=everyday)
    known = way(explain(case, at("2026-10-31T15:00")), Kind.RESPONSE)
    assert (known.worth, known.left) == (hours(25), hours(24))
    assert spans(known)[-1][1] == at("2026-11-01T14:00")
    assert adds_up(known)


def test_day_and_night_there_is_one_stretch_and_readers_clocks_are_named_all_the_same() -> None:
    case = a_case(at("2026-10-31T14:00"), pack="qeval", priority="urgent", home=Home(BERLIN))
    known = way(explain(case, at("2026-10-31T15:00"), zones=(TORONTO,)), Kind.RESOLUTION)
    assert spans(known) == [
        (at("2026-10-31T14:00"), at("2026-10-31T15:00")),
        (at("2026-10-31T15:00"), at("2026-11-01T13:00")),  # 24 hours are 24 hours
    ]
    assert [one.zone for one in known.clock_changes] == ["America/Toronto"]
    assert known.holidays == ()
    assert adds_up(known)


def test_clocks_that_change_in_both_zones_are_named_both() -> None:
    case = a_case(at("2026-10-24T14:00"), pack="qeval", priority="low", home=Home(BERLIN))
    known = way(explain(case, at("2026-10-24T15:00"), zones=(TORONTO,)), Kind.RESOLUTION)
    assert [one.zone for one in known.clock_changes] == ["Europe/Berlin", "America/Toronto"]


def test_a_pause_is_told_with_its_reason_and_its_time_is_left_out() -> None:
    case = a_case(at("2026-11-20T14:00"), *waits("2026-11-20T16:00", "2026-11-23T10:00"))
    known = way(explain(case, at("2026-11-23T11:00")), Kind.RESOLUTION)
    assert [(one.why, one.since, one.until) for one in known.standstills] == [
        (Why.CUSTOMER, at("2026-11-20T16:00"), at("2026-11-23T10:00"))
    ]
    assert spans(known)[:2] == [
        (at("2026-11-20T14:00"), at("2026-11-20T16:00")),
        (at("2026-11-23T10:00"), at("2026-11-23T11:00")),
    ]
    assert (known.left, adds_up(known)) == (hours(15), True)


def test_while_it_stands_still_nothing_is_to_come_and_the_rest_is_left() -> None:
    case = a_case(at("2026-11-20T14:00"), *waits("2026-11-20T16:00"))
    found = explain(case, at("2026-11-30T12:00"))
    known = way(found, Kind.RESOLUTION)
    assert of(found, Kind.RESOLUTION).row.due is None
    assert (known.to_come, known.left, known.late) == ((), hours(16), NOTHING)
    assert [(one.why, one.until) for one in known.standstills] == [(Why.CUSTOMER, None)]


def test_two_reasons_at_once_are_both_told_and_counted_once() -> None:
    hold = [Event(What.STATUS, at("2026-11-20T15:00"), "on-hold"), Event(What.STATUS, at("2026-11-20T16:00"), "open")]
    ended = [
        Event(What.STATUS, at("2026-11-20T16:00"), "resolved"),
        Event(What.STATUS, at("2026-11-20T16:30"), "open"),
    ]
    known = way(explain(a_case(at("2026-11-20T14:00"), *hold, *ended), at("2026-11-20T17:00")), Kind.RESPONSE)
    assert [one.why for one in known.standstills] == [Why.ON_HOLD, Why.ENDED]
    assert sum((one.length for one in known.counted), NOTHING) == hours(1.5)


def test_only_the_resolution_waits_for_approval() -> None:
    asked = (Event(What.STATUS, at("2026-11-20T15:00"), "awaiting-approval"),)
    found = explain(a_case(at("2026-11-20T14:00"), *asked, pack="qeval"), at("2026-11-20T16:00"))
    assert [one.why for one in way(found, Kind.RESOLUTION).standstills] == [Why.APPROVAL]
    assert way(found, Kind.RESPONSE).standstills == ()


def test_what_is_over_is_late_by_open_time_and_its_way_ends_when_it_was_due() -> None:
    case = a_case(at("2026-11-20T14:00"))
    known = way(explain(case, at("2026-11-25T09:00")), Kind.RESOLUTION)  # due on Tuesday at 14:00
    assert spans(known)[-1][1] == at("2026-11-24T14:00")
    assert (known.left, known.to_come, known.late) == (NOTHING, (), hours(4))


def test_what_was_kept_has_time_left_and_ends_when_it_was_done() -> None:
    answered = Event(What.WORD, at("2026-11-20T15:30"), "dana")
    found = explain(a_case(at("2026-11-20T14:00"), answered), at("2026-11-27T12:00"))
    known = way(found, Kind.RESPONSE)
    assert (spans(known), known.left) == ([(at("2026-11-20T14:00"), at("2026-11-20T15:30"))], hours(7.5))


def test_what_runs_stands_before_what_is_over() -> None:
    answered = Event(What.WORD, at("2026-11-20T15:30"), "dana")
    found = explain(a_case(at("2026-11-20T14:00"), answered), at("2026-11-20T16:00"))
    assert [(one.row.kind, one.row.runs) for one in found.promises] == [
        (Kind.RESOLUTION, True),
        (Kind.RESPONSE, False),
    ]


def test_a_promise_of_another_priority_is_explained_by_the_terms_it_was_made_with() -> None:
    before = a_case(at("2026-11-20T14:00"), priority="high")
    rows = reckon(before, at("2026-11-20T14:00")).case.rows
    raised = Event(What.LEVEL, at("2026-11-20T15:00"), "medium")
    case = replace(a_case(at("2026-11-20T14:00"), raised), rows=rows)
    later = reckon(case, at("2026-11-20T15:00")).case
    found = explain(later, at("2026-11-20T16:00"))
    old = next(one for one in found.promises if one.row.level == "high")
    assert old.row.ended_at == at("2026-11-20T15:00")
    assert old.way is not None
    assert (old.way.worth, spans(old.way)) == (hours(4), [(at("2026-11-20T14:00"), at("2026-11-20T15:00"))])
    assert old.way.to_come == ()


def test_a_promise_of_a_calendar_that_is_no_more_has_no_way() -> None:
    case = a_case(at("2026-11-20T14:00"))
    rows = reckon(case, at("2026-11-20T14:00")).case.rows
    gone = tuple(replace(row, policy="of old", ended_at=at("2026-11-20T15:00"), start=row.start) for row in rows[:1])
    gone = (replace(gone[0], level=Priority("severe")),)
    found = explain(replace(case, rows=gone), at("2026-11-20T16:00"))
    assert next(one for one in found.promises if one.row.level == "severe").way is None


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"type": "change"}, "nothing is promised on cases of the type change"),
        ({"participants": frozenset()}, "there is nobody to whom something is promised"),
        ({"merged_into": TicketId(2)}, "it was merged into another case"),
        ({"pack": "ice", "priority": "p1"}, "the policy ice promises no time for the priority p1"),
        ({"pack": "quadrotech"}, "no valid contract covers it"),
        ({}, ""),
    ],
)
def test_where_nothing_is_promised_it_says_why(facts: dict[str, object], why: str) -> None:
    case = a_case(at("2026-11-20T14:00"), **facts)  # type: ignore[arg-type]
    assert explain(case, at("2026-11-20T15:00")).nothing == why


def test_a_calendar_that_is_never_open_is_the_reason_too() -> None:
    never = {**CALENDARS, "business-hours": replace(CALENDARS["business-hours"], intervals=())}
    found = explain(a_case(at("2026-11-20T14:00"), calendars=never), at("2026-11-20T15:00"))
    assert "does not open within twelve years" in found.nothing
    assert found.promises == ()


def test_what_falls_due_next_is_told_in_order() -> None:
    found = explain(a_case(at("2026-11-20T14:00")), at("2026-11-20T15:00"))
    assert [(one.kind, one.row and one.row.kind) for one in found.due] == [
        (DueKind.WARN, Kind.RESPONSE),
        (DueKind.MISS, Kind.RESPONSE),
        (DueKind.WARN, Kind.RESOLUTION),
        (DueKind.MISS, Kind.RESOLUTION),
    ]


stretches = st.lists(st.tuples(st.integers(0, 9 * 24 * 60), st.integers(1, 30 * 60)), max_size=5)


@given(
    pack=st.sampled_from(["interaction-versa", "qeval", "standard", "ameyo"]),
    offset=st.integers(0, 14 * 24 * 60),
    pauses=stretches,
    now=st.integers(0, 30 * 24 * 60),
)
def test_what_was_counted_and_what_is_left_always_make_up_the_target(
    pack: str, offset: int, pauses: list[tuple[int, int]], now: int
) -> None:
    came = datetime(2026, 10, 20, 9, 0, 7, tzinfo=UTC) + timedelta(minutes=offset)
    moments = sorted(came + timedelta(minutes=begin) for begin, _ in pauses)
    events = [Event(What.WAITS, moment, ("customer", "")[number % 2]) for number, moment in enumerate(moments)]
    priority = PACKS[pack].default
    case = a_case(came, *events, pack=pack, priority=priority, home=Home(BERLIN))
    last = max([came, *moments]) + timedelta(minutes=now)
    found = explain(case, last, zones=(TORONTO,))
    assert found.promises
    for one in found.promises:
        assert one.way is not None
        assert adds_up(one.way)
        if one.row.runs and one.row.due is not None and not one.row.missed_at:
            [*_, (_, last_open)] = spans(one.way)
            assert one.way.calendar.count(last_open, one.row.due, home=case.home) == NOTHING

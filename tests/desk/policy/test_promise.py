from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gateway.desk.hours.calendar import Home
from gateway.desk.policy.policy import Pause
from gateway.desk.policy.promise import Promise, Terms, promises, running_time
from gateway.desk.policy.target import Kind
from gateway.desk.policy.timeline import Paused, Timeline
from gateway.rules.calendars import load_calendars
from gateway.rules.policies import load_packs

TORONTO = ZoneInfo("America/Toronto")
HOME = Home(TORONTO)
CALENDARS = load_calendars(Path("nowhere"))
PACKS = load_packs(Path("nowhere"))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TORONTO)


def terms(pack: str, level: str, *, plan: str = "", home: Home = HOME) -> Terms:
    policy = PACKS[pack].terms(plan)
    found = policy.level(level)
    assert found is not None
    return Terms(policy, found, CALENDARS, home)


def due(timeline: Timeline, of: Terms, kind: Kind) -> datetime | None:
    return next(one for one in promises(timeline, of) if one.kind is kind and one.runs).due


def waiting(since: str, until: str | None = None, reason: Pause = Pause.CUSTOMER) -> Paused:
    return Paused(reason, at(since), at(until) if until else None)


def rest(since: str, until: str | None = None) -> Paused:
    return Paused(None, at(since), at(until) if until else None)


FRIDAY = Timeline(at("2026-11-20T14:00"))


@pytest.mark.parametrize(
    ("pack", "level", "kind", "when"),
    [
        ("qeval", "urgent", Kind.RESPONSE, "2026-11-20T15:00"),
        ("qeval", "urgent", Kind.UPDATE, "2026-11-20T15:00"),
        ("qeval", "medium", Kind.RESOLUTION, "2026-11-25T14:00"),
        ("ice", "p2", Kind.RESPONSE, "2026-11-23T14:00"),
        ("ice", "p3", Kind.RESPONSE, "2026-11-26T14:00"),
        ("quadrotech", "high", Kind.RESOLUTION, "2026-11-27T14:00"),
        ("quadrotech", "low", Kind.RESOLUTION, "2026-12-11T14:00"),
        ("interaction-versa", "high", Kind.RESPONSE, "2026-11-23T09:00"),
        ("interaction-versa", "medium", Kind.RESPONSE, "2026-11-23T14:00"),
        ("interaction-versa", "medium", Kind.RESOLUTION, "2026-11-24T14:00"),
        ("interaction-versa", "low", Kind.RESPONSE, "2026-11-24T14:00"),
        ("ameyo", "critical", Kind.RESPONSE, "2026-11-20T15:30"),
        ("ameyo", "critical", Kind.RESOLUTION, "2026-11-20T20:00"),
        ("ameyo", "major", Kind.RESOLUTION, "2026-11-24T14:00"),
    ],
)
def test_promises_of_a_friday_afternoon_are_due_as_the_documents_say(
    pack: str, level: str, kind: Kind, when: str
) -> None:
    assert due(FRIDAY, terms(pack, level), kind) == at(when)


def test_a_range_warns_at_its_lower_end() -> None:
    [response] = promises(FRIDAY, terms("ice", "p3"))
    assert (response.warn, response.due) == (at("2026-11-25T14:00"), at("2026-11-26T14:00"))


@pytest.mark.parametrize(
    ("pack", "level", "kind", "when"),
    [
        ("qeval", "urgent", Kind.RESOLUTION, "2026-11-21T08:00"),
        ("interaction-versa", "high", Kind.RESPONSE, "2026-11-20T17:00"),
        ("interaction-versa", "medium", Kind.RESOLUTION, "2026-11-24T09:30"),
    ],
)
def test_what_is_no_range_warns_when_a_quarter_of_its_open_time_is_left(
    pack: str, level: str, kind: Kind, when: str
) -> None:
    [found] = [one for one in promises(FRIDAY, terms(pack, level)) if one.kind is kind]
    assert found.warn == at(when)


def test_nobody_is_warned_of_what_stands_still_or_was_fulfilled() -> None:
    asked = replace(FRIDAY, pauses=(waiting("2026-11-20T14:30"),), answered=at("2026-11-20T14:10"))
    assert {one.warn for one in promises(asked, terms("qeval", "high"))} == {None}


def test_what_is_blank_or_not_promised_is_never_due() -> None:
    assert promises(FRIDAY, terms("ice", "p1")) == ()
    assert [one.kind for one in promises(FRIDAY, terms("ameyo", "minor"))] == [Kind.RESPONSE]


def test_a_customer_elsewhere_has_promises_by_their_own_clocks() -> None:
    tokyo = terms("ameyo", "critical", home=Home(ZoneInfo("Asia/Tokyo")))
    friday_evening = Timeline(datetime(2026, 11, 20, 13, tzinfo=UTC))  # 22:00 in Tokyo
    assert due(friday_evening, tokyo, Kind.RESOLUTION) == datetime(2026, 11, 22, 19, tzinfo=UTC)  # Monday, 4:00


def test_waiting_for_the_customer_stops_the_clock_and_waiting_for_our_release_does_not() -> None:
    of = terms("qeval", "high")
    asked = replace(FRIDAY, pauses=(waiting("2026-11-20T16:00"),))
    assert due(asked, of, Kind.RESOLUTION) is None
    back = replace(FRIDAY, pauses=(waiting("2026-11-20T16:00", "2026-11-21T02:00"),))
    assert due(back, of, Kind.RESOLUTION) == at("2026-11-23T00:00")
    release = replace(FRIDAY, pauses=(waiting("2026-11-20T16:00", reason=Pause.RELEASE),))
    assert due(release, of, Kind.RESOLUTION) == at("2026-11-22T14:00")


def test_two_reasons_at_once_stop_the_clock_once() -> None:
    both = replace(
        FRIDAY,
        pauses=(
            waiting("2026-11-20T15:00", "2026-11-20T18:00"),
            waiting("2026-11-20T16:00", "2026-11-20T20:00", Pause.ON_HOLD),
        ),
    )
    assert due(both, terms("qeval", "high"), Kind.RESOLUTION) == at("2026-11-22T19:00")


def test_a_pause_over_a_weekend_costs_no_office_hours() -> None:
    weekend = replace(FRIDAY, pauses=(waiting("2026-11-20T18:00", "2026-11-22T20:00"),))
    of = terms("interaction-versa", "high")
    assert due(weekend, of, Kind.RESPONSE) == due(FRIDAY, of, Kind.RESPONSE) == at("2026-11-23T09:00")


def test_a_pause_that_begins_when_the_time_is_over_changes_nothing() -> None:
    late = replace(FRIDAY, pauses=(waiting("2026-11-20T15:00"),))
    response = next(one for one in promises(late, terms("qeval", "urgent")) if one.kind is Kind.RESPONSE)
    assert response.due == at("2026-11-20T15:00")
    assert response.missed_at(at("2026-11-20T15:01"))


def test_the_resolution_and_the_rhythm_wait_for_approval_whatever_the_policy_pauses() -> None:
    approving = replace(FRIDAY, approval=(waiting("2026-11-20T15:00", "2026-11-20T17:00"),))
    of = terms("qeval", "high")
    assert due(approving, of, Kind.RESOLUTION) == at("2026-11-22T16:00")
    assert due(approving, of, Kind.UPDATE) == at("2026-11-20T20:00")
    assert due(approving, of, Kind.RESPONSE) == due(FRIDAY, of, Kind.RESPONSE)


def test_a_workaround_fulfils_the_resolution_and_not_the_rhythm() -> None:
    helped = replace(FRIDAY, workaround=at("2026-11-20T20:00"))
    found = {one.kind: one for one in promises(helped, terms("qeval", "urgent"))}
    assert found[Kind.RESOLUTION].met == at("2026-11-20T20:00")
    assert found[Kind.UPDATE].runs


def test_each_word_begins_the_rhythm_anew_and_a_late_one_stays_late() -> None:
    told = replace(FRIDAY, words=(at("2026-11-20T14:40"), at("2026-11-20T16:00")))
    updates = [one for one in promises(told, terms("qeval", "urgent")) if one.kind is Kind.UPDATE]
    now = at("2026-11-20T16:30")
    assert [(one.due, one.missed_at(now)) for one in updates] == [
        (at("2026-11-20T15:00"), False),
        (at("2026-11-20T15:40"), True),
        (at("2026-11-20T17:00"), False),
    ]


def test_the_rhythm_ends_when_it_is_resolved() -> None:
    done = replace(FRIDAY, rests=(rest("2026-11-20T14:30"),))
    updates = [one for one in promises(done, terms("qeval", "urgent")) if one.kind is Kind.UPDATE]
    assert [(one.met, one.missed_at(at("2026-12-20T16:30"))) for one in updates] == [(at("2026-11-20T14:30"), False)]


def test_what_is_opened_again_runs_on_from_where_it_stood_and_its_rhythm_begins_anew() -> None:
    again = replace(FRIDAY, words=(at("2026-11-20T14:10"),), rests=(rest("2026-11-20T14:30", "2026-11-25T14:30"),))
    found = promises(again, terms("qeval", "urgent"))
    assert [(one.kind, one.start, one.due, one.met) for one in found if one.kind is not Kind.RESPONSE] == [
        (Kind.UPDATE, at("2026-11-20T14:00"), at("2026-11-20T15:00"), at("2026-11-20T14:10")),
        (Kind.UPDATE, at("2026-11-20T14:10"), at("2026-11-20T15:10"), at("2026-11-20T14:30")),
        (Kind.UPDATE, at("2026-11-25T14:30"), at("2026-11-25T15:30"), None),
        (Kind.RESOLUTION, at("2026-11-20T14:00"), at("2026-11-26T14:00"), None),
    ]


def test_words_before_a_new_level_are_judged_by_the_old_one_and_everything_else_from_submission() -> None:
    told = replace(FRIDAY, words=(at("2026-11-20T20:00"), at("2026-11-21T03:00")), level_since=at("2026-11-21T04:00"))
    found = promises(told, terms("qeval", "urgent"))
    assert [(one.kind, one.due) for one in found] == [
        (Kind.RESPONSE, at("2026-11-20T15:00")),
        (Kind.UPDATE, at("2026-11-21T04:00")),
        (Kind.RESOLUTION, at("2026-11-21T14:00")),
    ]


def test_the_analysis_is_promised_from_the_resolution_and_waits_for_data() -> None:
    of = terms("ameyo", "critical")
    assert Kind.RCA not in {one.kind for one in promises(FRIDAY, of)}
    done = replace(FRIDAY, rests=(rest("2026-11-20T18:00"),))
    assert due(done, of, Kind.RCA) == at("2026-11-23T18:00")
    missing = replace(done, lacks_data=(waiting("2026-11-20T19:00"),))
    assert due(missing, of, Kind.RCA) is None
    there = replace(done, lacks_data=(waiting("2026-11-20T19:00", "2026-11-24T19:00"),))
    assert due(there, of, Kind.RCA) == at("2026-11-27T18:00")


def test_what_was_fulfilled_while_it_waited_was_not_missed() -> None:
    helped = replace(FRIDAY, pauses=(waiting("2026-11-20T15:00"),), workaround=at("2026-11-30T20:00"))
    found = next(one for one in promises(helped, terms("qeval", "high")) if one.kind is Kind.RESOLUTION)
    assert not found.missed_at(at("2026-12-24T00:00"))
    late = replace(FRIDAY, workaround=at("2026-11-30T20:00"))
    assert next(one for one in promises(late, terms("qeval", "high")) if one.kind is Kind.RESOLUTION).missed_at(FAR)


FAR = at("2027-01-01T00:00")
START = datetime(2026, 10, 30, 9, tzinfo=UTC)  # the clocks of Toronto change two days later
MINUTE = timedelta(minutes=1)
stretches = st.lists(st.tuples(st.integers(0, 6 * 24 * 60), st.integers(1, 40 * 60)), max_size=6)


@given(offset=st.integers(0, 7 * 24 * 60), pauses=stretches)
@example(offset=0, pauses=[(0, 60), (30, 60), (60, 1)])
def test_pauses_put_off_exactly_the_open_time_they_take(offset: int, pauses: Sequence[tuple[int, int]]) -> None:
    """High priority of Interaction Versa: four open hours; counted minute by minute."""
    of, office = terms("interaction-versa", "high"), CALENDARS["business-hours"]
    submitted = START + offset * MINUTE
    paused = tuple(
        Paused(Pause.CUSTOMER, submitted + begin * MINUTE, submitted + (begin + length) * MINUTE)
        for begin, length in sorted(pauses)
    )
    timeline = Timeline(submitted, pauses=paused)
    [response] = promises(timeline, of)
    left, now = 240, submitted
    while left:
        stands = any(one.since <= now and (one.until or now) > now for one in paused)
        left -= office.is_open(now, home=HOME) and not stands
        now += MINUTE
    assert response.due == now
    assert sum((one.length for one in running_time(response, timeline, of, now)), timedelta()) == timedelta(hours=4)


def test_the_counted_stretches_are_those_between_opening_hours_and_pauses() -> None:
    timeline = replace(FRIDAY, pauses=(waiting("2026-11-20T15:00", "2026-11-20T16:00"),))
    of = terms("interaction-versa", "high")
    [response] = promises(timeline, of)
    counted = [(one.start, one.end) for one in running_time(response, timeline, of, at("2026-11-23T10:00"))]
    assert counted == [
        (at("2026-11-20T14:00"), at("2026-11-20T15:00")),
        (at("2026-11-20T16:00"), at("2026-11-20T17:00")),
        (at("2026-11-23T08:00"), at("2026-11-23T10:00")),
    ]
    assert response.due == at("2026-11-23T10:00")


def test_a_promise_that_runs_is_missed_once_its_time_is_over() -> None:
    response = Promise(
        Kind.RESPONSE, terms("qeval", "urgent").level.targets[Kind.RESPONSE], START, START + MINUTE, None
    )
    assert not response.missed_at(START + MINUTE)
    assert response.missed_at(START + 2 * MINUTE)

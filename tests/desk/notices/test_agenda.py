"""What falls due on a notice, when, and that it is done once, whatever operators do meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.desk.notice import Notice, NoticeKind, NoticeState
from gateway.desk.notices import maintenance, marks, outage
from gateway.desk.notices.agenda import Appointment, Duty, agenda, next_due
from gateway.desk.notices.decided import Decided
from gateway.desk.policy.notices import Holding, NoticeTimes
from gateway.errors import Refused
from tests.desk.notices.given import (
    DAY,
    END,
    HOUR,
    MINUTE,
    NOW,
    PARTS,
    REPORT,
    START,
    TIMES,
    at,
    begun,
    confirmed,
    in_state,
    planned,
    reported,
    restored,
    scheduled,
    suspected,
)


def offered(notice: Notice) -> list[tuple[datetime, Duty]]:
    return [(one.at, one.duty) for one in agenda(notice)]


def done(notice: Notice, *duties: Duty) -> Notice:
    """The notice once the clock has done some things."""
    found = tuple(one.mark for one in agenda(notice) if one.duty in duties)
    return replace(notice, marks=(*notice.marks, *found))


# Upgrades


def test_an_upgrade_is_looked_at_again_when_it_takes_effect_and_once_more_where_it_was_moved() -> None:
    to_come = replace(scheduled(), kind=NoticeKind.UPGRADE, state=NoticeState.SENT, to_come=True)
    assert offered(to_come) == [(START, Duty.EFFECT)]
    assert offered(done(to_come, Duty.EFFECT)) == []
    assert offered(replace(done(to_come, Duty.EFFECT), start=START + DAY)) == [(START + DAY, Duty.EFFECT)]
    assert offered(replace(to_come, to_come=False)) == offered(replace(to_come, state=NoticeState.DRAFT)) == []


# Maintenance


def test_scheduled_maintenance_reminds_twice_and_asks_when_its_window_opens_and_is_over() -> None:
    assert offered(scheduled(reminders=(HOUR, DAY))) == [
        (START - DAY, Duty.REMINDER),
        (START - HOUR, Duty.REMINDER),
        (START, Duty.NAG_START),
        (END, Duty.NAG_END),
        (END + HOUR, Duty.NAG_END),
    ]
    assert next_due(scheduled()) == START - DAY


def test_maintenance_may_start_by_itself() -> None:
    assert (START, Duty.AUTO_START) in offered(scheduled(auto_start=True))
    assert Duty.NAG_START not in {duty for _, duty in offered(scheduled(auto_start=True))}


def test_a_reminder_that_falls_on_the_start_comes_before_it() -> None:
    at_once = replace(scheduled(auto_start=True), reminders=(timedelta(),))
    assert offered(at_once)[:2] == [(START, Duty.REMINDER), (START, Duty.AUTO_START)]


def test_work_that_runs_is_asked_for_its_end_and_for_the_new_one_where_that_was_moved() -> None:
    assert offered(begun()) == [(END, Duty.NAG_END), (END + HOUR, Duty.NAG_END)]
    asked = done(begun(), Duty.NAG_END)
    assert agenda(asked) == ()
    longer = maintenance.extend(asked, at(END + HOUR), END + 3 * HOUR, {}).notice
    assert offered(longer) == [(END + 3 * HOUR, Duty.NAG_END), (END + 4 * HOUR, Duty.NAG_END)]
    barely = maintenance.extend(asked, at(END), END + HOUR, {}).notice
    assert next_due(barely) == END + 2 * HOUR  # that hour was asked about already


@pytest.mark.parametrize("kind", NoticeKind)
@pytest.mark.parametrize("state", NoticeState)
def test_nothing_falls_due_on_drafts_and_on_what_is_over(kind: NoticeKind, state: NoticeState) -> None:
    notice = replace(in_state(kind, state), next_by=NOW + HOUR, reminders=(HOUR,), start=START, end=END)
    waits = {
        NoticeKind.MAINTENANCE: {NoticeState.SCHEDULED, NoticeState.IN_PROGRESS},
        NoticeKind.OUTAGE: {NoticeState.CONFIRMED, NoticeState.REPORTED, NoticeState.RESTORED},
    }.get(kind, set())
    if kind in (NoticeKind.UPGRADE, NoticeKind.NEWSLETTER) and state is not NoticeState.SENT:
        return  # they are never in another state
    assert bool(agenda(notice)) == (state in waits)


# Outages


def test_a_report_is_asked_for_at_20_and_at_10_minutes_and_no_gateway_writes_it() -> None:
    assert offered(confirmed()) == [
        (NOW + 40 * MINUTE, Duty.NAG_WORD),
        (NOW + 50 * MINUTE, Duty.NAG_WORD),
        (NOW + HOUR, Duty.MISSED),
    ]


def test_an_update_is_written_by_the_gateway_at_minute_58() -> None:
    assert offered(reported()) == [
        (NOW + 50 * MINUTE, Duty.NAG_WORD),
        (NOW + 58 * MINUTE, Duty.AUTO_WORD),
        (NOW + HOUR, Duty.MISSED),
    ]


def test_without_holding_updates_people_are_asked_twice_and_nothing_is_sent() -> None:
    quiet = replace(reported(), auto_holding=False)
    assert [duty for _, duty in offered(quiet)] == [Duty.NAG_WORD, Duty.NAG_WORD, Duty.MISSED]


@pytest.mark.parametrize("holding", [Holding.NAG, Holding.OFF])
def test_each_hour_without_an_update_is_missed_and_asked_for_on_its_own_and_stays_late(holding: Holding) -> None:
    times = replace(TIMES, holding=holding)
    quiet = outage.report(confirmed(times=times), at(times=times), REPORT, None).notice
    late = done(quiet, Duty.NAG_WORD, Duty.MISSED)
    nags = [(NOW + 100 * MINUTE, Duty.NAG_WORD), (NOW + 110 * MINUTE, Duty.NAG_WORD)]
    assert offered(late) == [*(nags if holding is Holding.NAG else ()), (NOW + 2 * HOUR, Duty.MISSED)]
    later = done(late, Duty.NAG_WORD, Duty.MISSED)
    assert offered(later)[-1] == (NOW + 3 * HOUR, Duty.MISSED)
    assert later.next_by == NOW + HOUR  # as customers were told
    told = outage.update(later, at(NOW + 150 * MINUTE, times=times), {"update": "x"}).notice
    assert offered(told)[-1] == (NOW + 210 * MINUTE, Duty.MISSED)
    assert _missed(told) == [NOW + HOUR, NOW + 2 * HOUR]
    stood_still = outage.restore(later, at(NOW + 200 * MINUTE, times=times), {}, None).notice
    assert _missed(stood_still) == [NOW + HOUR, NOW + 2 * HOUR, NOW + 3 * HOUR]
    stricter = replace(times, update_every=30 * MINUTE)
    in_time = outage.update(later, at(NOW + 170 * MINUTE, times=stricter), {"update": "x"}).notice
    assert _missed(in_time) == [NOW + HOUR, NOW + 2 * HOUR]  # by what they had been told


def _missed(notice: Notice) -> list[datetime]:
    return [one.due for one in marks.missed_in(notice.marks)]


def test_a_missed_report_is_counted_once_and_asked_for_until_it_is_there() -> None:
    late = done(confirmed(), Duty.NAG_WORD, Duty.MISSED)
    for hours in (2, 3, 4):
        assert offered(late) == [(NOW + hours * HOUR, Duty.NAG_WORD)]
        assert agenda(late)[0].about == NOW + HOUR == late.next_by
        late = done(late, Duty.NAG_WORD)
    assert _missed(late) == [NOW + HOUR]
    assert agenda(done(confirmed(times=replace(TIMES, nags=())), Duty.MISSED)) == ()


def test_where_holding_updates_are_off_nobody_is_asked_and_what_is_missed_is_known() -> None:
    times = replace(TIMES, holding=Holding.OFF)
    assert offered(reported(times=times)) == [(NOW + HOUR, Duty.MISSED)]
    assert [duty for _, duty in offered(confirmed(times=times))] == [Duty.NAG_WORD, Duty.NAG_WORD, Duty.MISSED]


@pytest.mark.parametrize(
    ("policy", "wanted", "holding"),
    [
        (Holding.AUTO, None, Holding.AUTO),
        (Holding.AUTO, False, Holding.NAG),
        (Holding.NAG, None, Holding.NAG),
        (Holding.NAG, True, Holding.AUTO),
        (Holding.OFF, None, Holding.OFF),
        (Holding.OFF, True, Holding.AUTO),
        (Holding.OFF, False, Holding.OFF),
    ],
)
def test_whoever_confirms_an_outage_says_otherwise_than_its_policy(
    policy: Holding, wanted: bool | None, holding: Holding
) -> None:
    assert confirmed(times=replace(TIMES, holding=policy), auto_holding=wanted).holding is holding


def test_an_outage_that_began_under_a_policy_keeps_being_asked_for_when_that_asks_less() -> None:
    nagged = confirmed(times=replace(TIMES, holding=Holding.NAG))
    less = replace(TIMES, holding=Holding.OFF, nags=(5 * MINUTE,))
    told = outage.report(nagged, at(times=less), REPORT, None).notice
    assert told.holding is Holding.NAG
    assert [NOW + HOUR - one for one, duty in offered(told) if duty is Duty.NAG_WORD] == [
        20 * MINUTE,
        10 * MINUTE,
        5 * MINUTE,
    ]


def test_every_moment_is_that_of_the_policy() -> None:
    times = replace(
        TIMES,
        reminders=(2 * DAY,),
        overrun_nags=(2 * HOUR, HOUR),
        nags=(30 * MINUTE, 15 * MINUTE),
        rca_nags=(4 * HOUR, HOUR),
        lead=5 * MINUTE,
    )
    planned_so = maintenance.announce(planned(times=times), at(times=times)).notice
    assert [one for one, duty in offered(planned_so) if duty is Duty.REMINDER] == [START - 2 * DAY]
    asked = [one for one, duty in offered(planned_so) if duty is Duty.NAG_END]
    assert asked == [END, END + HOUR, END + 2 * HOUR]
    assert [one for one, _ in offered(confirmed(times=times))] == [
        NOW + 30 * MINUTE,
        NOW + 45 * MINUTE,
        NOW + HOUR,
    ]
    assert [one for one, _ in offered(reported(times=times))] == [
        NOW + 45 * MINUTE,
        NOW + 55 * MINUTE,
        NOW + HOUR,
    ]
    well = outage.restore(reported(times=times), at(times=times), {}, None).notice
    assert [NOW + DAY - one for one, _ in offered(well)] == [4 * HOUR, HOUR, 5 * MINUTE, timedelta()]


def test_a_policy_may_have_nobody_reminded_and_nobody_asked() -> None:
    silent = replace(TIMES, reminders=(), overrun_nags=(), nags=(), rca_nags=())
    assert [duty for _, duty in offered(confirmed(times=silent))] == [Duty.MISSED]
    assert [duty for _, duty in offered(reported(times=silent))] == [Duty.AUTO_WORD, Duty.MISSED]
    quiet = maintenance.announce(planned(times=silent), at(times=silent)).notice
    assert [duty for _, duty in offered(quiet)] == [Duty.NAG_START, Duty.NAG_END]
    assert maintenance.announce(planned(times=silent, reminders=(HOUR,)), at()).notice.reminders == (HOUR,)


def test_word_on_the_root_cause_is_written_by_the_gateway_in_any_case() -> None:
    quiet = replace(restored(), auto_holding=False)
    due = NOW + DAY
    assert offered(quiet) == [
        (due - 2 * HOUR, Duty.NAG_WORD),
        (due - 2 * MINUTE, Duty.AUTO_WORD),
        (due, Duty.MISSED),
    ]


@pytest.mark.parametrize(
    ("every", "first", "lead"),
    [
        (timedelta(minutes=5), 150, 30),
        (timedelta(minutes=10), 300, 60),
        (timedelta(minutes=15), 600, 90),
        (timedelta(minutes=20), 600, 120),
        (timedelta(hours=2), 600, 120),
    ],
)
def test_in_a_short_rhythm_the_gateway_waits_longer_and_asks_nobody_who_has_just_written(
    every: timedelta, first: int, lead: int
) -> None:
    told = reported(times=replace(TIMES, update_every=every))
    due = NOW + every
    assert offered(told) == [
        (due - timedelta(seconds=first), Duty.NAG_WORD),
        (due - timedelta(seconds=lead), Duty.AUTO_WORD),
        (due, Duty.MISSED),
    ]


def test_a_short_report_is_asked_for_once() -> None:
    soon = confirmed(times=replace(TIMES, report_within=15 * MINUTE))
    assert offered(soon) == [(NOW + 5 * MINUTE, Duty.NAG_WORD), (NOW + 15 * MINUTE, Duty.MISSED)]


def test_what_the_clock_has_done_is_told_by_kind() -> None:
    late = done(confirmed(), Duty.NAG_WORD, Duty.MISSED)
    assert marks.kinds(late.marks, "warned") == marks.kinds(late.marks, "missed") == {"report"}
    told = outage.report(late, at(NOW + 2 * HOUR), REPORT, None).notice
    slow = done(told, Duty.MISSED)
    assert marks.kinds(slow.marks, "missed") == {"report", "update"}
    day = done(restored(), Duty.NAG_WORD)
    assert marks.kinds(day.marks, "warned") == {"rca"}


# Whatever happens

_Act = Callable[[Notice, datetime], Decided]
MAINTENANCE: dict[str, _Act] = {
    "announce": lambda one, now: maintenance.announce(one, at(now)),
    "soon": lambda one, now: maintenance.reschedule(one, at(now), now + 2 * DAY, now + 2 * DAY + HOUR, {}),
    "short": lambda one, now: maintenance.reschedule(
        one, at(now), now + HOUR, now + 2 * HOUR, {"short_notice": "a flaw"}
    ),
    "remind": lambda one, now: maintenance.remind(one, at(now)),
    "begin": lambda one, now: maintenance.begin(one, at(now)),
    "extend": lambda one, now: maintenance.extend(one, at(now), now + HOUR, {}),
    "complete": lambda one, now: maintenance.complete(one, at(now), {}),
    "cancel": lambda one, now: maintenance.cancel(one, at(now), {}),
}
OUTAGE: dict[str, _Act] = {
    "confirm": lambda one, now: outage.confirm(one, at(now), outage.Confirmed(at=now)),
    "confirm late": lambda one, now: outage.confirm(one, at(now), outage.Confirmed(at=now - 55 * MINUTE)),
    "report": lambda one, now: outage.report(one, at(now), REPORT, None),
    "update": lambda one, now: outage.update(one, at(now), {"update": "x"}),
    "restore": lambda one, now: outage.restore(one, at(now), {}, None),
    "part": lambda one, now: outage.explain(one, at(now), {"root_cause": "x"}),
    "explain": lambda one, now: outage.explain(one, at(now), PARTS),
    "close": lambda one, now: outage.close(one, at(now), "a test", mistaken=True),
}
EVERY = MAINTENANCE | OUTAGE
FOLLOWS = {
    NoticeState.DRAFT: {NoticeState.SCHEDULED, NoticeState.CANCELLED},
    NoticeState.SCHEDULED: {NoticeState.IN_PROGRESS, NoticeState.CANCELLED},
    NoticeState.IN_PROGRESS: {NoticeState.COMPLETED, NoticeState.CANCELLED},
    NoticeState.SUSPECTED: {NoticeState.CONFIRMED, NoticeState.CLOSED},
    NoticeState.CONFIRMED: {NoticeState.REPORTED, NoticeState.RESTORED, NoticeState.CLOSED},
    NoticeState.REPORTED: {NoticeState.RESTORED},
    NoticeState.RESTORED: {NoticeState.CLOSED},
}
BEGUN = st.sampled_from(
    [
        planned(),
        planned(auto_start=True, reminders=(DAY, HOUR, 5 * MINUTE)),
        planned(emergency=True, start=NOW + HOUR, end=NOW + 2 * HOUR),
        suspected(),
        replace(suspected(), auto_holding=False),
    ]
)
MINUTES = st.integers(0, 26 * 60) | st.integers(0, 70)
STEPS = st.lists(st.tuples(st.sampled_from(sorted(EVERY)), MINUTES), max_size=14)
RHYTHMS = st.builds(
    NoticeTimes,
    maintenance_notice=st.sampled_from([None, DAY]),
    report_within=st.sampled_from([None, timedelta(minutes=7), HOUR]),
    update_every=st.sampled_from([None, timedelta(minutes=10), HOUR]),
    rca_update_every=st.just(DAY),
    nags=st.sampled_from([(), (20 * MINUTE, 10 * MINUTE), (90 * MINUTE,)]),
    overrun_nags=st.sampled_from([(), (HOUR,), (2 * HOUR, HOUR)]),
    lead=st.sampled_from([2 * MINUTE, 30 * MINUTE]),
    holding=st.sampled_from(Holding),
)


def do(notice: Notice, due: Appointment, now: datetime) -> Notice:
    """Do what falls due, as the flow does."""
    notice = replace(notice, marks=(*notice.marks, due.mark))
    found = at(now, by="", times=notice.times)
    match due.duty:
        case Duty.AUTO_START if notice.end is not None and now < notice.end:
            return maintenance.begin(notice, found).notice
        case Duty.AUTO_WORD if notice.state is NoticeState.RESTORED:
            return outage.explain(notice, found, {}).notice
        case Duty.AUTO_WORD:
            return outage.hold(notice, found).notice
        case _:
            return notice


def catch_up(notice: Notice, now: datetime) -> Notice:
    """Do all that has fallen due; each thing is offered once, and it comes to an end."""
    for _ in range(500):  # in a day and two hours of ten minutes each
        coming = agenda(notice)
        assert list(coming) == sorted(coming, key=lambda one: one.at)
        assert not {one.mark for one in coming} & set(notice.marks)
        if not coming or coming[0].at > now:
            return notice
        after = do(notice, coming[0], now)
        assert coming[0].mark in after.marks
        assert after.state is notice.state or after.state in FOLLOWS[notice.state]
        notice = after
    raise AssertionError(f"it never ends: {agenda(notice)[:3]}")


@given(BEGUN, STEPS, RHYTHMS)
def test_whatever_operators_do_is_refused_or_legal_and_the_clock_always_catches_up(
    notice: Notice, steps: list[tuple[str, int]], times: NoticeTimes
) -> None:
    now = NOW
    for name, minutes in steps:
        now += minutes * MINUTE
        notice = catch_up(notice, now)
        try:
            found = EVERY[name](replace(notice, times=times), now)
        except Refused:
            continue
        assert found.notice.state is notice.state or found.notice.state in FOLLOWS[notice.state]
        assert found.said
        assert found.because
        assert found.notice.id == notice.id
        assert found.notice.kind is notice.kind
        assert notice.kind is NoticeKind.MAINTENANCE or set(notice.marks) <= set(found.notice.marks)
        notice = found.notice
        assert not notice.state.over or (agenda(notice) == () and notice.next_by is None)
        if notice.down and notice.times.update_every and notice.state is NoticeState.REPORTED:
            assert notice.next_by == now + notice.times.update_every


@given(st.integers(1, 2_000), st.sampled_from(Holding))
def test_while_it_is_down_and_the_gateway_runs_no_hour_passes_without_a_word_or_a_miss(
    minutes: int, holding: Holding
) -> None:
    notice = confirmed(times=replace(TIMES, holding=holding))
    notice = outage.report(notice, at(times=notice.times), REPORT, None).notice
    until, done_at = NOW + minutes * MINUTE, dict[Duty, list[datetime]]()
    while (coming := agenda(notice)[0]).at <= until:
        done_at.setdefault(coming.duty, []).append(coming.at)
        notice = do(notice, coming, coming.at)
    heard = [NOW, *done_at.get(Duty.AUTO_WORD if holding is Holding.AUTO else Duty.MISSED, ()), until]
    assert all(after - before <= HOUR for before, after in pairwise(heard))
    assert (Duty.AUTO_WORD in done_at) <= (holding is Holding.AUTO)
    assert (Duty.MISSED in done_at) <= (holding is not Holding.AUTO)
    asked = {Holding.AUTO: [10], Holding.NAG: [20, 10], Holding.OFF: []}[holding]
    assert len(done_at.get(Duty.NAG_WORD, ())) == sum(
        due - before * MINUTE <= until for due in _dues(notice, heard) for before in asked
    )


def _dues(notice: Notice, heard: list[datetime]) -> list[datetime]:
    """When a word was due after each that was heard, or missed."""
    every = notice.times.update_every
    assert every
    return [one + every for one in heard[:-1]]

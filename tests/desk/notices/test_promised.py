"""What was promised to those whom a notice concerns: the strictest of it counts for all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from gateway.desk.customer import Customer
from gateway.desk.hours.calendar import ALWAYS, Calendar, Home
from gateway.desk.hours.interval import Interval
from gateway.desk.life.law import Law
from gateway.desk.notices.decided import Bearings
from gateway.desk.notices.promised import bearings, rca_due, strictest
from gateway.desk.policy.notices import Holding, NoticeTimes
from gateway.desk.policy.policies import Policies
from tests.desk.build import PLAIN
from tests.desk.notices.given import planned

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
WEEKDAYS = Calendar("weekdays", (Interval(times=((540, 1020),), weekdays=((0, 4),)),))
NEVER = Calendar("never", ())
CALENDARS = {one.name: one for one in (ALWAYS, WEEKDAYS, NEVER)}
FRIDAY = datetime(2026, 11, 20, 15, tzinfo=UTC)
NOTHING = NoticeTimes()


def law(*promises: NoticeTimes) -> Law:
    """A law with a pack for each: ``p0``, which is the default, ``p1`` and so on; homes are where customers say."""
    packs = {f"p{at}": replace(PLAIN, name=f"p{at}", notices=times) for at, times in enumerate(promises)}

    def home_of(one: Customer | None) -> Home:
        return Home(ZoneInfo(one.timezone if one and one.timezone else "UTC"))

    return Law(Policies(packs, default="p0"), CALENDARS, home_of=home_of)


def customers(count: int, zone: str = "") -> list[Customer]:
    return [Customer(f"c{at}", f"C{at}", policy=f"p{at}", timezone=zone) for at in range(count)]


def test_the_longest_notice_and_the_shortest_times_of_all_of_them_count() -> None:
    found = strictest(
        customers(3),
        law(
            NoticeTimes(DAY, 4 * HOUR, 2 * HOUR, 2 * DAY, "weekdays"),
            NoticeTimes(2 * DAY, HOUR, None, DAY, "weekdays"),
            NoticeTimes(None, None, 3 * HOUR, None),
        ),
    )
    assert found == NoticeTimes(2 * DAY, HOUR, 2 * HOUR, DAY, "weekdays")


def test_people_are_asked_whenever_one_of_the_policies_says_so_that_promise_anything() -> None:
    strict = NoticeTimes(None, HOUR, HOUR, nags=(15 * MINUTE,), holding=Holding.NAG, lead=MINUTE, reminders=(2 * DAY,))
    loose = NoticeTimes(None, HOUR, HOUR, nags=(20 * MINUTE, 5 * MINUTE), holding=Holding.OFF, reminders=(DAY,))
    found = strictest(customers(3), law(strict, loose, NOTHING))
    assert (found.nags, found.holding) == ((20 * MINUTE, 15 * MINUTE, 5 * MINUTE), Holding.NAG)
    assert (found.reminders, found.lead) == ((2 * DAY, DAY, HOUR), 2 * MINUTE)
    assert strictest(customers(1), law(strict)) == strict
    assert strictest(customers(2), law(strict, NOTHING)).lead == MINUTE


def test_for_nobody_the_default_counts() -> None:
    mine = NoticeTimes(DAY, HOUR, HOUR, DAY)
    assert strictest((), law(mine, NoticeTimes())) == mine
    assert rca_due((), law(mine))(FRIDAY, NOTHING) == FRIDAY + DAY


def test_where_nothing_was_promised_nothing_is_due() -> None:
    found = bearings(customers(1), law(NoticeTimes()), by="dana", now=FRIDAY)
    assert (found.times, found.rca_due(FRIDAY, NOTHING), found.by, found.now) == (NoticeTimes(), None, "dana", FRIDAY)


def test_word_on_a_root_cause_is_due_for_whom_it_is_due_first() -> None:
    slow, quick = NoticeTimes(rca_update_every=DAY, rca_clock="weekdays"), NoticeTimes(rca_update_every=2 * DAY)
    two = customers(2)
    assert rca_due(two[:1], law(slow, quick))(FRIDAY, NOTHING) == datetime(2026, 11, 23, 15, tzinfo=UTC)
    assert rca_due(two, law(slow, quick))(FRIDAY, NOTHING) == FRIDAY + 2 * DAY


def test_business_days_are_those_of_the_customer_and_the_moment_is_told_in_utc() -> None:
    mine = law(NoticeTimes(rca_update_every=DAY, rca_clock="weekdays"))
    tokyo, toronto = customers(1, "Asia/Tokyo"), customers(1, "America/Toronto")
    in_toronto = rca_due(toronto, mine)(FRIDAY, NOTHING)
    assert in_toronto == datetime(2026, 11, 23, 15, tzinfo=UTC)
    assert in_toronto.tzinfo is UTC
    assert rca_due(tokyo, mine)(FRIDAY, NOTHING) == datetime(
        2026, 11, 24, 0, tzinfo=UTC
    )  # it was night: Monday, then a day
    assert rca_due([*tokyo, *toronto], mine)(FRIDAY, NOTHING) == in_toronto


def test_a_calendar_that_never_opens_promises_nothing() -> None:
    never = NoticeTimes(rca_update_every=DAY, rca_clock="never")
    assert rca_due(customers(1), law(never))(FRIDAY, NOTHING) is None
    assert rca_due(customers(2), law(never, NoticeTimes(rca_update_every=3 * DAY)))(FRIDAY, NOTHING) == FRIDAY + 3 * DAY


def test_what_was_promised_by_a_calendar_that_is_gone_is_due_by_the_clock_around() -> None:
    then = NoticeTimes(rca_update_every=DAY, rca_clock="lost")
    assert rca_due(customers(1), law(NOTHING))(FRIDAY, then) == FRIDAY + DAY
    assert rca_due(customers(1), law(NoticeTimes(rca_update_every=6 * DAY)))(FRIDAY, then) == FRIDAY + DAY


def test_a_rhythm_that_was_promised_once_is_kept_where_policies_promise_less_since() -> None:
    then, now = NoticeTimes(rca_update_every=DAY, rca_clock="weekdays"), NoticeTimes(rca_update_every=6 * DAY)
    two = [*customers(1, "Asia/Tokyo"), *customers(1, "America/Toronto")]
    assert rca_due(two, law(now))(FRIDAY, NOTHING) == FRIDAY + 6 * DAY
    assert rca_due(two, law(now))(FRIDAY, then) == datetime(2026, 11, 23, 15, tzinfo=UTC)
    assert rca_due((), law(NOTHING))(FRIDAY, then) == datetime(2026, 11, 23, 15, tzinfo=UTC)


def test_a_rhythm_that_somebody_is_promised_still_counts_by_the_clocks_of_those_alone() -> None:
    quick, slow = NoticeTimes(rca_update_every=DAY, rca_clock="weekdays"), NoticeTimes(rca_update_every=6 * DAY)
    here, there = Customer("c0", "C0", policy="p0", timezone="UTC"), Customer("c1", "C1", policy="p1")
    far = replace(there, timezone="Asia/Tokyo")
    alone = rca_due([here], law(quick, slow))(FRIDAY, NOTHING)
    assert rca_due([here, far], law(quick, slow))(FRIDAY, quick) == alone


LENGTHS = st.none() | st.sampled_from([HOUR, 2 * HOUR, DAY, 3 * DAY])
CLOCKS = st.sampled_from(["24x7", "weekdays", "never"])
PROMISES = st.builds(NoticeTimes, LENGTHS, LENGTHS, LENGTHS, LENGTHS, CLOCKS, object_until=LENGTHS)


def weaker(found: timedelta | None, promised: timedelta | None) -> bool:
    """Tell whether a time within which something happens keeps less than was promised."""
    return promised is not None and (found is None or found > promised)


@given(st.lists(PROMISES, min_size=1, max_size=5), st.integers(0, 14 * 24))
def test_the_strictest_is_never_weaker_than_what_anybody_was_promised(
    promises: Sequence[NoticeTimes], hours: int
) -> None:
    mine, everybody = law(*promises), customers(len(promises))
    found, since = bearings(everybody, mine, by="", now=FRIDAY), FRIDAY + hours * HOUR
    for one, theirs in zip(everybody, promises, strict=True):
        assert (found.times.maintenance_notice or timedelta()) >= (theirs.maintenance_notice or timedelta())
        assert not weaker(found.times.report_within, theirs.report_within)
        assert not weaker(found.times.update_every, theirs.update_every)
        assert not weaker(found.times.rca_update_every, theirs.rca_update_every)
        assert not weaker(found.times.object_until, theirs.object_until)
        alone, together = rca_due([one], mine)(since, NOTHING), found.rca_due(since, NOTHING)
        assert alone is None or (together is not None and since < together <= alone)
    for name in ("maintenance_notice", "report_within", "update_every", "rca_update_every", "object_until"):
        assert getattr(found.times, name) in {getattr(theirs, name) for theirs in promises}  # nothing is made up


@given(PROMISES, PROMISES)
def test_what_binds_a_notice_is_never_weaker_than_then_nor_than_now(then: NoticeTimes, now: NoticeTimes) -> None:
    found = Bearings(FRIDAY, "dana", now, lambda since, times: None).bind(planned(times=then)).times
    for one in (then, now):
        assert (found.maintenance_notice or timedelta()) >= (one.maintenance_notice or timedelta())
        assert not weaker(found.report_within, one.report_within)
        assert not weaker(found.update_every, one.update_every)
        assert not weaker(found.rca_update_every, one.rca_update_every)
        assert not weaker(found.object_until, one.object_until)

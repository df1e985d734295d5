from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.rules.rulebook.schedule import BadSchedule, read_schedule
from tests.rules.rulebook.build import complaints, good

TORONTO, PARIS = ZoneInfo("America/Toronto"), ZoneInfo("Europe/Paris")


def times(line: str, zone: ZoneInfo, after: datetime, count: int) -> list[str]:
    found, moment = [], after
    for _ in range(count):
        following = read_schedule(line, zone).next_after(moment)
        assert following is not None
        assert following > moment
        moment = following
        found.append(f"{moment.astimezone(zone):%a %d %H:%M %z}")
    return found


def test_a_schedule_goes_by_the_clocks_of_its_place() -> None:
    assert times("0 8 * * mon", TORONTO, datetime(2026, 11, 19, tzinfo=UTC), 2) == [
        "Mon 23 08:00 -0500",
        "Mon 30 08:00 -0500",
    ]


def test_what_a_spring_night_skips_comes_once_and_right_after_it() -> None:
    assert times("30 2 * * *", PARIS, datetime(2026, 3, 28, 12, tzinfo=UTC), 2) == [
        "Sun 29 03:00 +0200",
        "Mon 30 02:30 +0200",
    ]


def test_what_an_autumn_night_has_twice_comes_once() -> None:
    assert times("30 2 * * *", PARIS, datetime(2026, 10, 24, 12, tzinfo=UTC), 2) == [
        "Sun 25 02:30 +0200",
        "Mon 26 02:30 +0100",
    ]


@pytest.mark.parametrize("line", ["0 8 30 2 *", "0 8 31 4,6,9,11 *"])
def test_a_day_that_never_is_is_refused(line: str) -> None:
    with pytest.raises(BadSchedule):
        read_schedule(line, PARIS)


def test_the_29th_of_february_is_a_day() -> None:
    assert read_schedule("0 8 29 2 *", PARIS).next_after(datetime(2026, 1, 1, tzinfo=UTC)) == datetime(
        2028, 2, 29, 7, tzinfo=UTC
    )


@pytest.mark.parametrize(
    "line", ["", "8", "@daily", "0 8 * *", "0 8 * * mon 2026", "60 8 * * *", "0 24 * * *", "0 8 * * funday", "x" * 101]
)
def test_what_is_no_cron_line_of_five_fields_is_refused(line: str) -> None:
    with pytest.raises(BadSchedule):
        read_schedule(line, PARIS)


field = st.one_of(
    st.just("*"), st.integers(0, 31).map(str), st.sampled_from(["*/5", "1-3", "mon", "l", "1#2", "?", "-"])
)


@given(
    st.tuples(field, field, field, field, field).map(" ".join), st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1))
)
def test_whatever_is_taken_comes_later_or_never(line: str, after: datetime) -> None:
    try:
        cron = read_schedule(line, TORONTO)
    except BadSchedule:
        return
    moment = after.replace(tzinfo=UTC)
    following = cron.next_after(moment)
    assert following is None or moment < following < moment + timedelta(days=366 * 50)


TEXT = "version: 1\nrules:\n  - id: a\n    triggers: {triggers}\n    actions: [{{add_tag: x}}]\n"


def said(triggers: str, more: str = "") -> list[str]:
    return complaints(TEXT.format(triggers=triggers) + more)


@pytest.mark.parametrize(
    ("triggers", "complaint"),
    [
        ("[]", '4:15:0 E107 "triggers" must not be empty'),
        (
            "ticket.created",
            '4:15:0 E107 "triggers" must be a list / put it in brackets: triggers: [ticket.created]',
        ),
        ("{}", '4:15:0 E107 "triggers" must be a list'),
        ("[ticket.create]", '4:16:13 E109 unknown trigger "ticket.create" (did you mean "ticket.created"?)'),
        (
            "[schedule]",
            '4:16:0 E110 "schedule" needs its times / write {schedule: "0 8 * * mon", location: Europe/Paris}',
        ),
        (
            '[{schedule: "0 8 * *"}]',
            '4:27:0 E110 "schedule" must have five fields: minute, hour, day of the month, month, day of the week'
            ' / for example "0 8 * * mon": Mondays at eight',
        ),
        (
            '[{schedule: "0 8 * * mon", location: Mars/Olympus}]',
            '4:52:0 E110 "location" must be a name of the time zone database / for example Europe/Paris',
        ),
        (
            "[{schedule: '0 8 * * mon', location: Europe/Berln}]",
            '4:52:0 E110 "location" must be a name of the time zone database / did you mean "Europe/Berlin"?',
        ),
        (
            "[{location: Europe/Paris}]",
            '4:16:0 E110 "schedule" is missing, and so its times / for example schedule: "0 8 * * mon"',
        ),
        ('[{schedule: "0 8 * * mon", place: x}]', '4:42:5 E102 unknown key "place" / there are schedule, location'),
        ("[1]", "4:16:0 E107 must be text / put it in quotes"),
        ("[" + '{schedule: "0 8 * * mon"}, ' * 21 + "]", '4:15:0 E110 "triggers" has more than 20 schedules'),
    ],
)
def test_wrong_triggers_are_told(triggers: str, complaint: str) -> None:
    assert said(triggers)[:1] == [complaint]


def test_a_rule_may_come_by_the_clock_and_otherwise() -> None:
    (rule,) = good(TEXT.format(triggers='[ticket.created, {schedule: "0 8 * * mon", location: America/Toronto}]'))
    assert sorted(rule.triggers) == ["schedule", "ticket.created"]
    assert [one.source for one in rule.schedules] == ["0 8 * * mon"]


@pytest.mark.parametrize(("day", "counts"), [(date(2026, 12, 31), True), (date(2027, 1, 1), False)])
def test_until_is_the_last_day_on_which_a_rule_counts(day: date, counts: bool) -> None:
    (rule,) = good(TEXT.format(triggers="[ticket.created]") + "    until: 2026-12-31\n")
    assert rule.counts(day) is counts


@pytest.mark.parametrize("until", ["2026-02-30", "31.12.2026", "tomorrow", "20261231", "2026-1-01"])
def test_until_is_a_day_that_is(until: str) -> None:
    (complaint,) = said("[ticket.created]", f"    until: {until}\n")
    assert complaint.startswith("6:12:0 E107 ")


def test_a_rule_that_is_switched_off_never_counts() -> None:
    (rule,) = good(TEXT.format(triggers="[ticket.created]") + "    enabled: false\n")
    assert not rule.counts(date(2026, 1, 1))
    assert said("[ticket.created]", "    enabled: no\n") == ['6:14:0 E107 "enabled" must be true or false']

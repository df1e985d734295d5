"""Clocks that are set, sleep, disagree, or show an hour twice or never: nothing is lost, nothing happens twice."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from gateway.desk.ticket import Status
from gateway.horizon import PROOF
from tests.conftest import FrozenClock
from tests.flows.timed_desk import (
    ANN,
    BOTH,
    DAY,
    HOUR,
    SECOND,
    SERVERS_ONLY,
    START,
    ServerClock,
    TimedDesk,
    opened,
    timed_desk,
)

TORONTO = ZoneInfo("America/Toronto")
MINUTE = timedelta(minutes=1)


def in_toronto(text: str, *, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TORONTO, fold=fold).astimezone(UTC)


def live(desk: TimedDesk, until: datetime, step: timedelta = 10 * MINUTE) -> None:
    """Let time pass in small steps, all of it worked on."""
    while desk.clock.now() < until:
        desk.at(min(until, desk.clock.now() + step))
        desk.settle()


# Hours that come twice, or never


@pytest.mark.id("C-01", "P39")
@BOTH
@pytest.mark.parametrize(
    ("begins", "ends"),
    [
        (in_toronto("2026-10-25T01:30"), in_toronto("2026-11-01T01:30", fold=0)),  # the first of the two
        (in_toronto("2026-11-01T01:30", fold=1), in_toronto("2026-11-08T00:30") + HOUR),
        (in_toronto("2027-03-07T02:30"), in_toronto("2027-03-14T03:30")),  # half past two is skipped
    ],
    ids=["twice", "begun in the second", "never"],
)
def test_seven_days_that_end_in_an_odd_hour_end_once_after_seven_times_24_hours(
    timed: TimedDesk, begins: datetime, ends: datetime
) -> None:
    assert ends - begins == 7 * DAY
    timed.at(begins)
    timed.waiting()
    timed.at(ends - SECOND)
    timed.settle()
    assert timed.status() == "pending"
    timed.at(ends)
    timed.settle()
    assert timed.status() == "closed"
    live(timed, ends + 3 * HOUR)
    assert timed.letters("closed") == ["closed"]


@pytest.mark.id("C-01")
@BOTH
def test_a_rest_agreed_until_an_hour_that_comes_twice_ends_once_at_the_one_that_was_meant(timed: TimedDesk) -> None:
    timed.at(in_toronto("2026-10-31T20:00"))
    number = timed.opened()
    second = in_toronto("2026-11-01T01:30", fold=1)
    timed.set(number, status=Status.ON_HOLD, until=second)
    timed.at(second - HOUR)  # the first half past one
    timed.settle()
    assert timed.status() == "on-hold"
    live(timed, second + 2 * HOUR)
    assert timed.status() == "in-progress"
    assert timed.letters("woken") == ["woken"]
    assert (second, "status on-hold -> in-progress") in timed.lines()


@pytest.mark.id("C-01")
@BOTH
def test_hourly_updates_come_each_hour_of_a_night_that_has_one_more_and_one_less(tmp_path: Path, url: str) -> None:
    with opened(tmp_path, url, GATEWAY_SUPPORT__POLICY="qeval") as desk:
        for evening, hours in (("2026-10-31T23:00", 6), ("2027-03-13T23:00", 6)):
            desk.at(in_toronto(evening))
            number = desk.opened("urgent")
            before = len(desk.letters("status-update"))
            live(desk, in_toronto(evening) + hours * HOUR)
            assert len(desk.letters("status-update")) - before == hours
            desk.set(number, type="change")


# Clocks that are set


@pytest.mark.id("C-02", "P39")
@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("leap", [HOUR, -HOUR, 400 * DAY, -400 * DAY], ids=["+1h", "-1h", "+400d", "-400d"])
def test_a_clock_that_is_set_while_it_runs_does_everything_once_and_says_so(
    timed: TimedDesk, leap: timedelta, caplog: pytest.LogCaptureFixture
) -> None:
    waiting, urgent = timed.waiting(), timed.opened("urgent")
    live(timed, START + 30 * MINUTE)
    before = len(timed.letters())
    timed.clock.at += leap  # and no time has passed
    timed.settle()
    assert "clock.leapt" in caplog.text
    assert timed.letters()[before:] == [], "a clock that leaps is not believed at once"
    timed.pass_time(PROOF)
    timed.settle()
    told = Counter((sent.recipient, sent.template, sent.text) for sent in timed.outbox()[before:])
    assert all(count == 1 for count in told.values()), told
    if leap < timedelta():
        assert not told
    live(timed, timed.clock.now() + 3 * HOUR)
    assert [mark for mark, count in Counter(timed.marks("warned", "missed", "unreasonable")).items() if count > 1] == []
    assert timed.marks("paged").count(("paged", "mobilized")) == 1
    far = START + leap + 8 * DAY if leap > timedelta() else START + 8 * DAY
    live(timed, far, step=DAY)  # nothing was lost
    assert timed.status(waiting) == "closed"
    assert timed.letters("closed") == ["closed"]
    assert ("missed", f"response@{START.isoformat()}@urgent") in timed.marks("missed")
    assert timed.status(urgent) == "open"


@pytest.mark.id("C-02")
@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_clock_that_is_set_and_set_right_again_sends_nothing_twice(timed: TimedDesk) -> None:
    timed.waiting()
    timed.opened("urgent")
    timed.settle()
    for leap in (HOUR, -HOUR, 400 * DAY, -400 * DAY):
        timed.clock.at += leap
        timed.settle()
        timed.pass_time(MINUTE)
        timed.settle()
    live(timed, START + 2 * HOUR)
    assert timed.letters("closed", "waiting-reminder") == [], "it was set right before anything was done by it"
    alarms = timed.marks("warned", "missed", "unreasonable")
    assert len(alarms) == len(set(alarms))
    live(timed, START + 8 * DAY, step=HOUR)
    assert timed.letters("waiting-reminder", "closed") == ["waiting-reminder"] * 2 + ["closed"]


@pytest.mark.id("C-02")
@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_what_falls_due_while_a_clock_is_doubted_is_done_in_time(timed: TimedDesk) -> None:
    timed.opened("urgent")
    timed.settle()
    live(timed, START + 58 * MINUTE)
    timed.clock.at += 400 * DAY
    live(timed, timed.clock.now() + 4 * MINUTE, step=MINUTE)  # an hour, in which somebody should have answered
    assert timed.letters("missed") == ["missed"] * 2
    timed.clock.at -= 400 * DAY
    live(timed, START + 70 * MINUTE)
    assert timed.letters("missed") == ["missed"] * 2


@pytest.mark.id("C-02")
@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_who_works_on_a_ticket_while_a_clock_is_doubted_does_not_close_it(timed: TimedDesk) -> None:
    number = timed.waiting()
    timed.settle()
    timed.clock.at += 400 * DAY
    timed.set(number, assignee="dana")
    assert timed.status(number) == "pending"
    assert timed.letters("closed", "waiting-reminder") == []


@pytest.mark.id("C-02")
@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_people_are_told_of_a_leap_and_not_of_time_that_passes(
    timed: TimedDesk, caplog: pytest.LogCaptureFixture
) -> None:
    for span in (SECOND, HOUR, 30 * DAY):
        timed.pass_time(span)
        timed.settle()
    timed.clock.at += MINUTE  # as time servers and daylight saving never do, and drift may
    timed.settle()
    assert "clock.leapt" not in caplog.text
    timed.clock.at += 3 * MINUTE
    timed.settle()
    assert caplog.text.count("clock.leapt") == 1
    assert "what is due meanwhile is done after that, once" in caplog.text


@pytest.mark.id("C-02", "C-08")
@SERVERS_ONLY
def test_a_machine_whose_clock_is_set_does_nothing_before_the_servers_clock_comes_to_it(timed: TimedDesk) -> None:
    timed.waiting()
    timed.clock.at += 400 * DAY
    assert timed.settle() == 0
    assert timed.status() == "pending"
    assert timed.letters() == []


@pytest.mark.id("C-02")
@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_people_are_told_when_the_clock_is_behind_what_was_written_last(
    timed: TimedDesk, caplog: pytest.LogCaptureFixture
) -> None:
    timed.office.deadlines.begin()
    timed.waiting()
    timed.office.deadlines.begin()
    assert "clock.behind" not in caplog.text
    timed.clock.at -= HOUR  # the machine began with the clock of a battery that is empty
    timed.office.deadlines.begin()
    assert caplog.text.count("clock.behind") == 1


# A machine that slept


@pytest.mark.id("C-03", "P39")
@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_after_three_days_of_sleep_everything_that_was_due_happens_once(
    tmp_path: Path, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    with opened(tmp_path, url, GATEWAY_SUPPORT__POLICY="qeval") as desk:
        numbers = {level: desk.opened(level, f"{level}@acme.example") for level in ("urgent", "high", "medium", "low")}
        desk.settle()
        before = len(desk.letters())
        desk.clock.at += 3 * DAY  # the machine's other clock stood still
        desk.settle()
        assert "clock.leapt" in caplog.text
        desk.pass_time(PROOF)
        desk.settle()
        told = Counter((sent.recipient, sent.template, sent.message["Subject"]) for sent in desk.outbox()[before:])
        assert max(told.values()) <= 3  # an alarm each for response, update and resolution
        assert len([one for one in told if one[1] == "status-update"]) == 1
        assert {one[0] for one in told if one[1] == "status-update"} == {"urgent@acme.example"}
        missed = Counter(desk.marks("missed"))
        assert all(count == 1 for count in missed.values())
        assert all(desk.status(number) == "open" for number in numbers.values())
        sent = desk.letters()
        desk.settle()
        assert desk.letters() == sent


@pytest.mark.id("C-03")
@BOTH
def test_a_paged_team_is_paged_once_more_after_a_weekend_of_sleep(timed: TimedDesk) -> None:
    timed.opened("urgent")
    timed.settle()
    assert timed.letters("page") == ["page"] * 2
    timed.pass_time(3 * DAY)
    timed.settle()
    assert timed.letters("page") == ["page"] * 3


# What mails say of the time


@pytest.mark.id("C-04")
@BOTH
@pytest.mark.parametrize(
    "date",
    ["Thu, 19 Nov 2099 09:12:00 +0000", "Thu, 01 Jan 1970 00:00:00 +0000", "soon", "Sat, 31 Dec 2016 23:59:60 +0000"],
)
def test_promises_run_from_when_a_mail_came_whatever_its_date_says(timed: TimedDesk, date: str) -> None:
    timed.receive(timed.mail(headers={"Date": date}))
    ticket = timed.ticket()
    assert ticket.line.created_at == START
    assert [(row.start, row.due) for row in ticket.promises if row.kind.value == "response"] == [
        (START, START + 4 * HOUR)
    ]
    timed.at(START + 4 * HOUR)
    timed.settle()
    assert timed.marks("missed") == []
    timed.pass_time(SECOND)
    timed.settle()
    assert timed.marks("missed") == [("missed", f"response@{START.isoformat()}@medium")]


@pytest.mark.id("C-04")
@BOTH
def test_a_reply_dated_next_year_counts_when_it_came(timed: TimedDesk) -> None:
    number = timed.opened()
    timed.office.casework.reply(number, by="dana", body="Please send the log.")
    timed.set(number, status=Status.PENDING)
    timed.at(START + DAY)
    timed.receive(timed.reply(timed.outbox()[-1], Date="Fri, 19 Nov 2027 09:12:00 +0000"))
    assert timed.status() == "open"
    assert (START + DAY, "status pending -> open") in timed.lines()


@pytest.mark.id("C-07")
@BOTH
@pytest.mark.parametrize("leap", [-DAY, DAY, 30 * DAY], ids=["-1d", "+1d", "+30d"])
def test_an_address_we_gave_before_the_clock_was_set_is_good_after_it(timed: TimedDesk, leap: timedelta) -> None:
    timed.receive(timed.mail())
    (acknowledgement,) = timed.outbox()
    timed.clock.at += leap
    timed.agree()
    reply = timed.mail(ANN, "No number in here", "It happens again.", to=str(acknowledgement.message["Reply-To"]))
    timed.receive(reply)
    assert len(timed.tickets()) == 1
    assert len(timed.ticket().messages) == 2


# Two machines that disagree


@pytest.mark.id("C-08", "P39")
@SERVERS_ONLY
def test_of_two_machines_five_minutes_apart_neither_is_early_nor_does_anything_twice(tmp_path: Path, url: str) -> None:
    server = ServerClock(url)
    server.show(START)
    fast = timed_desk(tmp_path, url, clock=FrozenClock(START + 5 * MINUTE))
    slow = timed_desk(tmp_path, url, clock=FrozenClock(START - 5 * MINUTE))
    number = fast.waiting()
    assert fast.due_at() == [START + 3 * DAY]  # the first reminder: seen from the server
    server.show(START + 7 * DAY - MINUTE)
    for desk in (fast, slow):
        desk.clock.advance(7 * DAY - MINUTE)
        desk.settle()
    assert slow.letters() == ["waiting-reminder"]
    assert fast.status(number) == "pending"
    assert fast.office.deadlines.pass_time() == slow.office.deadlines.pass_time() == 60.0
    fast.office.casework.note(number, by="dana", body="I look at it.")  # it is past the end by this machine's clock
    assert fast.status(number) == "pending"
    server.show(START + 7 * DAY)
    assert slow.office.deadlines.step() == 1  # by its own clock it is not due for four minutes
    assert fast.office.deadlines.step() == 0
    assert (START + 7 * DAY, "status pending -> closed") in fast.lines()
    assert fast.letters() == ["waiting-reminder", "closed"]
    for desk in (fast, slow):
        desk.office.close()


@pytest.mark.id("C-08")
@SERVERS_ONLY
def test_an_answer_counts_when_the_server_saw_it_whatever_the_engineers_machine_shows(tmp_path: Path, url: str) -> None:
    server = ServerClock(url)
    server.show(START)
    fast = timed_desk(tmp_path, url, clock=FrozenClock(START + 5 * MINUTE), GATEWAY_SUPPORT__POLICY="qeval")
    number = fast.opened("urgent")
    server.show(START + 58 * MINUTE)
    fast.clock.advance(58 * MINUTE)
    fast.office.casework.reply(number, by="dana", body="We look.")
    response = [row for row in fast.ticket(number).promises if row.kind.value == "response"]
    assert [(row.due, row.met, row.missed_at) for row in response] == [(START + HOUR, START + 58 * MINUTE, None)]
    fast.office.close()

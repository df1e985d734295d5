"""What falls due is done at its own moment, once, whoever does it and however late; mail that came first goes first."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from email import policy
from pathlib import Path

import pytest

from gateway import faults
from gateway.address import parse_address
from gateway.deadlines import AGAIN, BATCH, PUT_OFF, Deadlines
from gateway.desk.casework import work
from gateway.desk.casework.settle import NewState, settle
from gateway.desk.ticket import Status, WaitingOn
from gateway.docket import AFTER_TOO_MUCH, Docket
from gateway.errors import StoreUnavailable
from gateway.mail import Envelope, MessageId, ReceivedMail
from gateway.store.database import Side
from gateway.store.tables import event
from tests.conftest import FrozenClock
from tests.flows.desk_fixture import SUPPORT, Sent
from tests.flows.timed_desk import (
    ANN,
    BOTH,
    DAY,
    HOUR,
    SECOND,
    SERVERS_ONLY,
    START,
    TimedDesk,
    opened,
    step_alone,
    timed_desk,
)
from tests.peers.postgres import Postgres

WEEK = 7 * DAY


PROVEN = "mx.example; dmarc=pass header.from=acme.example"


def arrives(desk: TimedDesk, sent: Sent, text: str = "Here is the log.", *, authentication: str = "") -> None:
    """A reply comes in and waits in the journal."""
    message = desk.reply(sent, text)
    raw = message.as_bytes(policy=policy.SMTP)
    to = str(message["To"].addresses[0].addr_spec)
    envelope = Envelope(sent.recipient, (to,))
    mail = ReceivedMail("smtp", envelope, raw, desk.clock.now(), authentication=authentication)
    desk.office.journal.append([(mail, None)])


def asked(desk: TimedDesk) -> Sent:
    """Have a ticket that waits for its customer since now, who was asked something; return what she got."""
    number = desk.opened()
    desk.office.casework.reply(number, by="dana", body="Please send the log.")
    desk.set(number, status=Status.PENDING)
    return desk.outbox()[-1]


@BOTH
def test_an_urgent_ticket_rings_at_once_whatever_mail_waits_that_cannot_know_it(timed: TimedDesk) -> None:
    arrives(timed, asked(timed))
    timed.pass_time(HOUR)
    timed.opened("urgent")
    assert timed.letters("page") == ["page"] * 2
    timed.settle()
    assert timed.letters("page") == ["page"] * 2


# The very second


@BOTH
def test_a_waiting_ticket_is_closed_at_the_very_second_and_not_one_before(timed: TimedDesk) -> None:
    timed.waiting()
    timed.at(START + WEEK - SECOND)
    timed.settle()
    assert timed.status() == "pending"
    assert timed.office.deadlines.pass_time() == 1.0
    timed.at(START + WEEK)
    assert timed.settle() == 1
    assert timed.status() == "closed"
    assert (START + WEEK, "status pending -> closed") in timed.lines()
    assert timed.letters("closed") == ["closed"]


@BOTH
def test_a_look_some_seconds_late_notes_the_moment_it_was_due(timed: TimedDesk) -> None:
    timed.waiting()
    timed.at(START + WEEK - HOUR)
    timed.settle()
    timed.at(START + WEEK + 20 * SECOND)
    timed.settle()
    assert (START + WEEK, "status pending -> closed") in timed.lines()


@BOTH
def test_an_hourly_update_is_written_on_the_hour_and_keeps_its_promise(tmp_path: Path, url: str) -> None:
    with opened(tmp_path, url, GATEWAY_SUPPORT__POLICY="qeval") as desk:
        number = desk.opened("urgent")
        for hour in range(1, 4):
            desk.at(START + hour * HOUR - SECOND)
            desk.settle()
            assert len(desk.letters("status-update")) == hour - 1
            desk.at(START + hour * HOUR)
            desk.settle()
            assert len(desk.letters("status-update")) == hour
        updates = [row for row in desk.ticket(number).promises if row.kind.value == "update"]
        assert [row.missed_at for row in updates] == [None] * 4


@BOTH
def test_nothing_is_due_on_an_empty_store(timed: TimedDesk) -> None:
    assert timed.office.deadlines.step() == 0
    assert timed.office.deadlines.next_due() is None
    assert timed.office.deadlines.pass_time() == float("inf")


# Mail that came first


@BOTH
def test_a_reply_that_waits_in_the_journal_counts_before_the_close(timed: TimedDesk) -> None:
    sent = asked(timed)
    timed.at(START + WEEK - SECOND)
    timed.settle()
    arrives(timed, sent)
    timed.at(START + WEEK + HOUR)
    assert timed.office.deadlines.step() == 0
    assert timed.status() == "pending"
    timed.settle()
    assert timed.status() == "open"
    assert timed.letters("closed") == []


@BOTH
def test_what_was_due_before_the_reply_came_is_done_and_what_came_after_it_is_not(timed: TimedDesk) -> None:
    """The reminder of the sixth day was due, then she wrote, then it would have been closed; the desk was down."""
    sent = asked(timed)
    timed.at(START + 4 * DAY)
    timed.settle()
    timed.at(START + 6 * DAY + HOUR)
    arrives(timed, sent)
    timed.at(START + WEEK + HOUR)
    assert timed.office.deadlines.step() == 1
    assert timed.status() == "pending"
    assert timed.office.deadlines.step() == 0
    assert timed.due_at() == [START + WEEK]
    timed.settle()
    assert timed.status() == "open"
    assert timed.letters("closed") == []


@BOTH
def test_a_reply_that_came_too_late_opens_again_what_was_closed(timed: TimedDesk) -> None:
    sent = asked(timed)
    timed.at(START + WEEK - DAY)
    timed.settle()
    timed.at(START + WEEK + SECOND)
    arrives(timed, sent)
    timed.at(START + WEEK + HOUR)
    timed.settle()
    moved = [what for _, what in timed.lines() if what.startswith("status")][-2:]
    assert moved == ["status pending -> closed", "status closed -> open"]


@BOTH
def test_while_mail_waits_the_clock_is_not_asked_without_pause(timed: TimedDesk) -> None:
    """Another desk may be at work on it for half a minute."""
    sent = asked(timed)
    timed.at(START + WEEK - SECOND)
    timed.settle()
    arrives(timed, sent)
    timed.at(START + WEEK + HOUR)
    assert timed.office.deadlines.pass_time() == AGAIN > 0


@BOTH
def test_a_promise_is_not_missed_while_the_mail_waits_that_ends_the_case(tmp_path: Path, url: str) -> None:
    """It came an hour before the resolution was due; the desk was down since before the warning of it."""
    with opened(tmp_path, url, GATEWAY_SUPPORT__POLICY="qeval") as desk:
        number = desk.opened("high")
        desk.office.casework.reply(number, by="dana", body="We look.")
        sent = desk.outbox()[-1]
        desk.at(START + 30 * HOUR)
        desk.settle()
        desk.at(START + 47 * HOUR)
        arrives(desk, sent, "close", authentication=PROVEN)
        desk.pass_time(3 * HOUR)
        assert desk.office.deadlines.step() == 1  # the warning
        desk.settle()
        assert desk.status(number) == "closed"
        missed = [row.kind.value for row in desk.ticket(number).promises if row.missed_at]
        assert set(missed) <= {"update"}  # nobody wrote for two days
        assert not any(value.startswith("resolution") for _, value in desk.marks("missed"))


@BOTH
def test_what_a_mail_opened_while_the_desk_was_down_is_not_missed_when_the_next_mail_ends_it(
    tmp_path: Path, url: str
) -> None:
    def arrived(desk: TimedDesk, number: int, text: str) -> None:
        raw = (
            f"From: {ANN}\r\nTo: {SUPPORT}\r\nSubject: Phones drop\r\nMessage-ID: <m{number}@acme.example>\r\n"
            f"In-Reply-To: <m{number - 1}@acme.example>\r\nDate: Mon, 16 Nov 2026 14:00:00 +0000\r\n\r\n{text}\r\n"
        )
        at = desk.clock.now()
        mail = ReceivedMail("smtp", Envelope(ANN, (SUPPORT,)), raw.encode(), at, authentication=PROVEN)
        desk.office.journal.append([(mail, None)])

    with opened(tmp_path, url, GATEWAY_SUPPORT__POLICY="qeval") as desk:
        arrived(desk, 1, "Since eight.")
        desk.pass_time(HOUR)
        arrived(desk, 2, "close")
        desk.pass_time(3 * DAY)
        desk.settle()
        [ticket] = desk.tickets()
        assert desk.status(ticket.number) == "closed"
        assert [row.kind for row in desk.ticket(ticket.number).promises if row.missed_at] == []
        assert desk.letters("missed", "warning") == []


# Late, and once


@BOTH
def test_after_a_late_start_it_is_closed_once_and_nobody_is_reminded_of_what_is_over(timed: TimedDesk) -> None:
    timed.waiting()
    timed.pass_time(9 * DAY)
    assert timed.settle() == 1
    assert timed.letters() == ["closed"]
    timed.pass_time(9 * DAY)
    assert timed.settle() == 0
    assert timed.letters() == ["closed"]


@BOTH
def test_after_a_late_start_of_the_desk_another_one_finds_nothing_to_do(tmp_path: Path, url: str) -> None:
    with opened(tmp_path, url) as desk:
        desk.waiting()
        desk.opened("urgent")
        desk.pass_time(3 * DAY)
        desk.settle()
        again = timed_desk(tmp_path, url, clock=desk.clock)
        assert again.settle() == 0
        again.office.close()


@SERVERS_ONLY
def test_two_desks_do_everything_once(tmp_path: Path, url: str) -> None:
    with opened(tmp_path, url) as desk:
        numbers = [desk.waiting() for _ in range(30)]
        desk.pass_time(WEEK)
        done: list[int] = []
        begin = threading.Barrier(2)

        def run() -> None:
            mine = timed_desk(tmp_path, url, clock=desk.clock)
            begin.wait(30)
            while count := mine.office.deadlines._batch(4):
                done.append(count)
            mine.office.close()

        threads = [threading.Thread(target=run) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert sum(done) == 30
        assert {desk.status(number) for number in numbers} == {"closed"}
        assert len(desk.letters("closed")) == 30
        assert [what for _, what in desk.lines()].count("status pending -> closed") == 30


@BOTH
@pytest.mark.parametrize("point", faults.DUE_POINTS)
def test_a_desk_killed_while_it_does_what_is_due_leaves_it_done_once(tmp_path: Path, url: str, point: str) -> None:
    """Before the commit nothing has happened; after it nobody was told that letters wait, and they are there."""
    with opened(tmp_path, url) as desk:
        desk.waiting()
        desk.pass_time(WEEK)
        assert step_alone(tmp_path, url, desk.clock.now(), kill_at=point) == -9
        committed = point == "deadlines-committed"
        assert (desk.status(), desk.letters()) == (("closed", ["closed"]) if committed else ("pending", []))
        assert step_alone(tmp_path, url, desk.clock.now()) == 0
        assert (desk.status(), desk.letters()) == ("closed", ["closed"])
        assert [state for state in desk.totals().outbox] == ["queued"]


@BOTH
def test_delivery_is_woken_when_letters_wait_and_not_otherwise(timed: TimedDesk) -> None:
    woken: list[int] = []
    deadlines = timed.office.make_deadlines(lambda: woken.append(1))
    number = timed.opened()
    timed.set(number, status=Status.ON_HOLD, until=START + DAY)
    timed.office.casework.set(number, NewState(assignee="lea"), by="dana", reason="")
    timed.pass_time(DAY)
    assert deadlines.step() == 1
    assert woken == [1]
    assert deadlines.step() == 0
    assert woken == [1]


# What goes wrong


@BOTH
def test_one_ticket_that_raises_does_not_stop_the_others_and_is_tried_later(
    timed: TimedDesk, caplog: pytest.LogCaptureFixture
) -> None:
    """An event of a version to come stands on one of them: this version cannot read it."""
    numbers = [timed.waiting() for _ in range(3)]
    with timed.office.database.write(Side.DESK) as connection:
        row = {"ticket_id": 2, "what": "yet-to-come", "at": START, "value": ""}
        connection.execute(event.insert(), [row])
    timed.pass_time(WEEK)
    assert timed.office.deadlines.step() == 3
    assert [timed.status(number) for number in numbers] == ["closed", "pending", "closed"]
    assert f"deadlines.failed case={numbers[1]}" in caplog.text
    assert timed.due_at()[1] == timed.clock.now() + PUT_OFF
    assert timed.office.deadlines.step() == 0
    assert timed.office.deadlines.pass_time() == PUT_OFF.total_seconds()
    with timed.office.database.write(Side.DESK) as connection:
        connection.execute(event.delete().where(event.c.what == "yet-to-come"))
    timed.pass_time(PUT_OFF)
    assert timed.office.deadlines.step() == 1
    assert timed.status(numbers[1]) == "closed"
    assert len(timed.letters("closed")) == 3


@SERVERS_ONLY
def test_a_store_that_is_away_loses_nothing(timed: TimedDesk, postgres: Postgres) -> None:
    timed.waiting()
    timed.pass_time(WEEK)
    postgres.stop()
    try:
        with pytest.raises(StoreUnavailable):
            timed.office.deadlines.step()
    finally:
        postgres.start()
    assert timed.settle() == 1
    assert timed.letters() == ["closed"]


# Many at once

MANY = 1500


def crowd(desk: TimedDesk, count: int) -> None:
    """Open tickets that all began to wait for their customers within one minute."""
    means = desk.office.means
    pack = means.law.policies.of(None)
    with desk.office.database.write(Side.DESK) as connection:
        docket = Docket(connection, means)
        for one in range(count):
            fresh, now = docket.next_ticket(), desk.clock.now() + timedelta(milliseconds=12 * one)
            new = work.NewTicket(
                requester=parse_address(f"user{one}@acme.example"), name="", subject=f"Phones drop {one}",
                body="Since eight.", priority="", support_address=SUPPORT, language="en",
            )  # fmt: skip
            docket.take(work.open_for(new, pack, fresh, by="dana", now=now), at=now)
            answered = work.answer(
                docket.world.tickets[fresh.ticket_id], by="dana", body="The log?", message_id=MessageId(""), now=now
            )
            docket.take(answered, at=now)
            wish = NewState(status=Status.PENDING, waiting_on=WaitingOn.CUSTOMER)
            case = docket.case(fresh.ticket_id)
            docket.take(settle(case, wish, customer=None, by="dana", reason="", now=now), at=now)
        docket.write()


@pytest.mark.id("X-06")
@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_many_that_fall_due_in_one_minute_are_done_in_batches_that_let_mail_through(timed: TimedDesk) -> None:
    crowd(timed, MANY)
    timed.at(START + WEEK + timedelta(minutes=1))
    steps: list[int] = []
    while done := timed.office.deadlines.step():
        steps.append(done)
        if len(steps) == 3:
            raw = bytes(timed.mail("new@acme.example", "A new problem"))
            mail = ReceivedMail("smtp", Envelope("new@acme.example", (SUPPORT,)), raw, timed.clock.now())
            timed.office.journal.append([(mail, None)])
            assert timed.office.intake.step() == 1
    assert max(steps) <= BATCH
    assert sum(steps) == MANY
    assert len(timed.letters("closed")) == MANY
    assert [what for _, what in timed.lines()].count("status pending -> closed") == MANY
    assert timed.totals().tickets["closed"] == MANY


@BOTH
def test_a_ticket_on_which_things_fall_due_without_end_waits_and_says_so(
    timed: TimedDesk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Two reminders and the end of a week, where two are taken for without end."""
    monkeypatch.setattr("gateway.docket.MAX_AT_ONCE", 2)
    number = timed.waiting()
    timed.pass_time(9 * DAY)
    assert timed.office.deadlines.step() == 1
    assert f"docket.endless case={number}" in caplog.text
    assert timed.status() == "pending"
    assert timed.office.deadlines.step() == 0
    timed.pass_time(AFTER_TOO_MUCH)
    assert timed.office.deadlines.step() == 1
    assert timed.status() == "closed"
    assert timed.letters() == ["closed"]


def test_a_clock_that_nobody_asked_before_has_not_leapt(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with opened(tmp_path, "") as desk:
        deadlines = Deadlines(desk.office.database, replace(desk.office.means, clock=FrozenClock(START - 400 * DAY)))
        assert deadlines.step() == 0
    assert "clock.leapt" not in caplog.text

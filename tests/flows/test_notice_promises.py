"""What notices promise goes by policies and the directory, which change between two mails; and who hears on of it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from gateway.desk.notice import Stage
from gateway.desk.notices import maintenance, outage
from gateway.desk.notices.decided import Decided
from gateway.errors import Refused
from gateway.store import notices as store
from tests.flows.test_notices import (
    FEW,
    VOICE,
    change,
    confirm,
    know,
    lines,
    notice,
    plan,
    report,
    restore,
    send,
    to,
    told,
)
from tests.flows.timed_desk import BOTH, DAY, HOUR, START, TimedDesk

MINUTE = timedelta(minutes=1)


@BOTH
def test_who_is_concerned_since_the_draft_brings_the_notice_that_they_were_promised(timed: TimedDesk) -> None:
    nothing = {**FEW[0], "policy": "ameyo"}
    know(timed, nothing)
    new = plan(timed, start=START + 5 * HOUR, end=START + 6 * HOUR)
    drafted = timed.office.announcing.begin(
        VOICE, lambda found: Decided(maintenance.plan(new, found), "drafted", "a test"), by="dana"
    ).notice
    assert drafted.times.maintenance_notice is None
    know(timed, nothing, FEW[1])
    with pytest.raises(Refused, match="customers were promised at least 24 h"):
        change(timed, drafted.id, maintenance.announce)
    know(timed, nothing)
    assert change(timed, drafted.id, maintenance.announce).notice.times.maintenance_notice is None
    know(timed, nothing, FEW[1])
    soon = START + 7 * HOUR
    with pytest.raises(Refused, match="customers were promised at least 24 h"):
        change(timed, drafted.id, lambda one, found: maintenance.reschedule(one, found, soon, soon + HOUR, {}))


@BOTH
def test_an_update_goes_by_what_is_promised_to_those_it_concerns_by_then_and_never_by_less_than_before(
    timed: TimedDesk,
) -> None:
    nothing = {**FEW[0], "policy": "ameyo"}

    def update(name: str) -> datetime | None:
        return change(timed, name, lambda one, found: outage.update(one, found, {"update": "We look"})).notice.next_by

    know(timed, nothing)
    name = confirm(timed)
    report(timed, name)
    assert update(name) is None
    know(timed, nothing, FEW[1])
    assert update(name) == START + HOUR
    know(timed, nothing)  # whoever was promised it has left
    assert update(name) == START + HOUR
    timed.at(START + 58 * MINUTE)
    timed.settle()
    assert notice(timed, name).next_by == START + 118 * MINUTE


@BOTH
def test_what_a_clock_that_leapt_says_itself_stands_with_the_time_that_is_believed(timed: TimedDesk) -> None:
    """It is five hours wrong for a minute, in which a holding update falls due."""
    know(timed, *FEW)
    name = confirm(timed)
    report(timed, name)
    timed.settle()
    timed.at(START + 57 * MINUTE)
    timed.settle()
    timed.clock.at += 5 * HOUR
    timed.agree()
    for _ in range(2):
        timed.pass_time(MINUTE / 2)
        timed.settle()
    with timed.office.database.read() as connection:
        *_, (revision, notice_then) = store.revisions_of(connection, name)
    assert revision.stage is Stage.HOLDING
    assert START + 57 * MINUTE < revision.at <= START + 59 * MINUTE
    assert notice_then.next_by == revision.at + HOUR


@BOTH
def test_a_customer_that_is_renamed_is_told_once_how_it_goes_on(timed: TimedDesk) -> None:
    know(timed, *FEW)
    name = confirm(timed)
    report(timed, name)
    timed.settle()
    send(timed)
    know(timed, {**FEW[0], "id": "acme-group"}, *FEW[1:])
    restore(timed, name)
    timed.settle()
    assert len(to(timed, "noc@acme.example")) == 2, "that it is down, and that it is up"
    heard = {one.recipient.customer for one in told(timed, name, 1) if not one.recipient.copy_to}
    assert heard == {"acme-group", "bravo", "globex"}


@BOTH
def test_who_looked_after_them_when_it_went_down_gets_a_copy_that_it_is_up(timed: TimedDesk) -> None:
    know(timed, *FEW)
    name = confirm(timed)
    report(timed, name)
    timed.settle()
    send(timed)
    know(timed, *({**one, "account_manager": "dana@support.example"} for one in FEW))
    restore(timed, name)
    timed.settle()
    copies = [one.recipient.copy_to for one in told(timed, name, 1) if one.recipient.copy_to]
    assert copies == ["dana@support.example", "lea@support.example"]
    first, last = (one for one in to(timed, "lea@support.example") if one.template == "outage")
    assert last.message["References"] == first.message["Message-ID"]
    assert "what customers read" in last.text


def _leap(timed: TimedDesk, span: timedelta) -> None:
    """Set the clock; no time passes."""
    timed.clock.at += span
    timed.agree()
    timed.settle()


@BOTH
@pytest.mark.parametrize("minutes", [1, 10], ids=["doubted", "believed"])
def test_a_word_that_is_typed_while_the_clock_is_a_day_ahead_silences_no_outage(timed: TimedDesk, minutes: int) -> None:
    know(timed, *FEW)
    name = confirm(timed)
    report(timed, name)
    timed.settle()
    send(timed)
    timed.at(START + 10 * MINUTE)
    timed.settle()
    _leap(timed, DAY)
    for _ in range(minutes):
        timed.pass_time(MINUTE)
        timed.settle()
    change(timed, name, lambda one, found: outage.update(one, found, {"update": "We look"}))
    timed.settle()
    send(timed)
    _leap(timed, -DAY)
    back = timed.clock.now()
    for _ in range(3):
        timed.pass_time(MINUTE)
        timed.settle()
    due = notice(timed, name).next_by
    assert due is not None
    assert back <= due - HOUR <= back + MINUTE, "within a minute, and once"
    assert sum(one.startswith("set back to") for one in lines(timed, name)) == 1
    assert not any(one.startswith("missed") for one in notice(timed, name).marks)
    timed.at(due - 2 * MINUTE)
    timed.settle()
    with timed.office.database.read() as connection:
        *_, (revision, told_then) = store.revisions_of(connection, name)
    assert (revision.stage, revision.at) == (Stage.HOLDING, timed.clock.now())
    assert told_then.told_before is None, "what was said tomorrow is no time to name"
    restore(timed, name)
    assert notice(timed, name).restored_at == timed.clock.now()


@BOTH
def test_what_is_confirmed_or_restored_by_a_clock_that_is_a_day_ahead_is_owed_its_next_word_by_the_true_one(
    timed: TimedDesk,
) -> None:
    know(timed, *FEW)
    _leap(timed, DAY)
    name = confirm(timed)
    _leap(timed, -DAY)
    timed.pass_time(MINUTE)
    timed.settle()
    assert notice(timed, name).next_by == timed.clock.now() + HOUR
    report(timed, name)
    timed.settle()
    send(timed)
    _leap(timed, DAY)
    restore(timed, name)
    ahead = notice(timed, name).next_by
    assert ahead is not None
    _leap(timed, -DAY)
    timed.pass_time(MINUTE)
    timed.settle()
    known = notice(timed, name)
    assert known.restored_at == timed.clock.now()
    assert known.next_by is not None
    assert timed.clock.now() < known.next_by <= ahead - DAY + 2 * MINUTE


@BOTH
def test_a_clock_that_was_behind_and_is_put_right_moves_no_promise(timed: TimedDesk) -> None:
    """It is doubted for five minutes all the same."""
    know(timed, *FEW)
    name = confirm(timed)
    report(timed, name)
    timed.settle()
    timed.clock.at += DAY
    timed.agree()
    change(timed, name, lambda one, found: outage.update(one, found, {"update": "We look"}))
    due = notice(timed, name).next_by
    for _ in range(8):
        timed.settle()
        timed.pass_time(MINUTE)
    timed.settle()
    assert notice(timed, name).next_by == due

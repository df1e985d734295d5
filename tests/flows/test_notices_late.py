"""Letters of notices that waited too long: nobody hears of a window that is over, or what was said hours ago."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from gateway.desk.notice import Delivery, Notice, NoticeKind, Standing
from gateway.desk.notices import circular, maintenance, outage
from gateway.desk.notices.audit import audit
from gateway.desk.notices.audit_verdict import Verdict
from gateway.desk.notices.decided import Bearings, Decided
from gateway.errors import Refused
from gateway.mail import DeliveryResult, Outcome
from gateway.notice_post import LETTERS
from gateway.store.database import Side
from gateway.store.notice_record import record_of
from gateway.store.notice_tables import notice_revision
from gateway.store.notices import newest_delivery
from gateway.store.outbox import OutboxStore, hurry
from gateway.store.tables import outbox
from tests.flows.test_notices import (
    FEW,
    OPENS,
    VOICE,
    change,
    confirm,
    count,
    know,
    letters,
    lines,
    many,
    notice,
    report,
    restore,
    schedule,
    send,
    stages,
    standing,
    to,
    told,
)
from tests.flows.timed_desk import BOTH, DAY, HOUR, SECOND, TimedDesk, opened

MINUTE = timedelta(minutes=1)
LEA = "lea@support.example"


def hurried(timed: TimedDesk) -> None:
    """The relay takes mail again: what it put off is due now."""
    with timed.office.database.write(Side.WIRE) as connection:
        hurry(connection, None, now=timed.clock.now())


@BOTH
def test_of_a_window_that_has_begun_nobody_hears_after_a_stop_and_who_looks_after_them_is_asked_once(
    timed: TimedDesk,
) -> None:
    know(timed, *({**one, "account_manager": LEA} for one in many(LETTERS + 3)))
    name = schedule(timed, reminders=())
    timed.at(OPENS)
    timed.settle()
    assert count(timed) == 0
    assert set(standing(timed, name).values()) == {Standing.SKIPPED}
    because = "the letter came too late: the window began at 2026-11-19 14:00 UTC"
    assert {(one.recipient.why_not, one.recipient.told_by) for one in told(timed, name)} == {(because, LEA)}
    (asked,) = (one for one in to(timed, LEA) if one.template == "notice-uncovered")
    assert f"C0 (c0000): {because}" in asked.text.replace("\r\n", " ")
    assert f"letters not written any more: {LETTERS + 3}" in lines(timed, name)
    change(timed, name, lambda one, found: maintenance.cancel(one, found, {"cancelled": "no need"}))
    timed.settle()
    assert {number for _, number in letters(timed, name)} == {1}, "who should have heard of it hears that it is off"


@BOTH
def test_an_emergency_is_told_until_its_window_is_over(timed: TimedDesk) -> None:
    know(timed, *({**one, "account_manager": LEA} for one in many(2)))
    schedule(timed, reminders=(), emergency=True)
    timed.at(OPENS + MINUTE)
    timed.settle()
    assert count(timed) == 2
    later = schedule(timed, reminders=(), emergency=True, start=OPENS + HOUR, end=OPENS + 2 * HOUR)
    timed.at(OPENS + 2 * HOUR)
    timed.settle()
    assert set(standing(timed, later).values()) == {Standing.SKIPPED}


@BOTH
def test_after_a_stop_customers_hear_how_an_outage_stands_and_not_what_was_said_hours_ago(timed: TimedDesk) -> None:
    know(timed, *({**one, "account_manager": LEA} for one in many(2)))
    name = confirm(timed)
    report(timed, name)
    timed.pass_time(5 * HOUR)
    timed.settle()
    assert stages(timed, name) == ["report", "holding"]
    assert {key for key in letters(timed, name) if key[0].startswith("c")} == {("c0000", 1), ("c0001", 1)}
    assert timed.letters("notice-uncovered") == [], "they hear the newer word"


@BOTH
def test_where_nothing_is_said_by_itself_people_are_asked_for_what_came_too_late(timed: TimedDesk) -> None:
    know(timed, *({**one, "account_manager": LEA} for one in many(2)))
    name = confirm(timed, auto_holding=False)
    report(timed, name)
    timed.pass_time(5 * HOUR)
    timed.settle()
    assert letters(timed, name) == {}
    assert len([one for one in to(timed, LEA) if one.template == "notice-uncovered"]) == 1
    assert "notice-missed" in timed.letters()
    change(timed, name, lambda one, found: outage.update(one, found, {"update": "A part is on its way."}))
    timed.pass_time(SECOND)
    timed.settle()
    assert {key for key in letters(timed, name) if key[0].startswith("c")} == {("c0000", 1), ("c0001", 1)}


@BOTH
def test_letters_that_lay_in_the_outbox_do_not_leave_late_either(timed: TimedDesk) -> None:
    know(timed, *({**one, "account_manager": LEA} for one in many(3)))
    name = schedule(timed, reminders=())
    timed.settle()
    assert count(timed) == 3
    assert len(send(timed, limit=1)) == 1
    assert len(send(timed, limit=1, outcome=Outcome.LATER)) == 1
    timed.at(OPENS)
    timed.settle()
    assert [one for one in send(timed) if one.startswith("noc")] == []
    assert Counter(standing(timed, name).values()) == {Standing.ACCEPTED: 1, Standing.SKIPPED: 2}
    assert "letters withdrawn that no server had taken: 2" in lines(timed, name)
    (asked,) = (one for one in to(timed, LEA) if one.template == "notice-uncovered")
    assert " ".join(asked.text.split()).count("the letter came too late: the window began at 2026-11-19 14:00 UTC") == 2


@BOTH
@pytest.mark.parametrize("holding", [True, False])
def test_what_came_too_late_while_the_gateway_stood_still_is_withdrawn_before_any_letter_leaves(
    timed: TimedDesk, holding: bool
) -> None:
    know(timed, *FEW[:2])
    down = confirm(timed, auto_holding=holding)
    report(timed, down)
    planned = schedule(timed)
    timed.settle()
    timed.pass_time(5 * DAY)
    timed.office.deadlines.begin()
    with timed.office.database.read() as connection:
        waiting = select(outbox.c.template).where(outbox.c.state == "queued")
        found = set(connection.scalars(waiting.where(outbox.c.template.in_(("outage", "maintenance")))))
    assert found == ({"outage"} if holding else set()), "an update by the gateway does not repeat what a person wrote"
    for name in (down, planned):
        assert letters(timed, name) == {("acme", 0): 1, ("bravo", 0): 1}


@BOTH
def test_letters_that_had_all_left_are_not_called_late_afterwards(timed: TimedDesk) -> None:
    know(timed, *FEW[:2])
    name = schedule(timed, reminders=())
    timed.settle()
    send(timed)
    timed.settle()
    timed.at(OPENS)
    timed.settle()
    with timed.office.database.read() as connection:
        assert newest_delivery(connection, name) is Delivery.RUNNING


@BOTH
def test_while_no_relay_takes_mail_updates_by_the_gateway_do_not_pile_up(timed: TimedDesk) -> None:
    know(timed, *many(1))
    name = confirm(timed)
    report(timed, name)
    for _ in range(12):
        timed.settle()
        send(timed, outcome=Outcome.LATER)
        timed.pass_time(HOUR / 2)
    timed.settle()
    timed.pass_time(MINUTE)
    hurried(timed)
    assert len(stages(timed, name)) == 7
    assert [one for one in send(timed) if one.startswith("noc")] == ["noc0@c0000.example"] * 2
    fared = [standing(timed, name, number)["c0000"] for number in range(7)]
    assert fared == [Standing.ACCEPTED, *[Standing.SKIPPED] * 5, Standing.ACCEPTED], (
        "what a person wrote, and the newest"
    )


@BOTH
def test_a_letter_on_the_wire_when_its_window_begins_arrives_now_or_not_at_all(timed: TimedDesk) -> None:
    know(timed, *({**one, "account_manager": LEA} for one in many(2)))
    name = schedule(timed, reminders=())
    timed.settle()
    wire = OutboxStore(timed.office.database, owner="a test")
    one, other = wire.claim(now=timed.clock.now(), limit=2)
    timed.at(OPENS)
    timed.settle()
    now = timed.clock.now()
    wire.record([DeliveryResult(one.id, Outcome.SENT, "250 ok", now)])
    wire.record([DeliveryResult(other.id, Outcome.LATER, "451 later", now, next_try_at=now + MINUTE)])
    timed.settle()
    timed.pass_time(HOUR)
    timed.settle()
    assert [to for to in send(timed) if to.startswith("noc")] == []
    assert list(standing(timed, name).values()) == [Standing.ACCEPTED, Standing.SKIPPED]
    (asked,) = (one for one in to(timed, LEA) if one.template == "notice-uncovered")
    assert "the letter came too late: a server put it off until what it says was over" in " ".join(asked.text.split())


@BOTH
def test_of_a_plan_that_is_paused_until_its_window_begins_no_letter_leaves_and_people_are_asked(
    tmp_path: Path, url: str
) -> None:
    with opened(tmp_path, url, GATEWAY_RELAY__NOTICES_PER_DOMAIN="1") as desk:
        know(desk, *({**one, "account_manager": LEA} for one in many(2, "large.example")))
        name = schedule(desk, reminders=())
        desk.settle()
        desk.office.notice_pause.pause(name, by="dana")
        assert sorted(one.outbox_id is not None for one in told(desk, name)) == [False, True]
        wire = OutboxStore(desk.office.database, owner="a test")
        (letter,) = wire.claim(now=desk.clock.now(), limit=2)
        desk.at(OPENS)
        desk.settle()
        now = desk.clock.now()
        wire.record([DeliveryResult(letter.id, Outcome.LATER, "451 later", now, next_try_at=now + MINUTE)])
        desk.settle()
        desk.pass_time(HOUR)
        desk.settle()
        assert [to for to in send(desk) if to.startswith("noc")] == []
        assert {(one.standing, one.recipient.told_by) for one in told(desk, name)} == {(Standing.SKIPPED, LEA)}
        asked = " ".join(" ".join(one.text.split()) for one in to(desk, LEA) if one.template == "notice-uncovered")
        assert "(c0000): the letter came too late: a server put it off" in asked
        assert "(c0001): the letter came too late: the window began" in asked
        with pytest.raises(Refused, match=f"(?s)the window began.*maintenance reschedule {name}"):
            desk.office.notice_pause.resume(name, by="dana")


@BOTH
def test_of_an_outage_that_is_paused_past_its_next_word_the_gateway_says_nothing_by_itself(timed: TimedDesk) -> None:
    know(timed, *({**one, "account_manager": LEA} for one in many(2)))
    name = confirm(timed)
    report(timed, name)
    timed.office.notice_pause.pause(name, by="dana")
    for _ in range(6):
        timed.pass_time(HOUR / 2)
        timed.settle()
    assert stages(timed, name) == ["report"]
    assert set(standing(timed, name).values()) == {Standing.SKIPPED}
    assert len([one for one in to(timed, LEA) if one.template == "notice-uncovered"]) == 1


@BOTH
def test_a_clock_that_leaps_ahead_makes_no_letter_late_and_lets_none_leave_until_it_is_put_right(
    timed: TimedDesk,
) -> None:
    know(timed, *FEW[:2])
    timed.settle()
    timed.office.deadlines.step()
    name = schedule(timed, reminders=())
    timed.clock.at += 4 * DAY
    timed.agree()
    timed.pass_time(30 * SECOND)
    timed.settle()
    assert set(standing(timed, name).values()) == {Standing.QUEUED}
    assert count(timed) == 0
    timed.clock.at -= 4 * DAY
    timed.agree()
    timed.settle()
    assert count(timed) == 2


@BOTH
def test_what_was_paused_is_not_resumed_once_its_window_has_begun(timed: TimedDesk) -> None:
    know(timed, *FEW[:2])
    name = schedule(timed, reminders=())
    timed.office.notice_pause.pause(name, by="dana")
    timed.at(OPENS)
    timed.settle()
    with pytest.raises(
        Refused, match=f"(?s)the window began.*maintenance reschedule {name}.*maintenance cancel {name}"
    ):
        timed.office.notice_pause.resume(name, by="dana")
    timed.settle()
    assert count(timed) == 0


@BOTH
def test_an_all_clear_that_is_resumed_late_names_no_time_that_has_passed(timed: TimedDesk) -> None:
    know(timed, *FEW[:2])
    name = confirm(timed)
    report(timed, name)
    timed.settle()
    send(timed)
    restore(timed, name)
    timed.office.notice_pause.pause(name, by="dana")
    due = notice(timed, name).next_by
    assert due is not None
    timed.at(due + HOUR)
    timed.settle()
    timed.office.notice_pause.resume(name, by="dana")
    timed.settle()
    for address, gone in (("noc@acme.example", "Next update by"), ("noc@bravo.example", "Prochain message")):
        text = " ".join(to(timed, address)[-1].text.split())
        assert gone not in text
        assert "Root cause, impact and resolution follow." in text or "Cause, effets et résolution suivront." in text


@BOTH
def test_an_all_clear_that_was_written_before_a_pause_leaves_though_more_is_said_meanwhile(timed: TimedDesk) -> None:
    know(timed, *FEW[:2])
    name = confirm(timed)
    report(timed, name)
    timed.settle()
    send(timed)
    restore(timed, name)
    timed.settle()
    assert all(one.outbox_id for one in told(timed, name, 1) if one.recipient.address)
    with timed.office.database.write(Side.DESK) as connection:  # as of more customers than are written ahead
        connection.execute(update(notice_revision).where(notice_revision.c.number == 1).values(delivery="paused"))
    timed.pass_time(HOUR)
    change(timed, name, lambda one, found: outage.explain(one, found, {"root_cause": "a fuse"}))
    timed.settle()
    send(timed)
    timed.settle()
    assert standing(timed, name, 1)["acme"] is Standing.ACCEPTED


@BOTH
@pytest.mark.parametrize("by_itself", [True, False])
def test_an_all_clear_that_lay_in_the_outbox_past_the_word_it_promises_leaves_without_that_time(
    timed: TimedDesk, by_itself: bool
) -> None:
    know(timed, *FEW[:2])
    name = confirm(timed)
    report(timed, name)
    timed.settle()
    send(timed)
    restore(timed, name)
    timed.settle()
    due = notice(timed, name).next_by
    assert due is not None
    if by_itself:
        timed.at(due - 2 * MINUTE)
    else:
        timed.pass_time(HOUR)
        change(timed, name, lambda one, found: outage.explain(one, found, {"root_cause": "A disk"}))
    timed.settle()
    assert stages(timed, name) == ["report", "restored", "rca"]
    timed.pass_time(DAY / 2)
    timed.settle()
    assert sum(one.startswith("letters withdrawn") for one in lines(timed, name)) == 1, "once"
    assert len(send(timed)) == 4
    for address, gone in (("noc@acme.example", "Next update by"), ("noc@bravo.example", "Prochain message")):
        *_, clear, cause = (" ".join(one.text.split()) for one in to(timed, address))
        assert gone not in clear
        assert gone in cause
        assert "RESTORED" in clear or "RÉTABLI" in clear


@BOTH
def test_no_letter_names_an_expected_end_that_has_passed_when_it_is_written(timed: TimedDesk) -> None:
    know(timed, *FEW[:2])
    name, eta = confirm(timed), timed.clock.now() + 20 * MINUTE
    said = {"summary": "Calls fail", "workaround": "none"}
    change(timed, name, lambda one, found: outage.report(one, found, said, None, outage.Estimate(eta)))
    timed.office.notice_pause.pause(name, by="dana")
    timed.at(eta)
    timed.office.notice_pause.resume(name, by="dana")
    timed.settle()
    for address in ("noc@acme.example", "noc@bravo.example"):
        text = " ".join(to(timed, address)[-1].text.split())
        assert "Expected back by" not in text
        assert "Retour prévu" not in text


@BOTH
def test_a_word_on_the_cause_or_that_work_began_is_not_resumed_after_the_time_it_names(timed: TimedDesk) -> None:
    know(timed, *FEW[:2])
    office, down, work = timed.office, confirm(timed), schedule(timed, reminders=())
    report(timed, down)
    restore(timed, down)
    timed.settle()
    send(timed)
    change(timed, down, lambda one, found: outage.explain(one, found, {"root_cause": "A disk"}))
    office.notice_pause.pause(down, by="dana")
    due = notice(timed, down).next_by
    assert due is not None
    timed.at(due)
    with pytest.raises(Refused, match=f"(?s)customers were to hear more by.*gateway outage rca {down}"):
        office.notice_pause.resume(down, by="dana")
    timed.at(OPENS)
    change(timed, work, maintenance.begin)
    office.notice_pause.pause(work, by="dana")
    timed.at(OPENS + 2 * HOUR)
    with pytest.raises(Refused, match=f"(?s)work was to take until.*gateway maintenance complete {work}"):
        office.notice_pause.resume(work, by="dana")


@BOTH
def test_an_upgrade_is_not_announced_after_it_took_effect_unless_it_was_written_then(timed: TimedDesk) -> None:
    know(timed, *FEW[:2])
    texts, when = {"text": "News.", "customer_action": "nothing", "link": "none"}, timed.clock.now() + HOUR
    new = circular.NewCircular(NoticeKind.UPGRADE, "Voice 9", VOICE, when=when, texts=texts)

    def announce() -> str:
        return timed.office.announcing.begin(VOICE, lambda found: circular.send(new, found), by="dana").notice.id

    early = announce()
    timed.at(when)
    timed.settle()
    assert count(timed) == 0
    assert set(standing(timed, early).values()) == {Standing.SKIPPED}
    announce()
    timed.settle()
    assert count(timed) == 2


@BOTH
def test_letters_of_an_upgrade_that_lie_in_the_outbox_when_it_takes_effect_do_not_leave(timed: TimedDesk) -> None:
    know(timed, *FEW[:2])
    texts, when = {"text": "News.", "customer_action": "nothing", "link": "none"}, timed.clock.now() + HOUR
    new = circular.NewCircular(NoticeKind.UPGRADE, "Voice 9", VOICE, when=when, texts=texts)
    name = timed.office.announcing.begin(VOICE, lambda found: circular.send(new, found), by="dana").notice.id
    timed.settle()
    assert [one.number for one in told(timed, name) if one.outbox_id is not None] == [0, 0]
    change(timed, name, lambda one, found: circular.move(one, found, when + HOUR, {}))
    timed.settle()
    timed.at(when + HOUR)
    timed.settle()
    assert send(timed) == []
    assert set(standing(timed, name).values()) == {Standing.SKIPPED}


@BOTH
def test_a_pause_is_no_way_around_the_notice_that_was_promised(timed: TimedDesk) -> None:
    know(timed, *FEW[:2])
    name, office = schedule(timed, reminders=()), timed.office
    office.notice_pause.pause(name, by="dana")
    timed.at(OPENS - HOUR)
    with pytest.raises(Refused, match=r"(?s)notice would be 1 h, and customers were promised .*--short-notice"):
        office.notice_pause.resume(name, by="dana")
    office.notice_pause.resume(name, by="dana", short_notice="the power fails")
    timed.settle()
    assert len(send(timed)) == 2
    assert all("the power fails" in one.text for one in timed.outbox() if one.recipient == "noc@acme.example")
    timed.settle()
    with timed.office.database.read() as connection:
        (promised, *_) = audit(record_of(connection, name, timed.clock.now()))
    assert promised.verdict is Verdict.EXCUSED
    assert promised.detail == "notice of 1 h, for operational reasons: the power fails"
    change(timed, name, lambda one, found: maintenance.remind(one, found))
    office.notice_pause.pause(name, by="dana")
    with pytest.raises(Refused, match="no letter that is paused tells of a window: leave out --short-notice"):
        office.notice_pause.resume(name, by="dana", short_notice="the power fails")


def made_certain(one: Notice, found: Bearings, **texts: str) -> Decided:
    return maintenance.reschedule(one, found, OPENS, OPENS + 2 * HOUR, texts)


@BOTH
@pytest.mark.parametrize("kept", ["paused", "aborted", "put off"])
def test_a_tentative_window_is_no_way_around_the_notice_that_was_promised(timed: TimedDesk, kept: str) -> None:
    know(timed, *FEW[:2])
    name, office = schedule(timed, reminders=(), tentative=True), timed.office
    if kept == "paused":
        office.notice_pause.pause(name, by="dana")
    elif kept == "aborted":
        office.notice_pause.abort(name, by="dana", reason="")
    else:
        timed.settle()  # and no relay is there
    timed.at(OPENS - HOUR)
    for decide in (office.announcing.plan, office.announcing.change):
        with pytest.raises(Refused, match=r"(?s)notice would be 1 h, and customers were promised .*--short-notice"):
            decide(name, made_certain, by="dana")
    change(timed, name, lambda one, found: made_certain(one, found, short_notice="the power fails"))
    timed.settle()
    assert len(send(timed)) == 2
    for address in ("noc@acme.example", "noc@bravo.example"):
        assert "the power fails" in " ".join(to(timed, address)[-1].text.split())


@BOTH
def test_that_a_window_is_certain_may_be_said_late_to_who_had_notice_of_it_and_to_nobody_else(timed: TimedDesk) -> None:
    know(timed, *FEW[:2])
    heard, paused = (schedule(timed, reminders=(), tentative=True) for _ in range(2))
    timed.office.notice_pause.pause(paused, by="dana")
    timed.settle()
    send(timed)
    change(timed, paused, made_certain)
    timed.office.notice_pause.pause(paused, by="dana")
    timed.at(OPENS - HOUR)
    with pytest.raises(Refused, match="notice would be 1 h"):
        timed.office.notice_pause.resume(paused, by="dana")
    timed.office.notice_pause.resume(paused, by="dana", short_notice="the power fails")
    change(timed, heard, made_certain)
    timed.settle()
    assert len(send(timed)) == 4


@BOTH
@pytest.mark.parametrize(
    ("stop", "instead"),
    [("pause", "are paused.*gateway notice resume"), ("abort", "were aborted.*gateway maintenance cancel")],
)
def test_nobody_is_reminded_of_what_they_have_not_been_told(timed: TimedDesk, stop: str, instead: str) -> None:
    know(timed, *FEW[:2])
    name, office = schedule(timed, reminders=()), timed.office
    if stop == "pause":
        office.notice_pause.pause(name, by="dana")
    else:
        office.notice_pause.abort(name, by="dana", reason="")
    timed.at(OPENS - HOUR)
    with pytest.raises(Refused, match=f"(?s)the window of {name} {instead} {name}"):
        change(timed, name, maintenance.remind)
    timed.settle()
    assert count(timed) == 0
    moved = (OPENS + 4 * DAY, OPENS + 4 * DAY + HOUR)
    change(timed, name, lambda one, found: maintenance.reschedule(one, found, *moved, {}))
    timed.settle()
    change(timed, name, maintenance.remind)


@BOTH
def test_nobody_is_reminded_by_hand_of_a_window_that_has_begun(timed: TimedDesk) -> None:
    know(timed, *({**one, "account_manager": LEA} for one in FEW[:2]))
    name = schedule(timed, reminders=())
    timed.settle()
    send(timed)
    timed.at(OPENS - SECOND)
    change(timed, name, maintenance.remind)
    timed.settle()
    send(timed)
    timed.at(OPENS)
    with pytest.raises(Refused, match=f"(?s)nobody is reminded any more: the window began.*maintenance cancel {name}"):
        change(timed, name, maintenance.remind)
    timed.settle()
    assert stages(timed, name) == ["scheduled", "reminder"]
    assert timed.letters("notice-uncovered") == [], "nobody is asked to pass it on"


@BOTH
def test_a_letter_that_bounced_is_not_written_again_after_what_it_speaks_of(timed: TimedDesk) -> None:
    know(timed, *FEW[:2])
    work, down = schedule(timed, reminders=()), confirm(timed, auto_holding=False)
    report(timed, down)
    timed.settle()
    send(timed, outcome=Outcome.REFUSED)
    timed.settle()
    timed.at(OPENS)
    for name, instead in ((work, f"maintenance reschedule {work}"), (down, f"outage update {down}")):
        with pytest.raises(Refused, match=f"(?s){name}: its newest letters come too late.*gateway {instead}"):
            timed.office.notice_retry.retry(name, (), {"acme": "noc2@acme.example"}, by="dana")

"""Whose mail about a notice came back is named, once for each word, to who looks after them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from gateway import notice_post as post
from gateway.desk.changes import QueueLetter, SettleLetter
from gateway.desk.notice import NoticeKind, Standing
from gateway.desk.notices import circular, maintenance, outage
from gateway.desk.notices.audit import audit
from gateway.desk.notices.audit_verdict import Kind
from gateway.desk.notices.uncovered import ASK_AFTER
from gateway.desk.order import Bulletin
from gateway.errors import Refused
from gateway.mail import DeliveryResult, Outcome
from gateway.outbound.letters import Letters, Slip
from gateway.store.apply import Changes
from gateway.store.database import Side
from gateway.store.notice_record import record_of
from gateway.store.notice_uncovered import next_ask
from gateway.store.outbox import OutboxStore, list_outbox
from tests.flows.desk_fixture import Sent
from tests.flows.test_notices import (
    FEW,
    OPENS,
    VOICE,
    broken_templates,
    change,
    confirm,
    know,
    lines,
    newsletter,
    report,
    restore,
    schedule,
    told,
)
from tests.flows.timed_desk import BOTH, DAY, HOUR, TimedDesk

SQLITE = pytest.mark.parametrize("url", ["sqlite"], indirect=True)
MINUTE = timedelta(minutes=1)
LEA = "lea@support.example"
ACME, BRAVO = ({**one, "account_manager": LEA} for one in FEW[:2])
GONE = "mx.acme.example said: 5.1.1 no such user"
FULL = "552 5.2.2 mailbox full"


def answer(timed: TimedDesk, fates: Mapping[str, str] | None = None, outcome: Outcome = Outcome.REFUSED) -> None:
    """Have the relay take all letters but those to some customers, and the desk take that in."""
    timed.settle()
    wire, now = OutboxStore(timed.office.database, owner="a test"), timed.clock.now()
    results = []
    while letters := wire.claim(now=now, limit=100):
        for letter in letters:
            said = next((words for name, words in (fates or {}).items() if name in letter.recipient), "")
            again = now + HOUR if said and outcome is Outcome.LATER else None
            came = (outcome, said) if said else (Outcome.SENT, "250 ok")
            results.append(DeliveryResult(letter.id, *came, now, next_try_at=again))
        wire.record(results)
        results = []
    timed.settle()


def bounce(timed: TimedDesk, customer: str, reply: str = GONE, *, which: int = -1) -> None:
    """Have a letter to a customer, of all the newest, come back, whatever the relay said."""
    with timed.office.database.write(Side.BOTH) as connection:
        every = [one for one in list_outbox(connection, limit=99, everything=True) if customer in one.recipient]
        found = Changes(connection, now=timed.clock.now())
        letter = every[which]
        settle = SettleLetter(letter.id, None, letter.recipient, Outcome.REFUSED, reply, timed.clock.now(), "said")
        found.add((settle,))
        found.write()


def wait(timed: TimedDesk, span: timedelta = ASK_AFTER) -> None:
    timed.pass_time(span)
    timed.settle()


def asked(timed: TimedDesk, address: str = LEA) -> list[Sent]:
    return [one for one in timed.outbox() if one.template == "notice-uncovered" and one.recipient == address]


def unwritable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have letters that ask colleagues fail."""
    write = Letters.bulletin

    def fail(self: Letters, slip: Slip, form: Bulletin, *rest: Any, **more: Any) -> QueueLetter:
        if form is Bulletin.NOTICE_UNCOVERED:
            raise ValueError("a mistake in its words")
        return write(self, slip, form, *rest, **more)

    monkeypatch.setattr(Letters, "bulletin", fail)


def waits(timed: TimedDesk) -> bool:
    with timed.office.database.read() as connection:
        return next_ask(connection) is not None


@BOTH
def test_a_quarter_of_an_hour_after_mail_came_back_who_looks_after_them_is_asked_once_for_all(timed: TimedDesk) -> None:
    know(timed, ACME, BRAVO, *FEW[2:])
    name = schedule(timed)
    answer(timed, {"acme": GONE})
    wait(timed, 14 * MINUTE)
    assert len(asked(timed)) == 1, "of Globex, which has no address, and was known before"
    bounce(timed, "bravo", FULL)
    wait(timed, MINUTE)
    (_, letter) = asked(timed)
    assert f"ACME (acme): noc@acme.example: {GONE}" in letter.text
    assert f"Bravo (bravo): noc@bravo.example: {FULL}" in letter.text
    assert "Globex" not in letter.text
    assert f"gateway notice retry {name} --to ID=ADDRESS" in letter.text, "there are two of them"
    found = {one.recipient.customer: one for one in told(timed, name)}
    assert {found[one].standing for one in ("acme", "bravo")} == {Standing.BOUNCED}
    assert {found[one].recipient.told_by for one in ("acme", "bravo")} == {LEA}
    assert found["acme"].asked_at == timed.clock.now()
    assert lines(timed, name)[-1] == f"{LEA} asked to tell acme, bravo"
    wait(timed, DAY)
    assert len(asked(timed)) == 2
    assert not waits(timed)


@SQLITE
def test_what_comes_back_later_is_told_too_and_of_a_notice_that_is_over(timed: TimedDesk) -> None:
    know(timed, ACME, BRAVO)
    name = confirm(timed)
    report(timed, name)
    answer(timed, {"acme": GONE})
    wait(timed)
    assert len(asked(timed)) == 1
    restore(timed, name)
    answer(timed)
    whole = {"root_cause": "A cable", "rca_impact": "All calls", "resolution": "A new one"}
    change(timed, name, lambda one, found: outage.explain(one, found, whole))
    answer(timed)
    change(timed, name, outage.close)
    wait(timed, 2 * HOUR)
    bounce(timed, "bravo", FULL)
    wait(timed)
    (_, letter) = asked(timed)
    assert "bravo" in letter.text
    assert "acme" not in letter.text.lower()
    assert "It is over by now." in letter.text


@SQLITE
def test_nobody_is_named_twice_for_one_word_nor_again_for_the_next_unless_they_heard_between(timed: TimedDesk) -> None:
    know(timed, ACME)
    name = confirm(timed)
    report(timed, name)
    answer(timed, {"acme": FULL})
    wait(timed)
    timed.office.notice_retry.retry(name, (), {}, by="dana")
    answer(timed, {"acme": FULL})
    wait(timed)
    change(timed, name, lambda one, found: outage.update(one, found, {"update": "We look"}))
    answer(timed, {"acme": FULL})
    wait(timed)
    assert len(asked(timed)) == 1
    timed.office.notice_retry.retry(name, (), {"acme": "noc2@acme.example"}, by="dana")
    answer(timed)
    change(timed, name, lambda one, found: outage.update(one, found, {"update": "A part is on its way"}))
    answer(timed, {"acme": FULL})
    wait(timed)
    assert len(asked(timed)) == 2
    assert not waits(timed)


@SQLITE
def test_what_comes_back_after_later_words_were_taken_is_the_newest_that_is_known(timed: TimedDesk) -> None:
    know(timed, ACME, BRAVO)
    name = confirm(timed)
    report(timed, name)
    answer(timed)
    for _ in range(2):
        timed.pass_time(MINUTE)
        change(timed, name, lambda one, found: outage.update(one, found, {"update": "We look"}))
        answer(timed)
    timed.pass_time(MINUTE)
    bounce(timed, "acme", which=0)
    with pytest.raises(Refused, match="the letter to acme is bounced, and not failed"):
        timed.office.notice_retry.retry(name, (Standing.FAILED,), {"acme": "noc2@acme.example"}, by="dana")
    again = timed.office.notice_retry.retry(name, (Standing.BOUNCED,), {"acme": "noc2@acme.example"}, by="dana")
    assert [one.customer for one in again] == ["acme"]
    answer(timed)
    with pytest.raises(Refused, match="none came back"):
        timed.office.notice_retry.retry(name, (), {"acme": "noc3@acme.example"}, by="dana")
    other = schedule(timed)
    answer(timed)
    (acme, _) = [one.recipient for one in told(timed, other)]
    assert acme.why_not.endswith(f"refused: {GONE}")
    assert acme.told_by == LEA


@SQLITE
def test_who_reads_it_elsewhere_by_then_is_not_named_and_while_it_is_tried_nobody_is(timed: TimedDesk) -> None:
    know(timed, ACME, BRAVO)
    name = schedule(timed)
    answer(timed, {"acme": GONE, "bravo": GONE})
    for one in ("acme", "bravo"):
        timed.office.notice_retry.retry(name, (), {one: f"noc2@{one}.example"}, by="dana")
    answer(timed, {"bravo": "451 later"}, Outcome.LATER)
    wait(timed)
    assert asked(timed) == []
    assert waits(timed)
    timed.pass_time(HOUR)
    answer(timed, {"bravo": FULL})
    wait(timed)
    (letter,) = asked(timed)
    assert f"Bravo (bravo): noc2@bravo.example: {FULL}" in letter.text
    assert "ACME" not in letter.text


@SQLITE
def test_that_a_window_moved_is_named_again_and_nobody_passes_on_a_newsletter(timed: TimedDesk) -> None:
    know(timed, ACME)
    name = schedule(timed)
    answer(timed, {"acme": FULL})
    wait(timed)
    later = OPENS + DAY
    change(timed, name, lambda one, found: maintenance.reschedule(one, found, later, later + HOUR, {}))
    answer(timed, {"acme": FULL})
    wait(timed)
    assert ["moved" in one.text for one in asked(timed)] == [False, True]
    know(timed, BRAVO)
    newsletter(timed, VOICE)
    answer(timed, {"bravo": FULL})
    assert not waits(timed)


@SQLITE
def test_that_an_upgrade_moved_is_named_again_to_who_looks_after_them(timed: TimedDesk) -> None:
    know(timed, ACME, FEW[2])
    texts = {"text": "Shorter menus", "customer_action": "nothing", "link": "https://help.example.com/"}
    new = circular.NewCircular(NoticeKind.UPGRADE, "Voice 9", VOICE, services=("voice",), when=OPENS, texts=texts)
    name = timed.office.announcing.begin(VOICE, lambda found: circular.send(new, found), by="dana").notice.id
    answer(timed)
    change(timed, name, lambda one, found: circular.move(one, found, OPENS + DAY, {}))
    answer(timed)
    assert ["It takes effect at another time." in one.text for one in asked(timed)] == [False, True]


@SQLITE
def test_nobody_is_said_to_have_been_asked_to_pass_on_a_newsletter(timed: TimedDesk) -> None:
    know(timed, ACME, FEW[2])
    (globex,) = [one for one in told(timed, newsletter(timed, VOICE)) if one.recipient.customer == "globex"]
    assert (globex.recipient.why_not, globex.recipient.told_by) == ("no notice address", "")


@SQLITE
def test_who_read_it_since_and_cannot_be_told_any_more_is_named_again(timed: TimedDesk) -> None:
    know(timed, FEW[2])
    name = confirm(timed)
    report(timed, name)
    answer(timed)
    assert len(asked(timed)) == 1
    reached = {**FEW[2], "notice_address": "noc@globex.example"}
    know(timed, reached)
    change(timed, name, lambda one, found: outage.update(one, found, {"update": "We look"}))
    answer(timed)
    other = schedule(timed)
    answer(timed, {"globex": GONE})
    wait(timed)
    assert [other in one.text for one in asked(timed)] == [False, True]
    for _ in range(2):
        change(timed, name, lambda one, found: outage.update(one, found, {"update": "A part is on its way"}))
        answer(timed)
    assert [name in one.text for one in asked(timed)] == [True, False, True]


@SQLITE
def test_where_nobody_looks_after_them_the_history_and_the_audit_say_so(timed: TimedDesk) -> None:
    know(timed, *FEW[:2])
    name = schedule(timed)
    answer(timed, {"acme": GONE})
    wait(timed)
    assert lines(timed, name)[-1] == "nobody is asked to tell acme"
    assert not waits(timed)
    assert uncovered_said(timed, name) == {"missed": "nobody was asked to tell acme: nobody looks after them"}
    timed.office.notice_retry.retry(name, (), {"acme": "new@acme.example"}, by="dana")
    assert uncovered_said(timed, name) == {}


@SQLITE
def test_a_retry_that_finds_no_address_and_nobody_to_ask_leaves_the_audit_as_it_was(timed: TimedDesk) -> None:
    know(timed, *FEW[:2])
    name = schedule(timed)
    answer(timed)
    change(timed, name, lambda one, found: maintenance.cancel(one, found, {"cancelled": "no need"}))
    answer(timed, {"acme": GONE})
    wait(timed)
    nobody = {"missed": "nobody was asked to tell acme: nobody looks after them"}
    assert uncovered_said(timed, name) == nobody
    know(timed, {**FEW[0], "notice_address": ""}, FEW[1])
    timed.office.notice_retry.retry(name, (), {}, by="dana")
    answer(timed)
    assert lines(timed, name)[-2:] == ["acme is not told", "nobody is asked to tell acme"]
    assert uncovered_said(timed, name) == nobody


@SQLITE
def test_who_was_asked_to_tell_them_stays_so_though_a_retry_finds_nobody_to_ask(timed: TimedDesk) -> None:
    know(timed, ACME, BRAVO)
    name = schedule(timed)
    answer(timed, {"acme": GONE})
    wait(timed)
    know(timed, {**FEW[0], "notice_address": "", "account_manager": ""}, BRAVO)
    timed.office.notice_retry.retry(name, (), {}, by="dana")
    answer(timed)
    assert uncovered_said(timed, name) == {"excused": f"{LEA} was asked to tell acme"}


@SQLITE
def test_a_letter_to_colleagues_that_cannot_be_written_keeps_no_customer_from_theirs_and_is_tried_again(
    timed: TimedDesk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    unwritable(monkeypatch)
    know(timed, ACME, BRAVO, FEW[2])
    name = schedule(timed)
    answer(timed, {"acme": GONE})
    (sent,) = [one for one in timed.outbox() if "bravo" in one.recipient]
    assert sent.template == "maintenance"
    for _ in range(3):
        wait(timed)
    assert asked(timed) == []
    assert waits(timed)
    assert "notices.unasked" in caplog.text
    assert [line for line in lines(timed, name) if "could not" in line] == [
        f"{LEA} could not be asked to tell {one}" for one in ("globex", "acme")
    ]
    assert not any(one.recipient.told_by for one in told(timed, name))
    monkeypatch.undo()
    wait(timed)
    assert ["Globex" in one.text for one in asked(timed)] == [False, True]
    assert {one.recipient.customer for one in told(timed, name) if one.recipient.told_by} == {"acme", "globex"}
    assert not waits(timed)


@SQLITE
def test_whose_letter_cannot_be_written_nor_that_to_their_colleagues_stops_nobody_else_and_is_named_later(
    timed: TimedDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    timed.office.__dict__["renderer"] = broken_templates(tmp_path)
    unwritable(monkeypatch)
    know(timed, ACME, BRAVO)  # Bravo reads French
    name = schedule(timed)
    for pause in (timedelta(), *post.AGAIN):
        wait(timed, pause)
    assert "bravo is not told" in lines(timed, name)
    know(timed, ACME, BRAVO, {**FEW[3], "products": "voice"})
    schedule(timed)
    timed.settle()
    assert [one.template for one in timed.outbox() if "hooli" in one.recipient] == ["maintenance"]
    monkeypatch.undo()
    wait(timed)
    (letter,) = asked(timed)
    assert "Bravo (bravo): the letter could not be written" in letter.text


@SQLITE
def test_a_cancellation_that_is_sent_on_to_who_never_had_the_announcement_breaks_no_promise(timed: TimedDesk) -> None:
    know(timed, ACME, BRAVO)
    name = schedule(timed)
    answer(timed, {"acme": GONE})
    wait(timed, HOUR)
    change(timed, name, lambda one, found: maintenance.cancel(one, found, {"cancelled": "no need"}))
    answer(timed)
    assert [one.standing for one in told(timed, name, 1)] == [Standing.SKIPPED, Standing.ACCEPTED]
    with pytest.raises(Refused, match="nobody's letter is bounced"):
        timed.office.notice_retry.retry(name, (Standing.BOUNCED,), {}, by="dana")
    timed.pass_time(2 * HOUR)
    with pytest.raises(Refused, match="the letter to acme is bounced, and not failed"):
        timed.office.notice_retry.retry(name, (Standing.FAILED,), {"acme": "noc2@acme.example"}, by="dana")
    timed.office.notice_retry.retry(name, (Standing.BOUNCED,), {"acme": "noc2@acme.example"}, by="dana")
    answer(timed)
    assert {one.standing for one in told(timed, name, 1)} == {Standing.ACCEPTED}
    with timed.office.database.read() as connection:
        found = audit(record_of(connection, name, timed.clock.now()))
    assert {one.verdict.value for one in found} == {"met"}


@BOTH
def test_a_colleague_who_never_got_the_mail_that_asks_them_was_asked_nothing(timed: TimedDesk) -> None:
    """That may be the mail with the notice, or the one after a letter came back."""
    know(timed, ACME, BRAVO, *FEW[2:])
    name = schedule(timed)
    timed.settle()
    assert uncovered_said(timed, name) == {"open": f"the mail that asks {LEA} to tell globex is still on its way"}
    answer(timed, {"lea": FULL, "acme": GONE})
    lost = f"{LEA} ({FULL}) never got the mail that asks to tell"
    assert uncovered_said(timed, name) == {"missed": f"{lost} globex"}
    wait(timed)
    said = uncovered_said(timed, name)
    assert said["open"] == f"the mail that asks {LEA} to tell acme is still on its way"
    answer(timed)
    told = f"{LEA} was asked to tell acme; support@example.com was asked to tell globex"
    assert uncovered_said(timed, name)["excused"] == told
    change(timed, name, lambda one, found: maintenance.cancel(one, found, {"cancelled": "no need"}))
    answer(timed)
    assert uncovered_said(timed, name) == {"excused": f"{LEA} was asked to tell acme, globex"}


@SQLITE
def test_a_colleague_who_never_got_the_mail_of_a_word_by_the_clock_was_asked_nothing_either(
    timed: TimedDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such a word goes by a moment that is looked up before the one at which its letters are queued."""
    know(timed, ACME)
    name = confirm(timed, auto_holding=True)
    report(timed, name)
    answer(timed)
    know(timed, ACME, FEW[2])
    timed.pass_time(59 * MINUTE)

    def ticking() -> datetime:
        timed.clock.at += timedelta(microseconds=1)
        return timed.clock.at

    monkeypatch.setattr(timed.clock, "now", ticking)
    answer(timed, {"lea": FULL})
    answer(timed, {"lea": FULL})
    assert uncovered_said(timed, name) == {"missed": f"{LEA} ({FULL}) never got the mail that asks to tell globex"}


@SQLITE
def test_who_looks_after_them_by_now_and_was_never_asked_excuses_nothing(timed: TimedDesk) -> None:
    know(timed, ACME, {**FEW[2], "account_manager": "dana@support.example"})
    name = schedule(timed)
    answer(timed, {"dana": FULL})
    know(timed, ACME, FEW[2])  # Lea looks after them
    change(timed, name, maintenance.remind)
    answer(timed)
    assert asked(timed) == []
    (told_later,) = [one.recipient for one in told(timed, name, 1) if one.recipient.customer == "globex"]
    assert told_later.told_by == "dana@support.example"
    lost = f"dana@support.example ({FULL}) never got the mail that asks to tell globex"
    assert uncovered_said(timed, name) == {"missed": lost}
    wait(timed)
    assert len(asked(timed)) == 1, "as the mail came back"


@SQLITE
def test_who_was_asked_to_tell_an_older_word_excuses_no_newer_one(timed: TimedDesk) -> None:
    know(timed, {**ACME, "notice_address": ""}, BRAVO)
    name = schedule(timed, reminders=())
    answer(timed)
    assert uncovered_said(timed, name) == {"excused": f"{LEA} was asked to tell acme"}
    know(timed, ACME, BRAVO)
    first, second = OPENS + HOUR, OPENS + 2 * HOUR
    change(timed, name, lambda one, found: maintenance.reschedule(one, found, first, first + HOUR, {}))
    answer(timed)
    change(timed, name, lambda one, found: maintenance.reschedule(one, found, second, second + HOUR, {}))
    answer(timed, {"acme": GONE})
    assert uncovered_said(timed, name) == {}, "they read the first new time, and nobody is asked yet about the second"
    wait(timed)
    answer(timed, {"lea": FULL})
    assert len(asked(timed)) == 2
    assert uncovered_said(timed, name) == {"missed": f"{LEA} ({FULL}) never got the mail that asks to tell acme"}


@SQLITE
def test_that_an_outage_is_over_knows_only_who_got_their_copy_of_it(timed: TimedDesk) -> None:
    know(timed, ACME, FEW[2])
    name = confirm(timed)
    report(timed, name)
    answer(timed)
    timed.pass_time(MINUTE)
    restore(timed, name)
    timed.settle()
    assert uncovered_said(timed, name) == {"open": f"the mail that asks {LEA} to tell globex is still on its way"}
    answer(timed, {"lea": FULL})
    assert len(asked(timed)) == 1
    assert uncovered_said(timed, name) == {"missed": f"{LEA} ({FULL}) never got the mail that asks to tell globex"}
    whole = {"root_cause": "A cable", "rca_impact": "All calls", "resolution": "A new one"}
    change(timed, name, lambda one, found: outage.explain(one, found, whole))
    answer(timed)
    assert uncovered_said(timed, name) == {"excused": f"{LEA} was asked to tell globex"}


@SQLITE
def test_an_account_manager_with_a_comma_in_quotes_is_one_who_was_asked(timed: TimedDesk) -> None:
    odd = '"a, b"@support.example'
    know(timed, {**ACME, "account_manager": odd}, {**FEW[2], "account_manager": odd})
    name = schedule(timed)
    answer(timed)
    assert uncovered_said(timed, name) == {"excused": f"{odd} was asked to tell globex"}


def uncovered_said(timed: TimedDesk, name: str) -> dict[str, str]:
    with timed.office.database.read() as connection:
        found = audit(record_of(connection, name, timed.clock.now()))
    return {one.verdict.value: one.detail for one in found if one.kind is Kind.UNCOVERED}

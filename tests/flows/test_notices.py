"""Notices from an operator's word to letters in the outbox: everybody once, in order, by the clock, whatever fails."""

from __future__ import annotations

import re
import shutil
import threading
from collections import Counter
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from gateway import faults
from gateway import notice_post as post
from gateway import notices as flow
from gateway.announcing import Decide
from gateway.desk.changes import QueueLetter, SettleLetter
from gateway.desk.choice import Choice
from gateway.desk.notice import Delivery, Notice, NoticeKind, NoticeState, Standing
from gateway.desk.notice_changes import LeaveNewsletter
from gateway.desk.notices import circular, maintenance, outage
from gateway.desk.notices.agenda import Appointment
from gateway.desk.notices.decided import Bearings, Decided
from gateway.desk.notices.marks import kinds
from gateway.errors import NotFound, Refused
from gateway.horizon import PROOF
from gateway.mail import DeliveryResult, Lane, Outcome
from gateway.notice_issue import Issued
from gateway.notice_post import AHEAD, LETTERS
from gateway.outbound.letters import Reader
from gateway.outbound.notice_letters import NoticeLetters, NoticeSheet
from gateway.outbound.render import Renderer
from gateway.resources import shipped
from gateway.rules.customer_csv import read_cells
from gateway.rules.customer_written import Read
from gateway.settings_model import Relay
from gateway.store import notice_queue as queue
from gateway.store import notices as store
from gateway.store.apply import Changes
from gateway.store.database import Side
from gateway.store.failing_notices import failing_notices
from gateway.store.notice_tables import notice_letter, notice_recipient
from gateway.store.outbox import LEASE, OutboxStore, list_outbox
from gateway.yamlfile import Place
from tests.desk.notices.given import said
from tests.flows.desk_fixture import Sent
from tests.flows.timed_desk import (
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

MINUTE = timedelta(minutes=1)
BATCH = LETTERS
PER_DOMAIN = Relay().notices_per_domain
SHORTLY = post.SOON  # until it is looked again whether the relay has taken some
VOICE = Choice(services=("voice",))
OPENS = START + 3 * DAY
FEW = (
    {"id": "acme", "name": "ACME", "products": "voice", "notice_address": "noc@acme.example"},
    {"id": "bravo", "name": "Bravo", "products": "voice", "language": "fr", "notice_address": "noc@bravo.example"},
    {"id": "globex", "name": "Globex", "products": "voice", "account_manager": "lea@support.example"},
    {"id": "hooli", "name": "Hooli", "products": "chat", "notice_address": "noc@hooli.example"},
)


def know(desk: TimedDesk, *customers: dict[str, str], prune: bool = True) -> None:
    written = tuple(read_cells(one, Place("customers", at, 1), packs=None) for at, one in enumerate(customers))
    desk.office.directory.bring_in(Read(written), by="a test", because="", prune=prune)


def many(count: int, domain: str = "") -> list[dict[str, str]]:
    """Customers with voice, each at a domain of their own unless one is named."""
    return [
        {
            **{"id": f"c{at:04}", "name": f"C{at}", "products": "voice"},
            "notice_address": f"noc{at}@{domain or f'c{at:04}.example'}",
        }
        for at in range(count)
    ]


def plan(desk: TimedDesk, **facts: object) -> maintenance.NewMaintenance:
    plain: dict[str, object] = {"title": "Storage", "choice": VOICE, "start": OPENS, "end": OPENS + 2 * HOUR}
    return maintenance.NewMaintenance(**{**plain, "services": ("voice",), **facts, "texts": said(facts)})  # type: ignore[arg-type]


def schedule(desk: TimedDesk, **facts: object) -> str:
    """Announce maintenance; return its name. No letter is written yet."""
    new = plan(desk, **facts)
    announcing = desk.office.announcing
    made = announcing.begin(
        new.choice, lambda found: maintenance.announce(maintenance.plan(new, found), found), by="dana"
    )
    return made.notice.id


def change(desk: TimedDesk, name: str, decide: Decide) -> Issued:
    return desk.office.announcing.change(name, decide, by="dana")


def confirm(desk: TimedDesk, choice: Choice = VOICE, **known: object) -> str:
    new = outage.NewOutage("Calls fail", choice, choice.services or ("voice",))
    name = desk.office.announcing.begin(choice, lambda found: outage.suspect(new, found), by="dana").notice.id
    change(desk, name, lambda one, found: outage.confirm(one, found, outage.Confirmed(found.now, **known)))  # type: ignore[arg-type]
    return name


def report(desk: TimedDesk, name: str) -> None:
    said = {"summary": "Calls fail", "workaround": "none"}
    change(desk, name, lambda one, found: outage.report(one, found, said, None))


def restore(desk: TimedDesk, name: str) -> None:
    change(desk, name, lambda one, found: outage.restore(one, found, {}, None))


def newsletter(desk: TimedDesk, choice: Choice = VOICE) -> str:
    new = circular.NewCircular(NoticeKind.NEWSLETTER, "November", choice, mailing_list="news", texts={"text": "Hello"})
    return desk.office.announcing.begin(choice, lambda found: circular.send(new, found), by="dana").notice.id


def send(desk: TimedDesk, *, limit: int = 10_000, outcome: Outcome = Outcome.SENT, reply: str = "") -> list[str]:
    """Have a relay take what waits, or say something else; return the recipients in the order they were claimed."""
    wire, now = OutboxStore(desk.office.database, owner="a test"), desk.clock.now()
    again = now + HOUR if outcome is Outcome.LATER else None
    done: list[str] = []
    while len(done) < limit and (letters := wire.claim(now=now, limit=min(50, limit - len(done)))):
        said = reply or {Outcome.SENT: "250 ok", Outcome.LATER: "451 later"}.get(outcome, "550 5.1.1 no such user")
        wire.record([DeliveryResult(one.id, outcome, said, now, next_try_at=again) for one in letters])
        done += [one.recipient for one in letters]
    return done


def notice(desk: TimedDesk, name: str) -> Notice:
    with desk.office.database.read() as connection:
        return store.notice_named(connection, name)


def told(desk: TimedDesk, name: str, *numbers: int) -> list[store.Told]:
    with desk.office.database.read() as connection:
        return store.told_of(connection, name, numbers or None)


def standing(desk: TimedDesk, name: str, number: int = 0) -> dict[str, Standing]:
    return {one.recipient.customer or "copy": one.standing for one in told(desk, name, number)}


def stages(desk: TimedDesk, name: str) -> list[str]:
    with desk.office.database.read() as connection:
        return [revision.stage.value for revision, _ in store.revisions_of(connection, name)]


def lines(desk: TimedDesk, name: str) -> list[str]:
    with desk.office.database.read() as connection:
        return [one.what for one in store.history_of(connection, name)]


def to(desk: TimedDesk, address: str) -> list[Sent]:
    return [one for one in desk.outbox() if one.recipient == address]


def letters(desk: TimedDesk, name: str) -> Counter[tuple[str, int]]:
    """How many letters there are, by customer and revision."""
    with desk.office.database.read() as connection:
        rows = connection.execute(notice_letter.select().where(notice_letter.c.notice_id == name))
        return Counter((row.customer or row.copy_to, row.number) for row in rows)


def count(desk: TimedDesk) -> int:
    """How many letters of notices there are."""
    with desk.office.database.read() as connection:
        return len(connection.execute(notice_letter.select()).all())


# Written in batches


@BOTH
def test_letters_are_written_some_at_a_time_each_to_the_one_address_of_a_customer(timed: TimedDesk) -> None:
    know(timed, *many(2 * BATCH + 5))
    name = schedule(timed)
    assert timed.outbox() == []
    assert [timed.office.deadlines.step() and count(timed) for _ in range(4)] == [BATCH, 2 * BATCH, 2 * BATCH + 5, 0]
    assert timed.office.deadlines.pass_time() > 0
    with timed.office.database.read() as connection:
        assert queue.waiting_in_outbox(connection, Lane.NOTICE) == 2 * BATCH + 5
    assert set(letters(timed, name).values()) == {1}
    assert {one.recipient for one in timed.outbox()} == {one["notice_address"] for one in many(2 * BATCH + 5)}
    assert set(standing(timed, name).values()) == {Standing.QUEUED}


@BOTH
def test_what_a_person_wrote_meanwhile_leaves_first_and_an_outage_passes_a_newsletter(tmp_path: Path, url: str) -> None:
    with opened(tmp_path, url, GATEWAY_SUPPORT__NEWSLETTERS="news@example.com") as desk:
        know(desk, *many(BATCH + 10))
        newsletter(desk)
        desk.office.deadlines.step()
        assert len(send(desk, limit=20)) == 20
        name = confirm(desk, Choice(customers=("c0007",)))
        report(desk, name)
        number = desk.opened()
        desk.office.casework.reply(number, by="dana", body="We look.")
        desk.office.deadlines.step()
        claimed = send(desk)
        assert claimed[0] == "ann@acme.example"
        every = [one["notice_address"] for one in many(BATCH + 10)]
        assert claimed[1:] == ["noc7@c0007.example", *every[20:]], "those that were written already let it pass"


def test_no_more_is_written_ahead_than_the_relay_takes_and_what_it_puts_off_keeps_nobody_back(
    tmp_path: Path,
) -> None:
    with opened(tmp_path, "") as desk:
        know(desk, *many(AHEAD + 2 * BATCH))
        name = schedule(desk)
        desk.settle()
        assert count(desk) == AHEAD
        due = desk.office.deadlines.next_due()
        assert due is not None
        assert timedelta() < due - desk.clock.now() <= SHORTLY
        assert 0 < desk.office.deadlines.pass_time() <= SHORTLY.total_seconds()
        send(desk, limit=7)
        desk.pass_time(SHORTLY)
        desk.settle()
        assert AHEAD + 7 <= count(desk) < AHEAD + 7 + BATCH
        send(desk, outcome=Outcome.LATER)
        urgent = confirm(desk, Choice(customers=("c0000",)))
        report(desk, urgent)
        desk.pass_time(SHORTLY)
        desk.settle()
        assert letters(desk, urgent) == {("c0000", 0): 1}
        assert len(letters(desk, name)) == AHEAD + 2 * BATCH


def test_one_domain_gets_so_many_a_minute_and_the_others_do_not_wait_for_it(tmp_path: Path) -> None:
    with opened(tmp_path, "") as desk:
        large = many(PER_DOMAIN + 70, "large.example")
        others = [
            {**one, "id": f"z{one['id']}", "notice_address": f"a@z{at}.example"} for at, one in enumerate(many(3))
        ]
        know(desk, *large, *others)
        name = schedule(desk)

        def work() -> Counter[str]:
            for _ in range(20):
                desk.settle()
                send(desk)
                desk.pass_time(SHORTLY)
            return Counter(one.recipient.partition("@")[2] for one in desk.outbox())

        assert work() == {"large.example": PER_DOMAIN, "z0.example": 1, "z1.example": 1, "z2.example": 1}
        assert desk.office.deadlines.pass_time() > 0
        desk.pass_time(MINUTE)
        assert work()["large.example"] == PER_DOMAIN + 70
        assert set(letters(desk, name).values()) == {1}


def test_how_many_letters_one_domain_gets_in_a_minute_is_set_for_the_relay(tmp_path: Path) -> None:
    with opened(tmp_path, "", GATEWAY_RELAY__NOTICES_PER_DOMAIN="2") as desk:
        know(desk, *many(5, "large.example"))
        name = schedule(desk)
        for written in (2, 4, 5):
            desk.settle()
            assert len(letters(desk, name)) == written
            send(desk)
            desk.pass_time(MINUTE)


def test_an_outage_that_waits_for_its_share_of_a_domain_opens_no_door_for_newsletters(tmp_path: Path) -> None:
    with opened(tmp_path, "", GATEWAY_SUPPORT__NEWSLETTERS="news@example.com") as desk:
        know(desk, *many(PER_DOMAIN + 70, "large.example"), prune=False)
        report(desk, confirm(desk))
        desk.settle()
        send(desk)
        others = [{**one, "id": f"z{one['id']}", "products": "chat"} for one in many(AHEAD + 3 * BATCH)]
        know(desk, *others, prune=False)
        before = count(desk)
        newsletter(desk, Choice(services=("chat",)))
        desk.settle()
        assert count(desk) - before <= AHEAD


def test_an_outage_does_not_wait_for_a_newsletter_to_the_same_large_provider_nor_do_acknowledgements(
    tmp_path: Path,
) -> None:
    settings = {"GATEWAY_SUPPORT__NEWSLETTERS": "news@example.com", "GATEWAY_ACKNOWLEDGE__PER_DOMAIN_HOUR": "5"}
    with opened(tmp_path, "", **settings) as desk:
        know(desk, *many(PER_DOMAIN + 70, "large.example"))
        newsletter(desk)
        for _ in range(20):
            desk.settle()
            send(desk)
            desk.pass_time(SHORTLY)
        assert count(desk) == PER_DOMAIN
        name = confirm(desk, Choice(customers=("c0007",)))
        report(desk, name)
        desk.pass_time(post.LATER)
        desk.settle()
        assert letters(desk, name) == {("c0007", 0): 1}
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = "eve@large.example", "support@example.com", "Phones drop"
        mail.set_content("Since eight.")
        desk.receive(mail)
        assert "eve@large.example" in send(desk)


# Stopped and started


@BOTH
def test_a_pause_holds_back_what_is_not_written_and_a_resume_sends_nobody_a_second_letter(timed: TimedDesk) -> None:
    know(timed, *many(BATCH + 3))
    name = schedule(timed)
    timed.office.deadlines.step()
    office = timed.office
    assert [one.number for one in office.notice_pause.pause(name, by="dana")] == [0]
    timed.settle()
    assert count(timed) == BATCH
    assert timed.office.deadlines.next_due() == OPENS - DAY
    with pytest.raises(Refused, match="it is paused already"):
        office.notice_pause.pause(name, by="dana")
    assert [one.delivery for one in office.notice_pause.resume(name, by="lea")] == [Delivery.PAUSED]  # as it was before
    timed.settle()
    assert set(letters(timed, name).values()) == {1}
    assert len(letters(timed, name)) == BATCH + 3
    for act in (office.notice_pause.pause, office.notice_pause.resume):
        with pytest.raises(Refused, match=f"{name}: (all its letters are written|nothing of it is paused)"):
            act(name, by="dana")
    with pytest.raises(NotFound, match="MNT-2026-9999"):
        office.notice_pause.pause("MNT-2026-9999", by="dana")


@BOTH
def test_who_never_heard_of_aborted_maintenance_is_not_told_that_it_is_cancelled(timed: TimedDesk) -> None:
    know(timed, *many(BATCH + 3))
    name = schedule(timed)
    timed.office.deadlines.step()
    send(timed)
    timed.office.notice_pause.abort(name, by="dana", reason="wrong text")
    timed.settle()
    left = [one for one in told(timed, name) if one.standing is Standing.SKIPPED]
    assert [one.recipient.why_not for one in left] == ["aborted by dana: wrong text"] * 3
    change(timed, name, lambda one, found: maintenance.cancel(one, found, {}))
    timed.settle()
    heard = [who for who, number in letters(timed, name) if number == 1]
    assert sorted(heard) == [one["id"] for one in many(BATCH)]
    send(timed)
    timed.settle()
    with pytest.raises(Refused, match="all its letters are written"):
        timed.office.notice_pause.abort(name, by="dana", reason="")


@BOTH
def test_the_all_clear_does_not_wait_for_a_paused_report_and_no_report_comes_after_it(timed: TimedDesk) -> None:
    know(timed, *many(BATCH + 2))
    name = confirm(timed)
    report(timed, name)
    timed.office.deadlines.step()
    timed.office.notice_pause.pause(name, by="Ctrl-C")
    restore(timed, name)
    timed.settle()
    with pytest.raises(Refused, match="nothing of it is paused"):
        timed.office.notice_pause.resume(name, by="dana")
    timed.settle()
    by_revision = Counter(number for _, number in letters(timed, name))
    assert by_revision == {0: BATCH, 1: BATCH + 2}
    assert "letters not written any more: 2" in lines(timed, name)


@BOTH
@pytest.mark.parametrize("before", ["paused", "not for them"])
def test_the_first_letter_of_an_outage_says_nothing_of_what_has_changed(timed: TimedDesk, before: str) -> None:
    know(timed, *FEW[: 1 if before == "not for them" else 2])
    name = confirm(timed)
    report(timed, name)
    if before == "paused":
        timed.office.notice_pause.pause(name, by="dana")
    timed.settle()
    send(timed)
    know(timed, *FEW[:2])
    change(timed, name, lambda one, found: outage.update(one, found, {"update": "A part is on its way."}))
    timed.settle()
    (letter,) = to(timed, "noc@bravo.example")
    assert "Ce qui est nouveau" in letter.text
    heard = [False] if before == "paused" else [False, True]
    assert ["What changed since" in one.text for one in to(timed, "noc@acme.example")] == heard


@BOTH
def test_once_it_is_up_again_no_letter_leaves_that_says_down(timed: TimedDesk) -> None:
    know(timed, *FEW)
    name = confirm(timed)
    report(timed, name)
    timed.settle()
    assert send(timed, limit=2) == ["lea@support.example", "noc@acme.example"]
    send(timed, outcome=Outcome.LATER)  # their server puts bravo's off
    assert standing(timed, name)["bravo"] == "deferred"
    restore(timed, name)
    timed.settle()
    timed.pass_time(2 * HOUR)
    assert send(timed).count("noc@bravo.example") == 1
    down = [one for one in told(timed, name, 0) if one.recipient.customer == "bravo"]
    assert [(one.standing, one.recipient.why_not) for one in down] == [
        (Standing.SKIPPED, "revision 1 (restored) came before a server took the letter")
    ]
    send(timed)
    timed.settle()
    up = {one.recipient.customer: one.standing for one in told(timed, name, 1)}
    assert up["bravo"] is Standing.ACCEPTED
    assert any(line.startswith("letters withdrawn that no server had taken: ") for line in lines(timed, name))


@BOTH
def test_a_letter_that_did_not_arrive_is_written_again_once_in_the_same_thread(timed: TimedDesk) -> None:
    know(timed, *FEW)
    name, office = schedule(timed), timed.office
    timed.settle()
    with pytest.raises(Refused, match="nobody's letter is bounced or failed"):
        office.notice_retry.retry(name, (), {}, by="dana")
    assert send(timed, limit=2) == ["lea@support.example", "noc@acme.example"]
    send(timed, outcome=Outcome.REFUSED)
    assert standing(timed, name) == {"acme": "accepted", "bravo": "bounced", "globex": "skipped"}
    with pytest.raises(Refused, match=r"--to bravo=two@x, y@z: "):
        office.notice_retry.retry(name, (), {"bravo": "two@x, y@z"}, by="dana")
    with pytest.raises(Refused, match=r"the relay took the letter to acme at noc@acme\.example, and none came back"):
        office.notice_retry.retry(name, (), {"acme": "b@acme.example"}, by="dana")
    with pytest.raises(NotFound, match='"hooli" is no customer whom'):
        office.notice_retry.retry(name, (), {"hooli": "b@hooli.example"}, by="dana")
    with pytest.raises(Refused, match=r"--to globex=Noc\+x@else\.example is named for bravo too, and is neither's"):
        office.notice_retry.retry(name, (), {"bravo": "noc@else.example", "globex": "Noc+x@else.example"}, by="dana")
    again = office.notice_retry.retry(
        name, (), {"bravo": "noc2@bravo.example", "globex": "noc@globex.example"}, by="dana"
    )
    assert [(one.customer, one.address) for one in again] == [
        ("bravo", "noc2@bravo.example"),
        ("globex", "noc@globex.example"),
    ]
    timed.settle()
    timed.settle()
    assert letters(timed, name) == {("acme", 0): 1, ("bravo", 0): 2, ("globex", 0): 1}
    assert len(to(timed, "noc2@bravo.example")) == len(to(timed, "noc@globex.example")) == 1
    assert (
        to(timed, "noc2@bravo.example")[0].message["References"]
        == to(timed, "noc@bravo.example")[0].message["Message-ID"]
    )


@BOTH
def test_who_heard_of_it_at_another_address_hears_there_how_it_goes_on(timed: TimedDesk) -> None:
    know(timed, *FEW)
    name = confirm(timed)
    report(timed, name)
    timed.settle()
    send(timed, outcome=Outcome.REFUSED)
    timed.office.notice_retry.retry(name, (), {"acme": "noc2@acme.example"}, by="dana")
    timed.settle()
    assert "noc2@acme.example" in send(timed)
    restore(timed, name)
    timed.settle()
    heard = send(timed)
    assert "noc2@acme.example" in heard
    assert "noc@acme.example" not in heard


@BOTH
@pytest.mark.parametrize("reply", ["550 5.7.1 policy", "451 4.7.1 later"])
@pytest.mark.parametrize("directory", ["stays", "changes"])
def test_who_was_sent_it_elsewhere_by_hand_hears_on_there_until_their_address_is_changed(
    timed: TimedDesk, reply: str, directory: str
) -> None:
    """Neither answer says that their own address is dead."""
    know(timed, *FEW[:2])
    name = confirm(timed)
    report(timed, name)
    timed.settle()
    send(timed, reply=reply, outcome=Outcome.REFUSED if reply.startswith("5") else Outcome.LATER)
    timed.settle()
    timed.office.notice_retry.retry(name, (), {"acme": "noc2@acme.example"}, by="dana")
    timed.settle()
    send(timed)
    if directory == "changes":
        know(timed, {**FEW[0], "notice_address": "new@acme.example"}, FEW[1])
    timed.settle()
    send(timed)
    restore(timed, name)
    timed.settle()
    goes_on = "new@acme.example" if directory == "changes" else "noc2@acme.example"
    assert [one for one in send(timed) if "acme" in one] == [goes_on]


@BOTH
def test_an_address_that_is_put_right_again_is_where_they_hear_it(timed: TimedDesk) -> None:
    """Nobody sent anything on by hand: the directory was wrong for a while."""
    know(timed, *FEW[:2])
    name = schedule(timed)
    timed.settle()
    send(timed)
    know(timed, {**FEW[0], "notice_address": "wrong@other.example"}, FEW[1])
    change(timed, name, lambda one, found: maintenance.reschedule(one, found, OPENS + DAY, OPENS + DAY + HOUR, {}))
    timed.settle()
    send(timed)
    know(timed, *FEW[:2])
    timed.settle()
    send(timed)
    change(timed, name, lambda one, found: maintenance.cancel(one, found, {}))
    timed.settle()
    assert sorted(send(timed)) == ["noc@acme.example", "noc@bravo.example"]


@BOTH
def test_an_abort_withdraws_what_is_written_and_no_server_has_taken(timed: TimedDesk) -> None:
    know(timed, *FEW[:2])
    name, office = schedule(timed), timed.office
    timed.settle()
    wire, now = OutboxStore(timed.office.database, owner="a test"), timed.clock.now()
    (first,) = wire.claim(now=now, limit=1)
    office.notice_pause.abort(name, by="dana", reason="wrong text")
    wire.record([DeliveryResult(first.id, Outcome.LATER, "451 later", now, next_try_at=now)])
    timed.clock.advance(DAY)
    timed.settle()
    assert send(timed) == []
    assert set(standing(timed, name).values()) == {"skipped"}
    assert all(one.recipient.why_not for one in told(timed, name))
    with pytest.raises(Refused, match=f"its letters were aborted\n  to end it:  gateway maintenance cancel {name}"):
        office.notice_pause.abort(name, by="dana", reason="")


@BOTH
def test_another_address_gets_the_only_letter_that_is_under_way(timed: TimedDesk) -> None:
    """One that waits for a server would leave as well, hours later, and the report would not show it."""
    know(timed, *FEW)
    name, office = schedule(timed), timed.office
    other = {"bravo": "noc2@bravo.example"}
    timed.settle()
    with pytest.raises(Refused, match="the letter to bravo is under way"):
        office.notice_retry.retry(name, (), other, by="dana")
    send(timed, limit=2)
    send(timed, outcome=Outcome.LATER)
    assert standing(timed, name)["bravo"] == "deferred"
    office.notice_retry.retry(name, (), other, by="dana")
    with pytest.raises(Refused, match="the letter to bravo is under way"):
        office.notice_retry.retry(name, (), other, by="dana")
    timed.settle()
    timed.clock.advance(DAY)
    assert send(timed).count("noc2@bravo.example") == 1
    assert send(timed) == []
    assert standing(timed, name)["bravo"] == "accepted"
    assert "letters withdrawn that no server had taken: 1" in lines(timed, name)


@BOTH
@pytest.mark.parametrize("newer", ["cancelled", "rescheduled"])
def test_a_letter_that_was_put_off_does_not_leave_after_the_one_that_makes_it_untrue(
    timed: TimedDesk, newer: str
) -> None:
    know(timed, *FEW)
    name = schedule(timed)
    timed.settle()
    send(timed, limit=2)
    send(timed, outcome=Outcome.LATER)

    def decide(notice: Notice, found: Bearings) -> Decided:
        if newer == "cancelled":
            return maintenance.cancel(notice, found, {"reason": "no spare part"})
        return maintenance.reschedule(notice, found, OPENS + DAY, OPENS + DAY + HOUR, {})

    change(timed, name, decide)
    timed.settle()
    timed.clock.advance(HOUR)
    assert send(timed).count("noc@bravo.example") == 1
    timed.clock.advance(DAY)
    timed.settle()
    assert [one for one in send(timed) if one == "noc@bravo.example"] == []
    first = {one.recipient.customer: one.recipient.why_not for one in told(timed, name, 0)}
    assert first["bravo"] == f"revision 1 ({newer}) came before a server took the letter"


@BOTH
@pytest.mark.parametrize("then", ["put off", "taken", "killed", "overlooked"])
def test_a_letter_that_was_on_the_wire_when_a_newer_word_came_does_not_leave_after_it(
    timed: TimedDesk, then: str
) -> None:
    know(timed, *FEW[:2])
    name = confirm(timed)
    report(timed, name)
    timed.settle()
    wire, now = OutboxStore(timed.office.database, owner="a test"), timed.clock.now()
    on_the_wire = wire.claim(now=now, limit=10)
    assert len(on_the_wire) == 2
    restore(timed, name)
    if then == "killed":
        wire.free()
    elif then == "overlooked":  # the wire of another machine died, and its claim runs out
        timed.clock.advance(LEASE + SECOND)
        assert len(wire.claim(now=timed.clock.now(), limit=10)) == 0
    else:
        what, again = (Outcome.LATER, now + HOUR) if then == "put off" else (Outcome.SENT, None)
        wire.record([DeliveryResult(one.id, what, "said", now, next_try_at=again) for one in on_the_wire])
    timed.settle()
    assert set(standing(timed, name).values()) == {"accepted" if then == "taken" else "skipped"}
    timed.clock.advance(DAY)
    assert sorted(send(timed)) == ["noc@acme.example", "noc@bravo.example"], "the good news"
    timed.settle()
    with timed.office.database.read() as connection:
        waiting = {line.id for line in list_outbox(connection, everything=False, limit=10)}
    assert not waiting & {letter.id for letter in on_the_wire}


@BOTH
def test_who_leaves_a_newsletter_that_is_paused_does_not_get_it(tmp_path: Path, url: str) -> None:
    with opened(tmp_path, url, GATEWAY_SUPPORT__NEWSLETTERS="news@example.com") as desk:
        know(desk, *FEW)
        name = newsletter(desk)
        desk.office.notice_pause.pause(name, by="dana")
        with desk.office.database.write(Side.DESK) as connection:
            changes = Changes(connection, now=desk.clock.now())
            changes.add((LeaveNewsletter("acme", "news", "ann@acme.example", "asked for"),))
            changes.write()
        desk.office.notice_pause.resume(name, by="dana")
        desk.settle()
        assert "noc@acme.example" not in send(desk)
        assert standing(desk, name)["acme"] == "skipped"


@BOTH
def test_letters_that_were_aborted_are_not_written_by_a_retry(timed: TimedDesk) -> None:
    know(timed, *FEW)
    name, office = schedule(timed), timed.office
    office.notice_pause.abort(name, by="dana", reason="")
    with pytest.raises(Refused, match="were aborted: nobody else is told what they say"):
        office.notice_retry.retry(name, (), {"acme": "b@acme.example"}, by="dana")
    timed.settle()
    assert timed.letters("maintenance") == []


@BOTH
def test_nobody_is_reminded_by_a_retry_of_work_that_was_to_begin_by_then(timed: TimedDesk) -> None:
    know(timed, *FEW[:2])
    name, office = schedule(timed, reminders=(DAY,)), timed.office
    timed.settle()
    send(timed)
    timed.at(OPENS - DAY)
    timed.settle()
    send(timed, outcome=Outcome.REFUSED)
    timed.settle()
    assert stages(timed, name)[-1] == "reminder"
    office.notice_retry.retry(name, (), {"acme": "noc2@acme.example"}, by="dana")
    timed.at(OPENS)
    with pytest.raises(Refused, match=f"{name}: its newest letters come too late: the window began"):
        office.notice_retry.retry(name, (), {}, by="dana")


@BOTH
@pytest.mark.parametrize(
    ("address", "whose"),
    [
        ("Notices+x@Support.example", "an address of our own"),
        ("dana@support.example", "the address of dana, of the team"),
        ("dana+acme@support.example", "the address of dana, of the team"),
        ("noc+acme@bravo.example", "the address of another customer, bravo"),
        ("ann+x@globex.example", "the address of another customer, globex"),
        ("noc@Bravo.example", "the address of another customer, bravo"),
        ("ann@globex.example", "the address of another customer, globex"),
    ],
)
def test_what_is_meant_for_a_customer_is_sent_on_to_nobody_else(
    tmp_path: Path, url: str, address: str, whose: str
) -> None:
    with opened(tmp_path, url, GATEWAY_SUPPORT__NOTICES="notices@support.example") as desk:
        know(desk, *FEW[:2], {**FEW[2], "contacts": "ann@globex.example"})
        name = schedule(desk)
        desk.settle()
        send(desk, outcome=Outcome.REFUSED)
        desk.settle()
        with pytest.raises(Refused, match=re.escape(f"--to acme={address} is {whose}")):
            desk.office.notice_retry.retry(name, (), {"acme": address}, by="dana")
        desk.office.notice_retry.retry(name, (), {"acme": "noc@acme.example"}, by="dana")


@BOTH
@pytest.mark.parametrize(
    ("address", "refused"),
    [
        ("boss@acme.example", True),
        ("boss@eu.acme.example", True),
        ("boss@hosted.example", False),  # they have an address there themselves
        ("boss@gmail.com", False),
        ("boss@support.example", False),
        ("boss@elsewhere.example", False),
    ],
)
def test_nothing_is_sent_on_into_the_domain_of_another_customer(
    tmp_path: Path, url: str, address: str, refused: bool
) -> None:
    domains = "acme.example;*.acme.example;hosted.example;gmail.com;support.example"
    with opened(tmp_path, url, GATEWAY_SUPPORT__NOTICES="notices@support.example") as desk:
        know(desk, {**FEW[0], "domains": domains}, {**FEW[1], "contacts": "ann@hosted.example"})
        name = schedule(desk)
        desk.settle()
        send(desk, outcome=Outcome.REFUSED)
        desk.settle()
        whose = re.escape(f"--to bravo={address} is in the domain of another customer, acme")
        with pytest.raises(Refused, match=whose) if refused else nullcontext():
            desk.office.notice_retry.retry(name, (), {"bravo": address}, by="dana")
        desk.office.notice_retry.retry(name, (), {"acme": "boss@acme.example"}, by="dana")


# Killed, and two at once


@BOTH
@pytest.mark.parametrize("point", faults.NOTICE_POINTS)
def test_a_desk_that_is_killed_tells_nobody_twice_and_misses_nobody(tmp_path: Path, url: str, point: str) -> None:
    """The reminder falls due, is issued and its first letters are written; at each of these steps it dies once."""
    with opened(tmp_path, url) as desk:
        know(desk, *many(BATCH + 4))
        name = schedule(desk)
        desk.settle()
        send(desk)
        desk.at(OPENS - DAY)
        now = desk.clock.now()
        assert step_alone(tmp_path, url, now, kill_at=point) == -9
        issued, letters_now = len(stages(desk, name)) - 1, count(desk) - BATCH - 4
        assert (issued, letters_now) == {
            "notices-written": (0, 0),
            "notices-committed": (1, 0),
            "notice-letters-written": (1, 0),
            "notice-letters-committed": (1, BATCH),
        }[point]
        while step_alone(tmp_path, url, now) == 0 and count(desk) < 2 * (BATCH + 4):
            pass
        assert stages(desk, name) == ["scheduled", "reminder"]
        assert desk.settle() == 0
        found = letters(desk, name)
        assert set(found.values()) == {1}
        assert len(found) == 2 * (BATCH + 4)


@SERVERS_ONLY
def test_two_desks_write_every_letter_once(tmp_path: Path, url: str) -> None:
    with opened(tmp_path, url) as desk:
        know(desk, *many(BATCH + 20))
        name = schedule(desk)
        desk.at(OPENS - DAY)  # the reminder is due, too
        begin, failed = threading.Barrier(2), []

        def run() -> None:
            mine = timed_desk(tmp_path, url, clock=desk.clock)
            try:
                begin.wait(30)
                while mine.office.deadlines.step():
                    pass
            except Exception as failure:
                failed.append(failure)
            finally:
                mine.office.close()

        threads = [threading.Thread(target=run) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert failed == []
        assert stages(desk, name) == ["scheduled", "reminder"]
        found = letters(desk, name)
        assert set(found.values()) == {1}
        assert {who for who, number in found if number == 1} == {one["id"] for one in many(BATCH + 20)}


# Letters that cannot be written


def broken_templates(folder: Path) -> Renderer:
    """Our templates, with a mistake in the French words of one letter."""
    copy = folder / "templates"
    shutil.copytree(shipped("templates"), copy)
    words = copy / "fr" / "notice-scheduled.words.j2"
    with words.open("a", encoding="utf-8") as file:
        file.write("{% set closing = (nobody_knows_this,) %}\n")
    return Renderer(copy)


@BOTH
def test_whose_letter_cannot_be_written_is_tried_again_and_then_left_to_colleagues_while_all_others_are_told(
    timed: TimedDesk, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    french = [{**one, "language": "fr"} for one in many(3)]
    english = [{**one, "id": f"e{one['id']}", "notice_address": f"a@e{at}.example"} for at, one in enumerate(many(4))]
    timed.office.__dict__["renderer"] = broken_templates(tmp_path)  # before anything else has been built with it
    know(timed, *({**one, "account_manager": "lea@support.example"} for one in french), *english)
    name = schedule(timed)
    timed.settle()
    assert {who for who, stands in standing(timed, name).items() if stands == "skipped"} == set()
    assert count(timed) == len(english)
    for pause in post.AGAIN:
        timed.pass_time(pause)
        timed.settle()
    found = {one.recipient.customer: (one.standing, one.recipient.why_not) for one in told(timed, name)}
    assert {who for who, (stands, _) in found.items() if stands is Standing.QUEUED} == {one["id"] for one in english}
    assert {why.partition(":")[0] for stands, why in found.values() if stands is Standing.SKIPPED} == {
        "the letter could not be written"
    }
    assert [line for line in lines(timed, name) if "not told" in line] == [f"c000{at} is not told" for at in range(3)]
    assert caplog.text.count("notices.unwritten") == len(french) * (len(post.AGAIN) + 1)
    asked = to(timed, "lea@support.example")
    assert len(asked) == 1
    assert all(one["id"] in asked[0].text for one in french)
    assert {one.recipient.told_by for one in told(timed, name) if one.standing is Standing.SKIPPED} == {
        "lea@support.example"
    }
    assert timed.settle() == 0


@BOTH
def test_a_letter_that_fails_for_a_while_is_written_when_it_can_be(
    timed: TimedDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    know(timed, *many(3))
    write = NoticeLetters.write

    def fail(self: NoticeLetters, sheet: NoticeSheet, *, reader: Reader) -> QueueLetter:
        if sheet.customer and sheet.customer.id == "c0001":
            raise RuntimeError("a bug")
        return write(self, sheet, reader=reader)

    monkeypatch.setattr(NoticeLetters, "write", fail)
    name = schedule(timed)
    timed.settle()
    assert set(letters(timed, name)) == {("c0000", 0), ("c0002", 0)}
    monkeypatch.undo()
    timed.settle()
    assert set(letters(timed, name)) == {("c0000", 0), ("c0002", 0)}, "not before its time"
    timed.pass_time(post.AGAIN[0])
    timed.settle()
    assert letters(timed, name) == {(f"c000{at}", 0): 1 for at in range(3)}
    assert timed.settle() == 0


@BOTH
def test_an_address_that_no_envelope_can_hold_keeps_nobody_else_waiting(timed: TimedDesk) -> None:
    know(timed, *many(3))
    name = schedule(timed)
    with timed.office.database.write(Side.DESK) as connection:
        row = notice_recipient.c.customer == "c0001"
        wrong = {"address": "nobody at all", "instead_of": notice_recipient.c.address}
        connection.execute(notice_recipient.update().where(row).values(**wrong))
    timed.settle()
    assert standing(timed, name) == {"c0000": "queued", "c0001": "skipped", "c0002": "queued"}
    assert timed.settle() == 0


def test_in_observe_mode_letters_are_written_to_be_looked_at_and_never_leave(tmp_path: Path) -> None:
    with opened(tmp_path, "", GATEWAY_MODE="observe") as desk:
        know(desk, *FEW)
        name = schedule(desk)
        desk.settle()
        assert standing(desk, name) == {"acme": "observed", "bravo": "observed", "globex": "skipped"}
        assert send(desk) == []


# Reminders and the window


@BOTH
def test_reminders_leave_at_their_very_moment_and_once(timed: TimedDesk) -> None:
    know(timed, *FEW)
    name = schedule(timed, reminders=(DAY, HOUR))
    timed.settle()
    for before, already in ((DAY, 0), (HOUR, 1)):
        timed.at(OPENS - before - SECOND)
        timed.settle()
        assert stages(timed, name).count("reminder") == already
        assert timed.office.deadlines.pass_time() == 1.0
        timed.at(OPENS - before)
        timed.settle()
        timed.settle()
        assert stages(timed, name).count("reminder") == already + 1
    assert len(to(timed, "noc@acme.example")) == 3
    assert [one.because for one in history(timed, name) if one.what == "customers are reminded"] == [
        "the reminder was planned"
    ] * 2


def history(desk: TimedDesk, name: str) -> Sequence[store.Happened]:
    with desk.office.database.read() as connection:
        return store.history_of(connection, name)


@BOTH
@pytest.mark.parametrize(("late", "sent"), [(HOUR, True), (HOUR + SECOND, False)])
def test_a_reminder_that_comes_more_than_an_hour_late_is_not_sent_and_the_history_says_so(
    timed: TimedDesk, late: timedelta, sent: bool
) -> None:
    know(timed, *FEW)
    name = schedule(timed, reminders=(DAY,))
    timed.settle()
    timed.at(OPENS - DAY + late)
    timed.settle()
    assert stages(timed, name) == ["scheduled", *(["reminder"] if sent else [])]
    assert ("a reminder was not sent: its time had passed" in lines(timed, name)) is not sent
    assert timed.office.deadlines.next_due() == OPENS


@BOTH
def test_while_letters_are_paused_nobody_is_reminded_and_after_the_resume_everybody_once(timed: TimedDesk) -> None:
    know(timed, *many(2))
    name = schedule(timed)
    timed.office.notice_pause.pause(name, by="dana")
    timed.at(OPENS - DAY)
    timed.settle()
    assert stages(timed, name) == ["scheduled"]
    timed.office.notice_pause.resume(name, by="dana")
    timed.settle()
    send(timed)
    timed.pass_time(MINUTE)
    timed.settle()
    assert stages(timed, name) == ["scheduled", "reminder"]
    assert letters(timed, name) == {(f"c000{at}", number): 1 for at in range(2) for number in range(2)}


@BOTH
def test_of_two_reminders_that_are_due_at_once_after_a_resume_the_last_one_is_sent_alone(timed: TimedDesk) -> None:
    know(timed, *many(2))
    name = schedule(timed, reminders=(75 * MINUTE, HOUR))
    timed.settle()
    send(timed)
    change(timed, name, maintenance.remind)
    timed.office.notice_pause.pause(name, by="dana")
    timed.at(OPENS - HOUR + MINUTE)
    timed.office.notice_pause.resume(name, by="dana")
    timed.pass_time(MINUTE)
    timed.settle()
    assert stages(timed, name) == ["scheduled", "reminder", "reminder"]
    assert "a reminder was not sent: the next one is due as well" in lines(timed, name)


@BOTH
@pytest.mark.parametrize("stop", ["pause", "abort"])
def test_what_people_stopped_is_neither_reminded_of_nor_begun_by_itself_and_they_are_asked(
    timed: TimedDesk, stop: str
) -> None:
    know(timed, *many(2))
    name = schedule(timed, auto_start=True)
    if stop == "pause":
        timed.office.notice_pause.pause(name, by="dana")
    else:
        timed.office.notice_pause.abort(name, by="dana", reason="the wrong window")
    timed.at(OPENS + SECOND)
    while timed.settle():
        timed.pass_time(SECOND)
    assert stages(timed, name) == ["scheduled"]
    assert letters(timed, name) == {}
    assert [line for line in lines(timed, name) if "were not" in line or "was not" in line] == [
        *["customers were not reminded"] * len(notice(timed, name).reminders),
        "work was not begun by itself",
    ]
    asked = [one.text for one in timed.outbox() if one.template == "notice-due"]
    assert asked
    assert all(f"gateway maintenance start {name}" in one for one in asked)


@BOTH
def test_what_the_gateway_says_by_itself_takes_no_word_of_a_person_from_who_waits_for_it(timed: TimedDesk) -> None:
    know(timed, *many(2))
    name = confirm(timed)
    report(timed, name)
    timed.settle()
    send(timed, outcome=Outcome.LATER)
    timed.pass_time(58 * MINUTE)
    timed.settle()
    assert stages(timed, name) == ["report", "holding"]
    timed.pass_time(HOUR)
    timed.settle()
    send(timed)
    assert set(standing(timed, name, 0).values()) == {Standing.ACCEPTED}
    assert set(standing(timed, name, 1).values()) == {Standing.SKIPPED}, "the next one says it, too"
    assert set(standing(timed, name, 2).values()) == {Standing.ACCEPTED}


@BOTH
def test_a_customer_who_leaves_takes_nobody_along_who_was_not_written_to_yet(timed: TimedDesk) -> None:
    know(timed, *FEW[:2], {**FEW[3], "products": "voice"})
    name = confirm(timed, Choice(services=("voice",), excepted=("hooli",)))
    report(timed, name)
    timed.office.notice_pause.pause(name, by="dana")
    know(timed, *FEW[:2])
    change(timed, name, lambda one, found: outage.update(one, found, {"update": "A part is on its way."}))
    timed.settle()
    assert set(letters(timed, name)) == {("acme", 1), ("bravo", 1)}


@BOTH
def test_where_an_address_has_died_who_looks_after_the_customer_is_asked_and_it_is_not_written_to_again(
    timed: TimedDesk,
) -> None:
    know(timed, {**FEW[0], "account_manager": "lea@support.example"}, FEW[1])
    name = schedule(timed)
    timed.settle()
    send(timed, outcome=Outcome.REFUSED)
    timed.settle()
    know(timed, {**FEW[0], "account_manager": "lea@support.example"}, {**FEW[1], "notice_address": "new@bravo.example"})
    change(timed, name, lambda one, found: maintenance.cancel(one, found, {"cancelled": "no need"}))
    timed.settle()
    assert {who for who, number in letters(timed, name) if number == 1} == {"bravo"}
    assert [one.template for one in to(timed, "lea@support.example")][-1:] == ["notice-uncovered"]


@BOTH
def test_who_was_told_by_a_colleague_hears_by_mail_once_they_have_an_address(timed: TimedDesk) -> None:
    know(timed, FEW[0], FEW[2])
    name = schedule(timed)
    timed.settle()
    know(timed, FEW[0], {**FEW[2], "notice_address": "noc@globex.example"})
    change(timed, name, lambda one, found: maintenance.cancel(one, found, {"cancelled": "no need"}))
    timed.settle()
    assert letters(timed, name)["globex", 1] == 1


@BOTH
@pytest.mark.parametrize("stop", ["pause", "abort"])
def test_updates_go_on_by_themselves_after_letters_were_stopped_over_one(timed: TimedDesk, stop: str) -> None:
    know(timed, *many(2))
    name = confirm(timed)
    report(timed, name)
    timed.settle()
    send(timed)
    timed.pass_time(50 * MINUTE)
    change(timed, name, lambda one, found: outage.update(one, found, {"update": "A part is on its way."}))
    if stop == "pause":
        timed.office.notice_pause.pause(name, by="dana")
    else:
        timed.office.notice_pause.abort(name, by="dana", reason="the wrong part")
    for _ in range(62):
        timed.pass_time(MINUTE)
        timed.settle()
    assert stages(timed, name) == ["report", "update"]
    assert [line for line in lines(timed, name) if "missed" in line or "itself" in line][-1] == (
        "no word was written by itself"
    )
    assert any("missed" in line for line in lines(timed, name))
    if stop == "pause":
        with pytest.raises(Refused, match=f"to hear more by .*\n.*gateway outage update {name}"):
            timed.office.notice_pause.resume(name, by="dana")
        change(timed, name, lambda one, found: outage.update(one, found, {"update": "The part has come."}))
    for _ in range(60):
        timed.pass_time(MINUTE)
        timed.settle()
    assert stages(timed, name)[2:] == (["update", "holding"] if stop == "pause" else [])
    assert sum("missed" in line for line in lines(timed, name)) == (1 if stop == "pause" else 2)


@BOTH
def test_a_draft_is_written_down_with_whom_its_author_was_shown(timed: TimedDesk) -> None:
    new, announcing = plan(timed), timed.office.announcing

    def draft(found: Bearings) -> Decided:
        return Decided(maintenance.plan(new, found), "drafted", "")

    know(timed, *FEW[:1])
    shown = announcing.plan_beginning(
        new.choice, lambda found: maintenance.announce(maintenance.plan(new, found), found), by="dana"
    )
    know(timed, *FEW)
    first = announcing.begin(new.choice, draft, by="dana", planned=shown).notice.id
    second = announcing.begin(new.choice, draft, by="dana").notice.id
    assert notice(timed, first).shown == {"acme": ""}
    assert notice(timed, second).shown == {"acme": "", "bravo": ""}


@BOTH
def test_that_nobody_heard_of_it_is_known_to_a_decision_that_names_others_as_well(timed: TimedDesk) -> None:
    know(timed, FEW[0], FEW[3])
    name = confirm(timed)
    report(timed, name)
    timed.office.notice_pause.abort(name, by="dana", reason="a slip")
    others = Choice(services=("chat",))
    change(timed, name, lambda one, found: outage.restore(replace(one, choice=others), found, {}, None))
    assert (notice(timed, name).state, notice(timed, name).next_by) == (NoticeState.CLOSED, None)


@BOTH
def test_after_a_missed_word_on_the_cause_the_next_is_due_by_the_hours_in_which_it_is_promised(
    timed: TimedDesk,
) -> None:
    know(timed, {**FEW[0], "policy": "ameyo"})
    timed.pass_time(3 * DAY)  # a Thursday
    name = confirm(timed)
    report(timed, name)
    restore(timed, name)
    timed.office.notice_pause.pause(name, by="dana")
    missed = notice(timed, name).next_by
    assert missed
    timed.at(missed + MINUTE)
    timed.settle()
    assert any("missed" in line for line in lines(timed, name))
    again = notice(timed, name).next_by
    assert again
    assert (f"{missed:%a}", f"{again:%a}") == ("Fri", "Mon")


@BOTH
def test_whose_first_letter_is_a_reminder_reads_the_announcement_in_its_place(timed: TimedDesk) -> None:
    dead = {**FEW[3], "products": "voice"}
    know(timed, FEW[0], dead)
    name = schedule(timed, reminders=(DAY, HOUR))
    timed.settle()
    send(timed, limit=1)
    send(timed, outcome=Outcome.REFUSED)
    timed.work()
    late = {**FEW[3], "id": "late", "products": "voice", "notice_address": "noc@late.example"}
    know(timed, FEW[0], dead, late)
    timed.at(OPENS - DAY)
    timed.settle()
    timed.office.notice_retry.retry(name, (), {"hooli": "noc2@hooli.example"}, by="dana")
    timed.settle()
    reminder = to(timed, "noc@acme.example")[-1]
    assert (reminder.message["Subject"][:4], reminder.text[:8]) == ("Re: ", "REMINDER")
    for address in ("noc@late.example", "noc2@hooli.example"):
        (first,) = to(timed, address)
        assert first.text.startswith("SCHEDULED - ")
        assert ("we have announced" in first.text, "does not suit you" in first.text) == (False, True)
    send(timed)
    timed.at(OPENS - HOUR)
    timed.settle()
    assert to(timed, "noc@late.example")[-1].text.startswith("REMINDER - ")


@BOTH
def test_nobody_is_reminded_of_a_window_that_has_opened(timed: TimedDesk) -> None:
    know(timed, *FEW)
    name = schedule(timed, reminders=(HOUR,))
    timed.settle()
    timed.at(OPENS)
    timed.settle()
    assert stages(timed, name) == ["scheduled"]
    assert timed.letters("notice-due") == ["notice-due"] * 3  # nobody is on call: the whole team


@BOTH
def test_work_starts_by_itself_where_that_is_asked_for_and_an_overrun_is_told_twice(timed: TimedDesk) -> None:
    know(timed, *FEW)
    name = schedule(timed, auto_start=True, reminders=())
    timed.settle()
    timed.at(OPENS)
    timed.settle()
    assert (notice(timed, name).state, notice(timed, name).began_at) == (NoticeState.IN_PROGRESS, OPENS)
    assert stages(timed, name) == ["scheduled", "started"]
    for after in (timedelta(), HOUR):
        timed.at(OPENS + 2 * HOUR + after)
        timed.settle()
    assert timed.letters("notice-due") == ["notice-due"] * 6
    timed.pass_time(9 * DAY)
    assert timed.settle() == 0


@BOTH
def test_after_a_late_start_work_whose_window_is_over_has_not_begun_and_people_are_asked_once(timed: TimedDesk) -> None:
    know(timed, *FEW)
    name = schedule(timed, auto_start=True)
    timed.settle()
    timed.at(OPENS + 5 * HOUR)
    timed.settle()
    assert notice(timed, name).state is NoticeState.SCHEDULED
    assert stages(timed, name) == ["scheduled"]
    assert "work was not begun: its window had passed" in lines(timed, name)
    assert timed.letters("notice-due") == ["notice-due"] * 3  # one letter each, though two of them are due
    assert timed.settle() == 0


# Words that were promised


@BOTH
def test_a_holding_update_leaves_at_minute_58_of_every_hour_and_nothing_is_missed(timed: TimedDesk) -> None:
    know(timed, *FEW)
    name = confirm(timed)
    report(timed, name)
    said = START
    for hour in range(1, 4):
        timed.at(said + 58 * MINUTE - SECOND)
        timed.settle()
        assert len(stages(timed, name)) == hour
        timed.at(said + 58 * MINUTE)
        timed.settle()
        said = timed.clock.now()
    assert stages(timed, name) == ["report", "holding", "holding", "holding"]
    assert kinds(notice(timed, name).marks, "missed") == frozenset()
    assert timed.letters("notice-due") == ["notice-due"] * 9
    restore(timed, name)
    timed.pass_time(2 * HOUR)
    timed.settle()
    assert stages(timed, name)[-1] == "restored"  # no word of down after it


@BOTH
def test_a_gateway_that_was_down_for_hours_writes_once_and_each_hour_is_missed_on_its_own(timed: TimedDesk) -> None:
    know(timed, *FEW)
    name = confirm(timed)
    report(timed, name)
    timed.settle()
    timed.at(START + 3 * HOUR + 30 * MINUTE)
    timed.settle()
    assert stages(timed, name) == ["report", "holding"]
    assert [mark for mark in notice(timed, name).marks if mark.startswith("missed")] == [
        f"missed update {(START + hours * HOUR).isoformat()}" for hours in (1, 2, 3)
    ]
    assert [one for one in lines(timed, name) if one.endswith("missed")] == [
        f"no update by 2026-11-16 {hour}:00 UTC: missed" for hour in (15, 16, 17)
    ]
    assert timed.letters("notice-missed") == ["notice-missed"] * 3  # the whole team, once each
    assert timed.letters("notice-due") == []  # it is too late to ask
    assert notice(timed, name).next_by == timed.clock.now() + HOUR


@BOTH
@pytest.mark.parametrize(("step", "letters"), [(5 * MINUTE, 9), (200 * MINUTE, 3)])
def test_a_promise_is_broken_in_the_open_though_what_was_to_keep_it_fails(
    timed: TimedDesk, monkeypatch: pytest.MonkeyPatch, step: timedelta, letters: int
) -> None:
    know(timed, *FEW)
    name = confirm(timed)
    report(timed, name)
    timed.settle()
    with monkeypatch.context() as broken:
        broken.setattr(flow, "hold", _fails)
        while timed.clock.now() < START + 200 * MINUTE:
            timed.pass_time(step)
            timed.settle()
    dues = [START + hour * HOUR for hour in (1, 2, 3)]
    assert _missed(timed, name) == [f"missed update {one.isoformat()}" for one in dues]
    assert [line for line in lines(timed, name) if "missed" in line] == [
        f"no update by {one:%Y-%m-%d %H:%M} UTC: missed" for one in dues
    ]
    assert len(timed.letters("notice-missed")) == letters  # each of three people; of many misses at once the last
    assert notice(timed, name).next_by == dues[0]  # as customers were told
    timed.at(START + 238 * MINUTE)
    timed.settle()
    assert stages(timed, name) == ["report", "holding"]
    assert len(_missed(timed, name)) == 3


@BOTH
def test_a_fault_of_a_moment_breaks_no_promise(timed: TimedDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    know(timed, *FEW)
    name = confirm(timed)
    report(timed, name)
    timed.settle()
    with monkeypatch.context() as broken:
        broken.setattr(flow, "hold", _fails)
        timed.at(START + 58 * MINUTE)
        timed.settle()
        timed.at(START + 59 * MINUTE)
        timed.settle()
    due = timed.office.deadlines.next_due()
    assert due == START + 59 * MINUTE + 30 * SECOND
    timed.at(due)
    timed.settle()
    assert stages(timed, name) == ["report", "holding"]
    assert _missed(timed, name) == []


@BOTH
def test_what_people_did_by_hand_is_not_failing_any_more(timed: TimedDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    know(timed, *FEW)
    name = confirm(timed)
    report(timed, name)
    timed.settle()
    timed.at(START + 58 * MINUTE)
    monkeypatch.setattr(flow, "hold", _fails)
    timed.settle()
    assert _failing(timed) == [name]
    restore(timed, name)
    timed.settle()
    assert _failing(timed) == []


def _failing(desk: TimedDesk) -> list[str]:
    with desk.office.database.read() as connection:
        return [one.id for one in failing_notices(connection)]


@BOTH
def test_a_missed_word_on_the_cause_is_followed_by_the_next_though_it_could_not_be_written(
    timed: TimedDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    know(timed, *FEW)
    name = confirm(timed)
    report(timed, name)
    restore(timed, name)
    due = notice(timed, name).next_by
    assert due
    monkeypatch.setattr(flow, "explain", _fails)
    timed.at(due + MINUTE)
    timed.settle()
    assert _missed(timed, name) == [f"missed rca {due.isoformat()}"]
    again = notice(timed, name).next_by
    assert again
    assert again > due


@BOTH
def test_a_broken_promise_is_written_down_though_nobody_can_be_told(
    timed: TimedDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    know(timed, *FEW)
    name = confirm(timed, auto_holding=False)
    report(timed, name)
    for what in ("nag", "missed"):
        monkeypatch.setattr(flow, what, _fails)
    timed.at(START + HOUR)
    timed.settle()
    assert _missed(timed, name) == [f"missed update {(START + HOUR).isoformat()}"]
    assert timed.letters("notice-missed") == []
    due = timed.office.deadlines.next_due()
    assert due is not None
    assert due > timed.clock.now()


def _fails(*_: object, **__: object) -> None:
    raise ValueError("a fault")


def _missed(desk: TimedDesk, name: str) -> list[str]:
    return [mark for mark in notice(desk, name).marks if mark.startswith("missed")]


@BOTH
def test_without_holding_updates_each_hour_is_missed_and_people_who_were_away_are_told_once(timed: TimedDesk) -> None:
    know(timed, *FEW)
    name = confirm(timed, auto_holding=False)
    report(timed, name)
    found = []
    for minute in (59, 60, 110, 120, 300):
        timed.at(START + minute * MINUTE)
        timed.settle()
        found.append((len(_missed(timed, name)), len(timed.letters("notice-missed"))))
    assert found == [(0, 0), (1, 3), (1, 3), (2, 6), (5, 9)]
    assert len(timed.letters("notice-due")) == 6  # at minutes 59 and 110: it is too late for the others
    assert stages(timed, name) == ["report"]


@BOTH
def test_a_report_nobody_writes_is_missed_once_and_asked_for_until_it_is_there(timed: TimedDesk) -> None:
    know(timed, *FEW)
    name = confirm(timed)
    for minute, asked, missed in (
        (39, 0, 0),
        (40, 3, 0),
        (50, 6, 0),
        (59, 6, 0),
        (60, 6, 3),
        (120, 9, 3),
        (600, 12, 3),
    ):
        timed.at(START + minute * MINUTE)
        timed.settle()
        assert (len(timed.letters("notice-due")), len(timed.letters("notice-missed"))) == (asked, missed)
    assert lines(timed, name).count("no report by 2026-11-16 15:00 UTC: missed") == 1
    assert stages(timed, name) == []
    report(timed, name)
    assert [mark for mark in notice(timed, name).marks if mark.startswith("missed")] == [
        f"missed report {(START + HOUR).isoformat()}"
    ]


@BOTH
def test_an_outage_that_was_confirmed_an_hour_ago_is_asked_for_once_at_once(timed: TimedDesk) -> None:
    know(timed, *FEW)
    new = outage.NewOutage("Calls fail", VOICE, ("voice",))
    name = timed.office.announcing.begin(VOICE, lambda found: outage.suspect(new, found), by="dana").notice.id
    ago = START - 55 * MINUTE
    change(timed, name, lambda one, found: outage.confirm(one, found, outage.Confirmed(ago)))
    timed.settle()
    assert timed.letters("notice-due") == ["notice-due"] * 3
    assert timed.office.deadlines.next_due() == START + 5 * MINUTE


@BOTH
def test_the_cause_is_told_every_day_by_itself_until_all_of_it_is_there(timed: TimedDesk) -> None:
    know(timed, *FEW)
    name = confirm(timed)
    report(timed, name)
    restore(timed, name)
    for _ in range(2):
        timed.at(timed.clock.now() + DAY - 2 * MINUTE)
        timed.settle()
    assert stages(timed, name) == ["report", "restored", "rca", "rca"]
    parts = {"root_cause": "a disk", "rca_impact": "no calls", "resolution": "replaced"}
    change(timed, name, lambda one, found: outage.explain(one, found, parts))
    timed.pass_time(9 * DAY)
    timed.settle()
    assert stages(timed, name)[-2:] == ["rca", "final"]
    change(timed, name, outage.close)
    assert notice(timed, name).state is NoticeState.CLOSED


# A clock that leaps


@BOTH
def test_a_clock_that_leaps_ahead_drops_no_reminder_and_misses_no_promise(timed: TimedDesk) -> None:
    """It is five hours wrong for three minutes, in which a reminder and a holding update fall due."""
    know(timed, *FEW)
    name = schedule(timed, reminders=(DAY,))
    timed.settle()
    timed.at(OPENS - DAY - MINUTE)
    timed.settle()
    timed.clock.at += 5 * HOUR
    timed.agree()
    timed.pass_time(30 * SECOND)
    timed.settle()
    assert stages(timed, name) == ["scheduled"]
    timed.pass_time(30 * SECOND)
    timed.settle()
    assert stages(timed, name) == ["scheduled", "reminder"]
    timed.clock.at -= 5 * HOUR
    timed.agree()
    timed.settle()
    assert "a reminder was not sent: its time had passed" not in lines(timed, name)


@BOTH
def test_a_clock_that_proved_itself_is_believed(timed: TimedDesk) -> None:
    know(timed, *FEW)
    name = confirm(timed)
    report(timed, name)
    timed.settle()
    timed.clock.at += 3 * HOUR
    timed.agree()
    for _ in range(int(PROOF / MINUTE)):
        timed.settle()
        assert stages(timed, name) == ["report"]
        timed.pass_time(MINUTE)
    timed.settle()
    assert stages(timed, name) == ["report", "holding"]


# Who is told


@BOTH
def test_account_managers_of_those_who_cannot_be_told_get_one_letter_each_at_the_first_revision(
    timed: TimedDesk,
) -> None:
    more = {"id": "umbrella", "name": "Umbrella", "products": "voice", "account_manager": "lea@support.example"}
    know(timed, *FEW, more)
    name = schedule(timed)
    timed.settle()
    (letter,) = [one for one in timed.outbox() if one.template == "notice-uncovered"]
    assert letter.recipient == "lea@support.example"
    assert "Globex" in letter.text
    assert "Umbrella" in letter.text
    change(timed, name, maintenance.remind)
    timed.settle()
    assert timed.letters("notice-uncovered") == ["notice-uncovered"]


@BOTH
def test_of_an_outage_each_account_manager_gets_one_copy_of_each_mail_that_names_all_their_customers(
    timed: TimedDesk,
) -> None:
    looked_after = [{**one, "account_manager": "lea@support.example"} for one in FEW]
    know(timed, *looked_after)
    name = confirm(timed)
    report(timed, name)
    timed.settle()
    send(timed)
    restore(timed, name)
    timed.settle()
    copies = [one for one in to(timed, "lea@support.example") if one.template == "outage"]
    assert len(copies) == 2
    for word in ("ACME", "Bravo", "Globex"):
        assert word in copies[0].text
    assert "Hooli" not in copies[0].text
    assert copies[1].message["References"] == copies[0].message["Message-ID"]
    assert letters(timed, name)["lea@support.example", 0] == letters(timed, name)["lea@support.example", 1] == 1


@BOTH
def test_recipients_of_an_outage_grow_and_who_left_the_directory_still_hears_the_all_clear(timed: TimedDesk) -> None:
    know(timed, *FEW)
    name = confirm(timed)
    report(timed, name)
    timed.settle()
    assert sorted(standing(timed, name)) == ["acme", "bravo", "copy", "globex"]
    send(timed)
    moved = {**FEW[1], "products": "chat", "notice_address": "new@bravo.example"}
    late = {"id": "newcomer", "name": "New", "products": "voice", "notice_address": "noc@new.example"}
    know(timed, moved, late)  # acme and globex are gone, bravo has another product and address
    restore(timed, name)
    timed.settle()
    assert {
        one.recipient.customer: one.recipient.address for one in told(timed, name, 1) if not one.recipient.copy_to
    } == {
        "acme": "noc@acme.example",
        "bravo": "new@bravo.example",
        "newcomer": "noc@new.example",
    }
    first, last = to(timed, "noc@acme.example")
    assert last.message["References"] == first.message["Message-ID"]


@BOTH
def test_where_nobody_has_the_product_any_more_those_who_were_told_hear_on(timed: TimedDesk) -> None:
    know(timed, *FEW)
    name = schedule(timed)
    timed.settle()
    send(timed)
    know(timed, FEW[3])
    change(timed, name, lambda one, found: maintenance.cancel(one, found, {"cancelled": "no need"}))
    timed.settle()
    assert letters(timed, name) == {(who, number): 1 for who in ("acme", "bravo") for number in (0, 1)}


@BOTH
def test_a_name_that_was_typed_goes_to_no_other_notice_and_none_is_left_out(timed: TimedDesk) -> None:
    know(timed, *FEW)
    new, announcing = plan(timed), timed.office.announcing

    def announced(found: Bearings) -> Decided:
        return maintenance.announce(maintenance.plan(new, found), found)

    expected = announcing.plan_beginning(new.choice, announced, by="dana").name
    assert expected == "MNT-2026-0001"
    assert schedule(timed, title="Somebody else's") == expected
    with pytest.raises(Refused, match="MNT-2026-0001 is another notice, begun meanwhile"):
        announcing.begin(new.choice, announced, by="dana", name=expected)
    again = announcing.plan_beginning(new.choice, announced, by="dana").name
    assert announcing.begin(new.choice, announced, by="dana", name=again).notice.id == "MNT-2026-0002"


@BOTH
def test_nobody_is_told_who_came_after_somebody_said_yes_and_that_some_left_is_no_harm(timed: TimedDesk) -> None:
    know(timed, *FEW[:2])
    new, announcing = plan(timed), timed.office.announcing

    def announced(found: Bearings) -> Decided:
        return maintenance.announce(maintenance.plan(new, found), found)

    planned = announcing.plan_beginning(VOICE, announced, by="dana")
    know(timed, *FEW[:2], *many(7))
    grown = r"the audience grew from 2 to 9 meanwhile, with c0000, c0001, c0002, c0003, c0004 and 2 more\n"
    with pytest.raises(Refused, match=f"{grown}  nobody was told; give the command again"):
        announcing.begin(VOICE, announced, by="dana", planned=planned)
    know(timed, FEW[0])
    name = announcing.begin(VOICE, announced, by="dana", planned=planned).notice.id
    timed.settle()
    planned = announcing.plan(name, maintenance.remind, by="dana")
    know(timed, *FEW[:2])
    with pytest.raises(Refused, match="the audience grew from 1 to 2 meanwhile, with bravo"):
        announcing.change(name, maintenance.remind, by="dana", planned=planned)
    assert stages(timed, name) == ["scheduled"]


@BOTH
def test_what_concerns_nobody_any_more_can_still_be_closed_or_called_off(timed: TimedDesk) -> None:
    know(timed, *FEW)
    draft = timed.office.announcing.begin(
        VOICE, lambda found: Decided(maintenance.plan(plan(timed), found), "drafted", "a test"), by="dana"
    ).notice.id
    name = confirm(timed)
    know(timed, FEW[3])
    with pytest.raises(Refused, match='no customer has the service "voice"'):
        change(timed, draft, maintenance.announce)
    assert change(timed, draft, lambda one, found: maintenance.cancel(one, found, {})).revision is None
    closed = change(timed, name, lambda one, found: outage.close(one, found, "nobody has it any more", mistaken=True))
    assert closed.notice.state is NoticeState.CLOSED


@BOTH
def test_an_outage_that_is_confirmed_for_others_goes_by_what_those_were_promised(timed: TimedDesk) -> None:
    """Who has bought nothing was promised nothing; an outage was opened for them, and confirmed for all."""
    know(timed, {**FEW[0], "policy": "ameyo"}, *FEW[1:])
    choice = Choice(customers=("acme",))
    new = outage.NewOutage("Calls fail", choice, ("voice",))
    name = timed.office.announcing.begin(choice, lambda found: outage.suspect(new, found), by="dana").notice.id
    alone = timed.office.announcing.plan(
        name, lambda one, found: outage.confirm(one, found, outage.Confirmed(found.now)), by="dana"
    )
    assert alone.notice.next_by is None
    known = outage.Confirmed(START, choice=VOICE)
    made = change(timed, name, lambda one, found: outage.confirm(one, found, known))
    assert (made.notice.next_by, made.notice.choice) == (START + HOUR, replace(VOICE, customers=("acme",)))
    other = timed.office.announcing.begin(choice, lambda found: outage.suspect(new, found), by="dana").notice.id
    wrong = replace(known, choice=Choice(services=("voise",)))
    with pytest.raises(Refused, match='no customer has the service "voise": did you mean "voice"'):
        change(timed, other, lambda one, found: outage.confirm(one, found, wrong))
    assert notice(timed, other).state is NoticeState.SUSPECTED


@BOTH
def test_who_is_chosen_and_left_out_at_once_is_nobody(timed: TimedDesk) -> None:
    know(timed, *FEW)
    with pytest.raises(Refused, match="nobody is left to be told: leave out --except"):
        schedule(timed, choice=Choice(customers=("acme",), excepted=("acme",)))


@BOTH
def test_an_address_that_took_no_mail_is_not_told_and_its_account_manager_is(timed: TimedDesk) -> None:
    know(timed, {**FEW[0], "account_manager": "lea@support.example"}, FEW[1])
    schedule(timed)
    timed.settle()
    with timed.office.database.write(Side.BOTH) as connection:
        (letter,) = [one for one in list_outbox(connection, limit=9, everything=True) if "acme" in one.recipient]
        found = Changes(connection, now=START)
        reply = "550 5.1.1 no such user"
        found.add((SettleLetter(letter.id, None, letter.recipient, Outcome.REFUSED, reply, START, "said"),))
        found.write()
    second = schedule(timed, start=OPENS + DAY, end=OPENS + DAY + HOUR)
    timed.settle()
    assert standing(timed, second) == {"acme": "skipped", "bravo": "queued"}
    (told_,) = [one for one in timed.outbox() if one.template == "notice-uncovered"]
    assert (told_.recipient, "5.1.1" in told_.text) == ("lea@support.example", True)


@BOTH
def test_who_looks_after_a_customer_hears_that_the_work_was_moved_and_called_off_with_the_times(
    timed: TimedDesk,
) -> None:
    """They have told the customer the old ones by telephone."""
    know(timed, *FEW)
    name = schedule(timed, reminders=(DAY,))
    later = OPENS + DAY
    change(timed, name, lambda one, found: maintenance.reschedule(one, found, later, later + HOUR, {}))
    timed.at(later - DAY)
    timed.settle()
    change(timed, name, lambda one, found: maintenance.cancel(one, found, {}))
    told_ = [one.text for one in timed.outbox() if one.template == "notice-uncovered"]
    assert stages(timed, name) == ["scheduled", "rescheduled", "reminder", "cancelled"]
    assert ["moved" in one for one in told_] == [False, True, False]
    assert ["called off" in one for one in told_] == [False, False, True]
    assert [f"{later:%d %b %Y}" in one for one in told_] == [False, True, True]
    assert f"{OPENS:%d %b %Y}" in told_[0]


@BOTH
def test_one_notice_that_fails_does_not_stop_the_others_and_is_tried_later(
    timed: TimedDesk, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    know(timed, *FEW)
    broken, fine = schedule(timed, reminders=(DAY,)), schedule(timed, reminders=(DAY,))
    timed.settle()
    remind = flow.Notices._reminder

    def fail(notice: Notice, due: Appointment, now: datetime) -> Decided:
        if notice.id == broken:
            raise ValueError("nobody thought of this")
        return remind(notice, due, now)

    monkeypatch.setattr(flow.Notices, "_reminder", staticmethod(fail))
    timed.at(OPENS - DAY)
    timed.settle()
    assert stages(timed, fine) == ["scheduled", "reminder"]
    assert f"notices.failed notice={broken}" in caplog.text
    tries: list[float] = []
    while len(tries) < 8:
        due = timed.office.deadlines.next_due()
        assert due is not None
        tries.append((due - timed.clock.now()) / SECOND)
        timed.at(due)
        timed.settle()
    assert tries == [10, 10, 20, 40, 80, 160, 300, 300]  # a fault may pass at once, or last

"""What is read to prove a notice: every letter there ever was, and who of ours was asked to tell the others."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert, update

from gateway.desk.changes import SettleLetter
from gateway.desk.notice import NoticeState, Recipient, Revision, Stage, Standing
from gateway.desk.notice_changes import AskByMail, IssueRevision, KeepNotice, LeaveOut, WriteAgain
from gateway.desk.notices.audit_record import ColleagueTold, Heard, Record
from gateway.desk.question import Asks, Question
from gateway.errors import NotFound
from gateway.mail import DeliveryResult, OutboxId, Outcome
from gateway.store.database import Database, Side
from gateway.store.notice_record import record_of
from gateway.store.outbox import OutboxStore
from gateway.store.tables import outbox
from tests.store.conftest import ON_BOTH
from tests.store.test_notices import ACME, COPY, GLOBEX, HOOLI, NOBODY, NOW, a_notice, carry_out, issued, kept, written

HOUR = timedelta(hours=1)
NAME = "MNT-2026-0001"
OTHER = "MNT-2026-0002"


def record(database: Database, name: str = NAME) -> Record:
    with database.read() as connection:
        return record_of(connection, name, NOW + HOUR)


def heard(database: Database) -> dict[str, Heard]:
    return {one.customer: one for word in record(database).words for one in word.heard}


def took(to: Recipient, at: datetime) -> Heard:
    return Heard(0, to.customer, Standing.ACCEPTED, to.address.lower(), accepted_at=at)


def sent(database: Database, letter: OutboxId, outcome: Outcome, at: datetime = NOW) -> None:
    """Let the wire write down what came of a letter; the desk has not taken it in."""
    wire = OutboxStore(database, owner="wire")
    wire.claim(now=at, limit=100)
    wire.record([DeliveryResult(letter, outcome, "a reply", at, next_try_at=None)])


def settled(database: Database, letter: OutboxId, outcome: Outcome, at: datetime) -> None:
    carry_out(database, SettleLetter(letter, None, "noc@acme.example", outcome, "a reply", at, "a test"))


def again(database: Database, revision: Revision, to: Recipient) -> OutboxId:
    carry_out(database, WriteAgain(NAME, revision.number, to, "asked for", "dana"))
    return written(database, revision, to)[0]


def refused_to(database: Database, letter: int, to: str, at: datetime) -> None:
    """Have written at a moment to a colleague who is to tell customers, and their server refuse it."""
    facts = {"lane": 1, "sender": "", "raw": b"x", "template": "notice-uncovered", "state": "refused", "reply": "no"}
    its_own = {"id": letter, "recipient": to, "recipient_key": to, "message_id": f"m{letter}"}
    with database.write(Side.DESK) as connection:
        connection.execute(insert(outbox), {**facts, **its_own, "queued_at": at, "settled_at": at})


@ON_BOTH
def test_every_customer_stands_with_their_letter_and_colleagues_who_get_copies_do_not(database: Database) -> None:
    revision = issued(database, a_notice(), ACME, GLOBEX, HOOLI, NOBODY, COPY)
    (acme, globex) = written(database, revision, ACME, GLOBEX)
    sent(database, acme, Outcome.SENT)
    settled(database, globex, Outcome.REFUSED, NOW)
    carry_out(database, LeaveOut(NAME, 0, HOOLI, "could not be written"))
    assert heard(database) == {
        "acme": took(ACME, NOW),
        "globex": Heard(0, "globex", Standing.BOUNCED, GLOBEX.address.lower(), refused_at=NOW, reply="a reply"),
        "hooli": Heard(0, "hooli", Standing.SKIPPED, HOOLI.address.lower()),
        "initech": Heard(0, "initech", Standing.SKIPPED),
    }


@ON_BOTH
def test_an_earlier_letter_that_came_back_is_remembered_and_an_earlier_one_that_arrived_counts(
    database: Database,
) -> None:
    revision = issued(database, a_notice(), ACME, GLOBEX)
    acme, globex = written(database, revision, ACME, GLOBEX)
    settled(database, acme, Outcome.REFUSED, NOW)
    settled(database, globex, Outcome.SENT, NOW)
    settled(database, again(database, revision, ACME), Outcome.SENT, NOW + HOUR)
    settled(database, again(database, revision, GLOBEX), Outcome.SENT, NOW + HOUR)
    assert heard(database) == {
        "acme": replace(took(ACME, NOW + HOUR), refused_at=NOW, reply="a reply"),
        "globex": took(GLOBEX, NOW),
    }


@ON_BOTH
def test_a_letter_is_accepted_when_a_server_took_it_though_a_report_settles_it_anew(database: Database) -> None:
    revision = issued(database, a_notice(), ACME)
    (letter,) = written(database, revision, ACME)
    sent(database, letter, Outcome.SENT)
    settled(database, letter, Outcome.SENT, NOW + HOUR)
    assert heard(database)["acme"].accepted_at == NOW
    settled(database, letter, Outcome.REFUSED, NOW + 2 * HOUR)
    back = Heard(0, "acme", Standing.BOUNCED, ACME.address.lower(), refused_at=NOW, reply="a reply")
    assert heard(database)["acme"] == back, "it was handed over then"


@ON_BOTH
def test_what_our_relay_itself_said_is_told_from_a_bounce_and_from_a_server_that_was_asked_later(
    database: Database,
) -> None:
    revision = issued(database, a_notice(), ACME, GLOBEX)
    acme, globex = written(database, revision, ACME, GLOBEX)
    sent(database, acme, Outcome.REFUSED)
    settled(database, globex, Outcome.REFUSED, NOW)
    assert {name: (one.by_relay, one.is_ours) for name, one in heard(database).items()} == {
        "acme": (True, True),
        "globex": (False, False),
    }
    later = again(database, revision, ACME)
    settled(database, later, Outcome.REFUSED, NOW + HOUR)
    back = heard(database)["acme"]
    assert (back.refused_at, back.by_relay) == (NOW + HOUR, False), "a server behind it has refused it"


@ON_BOTH
def test_a_letter_that_was_given_up_was_refused_by_nobody(database: Database) -> None:
    revision = issued(database, a_notice(), ACME)
    (letter,) = written(database, revision, ACME)
    settled(database, letter, Outcome.GAVE_UP, NOW)
    assert heard(database)["acme"] == Heard(0, "acme", Standing.FAILED, ACME.address.lower())


@ON_BOTH
def test_colleagues_are_those_who_were_asked_to_tell_customers_each_since_when_and_of_whom(database: Database) -> None:
    both = replace(NOBODY, told_by="p0@support.example, p1@support.example")
    globex = Recipient("globex", "", why_not="no notice address", told_by="p1@support.example")
    issued(database, a_notice(), both, HOOLI)
    issued(database, a_notice(OTHER), replace(NOBODY, told_by="p2@support.example"))
    issued(database, a_notice(), both, globex, number=1, at=NOW + HOUR)
    assert record(database).colleagues == (
        ColleagueTold("p0@support.example", NOW, ("initech",), numbers={"initech": 1}, times={"initech": NOW}),
        ColleagueTold(
            "p1@support.example",
            NOW,
            ("globex", "initech"),
            numbers={"globex": 1, "initech": 1},
            times={"globex": NOW + HOUR, "initech": NOW},
        ),
    )


@ON_BOTH
def test_a_mail_that_asks_a_colleague_is_found_by_what_is_kept_of_it_and_one_of_earlier_releases_by_its_time(
    database: Database,
) -> None:
    kept_of, before = "p0@support.example", "p1@support.example"
    issued(database, a_notice(), replace(NOBODY, told_by=f"{kept_of}, {before}"))
    for number, (to, queued_at) in enumerate(((kept_of, NOW + HOUR), (before, NOW), (kept_of, NOW)), 901):
        refused_to(database, number, to, queued_at)
    about = {901: NAME, 903: OTHER}
    told = (Question(OutboxId(one), Asks.TELL, name, kept_of, NOW) for one, name in about.items())
    carry_out(database, *(AskByMail(one, "") for one in told))
    assert record(database).colleagues == (
        ColleagueTold(
            kept_of, NOW, ("initech",), unheard=("initech",), reply="no", numbers={"initech": 0}, times={"initech": NOW}
        ),
        ColleagueTold(
            before, NOW, ("initech",), unheard=("initech",), reply="no", numbers={"initech": 0}, times={"initech": NOW}
        ),
    )
    with database.write(Side.DESK) as connection:
        connection.execute(update(outbox).where(outbox.c.id == 901).values(state="sent"))
    assert record(database).colleagues[0].unheard == (), "the other one is about another notice"


@ON_BOTH
def test_whom_no_mail_asks_anew_knows_what_the_one_before_told_them(database: Database) -> None:
    p0 = "p0@support.example"
    for number in (0, 1):
        at = NOW + number * HOUR
        issued(database, a_notice(), replace(NOBODY, told_by=p0), number=number, at=at)
    refused_to(database, 901, p0, NOW)
    assert record(database).colleagues == (
        ColleagueTold(
            p0, NOW, ("initech",), unheard=("initech",), reply="no", numbers={"initech": 1}, times={"initech": NOW}
        ),
    )


@ON_BOTH
@pytest.mark.parametrize("second", [Outcome.SENT, Outcome.REFUSED])
def test_that_it_is_over_a_colleague_knows_by_any_copy_that_was_taken(database: Database, second: Outcome) -> None:
    down = a_notice("INC-2026-0001", state=NoticeState.RESTORED)
    first = Outcome.REFUSED if second is Outcome.SENT else Outcome.SENT
    for number, (stage, outcome) in enumerate(((Stage.RESTORED, first), (Stage.RCA, second))):
        revision = Revision(down.id, number, stage, NOW + number * HOUR, "dana", "a test")
        to = (replace(NOBODY, told_by=COPY.copy_to), COPY)
        carry_out(database, KeepNotice(down, None, "", ""), IssueRevision(revision, down, to, "a test"))
        (copy,) = written(database, revision, COPY)
        settled(database, copy, outcome, NOW)
    (told,) = record(database, down.id).colleagues
    assert (told.address, told.waiting, told.unheard) == (COPY.copy_to, (), ())


@ON_BOTH
def test_a_notice_of_which_nobody_was_told_has_a_record_without_words(database: Database) -> None:
    with pytest.raises(NotFound):
        record(database)
    kept(database, a_notice())
    found = record(database)
    assert (found.notice.id, found.words, found.colleagues, found.now) == (NAME, (), (), NOW + HOUR)

"""What is read to prove a notice: every letter there ever was, and who of ours was asked to tell the others."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from gateway.desk.changes import QueueLetter, SettleLetter
from gateway.desk.notice import Recipient, Revision, Standing
from gateway.desk.notice_changes import LeaveOut, WriteAgain
from gateway.desk.notices.proof import Heard, Record
from gateway.errors import NotFound
from gateway.mail import DeliveryResult, Lane, MessageId, OutboxId, Outcome
from gateway.store.apply import Changes
from gateway.store.database import Database, Side
from gateway.store.notice_proof import record_of
from gateway.store.outbox import OutboxStore
from tests.store.conftest import ON_BOTH
from tests.store.test_notices import ACME, COPY, GLOBEX, HOOLI, NOBODY, NOW, a_notice, carry_out, issued, kept, written

HOUR = timedelta(hours=1)
NAME = "MNT-2026-0001"


def record(database: Database) -> Record:
    with database.read() as connection:
        return record_of(connection, NAME, NOW + HOUR)


def heard(database: Database) -> dict[str, Heard]:
    return {one.customer: one for word in record(database).words for one in word.heard}


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


@ON_BOTH
def test_every_customer_stands_with_their_letter_and_colleagues_who_get_copies_do_not(database: Database) -> None:
    revision = issued(database, a_notice(), ACME, GLOBEX, HOOLI, NOBODY, COPY)
    (acme, globex) = written(database, revision, ACME, GLOBEX)
    sent(database, acme, Outcome.SENT)
    settled(database, globex, Outcome.REFUSED, NOW)
    carry_out(database, LeaveOut(NAME, 0, HOOLI, "could not be written"))
    assert heard(database) == {
        "acme": Heard(0, "acme", Standing.ACCEPTED, accepted_at=NOW),
        "globex": Heard(0, "globex", Standing.BOUNCED, failed=True),
        "hooli": Heard(0, "hooli", Standing.SKIPPED),
        "initech": Heard(0, "initech", Standing.SKIPPED, has_address=False),
    }


@ON_BOTH
def test_an_earlier_letter_that_came_back_is_remembered_and_an_earlier_one_that_arrived_counts(
    database: Database,
) -> None:
    revision = issued(database, a_notice(), ACME, GLOBEX)
    acme, globex = written(database, revision, ACME, GLOBEX)
    settled(database, acme, Outcome.GAVE_UP, NOW)
    settled(database, globex, Outcome.SENT, NOW)
    settled(database, again(database, revision, ACME), Outcome.SENT, NOW + HOUR)
    settled(database, again(database, revision, GLOBEX), Outcome.SENT, NOW + HOUR)
    assert heard(database) == {
        "acme": Heard(0, "acme", Standing.ACCEPTED, accepted_at=NOW + HOUR, failed=True),
        "globex": Heard(0, "globex", Standing.ACCEPTED, accepted_at=NOW),
    }


@ON_BOTH
def test_a_letter_is_accepted_when_a_server_took_it_though_a_report_settles_it_anew(database: Database) -> None:
    revision = issued(database, a_notice(), ACME)
    (letter,) = written(database, revision, ACME)
    sent(database, letter, Outcome.SENT)
    settled(database, letter, Outcome.SENT, NOW + HOUR)
    assert heard(database)["acme"].accepted_at == NOW
    settled(database, letter, Outcome.REFUSED, NOW + 2 * HOUR)
    assert heard(database)["acme"] == Heard(0, "acme", Standing.BOUNCED, failed=True)


@ON_BOTH
def test_colleagues_are_those_who_were_mailed_about_this_notice_when_it_was_first_told(database: Database) -> None:
    issued(database, a_notice(), NOBODY)
    for number, (text, template, at) in enumerate(
        [
            (NAME, "notice-uncovered", NOW),
            ("MNT-2026-0002", "notice-uncovered", NOW),
            (NAME, "notice-due", NOW),
            (NAME, "notice-uncovered", NOW + HOUR),
        ]
    ):
        _mailed(database, f"p{number}@support.example", text, template, at)
    assert [(one.address, one.at) for one in record(database).colleagues] == [("p0@support.example", NOW)]


def _mailed(database: Database, to: str, text: str, template: str, at: datetime) -> None:
    with database.write(Side.DESK) as connection:
        found = Changes(connection, now=at)
        letter = found.next_letter()
        raw, message_id = f"Subject: {text}: they cannot be told\r\n".encode(), MessageId(f"{letter}.u@example.com")
        found.add((QueueLetter(letter, None, template, Lane.NOTICE, "", to, message_id, raw, "a test"),))
        found.write()


@ON_BOTH
def test_a_notice_of_which_nobody_was_told_has_a_record_without_words(database: Database) -> None:
    with pytest.raises(NotFound):
        record(database)
    kept(database, a_notice())
    found = record(database)
    assert (found.notice.id, found.words, found.colleagues, found.now) == (NAME, (), (), NOW + HOUR)

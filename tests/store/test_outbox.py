from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from gateway.desk.case_number import FIRST_SERIAL, case_number
from gateway.desk.casework.work import resume
from gateway.desk.changes import OpenTicket, QueueLetter
from gateway.desk.ticket import Participant
from gateway.desk.world import SentLetter
from gateway.mail import DeliveryResult, Lane, MessageId, OutboxId, Outcome
from gateway.store.apply import Changes
from gateway.store.database import Database, Side
from gateway.store.hold import held_letters
from gateway.store.look_up import Wanted, look_up
from gateway.store.outbox import LEASE, OutboxStore, hurry, list_outbox, settled
from gateway.store.reading import show_ticket
from tests.desk.build import a_ticket
from tests.store.conftest import ON_BOTH

NOW = datetime(2026, 11, 19, 9, 12, tzinfo=UTC)


def given_letters(database: Database, *lanes: Lane, wait: bool = True, size: int = 3) -> list[OutboxId]:
    made, raw = [], b"x" * (size - 2) + b"\r\n"
    with database.write(Side.DESK) as connection:
        changes = Changes(connection, now=NOW, letters_wait=wait)
        ticket = a_ticket(changes.next_ticket().ticket_id)
        changes.add((OpenTicket(ticket, Participant("ann@acme.example", "Ann"), "a test"),))
        for lane in lanes:
            letter = changes.next_letter()
            message_id = MessageId(f"{letter}.x@example.com")
            changes.add(
                (QueueLetter(letter, ticket.id, "ack", lane, "", "Ann@acme.example", message_id, raw, "a test"),)
            )
            made.append(letter)
        changes.write()
    return made


def result(letter: OutboxId, outcome: Outcome, **facts: object) -> DeliveryResult:
    return DeliveryResult(letter, outcome, "250 ok", NOW, **facts)  # type: ignore[arg-type]


def settle(database: Database) -> list[Outcome]:
    with database.write(Side.DESK) as connection:
        found = settled(connection, limit=10)
        changes = Changes(connection, now=NOW)
        changes.add(found)
        changes.write()
    return [change.outcome for change in found]


@ON_BOTH
def test_replies_go_before_acknowledgements_before_notices(database: Database) -> None:
    notice, ack, reply, second = given_letters(database, Lane.NOTICE, Lane.ACKNOWLEDGEMENT, Lane.REPLY, Lane.REPLY)
    outbox = OutboxStore(database, owner="one")
    assert [letter.id for letter in outbox.claim(now=NOW, limit=3)] == [reply, second, ack]
    assert [letter.id for letter in outbox.claim(now=NOW, limit=3)] == [notice]
    assert list(outbox.claim(now=NOW, limit=3)) == []


@ON_BOTH
def test_large_letters_are_claimed_a_few_at_a_time_and_one_that_is_too_large_alone(database: Database) -> None:
    first, second, third = given_letters(database, Lane.REPLY, Lane.REPLY, Lane.REPLY, size=1000)
    outbox = OutboxStore(database, owner="one")
    assert [letter.id for letter in outbox.claim(now=NOW, limit=9, max_bytes=1001)] == [first, second]
    outbox.free()
    assert [letter.id for letter in outbox.claim(now=NOW, limit=9, max_bytes=1000)] == [first]
    assert [letter.id for letter in outbox.claim(now=NOW, limit=9, max_bytes=1)] == [second]
    assert [letter.id for letter in outbox.claim(now=NOW, limit=9)] == [third]


@ON_BOTH
def test_what_was_sent_is_settled_once_and_stands_in_the_history(database: Database) -> None:
    (letter,) = given_letters(database, Lane.REPLY)
    outbox = OutboxStore(database, owner="one")
    outbox.claim(now=NOW, limit=1)
    outbox.record([result(letter, Outcome.SENT)])
    assert settle(database) == [Outcome.SENT]
    assert settle(database) == []
    with database.read() as connection:
        assert show_ticket(connection, a_ticket().number).history[-1].what == "mail to Ann@acme.example sent: 250 ok"
        assert list_outbox(connection, everything=False, limit=9) == []
        assert [line.state for line in list_outbox(connection, everything=True, limit=9)] == ["sent"]


@ON_BOTH
def test_what_is_put_off_comes_again_when_it_is_due_and_not_before(database: Database) -> None:
    (letter,) = given_letters(database, Lane.REPLY)
    outbox = OutboxStore(database, owner="one")
    outbox.claim(now=NOW, limit=1)
    due = NOW + timedelta(minutes=1)
    outbox.record([result(letter, Outcome.LATER, next_try_at=due)])
    assert settle(database) == []
    assert list(outbox.claim(now=due - timedelta(seconds=1), limit=1)) == []
    (again,) = outbox.claim(now=due, limit=1)
    assert (again.attempts, again.uncertain) == (1, False)


@ON_BOTH
def test_what_a_clock_put_off_that_was_ahead_is_due_once_it_is_right(database: Database) -> None:
    (letter,) = given_letters(database, Lane.REPLY)
    outbox, ahead = OutboxStore(database, owner="one"), NOW + timedelta(hours=2)
    outbox.claim(now=ahead, limit=1)
    outbox.record([replace(result(letter, Outcome.LATER, next_try_at=ahead + timedelta(minutes=5)), at=ahead)])
    assert list(outbox.claim(now=ahead - timedelta(seconds=90), limit=1)) == [], "clocks of machines differ so much"
    (again,) = outbox.claim(now=NOW, limit=1)
    assert again.id == letter


@ON_BOTH
def test_an_operator_can_hurry_what_waits(database: Database) -> None:
    (letter,) = given_letters(database, Lane.REPLY)
    outbox = OutboxStore(database, owner="one")
    outbox.claim(now=NOW, limit=1)
    outbox.record([result(letter, Outcome.LATER, next_try_at=NOW + timedelta(days=1))])
    with database.write(Side.WIRE) as connection:
        assert hurry(connection, [letter], now=NOW) == 1
    assert [found.id for found in outbox.claim(now=NOW, limit=1)] == [letter]


@pytest.mark.id("D-03", "N-05")
@ON_BOTH
def test_a_letter_whose_sender_was_killed_is_uncertain_and_goes_again_with_the_same_id(database: Database) -> None:
    given_letters(database, Lane.REPLY)
    outbox = OutboxStore(database, owner="one")
    (before,) = outbox.claim(now=NOW, limit=1)
    outbox.free()  # what the next process does first
    (after,) = outbox.claim(now=NOW, limit=1)
    assert after.uncertain
    assert (after.message_id, after.raw) == (before.message_id, before.raw)


@ON_BOTH
def test_a_letter_of_a_wire_that_is_gone_for_good_is_inherited(database: Database) -> None:
    given_letters(database, Lane.REPLY)
    OutboxStore(database, owner="gone").claim(now=NOW, limit=1)
    heir = OutboxStore(database, owner="heir")
    assert list(heir.claim(now=NOW + LEASE, limit=1)) == []
    (letter,) = heir.claim(now=NOW + LEASE + timedelta(seconds=1), limit=1)
    assert letter.uncertain


@ON_BOTH
def test_a_result_for_a_letter_that_was_taken_over_is_passed_over(database: Database) -> None:
    (letter,) = given_letters(database, Lane.REPLY)
    gone, heir = OutboxStore(database, owner="gone"), OutboxStore(database, owner="heir")
    gone.claim(now=NOW, limit=1)
    heir.claim(now=NOW + 2 * LEASE, limit=1)
    gone.record([result(letter, Outcome.REFUSED)])
    assert settle(database) == []
    heir.record([result(letter, Outcome.SENT)])
    heir.record([result(letter, Outcome.REFUSED)])
    assert settle(database) == [Outcome.SENT]


@ON_BOTH
def test_in_observe_mode_letters_are_kept_and_never_sent(database: Database) -> None:
    given_letters(database, Lane.REPLY, wait=False)
    assert list(OutboxStore(database, owner="one").claim(now=NOW, limit=1)) == []
    with database.read() as connection:
        assert [line.state for line in list_outbox(connection, everything=True, limit=9)] == ["observed"]


def a_bulletin(changes: Changes, **facts: object) -> QueueLetter:
    letter = changes.next_letter()
    message_id = MessageId(f"{letter}.x@example.com")
    made = QueueLetter(
        letter, None, "digest", Lane.NOTICE, "", "dana@support.example", message_id, b"x\r\n", "their day"
    )
    return replace(made, **facts)  # type: ignore[arg-type]


@ON_BOTH
def test_a_letter_about_no_ticket_goes_out_and_is_settled_without_a_line_in_any_history(database: Database) -> None:
    (letter,) = given_letters(database, Lane.REPLY)
    with database.write(Side.DESK) as connection:
        changes = Changes(connection, now=NOW)
        changes.add((a_bulletin(changes),))
        changes.write()
    with database.read() as connection:
        before = show_ticket(connection, case_number(FIRST_SERIAL)).history
        lines = list_outbox(connection, everything=False, limit=10)
    assert [(line.case, line.template, line.state) for line in lines] == [
        (case_number(FIRST_SERIAL), "ack", "queued"),
        ("", "digest", "queued"),
    ]
    outbox = OutboxStore(database, owner="one")
    claimed = outbox.claim(now=NOW, limit=5)
    assert [one.recipient for one in claimed] == ["Ann@acme.example", "dana@support.example"]
    outbox.record([result(claimed[1].id, Outcome.REFUSED)])
    assert settle(database) == [Outcome.REFUSED]
    assert settle(database) == []
    with database.read() as connection:
        assert show_ticket(connection, case_number(FIRST_SERIAL)).history == before
        assert [line.state for line in list_outbox(connection, everything=True, limit=5)] == ["sending", "refused"]
    assert letter == claimed[0].id


@ON_BOTH
def test_a_held_letter_about_no_ticket_can_be_let_go(database: Database) -> None:
    with database.write(Side.DESK) as connection:
        changes = Changes(connection, now=NOW)
        changes.add((a_bulletin(changes, held=True),))
        changes.write()
    with database.write(Side.DESK) as connection:
        held = held_letters(connection)
        changes = Changes(connection, now=NOW)
        changes.add(resume(held, None, send=True, by="dana", because="a storm"))
        changes.write()
    assert [one.ticket_id for one in held] == [None]
    assert [one.id for one in OutboxStore(database, owner="one").claim(now=NOW, limit=5)] == [held[0].id]


@ON_BOTH
def test_a_letter_about_no_ticket_is_found_by_its_id_and_leads_to_no_ticket(database: Database) -> None:
    with database.write(Side.DESK) as connection:
        changes = Changes(connection, now=NOW)
        made = a_bulletin(changes)
        changes.add((made,))
        changes.write()
    wanted = Wanted(outbox_ids=[made.outbox_id], message_ids=[made.message_id])
    with database.read() as connection:
        world = look_up(connection, wanted, now=NOW)
    assert world.letters == {made.outbox_id: SentLetter(made.outbox_id, None, "dana@support.example", "digest")}
    assert world.letters_by_message_id[made.message_id].ticket_id is None
    assert world.message_ids == {}
    assert world.tickets == {}
    assert world.home(None) is None


@ON_BOTH
def test_what_may_have_been_taken_once_stays_uncertain_whatever_later_tries_say(database: Database) -> None:
    given_letters(database, Lane.REPLY)
    outbox = OutboxStore(database, owner="one")
    for at, unsure in ((0, True), (1, False), (2, False)):
        (letter,) = outbox.claim(now=NOW + timedelta(hours=at), limit=1)
        assert letter.uncertain is (at > 0)
        again = NOW + timedelta(hours=at + 1)
        outbox.record([result(letter.id, Outcome.LATER, next_try_at=again, uncertain=unsure)])

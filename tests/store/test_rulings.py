from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, text

from gateway.desk.case_number import FIRST_SERIAL, case_number
from gateway.desk.changes import AddMessage, Change, KeepRuling, MergeTicket, MoveMessage, OpenTicket, describe
from gateway.desk.ruling.record import Matched, Ruled
from gateway.desk.ticket import Direction, Message, Priority, Status, Ticket
from gateway.mail import Body, JournalId, Kind, TicketId
from gateway.store.apply import Changes
from gateway.store.database import Database, Side
from gateway.store.reading import show_ticket
from gateway.store.rulings import RuleCount, last_match, rule_counts, rulings_of_entry, rulings_of_ticket
from tests.store.conftest import ON_BOTH

NOW = datetime(2026, 11, 19, 9, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
OUTAGE = Matched(
    rule="outage-words",
    place="rules/20-classify.yml:8",
    alias="Someone says everything is down",
    because=('subject_or_body|contains "panne totale"', "sender.verified = true"),
    captured=(("invoice", "204417"), ("odd", "a\0b\ud800 é")),
    effects=("priority medium -> urgent", "topic +outage"),
)
PLAIN = Ruled("mail.received", "7f3c21a", NOW, None, None)
FULL = Ruled(
    trigger="ticket.created",
    config_hash="a" * 64,
    at=NOW + timedelta(microseconds=1),
    ticket_id=TicketId(1),
    journal_id=JournalId(7),
    matched=(OUTAGE, Matched("invoice-number", "rules/20-classify.yml:31", "")),
    stopped_by="invoice-number",
    slow=("slow-one (rules/20-classify.yml:44): 50 ms were not enough",),
    refused=("priority urgent: urgent is phoned",),
)


def write(database: Database, *changes: Change, at: datetime = NOW) -> None:
    with database.write(Side.DESK) as connection:
        made = Changes(connection, now=at)
        made.add(changes, at=at)
        made.write()


def opened(number: int) -> OpenTicket:
    made = Ticket(
        id=TicketId(number),
        number=case_number(FIRST_SERIAL + number - 1),
        subject=f"Problem {number}",
        status=Status.OPEN,
        priority=Priority("medium"),
        requester="",
        language="en",
        support_address="support@example.com",
        created_at=NOW,
    )
    return OpenTicket(made, None, "a test")


def mailed(ticket: int, journal: int) -> AddMessage:
    message = Message(Direction.IN, Kind.NEW, "", "Ann <ann@x.example>", NOW, Body("x"), journal_id=JournalId(journal))
    return AddMessage(TicketId(ticket), message, "a test")


def ruled(ticket: int | None, journal: int | None, *rules: str, at: datetime = NOW) -> Ruled:
    return Ruled(
        trigger="ticket.created",
        config_hash="7f3c21a",
        at=at,
        ticket_id=None if ticket is None else TicketId(ticket),
        journal_id=None if journal is None else JournalId(journal),
        matched=tuple(Matched(name, "rules/20-classify.yml:8", "") for name in rules),
    )


def of_ticket(database: Database, number: int) -> tuple[Ruled, ...]:
    with database.read() as connection:
        return rulings_of_ticket(connection, TicketId(number))


def of_entry(database: Database, number: int) -> tuple[Ruled, ...]:
    with database.read() as connection:
        return rulings_of_entry(connection, JournalId(number))


@ON_BOTH
def test_a_ruling_comes_back_as_it_was_made_whatever_a_pattern_took_out_of_a_mail(database: Database) -> None:
    unset = [one.name for one in fields(Ruled) if getattr(FULL, one.name) == getattr(PLAIN, one.name)]
    assert unset == [], "a field proves nothing"
    bare = replace(PLAIN, journal_id=JournalId(8))
    write(database, opened(1), KeepRuling(bare), KeepRuling(FULL))
    assert of_ticket(database, 1) == of_entry(database, 7) == (FULL,)
    assert of_entry(database, 8) == (bare,)
    assert of_entry(database, 9) == of_ticket(database, 2) == ()


def test_a_ruling_is_about_its_ticket_and_no_line_of_its_history() -> None:
    assert (KeepRuling(FULL).ticket_id, KeepRuling(PLAIN).ticket_id) == (TicketId(1), None)
    assert describe(KeepRuling(FULL)) == ""


@ON_BOTH
def test_one_mail_has_every_ruling_that_was_made_about_it_in_order(database: Database) -> None:
    first, second, again = ruled(None, 7, "a"), ruled(1, 7, "b"), ruled(1, 7, "a", at=NOW + HOUR)
    write(database, KeepRuling(first))
    write(database, opened(1), KeepRuling(second), KeepRuling(ruled(1, 8, "c")))
    write(database, KeepRuling(again))
    assert of_entry(database, 7) == (first, second, again)


@ON_BOTH
def test_a_rule_that_is_named_twice_in_a_ruling_counts_once_and_stops_no_mail(database: Database) -> None:
    twice = ruled(1, 7, "a", "b", "a")
    write(database, opened(1), KeepRuling(twice))
    assert of_entry(database, 7) == (twice,)
    with database.read() as connection:
        assert {name: one.matches for name, one in rule_counts(connection, NOW).items()} == {"a": 1, "b": 1}


@ON_BOTH
def test_rulings_of_one_rule_at_one_moment_are_all_kept(database: Database) -> None:
    write(database, opened(1), *(KeepRuling(ruled(1, at, "a")) for at in range(1, 4)))
    write(database, KeepRuling(ruled(1, 4, "a")))
    with database.read() as connection:
        assert rule_counts(connection, NOW)["a"].matches == 4


@ON_BOTH
def test_a_merged_tickets_rulings_are_found_by_the_ticket_it_went_to_and_by_itself(database: Database) -> None:
    theirs, ours, later = ruled(2, 8, "a"), ruled(1, 7, "b"), ruled(1, 9, "c")
    write(database, opened(1), opened(2), KeepRuling(theirs), KeepRuling(ours))
    write(database, MergeTicket(TicketId(2), TicketId(1), case_number(FIRST_SERIAL), "x"), KeepRuling(later))
    assert of_ticket(database, 1) == (theirs, ours, later)
    assert of_ticket(database, 2) == (theirs,)


@ON_BOTH
def test_a_message_that_is_split_off_takes_what_was_ruled_on_it_along_and_leaves_it_there(database: Database) -> None:
    stays, goes = ruled(1, 7, "a"), ruled(1, 8, "b")
    write(database, opened(1), mailed(1, 7), mailed(1, 8), KeepRuling(stays), KeepRuling(goes))
    with database.read() as connection:
        row = show_ticket(connection, case_number(FIRST_SERIAL)).messages[1].row
    write(database, opened(2), MoveMessage(TicketId(1), row, 2, TicketId(2), case_number(FIRST_SERIAL + 1), "x"))
    assert of_ticket(database, 1) == (stays, goes)
    assert of_ticket(database, 2) == (goes,)


@ON_BOTH
def test_what_was_ruled_on_a_mail_before_it_was_on_a_ticket_is_found_there(database: Database) -> None:
    before = ruled(None, 7, "a")
    write(database, KeepRuling(before), KeepRuling(ruled(None, 8, "b")), opened(1), mailed(1, 7))
    assert of_ticket(database, 1) == (before,)


@ON_BOTH
def test_matches_are_counted_by_rule_from_a_moment_on(database: Database) -> None:
    early, late = NOW + HOUR, NOW + 3 * HOUR
    write(
        database,
        *(opened(1), opened(2)),
        KeepRuling(ruled(1, 1, "a", "b", at=NOW)),
        KeepRuling(ruled(1, 2, "a", at=early)),
        KeepRuling(ruled(2, 3, "a", "c", at=late)),
        KeepRuling(ruled(None, 4, "d", "a", at=late)),
        KeepRuling(ruled(2, 5, at=late)),
    )
    with database.read() as connection:
        assert rule_counts(connection, NOW) == {
            "a": RuleCount(matches=4, tickets=2, first=NOW, last=late),
            "b": RuleCount(1, 1, NOW, NOW),
            "c": RuleCount(1, 1, late, late),
            "d": RuleCount(1, 0, late, late),
        }
        assert rule_counts(connection, early)["a"] == RuleCount(3, 2, early, late)
        assert set(rule_counts(connection, early)) == {"a", "c", "d"}
        assert rule_counts(connection, late + HOUR) == {}
        assert last_match(connection) == {"a": late, "b": NOW, "c": late, "d": late}


@ON_BOTH
def test_where_no_rule_ever_matched_there_is_nothing_to_count(database: Database) -> None:
    write(database, opened(1), KeepRuling(ruled(1, 1)))
    with database.read() as connection:
        assert rule_counts(connection, NOW) == last_match(connection) == {}
    assert len(of_entry(database, 1)) == 1, "that nothing matched is known too"


@ON_BOTH
@pytest.mark.parametrize("mails", [1, 50])
def test_what_was_ruled_on_a_batch_costs_two_statements_however_many_mails_it_has(
    database: Database, mails: int
) -> None:
    def statements(first: int, *, with_rulings: bool) -> int:
        seen: list[str] = []

        def note(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
            seen.append(statement)

        changes: list[Change] = []
        for number in range(first, first + mails):
            changes.append(opened(number))
            if with_rulings:
                changes.append(KeepRuling(ruled(number, number, "a", "b")))
        with database.write(Side.DESK) as connection:
            event.listen(connection, "after_cursor_execute", note)
            made = Changes(connection, now=NOW)
            made.add(changes)
            made.write()
            event.remove(connection, "after_cursor_execute", note)
        return len(seen)

    without = statements(1, with_rulings=False)
    assert statements(1 + mails, with_rulings=True) == without + 2


@ON_BOTH
def test_a_rule_is_found_by_its_index_among_many_matches(database: Database) -> None:
    rows = [KeepRuling(ruled(None, at, "often", at=NOW + at * HOUR)) for at in range(2_000)]
    write(database, *rows, KeepRuling(ruled(None, 1, "seldom")))
    seen: list[tuple[str, Any]] = []

    def note(connection: Any, cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        seen.append((statement, parameters))

    with database.write(Side.DESK) as connection:
        if not database.embedded:
            connection.execute(text("ANALYZE rule_match"))
            connection.execute(text("SET LOCAL enable_seqscan = off"))  # so few rows are read whole otherwise
        event.listen(connection, "after_cursor_execute", note)
        assert set(last_match(connection)) == {"often", "seldom"}
        assert rule_counts(connection, NOW + 1_990 * HOUR)["often"].matches == 10
        event.remove(connection, "after_cursor_execute", note)
        for statement, parameters in seen:
            explain = "EXPLAIN QUERY PLAN " if database.embedded else "EXPLAIN "
            plan = " ".join(str(row) for row in connection.exec_driver_sql(explain + statement, parameters))
            assert "SCAN rule_match" not in plan
            assert "Seq Scan on rule_match" not in plan

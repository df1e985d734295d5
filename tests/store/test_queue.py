from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from gateway.desk.case_number import FIRST_SERIAL, case_number
from gateway.desk.changes import AssignCustomer, KeepPromises, Mark, MergeTicket, OpenTicket, SetFact, SetStatus
from gateway.desk.event import What
from gateway.desk.policy.ledger import PromiseRow
from gateway.desk.policy.target import Kind
from gateway.desk.ticket import Priority, Status, Ticket
from gateway.mail import CaseNumber, TicketId
from gateway.store.apply import Changes
from gateway.store.database import Database, Side
from gateway.store.queue import thanked_after, unfinished
from tests.store.conftest import ON_BOTH

NOW = datetime(2026, 11, 19, 9, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
Change = AssignCustomer | KeepPromises | Mark | MergeTicket | SetFact | SetStatus


def write(database: Database, *changes: OpenTicket | Change, at: datetime = NOW) -> None:
    with database.write(Side.DESK) as connection:
        made = Changes(connection, now=at)
        made.add(changes, at=at)
        made.write()


def opened(database: Database, number: int, *, status: Status = Status.OPEN, assignee: str = "") -> TicketId:
    ticket = Ticket(
        id=TicketId(number),
        number=case_number(FIRST_SERIAL + number - 1),
        subject=f"Problem {number}",
        status=status,
        priority=Priority("medium"),
        requester="",
        language="en",
        support_address="support@example.com",
        created_at=NOW + number * HOUR,
        assignee=assignee,
    )
    write(database, OpenTicket(ticket, None, "a test"))
    return ticket.id


def promised(database: Database, number: int, due: datetime | None, kind: Kind = Kind.RESPONSE, **more: object) -> None:
    row = PromiseRow(kind, NOW, Priority("medium"), "standard", "24x7", due)
    write(database, KeepPromises(TicketId(number), (replace(row, **more),), None))  # type: ignore[arg-type]


def ids(database: Database, **which: object) -> list[int]:
    with database.read() as connection:
        return [one.id for one in unfinished(connection, **which)]  # type: ignore[arg-type]


@ON_BOTH
def test_what_is_due_soonest_comes_first_then_what_is_oldest(database: Database) -> None:
    for number in (4, 3, 2, 1):
        opened(database, number)
    promised(database, 3, NOW + HOUR)
    promised(database, 3, NOW + 9 * HOUR, Kind.RESOLUTION)
    promised(database, 4, NOW + 2 * HOUR)
    promised(database, 1, NOW, met=NOW)  # fulfilled, ended and standing still: not due
    promised(database, 1, NOW, Kind.UPDATE, ended_at=NOW)
    promised(database, 1, None, Kind.RESOLUTION)
    assert ids(database) == [3, 4, 1, 2]
    assert ids(database, limit=2) == [3, 4]


@ON_BOTH
def test_only_what_is_not_done_is_there_and_what_an_analysis_is_owed_for(database: Database) -> None:
    for number, status in enumerate(Status, 1):
        opened(database, number, status=status)
    left = [number for number, status in enumerate(Status, 1) if not status.ended]
    assert ids(database) == left
    done = opened(database, 20, status=Status.RESOLVED)
    closed = opened(database, 21, status=Status.CLOSED)
    for number in (done, closed):
        promised(database, number, NOW, Kind.RESPONSE)
    assert ids(database) == left
    promised(database, done, NOW + HOUR, Kind.RCA)
    promised(database, closed, NOW + HOUR, Kind.RCA, met=NOW)
    promised(database, 1, NOW + HOUR, Kind.RCA)
    assert sorted(ids(database)) == [*left, done]
    assert ids(database).count(1) == 1


@ON_BOTH
def test_those_of_a_person_those_of_nobody_and_what_was_merged(database: Database) -> None:
    opened(database, 1, assignee="dana")
    opened(database, 2)
    opened(database, 3, assignee="olga")
    opened(database, 4)
    write(database, MergeTicket(TicketId(4), TicketId(2), CaseNumber("x"), "a test"))
    assert ids(database) == [1, 2, 3]
    assert ids(database, assignee="dana") == [1]
    assert ids(database, assignee="") == [2]
    assert ids(database, assignee="dan") == []


@ON_BOTH
def test_thanks_are_found_by_their_moment_for_tickets_somebody_has(database: Database) -> None:
    opened(database, 1, status=Status.RESOLVED, assignee="dana")
    opened(database, 2, status=Status.RESOLVED)
    for number, hours in ((1, 0), (1, 2), (2, 3), (1, 4)):
        thanked = Mark(TicketId(number), What.THANKED, "Ann", "Ann says thanks", "a test")
        write(database, thanked, at=NOW + hours * HOUR)
    write(database, SetStatus(TicketId(1), Status.RESOLVED, Status.CLOSED, "a test"), at=NOW + 5 * HOUR)
    with database.read() as connection:
        found = thanked_after(connection, NOW)
    assert [(one.ticket_id, one.at) for one in found] == [(1, NOW + 4 * HOUR), (1, NOW + 2 * HOUR)]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_each_look_goes_by_an_index(database: Database) -> None:
    asked: list[tuple[str, Any]] = []

    def listen(connection: object, cursor: object, statement: str, values: Any, *rest: object) -> None:
        if statement.startswith("SELECT"):
            asked.append((statement, values))

    with database.read() as connection:
        event.listen(connection, "before_cursor_execute", listen)
        unfinished(connection, assignee="dana")
        thanked_after(connection, NOW)
        event.remove(connection, "before_cursor_execute", listen)
        plans = [
            "\n".join(row.detail for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values))
            for statement, values in asked
        ]
    open_ones, thanks = plans
    assert not re.search(r"SCAN (ticket|promise|event)$", f"{open_ones}\n{thanks}", re.MULTILINE)
    assert "ix_ticket_status_updated_at" in open_ones
    assert "ix_promise_analysis" in open_ones
    assert "ix_event_thanked" in thanks

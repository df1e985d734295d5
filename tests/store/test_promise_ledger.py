from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert

from gateway.desk.case_number import FIRST_SERIAL, case_number
from gateway.desk.changes import KeepPromises
from gateway.desk.policy.ledger import PromiseRow
from gateway.desk.policy.target import Kind
from gateway.desk.ticket import Priority
from gateway.mail import TicketId
from gateway.store.database import Database, Side
from gateway.store.promises import keep, ledger
from gateway.store.tables import ticket
from tests.store.conftest import ON_BOTH

SINCE, UNTIL = datetime(2026, 11, 1, 4, tzinfo=UTC), datetime(2026, 12, 1, 5, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)
ROW = PromiseRow(Kind.RESPONSE, SINCE - timedelta(days=3), Priority("high"), "standard", "24x7", due=SINCE)


def write(database: Database, number: int, *rows: PromiseRow, customer: str | None = "acme") -> None:
    with database.write(Side.DESK) as connection:
        facts = dict.fromkeys(("subject", "requester", "support_address"), "x")
        moments = dict.fromkeys(("created_at", "updated_at"), SINCE)
        made = {"id": number, "number": case_number(FIRST_SERIAL + number), "status": "open", "priority": "high"}
        connection.execute(insert(ticket).values(**made, **facts, **moments, language="en", customer=customer))
        keep(connection, [KeepPromises(TicketId(number), rows, None)])


def found(database: Database, customer: str = "") -> list[tuple[str, PromiseRow]]:
    with database.read() as connection:
        entries = ledger(connection, since=SINCE, until=UNTIL, customer=customer)
    return sorted(((entry.customer, entry.row) for entry in entries), key=str)


@pytest.mark.parametrize(
    ("row", "inside"),
    [
        (ROW, True),
        (replace(ROW, due=SINCE - INSTANT), False),
        (replace(ROW, due=UNTIL - INSTANT), True),
        (replace(ROW, due=UNTIL), False),
        (replace(ROW, due=None), False),
        (replace(ROW, due=None, start=SINCE), True),
        (replace(ROW, due=UNTIL, missed_at=SINCE), True),
    ],
)
@ON_BOTH
def test_the_ledger_of_a_time_is_what_was_due_in_it_to_the_microsecond(
    database: Database, row: PromiseRow, inside: bool
) -> None:
    write(database, 1, row)
    assert found(database) == ([("acme", row)] if inside else [])


@ON_BOTH
def test_the_ledger_of_a_customer_is_that_of_their_tickets(database: Database) -> None:
    other = replace(ROW, kind=Kind.UPDATE)
    write(database, 1, ROW, other)
    write(database, 2, ROW, customer="hooli")
    write(database, 3, ROW, customer=None)
    assert [customer for customer, _ in found(database)] == ["", "acme", "acme", "hooli"]
    assert {row.kind for _, row in found(database, "acme")} == {Kind.RESPONSE, Kind.UPDATE}
    assert found(database, "nobody") == []

"""Statements for many rows are the same to the database as one for each, whatever the driver wants."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import bindparam, select, update

from gateway.store.database import Database, Side
from gateway.store.many import Row, Statement, execute_many, insert_rows
from gateway.store.tables import watch
from gateway.store.upsert import upsert
from tests.store.conftest import ON_BOTH

NOW = datetime(2026, 11, 19, 9, 12, 30, 123456, tzinfo=UTC)
PORTAL = {
    "target": "portal",
    "failures": 3,
    "since": NOW,
    "detail": "answers 503 to 100 % of requests",
    "ticket_id": None,
    "opened_at": None,
    "recovered_at": None,
    "grouped": False,
}
VOICE = {**PORTAL, "target": "voice", "since": None, "ticket_id": 7, "opened_at": NOW, "grouped": True}
_RECOVER = (
    update(watch)
    .where(watch.c.target == bindparam("which"), watch.c.failures == 3)
    .values(recovered_at=bindparam("moment"), detail="back, 100 % of it\0", since=NOW, grouped=True)
)
_KEEP = upsert(watch)


@pytest.fixture
def two(database: Database) -> Database:
    """A store with two rows."""
    with database.write(Side.DESK) as connection:
        insert_rows(connection, watch, [PORTAL, VOICE])
    return database


def rows(database: Database) -> list[dict[str, Any]]:
    with database.read() as connection:
        return [dict(row._mapping) for row in connection.execute(select(watch).order_by(watch.c.target))]


def run(database: Database, statement: Statement, values: list[Row]) -> list[dict[str, Any]]:
    with database.write(Side.DESK) as connection:
        execute_many(connection, statement, values)
    return rows(database)


@ON_BOTH
def test_rows_come_back_as_they_were_written(two: Database) -> None:
    assert rows(two) == [PORTAL, VOICE]


@ON_BOTH
def test_what_no_database_takes_is_cleaned_on_its_way(database: Database) -> None:
    with database.write(Side.DESK) as connection:
        insert_rows(connection, watch, [{**PORTAL, "detail": "a\0b\u00a0c"}])
    assert [one["detail"] for one in rows(database)] == ["a\ufffdb\u00a0c"]


@ON_BOTH
def test_a_statement_has_values_of_its_own_beside_those_of_the_rows(two: Database) -> None:
    later = NOW + timedelta(hours=1)
    recovered = {"detail": "back, 100 % of it\ufffd", "since": NOW, "grouped": True}
    found = run(two, _RECOVER, [{"which": "voice", "moment": later}, {"moment": NOW, "which": "portal"}])
    assert found == [{**PORTAL, **recovered, "recovered_at": NOW}, {**VOICE, **recovered, "recovered_at": later}]


@ON_BOTH
def test_a_statement_in_sql_is_run_as_well(two: Database) -> None:
    changed = {**PORTAL, "since": NOW + timedelta(days=1), "failures": 4}
    other = {**PORTAL, "target": "reports"}
    assert run(two, _KEEP, [changed, other]) == [changed, other, VOICE]


@ON_BOTH
def test_for_no_rows_nothing_is_run(two: Database) -> None:
    assert run(two, _RECOVER, []) == [PORTAL, VOICE]


@ON_BOTH
def test_a_row_that_lacks_a_value_is_refused_and_nothing_is_written(two: Database) -> None:
    with pytest.raises(KeyError, match="moment"):
        run(two, _RECOVER, [{"which": "voice", "moment": NOW}, {"which": "portal"}])
    assert rows(two) == [PORTAL, VOICE]

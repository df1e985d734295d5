from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Table, select

from gateway.store.database import Database, Side
from gateway.store.tables import alarm, digest, watch
from gateway.store.upsert import upsert
from tests.store.conftest import ON_BOTH

NOW = datetime(2026, 11, 19, 9, 12, 30, 123456, tzinfo=UTC)
ALARM = {
    "key_hash": "a" * 64,
    "key": "zabbix|a@b.example|x",
    "loose_hash": "",
    "loose_key": "",
    "source": "b.example",
    "ticket_id": 7,
    "at": NOW,
    "over_at": None,
    "grouped": False,
}
WATCH = {
    "target": "portal",
    "failures": 3,
    "since": NOW,
    "detail": "answers 503",
    "ticket_id": None,
    "opened_at": None,
    "recovered_at": None,
    "grouped": False,
}
DIGEST = {"address": "dana@support.example", "looked_at": NOW}


def written(database: Database, table: Table, *rows: dict[str, Any]) -> list[dict[str, Any]]:
    with database.write(Side.DESK) as connection:
        connection.execute(upsert(table), rows)
    with database.read() as connection:
        return [dict(row._mapping) for row in connection.execute(select(table).order_by(*table.primary_key))]


@ON_BOTH
@pytest.mark.parametrize(
    ("table", "row", "later"),
    [
        (alarm, ALARM, {"at": NOW + timedelta(hours=1), "over_at": NOW, "ticket_id": 8, "grouped": True}),
        (watch, WATCH, {"since": None, "failures": 0, "ticket_id": 7, "recovered_at": NOW, "grouped": True}),
        (digest, DIGEST, {"looked_at": NOW + timedelta(days=1)}),
    ],
    ids=["alarm", "watch", "digest"],
)
def test_a_row_is_written_once_and_then_is_as_it_was_written_last(
    database: Database, table: Table, row: dict[str, Any], later: dict[str, Any]
) -> None:
    (key,) = table.primary_key.columns.keys()
    other = {**row, key: "other"}
    assert written(database, table, row) == [row]
    found = written(database, table, {**row, **later}, other)
    assert sorted(found, key=lambda one: str(one[key])) == sorted([{**row, **later}, other], key=lambda one: one[key])


@ON_BOTH
def test_what_no_database_takes_is_cleaned_on_its_way(database: Database) -> None:
    assert [one["detail"] for one in written(database, watch, {**WATCH, "detail": "a\x00b"})] == ["a\ufffdb"]

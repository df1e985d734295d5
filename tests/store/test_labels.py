"""Tickets found by their queue and by their tags."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from gateway.desk.case_number import FIRST_SERIAL, case_number
from gateway.desk.changes import AddTag, AddTopic, Change, OpenTicket, RemoveTag, SetFact
from gateway.desk.ticket import Priority, Status, Ticket
from gateway.mail import TicketId
from gateway.store.apply import Changes
from gateway.store.database import Database, Side
from gateway.store.look_up import ticket_by_id
from gateway.store.reading import list_tickets, show_ticket
from tests.store.conftest import ON_BOTH

NOW = datetime(2026, 11, 19, 9, 12, tzinfo=UTC)


def write(database: Database, *changes: Change, at: datetime = NOW) -> None:
    with database.write(Side.DESK) as connection:
        made = Changes(connection, now=at)
        made.add(changes)
        made.write()


def opened(database: Database, number: int, *, queue: str = "support", tags: tuple[str, ...] = ()) -> TicketId:
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
        queue=queue,
        tags=tags,
    )
    write(database, OpenTicket(made, None, "a test"), at=NOW + timedelta(minutes=number))
    return made.id


def found(database: Database, **which: Any) -> list[str]:
    with database.read() as connection:
        return [one.subject.removeprefix("Problem ") for one in list_tickets(connection, **which)]


@ON_BOTH
def test_tickets_are_found_by_queue_and_by_whole_tag_the_newest_first(database: Database) -> None:
    opened(database, 1, tags=("vip",))
    opened(database, 2, queue="billing", tags=("vip.eu", "a_b"))
    opened(database, 3, queue="billing", tags=("axb", "vip", "last"))
    opened(database, 4)
    assert found(database, queue="billing") == ["3", "2"]
    assert found(database, queue="support") == ["4", "1"]
    assert found(database, queue="bill") == []
    assert found(database, tag="vip") == ["3", "1"]
    assert found(database, tag="a_b") == ["2"], "no letter stands for another"
    assert [found(database, tag=odd) for odd in ("ip", "%", 'vip","last', "]", "\\")] == [[]] * 5
    assert found(database, queue="billing", tag="vip") == ["3"]
    assert found(database, tag="vip", limit=1) == ["3"]


@ON_BOTH
def test_queue_tags_and_topics_of_a_ticket_become_others(database: Database) -> None:
    one, other = opened(database, 1, tags=("old",)), opened(database, 2)
    write(
        database,
        SetFact(one, "queue", "support", "billing", "x"),
        AddTag(one, "vip", ("old", "vip"), "x"),
        RemoveTag(one, "old", ("vip",), "x"),
        AddTopic(one, "outage", ("outage",), "by a rule"),
    )
    with database.read() as connection:
        changed, same = (ticket_by_id(connection, which) for which in (one, other))
        view = show_ticket(connection, case_number(FIRST_SERIAL))
    assert changed
    assert same
    assert (changed.queue, changed.tags, changed.topics) == ("billing", ("vip",), ("outage",))
    assert (same.queue, same.tags, same.topics) == ("support", (), ())
    assert (view.line.queue, view.line.tags, view.line.topics) == ("billing", ("vip",), ("outage",))
    said = [(line.what, line.because) for line in view.history[1:]]
    assert said == [
        ("queue support -> billing", "x"),
        ("tag vip", "x"),
        ("tag old removed", "x"),
        ("topic outage", "by a rule"),
    ]


@pytest.mark.parametrize(
    ("which", "index"), [({"queue": "billing"}, "ix_ticket_queue"), ({"tag": "vip"}, "ix_ticket_tagged")]
)
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_the_few_that_fit_are_found_without_a_look_at_all_others(
    database: Database, which: dict[str, str], index: str
) -> None:
    opened(database, 1)
    seen: list[tuple[str, Any]] = []

    def note(connection: Any, cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        seen.append((statement, parameters))

    with database.read() as connection:
        event.listen(connection, "after_cursor_execute", note)
        list_tickets(connection, **which)  # type: ignore[arg-type]
        event.remove(connection, "after_cursor_execute", note)
        statement, parameters = seen[-1]
        plan = " ".join(str(row) for row in connection.exec_driver_sql("EXPLAIN QUERY PLAN " + statement, parameters))
    assert index in plan
    assert "TEMP B-TREE FOR ORDER BY" not in plan

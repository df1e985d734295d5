"""What is too much for a database costs the mail that brought it, and nothing that waits behind it."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from gateway.desk.changes import AddMessage, OpenTicket
from gateway.desk.ticket import Direction, Message
from gateway.mail import Body, Kind, MessageId
from gateway.store.apply import MAX_MESSAGE_ID, Changes
from gateway.store.database import Database, Side
from tests.desk.build import NOW, a_ticket
from tests.store.conftest import ON_BOTH

_ANY = Random(2)
WILD = MessageId("".join(chr(_ANY.randint(0x10000, 0x10FFFF)) for _ in range(MAX_MESSAGE_ID)))  # cannot be packed
MESSAGE = Message(Direction.IN, Kind.NEW, "", "Ann <ann@acme.example>", NOW, Body("since eight"))


@pytest.mark.id("P10", "H-03")
@ON_BOTH
@pytest.mark.parametrize("length", [MAX_MESSAGE_ID // 4, MAX_MESSAGE_ID])
def test_a_message_with_the_longest_id_is_kept(database: Database, length: int) -> None:
    with database.write(Side.DESK) as connection:
        changes = Changes(connection, now=NOW)
        ticket = a_ticket(changes.next_ticket().ticket_id)
        message = replace(MESSAGE, message_id=MessageId(WILD[:length]))
        changes.add((OpenTicket(ticket, None, "a test"), AddMessage(ticket.id, message, "a test")))
        changes.write()
    with database.read() as connection:
        kept = connection.scalar(text("SELECT message_id FROM message"))
    assert kept == (WILD[:length] if length < MAX_MESSAGE_ID else "")


@pytest.mark.id("D-13")
@pytest.mark.peer("postgresql")
@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_a_statement_beyond_a_limit_is_no_store_that_is_away(database: Database) -> None:
    with database.write(Side.DESK) as connection:
        connection.execute(text("CREATE TABLE narrow (id text PRIMARY KEY)"))
    with pytest.raises(OperationalError, match="exceeds btree"), database.write(Side.DESK) as connection:
        connection.execute(text("INSERT INTO narrow VALUES (:id)"), {"id": WILD})

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

from gateway.desk.case_number import FIRST_SERIAL, case_number
from gateway.desk.changes import AddParticipant, OpenTicket, SetFact
from gateway.desk.ticket import Channel, Participant, Priority, Solution, Status, Ticket, WaitingOn
from gateway.mail import TicketId
from gateway.store.apply import Changes
from gateway.store.correspondence import people_of
from gateway.store.database import Database, Side
from gateway.store.look_up import ticket_by_id, tickets_of
from gateway.store.tables import ticket
from gateway.store.ticket_row import row_of
from tests.store.conftest import ON_BOTH

NOW = datetime(2026, 11, 19, 9, 12, tzinfo=UTC)
ANN = Participant("ann@acme.example", "Ann")
BARE = Ticket(
    id=TicketId(1),
    number=case_number(FIRST_SERIAL),
    subject="Phones drop",
    status=Status.OPEN,
    priority=Priority("medium"),
    requester="",
    language="en",
    support_address="support@example.com",
    created_at=NOW,
)
FULL = Ticket(
    id=TicketId(2),
    number=case_number(FIRST_SERIAL + 1),
    subject="Phones drop again",
    status=Status.ON_HOLD,
    priority=Priority("p1"),
    requester=ANN.address,
    language="de",
    support_address="help@example.com",
    created_at=NOW - timedelta(days=1, microseconds=1),
    participants=frozenset({ANN.address, "bea@acme.example"}),
    merged_into=TicketId(1),
    customer="acme",
    type="change",
    channel=Channel.PHONE,
    waiting_on=WaitingOn.THIRD_PARTY,
    hold_until=NOW + timedelta(days=3),
    assignee="dana",
    tier=2,
    rung=3,
    fields=(("seats", "12"), ("site", "Köln")),
    cause="a wrong name",
    fix="the right one",
    solution=Solution.FUTURE_RELEASE,
    queue="billing",
    tags=("weekend", "vip.eu"),
    topics=("sign-in", "outage"),
)


def write(database: Database, *changes: OpenTicket | AddParticipant | SetFact) -> None:
    with database.write(Side.DESK) as connection:
        made = Changes(connection, now=NOW)
        made.add(changes)
        made.write()


def read(database: Database, ticket_id: TicketId) -> Ticket | None:
    with database.read() as connection:
        return ticket_by_id(connection, ticket_id)


@ON_BOTH
def test_a_ticket_comes_back_as_it_was_opened_with_every_field(database: Database) -> None:
    assert all(getattr(FULL, one.name) != getattr(BARE, one.name) for one in fields(Ticket)), "a field proves nothing"
    write(database, OpenTicket(BARE, None, "a test"), OpenTicket(FULL, ANN, "a test"))
    assert (read(database, BARE.id), read(database, FULL.id)) == (BARE, FULL)
    with database.read() as connection:
        assert {(one.address.key, one.name) for one in people_of(connection, FULL)} == {
            (ANN.address, "Ann"),
            ("bea@acme.example", ""),
        }


@ON_BOTH
def test_what_becomes_of_one_new_ticket_at_once_leaves_the_other_as_it_is(database: Database) -> None:
    other = replace(BARE, id=TicketId(3), number=case_number(FIRST_SERIAL + 2))
    waits = SetFact(other.id, "waiting_on", None, "release", "a test")
    write(database, OpenTicket(BARE, None, "a test"), OpenTicket(other, None, "a test"), waits)
    with database.read() as connection:
        found = tickets_of(connection, [BARE.id, other.id])
    assert found == {BARE.id: BARE, other.id: replace(other, waiting_on=WaitingOn.RELEASE)}


def test_a_row_has_every_column() -> None:
    assert list(row_of(BARE, updated_at=NOW)) == [column.name for column in ticket.columns]

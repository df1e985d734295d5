from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy.exc import IntegrityError

from gateway.desk.customer import Customer, NoticeCalendar, NoticeSubject
from gateway.store.customers import (
    CustomerChange,
    customer_ids,
    every_customer,
    find_customers,
    history_of,
    known_to,
    lock_directory,
    owners_of_contacts,
    owners_of_domains,
    write_customers,
)
from gateway.store.database import Database, Side
from tests.store.conftest import ON_BOTH

NOW = datetime(2026, 11, 19, 9, 12, tzinfo=UTC)
ACME = Customer(
    id="acme",
    name="ACME Télécom",
    plan="vip",
    policy="standard",
    language="fr",
    timezone="America/Toronto",
    country="CA-ON",
    regions=("ca", "eu"),
    domains=("acme.example", "*.acme.example"),
    contacts=("Joe@acme.example", "ap@gmail.com"),
    notice_address="all@acme.example",
    notice_calendar=NoticeCalendar.REQUEST,
    notice_subject=NoticeSubject.STATUS,
    account_manager="max@support.example",
    products=("voice",),
    contract_from=date(2026, 1, 1),
    contract_until=date(2027, 12, 31),
    dedicated_hosting=True,
)
GLOBEX = Customer("globex", "Globex")


def write(database: Database, *changes: CustomerChange, because: str = "a test") -> None:
    with database.write(Side.DESK) as connection:
        lock_directory(connection)
        write_customers(connection, changes, at=NOW, by="dana", because=because)


def added(*customers: Customer) -> list[CustomerChange]:
    return [CustomerChange(one.id, None, one) for one in customers]


@ON_BOTH
def test_a_customer_comes_back_with_every_field(database: Database) -> None:
    write(database, *added(ACME, GLOBEX))
    with database.read() as connection:
        assert find_customers(connection, ["acme", "nobody"]) == {"acme": ACME}
        assert sorted(every_customer(connection), key=lambda one: one.id) == [ACME, GLOBEX]
        assert customer_ids(connection) == {"acme", "globex"}


@ON_BOTH
def test_contacts_and_domains_lead_to_their_customer(database: Database) -> None:
    write(database, *added(ACME, GLOBEX))
    with database.read() as connection:
        known = known_to(connection, ["joe@acme.example", "x@acme.example", "y@mail.eu.acme.example", "z@x.example"])
        assert owners_of_contacts(connection, ["joe@acme.example", "Joe@acme.example"]) == {"joe@acme.example": "acme"}
        assert owners_of_domains(connection, ["acme.example", "b.example"]) == {"acme.example": "acme"}
    without = replace(ACME, contacts=())
    assert known.contacts == {"joe@acme.example": without}
    assert known.domains == {"acme.example": without, "*.acme.example": without}


@ON_BOTH
def test_what_changed_is_in_the_history_with_who_and_why(database: Database) -> None:
    after = replace(ACME, plan="reserve", domains=("acme.example", "new.example"), contacts=())
    write(database, *added(ACME), because="imported from a.yml")
    write(database, CustomerChange("acme", ACME, after), because="set by dana")
    write(database, CustomerChange("acme", after, None), because="gone")
    with database.read() as connection:
        told = [(line.at, line.by, line.what, line.because) for line in history_of(connection, "acme")]
        assert told == [
            (NOW, "dana", "added", "imported from a.yml"),
            (
                NOW,
                "dana",
                "plan: vip -> reserve; domains: +new.example -*.acme.example; "
                "contacts: -Joe@acme.example -ap@gmail.com",
                "set by dana",
            ),
            (NOW, "dana", "removed", "gone"),
        ]
        assert history_of(connection, "globex") == ()


@ON_BOTH
def test_what_a_customer_no_longer_has_leads_nowhere(database: Database) -> None:
    write(database, *added(ACME))
    write(database, CustomerChange("acme", ACME, replace(ACME, domains=(), contacts=())))
    with database.read() as connection:
        assert known_to(connection, ["joe@acme.example"]).contacts == {}
        assert owners_of_domains(connection, ACME.domains) == {}


@ON_BOTH
def test_contacts_may_change_hands_in_one_transaction(database: Database) -> None:
    swapped = (replace(GLOBEX, domains=ACME.domains), replace(ACME, domains=("globex.example",)))
    before = replace(GLOBEX, domains=("globex.example",))
    write(database, *added(ACME, before))
    write(database, CustomerChange("globex", before, swapped[0]), CustomerChange("acme", ACME, swapped[1]))
    with database.read() as connection:
        assert owners_of_domains(connection, ["acme.example", "globex.example"]) == {
            "acme.example": "globex",
            "globex.example": "acme",
        }


@ON_BOTH
def test_the_store_itself_lets_no_contact_and_no_domain_belong_to_two(database: Database) -> None:
    write(database, *added(ACME))
    for other in (replace(GLOBEX, contacts=("JOE@acme.example",)), replace(GLOBEX, domains=("acme.example",))):
        with pytest.raises(IntegrityError):
            write(database, *added(other))
    with database.read() as connection:
        assert customer_ids(connection) == {"acme"}
        assert history_of(connection, "globex") == ()


@ON_BOTH
def test_more_customers_than_a_statement_takes_are_written_and_found(database: Database) -> None:
    many = [
        Customer(f"c{n}", f"C {n}", domains=(f"c{n}.example",), contacts=(f"a@c{n}.example",)) for n in range(4_500)
    ]
    write(database, *added(*many))
    with database.read() as connection:
        assert len(find_customers(connection, [one.id for one in many])) == 4_500
        known = known_to(connection, [f"a@c{n}.example" for n in range(4_500)])
        assert len(known.contacts) == len(known.domains) == 4_500
    write(database, *(CustomerChange(one.id, one, None) for one in many))
    with database.read() as connection:
        assert customer_ids(connection) == set()


@ON_BOTH
def test_a_lookup_reads_by_index_however_large_the_directory_is(database: Database) -> None:
    with database.read() as connection:
        explain = "EXPLAIN QUERY PLAN" if database.embedded else "EXPLAIN"
        off = "PRAGMA query_only" if database.embedded else "SET enable_seqscan = off"
        connection.exec_driver_sql(off)
        for table, column in (("customer_contact", "address"), ("customer_domain", "domain")):
            statement = f"{explain} SELECT {column}, customer_id FROM {table} WHERE {column} IN ('a', 'b')"
            plan = str(connection.exec_driver_sql(statement).all())
            assert "index" in plan.lower(), plan
            assert "SCAN " not in plan.replace("Scan", ""), plan

"""The directory of customers: look them up by address and by domain, and keep what changed about them.

A customer is one row with everything; two more tables lead to it from an address and from a domain, and make sure that
neither belongs to two.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import starmap
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Dialect,
    Select,
    Table,
    bindparam,
    delete,
    func,
    literal_column,
    select,
    text,
    type_coerce,
)
from sqlalchemy.types import UserDefinedType

from gateway.address import ascii_lower
from gateway.desk.assign import Known, domain_names
from gateway.desk.customer import FIELDS, Customer, NoticeCalendar, NoticeSubject, Value, differences
from gateway.errors import NotFound
from gateway.store.many import insert_rows
from gateway.store.pieces import in_pieces
from gateway.store.reading import HistoryLine
from gateway.store.tables import customer, customer_contact, customer_domain, customer_history
from gateway.validation import did_you_mean

ADDED, REMOVED = "added", "removed"
"""What the history of a customer says who came into the directory, and who was taken out of it."""
MANY = 1_000  # changes of one transaction after which PostgreSQL's statistics are wrong
_LISTS = ("regions", "domains", "contacts", "products")
_WORDS = {"notice_calendar": NoticeCalendar, "notice_subject": NoticeSubject}


@dataclass(frozen=True, slots=True)
class CustomerChange:
    """What becomes of a customer: added without ``before``, removed without ``after``."""

    id: str
    before: Customer | None
    after: Customer | None

    @property
    def what(self) -> str:
        """Say it in one line for the history."""
        if self.before is None:
            return ADDED
        if self.after is None:
            return REMOVED
        return "; ".join(map(str, differences(self.before, self.after)))


@dataclass(frozen=True, slots=True)
class CustomerHistory(HistoryLine):
    """A line of a customer's history."""

    by: str


def find_customers(connection: Connection, ids: Collection[str]) -> dict[str, Customer]:
    """Return those of the customers that are there, by id."""
    found: dict[str, Customer] = {}
    for some in in_pieces(ids):
        found |= {one.id: one for one in starmap(Customer, connection.execute(_NAMED, {"ids": some}))}
    return found


def customer_named(connection: Connection, customer_id: str) -> Customer:
    """Return a customer. Raises ``NotFound`` with the id that was perhaps meant."""
    found = find_customers(connection, [customer_id])
    if customer_id not in found:
        hint = did_you_mean(customer_id, customer_ids(connection))
        raise NotFound(f"there is no customer {customer_id}" + (f": {hint}" if hint else ""))
    return found[customer_id]


def every_customer(connection: Connection) -> Iterator[Customer]:
    """Yield all customers, in no order."""
    yield from starmap(Customer, connection.execute(_EVERY, execution_options={"yield_per": 1000}))


def customer_ids(connection: Connection) -> set[str]:
    """Return the ids of all customers."""
    return set(connection.scalars(select(customer.c.id)))


def owners_of_contacts(connection: Connection, keys: Collection[str]) -> dict[str, str]:
    """Return the ids of the customers that address keys belong to, by key."""
    return _owners(connection, customer_contact, "address", keys)


def owners_of_domains(connection: Connection, domains: Collection[str]) -> dict[str, str]:
    """Return the ids of the customers that domains belong to, by the domain as it is written."""
    return _owners(connection, customer_domain, "domain", domains)


def customers_at(connection: Connection, addresses: Collection[str]) -> list[Customer]:
    """Return the customers who hear of notices at some addresses, in whatever case they are written."""
    found: list[Customer] = []
    for some in in_pieces({ascii_lower(one) for one in addresses}):
        there = _EVERY.where(func.lower(customer.c.notice_address).in_(some)).order_by(customer.c.id)
        found += starmap(Customer, connection.execute(there))
    return found


def _owners(connection: Connection, table: Table, column: str, wanted: Collection[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for some in in_pieces(wanted):
        rows = connection.execute(select(table.c[column], table.c.customer_id).where(table.c[column].in_(some)))
        found.update((row[0], row[1]) for row in rows)
    return found


def known_to(connection: Connection, keys: Collection[str]) -> Known:
    """Return what the directory knows of address keys and their domains. Its customers come without contacts.

    One statement for some hundred keys: it is part of every batch of mails.
    """
    found = Known()
    for some in in_pieces(keys):
        names = {name for key in some for name in domain_names(key.rpartition("@")[2])}
        statement = _theirs(customer_contact.c.address, some).union_all(_theirs(customer_domain.c.domain, names))
        for name_of, *fields in connection.execute(statement):
            found.take(name_of, Customer(*fields))
    return found


def _theirs(column: Column[str], names: Collection[str]) -> Select[Any]:
    owner = column.table.c.customer_id
    wanted = select(column, *_WITHOUT_CONTACTS).join(customer, customer.c.id == owner)
    return wanted.where(column.in_(list(names)))


def history_of(connection: Connection, customer_id: str) -> tuple[CustomerHistory, ...]:
    """Return what happened to a customer, oldest first; also to one that was removed."""
    rows = select(customer_history).where(customer_history.c.customer_id == customer_id).order_by(customer_history.c.id)
    return tuple(CustomerHistory(row.at, row.what, row.because, row.by) for row in connection.execute(rows))


def lock_directory(connection: Connection) -> None:
    """Let nobody else write the directory until the transaction ends; on SQLite nobody can."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE customer IN SHARE ROW EXCLUSIVE MODE"))


def write_customers(
    connection: Connection, changes: Sequence[CustomerChange], *, at: datetime, by: str, because: str
) -> None:
    """Carry changes out and note them in the customers' history. The caller has made sure that nothing clashes."""
    old = [change.id for change in changes if change.before]
    for some in in_pieces(old):
        for table in (customer_contact, customer_domain):
            connection.execute(delete(table).where(table.c.customer_id.in_(some)))
        connection.execute(delete(customer).where(customer.c.id.in_(some)))
    kept = [change.after for change in changes if change.after]
    _insert(connection, customer, (_row(one) for one in kept))
    addresses = ((key, one.id) for one in kept for key in one.contact_keys)
    _insert(connection, customer_contact, ({"address": key, "customer_id": owner} for key, owner in addresses))
    domains = ((domain, one.id) for one in kept for domain in one.domains)
    _insert(connection, customer_domain, ({"domain": name, "customer_id": owner} for name, owner in domains))
    lines = ({"customer_id": one.id, "at": at, "by": by, "what": one.what, "because": because} for one in changes)
    _insert(connection, customer_history, lines)
    if len(changes) >= MANY and connection.dialect.name == "postgresql":
        connection.execute(text("ANALYZE customer, customer_contact, customer_domain"))  # else it scans until it wakes


def _insert(connection: Connection, table: Table, rows: Iterable[dict[str, Any]]) -> None:
    for some in in_pieces(rows):
        insert_rows(connection, table, some)


def _row(one: Customer) -> dict[str, Any]:
    found = {name: getattr(one, name) for name in FIELDS}
    words = {name: found[name].value for name in _WORDS}
    return {**found, **{name: list(found[name]) for name in _LISTS}, **words}


class _AsInCustomer(UserDefinedType[Any]):
    """A column that is read as a field of ``Customer``."""

    cache_ok = True

    def __init__(self, read: Callable[[str], Value]) -> None:
        self.read = read

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[str], Value]:
        return self.read


def _texts(column: str) -> tuple[str, ...]:
    return () if column == "[]" else tuple(json.loads(column))


_READ: Mapping[str, Callable[[str], Value]] = {
    **dict.fromkeys(_LISTS, _texts),
    **dict.fromkeys(("regions", "products"), lru_cache(maxsize=1024)(_texts)),  # many customers have the same
    **{name: {word.value: word for word in words}.__getitem__ for name, words in _WORDS.items()},
}
_FIELDS = [
    type_coerce(customer.c[name], _AsInCustomer(_READ[name])) if name in _READ else customer.c[name] for name in FIELDS
]
_WITHOUT_CONTACTS = [
    literal_column("'[]'", _AsInCustomer(_texts)) if name == "contacts" else column
    for name, column in zip(FIELDS, _FIELDS, strict=True)
]
_EVERY = select(*_FIELDS)
_NAMED = _EVERY.where(customer.c.id.in_(bindparam("ids", expanding=True)))

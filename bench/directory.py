"""The directory of customers: 50,000 brought in from one CSV file, as the command does, and addresses looked up in it.

Files are read with every check and written in one transaction, on one core; lookups go one by one, each a statement of
its own, half of them by contact and half by domain.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from bench.rounds import Contender, Line
from gateway.desk.customer import Customer
from gateway.directory import Directory
from gateway.rules.customer_csv import write_csv
from gateway.rules.customer_written import Read
from gateway.rules.customer_yaml import write_yaml
from gateway.rules.customers import read_customers
from gateway.store.customers import known_to
from gateway.store.database import Database
from gateway.store.migrate import open_database
from tests.peers.postgres import Postgres

CUSTOMERS = 50_000
LOOKUPS = 2_000
LINES = (
    Line("customers read from CSV and written, embedded", "csv embedded"),
    Line("customers read from CSV and written, PostgreSQL", "csv PostgreSQL"),
    Line("the same again, nothing to change, embedded", "again embedded"),
    Line("the same again, nothing to change, PostgreSQL", "again PostgreSQL"),
    Line("customers read from YAML", "yaml"),
    Line("addresses looked up, embedded", "lookup embedded"),
    Line("addresses looked up, PostgreSQL", "lookup PostgreSQL"),
)


class _Clock:
    def now(self) -> datetime:
        return datetime(2026, 11, 20, tzinfo=UTC)

    def monotonic(self) -> float:
        return time.monotonic()


def directories(server: Postgres | None) -> list[Contender]:
    found = [
        Contender("customers from YAML", _yaml),
        Contender("the directory, embedded", lambda: _directory("embedded", "")),
    ]
    if server:
        made = server
        found.append(Contender("the directory, PostgreSQL", lambda: _directory("PostgreSQL", made.new_database())))
    return found


def customers(count: int) -> Iterator[Customer]:
    """Yield customers as a CRM has them."""
    for number in range(count):
        name = f"customer-{number}"
        yield Customer(
            id=name,
            name=f"Customer {number}, Inc.",
            plan="essentials",
            policy="interaction-versa",
            language="en",
            timezone="America/Toronto",
            country="CA-ON",
            regions=("ca",),
            domains=(f"{name}.example", f"*.{name}.example"),
            contacts=(f"noc@{name}.example", f"joe{number}@gmail.com"),
            notice_address=f"all@{name}.example",
            account_manager="max@support.example",
            products=("voice", "reports"),
        )


def _directory(name: str, url: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="casegate-bench-") as folder:
        file = Path(folder) / "customers.csv"
        file.write_text("".join(write_csv(customers(CUSTOMERS))), newline="")
        database = open_database(url=url, directory=Path(folder) / "store")
        try:
            directory = Directory(database, _Clock())

            def bring_in(expected: int) -> None:
                done = directory.bring_in(_read(file), by="bench", because="measured")
                assert len(done.changes) == expected, done.unchanged

            first = _took(lambda: bring_in(CUSTOMERS))
            again = _took(lambda: bring_in(0))
            lookups = _took(lambda: _look_up(database))
        finally:
            database.close()
    return {
        f"csv {name}": CUSTOMERS / first,
        f"again {name}": CUSTOMERS / again,
        f"lookup {name}": LOOKUPS / lookups,
    }


def _yaml() -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="casegate-bench-") as folder:
        file = Path(folder) / "customers.yml"
        file.write_text("".join(write_yaml(customers(CUSTOMERS))))
        return {"yaml": CUSTOMERS / _took(lambda: _read(file))}


def _read(file: Path) -> Read:
    read = read_customers([file])
    assert not read.problems, read.problems[:3]
    return read


def _look_up(database: Database) -> None:
    chosen = random.Random(1)
    with database.read() as connection:
        for turn in range(LOOKUPS):
            number = chosen.randrange(CUSTOMERS)
            address = f"joe{number}@gmail.com" if turn % 2 else f"ann@mail.customer-{number}.example"
            known = known_to(connection, [address])
            assert [one.id for one in (*known.contacts.values(), *known.domains.values())] == [f"customer-{number}"]


def _took(run: Callable[[], object]) -> float:
    begun = time.perf_counter()
    run()
    return time.perf_counter() - begun

"""Time under load: looks at 100,000 open tickets on which nothing is due, and alarms on those whose answer is late."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select, update

from bench.crowd import fill
from bench.rounds import Contender, Line
from gateway.office import Office, open_office
from gateway.settings import load_settings
from gateway.store.database import Side
from gateway.store.tables import promise, ticket
from tests.peers.postgres import Postgres

TICKETS = 100_000
LOOKS = 2_000
DUE = 2_000
ANSWER = timedelta(hours=4)  # of medium tickets, day and night
TEAM = "team:\n  - {name: dana, address: dana@example.com, groups: [support]}\n"
LINES = (
    Line("looks at 100,000 open tickets, nothing due, embedded", "look embedded"),
    Line("looks at 100,000 open tickets, nothing due, PostgreSQL", "look PostgreSQL"),
    Line("late answers noted and alarmed, embedded", "due embedded"),
    Line("late answers noted and alarmed, PostgreSQL", "due PostgreSQL"),
)


@dataclass
class Hands:
    """A clock that is set by hand."""

    at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.at.timestamp()


@contextmanager
def an_office(clock: Hands, url: str) -> Iterator[Office]:
    """Open an office on a store of its own, with no limit on acknowledgements."""
    with tempfile.TemporaryDirectory(prefix="casegate-bench-") as folder:
        (Path(folder) / "gateway.yml").write_text("support: {policy: qeval}\n")
        (Path(folder) / "team.yml").write_text(TEAM)
        environ = {
            "GATEWAY_STORE__DIRECTORY": str(Path(folder) / "store"),
            "GATEWAY_ACKNOWLEDGE__PER_DOMAIN_HOUR": "1000000",
            "GATEWAY_ACKNOWLEDGE__BREAKER": "1000000",
            **({"GATEWAY_STORE__URL": url} if url else {}),
        }
        office = open_office(load_settings(Path(folder), environ), clock=clock)
        try:
            yield office
        finally:
            office.close()


def sweeps(server: Postgres | None) -> list[Contender]:
    found = [Contender("the clock, embedded", lambda: _sweep("embedded", ""))]
    if server:
        made = server
        found.append(Contender("the clock, PostgreSQL", lambda: _sweep("PostgreSQL", made.new_database())))
    return found


def _sweep(name: str, url: str) -> dict[str, float]:
    clock = Hands()
    late_by = ANSWER + timedelta(minutes=1)
    with an_office(clock, url) as office:
        fill(office, TICKETS, first_due=clock.at + timedelta(hours=1), every=timedelta(seconds=1), ago=late_by)
        looks = _took(lambda: [office.deadlines.step() for _ in range(LOOKS)])
        _let_some_be_due(office)
        done = 0

        def work() -> None:
            nonlocal done
            while found := office.deadlines.step():
                done += found

        took = _took(work)
        with office.database.read() as connection:
            late = connection.scalar(select(func.count()).select_from(promise).where(promise.c.missed_at.is_not(None)))
        assert (done, late) == (DUE, DUE)
    return {f"look {name}": LOOKS / looks, f"due {name}": DUE / took}


def _let_some_be_due(office: Office) -> None:
    with office.database.write(Side.DESK) as connection:
        some = ticket.c.id.between(10, 10 + DUE - 1)
        connection.execute(update(ticket).where(some).values(due_at=ticket.c.created_at))


def _took(run: Callable[[], object]) -> float:
    begun = time.perf_counter()
    run()
    return time.perf_counter() - begun

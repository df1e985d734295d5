"""A desk whose time passes as a test wants it: its machine's clock, and that of the database server it shares."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from gateway import faults
from gateway.desk.casework.settle import NewState
from gateway.desk.ticket import Status
from gateway.office import open_office
from gateway.settings import load_settings
from gateway.store.empty import put_empty_store
from gateway.store.tables import event, history, ticket
from tests.conftest import FrozenClock
from tests.flows.desk_fixture import Desk

START = datetime(2026, 11, 16, 14, 0, tzinfo=UTC)
"""A Monday, nine o'clock in Toronto, where office hours began an hour before; no clock changes near it."""
HOUR, DAY, SECOND = timedelta(hours=1), timedelta(days=1), timedelta(seconds=1)
TEAM = """
team:
  - {name: dana, address: dana@support.example, groups: [support], level: 1, digest: never}
  - {name: lea, address: lea@support.example, groups: [leads], digest: never}
  - {name: olga, address: olga@support.example, groups: [operations-manager], digest: never}
"""
BOTH = pytest.mark.parametrize(
    "url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.peer("postgresql"))], indirect=True
)
SERVERS_ONLY = pytest.mark.parametrize(
    "url", [pytest.param("postgresql", marks=pytest.mark.peer("postgresql"))], indirect=True
)
ANN = "ann@acme.example"


class ServerClock:
    """The clock of a database server, which a test sets: a function of ours stands before the server's own."""

    def __init__(self, url: str) -> None:
        self._dsn = url.replace("+psycopg", "")
        with psycopg.connect(self._dsn, autocommit=True) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS public.set_clock (at timestamptz NOT NULL)")
            connection.execute("DELETE FROM public.set_clock")  # several desks may share one server
            connection.execute("INSERT INTO public.set_clock VALUES (now())")
            connection.execute(
                "CREATE OR REPLACE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE"
                " AS 'SELECT at FROM public.set_clock'"
            )
            connection.execute(
                "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = public, pg_catalog',"
                " current_database()); END $$"
            )

    def show(self, at: datetime) -> None:
        with psycopg.connect(self._dsn, autocommit=True) as connection:
            connection.execute("UPDATE public.set_clock SET at = %s", (at,))


@dataclass
class TimedDesk(Desk):
    """A desk that does what falls due, too."""

    server: ServerClock | None = None

    def pass_time(self, span: timedelta) -> None:
        """Let time pass on all clocks; nobody does anything yet."""
        self.clock.advance(span)
        self.agree()

    def at(self, moment: datetime) -> None:
        """Let time pass until a moment."""
        self.pass_time(moment - self.clock.now())

    def agree(self) -> None:
        """Have the server's clock show what the machine's shows."""
        if self.server:
            self.server.show(self.clock.now())

    def settle(self) -> int:
        """Work until nothing is left to do now; return how many tickets something fell due on."""
        due = 0
        while (done := self.office.deadlines.step()) + self.office.intake.step():
            due += done
        return due

    def work(self) -> None:
        self.settle()

    def set(self, number: str = "", **wish: object) -> None:
        asked = NewState(**wish)  # type: ignore[arg-type]
        self.office.casework.set(number or self.number, asked, by="dana", reason="")

    @property
    def number(self) -> str:
        return self.tickets()[0].number

    def opened(self, priority: str = "", sender: str = ANN) -> str:
        """Open a ticket now for somebody who called, without a letter; return its number."""
        return self.office.casework.open_ticket(
            requester=sender, name="", subject="Phones drop", body="Since eight.", by="dana", priority=priority,
            acknowledge=False,
        )  # fmt: skip

    def waiting(self) -> str:
        """Open a ticket that waits for its customer from now on."""
        number = self.opened()
        self.set(number, status=Status.PENDING)
        return number

    def status(self, number: str = "") -> str:
        return self.ticket(number or self.number).line.status

    def letters(self, *templates: str) -> list[str]:
        """The names of the letters in the outbox, or how many there are of some."""
        found = [sent.template for sent in self.outbox()]
        return [one for one in found if not templates or one in templates]

    def marks(self, *whats: str) -> list[tuple[str, str]]:
        """What clocks remember to have done, in order."""
        with self.office.database.read() as connection:
            rows = connection.execute(event.select().order_by(event.c.id)).all()
        return [(row.what, row.value) for row in rows if row.what in whats]

    def lines(self) -> list[tuple[datetime, str]]:
        """The history of all tickets: when and what."""
        with self.office.database.read() as connection:
            return [(row.at, row.what) for row in connection.execute(history.select().order_by(history.c.id))]

    def due_at(self) -> list[datetime | None]:
        with self.office.database.read() as connection:
            return [row.due_at for row in connection.execute(ticket.select().order_by(ticket.c.id))]


def config(folder: Path) -> Path:
    """A folder of settings with a team."""
    found = folder / "config"
    if not found.exists():
        found.mkdir()
        (found / "gateway.yml").write_text("# Nothing is set here.\n", "utf-8")
        (found / "team.yml").write_text(TEAM, "utf-8")
    return found


def timed_desk(
    folder: Path, url: str, *, clock: FrozenClock | None = None, server: ServerClock | None = None, **settings: str
) -> TimedDesk:
    """Open a desk in a folder, on a database of its own or on one it shares."""
    environ = {"GATEWAY_STORE__DIRECTORY": str(folder / "store"), **settings}
    if url:
        environ["GATEWAY_STORE__URL"] = url
    else:
        put_empty_store(folder / "store")
    clock = clock or FrozenClock(START)
    made = TimedDesk(open_office(load_settings(config(folder), environ), clock=clock), clock, server=server)
    made.agree()
    return made


@contextmanager
def opened(folder: Path, url: str, **settings: str) -> Iterator[TimedDesk]:
    """Open a desk, and close it."""
    server = ServerClock(url) if url else None
    desk = timed_desk(folder, url, server=server, **settings)  # type: ignore[arg-type]
    try:
        yield desk
    finally:
        desk.office.close()


def step_alone(folder: Path, url: str, at: datetime, *, kill_at: str = "") -> int:
    """Have a process of its own do what is due at a moment, and die at a named point; return its exit code."""
    words = [sys.executable, "-m", "tests.flows.timed_desk", str(folder), url, at.isoformat()]
    environ = {faults.VARIABLE: f"{kill_at}:1:{folder / 'died'}"} if kill_at else {}
    done = subprocess.run(words, env={**_environ(), **environ}, capture_output=True, check=False, timeout=60)
    assert done.returncode in (0, -9), done.stderr.decode()
    return done.returncode


def _environ() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("GATEWAY_")}


def _step(folder: str, url: str, at: str) -> None:
    desk = timed_desk(Path(folder), url, clock=FrozenClock(datetime.fromisoformat(at)))
    desk.office.deadlines.step()
    desk.office.close()


if __name__ == "__main__":
    _step(*sys.argv[1:])

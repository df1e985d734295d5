"""A whole gateway to be measured: its own processes, an embedded store or PostgreSQL, ``smtp-sink`` for a relay.

Progress is read from the store by the benchmark itself: ``gateway status`` would cost half a second of a core each.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from bench.memory import Memory, of_gateway
from gateway.store.database import Database
from tests.whole.gateway_process import Gateway, until

PATIENCE = 300.0


@dataclass(frozen=True)
class Running:
    """A gateway at work."""

    gateway: Gateway
    database: Database

    def tickets(self) -> int:
        return self._count("SELECT count(*) FROM ticket")

    def acknowledged(self) -> int:
        """Return how many acknowledgements a relay has taken."""
        return self._count("SELECT count(*) FROM journal.sending WHERE state = 'sent'")

    def read(self, statement: str) -> object:
        """Return the first value of the first row; None where there is none."""
        with self.database.read() as connection:
            return connection.scalar(text(statement))

    def _count(self, statement: str) -> int:
        return int(str(self.read(statement) or 0))

    def until_all(self, count: Callable[[], int], number: int, what: str) -> None:
        def done() -> bool:
            found = count()
            assert found <= number, f"{found} {what} of {number} mails"
            return found == number

        until(done, f"{number} {what}", PATIENCE, every=0.1)

    def memory(self) -> dict[str, Memory]:
        assert self.gateway.process is not None
        return of_gateway(self.gateway.process.pid)


@contextmanager
def whole_gateway(*, sink: int, url: str = "", **settings: str) -> Iterator[Running]:
    """Start a gateway on an empty store; ``sink`` is the port letters go to, ``url`` a database or empty."""
    with tempfile.TemporaryDirectory(prefix="casegate-bench-") as folder:
        gateway = Gateway(Path(folder), GATEWAY_STORE__URL=url, GATEWAY_RELAY__URL=f"smtp://127.0.0.1:{sink}")
        gateway.settings["GATEWAY_ACKNOWLEDGE__PER_ADDRESS_HOUR"] = "1000000"  # smtp-source has one sender
        gateway.settings |= settings
        with gateway.running():
            database = Database(url=url, directory=Path(folder) / "store")
            try:
                yield Running(gateway, database)
            finally:
                database.close()

"""A desk that watches targets and reads the mail of monitoring systems, with a team that can be paged."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from gateway.desk.monitor import Outcome
from gateway.office import open_office
from gateway.rules.customer_csv import read_cells
from gateway.rules.customer_written import Read
from gateway.settings import load_settings
from gateway.store.empty import put_empty_store
from gateway.store.observations import Observations
from gateway.yamlfile import Place
from tests.conftest import FrozenClock
from tests.flows.desk_fixture import Desk, Sent
from tests.flows.timed_desk import ServerClock

SETTINGS = """\
mode: live
support:
  addresses: [support@example.com]
"""
TEAM = """\
team:
  - {name: dana, address: dana@example.com, groups: [support]}
  - {name: olga, address: olga@example.com, groups: [operations-manager]}
"""
MONITORS = """\
targets:
  - {name: portal, kind: http, url: "https://portal.example/", failures: 3, products: [portal]}
  - {name: mx, kind: smtp, host: mx.example, failures: 2}
mail:
  - {sender: ops.example, products: [portal], proof: none}
  - {sender: alertmanager@other.example, system: alertmanager, priority: high, proof: none}
"""
CUSTOMERS = (
    {"id": "acme", "name": "ACME", "products": "Portal", "domains": "acme.example"},
    {"id": "bell", "name": "Bell", "products": "voice", "domains": "bell.example"},
)
SECOND = timedelta(seconds=1)


class SharedClock(FrozenClock):
    """A clock that a database server's goes with, where there is one."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._server = ServerClock(url) if url else None
        self.advance(timedelta())

    def advance(self, span: timedelta) -> None:
        super().advance(span)
        if self._server:
            self._server.show(self.now())


class WatchedDesk(Desk):
    """It plays the wire, too: what checks find is written down as the wire does."""

    place: str = ""

    def finds(self, *oks: bool, target: str = "portal", detail: str = "") -> list[bool]:
        """Write what checks of a target found, a second apart; return which of it was news."""
        found = self.office.monitors.target(target)
        assert found, f"nobody configured {target}"
        kept, news = Observations(self.office.database, place=self.place), []
        for ok in oks:
            self.clock.advance(SECOND)
            said = detail or ("answers 200" if ok else "answers 503")
            news.append(kept.note(found, Outcome(ok, said, self.clock.now())))
        return news

    def take_in(self) -> int:
        """Take in what was found, to the last."""
        total = 0
        while done := self.office.monitoring.step():
            total += done
        return total

    def goes_by(self, span: timedelta) -> None:
        """Let time pass, and do what falls due by then."""
        self.clock.advance(span)
        while self.office.deadlines.step():
            pass

    def pages(self) -> list[str]:
        return [sent.recipient for sent in self.letters("page")]

    def letters(self, template: str) -> list[Sent]:
        return [sent for sent in self.outbox() if sent.template == template]


def watched_desk(folder: Path, *, url: str = "", monitors: str = MONITORS) -> Iterator[WatchedDesk]:
    """Open one; ``url`` is that of a store on a server."""
    config = folder / "config"
    config.mkdir(parents=True, exist_ok=True)
    for name, text in (("gateway.yml", SETTINGS), ("team.yml", TEAM), ("monitors.yml", monitors)):
        (config / name).write_text(text, "utf-8")
    environ = {"GATEWAY_STORE__DIRECTORY": str(folder / "store"), **({"GATEWAY_STORE__URL": url} if url else {})}
    if not url:
        put_empty_store(folder / "store")
    clock = SharedClock(url)
    office = open_office(load_settings(config, environ), clock=clock)
    made = WatchedDesk(office, clock)
    made.place = folder.name
    written = tuple(read_cells(one, Place("customers", at, 1), packs=None) for at, one in enumerate(CUSTOMERS))
    office.directory.bring_in(Read(written), by="test", because="there they are")
    yield made
    office.close()

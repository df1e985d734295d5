"""Flow: what checks of targets found becomes a ticket, a note on one, or a number that is remembered.

The wire writes observations into the journal; this takes them in, in order and each once. What they mean is decided in
``desk.monitoring.failing``.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from gateway.desk.changes import KeepWatch
from gateway.desk.life.law import Law
from gateway.desk.monitor import Monitors, Outcome
from gateway.desk.monitoring.failing import Watching, down, well
from gateway.desk.watch import News, Observation, Watch, counted, watched
from gateway.docket import Docket, Means
from gateway.errors import StoreUnavailable
from gateway.mail import CaseNumber
from gateway.store.database import Connection, Database, Side
from gateway.store.observations import next_observations, take_in, waits
from gateway.store.watches import affected_by, every_watch, forget_watches

BATCH = 500  # observations of one transaction: failures that change nothing are nearly free
WELL, FAILING = "is well", "does not answer"

_log = logging.getLogger("gateway.monitoring")


class Monitoring:
    """Takes in what checks found, one batch at a time."""

    def __init__(
        self,
        database: Database,
        means: Means,
        monitors: Monitors,
        watching: Watching,
        rouse_delivery: Callable[[], None] = lambda: None,
    ) -> None:
        """``rouse_delivery`` is called after a commit that queued letters."""
        self._database = database
        self._means = means
        self._monitors = monitors
        self._watching = watching
        self._rouse_delivery = rouse_delivery

    def go_by(self, law: Law) -> None:
        """Go by other policies, calendars and people from now on."""
        self._means, self._watching = replace(self._means, law=law), replace(self._watching, law=law)

    def begin(self) -> None:
        """Forget targets that are configured no more: nothing will ever say that they are well."""
        with self._database.write(Side.DESK) as connection:
            forget_watches(connection, {target.name for target in self._monitors.targets})

    def step(self) -> int:
        """Take a batch of observations in; return how many it was. Raises ``StoreUnavailable``."""
        with self._database.read() as connection:
            if not waits(connection):
                return 0
        try:
            return self._batch(BATCH)
        except StoreUnavailable:
            raise
        except Exception:  # noqa: BLE001 - the desk's loop: whatever one observation does, the others are taken in
            _log.exception("monitoring.failed")
            return self._next_alone()

    def report(self, target: str, *, ok: bool) -> CaseNumber | None:
        """Take in what somebody says of a target, which need not be configured; return the case that is about it.

        None where no case is: it fails too rarely, or is well and was. Raises ``StoreUnavailable``.
        """
        with self._database.write(Side.DESK) as connection:
            docket = self._docket(connection)
            outcome = Outcome(ok, WELL if ok else FAILING, docket.now)
            news = self._take(connection, docket, target, outcome)
            docket.write()
            kept = docket.world.watches[watched(self._monitors, target).name]
            self._know(docket, kept)
            home = docket.world.home(kept.ticket_id) if kept.ticket_id is not None else None
        self._after(docket)
        return home.number if home and (kept.is_down or news is News.WELL) else None

    def _batch(self, limit: int) -> int:
        with self._database.write(Side.DESK) as connection:
            docket = self._docket(connection)
            observations = next_observations(connection, limit=limit)
            for one in self._configured(observations):
                self._take(connection, docket, one.target, one.outcome)
            docket.write()
            if observations:
                take_in(connection, observations[-1].id)
        self._after(docket)
        return len(observations)

    def _next_alone(self) -> int:
        """Take the next observation in alone; one that cannot be is passed over, and the log says so."""
        try:
            return self._batch(1)
        except StoreUnavailable:
            raise
        except Exception:  # noqa: BLE001 - as above
            with self._database.write(Side.DESK) as connection:
                self._docket(connection)  # which puts desks in a queue
                passed = next_observations(connection, limit=1)
                for one in passed:
                    _log.exception("monitoring.passed-over target=%s ok=%s", one.target, one.outcome.ok)
                    take_in(connection, one.id)
            return 1

    def _configured(self, observations: Sequence[Observation]) -> Iterable[Observation]:
        """Return those of targets that are still watched."""
        return (one for one in observations if self._monitors.target(one.target) is not None)

    def _take(self, connection: Connection, docket: Docket, name: str, outcome: Outcome) -> News:
        target = watched(self._monitors, name)
        before = docket.world.watches.get(target.name, Watch(target.name))
        watch, news = counted(before, outcome, failures=target.failures)
        if watch == before:
            return news
        match news:
            case News.NOTHING:
                docket.take((KeepWatch(watch),))
            case News.DOWN:
                self._know(docket, watch)
                affected = affected_by(connection, target.scope)
                steps = down(watch, target, affected, docket.world, self._watching, docket.next_ticket(), at=outcome.at)
                docket.take(steps, at=outcome.at)
            case News.WELL:
                self._know(docket, watch)
                docket.take(well(watch, docket.world, self._watching, outcome), at=outcome.at)
        return news

    @staticmethod
    def _know(docket: Docket, watch: Watch) -> None:
        """Look up the tickets this target, or many at once, may have."""
        shared = (one.ticket_id for one in docket.world.watches.values() if one.grouped)
        docket.bring(one for one in (watch.ticket_id, *shared) if one is not None)

    def _docket(self, connection: Connection) -> Docket:
        docket = Docket(connection, self._means)
        docket.world.watches = every_watch(connection)
        return docket

    def _after(self, docket: Docket) -> None:
        if docket.letters_queued:
            self._rouse_delivery()

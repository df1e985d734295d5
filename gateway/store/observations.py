"""What checks of targets found, as facts of the journal: every failure, and the first success after failures.

Several gateways that share a store check the same targets. What another one has just written is not written again, so
that failures in a row stay those of one rhythm; and a success of any of them counts.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, func, insert, select, text, update

from gateway.desk.monitor import Outcome, Target
from gateway.desk.watch import Observation
from gateway.store.database import Database, Side
from gateway.store.tables import counter, observation

_TAKEN = "observation"  # the counter of those the desk has taken in


class Observations:
    """Writes down what checks find. Any number of threads may."""

    def __init__(self, database: Database, *, place: str = "") -> None:
        """Open nothing yet. ``place`` names this gateway among those that may share the store."""
        self._database = database
        self._place = "" if database.embedded else place

    def note(self, target: Target, outcome: Outcome) -> bool:
        """Write an outcome down if it is news; tell whether it was. Raises ``StoreUnavailable``."""
        if outcome.ok:  # as nearly all are: no turn at writing for them
            with self._database.read(Side.WIRE) as connection:
                if not self._is_news(connection, target, outcome):
                    return False
        with self._database.write(Side.WIRE) as connection:
            if not self._database.embedded:  # the order of ids is the order of commits: the desk misses no late one
                connection.execute(text("LOCK TABLE journal.observation IN SHARE ROW EXCLUSIVE MODE"))
            if not self._is_news(connection, target, outcome):
                return False
            values = {"target": target.name, "ok": outcome.ok, "detail": outcome.detail, "at": outcome.at}
            connection.execute(insert(observation).values(**values, place=self._place))
        return True

    def _is_news(self, connection: Connection, target: Target, outcome: Outcome) -> bool:
        newest = select(observation).where(observation.c.target == target.name).order_by(observation.c.id.desc())
        last = connection.execute(newest.limit(1)).one_or_none()
        if last is None or last.ok:
            return not outcome.ok
        by_another = last.place != self._place and outcome.at - last.at < target.every / 2
        return outcome.ok or not by_another


def waits(connection: Connection) -> bool:
    """Tell whether there are observations the desk has not taken in."""
    newest = connection.scalar(select(func.max(observation.c.id))) or 0
    return int(newest) > _taken(connection)


def next_observations(connection: Connection, *, limit: int) -> Sequence[Observation]:
    """Return the oldest observations the desk has not taken in, in order."""
    fresh = select(observation).where(observation.c.id > _taken(connection)).order_by(observation.c.id)
    return [
        Observation(row.id, row.target, Outcome(row.ok, row.detail, row.at))
        for row in connection.execute(fresh.limit(limit))
    ]


def take_in(connection: Connection, upto: int) -> None:
    """Remember that everything up to an observation is taken in."""
    connection.execute(update(counter).where(counter.c.name == _TAKEN).values(value=upto))


def _taken(connection: Connection) -> int:
    return int(connection.scalar(select(counter.c.value).where(counter.c.name == _TAKEN)) or 0)

"""How a target has fared of late: failures in a row, and whether that is trouble, or trouble that is over. Pure.

What follows on a ticket is decided in ``desk.monitoring.failing``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from gateway.desk.monitor import EVERYBODY, MOST_FAILURES, Monitors, Outcome, Scope
from gateway.desk.storm import is_the_same
from gateway.mail import TicketId


@dataclass(frozen=True, slots=True)
class Observation:
    """What a check found, as the journal has it."""

    id: int
    target: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Watch:
    """One target."""

    target: str
    failures: int = 0
    """In a row."""
    since: datetime | None = None
    """When the first of them was; None while it is well."""
    detail: str = ""
    """What the last check found that was written down."""
    ticket_id: TicketId | None = None
    """The ticket its trouble has, or had last."""
    opened_at: datetime | None = None
    """When it last became trouble."""
    recovered_at: datetime | None = None
    """When that was over; None while it lasts."""
    grouped: bool = False
    """Its ticket is one that many share."""

    @property
    def is_down(self) -> bool:
        """Tell whether it has trouble that somebody was told of."""
        return self.ticket_id is not None and self.recovered_at is None

    @property
    def returns(self) -> bool:
        """Tell whether what fails now is the trouble it had a short while ago."""
        over, since = self.recovered_at, self.since
        return over is not None and since is not None and is_the_same(over=over, again=since)


class News(StrEnum):
    """What an outcome means beside being counted."""

    NOTHING = "nothing"
    DOWN = "down"
    """It failed often enough in a row."""
    WELL = "well"
    """Its trouble is over."""


@dataclass(frozen=True, slots=True)
class Watched:
    """What is known of a target before anything was found out about it."""

    name: str
    failures: int = MOST_FAILURES
    scope: Scope = EVERYBODY
    priority: str = ""
    what: str = ""
    """What is checked and how, in one line."""


def watched(monitors: Monitors, name: str) -> Watched:
    """Return a target as it is configured; one that nobody configured is everybody's."""
    target = monitors.target(name)
    if target is None:
        return Watched(name)
    what = target.page.url if target.page else str(target.address)
    return Watched(target.name, target.failures, target.scope, target.priority, f"{target.kind} {what}")


def counted(watch: Watch, outcome: Outcome, *, failures: int) -> tuple[Watch, News]:
    """Take an outcome in; so many ``failures`` in a row are trouble. Not on whose ticket it is."""
    if outcome.ok:
        over = outcome.at if watch.is_down else watch.recovered_at
        well = replace(watch, failures=0, since=None, detail=outcome.detail, recovered_at=over)
        return well, News.WELL if watch.is_down else News.NOTHING
    since = watch.since or outcome.at
    failing = replace(watch, failures=watch.failures + 1, since=since, detail=outcome.detail)
    is_news = failing.failures >= failures and not watch.is_down
    return failing, News.DOWN if is_news else News.NOTHING

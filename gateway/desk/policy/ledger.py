"""The ledger of promises: a row for each that was ever made, kept when it is fulfilled, broken or replaced.

Reports are made of it alone. A row that was broken stays so, whatever happens to the ticket afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from gateway.desk.policy.promise import Promise
from gateway.desk.policy.target import Kind
from gateway.desk.ticket import Priority

Key = tuple[Kind, datetime, str]
"""Kind, start and level: one row each."""


class Outcome(StrEnum):
    """What became of a promise. Printed, so never renamed."""

    KEPT = "kept"
    MISSED = "missed"
    """Whether or not it was done later."""
    RUNNING = "running"
    """Somebody still has to do something for it, in time."""
    ENDED = "ended"
    """It was promised no more before it was due: another level, another type."""


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """A promise as it is kept. All instants are aware."""

    kind: Kind
    start: datetime
    level: Priority
    policy: str
    clock: str
    """Name of the calendar."""
    due: datetime | None
    """None while it is paused."""
    warn: datetime | None = None
    met: datetime | None = None
    missed_at: datetime | None = None
    """When it was broken: the moment it was due."""
    warned_at: datetime | None = None
    ended_at: datetime | None = None
    """When it was replaced, or no longer held: another level, another type."""

    @property
    def key(self) -> Key:
        """What makes it this one."""
        return self.kind, self.start, self.level

    @property
    def name(self) -> str:
        """What it is called among the events of its ticket."""
        return f"{self.kind}@{self.start.isoformat()}@{self.level}"

    @property
    def outcome(self) -> Outcome:
        """What became of it."""
        if self.missed_at is not None:
            return Outcome.MISSED
        if self.met is not None:
            return Outcome.KEPT
        return Outcome.ENDED if self.ended_at is not None else Outcome.RUNNING

    @property
    def runs(self) -> bool:
        """Tell whether somebody still has to do something for it."""
        return self.met is None and self.ended_at is None


def brought_up_to_date(
    rows: Iterable[PromiseRow], found: Iterable[Promise], *, level: Priority, policy: str, now: datetime
) -> tuple[PromiseRow, ...]:
    """Return every row of a ticket as it is now: ``rows`` as they were, ``found`` what is promised."""
    known = {row.key: row for row in rows}
    made = {key: _row(one, level, policy, now, known.get(key)) for key, one in _by_key(found, level)}
    return tuple(made.get(key) or _left(row, now) for key, row in {**known, **made}.items())


def _by_key(found: Iterable[Promise], level: Priority) -> Iterator[tuple[Key, Promise]]:
    for one in found:
        yield (one.kind, one.start, level), one


def _row(one: Promise, level: Priority, policy: str, now: datetime, before: PromiseRow | None) -> PromiseRow:
    broken = one.due if one.missed_at(now) else None
    return PromiseRow(
        kind=one.kind,
        start=one.start,
        level=level,
        policy=policy,
        clock=one.target.clock,
        due=one.due,
        warn=one.warn,
        met=one.met,
        missed_at=(before.missed_at if before else None) or broken,
        warned_at=before.warned_at if before else None,
    )


def _left(row: PromiseRow, now: datetime) -> PromiseRow:
    """Return a row that is promised no more: what was fulfilled stays as it was judged."""
    if not row.runs:
        return row
    broken = row.due if row.due is not None and row.due < now else None
    return replace(row, ended_at=now, missed_at=row.missed_at or broken)


def changed(before: Iterable[PromiseRow], after: Iterable[PromiseRow]) -> tuple[PromiseRow, ...]:
    """Return the rows of ``after`` that are new or otherwise than before."""
    known: Mapping[Key, PromiseRow] = {row.key: row for row in before}
    return tuple(row for row in after if known.get(row.key) != row)

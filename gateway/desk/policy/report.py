"""What became of the promises of a time, from the ledger alone: the same rows give the same report. Pure.

Neither the present moment nor any policy is looked at. A promise belongs to the moment it was due; one that stands
still, or was never due, to the moment it began. How late something was is time on the clock, from when it was due until
it was done: calendars may have been changed since, and what is reported may not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from gateway.desk.policy.ledger import Outcome, PromiseRow
from gateway.desk.policy.target import Kind
from gateway.desk.ticket import Priority
from gateway.mail import CaseNumber

_KINDS = tuple(Kind)
_LEVELS = ("urgent", "critical", "p1", "high", "major", "p2", "medium", "p3", "minor", "low", "p4")
"""From the most urgent down; others follow by name. Not the packs' own order, which may be changed."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A promise of the ledger and whose it is."""

    case: CaseNumber
    customer: str
    """Id; empty where that is not known."""
    row: PromiseRow

    @property
    def moment(self) -> datetime:
        """Where it stands in time."""
        return self.row.missed_at or self.row.due or self.row.start

    @property
    def late(self) -> timedelta | None:
        """How late it was done; None for what was not missed, or is not done."""
        missed, met = self.row.missed_at, self.row.met
        return met - missed if missed is not None and met is not None else None


@dataclass(frozen=True)
class Tally:
    """Some promises, counted."""

    entries: tuple[Entry, ...]

    @cached_property
    def outcomes(self) -> Counter[Outcome]:
        """How many of each."""
        return Counter(entry.row.outcome for entry in self.entries)

    @property
    def judged(self) -> int:
        """How many were kept or missed."""
        return self.outcomes[Outcome.KEPT] + self.outcomes[Outcome.MISSED]

    @property
    def share_kept(self) -> float | None:
        """In percent of those judged, rounded down to tenths; 0 and 100 only where it is exactly that."""
        kept = self.outcomes[Outcome.KEPT]
        if not self.judged:
            return None
        tenths = kept * 1000 // self.judged
        return (max(tenths, 1) if kept else 0) / 10

    @cached_property
    def lateness(self) -> tuple[timedelta, ...]:
        """How late those were that were missed and done, the worst last."""
        return tuple(sorted(entry.late for entry in self.entries if entry.late is not None))

    @property
    def median_late(self) -> timedelta | None:
        """How late they were in the middle; of two in the middle, half-way between them."""
        if not self.lateness:
            return None
        middle = len(self.lateness) // 2
        if len(self.lateness) % 2:
            return self.lateness[middle]
        return (self.lateness[middle - 1] + self.lateness[middle]) / 2

    @property
    def undone(self) -> int:
        """How many were missed and not done."""
        return self.outcomes[Outcome.MISSED] - len(self.lateness)


@dataclass(frozen=True, slots=True)
class Line:
    """What one level of one policy promises of one kind."""

    policy: str
    level: Priority
    kind: Kind
    tally: Tally


@dataclass(frozen=True, slots=True)
class Report:
    """The promises of a time."""

    since: datetime
    until: datetime
    """Not included."""
    customer: str
    """Id of the only one it is about; empty: all."""
    tally: Tally
    """All of them, in order."""
    lines: tuple[Line, ...]
    """By policy, level and kind."""

    @property
    def missed(self) -> tuple[Entry, ...]:
        """Every one that was missed, in the order they were due."""
        return tuple(entry for entry in self.tally.entries if entry.row.outcome is Outcome.MISSED)


def make_report(entries: Iterable[Entry], *, since: datetime, until: datetime, customer: str = "") -> Report:
    """Report on the entries whose moment is in the time from ``since`` until before ``until``."""
    inside = sorted((entry for entry in entries if since <= entry.moment < until), key=_place)
    groups: dict[tuple[str, Priority, Kind], list[Entry]] = {}
    for entry in inside:
        groups.setdefault((entry.row.policy, entry.row.level, entry.row.kind), []).append(entry)
    lines = (Line(*key, Tally(tuple(groups[key]))) for key in sorted(groups, key=_rank))
    return Report(since, until, customer, Tally(tuple(inside)), tuple(lines))


def _place(entry: Entry) -> tuple[object, ...]:
    return entry.moment, int(entry.case), _KINDS.index(entry.row.kind), entry.row.level, entry.row.start


def _rank(key: tuple[str, Priority, Kind]) -> tuple[object, ...]:
    policy, level, kind = key
    known = _LEVELS.index(level) if level in _LEVELS else len(_LEVELS)
    return policy, known, level, _KINDS.index(kind)

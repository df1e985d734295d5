"""The way to a due time as lines of a table: at each moment something changes, and how much was counted until then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from gateway.cli.explain_words import REASONS, length_words
from gateway.desk.hours.calendar import Segment
from gateway.desk.hours.on_the_way import ClockChange
from gateway.desk.life.explain import Explained, Way
from gateway.desk.policy.ledger import PromiseRow
from gateway.desk.reason import with_reason

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A moment on the way."""

    at: datetime
    what: str
    total: timedelta
    """Open time counted until then."""


def lines_of(explained: Explained, now: datetime, *, reasons: Mapping[datetime, str]) -> list[Line]:
    """Return the moments of a promise, in order; ``reasons`` are those people gave for a pause, by when it began."""
    row, way = explained.row, explained.way
    found = list(_marks(row, now))
    if way is None:
        return [Line(at, what, timedelta()) for at, what in sorted(found, key=lambda one: one[0])]
    segments = _joined((*way.counted, *way.to_come))
    named = {at for at, _ in found}
    found += _standing(way, reasons)
    named |= {at for at, _ in found}
    found += [(one.begins, f"{one.name}, a holiday") for one in way.holidays]
    found += _clocks(way.clock_changes)
    found += [(one.start, "opens") for one in segments if one.start not in named]
    found += [(one.end, "closes") for one in segments if one.end not in named]
    return [Line(at, what, _counted(segments, at)) for at, what in sorted(found, key=lambda one: one[0])]


def rows_of(lines: Iterable[Line], ours: ZoneInfo, theirs: ZoneInfo) -> list[Row]:
    """Return the rows: our clocks, theirs where they differ, counted since the row before, counted in all, what."""
    lines = list(lines)
    exact = any(line.at.second for line in lines)
    rows: list[Row] = []
    before = timedelta()
    for line in lines:
        since = line.total - before
        before = line.total
        clocks = moments(line.at, ours, theirs, exact=exact)
        rows.append((*clocks, length_words(since) if since else "", length_words(line.total), line.what))
    return rows


def _marks(row: PromiseRow, now: datetime) -> Iterator[tuple[datetime, str]]:
    """Yield what its row in the ledger says."""
    yield row.start, "begins"
    due = row.missed_at or row.due
    if row.runs and row.warn is not None and row.warned_at is None and row.warn < (due or row.warn):
        yield row.warn, "people are warned"
    if row.warned_at is not None and (due is None or row.warned_at < due):
        yield row.warned_at, "people were warned"
    if due is not None and (row.runs or row.missed_at is not None):
        yield due, "due, and missed" if row.missed_at else "due"
    if row.met is not None:
        yield row.met, "done, late" if row.missed_at else "kept"
    elif row.ended_at is not None:
        yield row.ended_at, "promised no more"
    else:
        yield now, "now"


def _standing(way: Way, reasons: Mapping[datetime, str]) -> Iterator[tuple[datetime, str]]:
    """Yield when its clock stopped, and when it ran on."""
    for one in way.standstills:
        yield one.since, with_reason(REASONS[one.why], reasons.get(one.since, ""))
    for one in way.standstills:
        ends = one.until
        if ends is not None and not any(_covers(other.since, other.until, ends) for other in way.standstills):
            yield ends, "runs on"


def _covers(since: datetime, until: datetime | None, moment: datetime) -> bool:
    return since <= moment and (until is None or until > moment)


def _clocks(changes: Iterable[ClockChange]) -> Iterator[tuple[datetime, str]]:
    """Yield the changes of clocks; zones that do the same at the same moment are named together."""
    for (at, by), some in groupby(changes, key=lambda change: (change.at, change.by)):
        cities = ", ".join(change.zone.rpartition("/")[2].replace("_", " ") for change in some)
        yield at, f"clocks {'+' if by > timedelta() else ''}{length_words(by)} ({cities})"


def _joined(segments: Iterable[Segment]) -> list[Segment]:
    """Join what the present moment cut in two."""
    found: list[Segment] = []
    for one in segments:
        if found and found[-1].end == one.start:
            found[-1] = Segment(found[-1].start, one.end)
        else:
            found.append(one)
    return found


def _counted(segments: Iterable[Segment], until: datetime) -> timedelta:
    return sum((min(one.end, until) - one.start for one in segments if one.start < until), timedelta())


def moments(at: datetime, ours: ZoneInfo, theirs: ZoneInfo, *, exact: bool) -> Row:
    """Write a moment by our clocks, and by theirs where they differ; ``exact`` is whether seconds matter."""
    here = _moment(at, ours, exact=exact)
    return (here,) if theirs.key == ours.key else (here, _moment(at, theirs, exact=exact, day=False))


def _moment(at: datetime, zone: ZoneInfo, *, exact: bool, day: bool = True) -> str:
    """Write a moment short: the heading says whose clocks, the lines above which year."""
    local = at.astimezone(zone)
    twice = local.replace(fold=1 - local.fold).utcoffset() != local.utcoffset()
    date = f"{local:%a %d %b}" if day else f"{local:%a}"
    time = f"{local:%H:%M:%S}" if exact else f"{local:%H:%M}"
    return f"{date} {time}{f' {local:%Z}' if twice else ''}"

"""Find times for maintenance at which few customers are at work, and no other work of theirs is planned. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from gateway.desk.choice import Choice
from gateway.desk.hours.length import spell
from gateway.desk.notice import Notice
from gateway.desk.notices.said import utc
from gateway.desk.notices.working_hours import Touched, WorkingHours
from gateway.errors import Refused

STEP = timedelta(minutes=30)  # between the starts that are looked at
ENOUGH = timedelta(hours=4)  # of quiet behind a window: more makes it no better
LONGEST = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Taken:
    """A time for which maintenance is planned already."""

    notice: Notice
    same: bool
    """It concerns the same customers, or the same services."""

    def overlaps(self, start: datetime, end: datetime) -> bool:
        """Tell whether it is planned for any of the time between two instants."""
        opens, closes = self.notice.start, self.notice.end
        return opens is not None and closes is not None and opens < end and start < closes


@dataclass(frozen=True, slots=True)
class Window:
    """A time for maintenance."""

    start: datetime
    """UTC, as ``end``."""
    end: datetime
    touched: Touched
    quiet_after: timedelta
    """How long it may take longer before anybody begins to work."""
    overlaps: tuple[Taken, ...] = ()
    """What else is planned for that time."""

    @property
    def is_taken(self) -> bool:
        """Tell whether other maintenance of the same customers or services is planned for that time."""
        return any(one.same for one in self.overlaps)

    @property
    def rank(self) -> tuple[bool, int, timedelta, bool, timedelta, datetime]:
        """Smaller is better: not taken, few customers, little of their time, nothing else planned for it.

        Then room to take longer counts, and then the earlier one.
        """
        touched, room = self.touched, min(self.quiet_after, ENOUGH)
        return self.is_taken, touched.customers, touched.time, bool(self.overlaps), -room, self.start


def taken(planned: Notice, concerned: Iterable[str], choice: Choice, meant: Collection[str]) -> Taken:
    """Say of maintenance that is planned whether it concerns what is chosen; ``concerned`` and ``meant`` are ids."""
    services = _shared(planned.services, choice.services)
    regions = _shared(planned.regions, choice.regions) or not (planned.regions and choice.regions)
    return Taken(planned, same=(services and regions) or any(one in meant for one in concerned))


def _shared(some: Iterable[str], others: Iterable[str]) -> bool:
    return not {one.casefold() for one in some}.isdisjoint(one.casefold() for one in others)


def best_windows(
    working: WorkingHours,
    *,
    earliest: datetime,
    latest: datetime,
    length: timedelta,
    zone: ZoneInfo,
    planned: Sequence[Taken] = (),
) -> tuple[Window, ...]:
    """Return the best window of each day, the best of all first. It begins and ends between two instants.

    Days, and full and half hours, are those of ``zone``. There are none where none fits in. Raises ``Refused`` for a
    length that no window has.
    """
    if not timedelta(minutes=1) <= length <= LONGEST:
        raise Refused(f"a window is between a minute and {LONGEST.days} days long")
    by_day: dict[date, Window] = {}
    for start in _starts(earliest, latest - length, zone):
        end = start + length
        overlaps = tuple(one for one in planned if one.overlaps(start, end))
        found = Window(start, end, working.touched(start, end), working.quiet_after(end), overlaps)
        day = start.astimezone(zone).date()
        if day not in by_day or found.rank < by_day[day].rank:
            by_day[day] = found
    return tuple(sorted(by_day.values(), key=lambda one: one.rank))


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between which instants a window is looked for."""

    now: datetime
    within: timedelta
    """How far ahead."""
    notice: timedelta
    """What was promised, and has to be kept."""
    since: datetime | None = None
    """Not before then."""

    @property
    def earliest(self) -> datetime:
        """When it may begin."""
        return max(self.now + self.notice, self.since or self.now)

    @property
    def latest(self) -> datetime:
        """When it has to be over."""
        return self.now + self.within

    def why_none(self, length: timedelta) -> str:
        """Say what leaves no room for a window, and how there would be some."""
        none = f"no window of {spell(length)} fits in"
        if self.since and self.since >= self.now + self.notice:
            return (
                f"{none} between --from {utc(self.since)} and {utc(self.latest)}, as far as --within looks\n"
                "  begin sooner, or look further ahead:  --from, --within"
            )
        if self.notice:
            return (
                f"{none}: {spell(self.notice)} notice was promised, so it begins at {utc(self.earliest)} or later, and"
                f" --within looks until {utc(self.latest)}\n"
                "  look further ahead, or give no notice:  --within, --emergency"
            )
        return f"{none}: --within looks {spell(self.within)} ahead\n  look further ahead:  --within"


def heat(working: WorkingHours, day: date, zone: ZoneInfo) -> tuple[int, ...]:
    """Return how many customers are at work in each hour of a day: 24 of them, or 23 or 25 where clocks are changed."""
    hour = timedelta(hours=1)
    at, end = (_midnight(one, zone) for one in (day, day + timedelta(days=1)))
    found = []
    while at < end:
        found.append(working.touched(at, at + hour).customers)
        at += hour
    return tuple(found)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def _starts(earliest: datetime, last: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """Yield the full and half hours between two instants."""
    wall = earliest.astimezone(zone)
    over = timedelta(minutes=wall.minute, seconds=wall.second, microseconds=wall.microsecond) % STEP
    at = earliest.astimezone(UTC) + ((STEP - over) if over else timedelta())
    while at <= last:
        yield at
        at += STEP

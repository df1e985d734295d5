"""Work out the uptime of a month from what is known of outages. Pure.

Down is from when an outage began until it was restored, for each service while its impact on it is an outage; what
overlaps counts once.
Maintenance that was announced counts as up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from gateway.desk.notice import Impact, Notice, NoticeKind
from gateway.desk.notices.impact import phases_of

_NOTHING = timedelta()
_Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month by the clocks of a zone; of one that is not over, the part that has passed."""

    start: datetime
    """UTC, as ``end``."""
    end: datetime
    whole: timedelta
    """How long it is once it is over."""

    @property
    def length(self) -> timedelta:
        """How much of it has passed."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Uptime:
    """How a service did."""

    service: str
    """Empty: any of them at all."""
    down: timedelta
    percent: float
    """Of the month, from 0 to 100."""
    outages: tuple[str, ...]
    """Their names."""
    allowed: timedelta | None = None
    """How long it may be down, where that was promised."""

    @property
    def kept(self) -> bool:
        """Tell whether what was promised was kept; true where nothing was."""
        return self.allowed is None or self.down <= self.allowed


def month_of(year: int, month: int, zone: ZoneInfo, now: datetime) -> Month:
    """Return a month that has begun by ``now``."""
    start = datetime(year, month, 1, tzinfo=zone).astimezone(UTC)
    end = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=zone).astimezone(UTC)
    return Month(start, min(end, now.astimezone(UTC)), end - start)


def uptime(notices: Iterable[Notice], month: Month, *, promised: float | None) -> tuple[Uptime, ...]:
    """Return all services together, then each that was down, by name. ``promised`` is in percent of a month."""
    found = [one for one in notices if _counts(one)]
    every = {service for one in found for service in one.services if _down(one, month, service)}
    return tuple(_of(name, found, month, promised) for name in ("", *sorted(every, key=str.casefold)))


def _of(service: str, notices: Sequence[Notice], month: Month, promised: float | None) -> Uptime:
    outages = [one for one in notices if _down(one, month, service)]
    down = _joined(span for one in outages for span in _down(one, month, service))
    percent = 100 * (1 - down / month.length) if month.length else 100.0
    allowed = month.whole * (100 - promised) / 100 if promised else None
    return Uptime(service, down, percent, tuple(one.id for one in outages), allowed)


def _counts(notice: Notice) -> bool:
    return notice.kind is NoticeKind.OUTAGE and notice.confirmed_at is not None


def _down(notice: Notice, month: Month, service: str) -> list[_Span]:
    """Return when a service was down in a month, or any for an empty one; what was closed unrestored, until then."""
    assert notice.start is not None, "what is confirmed has begun"
    if service and service not in notice.services:
        return []
    over = notice.restored_at or notice.closed_at or month.end
    phases = phases_of(notice, (service,) if service else (), start=notice.start, over=over)
    found = [(max(one.start, month.start), min(one.end, month.end)) for one in phases if one.impact is Impact.OUTAGE]
    return [(start, end) for start, end in found if start < end]


def _joined(spans: Iterable[_Span]) -> timedelta:
    """Return how long any of them lasts."""
    total, reached = _NOTHING, None
    for start, end in sorted(spans):
        begin = start if reached is None else max(start, reached)
        if end > begin:
            total += end - begin
        reached = end if reached is None else max(reached, end)
    return total

"""Read the times of timers: cron lines, by the clocks of a place. What a spring night skips comes right after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

MAX_LENGTH = 100


class BadSchedule(ValueError):
    """It is no cron line."""


@dataclass(frozen=True, slots=True)
class Cron:
    """When a rule comes: see ``desk.ruling.rule.Schedule``."""

    source: str
    zone: ZoneInfo

    def next_after(self, moment: datetime) -> datetime | None:
        """Return when it comes next, UTC; None for a day that never is, such as the 30th of February."""
        try:
            return next(CronSim(self.source, moment.astimezone(self.zone))).astimezone(UTC)
        except StopIteration:
            return None


def read_schedule(line: str, zone: ZoneInfo) -> Cron:
    """Read five fields: minute, hour, day of the month, month, day of the week. Raises ``BadSchedule``."""
    if len(line) > MAX_LENGTH or len(line.split()) != 5:
        raise BadSchedule("must have five fields: minute, hour, day of the month, month, day of the week")
    try:
        cron = Cron(line, zone)
        if cron.next_after(datetime(2024, 1, 1, tzinfo=UTC)) is None:
            raise BadSchedule("names a day that never is")
    except CronSimError as error:
        raise BadSchedule(f"is no cron line: {error}") from None
    return cron

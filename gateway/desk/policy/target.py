"""One promise of a level: within how long, by which calendar, and when people are warned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from gateway.desk.hours.calendar import Calendar, Home

DAY = timedelta(days=1)


class Kind(StrEnum):
    """What is promised. Stored and printed, so never renamed."""

    RESPONSE = "response"
    """From submission to the first public answer of a person, or the end of what was ended without one."""
    UPDATE = "update"
    """From one public word to the customer to the next, until it is resolved."""
    RESOLUTION = "resolution"
    """From submission until it is resolved, or a workaround is there."""
    RCA = "rca"
    """From resolution until the root cause analysis is delivered."""


@dataclass(frozen=True, slots=True)
class Target:
    """Within how long. ``24h`` of a business calendar is a business day, ``5d`` are five of them."""

    within: timedelta
    clock: str
    """Name of a calendar."""
    warn: timedelta | None = None
    """The lower end of a range: people are warned then."""


def reach(length: timedelta, start: datetime, calendar: Calendar, home: Home) -> datetime:
    """Return when ``length`` has passed since ``start``: whole days are business days, the rest is open time.

    Raises ``NeverOpen``.
    """
    if calendar.always or length % DAY:
        return calendar.after(start, length, home=home)
    return calendar.business_days(start, length // DAY, home=home)

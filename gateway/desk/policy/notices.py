"""When customers are told of maintenance and outages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class NoticeTimes:
    """All on the clock unless a calendar is named."""

    maintenance_notice: timedelta | None = None
    """The shortest notice of scheduled maintenance."""
    report_within: timedelta | None = None
    """Of the confirmation of an outage."""
    update_every: timedelta | None = None
    """While services are down."""
    rca_update_every: timedelta | None = None
    """From the all-clear until root cause, impact and resolution are told."""
    rca_clock: str = "24x7"

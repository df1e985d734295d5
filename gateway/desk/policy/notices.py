"""When customers are told of maintenance and outages."""

from __future__ import annotations

from collections.abc import Collection, Iterable
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


def strictest_of(every: Collection[NoticeTimes]) -> NoticeTimes:
    """Return the longest notice and the shortest times of some, of at least one."""
    analysed = _shortest(one.rca_update_every for one in every)
    clocks = sorted({one.rca_clock for one in every if one.rca_update_every == analysed})
    return NoticeTimes(
        maintenance_notice=max((one.maintenance_notice for one in every if one.maintenance_notice), default=None),
        report_within=_shortest(one.report_within for one in every),
        update_every=_shortest(one.update_every for one in every),
        rca_update_every=analysed,
        rca_clock=clocks[0],
    )


def _shortest(times: Iterable[timedelta | None]) -> timedelta | None:
    return min((one for one in times if one), default=None)

"""When customers are told of maintenance and outages, and when people are asked for what they are told."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

LEAD_PART = 10  # of the time between two words: the gateway waits for at least nine tenths of it before it writes
Lengths = tuple[timedelta, ...]
"""The longest first."""


class Holding(StrEnum):
    """What is done about an update that nobody writes while services are down. Stored, so never renamed."""

    AUTO = "auto"
    """People are asked for it, then the gateway sends one that claims nothing."""
    NAG = "nag"
    """People are asked for it."""
    OFF = "off"
    """Nothing; that it was missed is written down all the same."""


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
    reminders: Lengths = (timedelta(hours=24), timedelta(hours=1))
    """Before maintenance begins, unless whoever plans it says otherwise."""
    overrun_nags: Lengths = (timedelta(hours=1),)
    """After the end of a window that nobody has ended or extended; people are asked at its end in any case."""
    nags: Lengths = (timedelta(minutes=20), timedelta(minutes=10))
    """Before a word on an outage is due; only the last where the gateway writes by itself."""
    rca_nags: Lengths = (timedelta(hours=2),)
    """Before a word on a root cause is due."""
    lead: timedelta = timedelta(minutes=2)
    """So long before a word is due the gateway writes itself: the last mail has to leave by then."""
    holding: Holding = Holding.AUTO
    object_until: timedelta | None = None
    """Before maintenance begins: until then customers may say that the window does not suit them."""
    at_once: timedelta = timedelta(minutes=15)
    """What is told at once counts as kept within it: servers that see a sender for the first time let mail wait."""


def strictest_of(every: Collection[NoticeTimes]) -> NoticeTimes:
    """Return the longest notice and the shortest times of some, of at least one.

    How a promise is looked after is said by those who have it: people are asked whenever any of them says so.
    """
    analysed = _shortest(one.rca_update_every for one in every)
    clocks = sorted({one.rca_clock for one in every if one.rca_update_every == analysed})
    down = [one for one in every if one.report_within or one.update_every] or every
    after = [one for one in every if one.rca_update_every] or every
    written = [one for one in every if one.update_every or one.rca_update_every] or every
    return NoticeTimes(
        maintenance_notice=max((one.maintenance_notice for one in every if one.maintenance_notice), default=None),
        report_within=_shortest(one.report_within for one in every),
        update_every=_shortest(one.update_every for one in every),
        rca_update_every=analysed,
        rca_clock=clocks[0],
        reminders=_all(one.reminders for one in every),
        overrun_nags=_all(one.overrun_nags for one in every),
        nags=_all(one.nags for one in down),
        rca_nags=_all(one.rca_nags for one in after),
        lead=max(one.lead for one in written),
        holding=min((one.holding for one in down), key=list(Holding).index),
        object_until=_shortest(one.object_until for one in every),
        at_once=min(one.at_once for one in every),
    )


def _shortest(times: Iterable[timedelta | None]) -> timedelta | None:
    return min((one for one in times if one), default=None)


def _all(every: Iterable[Lengths]) -> Lengths:
    return tuple(sorted({one for lengths in every for one in lengths}, reverse=True))

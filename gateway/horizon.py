"""How far time has come for sure: what falls due cannot be taken back, so a clock that leaps ahead must prove itself.

Between looks the time of day is held against a clock that only counts. One that leaps ahead is believed once it went
on evenly for some minutes; until then things fall due as if it had not leapt. One that goes back harms nothing.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from gateway.clock import Clock

LEAP = timedelta(minutes=2)  # more than time servers and drift do between two looks
PROOF = timedelta(minutes=5)  # time servers set a clock that is wrong within it, and no promise is measured finer

_log = logging.getLogger("gateway.horizon")


@dataclass(frozen=True, slots=True)
class _Look:
    """What both clocks showed at once."""

    at: datetime
    steady: float

    def after(self, steady: float) -> datetime:
        """Return what the time must be later, if nobody set a clock."""
        return self.at + timedelta(seconds=steady - self.steady)


class Horizon:
    """Tells until when things may fall due. One serves a whole process; one that was just made believes the clock."""

    def __init__(self, clock: Clock) -> None:
        """``clock``: only what it counts is used."""
        self._clock = clock
        self._believed: _Look | None = None
        self._doubted: _Look | None = None

    def reach(self, now: datetime) -> datetime:
        """Return until when things may fall due; ``now``: by the clock that decides, which may be the store's."""
        look = _Look(now, self._clock.monotonic())
        if self._believed is None:
            return self._believe(look)
        expected = self._believed.after(look.steady)
        if now - expected <= LEAP:
            if expected - now > LEAP:
                _log.warning("clock.leapt back from=%s to=%s what is due comes once it shows its time", expected, now)
            return self._believe(look)
        if self._doubted is None or abs(now - self._doubted.after(look.steady)) > LEAP:
            self._doubted = look
            _log.warning(
                "clock.leapt ahead from=%s to=%s if it is wrong, set it within %s: what is due meanwhile is done"
                " after that, once",
                *(expected, now, PROOF),
            )
        if look.steady - self._doubted.steady < PROOF.total_seconds():
            return expected
        _log.warning("clock.believed at=%s it went on evenly for %s", now, PROOF)
        return self._believe(look)

    def _believe(self, look: _Look) -> datetime:
        self._believed, self._doubted = look, None
        return look.at

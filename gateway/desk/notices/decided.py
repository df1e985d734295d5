"""What a decision about a notice comes to. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from gateway.desk.notice import Notice, Stage
from gateway.desk.policy.notices import NoticeTimes, strictest_of

FURTHEST = timedelta(days=366)
"""How far ahead what is announced can lie."""
RcaDue = Callable[[datetime, NoticeTimes], datetime | None]
"""Says when the next word on a root cause is due, from the last one on, never later than was promised before.

None where nothing is promised.
"""


@dataclass(frozen=True, slots=True)
class Bearings:
    """What decisions about a notice go by."""

    now: datetime
    by: str
    """Who decides; empty: the gateway, by the clock."""
    times: NoticeTimes
    """What is promised now to those whom it concerns, the strictest of it."""
    rca_due: RcaDue
    stopped: bool = False
    """What its customers were to hear was aborted before anybody did: they know nothing of it."""

    def bind(self, notice: Notice) -> Notice:
        """Return a notice with the stricter of what was promised when it was written and what is promised now.

        Policies change, and so does whom it concerns; what was promised once is never taken back.
        """
        return replace(notice, times=strictest_of((notice.times, self.times)))


@dataclass(frozen=True, slots=True)
class Decided:
    """A notice as it becomes, and what its customers are told of that."""

    notice: Notice
    said: str
    """For its history, in one line."""
    because: str
    stage: Stage | None = None
    """None: they are told nothing."""

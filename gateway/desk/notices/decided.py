"""What a decision about a notice comes to. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from gateway.desk.notice import Notice, Stage
from gateway.desk.policy.notices import NoticeTimes

RcaDue = Callable[[datetime], datetime | None]
"""Says when the next word on a root cause is due, from the last one on; None where nothing is promised."""


@dataclass(frozen=True, slots=True)
class Bearings:
    """What decisions about a notice go by."""

    now: datetime
    by: str
    """Who decides; empty: the gateway, by the clock."""
    times: NoticeTimes
    """What was promised to those whom it concerns, the strictest of it."""
    rca_due: RcaDue


@dataclass(frozen=True, slots=True)
class Decided:
    """A notice as it becomes, and what its customers are told of that."""

    notice: Notice
    said: str
    """For its history, in one line."""
    because: str
    stage: Stage | None = None
    """None: they are told nothing."""

"""Words for what explains a due time: how long, by which clocks, and what it is that happens."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import assert_never
from zoneinfo import ZoneInfo

from gateway.desk.life.agenda import Due, DueKind
from gateway.desk.policy.ledger import Outcome, PromiseRow
from gateway.desk.policy.standstill import Why
from gateway.outbound.promise_kinds import PROMISE_KINDS

KINDS = PROMISE_KINDS["en"]
REASONS = {
    Why.CUSTOMER: "waits for customer",
    Why.THIRD_PARTY: "waits for third party",
    Why.RELEASE: "waits for release",
    Why.ON_HOLD: "on hold",
    Why.ENDED: "resolved or closed",
    Why.APPROVAL: "waits for approval",
    Why.DATA: "waits for data",
}


def state_of(row: PromiseRow) -> str:
    """Return how a promise stands, in one word that is never renamed."""
    if row.outcome is not Outcome.RUNNING:
        return row.outcome.value
    return "runs" if row.due is not None else "paused"


def length_words(length: timedelta) -> str:
    """Write how long: ``9h``, ``2h47m23s``, ``0m``; fractions of a second are left out."""
    seconds = int(abs(length).total_seconds())
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    parts = [f"{hours}h" if hours else "", f"{minutes}m" if minutes else "", f"{rest}s" if rest else ""]
    return ("-" if length < timedelta() and seconds else "") + ("".join(parts) or "0m")


def by_clocks(at: datetime | None, zone: ZoneInfo) -> str:
    """Write an instant by the clocks of a zone."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M:%S %Z}" if at else ""


def due_words(due: Due) -> str:  # noqa: C901 - one case for each sort
    """Say what happens when something falls due."""
    kind = KINDS[due.row.kind] if due.row else ""
    match due.kind:
        case DueKind.MOBILIZE:
            return "everybody the priority names hears of it"
        case DueKind.START:
            return "whoever answers for operations is paged: nobody has begun"
        case DueKind.WARN:
            return f"people are warned: {kind}"
        case DueKind.UPDATE:
            return "a status update goes to the customer"
        case DueKind.MISS:
            return f"missed: {kind}"
        case DueKind.LADDER:
            return f"step {due.step} of the ladder hears of it"
        case DueKind.UNREASONABLE:
            return "a higher authority hears: it takes too long"
        case DueKind.TIER:
            return f"support level {due.step} takes it on"
        case DueKind.REMIND:
            return f"reminder {due.step} to the customer"
        case DueKind.CLOSE:
            return "closed: its customer did not answer"
        case DueKind.ANALYSIS:
            return "word to the customer: the root cause is still looked for"
        case DueKind.WAKE:
            return "the agreed rest is over"
        case _:
            assert_never(due.kind)

"""When the clock of a promise stood still, and why: pauses, rests, the customer's approval, missing data. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from gateway.desk.policy.policy import Pause
from gateway.desk.policy.target import Kind
from gateway.desk.policy.timeline import Paused, Timeline


class Why(StrEnum):
    """Why the clock of a promise stood still. Printed, so never renamed."""

    CUSTOMER = "customer"
    THIRD_PARTY = "third-party"
    RELEASE = "release"
    ON_HOLD = "on-hold"
    ENDED = "ended"
    """It was resolved or closed, until it was opened again."""
    APPROVAL = "approval"
    DATA = "data"
    """What the analysis needs was missing."""


@dataclass(frozen=True, slots=True)
class Standstill:
    """A stretch in which the clock of a promise stood still."""

    why: Why
    since: datetime
    until: datetime | None
    """None while it lasts."""


@dataclass(frozen=True, slots=True)
class Stillness:
    """All stretches that put promises of a kind off, apart and in order; only the last may still last."""

    stretches: tuple[Paused, ...]

    def during(self, start: datetime, met: datetime | None) -> list[Paused]:
        """Return those that put off what began at ``start``; what is fulfilled waits for nothing more."""
        first = max(bisect_right(self.stretches, start, key=_since) - 1, 0)
        last = None if met is None else bisect_left(self.stretches, met, key=_since)
        found = [one for one in self.stretches[first:last] if one.until is None or one.until > start]
        if met is not None and found:
            found[-1] = replace(found[-1], until=min(found[-1].until or met, met))
        return found


def stillness(kind: Kind, timeline: Timeline, counted: frozenset[Pause]) -> Stillness:
    """Work out once for a kind what each of its promises needs: a ticket may have thousands."""
    return Stillness(tuple(_apart(pause for _, pause in _still(kind, timeline, counted))))


def standstills(
    kind: Kind, timeline: Timeline, counted: frozenset[Pause], *, start: datetime, met: datetime | None
) -> tuple[Standstill, ...]:
    """Return when and why the clock of a promise stood still, in order; two reasons at once are two stretches."""
    found = [
        Standstill(why, max(pause.since, start), pause.until if met is None else min(pause.until or met, met))
        for why, pause in _still(kind, timeline, counted)
        if (met is None or pause.since < met) and (pause.until is None or pause.until > start)
    ]
    return tuple(sorted(found, key=lambda one: one.since))


def _still(kind: Kind, timeline: Timeline, counted: frozenset[Pause]) -> Iterator[tuple[Why, Paused]]:
    """Yield the stretches that put a promise off, some of which may overlap, each with its reason."""
    if kind is Kind.RCA:
        yield from ((Why.DATA, pause) for pause in timeline.lacks_data)
        return
    for pause in timeline.pauses:
        if pause.reason is not None and pause.reason in counted:
            yield Why(pause.reason.value), pause
    yield from ((Why.ENDED, rest) for rest in timeline.rests if rest.until is not None)
    if kind in (Kind.RESOLUTION, Kind.UPDATE):  # whom we ask is told nothing while we wait for the answer
        yield from ((Why.APPROVAL, pause) for pause in timeline.approval)


def _apart(pauses: Iterable[Paused]) -> Iterator[Paused]:
    """Join stretches that overlap: two reasons at once pause a clock once."""
    held: Paused | None = None
    for pause in sorted(pauses, key=_since):
        if held is None:
            held = pause
        elif held.until is None:
            break
        elif pause.since <= held.until:
            until = None if pause.until is None else max(held.until, pause.until)
            held = Paused(held.reason, held.since, until)
        else:
            yield held
            held = pause
    if held is not None:
        yield held


def _since(pause: Paused) -> datetime:
    return pause.since

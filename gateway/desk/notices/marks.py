"""What a notice remembers as done (``Notice.marks``): how that is written down, and read again. Pure.

Stored, so never changed: what is written in another way is done once more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from gateway.desk.notices.said import utc


@dataclass(frozen=True, slots=True)
class Missed:
    """A promise that was not kept."""

    kind: str
    """``report``, ``update`` or ``rca``."""
    due: datetime


def reminder(before: timedelta, start: datetime) -> str:
    """Name a reminder, so that it is sent once for a window."""
    return f"reminder {int(before.total_seconds())} {utc(start)}"


def at(duty: str, moment: datetime) -> str:
    """Name what is done once at a moment."""
    return f"{duty} {moment.isoformat()}"


def warned(kind: str, before: timedelta, due: datetime) -> str:
    """Name a warning of a promise."""
    return f"warned {kind} {before} {due.isoformat()}"


def missed(kind: str, due: datetime) -> str:
    """Name a promise that was not kept."""
    return f"missed {kind} {due.isoformat()}"


def missed_in(marks: Iterable[str]) -> tuple[Missed, ...]:
    """Return the promises that were written down as missed, in that order."""
    parts = (mark.split(" ", 2) for mark in marks)
    return tuple(Missed(part[1], datetime.fromisoformat(part[2])) for part in parts if part[0] == "missed")


def without_missed_after(marks: Iterable[str], moment: datetime) -> tuple[str, ...]:
    """Return marks without promises that are said to be missed after a moment, which is now: nobody missed them."""
    return tuple(one for one in marks if not any(each.due > moment for each in missed_in((one,))))


def kinds(marks: Iterable[str], what: Literal["missed", "warned"]) -> frozenset[str]:
    """Return the kinds of promises that were missed, or that people were warned of."""
    found = (mark.split(" ", 2) for mark in marks)
    return frozenset(part[1] for part in found if part[0] == what)

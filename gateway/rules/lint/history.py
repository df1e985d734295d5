"""Rules that have matched nothing in a long time: W401."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from gateway.rules.lint.entry import Entry


@dataclass(frozen=True, slots=True)
class Past:
    """What the store remembers of rules."""

    since: datetime
    """Matches from here on count."""
    last: Mapping[str, datetime]
    """By rule: when it matched last; one that never did is missing."""
    first_seen: Mapping[str, datetime]
    """By rule: when it was in force first, as far as anybody knows; one of which nobody does is missing."""


def matched_nothing(entries: Sequence[Entry], past: Past) -> None:
    """Name rules that were there all the time and matched nothing in it. ``entries``: those that are not off."""
    for entry in entries:
        rule = entry.rule
        last = past.last.get(rule.id)
        there = last or past.first_seen.get(rule.id)
        if there is None or there >= past.since:
            continue
        since = f"since {last:%Y-%m-%d}" if last else f"and is there since {there:%Y-%m-%d}"
        entry.remark("W401", f'rule "{rule.id}" has matched nothing {since}', "gateway rules stats shows all of them")

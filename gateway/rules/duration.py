"""Durations as people write them: ``45s``, ``90m``, ``2h``, ``7d``, ``1h30m``; and ranges of two: ``24h-48h``."""

from __future__ import annotations

import re
from datetime import timedelta

from gateway.validation import complain

_UNITS = {"d": timedelta(days=1), "h": timedelta(hours=1), "m": timedelta(minutes=1), "s": timedelta(seconds=1)}
_DURATION = re.compile(r"(?:(\d{1,5})d)?(?:(\d{1,5})h)?(?:(\d{1,6})m)?(?:(\d{1,7})s)?", re.ASCII)
LONGEST = timedelta(days=3660)


def read_duration(text: str) -> timedelta:
    """Read one. Raises ``Complaints``, for nought too."""
    found = _DURATION.fullmatch(text)
    if found is None or not text:
        raise complain("must be a duration such as 45s, 90m, 2h, 7d or 1h30m")
    length = sum(
        (int(count or 0) * unit for count, unit in zip(found.groups(), _UNITS.values(), strict=True)), timedelta()
    )
    if not length:
        raise complain("must be longer than nothing")
    if length > LONGEST:
        raise complain("must not be longer than ten years")
    return length


def read_range(text: str) -> tuple[timedelta | None, timedelta]:
    """Read ``24h-48h`` as its two ends, and ``24h`` as its upper one. Raises ``Complaints``."""
    lower, dash, upper = text.partition("-")
    if not dash:
        return None, read_duration(lower)
    first, last = read_duration(lower.strip()), read_duration(upper.strip())
    if first >= last:
        raise complain("begins with the longer of the two", "write the shorter one first")
    return first, last


def write_duration(length: timedelta) -> str:
    """Write it as it is read; hours stay hours up to two days, as support documents say "within 48 hours"."""
    seconds = int(length.total_seconds())
    if seconds <= 48 * 3600 and seconds % 3600 == 0:
        return f"{seconds // 3600}h"
    parts = []
    for name, unit in _UNITS.items():
        count, seconds = divmod(seconds, int(unit.total_seconds()))
        if count:
            parts.append(f"{count}{name}")
    return "".join(parts) or "0s"

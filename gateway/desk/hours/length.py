"""Write a length of time for people at a terminal: ``61 h 48 m``. Pure."""

from __future__ import annotations

from datetime import timedelta

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_MOST_HOURS = 72


def spell(length: timedelta) -> str:
    """Write it in hours and minutes, from three days on in days and hours, below a minute in seconds."""
    if length < timedelta():
        return f"-{spell(-length)}"
    if length < _MINUTE:
        return f"{int(length.total_seconds())} s"
    if length > _MOST_HOURS * _HOUR:
        return _pair(length // _DAY, "d", length % _DAY // _HOUR, "h")
    return _pair(length // _HOUR, "h", length % _HOUR // _MINUTE, "m")


def _pair(more: int, large: str, less: int, small: str) -> str:
    parts = [f"{count} {unit}" for count, unit in ((more, large), (less, small)) if count]
    return " ".join(parts)

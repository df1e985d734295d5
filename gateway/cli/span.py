"""Write a moment of a notice, and from when to when, the same way everywhere. Prints nothing."""

from __future__ import annotations

from datetime import datetime, tzinfo


def span(start: datetime, end: datetime, zone: tzinfo) -> str:
    """Write a window by the clocks of a zone: ``Sun 22 Nov 2026 01:00 - 03:00 SAST``.

    Where clocks are changed in it, both ends say by which: ``Sun 25 Oct 2026 02:30 CEST - 03:00 CET``.
    """
    return _span(start, end, zone, "%a %d %b %Y", named=True)


def moment(at: datetime, zone: tzinfo) -> str:
    """Write a moment by the clocks of a zone: ``Sun 22 Nov 2026 01:00 SAST``."""
    return f"{at.astimezone(zone):%a %d %b %Y %H:%M %Z}"


def short_span(start: datetime, end: datetime, zone: tzinfo) -> str:
    """Write a window below a heading that has the zone; the year is near: ``Sun 22 Nov 01:00 - 03:00``."""
    return _span(start, end, zone, "%a %d %b", named=False)


def _span(start: datetime, end: datetime, zone: tzinfo, day: str, *, named: bool) -> str:
    first, last = (at.astimezone(zone) for at in (start, end))
    begins, ends = f"{first:%Z}", f"{last:%Z}"
    changed = begins != ends
    until = "" if first.date() == last.date() else f"{last:%a %d %b} "
    return f"{first:{day} %H:%M}{f' {begins}' if changed else ''} - {until}{last:%H:%M}" + (
        f" {ends}" if changed or named else ""
    )

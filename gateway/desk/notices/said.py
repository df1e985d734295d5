"""Say instants in histories and refusals, the same way everywhere. Pure."""

from __future__ import annotations

from datetime import UTC, datetime


def utc(at: datetime) -> str:
    """Write an instant to the minute: ``2026-11-21 23:00 UTC``."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"

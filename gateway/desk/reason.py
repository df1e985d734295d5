"""How a reason that somebody gave is said beside what they did. Pure."""

from __future__ import annotations


def with_reason(said: str, reason: str) -> str:
    """Return what is said, with the reason where there is one: ``closed by dana: a test``."""
    return f"{said}: {reason}" if reason else said

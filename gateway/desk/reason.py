"""How a reason that somebody gave is said beside what they did. Pure."""

from __future__ import annotations


def with_reason(said: str, reason: str) -> str:
    """Return what is said, with the reason where there is one: ``closed by dana: a test``."""
    return f"{said}: {reason}" if reason else said


def reason_in(because: str, said: str) -> str:
    """Return the reason that stands beside what is said by somebody, such as "set by"; empty where they gave none."""
    who, _, reason = because.partition(": ")
    return reason if who.startswith(said) else ""

"""What the settings say that bears on a mail that rules are tried out on."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.mail import Unverified
from gateway.trust import NOBODY, Trust


@dataclass(frozen=True, slots=True)
class Footing:
    """What the settings say that bears on a mail; the defaults are those of a gateway nobody has set up."""

    addresses: tuple[str, ...] = ("support@example.com",)
    """Ours, the main one first."""
    ours: frozenset[str] = frozenset({"support@example.com"})
    """Address keys of everything that is ours."""
    tag: str = "case"
    language: str = "en"
    escalations: str = ""
    """Our address for escalations; empty without one."""
    escalations_key: str = ""
    unverified: Unverified = Unverified.FIXED
    trust: Trust = NOBODY

"""What the rules said at one time, as it is kept: enough to answer "why?" a year later, when the rules are others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gateway.mail import JournalId, TicketId


@dataclass(frozen=True, slots=True)
class Matched:
    """A rule whose conditions held."""

    rule: str
    """Its id."""
    place: str
    """Where it was written, such as ``rules/20-classify.yml:8``."""
    alias: str
    because: tuple[str, ...] = ()
    """A line for each condition that held."""
    captured: tuple[tuple[str, str], ...] = ()
    """What its patterns took out of the mail, by name."""
    effects: tuple[str, ...] = ()
    """What it did, a line each."""


@dataclass(frozen=True, slots=True)
class Ruled:
    """One pass through the rules."""

    trigger: str
    config_hash: str
    """Of the configuration it was made under."""
    at: datetime
    ticket_id: TicketId | None
    """The ticket it was about; None for a mail that was on none."""
    journal_id: JournalId | None
    """The mail it was about; None where none was."""
    matched: tuple[Matched, ...] = ()
    """In the order they ran; one rule is there once."""
    stopped_by: str = ""
    """The rule that ended the pass; empty where it went to the end."""
    slow: tuple[str, ...] = ()
    """Patterns that ran out of time, with their rule and its place."""
    refused: tuple[str, ...] = ()
    """Wishes that the policy did not follow, with the reason."""

"""What happens to a ticket that clocks and alarms must remember. Nothing else of its history is looked at by them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class What(StrEnum):
    """A sort of event. Stored, so never renamed."""

    STATUS = "status"
    """The value is the new status."""
    WAITS = "waits"
    """For whom it waits from now on; empty: for nobody."""
    LEVEL = "level"
    """The new priority."""
    TYPE = "type"
    TIER = "tier"
    RUNG = "rung"
    WORD = "word"
    """A public word to the customer: by whom; empty for a status update of ours."""
    WORK = "work"
    """Somebody of the team did something about it: who."""
    WORKAROUND = "workaround"
    """The customer has a way around the problem."""
    ANALYSED = "analysed"
    """The root cause analysis was delivered."""
    CONTACT = "contact"
    """Somebody tried to reach the customer, or spoke with a third party."""
    REPLIED = "replied"
    """The customer, asked to approve, wrote something that is neither yes nor no: the next word is ours."""
    THANKED = "thanked"
    """The customer said thanks for what is done: who."""
    # What the clock did, so that it does not do it again:
    WARNED = "warned"
    """Of a promise: its kind and start."""
    MISSED = "missed"
    REMINDED = "reminded"
    """The customer, for the n-th time since it waits."""
    PAGED = "paged"
    """Why."""
    HEARD = "heard"
    """A step of the ladder was told: which."""
    UNREASONABLE = "unreasonable"
    RULE = "rule"
    """A rule told somebody: which, and whom."""


@dataclass(frozen=True, slots=True)
class Event:
    """One of them. A ticket's events are in the order they happened."""

    what: What
    at: datetime
    value: str = ""

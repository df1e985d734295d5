"""What is asked by mail: whether an address is right, whether a notice may go, who tells customers. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from gateway.mail import OutboxId


class Asks(StrEnum):
    """What is asked. Stored, so never renamed."""

    ADDRESS = "address"
    """Of a customer: whether notices reach the right people there."""
    RELEASE = "release"
    """Of a colleague: whether customers may be told of a notice."""
    TELL = "tell"
    """Of a colleague: to tell customers of a notice whom mail does not reach. No mail answers it."""


class Reply(StrEnum):
    """What was answered. Stored, so never renamed."""

    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Question:
    """One mail that asks something."""

    outbox_id: OutboxId
    """Of the mail."""
    asks: Asks
    about: str
    """The id of a customer, or the name of a notice."""
    address: str
    """Who was asked."""
    asked_at: datetime
    reply: Reply | None = None
    """None: nobody has answered yet."""
    asked_since: str = ""
    """Who was asked last about the same, by a later mail; empty: this is the newest."""
    by: str = ""
    """Who asked."""

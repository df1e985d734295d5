"""Decide whether a mail that opened a ticket may be acknowledged (RFC 3834 section 2).

Reads what reading found out, and a count. Touches no database, clock or network.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from gateway.mail import Kind, Mail, Unverified

MOST_HOPS = 50  # Received fields; RFC 5321 section 6.3 asks for a limit, Postfix takes 50


class AckVerdict(StrEnum):
    """Why we answer, or why we stay silent. Stored in history, so never renamed."""

    ANSWER = "answer"
    SILENT_UNREADABLE = "silent-unreadable"
    SILENT_NULL_SENDER = "silent-null-sender"
    SILENT_AUTOMATIC = "silent-automatic"
    SILENT_NOBODY = "silent-nobody"
    SILENT_OURSELVES = "silent-ourselves"
    SILENT_HOPS = "silent-hops"
    SILENT_UNVERIFIED = "silent-unverified"
    SILENT_LIMIT = "silent-limit"
    SILENT_ASKED = "silent-asked"

    @property
    def reason(self) -> str:
        """Say it to a person."""
        return _REASONS[self]


_REASONS = {
    AckVerdict.ANSWER: "a person wrote, and may be answered",
    AckVerdict.SILENT_UNREADABLE: "not acknowledged: the mail could not be read, so nobody knows who wrote it",
    AckVerdict.SILENT_NULL_SENDER: "not acknowledged: the return path is empty (RFC 3834 section 2)",
    AckVerdict.SILENT_AUTOMATIC: "not acknowledged: no person wrote it",
    AckVerdict.SILENT_NOBODY: "not acknowledged: the From field does not name one clear author",
    AckVerdict.SILENT_OURSELVES: "not acknowledged: it says it comes from one of our own addresses",
    AckVerdict.SILENT_HOPS: f"not acknowledged: more than {MOST_HOPS} Received fields, which is a loop",
    AckVerdict.SILENT_UNVERIFIED: "not acknowledged: acknowledge.unverified is none and nothing proves the sender",
    AckVerdict.SILENT_LIMIT: "not acknowledged: this address has had its acknowledgements for this hour",
    AckVerdict.SILENT_ASKED: "not acknowledged: it was imported with --no-ack",
}


@dataclass(frozen=True, slots=True)
class AckPolicy:
    """What the settings say about acknowledgements."""

    unverified: Unverified = Unverified.FIXED
    per_address_hour: int = 3
    ours: frozenset[str] = frozenset()
    """Address keys of our own addresses."""


def ack_verdict(mail: Mail, *, wanted: bool, this_hour: int, policy: AckPolicy) -> AckVerdict:
    """Say whether an acknowledgement is safe, and why. ``this_hour`` counts those the author has had."""
    author = mail.author
    checks = (
        (bool(mail.unreadable), AckVerdict.SILENT_UNREADABLE),
        (not wanted, AckVerdict.SILENT_ASKED),
        (mail.null_sender, AckVerdict.SILENT_NULL_SENDER),
        (mail.kind not in (Kind.NEW, Kind.REPLY), AckVerdict.SILENT_AUTOMATIC),
        (author is None, AckVerdict.SILENT_NOBODY),
        (author is not None and author.address.inbox in policy.ours, AckVerdict.SILENT_OURSELVES),
        (mail.hops > MOST_HOPS, AckVerdict.SILENT_HOPS),
        (policy.unverified is Unverified.NONE, AckVerdict.SILENT_UNVERIFIED),
        (this_hour >= policy.per_address_hour, AckVerdict.SILENT_LIMIT),
    )
    return next((verdict for holds, verdict in checks if holds), AckVerdict.ANSWER)

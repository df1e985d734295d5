"""Decide whether a mail that opened a ticket may be acknowledged (RFC 3834 section 2).

Reads what reading found out, and what was sent lately. Touches no database, clock or network.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from gateway.desk.recent import Recent, skeleton
from gateway.mail import NO_ANSWERS, Kind, Mail, Unverified

SAME_SUBJECT_HOURS = 3  # hours' worth of acknowledgements that one subject gets in a day
MAX_HOPS = 50  # Received fields; RFC 5321 section 6.3 asks for a limit, Postfix takes 50


class AckVerdict(StrEnum):
    """Why we answer, or why we stay silent. Stored in history, so never renamed."""

    ANSWER = "answer"
    SILENT_UNREADABLE = "silent-unreadable"
    SILENT_NULL_SENDER = "silent-null-sender"
    SILENT_AUTOMATIC = "silent-automatic"
    SILENT_NOBODY = "silent-nobody"
    SILENT_NO_ANSWERS = "silent-no-answers"
    SILENT_OURSELVES = "silent-ourselves"
    SILENT_HOPS = "silent-hops"
    SILENT_FORGED = "silent-forged"
    SILENT_UNVERIFIED = "silent-unverified"
    SILENT_LIMIT = "silent-limit"
    SILENT_REPEATED = "silent-repeated"
    SILENT_DOMAIN = "silent-domain"
    SILENT_ASKED = "silent-asked"
    SILENT_RULE = "silent-rule"

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
    AckVerdict.SILENT_NO_ANSWERS: "not acknowledged: its address takes no answers",
    AckVerdict.SILENT_OURSELVES: "not acknowledged: it says it comes from one of our own addresses",
    AckVerdict.SILENT_HOPS: f"not acknowledged: more than {MAX_HOPS} Received fields, which is a loop",
    AckVerdict.SILENT_FORGED: "not acknowledged: the domain it names as its own says it did not send it",
    AckVerdict.SILENT_UNVERIFIED: "not acknowledged: acknowledge.unverified is none and nothing proves the sender",
    AckVerdict.SILENT_LIMIT: "not acknowledged: this address has had its acknowledgements for this hour",
    AckVerdict.SILENT_REPEATED: "not acknowledged: this address or domain has had acknowledgements for this "
    "subject all day, which looks like two machines answering each other",
    AckVerdict.SILENT_DOMAIN: "not acknowledged: its domain has had its acknowledgements for this hour, "
    "and nothing proves the sender",
    AckVerdict.SILENT_ASKED: "not acknowledged: it was imported with --no-ack",
    AckVerdict.SILENT_RULE: "not acknowledged: a rule says so",
}


@dataclass(frozen=True, slots=True)
class AckPolicy:
    """What the settings say about acknowledgements."""

    unverified: Unverified = Unverified.FIXED
    per_address_hour: int = 3
    """To one inbox in an hour; three times as many in a day where the subject is the same."""
    per_domain_hour: int = 2_000
    """To one domain in an hour, for senders nothing proves; never less than one inbox may have."""
    breaker: int = 5_000
    """To everybody in ten minutes, or acknowledgements are held; never less than one inbox may have."""
    alike_of_a_domain: int = 100
    """To one domain in a day for answers with the same subject: some machines answer from an address a ticket."""
    alike_of_a_notice: int = 300
    """The same, where they answer a notice that went there: a whole company may, and a machine answers our answers."""
    ours: frozenset[str] = frozenset()
    """Address keys of our own addresses."""
    is_public: Callable[[str], bool] = lambda domain: False
    """Tells whether anybody can get an address at a domain; those are not counted together."""

    @property
    def most_of_a_domain(self) -> int:
        """What one domain may have in an hour."""
        return max(self.per_domain_hour, self.per_address_hour)

    @property
    def most_of_all(self) -> int:
        """What everybody together may have in ten minutes."""
        return max(self.breaker, self.per_address_hour)


def ack_verdict(mail: Mail, *, wanted: bool, recent: Recent, policy: AckPolicy, answers_us: bool = False) -> AckVerdict:
    """Say whether an acknowledgement is safe, and why.

    ``answers_us``: it came to an address that only one notice of ours had, which none of our answers names.
    """
    author = mail.author.address if mail.author else None
    checks = (
        (bool(mail.unreadable), AckVerdict.SILENT_UNREADABLE),
        (not wanted, AckVerdict.SILENT_ASKED),
        (mail.null_sender, AckVerdict.SILENT_NULL_SENDER),
        (mail.kind not in (Kind.NEW, Kind.REPLY), AckVerdict.SILENT_AUTOMATIC),
        (author is None, AckVerdict.SILENT_NOBODY),
        (mail.subkind == NO_ANSWERS, AckVerdict.SILENT_NO_ANSWERS),
        (author is not None and author.inbox in policy.ours, AckVerdict.SILENT_OURSELVES),
        (mail.hops > MAX_HOPS, AckVerdict.SILENT_HOPS),
        (mail.forged, AckVerdict.SILENT_FORGED),
        (policy.unverified is Unverified.NONE and not mail.proven, AckVerdict.SILENT_UNVERIFIED),
    )
    silent = next((verdict for holds, verdict in checks if holds), None)
    if silent or author is None:
        return silent or AckVerdict.SILENT_NOBODY
    most, bones = policy.per_address_hour, skeleton(mail.subject)
    if (recent.hour_proven if mail.proven else recent.hour)[author.inbox] >= most:
        return AckVerdict.SILENT_LIMIT
    if recent.day[author.inbox][bones] >= most * SAME_SUBJECT_HOURS:
        return AckVerdict.SILENT_REPEATED
    answers = mail.kind is Kind.REPLY and not policy.is_public(author.domain)  # something, and opens a ticket
    alike = policy.alike_of_a_notice if answers_us else policy.alike_of_a_domain
    if answers and recent.domain_day[author.domain][bones] >= max(alike, most):
        return AckVerdict.SILENT_REPEATED
    if not mail.proven and recent.domain_hour[author.domain] >= policy.most_of_a_domain:
        return AckVerdict.SILENT_DOMAIN
    return AckVerdict.ANSWER

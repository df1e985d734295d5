"""A received mail as the desk gets to see it, and what is the same for all of them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from gateway.desk.alarm import Alarm
from gateway.desk.changes import Remember
from gateway.desk.intake.acknowledge import AckPolicy
from gateway.desk.intake.colleagues import Circle
from gateway.desk.life.law import Law
from gateway.desk.monitor import MailSource
from gateway.desk.ruling.matter import Written
from gateway.desk.team import Person
from gateway.desk.ticket import Direction, Message
from gateway.desk.token import is_a_tag
from gateway.mail import JournalId, Mail, Threads, TicketId


@dataclass(frozen=True, slots=True)
class Arrival:
    """A journal entry that has been read."""

    journal_id: JournalId
    source: str
    received_at: datetime
    """When it came; of one that was let out of quarantine when that is taken in."""
    mail: Mail
    threads: Threads
    support_address: str
    """Which of our addresses it came to; the first one when that cannot be told."""
    acknowledge: bool = True
    released_by: str = ""
    """Who let it out of quarantine."""
    escalates: bool = False
    """It came to the address for escalations."""
    alarm: Alarm | None = None
    """What a monitoring system says in it."""
    alarm_source: MailSource | None = None
    """The entry of ``monitors.yml`` its author falls under; given with ``alarm``."""
    alarm_vouched: bool = False
    """The way it came is proof enough for that entry."""

    size: int = 0
    """Bytes of the mail."""
    headers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Those fields that rules ask for, by name in lower case."""
    recipients: tuple[str, ...] = ()
    """Of the envelope."""
    language: str = ""
    """The one it seems to be written in; empty where nobody can tell, or no rule asks."""

    @property
    def written(self) -> Written:
        """The mail as rules get to see it."""
        details = tuple(tag for tag in self.threads.tags if not is_a_tag(tag))
        return Written(self.mail, self.size, self.headers, details, self.recipients, self.language)

    @property
    def alarm_counts(self) -> bool:
        """Tell whether an alarm is the monitoring system's: proven, brought by its host, or let in by a person."""
        return self.mail.proven or self.alarm_vouched or bool(self.released_by)


@dataclass(frozen=True, slots=True)
class Desk:
    """What the settings and the store say that is the same for every mail."""

    key: bytes
    """Signs reply and bounce addresses."""
    acks: AckPolicy
    law: Law
    circle: Circle = field(default_factory=Circle)
    language: str = "en"
    escalations: str = ""
    """Our address for escalations; empty: that of support."""

    def colleague(self, mail: Mail) -> Person | None:
        """Return who of the team wrote a mail, if it says so clearly."""
        return self.law.team.find(mail.author.address.key) if mail.author else None


def sender(mail: Mail) -> str:
    """Name the author as far as the mail does."""
    return str(mail.author.address) if mail.author else mail.from_text or "(nobody)"


def as_message(arrival: Arrival) -> Message:
    """Return the mail as it goes on a ticket."""
    mail = arrival.mail
    return Message(
        direction=Direction.IN,
        kind=mail.kind,
        subkind=mail.subkind,
        sender=str(mail.author) if mail.author else mail.from_text,
        at=arrival.received_at,
        body=mail.body,
        message_id=mail.message_id,
        attachments=mail.attachments,
        journal_id=arrival.journal_id,
        fingerprint=mail.fingerprint,
        identity=mail.identity,
        warnings=mail.warnings,
    )


def released(arrival: Arrival, ticket_id: TicketId) -> tuple[Remember, ...]:
    """Say who let a mail out of quarantine, and why it was there as far as the mail itself tells."""
    if not arrival.released_by:
        return ()
    because = arrival.mail.identity.because if arrival.mail.forged else "it was kept back, and somebody looked at it"
    return (Remember(ticket_id, f"let out of quarantine by {arrival.released_by}", because),)

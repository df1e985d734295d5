"""Read journal entries: what they say, which of our addresses they came to, and what has to be looked up for them.

Needs no store and no lock. Decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from gateway.address import BadAddress, parse_address
from gateway.desk.alarm import Alarm
from gateway.desk.intake.answered import named_in_uid
from gateway.desk.intake.arrival import Arrival
from gateway.desk.intake.sameness import sameness
from gateway.desk.monitor import NOTHING, MailSource, Monitors
from gateway.desk.ruling.book import EMPTY, Rulebook
from gateway.desk.ruling.language import guess_language
from gateway.desk.token import claimed_number, claimed_work, read_bounce_tag, read_notice_tag
from gateway.desk.words.close import is_closing
from gateway.desk.words.escalate import read_escalation
from gateway.inbound.alarm.read import read_listed
from gateway.inbound.read import read_headers, read_mail
from gateway.inbound.thread import find_threads, named_in
from gateway.mail import CaseNumber, Envelope, JournalId, Kind, Mail, ReceivedMail, Threads, TicketId, addresses
from gateway.store.alarms import AlarmMail
from gateway.store.look_up import Wanted
from gateway.trust import NOBODY, Trust, proof_of

MAX_NAMED_IN = 2_000  # characters in which an escalation or a command may name its case


@dataclass(frozen=True, slots=True)
class Reader:
    """Turns journal entries into arrivals, by what the settings say about incoming mail."""

    tag: str
    support_addresses: tuple[str, ...]
    """As answered from, the main one first."""
    ours: frozenset[str]
    """Address keys of our own addresses."""
    escalations: str = ""
    """Key of our address for escalations; empty without one of its own."""
    trust: Trust = NOBODY
    """Whose word counts about who wrote a mail."""
    monitors: Monitors = NOTHING
    """Whose mail comes from monitoring systems."""
    rules: Rulebook = EMPTY
    """What they ask of a mail is found out, and nothing more."""

    def arrival(self, journal_id: JournalId, received: ReceivedMail, released_by: str = "") -> Arrival:
        """Read one entry. Never raises: what cannot be read becomes a placeholder."""
        proof = proof_of(received, self.trust)
        mail = read_mail(received.raw, envelope=received.envelope, ours=self.ours, proof=proof)
        mail = replace(mail, fingerprint=sameness(mail, received.received_at))
        threads = find_threads(mail, envelope=received.envelope, ours=self.ours, tag=self.tag)
        escalates = bool(self.escalations) and self.escalations in _sent_to(mail, received.envelope)
        if escalates or _commands(mail):  # whoever escalates names the case where it comes to mind
            named = named_in(mail.subject, mail.body.text[:MAX_NAMED_IN], tag=self.tag)
            threads = replace(threads, named=named)
        alarm, source = self._alarm(mail)
        return Arrival(
            journal_id=journal_id,
            source=received.source,
            received_at=received.received_at,
            mail=mail,
            threads=threads,
            support_address=self._support_address(mail, received.envelope),
            acknowledge=received.acknowledge,
            released_by=released_by,
            escalates=escalates,
            alarm=alarm,
            alarm_source=source,
            alarm_vouched=source is not None and source.vouched(received),
            size=len(received.raw),
            headers=read_headers(received.raw, self.rules.headers) if self.rules.headers else {},
            recipients=received.envelope.recipients,
            language=guess_language(f"{mail.subject}\n{mail.body.text}") if self.rules.asks_language else "",
        )

    def arrival_of_nothing(self, journal_id: JournalId, received: ReceivedMail) -> Arrival:
        """Return an entry as far as it is known without being read."""
        nothing = Mail(kind=Kind.NEW, subkind="", kind_because="", fingerprint="", unreadable="it could not be handled")
        return Arrival(
            journal_id=journal_id,
            source=received.source,
            received_at=received.received_at,
            mail=nothing,
            threads=Threads(),
            support_address=self._support_address(nothing, received.envelope),
            acknowledge=False,
        )

    def _alarm(self, mail: Mail) -> tuple[Alarm | None, MailSource | None]:
        """Return what a monitoring system says in a mail, and which; costs nothing where none is configured."""
        if not self.monitors.mail or mail.author is None or mail.unreadable:
            return None, None
        author = mail.author.address
        source = self.monitors.source_of(author)
        alarm = read_listed(mail.subject, mail.body.full, author, source) if source else None
        return alarm, source if alarm else None

    def _support_address(self, mail: Mail, envelope: Envelope) -> str:
        """Find which of our addresses it was sent to; without a sign, the main one."""
        ours = {parse_address(text).key: text for text in self.support_addresses}
        return next((ours[key] for key in _sent_to(mail, envelope) if key in ours), next(iter(ours.values())))


def _commands(mail: Mail) -> bool:
    """Tell whether a person's mail is a command that is about a case."""
    text = mail.body.text
    return mail.kind.by_a_person and (is_closing(text) or read_escalation(text) is not None)


def wanted(
    arrivals: Sequence[Arrival], *, key: bytes, placeholders: Iterable[TicketId] = (), linked: Iterable[str] = ()
) -> Wanted:
    """Say everything the mails of a batch point at. ``key`` signs our reply and bounce addresses.

    ``linked``: case numbers that rules link tickets with.
    """
    tags = [(tag, arrival.received_at.date()) for arrival in arrivals for tag in arrival.threads.tags]
    mails = [arrival.mail for arrival in arrivals]
    return Wanted(
        numbers={
            *(number for arrival in arrivals for number, _ in arrival.threads.numbers),
            *(number for arrival in arrivals for number in arrival.threads.named),
            *map(CaseNumber, linked),
            *(number for tag, _ in tags if (number := claimed_number(tag) or claimed_work(tag))),
        },
        message_ids={
            *(message_id for arrival in arrivals for message_id in arrival.threads.message_ids),
            *(message_id for mail in mails for message_id in mail.returned_ids),
            *(mail.message_id for mail in mails if mail.kind is Kind.LOOP),
        },
        outbox_ids={
            letter
            for tag, today in tags
            for letter in (read_bounce_tag(key, tag, today=today), read_notice_tag(key, tag, today=today))
            if letter is not None
        },
        ticket_ids=set(placeholders),
        fingerprints={mail.fingerprint for mail in mails if mail.fingerprint},
        authors={mail.author.address.inbox for mail in mails if mail.author},
        answering={mail.author.address.domain for mail in mails if mail.author and mail.kind is Kind.REPLY},
        people={mail.author.address.key for mail in mails if mail.author},
        escalating={
            arrival.mail.author.address.key for arrival in arrivals if arrival.escalates and arrival.mail.author
        },
        alarms=[
            AlarmMail(arrival.alarm, arrival.alarm_source, arrival.received_at)
            for arrival in arrivals
            if arrival.alarm and arrival.alarm_source
        ],
        notices={
            invited[0]
            for mail in mails
            if mail.calendar_answer and (invited := named_in_uid(mail.calendar_answer.uid)) is not None
        },
        copied={inbox for mail in mails if mail.kind.by_a_person for inbox in _copied(mail)},
    )


def _copied(mail: Mail) -> Iterator[str]:
    """Yield who else of their own domain somebody wrote to."""
    author = mail.author.address if mail.author else None
    for address in (*addresses(mail.to), *addresses(mail.cc)) if author else ():
        if author and address.domain == author.domain and address.inbox != author.inbox:
            yield address.inbox


def _sent_to(mail: Mail, envelope: Envelope) -> list[str]:
    named = [address.untagged.key for address in (*addresses(mail.to), *addresses(mail.cc))]
    return [*_keys(envelope.recipients), *named]


def _keys(recipients: Sequence[str]) -> list[str]:
    keys = []
    for text in recipients:
        try:
            keys.append(parse_address(text).untagged.key)
        except BadAddress:  # an import may name anything
            continue
    return keys

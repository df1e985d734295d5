"""The common words for mail: what came in, and what reading it found out.

Plain frozen facts; no parsing, no decisions, no I/O.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import NewType

from gateway.address import Address, Mailbox

JournalId = NewType("JournalId", int)
"""Row of the journal: order of arrival."""
TicketId = NewType("TicketId", int)
"""Internal id of a ticket; people see the ``CaseNumber``."""
CaseNumber = NewType("CaseNumber", str)
"""Digits with a Damm check digit at the end, e.g. ``1042735``."""
MessageId = NewType("MessageId", str)
"""An RFC 5322 msg-id without the angle brackets."""
OutboxId = NewType("OutboxId", int)
"""Row of the outbox: one mail to one recipient."""

NULL_SENDER = ""
"""The envelope sender of bounces, ``MAIL FROM:<>`` (RFC 5321 section 4.5.5)."""


class Kind(StrEnum):
    """What sort of mail it is. One list everywhere: stored, printed as JSON, used by rules."""

    NEW = "new"
    REPLY = "reply"
    AUTO_REPLY = "auto-reply"
    """Vacation, challenge, reaction, calendar answer; ``subkind`` says which."""
    BOUNCE = "bounce"
    DELAY = "delay"
    LIST = "list"
    """Mailing lists, newsletters, and other auto-generated mail nobody typed."""
    REPORT = "report"
    """Receipts (MDN) and abuse reports (ARF)."""
    LOOP = "loop"
    """Our own mail coming home."""

    @property
    def by_a_person(self) -> bool:
        """Tell whether somebody typed it: only such mail moves a ticket."""
        return self in (Kind.NEW, Kind.REPLY)


NO_ANSWERS = "no-answers"
"""Subkind of what a person wrote from an address that takes no answers: a form's, or a ``noreply@``."""


BY_RULE = "rule"
"""Subkind of a note that no person wrote: it is no work of anybody's."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who the mail is from and for, as the transport said it (not the headers)."""

    sender: str
    """Address, or ``NULL_SENDER``."""
    recipients: tuple[str, ...]
    """Never empty for mail taken by SMTP or LMTP; may be empty for IMAP, pipe and import."""


@dataclass(frozen=True, slots=True)
class ReceivedMail:
    """A mail as it came: exact bytes and where they came from."""

    source: str
    """``smtp``, ``lmtp``, ``imap:NAME``, ``pipe`` or ``import``."""
    envelope: Envelope
    raw: bytes
    received_at: datetime
    peer: str = ""
    """Address of the sending host, where there is one."""
    acknowledge: bool = True
    """False for ``gateway mail import --no-ack``."""
    authentication: str = ""
    """What our own check found when it came, as an Authentication-Results value (RFC 8601); may be empty."""


class Standing(StrEnum):
    """How far the author is who the From field says. Stored and printed, so never renamed."""

    PROVEN = "proven"
    """DMARC passed, or the domain's own signature; a host we trust says so, or we checked: may be shown things."""
    UNPROVEN = "unproven"
    """Nothing speaks for it and nothing against: may add text to tickets it belongs to."""
    FORGED = "forged"
    """The domain disowns it: quarantined, and never answered."""


@dataclass(frozen=True, slots=True)
class Identity:
    """The verdict on the author, and what it rests on."""

    standing: Standing = Standing.UNPROVEN
    because: str = "nothing proves who wrote it"


@dataclass(frozen=True, slots=True, order=True)
class Cut:
    """A span of the full text that is folded away: ``full[start:end]``."""

    start: int
    end: int
    reason: str
    """``quote``, ``attribution``, ``signature``, ``header-block``, ``marker`` or ``uuencode``."""


@dataclass(frozen=True, slots=True)
class Body:
    """The readable text of a mail. Nothing is thrown away: text + cuts = full."""

    full: str = ""
    cuts: tuple[Cut, ...] = ()
    """In order, not overlapping, inside ``full``."""

    @property
    def text(self) -> str:
        """Return the new text: ``full`` without the cuts, trimmed of outer blank lines."""
        kept, at = [], 0
        for cut in self.cuts:
            kept.append(self.full[at : cut.start])
            at = cut.end
        kept.append(self.full[at:])
        return "".join(kept).strip("\n").rstrip()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A label on a part of the raw mail; the bytes stay in the raw mail."""

    name: str
    """Cleaned for display; never used as a path."""
    type: str
    """As the mail claims it, lower case, e.g. ``image/png``."""
    size: int
    """Bytes after the transfer encoding is taken off."""
    part: str
    """Where it is: child numbers from the root, e.g. ``2`` or ``1.3``; a file inside a part ``2/1`` or ``1/u1``."""
    found: str = ""
    """What its content is, as a type; empty when the content does not tell."""
    danger: str = ""
    """Why it is held back until an operator releases it; empty for what is not dangerous."""


class Protection(StrEnum):
    """What the sender did to the mail's text. A label: nobody has checked the signature. Printed, so never renamed."""

    NONE = ""
    SIGNED = "signed"
    ENCRYPTED = "encrypted"
    BOTH = "signed and encrypted"


@dataclass(frozen=True, slots=True)
class BouncedRecipient:
    """What a delivery report says of one recipient (RFC 3464 section 2.3)."""

    address: str
    status: str = ""
    """Enhanced status code (RFC 3463), e.g. ``5.1.1``; empty when the report gives none."""
    action: str = ""
    """``failed``, ``delayed``, ``delivered``, ``relayed`` or ``expanded``."""
    diagnostic: str = ""
    behind: str = ""
    """Where the address led, and nobody took the mail; empty where that is the address itself."""
    said_by: str = ""
    """The host whose words these are; empty where the report names none."""


@dataclass(frozen=True, slots=True)
class CalendarAnswer:
    """What an answer to an invitation says (RFC 5546 section 3.2.3). Anybody can write one: a claim."""

    uid: str
    """Of the event, as the invitation had it."""
    said: str
    """``ACCEPTED``, ``DECLINED``, ``TENTATIVE``, another word of RFC 5545 section 3.2.12, or empty."""
    proposes: bool = False
    """It proposes another time."""
    start: datetime | None = None
    """When the event begins that is answered; None where that cannot be told."""


@dataclass(frozen=True, slots=True)
class Mail:
    """Everything reading a mail found out. Facts only; what they mean is the desk's to say."""

    kind: Kind
    subkind: str
    """Detail of the kind, e.g. ``vacation``, ``calendar``, ``mdn``; empty where there is none."""
    kind_because: str
    """The evidence, e.g. ``Auto-Submitted: auto-replied``."""
    fingerprint: str
    """SHA-256, hex: the same mail has the same one, whatever way it came."""
    author: Mailbox | None = None
    """The single mailbox of the single From field; None when that is unclear."""
    author_unclear: str = ""
    """Why ``author`` is None."""
    from_text: str = ""
    """The From field as a person may read it, cleaned for display."""
    reply_to: tuple[Mailbox, ...] = ()
    to: tuple[Mailbox, ...] = ()
    cc: tuple[Mailbox, ...] = ()
    subject: str = ""
    """Decoded and cleaned, one line, as long as it came."""
    message_id: MessageId = MessageId("")
    in_reply_to: tuple[MessageId, ...] = ()
    references: tuple[MessageId, ...] = ()
    """Oldest first, at most the last 100."""
    importance: str = ""
    """What the Importance or X-Priority field says, one word in lower case; empty without one."""
    date: datetime | None = None
    """The Date field, aware; None when missing or unreadable. Shown, never acted on."""
    body: Body = field(default_factory=Body)
    attachments: tuple[Attachment, ...] = ()
    bounced: tuple[BouncedRecipient, ...] = ()
    returned_ids: tuple[MessageId, ...] = ()
    """Message-IDs found in what a bounce returns."""
    calendar_answer: CalendarAnswer | None = None
    """Of a mail that answers an invitation."""
    kind_by_words: bool = False
    """Only its words say that a machine wrote it: somebody may have written about one."""
    hops: int = 0
    """Number of Received fields."""
    identity: Identity = field(default_factory=Identity)
    auth: tuple[tuple[str, str], ...] = ()
    """What the host that is believed says of SPF, DKIM and DMARC: method and result, such as ``("spf", "pass")``."""
    warnings: tuple[str, ...] = ()
    """What an engineer should know before believing it: a Reply-To elsewhere, a name that looks like an address."""
    null_sender: bool = False
    """A Return-Path of ``<>`` in the header, for mail that has no envelope (IMAP)."""
    protection: Protection = Protection.NONE
    unreadable: str = ""
    """Why the parser gave up or a limit was passed; then only the raw mail is whole."""

    @property
    def proven(self) -> bool:
        """Tell whether its author is proven to be who they say."""
        return self.identity.standing is Standing.PROVEN

    @property
    def forged(self) -> bool:
        """Tell whether the domain it names disowns it."""
        return self.identity.standing is Standing.FORGED


def addresses(mailboxes: tuple[Mailbox, ...]) -> tuple[Address, ...]:
    """Return the bare addresses, in order."""
    return tuple(mailbox.address for mailbox in mailboxes)


class Unverified(StrEnum):
    """What senders get who are not proven to be who they say."""

    FIXED = "fixed"
    """An acknowledgement that repeats nothing of their mail."""
    NONE = "none"


class Lane(IntEnum):
    """Which mail goes first: a lower lane never waits for a higher one."""

    REPLY = 0
    """What a person wrote to a person."""
    ACKNOWLEDGEMENT = 1
    NOTICE = 2
    """What customers are told of outages and maintenance."""
    BULK = 3
    """What nobody waits for: newsletters, upgrades, questions about addresses."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A finished mail in the outbox: one envelope, one recipient, bytes that are sent as they are."""

    id: OutboxId
    lane: Lane
    sender: str
    """Envelope sender; may be ``NULL_SENDER``."""
    recipient: str
    message_id: MessageId
    raw: bytes
    """CRLF throughout, ends with CRLF, dots not stuffed."""
    queued_at: datetime
    attempts: int = 0
    """Attempts begun before this one."""
    uncertain: bool = False
    """An earlier attempt broke off where the receiver may have taken the mail; it is sent again, same Message-ID."""


class Outcome(StrEnum):
    """What came of one attempt to send."""

    SENT = "sent"
    LATER = "later"
    REFUSED = "refused"
    GAVE_UP = "gave-up"
    WITHDRAWN = "withdrawn"
    """Put off by a server, and untrue by now: something newer has been said meanwhile."""

    @property
    def final(self) -> bool:
        """Tell whether nothing more will be tried."""
        return self is not Outcome.LATER


@dataclass(frozen=True, slots=True)
class DeliveryResult:
    """What happened to one letter; a fact for the journal."""

    id: OutboxId
    outcome: Outcome
    reply: str
    """The peer's words or ours, one line, e.g. ``550 5.1.1 no such user``."""
    at: datetime
    next_try_at: datetime | None = None
    """Given with ``LATER`` only."""
    uncertain: bool = False
    """The connection broke between our last byte and the answer."""


class After(StrEnum):
    """What marks a mail in an IMAP mailbox as taken, once it is in the journal."""

    SEEN = "seen"
    MOVE = "move"


@dataclass(frozen=True, slots=True)
class MailboxUid:
    """Where a mail lies in an IMAP mailbox (RFC 3501 section 2.3.1.1)."""

    mailbox: str
    """Our name for it, the key under ``imap:``."""
    uidvalidity: int
    uid: int


@dataclass(frozen=True, slots=True)
class Threads:
    """Everything in a mail that points at a ticket or at a mail of ours; claims, until somebody checks them."""

    tags: tuple[str, ...] = ()
    """Plus-tags of our own addresses it was sent to, envelope first, then To and Cc."""
    message_ids: tuple[MessageId, ...] = ()
    """In-Reply-To, then References from the newest to the oldest, each once."""
    numbers: tuple[tuple[CaseNumber, bool], ...] = ()
    """Case numbers of the subject with the right check digit; True where our own tag stands beside it."""
    named: tuple[CaseNumber, ...] = ()
    """Numbers with the right check digit anywhere in an escalation or a command: such mail is about a case."""


@dataclass(frozen=True, slots=True)
class MailboxStart:
    """How we came to know an IMAP mailbox: what lay there already and is left alone."""

    mailbox: str
    """Our name for it, the key under ``imap:``. One record a mailbox; a new one replaces the old."""
    uidvalidity: int
    since: datetime
    """When we first saw the mailbox, kept when the UIDVALIDITY changes."""
    passed_over: str
    """UIDs that never become tickets, as an IMAP sequence set (``1:4000,4003``); empty when there are none."""

"""What can happen to a notice, as data. Decisions return these; ``store.apply`` carries them out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gateway.desk.notice import Delivery, Notice, Recipient, Revision
from gateway.desk.question import Question, Reply
from gateway.mail import OutboxId


@dataclass(frozen=True, slots=True)
class KeepNotice:
    """A notice is as it is from now on."""

    notice: Notice
    due_at: datetime | None
    """When something falls due on it next."""
    said: str
    """The line in its history; empty for what is no news."""
    because: str
    by: str = ""
    """Who did it; empty: the gateway."""


@dataclass(frozen=True, slots=True)
class IssueRevision:
    """Customers are to be told; each letter is written when its turn comes."""

    revision: Revision
    notice: Notice
    """As it is told of."""
    recipients: tuple[Recipient, ...]
    because: str


@dataclass(frozen=True, slots=True)
class SetDelivery:
    """The letters of a revision go out, wait, or are not sent any more."""

    notice_id: str
    number: int
    delivery: Delivery
    because: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class WriteLetter:
    """The letter to a recipient is in the outbox."""

    notice_id: str
    number: int
    recipient: Recipient
    outbox_id: OutboxId
    because: str = ""


@dataclass(frozen=True, slots=True)
class WriteAgain:
    """A recipient whose letter did not arrive is written to once more."""

    notice_id: str
    number: int
    recipient: Recipient
    """With the address that counts now."""
    because: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Readdress:
    """A letter goes to another address than it was planned for: their customer's was changed since."""

    notice_id: str
    number: int
    recipient: Recipient
    """With the address that counts now."""
    because: str


@dataclass(frozen=True, slots=True)
class LeaveOut:
    """A recipient is not told after all: their letter could not be written, or they want it no more."""

    notice_id: str
    number: int
    recipient: Recipient
    """With who is asked to tell them instead, where somebody is; without an address where it is not meant for them."""
    because: str


@dataclass(frozen=True, slots=True)
class LeaveAllOut:
    """Nobody else is told of a revision: letters that no server has taken come too late, and colleagues are asked.

    Of one that is paused as well: nobody may go on with it any more.
    """

    notice_id: str
    number: int
    because: str


@dataclass(frozen=True, slots=True)
class WriteAnew:
    """Letters of a revision that no server has taken are written once more: a time that they name is over."""

    notice_id: str
    number: int
    because: str


@dataclass(frozen=True, slots=True)
class ExcuseShortNotice:
    """Letters that are not written yet tell why notice is shorter than was promised."""

    notice_id: str
    number: int
    told: Notice
    """As the revision tells of it from now on."""
    because: str


@dataclass(frozen=True, slots=True)
class LeaveToColleagues:
    """It was settled who tells a customer whom mail did not reach; their letter stands as it did."""

    notice_id: str
    number: int
    recipient: Recipient
    """With the colleagues who were asked; with none, nobody looks after them."""
    because: str = ""


@dataclass(frozen=True, slots=True)
class LookAgain:
    """Whether a customer has to be told by somebody of ours is looked at later, or not any more."""

    notice_id: str
    customer: str
    at: datetime | None
    because: str = ""


@dataclass(frozen=True, slots=True)
class NoteNotice:
    """A line in the history of a notice and nothing else."""

    notice_id: str
    said: str
    because: str
    by: str = ""
    once: bool = False
    """Not where the same line is there already."""


@dataclass(frozen=True, slots=True)
class LeaveNewsletter:
    """A customer wants a newsletter no more."""

    customer: str
    mailing_list: str
    by: str
    """Who wrote that."""
    because: str


@dataclass(frozen=True, slots=True)
class RejoinNewsletter:
    """A customer who has left a newsletter wants it again."""

    customer: str
    mailing_list: str
    by: str
    because: str


@dataclass(frozen=True, slots=True)
class AskByMail:
    """Somebody is asked something by a letter that is in the outbox."""

    question: Question
    by: str
    """Who wants to know."""
    because: str = ""


@dataclass(frozen=True, slots=True)
class TakeReply:
    """A question is answered."""

    question: Question
    reply: Reply
    by: str
    """Who wrote the answer."""
    because: str


@dataclass(frozen=True, slots=True)
class NoteUnclear:
    """What a customer answers about their address is neither yes nor no: a case has their words."""

    question: Question
    case: str
    """Its number."""
    by: str
    """Who wrote the answer."""
    because: str


NoticeChange = (
    KeepNotice
    | IssueRevision
    | SetDelivery
    | WriteLetter
    | WriteAgain
    | Readdress
    | LeaveOut
    | LeaveToColleagues
    | LookAgain
    | LeaveAllOut
    | WriteAnew
    | ExcuseShortNotice
    | NoteNotice
    | LeaveNewsletter
    | RejoinNewsletter
    | AskByMail
    | TakeReply
    | NoteUnclear
)

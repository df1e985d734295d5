"""Decide what a received mail means: quarantine, open, join, note or ignore, and whether to acknowledge.

A pure function of the mail, what the desk remembers, and the settings. Carries nothing out.
"""

from __future__ import annotations

from dataclasses import dataclass

from gateway.address import Address
from gateway.desk.acknowledge import AckVerdict, ack_verdict
from gateway.desk.arrival import Arrival, Desk, as_message, sender
from gateway.desk.assign import Match, assign
from gateway.desk.automatic import note_automatic
from gateway.desk.bounced import decide_bounce
from gateway.desk.changes import (
    AddMessage,
    AssignCustomer,
    Change,
    Fate,
    FinishEntry,
    OpenTicket,
    Remember,
    SetStatus,
)
from gateway.desk.colleagues import bring_in
from gateway.desk.fresh import Fresh
from gateway.desk.join import Alone, Joins, join
from gateway.desk.ticket import Participant, Status, Ticket
from gateway.desk.world import World
from gateway.mail import JournalId, Kind, Mail, Standing, TicketId

NO_SUBJECT = "(no subject)"
MAX_SUBJECT = 1000  # characters kept on the ticket; the raw mail keeps all


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """Ask for the acknowledgement of a ticket that was just opened."""

    ticket_id: TicketId
    to: Address
    because: str
    echo: bool = False
    """It may repeat what was written: the author is proven."""
    held: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to happen."""

    changes: tuple[Change, ...]
    acknowledge: Acknowledge | None = None
    verdict: AckVerdict | None = None
    """Why it is acknowledged or not; None when it opens no ticket."""


def receive(arrival: Arrival, world: World, desk: Desk, fresh: Fresh) -> Decision:
    """Decide about one mail."""
    mail = arrival.mail
    known = world.fingerprints.get(mail.fingerprint) if mail.fingerprint else None
    if known:
        return Decision(_again(arrival, *known))
    forged = mail.identity.standing is Standing.FORGED and not arrival.released_by
    if mail.kind in (Kind.BOUNCE, Kind.DELAY):
        message = as_message(arrival)
        noted = decide_bounce(
            arrival.journal_id, mail, arrival.threads, world, key=desk.key, message=message, by_id=not forged
        )
        # Our own signature in it speaks for a bounce, whatever its domain says; and words alone make none.
        if not (_points_nowhere(noted) and (forged or mail.kind_by_words)):
            return Decision(noted)
    if forged:
        return Decision((FinishEntry(arrival.journal_id, Fate.QUARANTINED, None, mail.identity.because),))
    joined = join(mail, arrival.threads, world, key=desk.key, today=arrival.received_at.date())
    if isinstance(joined, Joins):
        return Decision(_append(arrival, joined, desk))
    if mail.kind in (Kind.AUTO_REPLY, Kind.REPORT, Kind.LOOP):
        noted = note_automatic(arrival, joined, world, desk)
        if not (mail.kind_by_words and _points_nowhere(noted)):  # else a person may have written about a machine
            return Decision(noted)
    return _open(arrival, joined, world, desk, fresh)


def _points_nowhere(noted: tuple[Change, ...]) -> bool:
    return len(noted) == 1


def _again(arrival: Arrival, ticket_id: TicketId, journal_id: JournalId | None) -> tuple[Change, ...]:
    because = f"the same mail as journal {journal_id}: From, Date, Message-ID, Subject and body are equal"
    what = f"the same mail came again by {arrival.source}, to {arrival.support_address}"
    return (
        Remember(ticket_id, what, because),
        FinishEntry(arrival.journal_id, Fate.DUPLICATE, ticket_id, because),
    )


def _append(arrival: Arrival, joined: Joins, desk: Desk) -> tuple[Change, ...]:
    mail, ticket = arrival.mail, joined.ticket
    because = f"{joined.because}, from a participant"
    changes: list[Change] = [
        AddMessage(ticket.id, as_message(arrival), because),
        *_released(arrival, ticket.id),
        *bring_in(mail, ticket, desk.circle),
    ]
    if mail.kind.by_a_person and ticket.status.wakes:
        changes.append(SetStatus(ticket.id, ticket.status, Status.OPEN, f"a reply by {sender(mail)}"))
    fate = Fate.FOLLOW_UP if mail.kind.by_a_person else Fate.AUTOMATIC
    return (*changes, FinishEntry(arrival.journal_id, fate, ticket.id, because))


def _open(arrival: Arrival, alone: Alone, world: World, desk: Desk, fresh: Fresh) -> Decision:
    mail = arrival.mail
    author = mail.author.address if mail.author else None
    whose = assign(author, world.directory, is_public=desk.circle.is_public) if author else None
    ticket = Ticket(
        id=fresh.ticket_id,
        number=fresh.number,
        subject=mail.subject[:MAX_SUBJECT] or NO_SUBJECT,
        status=Status.OPEN,
        priority=desk.policies.of(whose.customer if whose else None).default,
        requester=author.key if author else "",
        language=(whose.customer.language if whose else "") or desk.language,
        support_address=arrival.support_address,
        created_at=arrival.received_at,
    )
    requester = Participant(author.key, mail.author.name) if author and mail.author else None
    because = (
        f"the mail could not be read: {mail.unreadable}" if mail.unreadable else "a mail that belongs to no ticket"
    )
    changes: list[Change] = [
        OpenTicket(ticket, requester, because),
        *assigned(ticket, whose),
        AddMessage(ticket.id, as_message(arrival), mail.kind_because or because),
        *_released(arrival, ticket.id),
        *_strangers(ticket, alone, mail),
        *bring_in(mail, ticket, desk.circle),
    ]
    finish = FinishEntry(arrival.journal_id, Fate.TICKET, ticket.id, because)
    verdict = ack_verdict(mail, wanted=arrival.acknowledge, recent=world.recent, policy=desk.acks)
    if verdict is AckVerdict.ANSWER and author:
        proven = mail.identity.standing is Standing.PROVEN
        asked = Acknowledge(ticket.id, author, verdict.reason, echo=proven, held=world.recent.held and not proven)
        return Decision((*changes, finish), asked, verdict)
    silence = Remember(ticket.id, f"acknowledgement: {verdict}", verdict.reason)
    return Decision((*changes, silence, finish), verdict=verdict)


def assigned(ticket: Ticket, whose: Match | None) -> tuple[Change, ...]:
    """Return what makes a new ticket a customer's."""
    return (AssignCustomer(ticket.id, "", whose.customer.id, whose.because),) if whose else ()


def _released(arrival: Arrival, ticket_id: TicketId) -> tuple[Change, ...]:
    if not arrival.released_by:
        return ()
    return (Remember(ticket_id, f"let out of quarantine by {arrival.released_by}", arrival.mail.identity.because),)


def _strangers(ticket: Ticket, alone: Alone, mail: Mail) -> tuple[Change, ...]:
    """Tell engineers, on both tickets, that somebody pointed at a ticket that is not theirs."""
    changes: list[Change] = []
    for other, how in alone.pointed_at[:3]:  # a mail that points at many is not a reason to write on many
        because = f"{how}; the sender is not a participant"
        changes.append(
            Remember(
                other.id,
                f"{sender(mail)} wrote about this case without belonging to it: case {ticket.number}",
                because,
            )
        )
        changes.append(Remember(ticket.id, f"the sender pointed at case {other.number}, which is not theirs", because))
    return tuple(changes)

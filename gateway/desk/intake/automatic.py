"""Decide what becomes of a mail that no person wrote and that joins no ticket: a robot's answer, a report. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.address import parse_address
from gateway.desk.changes import AddMessage, Change, Fate, FinishEntry, Remember
from gateway.desk.intake.arrival import Arrival, Desk, as_message, sender
from gateway.desk.intake.join import Alone
from gateway.desk.ticket import Ticket
from gateway.desk.token import read_bounce_tag
from gateway.desk.world import SentLetter, World
from gateway.mail import Mail


def note_automatic(arrival: Arrival, alone: Alone, world: World, desk: Desk) -> tuple[Change, ...]:
    """Note automatic mail where it belongs; it opens nothing and moves nothing.

    Anybody can call a mail automatic, and type a number: words come onto a ticket only with proof of our letter.
    """
    mail = arrival.mail
    what = f"{mail.kind}{f' ({mail.subkind})' if mail.subkind else ''}: {mail.kind_because}"
    answered = _answered(arrival, world, desk)
    if answered and answered.by_its_own_house:
        return (
            AddMessage(answered.ticket.id, as_message(arrival), what),
            FinishEntry(arrival.journal_id, Fate.AUTOMATIC, answered.ticket.id, what),
        )
    named = ((answered.ticket, "the Message-ID of a letter to somebody else"),) if answered else alone.pointed_at[:1]
    for other, how in named:
        said = f"{mail.kind} from {sender(mail)} about this case, without belonging to it"
        return (
            Remember(other.id, f"{said}: journal {arrival.journal_id}", f"{how}; the sender is not a participant"),
            FinishEntry(arrival.journal_id, Fate.AUTOMATIC, other.id, what),
        )
    where = alone.notice.how if alone.notice else "it points at no ticket"
    return (FinishEntry(arrival.journal_id, Fate.AUTOMATIC, None, f"{what}; {where}"),)


@dataclass(frozen=True, slots=True)
class _Answered:
    ticket: Ticket
    by_its_own_house: bool
    """The letter came back to its signed return path, or from where it went."""


def _answered(arrival: Arrival, world: World, desk: Desk) -> _Answered | None:
    """Find the ticket whose letter this automatic mail answers: robots often write from another address.

    They answer to the return path (RFC 3834 section 4), which is a secret of ours, or name the letter, which everybody
    can whom it was shown to: its Message-ID proves nothing about who writes.
    """
    mail, threads = arrival.mail, arrival.threads
    today = arrival.received_at.date()
    returned = (read_bounce_tag(desk.key, tag, today=today) for tag in threads.tags)
    for letter in (world.letters.get(outbox_id) for outbox_id in returned if outbox_id is not None):
        if letter and (ticket := world.home(letter.ticket_id)):
            return _Answered(ticket, by_its_own_house=True)
    for message_id in (*threads.message_ids, mail.message_id):
        letter = world.letters_by_message_id.get(message_id)
        if letter and (ticket := world.home(letter.ticket_id)):
            return _Answered(ticket, by_its_own_house=_is_of_its_house(mail, letter, desk))
    return None


def _is_of_its_house(mail: Mail, letter: SentLetter, desk: Desk) -> bool:
    """Tell whether the author is whom the letter went to, somebody of the same private domain, or ourselves."""
    author = mail.author.address if mail.author else None
    if author is None or mail.forged:
        return False
    recipient = parse_address(letter.recipient)
    same_domain = author.domain == recipient.domain and not desk.circle.is_public(author.domain)
    return same_domain or author.inbox == recipient.inbox or author.inbox in desk.acks.ours

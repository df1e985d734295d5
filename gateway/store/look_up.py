"""Fill the desk's world for a batch: everything its mails point at, in a handful of queries."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, literal, or_, select

from gateway.address import parse_address
from gateway.desk.recent import skeleton
from gateway.desk.ticket import Priority, Status, Ticket
from gateway.desk.world import SentLetter, World
from gateway.mail import CaseNumber, JournalId, MessageId, OutboxId, TicketId
from gateway.store.hold import current_hold, resumed_at
from gateway.store.pieces import in_pieces
from gateway.store.tables import message, outbox, participant, ticket

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
TEN_MINUTES = timedelta(minutes=10)
MAX_ACKS = 2_000  # looked at for a batch; whoever has had more is over every limit


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a batch of mails points at."""

    numbers: Collection[CaseNumber] = ()
    message_ids: Collection[MessageId] = ()
    outbox_ids: Collection[OutboxId] = ()
    ticket_ids: Collection[TicketId] = ()
    fingerprints: Collection[str] = ()
    authors: Collection[str] = ()
    """As ``Address.inbox``, for counting acknowledgements."""
    many: int = 0
    """Acknowledgements of an hour below which no domain can have had too many."""


@dataclass(slots=True)
class _Found:
    world: World = field(default_factory=World)
    ticket_ids: set[int] = field(default_factory=set)


def look_up(connection: Connection, wanted: Wanted, *, now: datetime) -> World:
    """Return the part of the desk's memory that bears on these mails."""
    found = _Found(ticket_ids=set(wanted.ticket_ids))
    _messages(connection, wanted, found)
    _letters(connection, wanted, found)
    _acknowledged(connection, wanted, found, now)
    _tickets(connection, wanted, found)
    return found.world


def ticket_by_number(connection: Connection, number: CaseNumber) -> Ticket | None:
    """Return one ticket, with its participants."""
    found = _Found()
    _tickets(connection, Wanted(numbers=(number,)), found)
    return found.world.ticket_by_number(number)


def _messages(connection: Connection, wanted: Wanted, found: _Found) -> None:
    columns = (message.c.ticket_id, message.c.message_id, message.c.fingerprint, message.c.journal_id)
    for some in in_pieces(wanted.message_ids):
        # Said in SQL as well, so that the partial index may be used.
        used = (message.c.message_id != literal("", literal_execute=True)) & message.c.message_id.in_(some)
        for row in connection.execute(select(*columns).where(used).order_by(message.c.id)):
            found.world.know_id(MessageId(row.message_id), TicketId(row.ticket_id))
            found.ticket_ids.add(row.ticket_id)
    for prints in in_pieces(wanted.fingerprints):
        for row in connection.execute(select(*columns).where(message.c.fingerprint.in_(prints))):
            journal_id = None if row.journal_id is None else JournalId(row.journal_id)
            found.world.fingerprints[row.fingerprint] = (TicketId(row.ticket_id), journal_id)
            found.ticket_ids.add(row.ticket_id)


def _letters(connection: Connection, wanted: Wanted, found: _Found) -> None:
    conditions: list[ColumnElement[bool]] = [outbox.c.id.in_(some) for some in in_pieces(wanted.outbox_ids)]
    conditions += [outbox.c.message_id.in_(some) for some in in_pieces(wanted.message_ids)]
    columns = (outbox.c.id, outbox.c.ticket_id, outbox.c.recipient, outbox.c.template, outbox.c.message_id)
    for condition in conditions:
        for row in connection.execute(select(*columns).where(condition)):
            letter = SentLetter(OutboxId(row.id), TicketId(row.ticket_id), row.recipient, row.template)
            found.world.letters[letter.id] = letter
            found.world.letters_by_message_id[MessageId(row.message_id)] = letter
            found.world.know_id(MessageId(row.message_id), letter.ticket_id)
            found.ticket_ids.add(row.ticket_id)


def _acknowledged(connection: Connection, wanted: Wanted, found: _Found, now: datetime) -> None:
    recent = found.world.recent
    acks = (outbox.c.template == "ack") & (outbox.c.state != "discarded")
    for some in in_pieces(wanted.authors):
        lately = acks & (outbox.c.queued_at > now - DAY) & outbox.c.recipient_key.in_(some)
        rows = select(outbox.c.recipient_key, outbox.c.queued_at, ticket.c.subject).where(lately).join(ticket)
        for row in connection.execute(rows.order_by(outbox.c.id.desc()).limit(MAX_ACKS)):
            recent.hour[row.recipient_key] += row.queued_at > now - HOUR
            recent.day[row.recipient_key][skeleton(row.subject)] += 1
    if not wanted.authors:
        return
    recent.held = current_hold(connection) is not None
    count = select(func.count()).select_from(outbox)
    since = max(now - TEN_MINUTES, resumed_at(connection) or now - TEN_MINUTES)
    recent.ten_minutes = connection.scalar(count.where(acks, outbox.c.queued_at > since)) or 0
    in_hour = acks & (outbox.c.queued_at > now - HOUR)
    if (connection.scalar(count.where(in_hour)) or 0) >= wanted.many:
        for key in connection.scalars(select(outbox.c.recipient_key).where(in_hour)):
            recent.domain_hour[parse_address(key).domain] += 1


def ticket_by_id(connection: Connection, ticket_id: TicketId) -> Ticket | None:
    """Return one ticket, with its participants."""
    found = _Found(ticket_ids={ticket_id})
    _tickets(connection, Wanted(), found)
    return found.world.tickets.get(ticket_id)


def _tickets(connection: Connection, wanted: Wanted, found: _Found) -> None:
    conditions = [ticket.c.number.in_(some) for some in in_pieces(wanted.numbers)]
    conditions += [ticket.c.id.in_(some) for some in in_pieces(found.ticket_ids)]
    if not conditions:
        return
    rows = list(connection.execute(select(ticket).where(or_(*conditions))))
    known = {row.id for row in rows}
    homes = {row.merged_into for row in rows if row.merged_into is not None} - known
    for some in in_pieces(homes):  # one step: a merge leaves none that leads on
        rows.extend(connection.execute(select(ticket).where(ticket.c.id.in_(some))))
    people: dict[int, set[str]] = {row.id: set() for row in rows}
    for some in in_pieces(people):
        for row in connection.execute(
            select(participant.c.ticket_id, participant.c.address).where(participant.c.ticket_id.in_(some))
        ):
            people[row.ticket_id].add(row.address)
    for row in rows:
        made = ticket_of(row, frozenset(people[row.id]))
        found.world.tickets[made.id] = made
        found.world.numbers[made.number] = made.id


def ticket_of(row: Any, participants: frozenset[str]) -> Ticket:
    """Make a ticket of its row."""
    return Ticket(
        id=TicketId(row.id),
        number=CaseNumber(row.number),
        subject=row.subject,
        status=Status(row.status),
        priority=Priority(row.priority),
        requester=row.requester,
        language=row.language,
        support_address=row.support_address,
        created_at=row.created_at,
        participants=participants,
        merged_into=None if row.merged_into is None else TicketId(row.merged_into),
    )

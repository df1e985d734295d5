"""Fill the desk's world for a batch: everything its mails point at, in a handful of queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, func, literal, or_, select

from gateway.desk.life.case import Case
from gateway.desk.life.law import Law
from gateway.desk.recent import ACK, ACKS, Recent, skeleton
from gateway.desk.ticket import Status, Ticket
from gateway.desk.token import is_a_tag
from gateway.desk.world import SentLetter, World
from gateway.mail import CaseNumber, JournalId, Lane, MessageId, OutboxId, TicketId
from gateway.store.alarms import AlarmMail, know_alarms
from gateway.store.columns import ticket_id_in
from gateway.store.customers import find_customers, known_to
from gateway.store.hold import current_hold, resumed_at
from gateway.store.notice_tables import notice_letter
from gateway.store.pieces import in_pieces
from gateway.store.pointed_notices import know_lists, know_notices, tickets_answering
from gateway.store.promises import events_of, promises_of
from gateway.store.tables import message, outbox, participant, ticket, ticket_link
from gateway.store.ticket_row import ticket_of

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MAX_SAME_ID = 10  # tickets with a mail of one id that are looked at, beside those of the author
MAX_TICKETS = 4_000  # of the mails of a batch
MAX_ACKS = 200  # to one inbox whose subjects are looked at: a limit of 66 an hour and below is kept for subjects too
MANY = 50  # letters to a domain in a day from which on their subjects are looked at
MAX_SUBJECTS = 900  # of one domain, the newest: three times what any limit on one of them is
TEN_MINUTES = timedelta(minutes=10)


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
    answering: Collection[str] = ()
    """Domains of authors whose mail answers another one."""
    people: Collection[str] = ()
    """Address keys of the authors."""
    escalating: Collection[str] = ()
    """Of these, who wrote to the address for escalations."""
    alarms: Collection[AlarmMail] = ()
    """Mails of monitoring systems."""
    notices: Collection[str] = ()
    """Names of notices."""
    copied: Collection[str] = ()
    """Who else the authors wrote to of their own domains, as ``Address.inbox``."""


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
    _newest(connection, wanted, found)
    _answering(connection, wanted, found)
    of_alarms = know_alarms(connection, found.world, wanted.alarms)
    found.ticket_ids |= of_alarms
    _tickets(connection, wanted, found)
    _successors(connection, found)
    if wanted.people:
        found.world.directory = known_to(connection, wanted.people)
    know_notices(connection, found.world, wanted.notices)
    know_lists(connection, found.world, wanted.copied)
    named = frozenset(wanted.numbers)  # where a colleague's mail may belong, who is on no case
    theirs = [
        one
        for one in found.world.tickets.values()
        if one.number in named or not one.participants.isdisjoint(wanted.people)
    ]
    homes = (found.world.home(ticket_id) for ticket_id in of_alarms)
    know_clocks(connection, found.world, {one.id: one for one in (*theirs, *homes) if one}.values())
    return found.world


def ticket_by_number(connection: Connection, number: CaseNumber) -> Ticket | None:
    """Return one ticket, with its participants."""
    found = _Found()
    _tickets(connection, Wanted(numbers=(number,)), found)
    return found.world.ticket_by_number(number)


def _newest(connection: Connection, wanted: Wanted, found: _Found) -> None:
    """Find the newest open ticket of people who escalate."""
    for key in wanted.escalating:
        theirs = select(ticket.c.id).join(participant, participant.c.ticket_id == ticket.c.id)
        open_ones = theirs.where(
            participant.c.address == key,
            ticket.c.merged_into.is_(None),
            ticket.c.status.not_in([status.value for status in Status if status.ended]),
        )
        newest = connection.scalar(open_ones.order_by(ticket.c.id.desc()).limit(1))
        if newest is not None:
            found.world.newest[key] = TicketId(newest)
            found.ticket_ids.add(newest)


def _messages(connection: Connection, wanted: Wanted, found: _Found) -> None:
    columns = (message.c.ticket_id, message.c.message_id, message.c.fingerprint, message.c.journal_id)
    for some in in_pieces(wanted.message_ids):
        # Said in SQL as well, so that the partial index may be used.
        used = (message.c.message_id != literal("", literal_execute=True)) & message.c.message_id.in_(some)
        # Anybody can use one id for thousands of mails: the author's own tickets count, and a few for the notes.
        at = func.row_number().over(partition_by=message.c.message_id, order_by=message.c.id).label("at")
        oldest = select(message.c.ticket_id, message.c.message_id, at).where(used).subquery()
        few = select(oldest.c.ticket_id, oldest.c.message_id).where(oldest.c.at <= MAX_SAME_ID)
        theirs = (
            select(message.c.ticket_id, message.c.message_id)
            .where(used)
            .join(participant, participant.c.ticket_id == message.c.ticket_id)
        )
        statements = [few, *(theirs.where(participant.c.address.in_(people)) for people in in_pieces(wanted.people))]
        for statement in statements:
            for ticket_id, message_id in connection.execute(statement.limit(MAX_TICKETS)):
                found.world.know_id(MessageId(message_id), TicketId(ticket_id))
                found.ticket_ids.add(ticket_id)
    for prints in in_pieces(wanted.fingerprints):
        for row in connection.execute(select(*columns).where(message.c.fingerprint.in_(prints))):
            journal_id = None if row.journal_id is None else JournalId(row.journal_id)
            found.world.fingerprints[row.fingerprint] = (TicketId(row.ticket_id), journal_id)
            found.ticket_ids.add(row.ticket_id)


def _letters(connection: Connection, wanted: Wanted, found: _Found) -> None:
    conditions: list[ColumnElement[bool]] = [outbox.c.id.in_(some) for some in in_pieces(wanted.outbox_ids)]
    conditions += [outbox.c.message_id.in_(some) for some in in_pieces(wanted.message_ids)]
    columns = (outbox.c.id, outbox.c.ticket_id, outbox.c.recipient, outbox.c.template, outbox.c.message_id)
    told = select(*columns, outbox.c.sender, notice_letter.c.notice_id, notice_letter.c.customer)
    letters = told.outerjoin(notice_letter, notice_letter.c.outbox_id == outbox.c.id)
    for condition in conditions:
        for row in connection.execute(letters.where(condition)):
            ticket_id = ticket_id_in(row.ticket_id)
            of = (row.notice_id or "", row.customer or "", _is_signed(row.sender))
            letter = SentLetter(OutboxId(row.id), ticket_id, row.recipient, row.template, *of)
            found.world.letters[letter.id] = letter
            found.world.letters_by_message_id[MessageId(row.message_id)] = letter
            if ticket_id is not None:
                found.world.know_id(MessageId(row.message_id), ticket_id)
                found.ticket_ids.add(ticket_id)


def _answering(connection: Connection, wanted: Wanted, found: _Found) -> None:
    """Find the authors' tickets that are linked with the notices they write about."""
    names = {one.notice_id for one in found.world.letters.values() if one.notice_id}
    if names := names.union(wanted.notices):
        found.world.answering = tickets_answering(connection, names, wanted.people)
        found.ticket_ids |= {one for some in found.world.answering.values() for one in some}


def _is_signed(sender: str) -> bool:
    return is_a_tag(sender.partition("@")[0].partition("+")[2])


def _acknowledged(connection: Connection, wanted: Wanted, found: _Found, now: datetime) -> None:
    if not wanted.authors:
        return
    recent = found.world.recent
    recent.held = current_hold(connection) is not None
    since = max(now - TEN_MINUTES, resumed_at(connection) or now - TEN_MINUTES)
    of_all = (outbox.c.template == ACK) & (outbox.c.queued_at > since)  # by the index alone; what is discarded is older
    recent.ten_minutes = connection.scalar(select(func.count()).select_from(outbox).where(of_all)) or 0
    for some in in_pieces(wanted.authors):
        today = (outbox.c.recipient_key.in_(some), outbox.c.queued_at > now - DAY)
        for key in connection.scalars(select(outbox.c.recipient_key).where(*today).distinct()).all():
            _of_inbox(connection, key, recent, now)
    for domains in in_pieces({key.rpartition("@")[2] for key in wanted.authors}):
        letters = select(outbox.c.recipient_domain, func.count().label("n")).group_by(outbox.c.recipient_domain)
        # Notices and newsletters answer nobody: thousands to a large provider take nothing from the people who write.
        answers = outbox.c.lane < int(Lane.NOTICE)
        in_hour = (outbox.c.recipient_domain.in_(domains), outbox.c.queued_at > now - HOUR, answers)
        for row in connection.execute(letters.where(*in_hour)):
            recent.domain_hour[row.recipient_domain] += row.n
    for domains in in_pieces(wanted.answering):
        _subjects(connection, domains, recent, now)


def _of_inbox(connection: Connection, key: str, recent: Recent, now: datetime) -> None:
    """Count the acknowledgements to one inbox within an hour, and the newest ``MAX_ACKS`` of a day by subject."""
    theirs = (outbox.c.recipient_key == key, outbox.c.template.in_(ACKS), outbox.c.state != "discarded")
    counts = select(outbox.c.template, func.count().label("n")).group_by(outbox.c.template)
    for row in connection.execute(counts.where(*theirs, outbox.c.queued_at > now - HOUR)):
        recent.hour[key] += row.n
        recent.hour_proven[key] += row.n if row.template != ACK else 0
    subjects = select(ticket.c.subject).join(outbox, outbox.c.ticket_id == ticket.c.id)
    newest = subjects.where(*theirs, outbox.c.queued_at > now - DAY).order_by(outbox.c.queued_at.desc())
    recent.day[key].update(map(skeleton, connection.scalars(newest.limit(MAX_ACKS))))


def _subjects(connection: Connection, domains: Collection[str], recent: Recent, now: datetime) -> None:
    """Count what went to domains by subject, where it is much."""
    letters = select(outbox.c.recipient_domain).group_by(outbox.c.recipient_domain).having(func.count() >= MANY)
    today = (outbox.c.recipient_domain.in_(domains), outbox.c.queued_at > now - DAY)
    for domain in connection.scalars(letters.where(*today)).all():
        newest = select(ticket.c.subject).join(outbox, outbox.c.ticket_id == ticket.c.id)
        theirs = (outbox.c.recipient_domain == domain, outbox.c.queued_at > now - DAY, outbox.c.template.in_(ACKS))
        rows = newest.where(*theirs).order_by(outbox.c.queued_at.desc()).limit(MAX_SUBJECTS)
        recent.domain_day[domain].update(map(skeleton, connection.scalars(rows)))


def _successors(connection: Connection, found: _Found) -> None:
    """Find what is linked with ended tickets and came after them: there a mail about the old problem may belong."""
    ended = [one.id for one in found.world.tickets.values() if one.status.ended]
    later = (ticket_link.c.other_id.is_not(None), ticket_link.c.other_id > ticket_link.c.ticket_id)
    for some in in_pieces(ended):
        links = select(ticket_link.c.ticket_id, ticket_link.c.other_id).where(ticket_link.c.ticket_id.in_(some), *later)
        for row in connection.execute(links):
            before = found.world.links.get(TicketId(row.ticket_id), ())
            found.world.links[TicketId(row.ticket_id)] = (*before, TicketId(row.other_id))
    unknown = {one for linked in found.world.links.values() for one in linked} - found.world.tickets.keys()
    if unknown:
        found.world.tickets |= tickets_of(connection, unknown)


def know_clocks(connection: Connection, world: World, tickets: Iterable[Ticket]) -> None:
    """Bring what clocks remember of tickets, and their customers, into the world, unless it is there."""
    fresh = [ticket for ticket in tickets if ticket.id not in world.events]
    if not fresh:
        return
    for one in fresh:
        world.tickets.setdefault(one.id, one)
        world.numbers.setdefault(one.number, one.id)
    ids = [one.id for one in fresh]
    world.events |= events_of(connection, ids)
    world.promises |= promises_of(connection, ids)
    know_customers(connection, world, {one.customer for one in fresh})


def cases_of(connection: Connection, tickets: Iterable[Ticket], law: Law) -> list[Case]:
    """Return tickets with all their clocks need, in their order."""
    world, found = World(), list(tickets)
    know_clocks(connection, world, found)
    return [world.case(one.id, law) for one in found]


def know_customers(connection: Connection, world: World, ids: Iterable[str]) -> None:
    """Bring customers into the world, unless they are there."""
    unknown = {name for name in ids if name and name not in world.customers}
    if unknown:
        world.customers |= find_customers(connection, unknown)


def tickets_of(connection: Connection, ids: Collection[TicketId]) -> dict[TicketId, Ticket]:
    """Return tickets by id, with their participants, and those they were merged into."""
    found = _Found(ticket_ids=set(ids))
    _tickets(connection, Wanted(), found)
    return found.world.tickets


def ticket_by_id(connection: Connection, ticket_id: TicketId) -> Ticket | None:
    """Return one ticket, with its participants."""
    return tickets_of(connection, [ticket_id]).get(ticket_id)


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

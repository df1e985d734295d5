"""What people ask the store: tickets, mails and totals, as plain frozen views."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, Text, func, select, text, type_coerce

from gateway.desk.policy.ledger import PromiseRow
from gateway.desk.ticket import SUPPORT_QUEUE
from gateway.errors import NotFound
from gateway.mail import Attachment, Body, CaseNumber, Cut, JournalId, TicketId
from gateway.store.links import links_of
from gateway.store.promises import promises_of
from gateway.store.tables import entry, handled, history, message, outbox, participant, ticket
from gateway.store.waiting import earliest_waiting


@dataclass(frozen=True, slots=True)
class TicketLine:
    """A ticket in a list."""

    number: CaseNumber
    subject: str
    status: str
    priority: str
    requester: str
    created_at: datetime
    updated_at: datetime
    customer: str = ""
    """Id of the customer it is for; empty where that is not known."""
    type: str = "incident"
    channel: str = "mail"
    waiting_on: str = ""
    """A ``WaitingOn``; empty for nobody."""
    hold_until: datetime | None = None
    assigned_to: str = ""
    level: int = 1
    """The support level, from 1."""
    escalation_level: int = 1
    """The step of the ladder its customer has taken it to, from 1."""
    due_at: datetime | None = None
    """When something falls due on it next."""
    queue: str = SUPPORT_QUEUE
    """The group of the team that works on it."""
    tags: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message of a ticket, in the order it came to the desk."""

    case: CaseNumber
    """The ticket it came to: another one where that was merged into this."""
    direction: str
    kind: str
    subkind: str
    sender: str
    at: datetime
    message_id: str
    body: Body
    attachments: tuple[Attachment, ...]
    journal_id: JournalId | None
    standing: str
    """A ``Standing``; empty for what was not received."""
    standing_because: str
    warnings: tuple[str, ...]
    row: int = 0
    """In the store."""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """What happened, and why."""

    at: datetime
    what: str
    because: str


@dataclass(frozen=True, slots=True)
class PersonView:
    """Somebody who belongs to a ticket."""

    address: str
    name: str
    added_by: str
    """The participant who wrote to them too, or ``merge``; empty for the requester."""


@dataclass(frozen=True, slots=True)
class TicketView:
    """A ticket, whole."""

    line: TicketLine
    people: tuple[PersonView, ...]
    """Its participants, those who came first on top."""
    messages: tuple[MessageView, ...]
    """Those of the tickets that were merged into it too, in the order they came."""
    history: tuple[HistoryLine, ...]
    merged: tuple[CaseNumber, ...] = ()
    """The tickets that were merged into it."""
    merged_into: CaseNumber | None = None
    promises: tuple[PromiseRow, ...] = ()
    """Every promise ever made on it, in the order they began."""
    linked_to: tuple[str, ...] = ()
    """Case numbers, and names of notices."""
    fields: tuple[tuple[str, str], ...] = ()
    cause: str = ""
    fix: str = ""
    solution: str = ""

    @property
    def participants(self) -> tuple[str, ...]:
        """Return the addresses of its people."""
        return tuple(one.address for one in self.people)


@dataclass(frozen=True, slots=True)
class MailLine:
    """A mail of the journal and what became of it."""

    id: JournalId
    source: str
    sender: str
    recipients: tuple[str, ...]
    received_at: datetime
    size: int
    state: str
    """``waiting``, ``claimed``, ``done`` or ``aside``; ``unfinished`` asks for the first two."""
    fate: str
    """A ``Fate``; ``set-aside`` or ``waiting`` until there is one."""
    case: str
    because: str
    attempts: int
    error: str


@dataclass(frozen=True, slots=True)
class Totals:
    """The store in numbers: accepted = done + aside + waiting."""

    accepted: int
    waiting: int
    aside: int
    fates: dict[str, int]
    tickets: dict[str, int]
    """By status."""
    outbox: dict[str, int]
    """By state."""
    oldest_waiting: datetime | None
    oldest_letter: datetime | None


def list_tickets(
    connection: Connection,
    *,
    statuses: Sequence[str] = (),
    requester: str = "",
    customer: str = "",
    queue: str = "",
    tag: str = "",
    limit: int = 50,
) -> list[TicketLine]:
    """Return the tickets that changed last, newest first."""
    statement = select(ticket)
    if statuses:
        statement = statement.where(ticket.c.status.in_(statuses))
    if requester:
        statement = statement.where(ticket.c.requester == requester)
    if customer:
        statement = statement.where(ticket.c.customer == customer)
    if queue:
        statement = statement.where(ticket.c.queue == queue)
    if queue not in ("", SUPPORT_QUEUE):
        statement = statement.where(text("queue <> 'support'"))  # so that the partial index may be used
    if tag:
        written = type_coerce(ticket.c.tags, Text).contains(json.dumps(tag), autoescape=True)
        statement = statement.where(written, text("tags <> '[]'"))  # for the same reason
    return [
        _line(row)
        for row in connection.execute(statement.order_by(ticket.c.updated_at.desc(), ticket.c.id.desc()).limit(limit))
    ]


def show_ticket(connection: Connection, number: str) -> TicketView:
    """Return one ticket with everything on it. Raises ``NotFound``."""
    row = connection.execute(select(ticket).where(ticket.c.number == number)).one_or_none()
    if row is None:
        raise NotFound(f"there is no case {number}")
    people = (
        select(participant.c.address, participant.c.name, participant.c.added_by)
        .where(participant.c.ticket_id == row.id)
        .order_by(participant.c.since, participant.c.address)
    )
    merged = connection.execute(select(ticket.c.id, ticket.c.number).where(ticket.c.merged_into == row.id)).all()
    cases = {row.id: row.number, **{other.id: other.number for other in merged}}
    mails = select(message).where(message.c.ticket_id.in_(cases)).order_by(message.c.id)
    past = select(history).where(history.c.ticket_id == row.id).order_by(history.c.id)
    return TicketView(
        line=_line(row),
        people=tuple(PersonView(one.address, one.name, one.added_by) for one in connection.execute(people)),
        messages=tuple(_message(found, cases[found.ticket_id]) for found in connection.execute(mails)),
        history=tuple(HistoryLine(found.at, found.what, found.because) for found in connection.execute(past)),
        merged=tuple(sorted(CaseNumber(other.number) for other in merged)),
        merged_into=None if row.merged_into is None else ticket_number(connection, row.merged_into),
        promises=promises_of(connection, [row.id])[row.id],
        linked_to=links_of(connection, row.id),
        fields=tuple((name, value) for name, value in row.fields),
        cause=row.cause,
        fix=row.fix,
        solution=row.solution or "",
    )


def list_mails(connection: Connection, *, state: str = "", fate: str = "", limit: int = 50) -> list[MailLine]:
    """Return the newest mails of the journal, newest last; ``state`` and ``fate`` as in ``MailLine``."""
    statement = _mails()
    if fate:
        statement = statement.where(handled.c.state == "done", handled.c.fate == fate)
    if state == "unfinished":
        statement = statement.where(handled.c.journal_id.is_(None) | (handled.c.state == "claimed"))
    elif state == "waiting":
        statement = statement.where(handled.c.journal_id.is_(None))
    elif state:
        statement = statement.where(handled.c.state == state)
    rows = connection.execute(statement.order_by(entry.c.id.desc()).limit(limit)).all()
    return [_mail(row) for row in reversed(rows)]


def show_mail(connection: Connection, journal_id: int) -> MailLine:
    """Return one mail of the journal. Raises ``NotFound``."""
    row = connection.execute(_mails().where(entry.c.id == journal_id)).one_or_none()
    if row is None:
        raise NotFound(f"there is no mail {journal_id} in the journal")
    return _mail(row)


def totals(connection: Connection) -> Totals:
    """Count everything; every accepted mail is in exactly one place."""
    accepted = int(connection.scalar(select(func.count()).select_from(entry)) or 0)
    states = dict(_pairs(connection, select(handled.c.state, func.count()).group_by(handled.c.state)))
    done = select(handled.c.fate, func.count()).where(handled.c.state == "done").group_by(handled.c.fate)
    waiting = accepted - states.get("done", 0) - states.get("aside", 0)
    return Totals(
        accepted=accepted,
        waiting=waiting,
        aside=states.get("aside", 0),
        fates=dict(_pairs(connection, done)),
        tickets=dict(_pairs(connection, select(ticket.c.status, func.count()).group_by(ticket.c.status))),
        outbox=dict(_pairs(connection, select(outbox.c.state, func.count()).group_by(outbox.c.state))),
        oldest_waiting=earliest_waiting(connection) if waiting else None,
        oldest_letter=connection.scalar(select(func.min(outbox.c.queued_at)).where(outbox.c.state == "queued")),
    )


def ticket_number(connection: Connection, ticket_id: TicketId) -> CaseNumber:
    """Return the case number of a ticket id. Raises ``NotFound``."""
    number = connection.scalar(select(ticket.c.number).where(ticket.c.id == ticket_id))
    if number is None:
        raise NotFound(f"there is no ticket with the id {ticket_id}")
    return CaseNumber(number)


def _pairs(connection: Connection, statement: Select[Any, Any]) -> list[tuple[str, int]]:
    return [(str(row[0]), int(row[1])) for row in connection.execute(statement)]


def _mails() -> Select[Any]:
    columns = [column for column in entry.c if column.name != "raw"]
    return (
        select(
            *columns,
            handled.c.state,
            handled.c.fate,
            handled.c.because,
            handled.c.attempts,
            handled.c.error,
            ticket.c.number,
        )
        .outerjoin(handled, handled.c.journal_id == entry.c.id)
        .outerjoin(ticket, ticket.c.id == handled.c.ticket_id)
    )


def _mail(row: Any) -> MailLine:
    return MailLine(
        id=JournalId(row.id),
        source=row.source,
        sender=row.sender,
        recipients=tuple(row.recipients),
        received_at=row.received_at,
        size=row.size,
        state=row.state or "waiting",
        fate=_fate(row),
        case=row.number or "",
        because=row.because or "",
        attempts=row.attempts or 0,
        error=row.error or "",
    )


def _fate(row: Any) -> str:
    if row.state == "done":
        return str(row.fate)
    return "set-aside" if row.state == "aside" else "waiting"


def _line(row: Any) -> TicketLine:
    return TicketLine(
        number=CaseNumber(row.number),
        subject=row.subject,
        status=row.status,
        priority=row.priority,
        requester=row.requester,
        created_at=row.created_at,
        updated_at=row.updated_at,
        customer=row.customer or "",
        type=row.type,
        channel=row.channel,
        waiting_on=row.waiting_on or "",
        hold_until=row.hold_until,
        assigned_to=row.assignee,
        level=row.tier,
        escalation_level=row.rung,
        due_at=row.due_at,
        queue=row.queue,
        tags=tuple(row.tags),
        topics=tuple(row.topics),
    )


def _message(row: Any, case: str) -> MessageView:
    return MessageView(
        case=CaseNumber(case),
        direction=row.direction,
        kind=row.kind,
        subkind=row.subkind,
        sender=row.sender,
        at=row.at,
        message_id=row.message_id,
        body=Body(row.full_text, tuple(Cut(*cut) for cut in row.cuts)),
        attachments=tuple(Attachment(*attachment) for attachment in row.attachments),
        journal_id=None if row.journal_id is None else JournalId(row.journal_id),
        standing=row.standing,
        standing_because=row.standing_because,
        warnings=tuple(row.warnings),
        row=row.id,
    )

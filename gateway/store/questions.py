"""Questions that were asked by mail, and what was answered."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, assert_never

from sqlalchemy import Connection, Row, func, insert, select, update

from gateway.address import is_same
from gateway.desk.customer import Customer
from gateway.desk.notice_changes import AskByMail, NoteUnclear, TakeReply
from gateway.desk.question import Asks, Question, Reply
from gateway.mail import OutboxId, Outcome
from gateway.store.notice_tables import mail_question
from gateway.store.pieces import in_pieces
from gateway.store.tables import customer_history, outbox

_later = mail_question.alias()
_SINCE = (
    select(_later.c.address)
    .where(_later.c.asks == mail_question.c.asks, _later.c.about == mail_question.c.about)
    .where(_later.c.outbox_id > mail_question.c.outbox_id)
    .order_by(_later.c.outbox_id.desc())
    .limit(1)
    .scalar_subquery()
    .label("since")
)
"""Who was asked last about the same, after a question."""
_UNTAKEN = (Outcome.REFUSED.value, Outcome.GAVE_UP.value)
UNCLEAR = "answered neither yes nor no whether notices reach the right people"
"""The line in the history of a customer."""
_CASE = "case "


@dataclass(frozen=True, slots=True)
class Confirmed:
    """An address that somebody who reads there has confirmed."""

    address: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, who asked it, and what was answered."""

    address: str
    at: datetime
    by: str
    reply: Reply | None
    """None: nobody has answered yet."""
    replied_at: datetime | None
    replied_by: str
    untaken: str = ""
    """What was said where nobody took the mail that asks; empty where somebody did, or may yet."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """An answer that was not understood."""

    case: str
    """The number of the case it opened."""
    at: datetime
    by: str


def newest(connection: Connection, asks: Asks, about: str) -> Asked | None:
    """Return the newest question of a kind about somebody."""
    both = mail_question.outerjoin(outbox, outbox.c.id == mail_question.c.outbox_id)
    theirs = select(mail_question, outbox.c.state, outbox.c.reply.label("said")).select_from(both)
    theirs = theirs.where(mail_question.c.asks == asks.value, mail_question.c.about == about)
    row = connection.execute(theirs.order_by(mail_question.c.outbox_id.desc()).limit(1)).one_or_none()
    if row is None:
        return None
    reply = Reply(row.reply) if row.reply else None
    untaken = row.said if row.state in _UNTAKEN else ""
    return Asked(row.address, row.asked_at, row.asked_by, reply, row.replied_at, row.replied_by, untaken)


def questions_of(connection: Connection, ids: Collection[OutboxId]) -> dict[OutboxId, Question]:
    """Return those of the letters that ask something, by letter."""
    found: dict[OutboxId, Question] = {}
    for some in in_pieces(ids):
        rows = connection.execute(select(mail_question, _SINCE).where(mail_question.c.outbox_id.in_(some)))
        found |= {OutboxId(row.outbox_id): replace(_question(row), asked_since=row.since or "") for row in rows}
    return found


def last_asked(connection: Connection, asks: Asks) -> dict[str, Question]:
    """Return the newest question of a kind about each, by what it is about."""
    newest = select(func.max(mail_question.c.outbox_id)).where(mail_question.c.asks == asks.value)
    rows = connection.execute(
        select(mail_question).where(mail_question.c.outbox_id.in_(newest.group_by(mail_question.c.about)))
    )
    return {row.about: _question(row) for row in rows}


def confirmed(connection: Connection, customers: Collection[Customer]) -> dict[str, Confirmed]:
    """Return the last confirmation of the notice addresses that customers have now, by id.

    None where a later answer says that the address is wrong. What was said of one they had before tells nothing.
    """
    answered = select(mail_question).where(
        mail_question.c.asks == Asks.ADDRESS.value, mail_question.c.reply.is_not(None)
    )
    address_of = {one.id: one.notice_address for one in customers}
    if len(address_of) == 1:
        answered = answered.where(mail_question.c.about.in_(address_of))
    found: dict[str, Confirmed] = {}
    for row in connection.execute(answered.order_by(mail_question.c.replied_at, mail_question.c.outbox_id)):
        if not is_same(address_of.get(row.about, ""), row.address):
            continue
        if Reply(row.reply) is Reply.YES:
            found[row.about] = Confirmed(row.address, row.replied_at, row.replied_by)
        else:
            found.pop(row.about, None)
    return found


def write_asked(connection: Connection, change: AskByMail | TakeReply | NoteUnclear, *, at: datetime) -> None:
    """Write a question down, or what was answered to one."""
    match change:
        case AskByMail():
            _write_question(connection, change)
        case TakeReply():
            _write_reply(connection, change, at)
        case NoteUnclear():
            _note_unclear(connection, change, at)
        case _:
            assert_never(change)


def _write_question(connection: Connection, change: AskByMail) -> None:
    asked = change.question
    row = {
        "outbox_id": asked.outbox_id,
        "asks": asked.asks.value,
        "about": asked.about,
        "address": asked.address,
        "asked_at": asked.asked_at,
        "asked_by": change.by,
        "reply": None,
        "replied_at": None,
        "replied_by": "",
    }
    connection.execute(insert(mail_question), row)


def _write_reply(connection: Connection, change: TakeReply, at: datetime) -> None:
    """Write down what was answered; the first answer counts."""
    this = (mail_question.c.outbox_id == change.question.outbox_id, mail_question.c.reply.is_(None))
    values = {"reply": change.reply.value, "replied_at": at, "replied_by": change.by}
    connection.execute(update(mail_question).where(*this).values(**values))


def _note_unclear(connection: Connection, change: NoteUnclear, at: datetime) -> None:
    """Write down in a customer's history which case has an answer that was not understood."""
    because = f"{_CASE}{change.case}"
    line = {"customer_id": change.question.about, "at": at, "by": change.by, "what": UNCLEAR, "because": because}
    connection.execute(insert(customer_history), line)


def unclear_since(connection: Connection, customer: str, at: datetime) -> Unclear | None:
    """Return the newest answer of a customer since then that was not understood."""
    theirs = (customer_history.c.customer_id == customer, customer_history.c.what == UNCLEAR)
    newest_first = select(customer_history).where(*theirs).order_by(customer_history.c.id.desc()).limit(1)
    row = connection.execute(newest_first).one_or_none()
    if row is None or row.at < at:
        return None
    return Unclear(row.because.removeprefix(_CASE), row.at, row.by)


def _question(row: Row[Any]) -> Question:
    reply = Reply(row.reply) if row.reply else None
    return Question(
        OutboxId(row.outbox_id), Asks(row.asks), row.about, row.address, row.asked_at, reply, by=row.asked_by
    )

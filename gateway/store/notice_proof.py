"""Read what proves a notice: what became of every letter about it, and who of ours was asked to tell the others."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from gateway.address import ascii_lower, is_same
from gateway.desk.notice import Standing
from gateway.desk.notices.proof import ColleagueTold, Heard, Record, Word
from gateway.desk.notices.refusal import Refusal
from gateway.desk.notices.uncovered import addresses_in
from gateway.desk.order import Bulletin
from gateway.mail import Outcome
from gateway.store.notice_tables import mail_question, notice_letter, notice_recipient, notice_revision
from gateway.store.notices import Told, notice_named, revisions_of, told_of
from gateway.store.pieces import in_pieces
from gateway.store.tables import outbox, sending

_UNDER_WAY = (Standing.QUEUED, Standing.DEFERRED)
_FINAL = [outcome.value for outcome in Outcome if outcome.final]


@dataclass(frozen=True, slots=True)
class _Tried:
    """What became of all letters to a customer about one revision."""

    accepted_at: datetime | None = None
    refused_at: datetime | None = None
    reply: str = ""
    """Of the server that refused it."""
    by_relay: bool = False
    first_address: str = ""


@dataclass(frozen=True, slots=True)
class _Mailed:
    """What became of a mail that asked a colleague."""

    taken: bool
    waits: bool
    """It may be taken yet."""
    reply: str


def record_of(connection: Connection, name: str, now: datetime) -> Record:
    """Return all that is written down about a notice. Raises ``NotFound``."""
    found = notice_named(connection, name)
    revisions, tried = revisions_of(connection, found.id), _tried(connection, found.id)
    colleagues = colleagues_told(connection, found.id)
    unheard = {(each.address, name) for each in colleagues for name in each.unheard}
    heard: dict[int, list[Heard]] = {}
    for one in told_of(connection, found.id):
        if name := one.recipient.customer:
            to = [each for each in addresses_in(one.recipient.told_by) if (each, name) not in unheard]
            heard.setdefault(one.number, []).append(_heard(one, tried.get((one.number, name)), ", ".join(to)))
    words = tuple(Word(revision, told, tuple(heard.get(revision.number, ()))) for revision, told in revisions)
    return Record(found, words, tuple(colleagues), now)


def colleagues_told(connection: Connection, notice_id: str) -> list[ColleagueTold]:
    """Return who of ours was asked to tell which customers of a notice, when first, and whether that mail was taken."""
    of = notice_recipient.c
    mine = and_(notice_revision.c.notice_id == of.notice_id, notice_revision.c.number == of.number)
    found = (
        select(of.told_by, of.customer, func.coalesce(of.asked_at, notice_revision.c.at).label("at"))
        .join(notice_revision, mine)
        .where(of.notice_id == notice_id, of.told_by != "")
    )
    asked: dict[str, dict[str, list[datetime]]] = {}
    for row in connection.execute(found.order_by(of.customer, of.number)):
        for address in addresses_in(row.told_by):
            asked.setdefault(address, {}).setdefault(row.customer, []).append(row.at)
    mailed = _mailed(
        connection, notice_id, {at for theirs in asked.values() for times in theirs.values() for at in times}
    )
    return [_colleague(address, theirs, mailed) for address, theirs in sorted(asked.items())]


def _colleague(
    address: str, asked: Mapping[str, Sequence[datetime]], mailed: Mapping[tuple[str, datetime], _Mailed]
) -> ColleagueTold:
    """Return one with what became of the mails that named customers to them; ``asked`` has when, by customer."""
    to = ascii_lower(address)
    first = min(at for times in asked.values() for at in times)
    waiting: list[str] = []
    unheard: list[str] = []
    reply = ""
    for name, times in asked.items():
        came = [mailed[to, at] for at in times if (to, at) in mailed]
        if not came or any(one.taken for one in came):
            continue  # of a mail that is not there nothing bad is known
        (waiting if any(one.waits for one in came) else unheard).append(name)
        reply = came[-1].reply
    return ColleagueTold(address, first, tuple(asked), tuple(waiting), tuple(unheard), reply)


def _mailed(connection: Connection, notice_id: str, times: Collection[datetime]) -> dict[tuple[str, datetime], _Mailed]:
    """Return what became of the mails that asked colleagues to tell customers of a notice, by whom and when.

    Of two to one at a time, which name different customers, what is worst stands.
    """
    found: dict[tuple[str, datetime], _Mailed] = {}
    asked = mail_question.c
    to = func.coalesce(asked.address, outbox.c.recipient).label("to")
    at = func.coalesce(asked.asked_at, outbox.c.queued_at).label("at")
    wire = (sending.c.state.label("doing"), sending.c.reply.label("said"))
    asks = (
        select(to, at, outbox.c.state, outbox.c.reply, *wire)
        .select_from(outbox)
        .outerjoin(sending, sending.c.outbox_id == outbox.c.id)
        .outerjoin(mail_question, asked.outbox_id == outbox.c.id)
        .where(outbox.c.template == Bulletin.NOTICE_UNCOVERED.value)
        .order_by(outbox.c.id)
    )
    for some in in_pieces(times):
        before = and_(asked.about.is_(None), outbox.c.queued_at.in_(some))  # earlier releases kept no question of them
        for row in connection.execute(asks.where(or_(asked.about == notice_id, before))):
            state = row.doing if row.state == "queued" and row.doing in _FINAL else row.state
            one = _Mailed(
                taken=state == Outcome.SENT.value,
                waits=state != "discarded" and state not in _FINAL,
                reply=row.reply or row.said or "",
            )
            key = ascii_lower(row.to), row.at
            found[key] = min(found.get(key, one), one, key=lambda mail: (mail.taken, mail.waits))
    return found


def _tried(connection: Connection, notice_id: str) -> dict[tuple[int, str], _Tried]:
    """Return by revision and customer what became of every letter, those before another was sent as well."""
    letter = notice_letter.c
    columns = (letter.number, letter.customer, outbox.c.recipient, outbox.c.state, outbox.c.settled_at, outbox.c.reply)
    wire = (sending.c.state.label("doing"), sending.c.at.label("tried_at"), sending.c.reply.label("said"))
    found = (
        select(*columns, *wire)
        .join(outbox, outbox.c.id == letter.outbox_id)
        .outerjoin(sending, sending.c.outbox_id == letter.outbox_id)
        .where(letter.notice_id == notice_id, letter.customer != "")
    )
    tried: dict[tuple[int, str], _Tried] = {}
    for row in connection.execute(found.order_by(letter.outbox_id)):
        before = tried.get((row.number, row.customer), _Tried(first_address=ascii_lower(row.recipient)))
        tried[row.number, row.customer] = _and_then(before, row)
    return tried


def _and_then(before: _Tried, row: Any) -> _Tried:
    left = row.state == "discarded" and row.doing == Outcome.SENT.value  # at the moment at which it was withdrawn
    state = row.doing if row.state == "queued" or left else row.state  # the wire knows it before the desk does
    at = row.tried_at if left else _handed_over_at(row)
    if state == Outcome.SENT.value:
        return replace(before, accepted_at=before.accepted_at or at)
    if state == Outcome.REFUSED.value:
        refusal = Refusal.told(row.reply or row.said or "", wire=row.doing)
        if before.refused_at is None or (_was_ours(before) and not refusal.is_ours):
            return replace(before, refused_at=at, reply=refusal.reply, by_relay=refusal.by_relay)
    return before


def _was_ours(tried: _Tried) -> bool:
    return Refusal(tried.reply, tried.by_relay).is_ours


def _handed_over_at(row: Any) -> datetime | None:
    """Return when a server took or refused a letter: a report of somebody behind it settles it anew, hours later."""
    spoke = row.doing in (Outcome.SENT.value, Outcome.REFUSED.value)
    times = (row.settled_at, row.tried_at if spoke else None)
    return min((one for one in times if one), default=None)


def _heard(told: Told, tried: _Tried | None, asked: str) -> Heard:
    tried, address = tried or _Tried(), ascii_lower(told.recipient.address)
    return Heard(
        number=told.number,
        customer=told.recipient.customer,
        standing=told.standing,
        address=address,
        accepted_at=tried.accepted_at,
        refused_at=tried.refused_at,
        reply=tried.reply,
        by_relay=tried.by_relay,
        left_to=asked if told.asked_at is None else "",
        unasked=told.asked_at is not None and not told.recipient.told_by and told.standing not in _UNDER_WAY,
        first_address="" if is_same(tried.first_address, address) else tried.first_address,
    )

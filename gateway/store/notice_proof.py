"""Read what proves a notice: what became of every letter about it, and who of ours was asked to tell the others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, func, select

from gateway.address import ascii_lower
from gateway.desk.notices.proof import ColleagueTold, Heard, Record, Word
from gateway.desk.notices.refusal import Refusal
from gateway.mail import Outcome
from gateway.store.notice_tables import notice_letter, notice_recipient, notice_revision
from gateway.store.notices import Told, notice_named, revisions_of, told_of
from gateway.store.tables import outbox, sending


@dataclass(frozen=True, slots=True)
class _Tried:
    """What became of all letters to a customer about one revision."""

    accepted_at: datetime | None = None
    refused_at: datetime | None = None
    reply: str = ""
    """Of the server that refused it."""
    by_relay: bool = False


def record_of(connection: Connection, name: str, now: datetime) -> Record:
    """Return all that is written down about a notice. Raises ``NotFound``."""
    found = notice_named(connection, name)
    revisions, tried = revisions_of(connection, found.id), _tried(connection, found.id)
    heard: dict[int, list[Heard]] = {}
    for one in told_of(connection, found.id):
        if one.recipient.customer:
            heard.setdefault(one.number, []).append(_heard(one, tried.get((one.number, one.recipient.customer))))
    words = tuple(Word(revision, told, tuple(heard.get(revision.number, ()))) for revision, told in revisions)
    return Record(found, words, tuple(colleagues_told(connection, found.id)), now)


def colleagues_told(connection: Connection, notice_id: str) -> list[ColleagueTold]:
    """Return who of ours was asked to tell which customers of a notice, and when first."""
    of = notice_recipient.c
    mine = and_(notice_revision.c.notice_id == of.notice_id, notice_revision.c.number == of.number)
    found = (
        select(of.told_by, of.customer, func.min(func.coalesce(of.asked_at, notice_revision.c.at)).label("at"))
        .join(notice_revision, mine)
        .where(of.notice_id == notice_id, of.told_by != "")
        .group_by(of.told_by, of.customer)
    )
    asked: dict[str, dict[str, datetime]] = {}
    for row in connection.execute(found.order_by(of.customer)):
        for address in row.told_by.split(", "):
            asked.setdefault(address, {})[row.customer] = row.at
    return [ColleagueTold(address, min(theirs.values()), tuple(theirs)) for address, theirs in sorted(asked.items())]


def _tried(connection: Connection, notice_id: str) -> dict[tuple[int, str], _Tried]:
    """Return by revision and customer what became of every letter, those before another was sent as well."""
    letter = notice_letter.c
    columns = (letter.number, letter.customer, outbox.c.state, outbox.c.settled_at, outbox.c.reply)
    wire = (sending.c.state.label("doing"), sending.c.at.label("tried_at"), sending.c.reply.label("said"))
    found = (
        select(*columns, *wire)
        .join(outbox, outbox.c.id == letter.outbox_id)
        .outerjoin(sending, sending.c.outbox_id == letter.outbox_id)
        .where(letter.notice_id == notice_id, letter.customer != "")
    )
    tried: dict[tuple[int, str], _Tried] = {}
    for row in connection.execute(found.order_by(letter.outbox_id)):
        before = tried.get((row.number, row.customer), _Tried())
        tried[row.number, row.customer] = _and_then(before, row)
    return tried


def _and_then(before: _Tried, row: Any) -> _Tried:
    left = row.state == "discarded" and row.doing == Outcome.SENT.value  # at the moment at which it was withdrawn
    state = row.doing if row.state == "queued" or left else row.state  # the wire knows it before the desk does
    at = row.tried_at if left else _handed_over_at(row)
    if state == Outcome.SENT.value:
        return replace(before, accepted_at=before.accepted_at or at)
    if state == Outcome.REFUSED.value:
        refusal = _refusal(row)
        if before.refused_at is None or (_was_ours(before) and not refusal.is_ours):
            return replace(before, refused_at=at, reply=refusal.reply, by_relay=refusal.by_relay)
    return before


def _refusal(row: Any) -> Refusal:
    said: str = row.reply or row.said or ""
    if row.doing == Outcome.REFUSED.value:  # after a bounce the wire still has it as sent
        return Refusal(said, by_relay=True)
    return Refusal.worded(said)


def _was_ours(tried: _Tried) -> bool:
    return Refusal(tried.reply, tried.by_relay).is_ours


def _handed_over_at(row: Any) -> datetime | None:
    """Return when a server took or refused a letter: a report of somebody behind it settles it anew, hours later."""
    spoke = row.doing in (Outcome.SENT.value, Outcome.REFUSED.value)
    times = (row.settled_at, row.tried_at if spoke else None)
    return min((one for one in times if one), default=None)


def _heard(told: Told, tried: _Tried | None) -> Heard:
    tried = tried or _Tried()
    return Heard(
        number=told.number,
        customer=told.recipient.customer,
        standing=told.standing,
        address=ascii_lower(told.recipient.address),
        accepted_at=tried.accepted_at,
        refused_at=tried.refused_at,
        reply=tried.reply,
        by_relay=tried.by_relay,
        left_to=told.recipient.told_by if told.asked_at is None else "",
    )

"""Read what proves a notice: what became of every letter about it, and who of ours was asked to tell the others."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from gateway.address import ascii_lower, is_same
from gateway.desk.notice import Stage, Standing
from gateway.desk.notices.audit_record import ColleagueTold, Heard, Record, Word
from gateway.desk.notices.refusal import Refusal
from gateway.desk.notices.uncovered import addresses_in
from gateway.desk.notices.unreached import LEFT_US
from gateway.desk.order import Bulletin
from gateway.desk.question import Asks
from gateway.mail import Outcome
from gateway.store.notice_tables import mail_question, notice_letter, notice_recipient, notice_revision
from gateway.store.notices import Told, notice_named, revisions_of, told_of
from gateway.store.pieces import in_pieces
from gateway.store.tables import outbox, sending

_UNDER_WAY = (Standing.QUEUED, Standing.DEFERRED)
_FINAL = [outcome.value for outcome in Outcome if outcome.final]
_WIRE = (sending.c.state.label("doing"), sending.c.reply.label("said"))


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


@dataclass(frozen=True, slots=True)
class _Asking:
    """That somebody of ours was to tell a customer of a revision."""

    address: str
    customer: str
    number: int
    at: datetime
    """When the mail that they know it by asked them."""
    mail: _Mailed | None
    """What they know it by; None where no mail is there, and nothing bad is known."""

    @property
    def is_unheard(self) -> bool:
        """Tell whether no mail told them, nor will."""
        return self.mail is not None and not self.mail.taken and not self.mail.waits


def record_of(connection: Connection, name: str, now: datetime) -> Record:
    """Return all that is written down about a notice. Raises ``NotFound``."""
    found = notice_named(connection, name)
    revisions, tried = revisions_of(connection, found.id), _tried(connection, found.id)
    askings = _askings(connection, found.id)
    unheard = _in_vain(askings)
    heard: dict[int, list[Heard]] = {}
    for one in told_of(connection, found.id):
        if name := one.recipient.customer:
            every = addresses_in(one.recipient.told_by)
            to = [each for each in every if (each, name, one.number) not in unheard]
            heard.setdefault(one.number, []).append(_heard(one, tried.get((one.number, name)), ", ".join(to)))
    words = tuple(Word(revision, told, tuple(heard.get(revision.number, ()))) for revision, told in revisions)
    return Record(found, words, tuple(_colleagues(askings)), now)


def colleagues_told(connection: Connection, notice_id: str) -> list[ColleagueTold]:
    """Return who of ours was asked to tell which customers of a notice, when first, and whether they know of it."""
    return _colleagues(_askings(connection, notice_id))


def asked_in_vain(connection: Connection, notice_id: str) -> set[tuple[str, str, int]]:
    """Return whose mail that asks to tell a customer of a revision came back: address, customer, number."""
    return _in_vain(_askings(connection, notice_id))


def _in_vain(askings: Iterable[_Asking]) -> set[tuple[str, str, int]]:
    return {(one.address, one.customer, one.number) for one in askings if one.is_unheard}


def deaf(connection: Connection, notice_id: str) -> set[str]:
    """Return the addresses of colleagues whose last mail that asks to tell of a notice came back, in small letters."""
    asked = mail_question.c
    theirs = select(asked.address, outbox.c.state, outbox.c.reply, *_WIRE).join(outbox, outbox.c.id == asked.outbox_id)
    theirs = theirs.outerjoin(sending, sending.c.outbox_id == outbox.c.id)
    theirs = theirs.where(asked.asks == Asks.TELL.value, asked.about == notice_id).order_by(asked.outbox_id)
    last = {ascii_lower(row.address): _fate(row) for row in connection.execute(theirs)}
    return {address for address, mail in last.items() if not (mail.taken or mail.waits)}


def _colleagues(askings: Iterable[_Asking]) -> list[ColleagueTold]:
    theirs: dict[str, list[_Asking]] = {}
    for one in askings:
        theirs.setdefault(one.address, []).append(one)
    return [_colleague(address, some) for address, some in sorted(theirs.items())]


def _colleague(address: str, askings: Sequence[_Asking]) -> ColleagueTold:
    """Return one with what became of the last word they were to tell to each customer."""
    last = {one.customer: one for one in askings}
    return ColleagueTold(
        address,
        min(one.at for one in askings),
        tuple(last),
        tuple(name for name, one in last.items() if one.mail and one.mail.waits),
        tuple(name for name, one in last.items() if one.is_unheard),
        next((one.mail.reply for one in reversed(last.values()) if one.mail and not one.mail.taken), ""),
        {name: one.number for name, one in last.items()},
        {name: one.at for name, one in last.items()},
    )


def _askings(connection: Connection, notice_id: str) -> list[_Asking]:
    """Return by customer who was to tell them of each revision, in order.

    Where no mail asks them anew, what they were asked by before counts on; that an outage is over they have from their
    copy of the letter.
    """
    of = notice_recipient.c
    mine = and_(notice_revision.c.notice_id == of.notice_id, notice_revision.c.number == of.number)
    asked_at = func.coalesce(of.asked_at, notice_revision.c.at).label("at")
    found = select(of.told_by, of.customer, of.number, notice_revision.c.stage, asked_at).join(notice_revision, mine)
    theirs = found.where(of.notice_id == notice_id, of.told_by != "").order_by(of.customer, of.number)
    rows = connection.execute(theirs).all()
    mailed = _mailed(connection, notice_id, {row.at for row in rows})
    copies = _copies(connection, notice_id) if any(row.stage == Stage.RESTORED.value for row in rows) else {}
    before: dict[tuple[str, str], tuple[_Mailed | None, datetime]] = {}
    askings: list[_Asking] = []
    for row in rows:
        for address in addresses_in(row.told_by):
            to = ascii_lower(address)
            mail = mailed.get((to, row.at))
            if mail is None and row.stage == Stage.RESTORED.value:
                mail = copies.get(to)
            known = (mail, row.at) if mail else before.get((to, row.customer), (None, row.at))
            before[to, row.customer] = known
            askings.append(_Asking(address, row.customer, row.number, known[1], known[0]))
    return askings


def _copies(connection: Connection, notice_id: str) -> dict[str, _Mailed]:
    """Return what became of the copies that tell colleagues that an outage is over, by address: of the best of them.

    What is told later says so as well.
    """
    of = notice_recipient.c
    over = select(func.min(notice_revision.c.number)).where(
        notice_revision.c.notice_id == notice_id, notice_revision.c.stage == Stage.RESTORED.value
    )
    theirs = (of.notice_id == notice_id, of.copy_to != "", of.number >= over.scalar_subquery())
    found = (
        select(of.copy_to, of.waits, outbox.c.state, outbox.c.reply, *_WIRE)
        .outerjoin(outbox, outbox.c.id == of.outbox_id)
        .outerjoin(sending, sending.c.outbox_id == of.outbox_id)
        .where(*theirs)
    )
    copies: dict[str, _Mailed] = {}
    for row in connection.execute(found.order_by(of.number)):
        one, to = _fate(row) if row.state else _Mailed(False, row.waits, ""), ascii_lower(row.copy_to)
        copies[to] = max(one, copies.get(to, one), key=_how_well)
    return copies


def _mailed(connection: Connection, notice_id: str, times: Collection[datetime]) -> dict[tuple[str, datetime], _Mailed]:
    """Return what became of the mails that asked colleagues to tell customers of a notice, by whom and when.

    Of two to one at a time, which name different customers, what is worst stands.
    """
    found: dict[tuple[str, datetime], _Mailed] = {}
    asked = mail_question.c
    to = func.coalesce(asked.address, outbox.c.recipient).label("to")
    at = func.coalesce(asked.asked_at, outbox.c.queued_at).label("at")
    asks = (
        select(to, at, outbox.c.state, outbox.c.reply, *_WIRE)
        .select_from(outbox)
        .outerjoin(sending, sending.c.outbox_id == outbox.c.id)
        .outerjoin(mail_question, asked.outbox_id == outbox.c.id)
        .where(outbox.c.template == Bulletin.NOTICE_UNCOVERED.value)
        .order_by(outbox.c.id)
    )
    for some in in_pieces(times):
        before = and_(asked.about.is_(None), outbox.c.queued_at.in_(some))  # earlier releases kept no question of them
        for row in connection.execute(asks.where(or_(asked.about == notice_id, before))):
            one, key = _fate(row), (ascii_lower(row.to), row.at)
            found[key] = min(found.get(key, one), one, key=_how_well)
    return found


def _fate(row: Any) -> _Mailed:
    state = row.doing if row.state == "queued" and row.doing in _FINAL else row.state
    return _Mailed(
        taken=state == Outcome.SENT.value,
        waits=state != "discarded" and state not in _FINAL,
        reply=row.reply or row.said or "",
    )


def _how_well(mail: _Mailed) -> tuple[bool, bool]:
    return mail.taken, mail.waits


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
        has_left=told.recipient.why_not == LEFT_US,
        first_address="" if is_same(tried.first_address, address) else tried.first_address,
    )

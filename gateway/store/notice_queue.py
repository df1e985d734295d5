"""Letters of notices that are to be written: of which revisions, to whom, the most urgent first.

What a revision has to write is found by one index, however many revisions there were and however many letters wait.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, or_, select, text

from gateway.desk.notice import Delivery, Notice, NoticeKind, Recipient, Revision
from gateway.mail import Lane
from gateway.store.notice_addressees import Addressee
from gateway.store.notice_row import notice_of
from gateway.store.notice_tables import notice, notice_letter, notice_recipient, notice_revision
from gateway.store.notices import revision_of
from gateway.store.pieces import in_pieces
from gateway.store.tables import outbox, sending

_ENOUGH = 1_000  # letters that are counted: how many more there are makes no difference


@dataclass(frozen=True, slots=True)
class Waiting:
    """A letter that is to be written."""

    revision: Revision
    notice: Notice
    """As it is told of."""
    recipient: Recipient
    domain: str
    """Of their address."""
    addressee: Addressee
    """Who that is, as it was planned; nobody of a copy."""


def kinds_to_write(connection: Connection) -> list[NoticeKind]:
    """Return the kinds of notices that have letters to be written, the most urgent first, some of them twice."""
    return [NoticeKind(kind) for kind in connection.scalars(_KINDS)]


def revisions_to_write(connection: Connection) -> list[tuple[Revision, Notice]]:
    """Return the revisions that have letters to be written and are not paused, with what they tell."""
    return [(revision_of(row), notice_of(row.facts)) for row in connection.execute(_TO_WRITE)]


def letters_to_write(
    connection: Connection, revision: Revision, told: Notice, *, limit: int, without: Collection[str] = ()
) -> list[Waiting]:
    """Return the next letters of a revision; none to the domains ``without``."""
    found = _LETTERS.where(notice_recipient.c.domain.not_in(list(without))) if without else _LETTERS
    which = {"notice_id": revision.notice_id, "number": revision.number, "limit": limit}
    return [
        Waiting(revision, told, Recipient(customer, address, copy_to=copy_to), domain, Addressee(*known))
        for customer, copy_to, address, domain, *known in connection.execute(found, which)
    ]


def has_letters(connection: Connection, revision: Revision) -> bool:
    """Tell whether a revision has letters that no server has taken, written or not."""
    to, which = notice_recipient.c, {"notice_id": revision.notice_id, "number": revision.number}
    of = (to.notice_id == bindparam("notice_id"), to.number == bindparam("number"))
    unwritten = select(to.customer).where(*of, _WAITS)
    written = select(outbox.c.id).join(notice_recipient, to.outbox_id == outbox.c.id)
    untaken = written.where(*of, outbox.c.state == "queued")
    return any(connection.execute(one.limit(1), which).first() is not None for one in (unwritten, untaken))


def has_untaken(connection: Connection, revision: Revision, *, before: datetime) -> bool:
    """Tell whether a revision has letters that were written before a moment, and that no server has taken."""
    of = notice_letter.c
    written = select(outbox.c.id).join(notice_letter, of.outbox_id == outbox.c.id)
    theirs = (of.notice_id == revision.notice_id, of.number == revision.number)
    untaken = written.where(*theirs, outbox.c.state == "queued", outbox.c.queued_at < before)
    return connection.scalar(untaken.limit(1)) is not None


def waiting_in_outbox(connection: Connection, lane: int) -> int:
    """Return how many letters of notices in a lane have not been tried yet, up to a thousand or so.

    Those that a server put off do not count: they may wait for days, and nobody else is to wait for them.
    """
    return int(connection.scalar(_AHEAD, {"lane": lane}) or 0)


def written_since(
    connection: Connection, lane: int, since: datetime, now: datetime, domains: Iterable[str]
) -> dict[str, int]:
    """Return how many letters were written since then to each of some domains.

    Not those that a clock wrote which was ahead of ``now``: they would keep the domain waiting until it is that late.
    Those of a lane and of the lanes of notices that it lets pass: a newsletter takes nothing from an outage.
    """
    found: dict[str, int] = {}
    for some in in_pieces(set(domains)):
        counted = connection.execute(_WRITTEN, {"since": since, "now": now, "lane": lane, "domains": some})
        found.update((domain, count) for domain, count in counted)
    return found


_WAITS = text("notice_recipient.waits")  # as the partial index says it; SQLite takes no other
_TO = notice_recipient.c
_LETTERS = (
    select(_TO.customer, _TO.copy_to, _TO.address, _TO.domain, _TO.name, _TO.language, _TO.timezone)
    .where(notice_recipient.c.notice_id == bindparam("notice_id"), notice_recipient.c.number == bindparam("number"))
    .where(_WAITS)
    .order_by(notice_recipient.c.copy_to, notice_recipient.c.customer)
    .limit(bindparam("limit"))
)
_AHEAD = select(func.count()).select_from(
    select(outbox.c.id)
    .join(notice_letter, notice_letter.c.outbox_id == outbox.c.id)
    .outerjoin(sending, sending.c.outbox_id == outbox.c.id)
    .where(outbox.c.state == "queued", outbox.c.lane == bindparam("lane"))
    .where(or_(sending.c.state.is_(None), sending.c.state == "sending"))
    .limit(_ENOUGH)
    .subquery()
)
_WRITTEN = (
    select(outbox.c.recipient_domain, func.count())
    .where(
        outbox.c.queued_at > bindparam("since"), outbox.c.queued_at <= bindparam("now"), outbox.c.state != "discarded"
    )
    .where(outbox.c.lane.between(int(Lane.NOTICE), bindparam("lane")))
    .where(outbox.c.recipient_domain.in_(bindparam("domains", expanding=True)))
    .group_by(outbox.c.recipient_domain)
)
_FIRST = select(func.min(notice_recipient.c.notice_id).label("notice_id")).where(_WAITS).cte("found", recursive=True)
_NEXT = (
    select(func.min(notice_recipient.c.notice_id))
    .where(_WAITS, notice_recipient.c.notice_id > _FIRST.c.notice_id)
    .scalar_subquery()
)
_FOUND = _FIRST.union_all(select(_NEXT).where(_FIRST.c.notice_id.is_not(None)))
"""The notices that have letters to be written, one step in the index for each of them."""
_TO_WRITE = (
    select(notice_revision)
    .join(_FOUND, _FOUND.c.notice_id == notice_revision.c.notice_id)
    .where(
        notice_revision.c.delivery == Delivery.RUNNING.value,
        select(notice_recipient.c.number)
        .where(
            notice_recipient.c.notice_id == notice_revision.c.notice_id,
            notice_recipient.c.number == notice_revision.c.number,
            _WAITS,
        )
        .exists(),
    )
    .order_by(notice_revision.c.urgency, notice_revision.c.at, notice_revision.c.notice_id, notice_revision.c.number)
)
_KINDS = _TO_WRITE.with_only_columns(notice.c.kind).join(notice, notice.c.id == notice_revision.c.notice_id)

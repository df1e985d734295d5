"""Letters of notices that are to be written: of which revisions, to whom, the most urgent first.

What a revision has to write is found by one index, however many revisions there were and however many letters wait.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, or_, select, text

from gateway.desk.notice import Delivery, Notice, NoticeKind, Recipient, Revision
from gateway.mail import Lane
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
    to = notice_recipient.c
    found = (
        select(to.customer, to.copy_to, to.address, to.domain)
        .where(to.notice_id == revision.notice_id, to.number == revision.number, _WAITS)
        .order_by(to.copy_to, to.customer)
        .limit(limit)
    )
    if without:
        found = found.where(to.domain.not_in(list(without)))
    return [
        Waiting(revision, told, Recipient(row.customer, row.address, copy_to=row.copy_to), row.domain)
        for row in connection.execute(found)
    ]


def waiting_in_outbox(connection: Connection, lane: int) -> int:
    """Return how many letters of notices in a lane have not been tried yet, up to a thousand or so.

    Those that a server put off do not count: they may wait for days, and nobody else is to wait for them.
    """
    untried = or_(sending.c.state.is_(None), sending.c.state == "sending")
    some = (
        select(outbox.c.id)
        .join(notice_letter, notice_letter.c.outbox_id == outbox.c.id)
        .outerjoin(sending, sending.c.outbox_id == outbox.c.id)
        .where(outbox.c.state == "queued", outbox.c.lane == lane, untried)
        .limit(_ENOUGH)
        .subquery()
    )
    return int(connection.scalar(select(func.count()).select_from(some)) or 0)


def written_since(connection: Connection, lane: int, since: datetime, domains: Iterable[str]) -> dict[str, int]:
    """Return how many letters were written since then to each of some domains.

    Those of a lane and of the lanes of notices that it lets pass: a newsletter takes nothing from an outage.
    """
    found: dict[str, int] = {}
    for some in in_pieces(set(domains)):
        counted = (
            select(outbox.c.recipient_domain, func.count().label("n"))
            .where(outbox.c.queued_at > since, outbox.c.state != "discarded")
            .where(outbox.c.lane.between(int(Lane.NOTICE), lane))
            .where(outbox.c.recipient_domain.in_(some))
            .group_by(outbox.c.recipient_domain)
        )
        found |= {row.recipient_domain: row.n for row in connection.execute(counted)}
    return found


_WAITS = text("notice_recipient.waits")  # as the partial index says it; SQLite takes no other
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

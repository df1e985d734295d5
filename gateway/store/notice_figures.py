"""Count what there is to count of notices: for ``gateway status`` and the metrics."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from sqlalchemy import Connection, Text, and_, func, select, type_coerce

from gateway.desk.notice import Delivery, NoticeKind, Standing
from gateway.desk.notices.marks import missed_in
from gateway.store.notice_row import notice_of
from gateway.store.notice_tables import notice, notice_recipient, notice_revision
from gateway.store.notices import standing_counts

_MINE = and_(
    notice_revision.c.notice_id == notice_recipient.c.notice_id, notice_revision.c.number == notice_recipient.c.number
)


def paused_letters(connection: Connection) -> dict[str, int]:
    """Return the notices of which letters are paused, with how many."""
    found = (
        select(notice_recipient.c.notice_id, func.count().label("n"))
        .join(notice_revision, _MINE)
        .where(notice_recipient.c.waits, notice_revision.c.delivery == Delivery.PAUSED.value)
        .group_by(notice_recipient.c.notice_id)
        .order_by(notice_recipient.c.notice_id)
    )
    return {row.notice_id: row.n for row in connection.execute(found)}


def told_since(connection: Connection, since: datetime) -> dict[Standing, int]:
    """Return how many customers stand how whom a revision told that was issued since then; each revision counts."""
    issued = select(notice_revision.c.notice_id, notice_revision.c.number).where(notice_revision.c.at >= since)
    counts: Counter[Standing] = Counter()
    for row in connection.execute(issued):  # one by one: each is a stretch of an index, all of them a whole table
        counts.update(standing_counts(connection, row.notice_id, row.number))
    return dict(counts)


def promises_missed(connection: Connection) -> dict[str, int]:
    """Return how many words to customers were not there when they were promised, by what was promised.

    Notices remember each for good, and stay.
    """
    missed = select(notice.c.facts).where(
        notice.c.kind == NoticeKind.OUTAGE.value, type_coerce(notice.c.facts, Text).contains('"missed ')
    )
    return Counter(one.kind for facts in connection.scalars(missed) for one in missed_in(notice_of(facts).marks))

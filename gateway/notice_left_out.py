"""Letters of notices that are not written after all: who looks after those customers is asked to tell them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from gateway.desk.life.law import Law
from gateway.desk.notice import Notice, Revision
from gateway.desk.notice_changes import LeaveAllOut, LeaveOut
from gateway.desk.notices.stale import why_stale
from gateway.desk.notices.uncovered import uncovered, with_managers
from gateway.docket import Docket
from gateway.notice_asking import ask
from gateway.store import notice_queue as queue
from gateway.store.customers import find_customers
from gateway.store.database import Connection


def leave_out(connection: Connection, docket: Docket, law: Law, left: Sequence[tuple[queue.Waiting, str]]) -> None:
    """Leave letters out, each for its reason."""
    found = find_customers(connection, {row.recipient.customer for row, _ in left})
    directory = with_managers(found.values(), law.inboxes)
    of: dict[tuple[str, int], list[tuple[queue.Waiting, str]]] = {}
    for row, why in left:
        of.setdefault((row.revision.notice_id, row.revision.number), []).append((row, why))
    for (notice_id, number), some in of.items():
        untold = [replace(row.recipient, why_not=why) for row, why in some]
        first, _ = some[0]
        asked = uncovered(first.notice, first.revision, untold, directory, law.team)
        docket.take(LeaveOut(notice_id, number, one, one.why_not) for one in ask(docket, notice_id, asked, untold))


def come_too_late(
    connection: Connection, revisions: Iterable[tuple[Revision, Notice]], sure: datetime
) -> Iterator[LeaveAllOut]:
    """Yield that nobody else is told of revisions that come too late by ``sure``, a time that is believed.

    Of those that have letters which no server has taken, written or not.
    """
    for revision, told in revisions:
        why = why_stale(revision.stage, told, sure)
        if why and queue.has_letters(connection, revision):
            yield LeaveAllOut(revision.notice_id, revision.number, f"the letter came too late: {why}")

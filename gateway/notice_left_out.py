"""Letters of notices that are not written after all: who looks after those customers is asked to tell them.

Good news is never too late: it is written anew, without what is over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from gateway.desk.life.law import Law
from gateway.desk.notice import Delivery, Notice, NoticeKind, Recipient, Revision, Stage
from gateway.desk.notice_changes import LeaveAllOut, LeaveOut, WriteAnew
from gateway.desk.notices.said import utc
from gateway.desk.notices.stale import why_stale
from gateway.desk.notices.uncovered import uncovered, with_managers
from gateway.desk.notices.unreached import is_left_to_colleagues
from gateway.docket import Docket
from gateway.notice_asking import ask, nobody_asked
from gateway.store import notice_queue as queue
from gateway.store.customers import find_customers
from gateway.store.database import Connection


def leave_out(connection: Connection, docket: Docket, law: Law, left: Sequence[tuple[queue.Waiting, str]]) -> None:
    """Leave letters out, each for its reason."""
    found = find_customers(connection, {row.recipient.customer for row, _ in left})
    gone = {row.recipient.customer: row.addressee for row, _ in left if row.recipient.customer not in found}
    every = (*found.values(), *(one.as_customer(name) for name, one in gone.items() if name))
    directory = with_managers(every, law.inboxes)
    of: dict[tuple[str, int], list[tuple[queue.Waiting, str]]] = {}
    for row, why in left:
        of.setdefault((row.revision.notice_id, row.revision.number), []).append((row, why))
    for (notice_id, number), some in of.items():
        untold = [replace(row.recipient, why_not=why) for row, why in some]
        first, _ = some[0]
        asked = uncovered(first.notice, first.revision, untold, directory, law.team)
        told = ask(docket, notice_id, asked, untold)
        docket.take(LeaveOut(notice_id, number, one, one.why_not) for one in told)
        if nobody := [one.customer for one in told if _has_nobody(first.notice, one)]:
            docket.take((nobody_asked(notice_id, nobody),))


def _has_nobody(notice: Notice, one: Recipient) -> bool:
    """Tell whether a customer should be told by somebody of ours, and nobody looks after them."""
    asked = one.told_by or one.ask_at or not one.customer or notice.kind is NoticeKind.NEWSLETTER
    return is_left_to_colleagues(one.why_not) and not asked


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


def good_news_anew(
    connection: Connection, revisions: Sequence[tuple[Revision, Notice]], sure: datetime, *, said_on: bool = False
) -> Iterator[WriteAnew]:
    """Yield that an all-clear no server has taken is written anew: it names a next word that is over, or was said.

    By ``sure``, a time that is believed; ``said_on``: it is said now.
    """
    for revision, told in revisions:
        if revision.stage is not Stage.RESTORED or told.next_by is None:
            continue
        if revision.delivery is not Delivery.RUNNING:
            continue  # what waits there is not written before people say so, and the next word would overtake it
        later = [one.at for one, _ in revisions if one.number > revision.number]
        until = min((told.next_by, *later, *((sure,) if said_on else ())))
        if until <= sure and queue.has_untaken(connection, revision, before=until):
            yield WriteAnew(revision.notice_id, revision.number, f"it names {utc(told.next_by)} for what follows")

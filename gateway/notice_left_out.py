"""Letters of notices that are not written after all: who looks after those customers is asked to tell them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from gateway.desk.notice import Notice, Revision
from gateway.desk.notice_changes import LeaveAllOut, LeaveOut
from gateway.desk.notices.stale import why_stale
from gateway.desk.notices.uncovered import uncovered
from gateway.desk.team import Team
from gateway.docket import Docket
from gateway.notice_asking import ask
from gateway.store import notice_queue as queue
from gateway.store.customers import find_customers
from gateway.store.database import Connection
from gateway.store.notices import is_due, next_revision

_EVERYBODY = 1_000_000


def leave_out(connection: Connection, docket: Docket, team: Team, left: Sequence[tuple[queue.Waiting, str]]) -> None:
    """Leave letters out, each for its reason."""
    directory = find_customers(connection, {row.recipient.customer for row, _ in left})
    of: dict[tuple[str, int], list[tuple[queue.Waiting, str]]] = {}
    for row, why in left:
        of.setdefault((row.revision.notice_id, row.revision.number), []).append((row, why))
    for (notice_id, number), some in of.items():
        untold = [replace(row.recipient, why_not=why) for row, why in some]
        first, _ = some[0]
        asked = uncovered(first.notice, first.revision, untold, directory, team)
        docket.take(LeaveOut(notice_id, number, one, one.why_not) for one in ask(docket, notice_id, asked, untold))


def leave_stale_out(
    connection: Connection, docket: Docket, team: Team, stale: Sequence[tuple[Revision, Notice]], sure: datetime
) -> int:
    """Leave out all letters of revisions that come too late by ``sure``, a time that is believed; return how many.

    What the clock brings comes first: it may say something newer, and then nobody need be asked.
    """
    return sum(
        _leave_all_out(connection, docket, team, revision, told, why)
        for revision, told in stale
        if (why := why_stale(revision.stage, told, sure)) and not is_due(connection, revision.notice_id, sure)
    )


def _leave_all_out(
    connection: Connection, docket: Docket, team: Team, revision: Revision, told: Notice, why: str
) -> int:
    because = f"the letter came too late: {why}"
    rows = queue.letters_to_write(connection, revision, told, limit=_EVERYBODY)
    left = tuple(replace(row.recipient, why_not=because) for row in rows)
    if next_revision(connection, told.id) == revision.number + 1:  # else they hear a newer word
        directory = find_customers(connection, {one.customer for one in left})
        left = tuple(ask(docket, told.id, uncovered(told, revision, left, directory, team), left))
    docket.take((LeaveAllOut(revision.notice_id, revision.number, left, because),))
    return len(left)

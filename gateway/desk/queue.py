"""In which order cases are worked: the most urgent level first, then what is due soonest, then the oldest. Pure.

A level counts by its place in the policy of its case, so a "p1" and an "urgent" stand side by side.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from gateway.desk.life.case import Case
from gateway.desk.policy.ledger import PromiseRow
from gateway.desk.policy.target import Kind
from gateway.desk.ticket import Status

_NEVER = datetime.max.replace(tzinfo=UTC)
_BUSY = (Status.OPEN, Status.IN_PROGRESS, Status.QA)


def in_order(cases: Iterable[Case]) -> tuple[Case, ...]:
    """Return cases in the order they should be worked."""
    return tuple(sorted(cases, key=_rank))


def due_next(case: Case) -> PromiseRow | None:
    """Return the promise that is due soonest, or overdue longest; None where none runs, or all stand still.

    Of an ended case only the analysis of its cause is still owed.
    """
    owed = (row for row in case.rows if row.runs and (row.kind is Kind.RCA or not case.ticket.status.ended))
    return min((row for row in owed if row.due is not None), key=_due, default=None)


def wants_work(case: Case) -> bool:
    """Tell whether somebody of ours has to do something: its clock runs, or it waits for nobody else."""
    if due_next(case) is not None:
        return True
    asked_back = case.ticket.status is Status.AWAITING_APPROVAL and case.story.waits_since is None
    return asked_back or (case.ticket.status in _BUSY and case.ticket.waiting_on is None)


def place(case: Case) -> int:
    """Return where the level of a case stands in its policy, from 0 for the most urgent."""
    return [level.name for level in case.policy.levels].index(case.level.name)


def _rank(case: Case) -> tuple[int, datetime, datetime, int]:
    row = due_next(case)
    return place(case), _due(row) if row else _NEVER, case.ticket.created_at, case.ticket.id


def _due(row: PromiseRow) -> datetime:
    return row.due or _NEVER

"""The outbox: letters that wait, seen from both sides.

The desk writes a letter and, when it is known what came of it, settles it. The wire claims letters and writes down
results. A claim that is still there after a crash means nobody knows whether the receiver took the mail: uncertain.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from sqlalchemy import Boolean, Connection, Row, String, and_, bindparam, case, or_, select, text, update

from gateway import faults
from gateway.desk.changes import SettleLetter
from gateway.desk.notice import Delivery, Stage
from gateway.errors import NotFound, StoreUnavailable
from gateway.mail import DeliveryResult, Lane, Letter, MessageId, OutboxId, Outcome
from gateway.store.columns import Instant, ticket_id_in
from gateway.store.database import Database, Side
from gateway.store.many import execute_many, insert_rows
from gateway.store.notice_tables import notice_letter, notice_revision
from gateway.store.tables import outbox, sending, ticket

LEASE = timedelta(minutes=30)  # longer than the longest wait for an answer to the dot (10 min), with a retry of ours
AHEAD = timedelta(minutes=2)  # more than the clocks of machines that share a store differ
MAX_BYTES = 8 << 20  # of letters claimed at once: bounds the wire's memory
_FINAL = tuple(outcome.value for outcome in Outcome if outcome.final)


@dataclass(frozen=True, slots=True)
class OutboxLine:
    """A letter, for people."""

    id: OutboxId
    case: str
    """Empty for a letter that is about no ticket."""
    template: str
    recipient: str
    message_id: MessageId
    state: str
    """``held``, ``queued``, ``sending``, ``later``, ``observed``, ``discarded``, or an ``Outcome`` that is final."""
    attempts: int
    queued_at: datetime
    next_try_at: datetime | None
    reply: str


@dataclass(slots=True)
class _Waiting:
    """Results of one thread, until some thread has committed them."""

    results: Sequence[DeliveryResult]
    done: bool = False
    failure: StoreUnavailable | None = None


class OutboxStore:
    """The outbox as delivery sees it."""

    def __init__(self, database: Database, *, owner: str) -> None:
        """``owner`` names this wire among all that share the store, the same after a restart."""
        self._database = database
        self._owner = owner
        self._waiting: deque[_Waiting] = deque()
        self._recording = Lock()

    def free(self) -> None:
        """Give back what an earlier run of this wire was sending: uncertain, and due at once."""
        with self._database.write(Side.WIRE) as connection:
            connection.execute(
                update(sending)
                .where(sending.c.state == "sending", sending.c.owner == self._owner)
                .values(
                    state=case((_UNTRUE, Outcome.WITHDRAWN.value), else_=Outcome.LATER.value),
                    uncertain=True,
                    lease_until=None,
                    next_try_at=sending.c.at,
                )
            )

    def claim(self, *, now: datetime, limit: int, max_bytes: int = MAX_BYTES) -> Sequence[Letter]:
        """Claim letters that are due, the lowest lane first; the attempt is counted when this returns.

        At most ``limit``, and none after the one with which they come to ``max_bytes``.
        """
        with self._database.write(Side.WIRE, durable=False) as connection:
            if not self._database.embedded:
                connection.execute(text("LOCK TABLE journal.sending IN SHARE ROW EXCLUSIVE MODE"))
            due = connection.execute(_DUE, {"now": now, "ahead": now + AHEAD, "limit": limit, "max_bytes": max_bytes})
            found = sorted(due, key=lambda row: (row.lane, row.id))  # SQLite would copy the mails to sort them
            untrue = self._withdrawn(connection, [row.id for row in found if row.attempts is not None])
            rows = [row for row in found if row.id not in untrue]
            if rows:
                self._mark(connection, rows, now)
        faults.hit("letters-claimed")
        return [_letter(row) for row in rows]

    def record(self, results: Sequence[DeliveryResult]) -> None:
        """Write down results; durable when this returns. A letter that was taken over meanwhile is left alone.

        One that was put off is withdrawn where something newer has been said since it was claimed.
        Threads that come while another one commits share the next commit. Raises ``StoreUnavailable``.
        """
        if not results:
            return
        faults.hit("letters-sent")
        mine = _Waiting(results)
        self._waiting.append(mine)
        with self._recording:
            if not mine.done:
                self._record_together()
        if mine.failure:
            raise mine.failure
        faults.hit("letters-recorded")

    def _record_together(self) -> None:
        """Commit what all threads wait for, those too that come while it is written; a failure is everybody's."""
        batch: list[_Waiting] = []
        failure: StoreUnavailable | None = StoreUnavailable("the results were not written")
        try:
            with self._database.write(Side.WIRE) as connection:
                while came := self._came():
                    batch += came
                    results = [self._result(result) for waiting in came for result in waiting.results]
                    execute_many(connection, _RESULT, results)
            failure = None
        except StoreUnavailable as unavailable:
            failure = unavailable
        finally:
            for waiting in batch if failure is None else (*batch, *self._came()):
                waiting.done, waiting.failure = True, failure

    def _came(self) -> list[_Waiting]:
        return [self._waiting.popleft() for _ in range(len(self._waiting))]

    def _result(self, result: DeliveryResult) -> dict[str, Any]:
        return {
            "letter": result.id,
            "mine": self._owner,
            "to_state": result.outcome.value,
            "said": result.reply,
            "moment": result.at,
            "again": result.next_try_at,
            "unsure": result.uncertain,
        }

    @staticmethod
    def _withdrawn(connection: Connection, ids: Sequence[OutboxId]) -> set[OutboxId]:
        """Withdraw those that a newer word has overtaken while nobody looked; return which."""
        if not ids:
            return set()
        untrue = select(sending.c.outbox_id).where(sending.c.outbox_id.in_(ids), _UNTRUE)
        found = {OutboxId(one) for one in connection.scalars(untrue)}
        if found:
            unsure = or_(sending.c.uncertain, sending.c.state == "sending")
            gone = update(sending).where(sending.c.outbox_id.in_(found))
            connection.execute(gone.values(state=Outcome.WITHDRAWN.value, uncertain=unsure, lease_until=None))
        return found

    def _mark(self, connection: Connection, rows: Sequence[Row[Any]], now: datetime) -> None:
        values = {"state": "sending", "owner": self._owner, "lease_until": now + LEASE, "at": now}
        fresh = [row.id for row in rows if row.attempts is None]
        again = [row.id for row in rows if row.attempts is not None]
        if fresh:
            first = {"attempts": 1, "uncertain": False, "reply": "", **values}
            insert_rows(connection, sending, [{"outbox_id": i, **first} for i in fresh])
        if again:
            connection.execute(
                update(sending)
                .where(sending.c.outbox_id.in_(again))
                .values(
                    attempts=sending.c.attempts + 1,
                    uncertain=or_(sending.c.uncertain, sending.c.state == "sending"),
                    **values,
                )
            )


def settled(connection: Connection, *, limit: int) -> list[SettleLetter]:
    """Return what the wire has found out and the desk has not taken in yet."""
    rows = connection.execute(_SETTLED, {"limit": limit}).all()
    return [
        SettleLetter(
            OutboxId(row.outbox_id),
            ticket_id_in(row.ticket_id),
            row.recipient,
            Outcome(row.state),
            row.reply,
            row.at,
            "the relay's answer",
        )
        for row in rows
    ]


def hurry(connection: Connection, ids: Sequence[OutboxId] | None, *, now: datetime) -> int:
    """Make letters that wait for their next try due now; ``None`` means all. Returns how many.

    Raises ``NotFound`` when one of them was never written; then none is touched.
    """
    statement = update(sending).where(sending.c.state == Outcome.LATER.value).values(next_try_at=now)
    if ids is not None:
        there = set(connection.scalars(select(outbox.c.id).where(outbox.c.id.in_(ids))))
        if missing := [str(one) for one in ids if one not in there]:
            raise NotFound(f"there is no letter {', '.join(missing)}")
        statement = statement.where(sending.c.outbox_id.in_(ids))
    return connection.execute(statement).rowcount


def list_outbox(connection: Connection, *, everything: bool, limit: int) -> list[OutboxLine]:
    """Return letters for people, the oldest first: those not settled yet, or the newest of all."""
    columns = (
        outbox,
        ticket.c.number,
        sending.c.state.label("doing"),
        sending.c.attempts,
        sending.c.next_try_at,
        sending.c.reply.label("said"),
    )
    statement = (
        select(*columns)
        .outerjoin(ticket, ticket.c.id == outbox.c.ticket_id)
        .outerjoin(sending, sending.c.outbox_id == outbox.c.id)
    )
    if not everything:
        statement = statement.where(outbox.c.state.in_(("queued", "held")))
    rows = connection.execute(statement.order_by(outbox.c.id.desc()).limit(limit)).all()
    return [_line(row) for row in reversed(rows)]


def _line(row: Row[Any]) -> OutboxLine:
    return OutboxLine(
        id=OutboxId(row.id),
        case=row.number or "",
        template=row.template,
        recipient=row.recipient,
        message_id=MessageId(row.message_id),
        state=row.doing or row.state if row.state == "queued" else row.state,
        attempts=row.attempts or 0,
        queued_at=row.queued_at,
        next_try_at=row.next_try_at if row.doing == Outcome.LATER.value else None,
        reply=row.said or row.reply,
    )


def _letter(row: Row[Any]) -> Letter:
    return Letter(
        id=OutboxId(row.id),
        lane=Lane(row.lane),
        sender=row.sender,
        recipient=row.recipient,
        message_id=MessageId(row.message_id),
        raw=bytes(row.raw),
        queued_at=row.queued_at,
        attempts=row.attempts or 0,
        uncertain=bool(row.uncertain) or row.doing == "sending",
    )


_DUE = (
    text(
        """
    WITH due AS (
        SELECT o.id, o.lane, s.attempts, s.uncertain, s.state AS doing
        FROM outbox o LEFT JOIN journal.sending s ON s.outbox_id = o.id
        WHERE o.state = 'queued' AND (s.outbox_id IS NULL
            OR (s.state = 'later' AND (s.next_try_at <= :now OR s.at > :ahead))
            OR (s.state = 'sending' AND s.lease_until < :now))
        ORDER BY o.lane, o.id LIMIT :limit
    ), sized AS (
        SELECT due.*, length(c.raw) AS size FROM due JOIN outbox_content c ON c.outbox_id = due.id
    ), summed AS (SELECT *, SUM(size) OVER (ORDER BY lane, id) - size AS before FROM sized)
    SELECT o.id, o.lane, o.sender, o.recipient, o.message_id, c.raw, o.queued_at, d.attempts, d.uncertain, d.doing
    FROM summed d JOIN outbox o ON o.id = d.id JOIN outbox_content c ON c.outbox_id = d.id
    WHERE d.before < :max_bytes
    """
    )
    .columns(queued_at=Instant, uncertain=sending.c.uncertain.type)
    .bindparams(bindparam("now", type_=Instant), bindparam("ahead", type_=Instant))
)
"""A letter that was put off by a clock that was ahead is due at once: its next try is as far off as that clock was."""

_CALLED_OFF = and_(
    notice_revision.c.number == notice_letter.c.number,
    or_(*(notice_revision.c.delivery == one.value for one in (Delivery.ABORTED, Delivery.LATE, Delivery.LAPSED))),
)
_REPLACES = (notice_revision.c.stage != stage.value for stage in Stage if not stage.replaces)  # many rows take no list
_OVERTAKEN = and_(notice_revision.c.number > notice_letter.c.number, *_REPLACES)
_UNTRUE = (
    select(notice_letter.c.outbox_id)
    .join(notice_revision, notice_revision.c.notice_id == notice_letter.c.notice_id)
    .where(notice_letter.c.outbox_id == sending.c.outbox_id, or_(_CALLED_OFF, _OVERTAKEN))
    .exists()
)
"""A letter that a newer word has overtaken, that was aborted, or comes too late: it was on the wire at that moment."""

_LATER = bindparam("to_state", type_=String) == Outcome.LATER.value
_RESULT = (
    update(sending)
    .where(
        sending.c.outbox_id == bindparam("letter"), sending.c.owner == bindparam("mine"), sending.c.state == "sending"
    )
    .values(
        state=case((and_(_LATER, _UNTRUE), Outcome.WITHDRAWN.value), else_=bindparam("to_state", type_=String)),
        reply=bindparam("said"),
        at=bindparam("moment"),
        next_try_at=bindparam("again"),
        uncertain=or_(sending.c.uncertain, bindparam("unsure", type_=Boolean)),
        lease_until=None,
    )
)

_SETTLED = text(
    f"""
    SELECT s.outbox_id, o.ticket_id, o.recipient, s.state, s.reply, s.at
    FROM outbox o JOIN journal.sending s ON s.outbox_id = o.id
    WHERE o.state = 'queued' AND s.state IN ({", ".join(repr(state) for state in _FINAL)})
    ORDER BY o.id LIMIT :limit
    """
).columns(at=Instant)

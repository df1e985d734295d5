"""Carry out what happens to notices: one call for all changes of a transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, assert_never

from sqlalchemy import Connection, insert, update

from gateway.address import parse_address
from gateway.desk.notice import Delivery, NoticeKind, Recipient, Revision
from gateway.desk.notice_changes import (
    IssueRevision,
    KeepNotice,
    LeaveNewsletter,
    LeaveOut,
    NoteNotice,
    NoticeChange,
    SetDelivery,
    WriteAgain,
    WriteLetter,
)
from gateway.store.newsletters import leave
from gateway.store.notice_row import facts_of
from gateway.store.notice_tables import notice, notice_history, notice_letter, notice_recipient, notice_revision
from gateway.store.upsert import upsert

_URGENCY = {NoticeKind.OUTAGE: 0, NoticeKind.MAINTENANCE: 1, NoticeKind.UPGRADE: 2, NoticeKind.NEWSLETTER: 3}


def carry_out(  # noqa: C901 - one case for each change
    connection: Connection, changes: Sequence[NoticeChange], *, now: datetime
) -> None:
    """Write changes in their order."""
    for change in changes:
        match change:
            case KeepNotice():
                _keep(connection, change, now)
            case IssueRevision():
                _issue(connection, change)
            case SetDelivery(notice_id=notice_id, number=number, delivery=delivery, because=because, by=by):
                where = (notice_revision.c.notice_id == notice_id, notice_revision.c.number == number)
                connection.execute(update(notice_revision).where(*where).values(delivery=delivery.value))
                if delivery is Delivery.ABORTED:
                    _skip_the_rest(connection, notice_id, number, because)
                _note(connection, notice_id, f"letters of revision {number}: {delivery}", because, by=by, at=now)
            case WriteLetter():
                _written(connection, change)
            case WriteAgain(notice_id=notice_id, number=number, recipient=to, because=because, by=by):
                again = {"address": to.address, "domain": _domain(to), "why_not": "", "waits": True, "outbox_id": None}
                connection.execute(update(notice_recipient).where(*_row(notice_id, number, to)).values(**again))
                _note(connection, notice_id, f"sent again to {_who(to)} at {to.address}", because, by=by, at=now)
            case LeaveOut(notice_id=notice_id, number=number, recipient=to, because=because):
                left = {"waits": False, "why_not": because}
                connection.execute(update(notice_recipient).where(*_row(notice_id, number, to)).values(**left))
                _note(connection, notice_id, f"{_who(to)} is not told", because, by="", at=now)
            case NoteNotice(notice_id=notice_id, said=said, because=because, by=by):
                _note(connection, notice_id, said, because, by=by, at=now)
            case LeaveNewsletter():
                leave(connection, change, at=now)
            case _:
                assert_never(change)


def _keep(connection: Connection, change: KeepNotice, now: datetime) -> None:
    kept = change.notice
    row = {
        "id": kept.id,
        "kind": kept.kind.value,
        "state": kept.state.value,
        "title": kept.title,
        "created_at": kept.created_at,
        "start": kept.start,
        "due_at": change.due_at,
        "facts": facts_of(kept),
    }
    connection.execute(_KEEP, row)
    if change.said:
        _note(connection, kept.id, change.said, change.because, by=change.by, at=now)


def _issue(connection: Connection, change: IssueRevision) -> None:
    made = change.revision
    row = {
        "notice_id": made.notice_id,
        "number": made.number,
        "stage": made.stage.value,
        "at": made.at,
        "by": made.by,
        "because": made.because,
        "delivery": made.delivery.value,
        "urgency": _URGENCY[change.notice.kind],
        "facts": facts_of(change.notice),
    }
    connection.execute(insert(notice_revision), row)
    if rows := [_recipient(made.notice_id, made.number, one) for one in change.recipients]:
        connection.execute(insert(notice_recipient), rows)
    _overtake(connection, made)


def _overtake(connection: Connection, made: Revision) -> None:
    """Leave out the letters of earlier revisions that are not written yet: nobody hears old news after new ones.

    They may be paused for hours, or wait behind many others.
    """
    table = notice_recipient.c
    earlier = (table.notice_id == made.notice_id, table.number < made.number, table.waits)
    left = {"waits": False, "why_not": f"revision {made.number} ({made.stage}) came before the letter was written"}
    count = connection.execute(update(notice_recipient).where(*earlier).values(**left)).rowcount
    if count:
        what = f"letters not written any more: {count}"
        _note(connection, made.notice_id, what, f"overtaken by revision {made.number}", by=made.by, at=made.at)


def _recipient(notice_id: str, number: int, one: Recipient) -> dict[str, Any]:
    return {
        "notice_id": notice_id,
        "number": number,
        "customer": one.customer,
        "copy_to": one.copy_to,
        "address": one.address,
        "domain": _domain(one),
        "why_not": one.why_not,
        "waits": not one.why_not,
        "outbox_id": None,
    }


def _written(connection: Connection, change: WriteLetter) -> None:
    letter = {"waits": False, "outbox_id": change.outbox_id}
    where = _row(change.notice_id, change.number, change.recipient)
    connection.execute(update(notice_recipient).where(*where).values(**letter))
    row = {
        "outbox_id": change.outbox_id,
        "notice_id": change.notice_id,
        "number": change.number,
        "customer": change.recipient.customer,
        "copy_to": change.recipient.copy_to,
    }
    connection.execute(insert(notice_letter), row)


def _skip_the_rest(connection: Connection, notice_id: str, number: int, because: str) -> None:
    rest = (notice_recipient.c.notice_id == notice_id, notice_recipient.c.number == number, notice_recipient.c.waits)
    connection.execute(update(notice_recipient).where(*rest).values(waits=False, why_not=because))


def _note(connection: Connection, notice_id: str, what: str, because: str, *, by: str, at: datetime) -> None:
    row = {"notice_id": notice_id, "at": at, "by": by, "what": what, "because": because}
    connection.execute(insert(notice_history), row)


def _row(notice_id: str, number: int, one: Recipient) -> tuple[Any, ...]:
    table = notice_recipient.c
    return (
        table.notice_id == notice_id,
        table.number == number,
        table.customer == one.customer,
        table.copy_to == one.copy_to,
    )


def _who(one: Recipient) -> str:
    return one.customer or one.copy_to


def _domain(one: Recipient) -> str:
    return parse_address(one.address).domain if one.address else ""


_KEEP = upsert(notice)

"""Customers who are not, by now, at the address that a letter of a notice was planned for, or have lost their id."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, and_, func, insert, or_, select, update

from gateway.address import is_same
from gateway.desk.notice import NoticeKind, NoticeState, Revision
from gateway.store.customers import REMOVED
from gateway.store.notice_addressees import given_away
from gateway.store.notice_queue import Waiting
from gateway.store.notice_tables import notice, notice_history, notice_letter, notice_recipient
from gateway.store.pieces import in_pieces
from gateway.store.tables import customer, customer_history

_LONGEST = 56  # of 60 characters, that a number fits behind it
_OVER = [one.value for one in NoticeState if one.over]
_MAY_MOVE = and_(notice.c.kind == NoticeKind.UPGRADE.value, notice.c.state == NoticeState.SENT.value)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where a customer is to be told by now."""

    address: str
    """Empty for nowhere."""
    moved: bool
    """It was changed since: nobody has sent the letter on from there to where it goes."""
    gone: bool = False
    """They are not in the directory any more; their id may be somebody else's."""
    sent_on: bool = False
    """Somebody sent the letter on to where it goes."""


def elsewhere(connection: Connection, rows: Iterable[Waiting]) -> dict[tuple[str, int, str], Elsewhere]:
    """Return those whose letter is not for the address they have, by notice, number of the revision and customer."""
    found: dict[tuple[str, int, str], Elsewhere] = {}
    for revision, some in groupby(rows, lambda row: row.revision):
        names = {row.recipient.customer for row in some if row.recipient.customer}
        for one in in_pieces(names):
            found |= _elsewhere(connection, revision, one)
    return found


def _elsewhere(
    connection: Connection, revision: Revision, names: Collection[str]
) -> dict[tuple[str, int, str], Elsewhere]:
    of = notice_recipient.c
    theirs = (of.notice_id == revision.notice_id, of.number == revision.number, of.customer.in_(names))
    other = customer.c.notice_address.is_distinct_from(of.address)
    rows = connection.execute(
        select(of.customer, of.instead_of, customer.c.notice_address, customer.c.id, given_away().label("given_away"))
        .outerjoin(customer, customer.c.id == of.customer)
        .where(*theirs, of.copy_to == "", other)
    )
    return {
        (revision.notice_id, revision.number, row.customer): Elsewhere(
            row.notice_address or "",
            moved=_is_there(row) and not _is_on_purpose(row.instead_of, row.notice_address),
            gone=not _is_there(row),
            sent_on=row.instead_of is not None,
        )
        for row in rows
    }


def keep_apart(connection: Connection, ids: Collection[str], *, at: datetime, by: str) -> None:
    """Have what customers heard of notices that last stand by a name of its own where their id was just given away.

    So they hear on of it, like whoever has left the directory, and somebody else begins anew. ``ids`` are those that
    were added.
    """
    of = notice_recipient.c
    lasting = select(notice.c.id).where(or_(notice.c.state.not_in(_OVER), _MAY_MOVE))
    for some in in_pieces(ids):
        removed = (customer_history.c.customer_id.in_(some), customer_history.c.what == REMOVED)
        had = connection.scalars(select(customer_history.c.customer_id).where(*removed).distinct()).all()
        if not had:
            continue
        theirs = (of.notice_id.in_(lasting), of.customer.in_(had), given_away())
        for row in connection.execute(select(of.notice_id, of.customer).where(*theirs).distinct()).all():
            _keep_apart(connection, row.notice_id, row.customer, at=at, by=by)


def id_they_had(name: str) -> str:
    """Return the id by which who was told knows themselves, also where ``keep_apart`` gave them a name of its own.

    Of an id that is longer than 56 characters that is its beginning.
    """
    return name.partition("~")[0]


def _keep_apart(connection: Connection, notice_id: str, name: str, *, at: datetime, by: str) -> None:
    of, begins = notice_recipient.c, f"{name[:_LONGEST]}~"  # which no id has
    others = (of.notice_id == notice_id, of.customer.startswith(begins, autoescape=True))
    before = connection.scalar(select(func.count(of.customer.distinct())).where(*others)) or 0
    apart = f"{begins}{before + 1}"
    for table in (notice_recipient, notice_letter):
        theirs = (table.c.notice_id == notice_id, table.c.customer == name)
        connection.execute(update(table).where(*theirs).values(customer=apart))
    said = {"what": f"{name} is somebody else by now: who was told is {apart}", "because": "their id was given away"}
    connection.execute(insert(notice_history), {"notice_id": notice_id, "at": at, "by": by, **said})


def _is_there(row: Any) -> bool:
    return row.id is not None and not row.given_away


def _is_on_purpose(instead_of: str | None, now: str) -> bool:
    """Tell whether a letter was sent on from where they still are in the directory."""
    return instead_of is not None and is_same(instead_of, now)

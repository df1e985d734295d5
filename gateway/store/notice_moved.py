"""Customers who are not, by now, at the address that a letter of a notice was planned for."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, select

from gateway.address import is_same
from gateway.desk.notice import Revision
from gateway.store.notice_addressees import given_away
from gateway.store.notice_queue import Waiting
from gateway.store.notice_tables import notice_recipient
from gateway.store.pieces import in_pieces
from gateway.store.tables import customer


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


def _is_there(row: Any) -> bool:
    return row.id is not None and not row.given_away


def _is_on_purpose(instead_of: str | None, now: str) -> bool:
    """Tell whether a letter was sent on from where they still are in the directory."""
    return instead_of is not None and is_same(instead_of, now)

"""Customers who came into the directory after a notice was first told: perhaps by another id than they had."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, func, select

from gateway.desk.customer import Customer
from gateway.desk.notice import Revision
from gateway.store.customers import ADDED, customers_at
from gateway.store.notice_tables import notice_recipient, notice_revision
from gateway.store.pieces import in_pieces
from gateway.store.tables import customer_history


def newcomers_at(connection: Connection, revision: Revision, addresses: Collection[str]) -> list[Customer]:
    """Return those who hear of notices at some addresses, without whom this revision tells.

    Who was there before, or is told, is a customer of their own: several may share an address.
    """
    there = {one.id: one for one in customers_at(connection, addresses)}
    found, of = _newcomers(connection, revision.notice_id, there), notice_recipient.c
    told = select(of.customer).where(of.notice_id == revision.notice_id, of.number == revision.number)
    for some in in_pieces(found):
        found.difference_update(connection.scalars(told.where(of.customer.in_(some))))
    return [one for name, one in there.items() if name in found]


def _newcomers(connection: Connection, notice_id: str, names: Iterable[str]) -> set[str]:
    of, made = customer_history.c, notice_revision.c
    begun = select(func.min(made.at)).where(made.notice_id == notice_id).scalar_subquery()
    came = select(of.customer_id).where(of.what == ADDED, of.at > begun)
    found: set[str] = set()
    for some in in_pieces(names):
        found.update(connection.scalars(came.where(of.customer_id.in_(some))))
    return found

"""Customers who came into the directory after a notice was first told: perhaps by another id than they had."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from gateway.address import parse_address
from gateway.desk.customer import Customer
from gateway.desk.notice import Recipient, Revision
from gateway.mail import MessageId
from gateway.store.customers import ADDED, customers_at
from gateway.store.notice_tables import notice_letter, notice_recipient, notice_revision
from gateway.store.notices import NOBODY_HAS
from gateway.store.pieces import in_pieces
from gateway.store.tables import customer, customer_history, outbox


@dataclass(frozen=True, slots=True)
class WrittenBefore:
    """The first letter of a notice to somebody, by an id that nobody has any more."""

    customer: str
    message_id: MessageId


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


def written_before(connection: Connection, notice_id: str, told: Iterable[Recipient]) -> dict[str, WrittenBefore]:
    """Return the first letter that newcomers had where they are told, before they came, by their id."""
    addresses = {one.customer: one.address for one in told if one.customer and one.address}
    theirs = {name: parse_address(addresses[name]) for name in _newcomers(connection, notice_id, addresses)}
    of, by_key = notice_letter.c, dict[str, WrittenBefore]()
    letters = select(outbox.c.recipient, of.customer, outbox.c.message_id).join(outbox, outbox.c.id == of.outbox_id)
    gone = (of.notice_id == notice_id, of.customer != "", of.customer.not_in(select(customer.c.id)))
    had = letters.where(*gone, outbox.c.state.not_in(NOBODY_HAS)).order_by(outbox.c.id)
    for some in in_pieces({one.inbox for one in theirs.values()}):
        for row in connection.execute(had.where(outbox.c.recipient_key.in_(some))):
            first = WrittenBefore(row.customer, MessageId(row.message_id))
            by_key.setdefault(parse_address(row.recipient).key, first)
    return {name: by_key[one.key] for name, one in theirs.items() if one.key in by_key}


def _newcomers(connection: Connection, notice_id: str, names: Iterable[str]) -> set[str]:
    of, made = customer_history.c, notice_revision.c
    begun = select(func.min(made.at)).where(made.notice_id == notice_id).scalar_subquery()
    came = select(of.customer_id).where(of.what == ADDED, of.at > begun)
    found: set[str] = set()
    for some in in_pieces(names):
        found.update(connection.scalars(came.where(of.customer_id.in_(some))))
    return found

"""Who customers are when it is planned to tell them: later they may have moved, or left."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import BindParameter, ColumnElement, Connection, bindparam, func, select

from gateway.desk.customer import Customer
from gateway.store.customers import ADDED, REMOVED
from gateway.store.notice_tables import notice_recipient, notice_revision
from gateway.store.pieces import in_pieces
from gateway.store.tables import customer, customer_history


@dataclass(frozen=True, slots=True)
class Addressee:
    """A customer whom a notice tells, as the directory had them when that was planned."""

    name: str = ""
    """Empty where nobody knows it any more."""
    language: str = ""
    timezone: str = ""
    notice_address: str | None = None
    """Empty for none; None for who was not in the directory by then."""

    def as_customer(self, name: str) -> Customer:
        """Return the customer of an id as they were, without who looked after them."""
        return Customer(name, self.name or name, language=self.language, timezone=self.timezone)


def addressees(connection: Connection, notice_id: str, names: Collection[str]) -> dict[str, Addressee]:
    """Return customers as the directory has them, by id; who has left it as they were when told of a notice last."""
    found: dict[str, Addressee] = {}
    for some in in_pieces(names):
        found.update((name, Addressee(*facts)) for name, *facts in connection.execute(_THERE, {"names": some}))
    for some in in_pieces(name for name in names if name not in found):
        earlier = connection.execute(_EARLIER, {"names": some, "notice_id": notice_id})
        found.update((name, Addressee(*facts)) for name, *facts in earlier)
    return found


def given_away() -> ColumnElement[bool]:
    """Return whether the id of a ``notice_recipient`` is somebody else's by now: of another name and another address.

    It was removed, and came back since the revision was issued: who is merely renamed and moved stays who they are, and
    so does who was missing in the directory before that.
    """
    to, of, lower = notice_recipient.c, customer_history.c, func.lower
    lines = select(of.id).where(of.customer_id == customer.c.id)
    other = select(customer.c.id).where(
        customer.c.id == to.customer,
        to.name != "",
        lower(customer.c.name) != lower(to.name),
        lower(customer.c.notice_address) != lower(func.coalesce(func.nullif(to.instead_of, ""), to.address)),
        lines.where(of.what == REMOVED).exists(),
        notice_revision.c.notice_id == to.notice_id,
        notice_revision.c.number == to.number,
        lines.where(of.what == ADDED, of.at >= notice_revision.c.at).exists(),
    )
    return other.correlate(notice_recipient).exists()


_NAMES: BindParameter[str] = bindparam("names", expanding=True)
_THERE = select(
    customer.c.id, customer.c.name, customer.c.language, customer.c.timezone, customer.c.notice_address
).where(customer.c.id.in_(_NAMES))
_OF = notice_recipient.c
_EARLIER = (
    select(_OF.customer, _OF.name, _OF.language, _OF.timezone)
    .where(_OF.notice_id == bindparam("notice_id"), _OF.customer.in_(_NAMES), _OF.copy_to == "")
    .order_by(_OF.number)
)

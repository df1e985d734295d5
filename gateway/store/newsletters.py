"""Who has left which newsletter. Nobody is asked twice, and nobody comes back who does not say so."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from gateway.desk.notice import NoticeKind
from gateway.desk.notice_changes import LeaveNewsletter, RejoinNewsletter
from gateway.store.notice_row import notice_of
from gateway.store.notice_tables import newsletter_left, notice
from gateway.store.tables import customer_history

MAX_NAME = 200  # characters of the name of a list


@dataclass(frozen=True, slots=True)
class Left:
    """A newsletter that a customer has left."""

    mailing_list: str
    at: datetime
    by: str


def left(connection: Connection, mailing_list: str) -> set[str]:
    """Return the ids of the customers who want a newsletter no more."""
    of = newsletter_left.c.mailing_list == mailing_list[:MAX_NAME]
    return set(connection.scalars(select(newsletter_left.c.customer).where(of)))


def left_by(connection: Connection, customer: str) -> list[Left]:
    """Return the newsletters a customer has left, by name."""
    table = newsletter_left.c
    rows = connection.execute(select(newsletter_left).where(table.customer == customer).order_by(table.mailing_list))
    return [Left(row.mailing_list, row.at, row.by) for row in rows]


def every_list(connection: Connection) -> set[str]:
    """Return the names of all newsletters that were ever written, or left."""
    written = connection.scalars(select(notice.c.facts).where(notice.c.kind == NoticeKind.NEWSLETTER.value))
    names = {notice_of(facts).mailing_list for facts in written}
    return names.union(connection.scalars(select(newsletter_left.c.mailing_list).distinct()))


def who_left(
    connection: Connection, mailing_lists: Collection[str], customers: Collection[str]
) -> set[tuple[str, str]]:
    """Return which of some customers have left which of some newsletters."""
    full = {one[:MAX_NAME]: one for one in mailing_lists}
    table = newsletter_left.c
    where = (table.customer.in_(list(customers)), table.mailing_list.in_(list(full)))
    rows = connection.execute(select(table.customer, table.mailing_list).where(*where))
    return {(row.customer, full[row.mailing_list]) for row in rows}


def leave(connection: Connection, change: LeaveNewsletter, *, at: datetime) -> None:
    """Write down that a customer leaves one, also in their history; who has left it already stays as they were."""
    name = change.mailing_list[:MAX_NAME]
    if who_left(connection, {name}, {change.customer}):
        return
    row = {"customer": change.customer, "mailing_list": name, "at": at, "by": change.by}
    connection.execute(insert(newsletter_left), row)
    _note(connection, change, f"left the newsletter {name}", at)


def come_back(connection: Connection, change: RejoinNewsletter, *, at: datetime) -> None:
    """Write down that a customer gets one again, also in their history; nothing for who has not left it."""
    name, table = change.mailing_list[:MAX_NAME], newsletter_left.c
    theirs = delete(newsletter_left).where(table.customer == change.customer, table.mailing_list == name)
    if connection.execute(theirs).rowcount:
        _note(connection, change, f"gets the newsletter {name} again", at)


def _note(connection: Connection, change: LeaveNewsletter | RejoinNewsletter, what: str, at: datetime) -> None:
    line = {"customer_id": change.customer, "at": at, "by": change.by, "what": what, "because": change.because}
    connection.execute(insert(customer_history), line)

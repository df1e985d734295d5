"""Who has left which newsletter. Nobody is asked twice, and nobody comes back by himself."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, insert, select

from gateway.desk.notice_changes import LeaveNewsletter
from gateway.store.notice_tables import newsletter_left

MAX_NAME = 200  # characters of the name of a list


def left(connection: Connection, mailing_list: str) -> set[str]:
    """Return the ids of the customers who want a newsletter no more."""
    of = newsletter_left.c.mailing_list == mailing_list[:MAX_NAME]
    return set(connection.scalars(select(newsletter_left.c.customer).where(of)))


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
    """Write down that a customer leaves one; who has left it already stays as they were."""
    name = change.mailing_list[:MAX_NAME]
    if change.customer in left(connection, name):
        return
    row = {"customer": change.customer, "mailing_list": name, "at": at, "by": change.by}
    connection.execute(insert(newsletter_left), row)

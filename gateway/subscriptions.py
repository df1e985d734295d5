"""Flow: an operator has a customer leave a newsletter, or get it again, as the customer wishes."""

from __future__ import annotations

from gateway.desk.notice_changes import LeaveNewsletter, RejoinNewsletter
from gateway.docket import Docket, Means
from gateway.errors import NotFound
from gateway.store.customers import customer_named
from gateway.store.database import Connection, Database, Side
from gateway.store.newsletters import every_list, who_left
from gateway.validation import did_you_mean


class Subscriptions:
    """Says who gets newsletters. Every command raises ``NotFound``, and ``StoreUnavailable`` when nothing was done."""

    def __init__(self, database: Database, means: Means) -> None:
        """Open nothing yet."""
        self._database = database
        self._means = means

    def subscribe(self, customer: str, mailing_list: str, *, by: str, because: str) -> bool:
        """Have a customer get a newsletter again that they have left; return whether they had."""
        return self._choose(RejoinNewsletter(customer, mailing_list, by, because))

    def unsubscribe(self, customer: str, mailing_list: str, *, by: str, because: str) -> bool:
        """Have a customer leave a newsletter; return whether they had not left it yet."""
        return self._choose(LeaveNewsletter(customer, mailing_list, by, because))

    def _choose(self, change: LeaveNewsletter | RejoinNewsletter) -> bool:
        with self._database.write(Side.DESK) as connection:
            docket = Docket(connection, self._means)
            customer_named(connection, change.customer)
            _check_list(connection, change.mailing_list)
            has_left = bool(who_left(connection, {change.mailing_list}, {change.customer}))
            if has_left is isinstance(change, LeaveNewsletter):
                return False
            docket.take((change,))
            docket.write()
            return True


def _check_list(connection: Connection, name: str) -> None:
    known = every_list(connection)
    if name not in known:
        hint = did_you_mean(name, known) or f"there are {', '.join(sorted(known)) or 'none yet'}"
        raise NotFound(f'there is no newsletter "{name}": {hint}')

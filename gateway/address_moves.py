"""Flow: customers whose notice address was changed are told, at the old address and at the new one.

Who has to be told is written down in the transaction that changes the directory. Their letters come afterwards, some
at a time, so that mail need not wait for thousands of them. Whoever changed the directory writes them at once; what is
left when they are killed the desk writes. Nobody is told twice and nobody is left out.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from gateway import faults
from gateway.address import BadAddress, is_same
from gateway.desk.life.law import Law
from gateway.desk.order import Bulletin, Fact, TellPerson
from gateway.desk.team import Person
from gateway.docket import Docket, Means
from gateway.errors import PermanentFailure, StoreUnavailable
from gateway.store.clock import time_of
from gateway.store.customers import CustomerChange
from gateway.store.database import Connection, Database, Side
from gateway.store.moved import Moved, plan, put_behind, somebody_waits, take_some

AGAIN = timedelta(minutes=1)
"""Until letters are written again after some could not be."""
_NEVER = (PermanentFailure, BadAddress)  # what no later try mends

_log = logging.getLogger("gateway.addresses")


class AddressMoves:
    """Tells the old and the new address of each customer whose notice address was changed."""

    def __init__(self, database: Database, means: Means) -> None:
        """Look at nothing yet."""
        self._database = database
        self._means = means
        self._not_before: datetime | None = None

    def go_by(self, law: Law) -> None:
        """Go by another team from now on."""
        self._means = replace(self._means, law=law)

    def note(self, connection: Connection, changes: Sequence[CustomerChange], by: str) -> None:
        """Write down whom changes concern, in the transaction that makes them."""
        pairs = [(one.before, one.after) for one in changes if one.before and one.after]
        signed = self._means.law.team.signed(by)
        moved = [
            Moved(new.id, new.name, new.language, new.timezone, old.notice_address, new.notice_address, signed)
            for old, new in pairs
            if old.notice_address and not is_same(old.notice_address, new.notice_address)
        ]
        plan(connection, moved)

    def tell(self) -> None:
        """Write all letters that wait. What the store does not take now the desk writes later."""
        try:
            while self.step():
                pass
        except StoreUnavailable as error:
            _log.warning("addresses.wait error=%s", error)

    def next_due(self, connection: Connection, now: datetime) -> datetime | None:
        """Return when there is somebody to tell next; None for never."""
        if not somebody_waits(connection):
            return None
        return self._not_before if self._not_before and self._is_too_soon(now) else now

    def step(self) -> int:
        """Write some of the letters that wait; return how many. Raises ``StoreUnavailable``."""
        try:
            return self._some()
        except StoreUnavailable:
            raise
        except Exception:  # noqa: BLE001 - the desk's loop: whatever the letters do, the clock goes on
            _log.exception("addresses.untold")
            with self._database.write(Side.DESK) as connection:
                self._not_before = time_of(connection, self._means.clock) + AGAIN
                put_behind(connection)
            return 0

    def _some(self) -> int:
        with self._database.read() as connection:
            if not somebody_waits(connection) or self._is_too_soon(time_of(connection, self._means.clock)):
                return 0
        with self._database.write(Side.DESK) as connection:
            docket = Docket(connection, self._means)  # first: it puts desks in a queue
            for one in take_some(connection):
                self._tell(docket, one)
            docket.write()
            faults.hit("moves-written")
        faults.hit("moves-committed")
        self._not_before = None
        return docket.letters_queued

    def _is_too_soon(self, now: datetime) -> bool:
        """Tell whether some could not be written just now; a clock may have leapt ahead then."""
        return self._not_before is not None and now < self._not_before <= now + AGAIN

    @staticmethod
    def _tell(docket: Docket, one: Moved) -> None:
        facts: dict[str, Fact] = {
            "customer": one.name,
            "account": one.customer,
            "before": one.before,
            "after": one.after,
            "by": one.by,
        }
        for address in filter(None, (one.before, one.after)):
            person = Person("", address, language=one.language, timezone=one.timezone)
            try:
                docket.take((TellPerson(Bulletin.ADDRESS_CHANGED, person, "it was changed", facts),))
            except _NEVER as failure:
                _log.error("addresses.untold customer=%s address=%s: %s", one.customer, address, failure)

"""A gateway that is played with: an office, a delivery into memory, and a clock that is moved.

It knows how to let time pass: everything that falls due on the way is done at its own moment, in order.
"""

from __future__ import annotations

import random
from datetime import datetime
from functools import cached_property

from gateway.delivery import Delivery
from gateway.desk.order import Form
from gateway.identity import owner
from gateway.mail import OutboxId
from gateway.office import Office
from gateway.settings import Loaded
from gateway.simulation.clock import VirtualClock
from gateway.simulation.outgoing import Collector, SentLetter, read_letter
from gateway.store.happenings import Happening, happenings_after, of_notices_after, purposes
from gateway.store.outbox import OutboxStore

MAX_ROUNDS = 500  # of work that makes new work, at one moment
MAX_MOMENTS = 20_000  # at which something falls due, in one step
_TEMPLATES = {"ack-proven": "ack", **{form.value: form.public for form in Form}}


class Restless(Exception):
    """The gateway makes work for itself without end, or has something due that it never does."""


class Stage:
    """The gateway of one story."""

    def __init__(self, office: Office, loaded: Loaded, clock: VirtualClock) -> None:
        """Made by ``world.raised``."""
        self.office = office
        self.loaded = loaded
        self.clock = clock
        self._collector = Collector(clock)
        self._history_read = self._notices_read = 0

    @cached_property
    def _delivery(self) -> Delivery:
        outbox = OutboxStore(self.office.database, owner=owner("simulation", self.loaded.settings.store.directory))
        return Delivery(outbox, [self._collector], clock=self.clock, rng=random.Random(0))

    def settle(self) -> int:
        """Work until nothing is left to do now; return how much that was. Raises ``Restless``."""
        total = 0
        for _ in range(MAX_ROUNDS):
            done = self.office.deadlines.step() + self.office.intake.step() + self._delivery.step(self.clock.now())
            if not done:
                return total
            total += done
        raise Restless(f"work makes new work without end: {total} pieces at {self.clock.now():%Y-%m-%dT%H:%M:%SZ}")

    def next_moment(self, until: datetime) -> bool:
        """Go to the next moment at which something is due, or to ``until``, and do it; tell whether more is to come.

        Raises ``Restless``.
        """
        due = self.office.deadlines.next_due()
        if due is None or due > until:
            self.clock.move(until)
            self.settle()
            return False
        self.clock.move(max(due, self.clock.now()))
        if not self.settle() and (again := self.office.deadlines.next_due()) is not None and again <= due:
            raise Restless(f"something is due at {due:%Y-%m-%dT%H:%M:%SZ} and is not done")
        return True

    def sent(self) -> list[SentLetter]:
        """Return the letters that left since the last call."""
        taken = self._collector.taken()
        if not taken:
            return []
        with self.office.database.read() as connection:
            known = purposes(connection, [OutboxId(letter.id) for _, letter in taken])
        found = []
        for at, letter in taken:
            purpose = known[letter.id]
            template = _TEMPLATES.get(purpose.template, purpose.template)
            found.append(read_letter(letter, at, template=template, case=purpose.case))
        return found

    def happened(self) -> list[Happening]:
        """Return the lines of all histories since the last call."""
        with self.office.database.read() as connection:
            found = happenings_after(connection, self._history_read)
            told = of_notices_after(connection, self._notices_read)
        self._history_read = found[-1].id if found else self._history_read
        self._notices_read = told[-1].id if told else self._notices_read
        return [*found, *told]

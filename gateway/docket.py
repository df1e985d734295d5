"""What one transaction does: changes and letters are taken in, promises worked out anew, and what is due by then done.

Every flow writes through a docket and in no other way. Decides nothing itself.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property

from gateway.address import Mailbox
from gateway.clock import Clock
from gateway.desk.changes import (
    AddMessage,
    AssignCustomer,
    Change,
    KeepRuling,
    LinkTicket,
    MergeTicket,
    OpenTicket,
    QueueLetter,
)
from gateway.desk.config_news import admins
from gateway.desk.fresh import Fresh
from gateway.desk.life.case import Case
from gateway.desk.life.fall_due import fall_due
from gateway.desk.life.law import Law
from gateway.desk.life.reckon import reckon
from gateway.desk.life.record import event_of
from gateway.desk.order import Acknowledge, Order, Step
from gateway.desk.ruled.ask import ask
from gateway.desk.ruled.happened import Occasion
from gateway.desk.ruled.occasions import Occasions
from gateway.desk.ruled.slow import slow_news, stopped
from gateway.desk.ruling.matter import Written
from gateway.desk.ruling.record import Ruled
from gateway.desk.ticket import Ticket
from gateway.desk.world import World
from gateway.horizon import Horizon
from gateway.mail import CaseNumber, TicketId
from gateway.secretary import Secretary, Stationery
from gateway.store.apply import Changes
from gateway.store.clock import time_of
from gateway.store.database import Connection
from gateway.store.links import links_of
from gateway.store.look_up import know_clocks, know_customers, ticket_by_number, tickets_of
from gateway.store.slow_rules import count_slow
from gateway.store.waiting import earliest_waiting

_log = logging.getLogger("gateway.docket")

ON_TIME = timedelta(seconds=30)
"""What is done so soon after it was due counts as done at that moment: no machine looks at the very microsecond."""
MAX_AT_ONCE = 100
"""Things that fall due on one ticket in one transaction: far more than can be, unless one of them never ends."""
A_WRONG_CLOCK = timedelta(days=1)
AFTER_TOO_MUCH = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Means:
    """What every docket needs beside its transaction."""

    law: Law
    stationery: Stationery
    clock: Clock
    horizon: Horizon
    notices_per_domain: int
    """Letters of notices that are written to one domain in a minute."""
    letters_wait: bool = True
    """False in observe mode: letters are written to be looked at, and never sent."""
    admins: tuple[str, ...] = ()
    """Whom the settings name to look after the files that decide."""
    support: str = ""
    """The address of support, where cases stand that no mail opened."""


class Docket:
    """Gathers what one transaction does, then writes it."""

    def __init__(self, connection: Connection, means: Means, *, owner: str = "") -> None:
        """Lock the counters, which on PostgreSQL puts desks in a queue. ``owner``: who has claimed entries."""
        self.now = time_of(connection, means.clock)
        self.world = World()
        """What is known; a flow that has looked things up puts its own here, before anything is taken in."""
        self.letters_queued = 0
        self._connection = connection
        self._means = means
        self._changes = Changes(connection, now=self.now, owner=owner, letters_wait=means.letters_wait)
        self._touched: dict[TicketId, None] = {}
        self._occasions = Occasions()
        self._links: dict[TicketId, set[str]] = {}
        self._new: set[TicketId] = set()
        sure = means.horizon.reach(self.now)
        self.until = min(earliest_waiting(connection) or sure, sure)  # asked under the lock
        """What falls due after it is left alone: mail that waits came then."""

    def next_ticket(self) -> Fresh:
        """Return the id and number the next opened ticket must have; the same until it is opened."""
        return self._changes.next_ticket()

    def know(self, tickets: Iterable[Ticket]) -> None:
        """Look up what clocks remember of tickets, and their customers, unless it is known already."""
        know_clocks(self._connection, self.world, tickets)

    def bring(self, ids: Iterable[TicketId]) -> None:
        """Look tickets up that are not known yet, with all their clocks need."""
        unknown = {one for one in ids if one not in self.world.tickets}
        if unknown:
            self.know(tickets_of(self._connection, unknown).values())

    def case(self, ticket_id: TicketId) -> Case:
        """Return a ticket with all its clocks need, as it stands now."""
        self.know([self.world.tickets[ticket_id]])
        return self.world.case(ticket_id, self._means.law)

    def open(self, ticket: Ticket) -> Case:
        """Look a ticket up that was just read from the store, and return it with all its clocks need."""
        self.know([ticket])
        return self.case(ticket.id)

    def answer(
        self, ticket_id: TicketId, everybody: Sequence[Mailbox], *, by: str, body: str
    ) -> tuple[QueueLetter, ...]:
        """Write an engineer's answer to everybody on a ticket, each with their own way back."""
        ticket = self.world.tickets[ticket_id]
        letters = self._secretary.answer(ticket, everybody, by=by, body=body, at=self.now)
        return tuple(self._queue(letter) for letter in letters)

    def take(self, steps: Iterable[Step], *, at: datetime | None = None) -> tuple[QueueLetter, ...]:
        """Take in what was decided, in order; return its letters. ``at`` is when it happened, where that is not now."""
        written: list[QueueLetter] = []
        for step in steps:
            if isinstance(step, Acknowledge):
                self._settle(step.ticket_id)  # it says by when somebody answers
            if isinstance(step, Order):
                written += [self._queue(letter) for letter in self._secretary.write(step, at or self.now)]
            else:
                self._take(step, at or self.now)
        return tuple(written)

    def ask_rules(self, cause: Written | None = None) -> None:
        """Ask the rules about all that has happened so far; what happens from now on has another cause.

        ``cause`` is the mail that brought it about.

        So it makes no difference which mails are worked on in one transaction.
        """
        while self._occasions:
            self._ask_rules(self._occasions.next(), cause)
        self._occasions.begin_anew()

    def write(self) -> None:
        """Settle what is touched, then write everything. Raises ``TakenOver`` as ``Changes.write`` does."""
        while self._occasions or self._touched:
            if self._occasions:
                self._ask_rules(self._occasions.next())
            else:
                self._settle(next(iter(self._touched)))
        self._changes.write()

    def touch(self, ticket_id: TicketId) -> None:
        """Have a ticket worked out anew."""
        self._touched[ticket_id] = None

    def others(self) -> Iterable[Ticket]:
        """Return the tickets rules may link one with: those that are known, and those that rules name."""
        for number in self._means.law.rules.linked - self.world.numbers.keys():
            if found := ticket_by_number(self._connection, CaseNumber(number)):
                self.know([found])
        return self.world.tickets.values()

    def _ask_rules(self, occasion: Occasion, cause: Written | None = None) -> None:
        """Ask the rules about something that happened to a ticket; each rule acts once on it for one cause."""
        if self.world.tickets[occasion.ticket_id].merged_into is not None:
            return
        case, turns = self.case(occasion.ticket_id), self._occasions.turns(occasion.ticket_id)
        self.take(ask(case, occasion, turns, others=self.others(), cause=cause, now=self.now))

    def _tell_of_slow(self, ruled: Ruled) -> None:
        """Count patterns that were stopped; under one set of files the admins hear of each rule once."""
        if rules := stopped(ruled):
            first = count_slow(self._connection, ruled.config_hash, rules)
            self.take(slow_news(ruled, first, admins(self._means.law.team, self._means.admins)))

    @cached_property
    def _secretary(self) -> Secretary:
        means = self._means
        return Secretary(self._connection, means.stationery, means.law, self.world, self._changes.next_letter, self.now)

    def _settle(self, ticket_id: TicketId) -> None:
        """Work out what is promised on a ticket, and do what has fallen due on it."""
        until = self._until(ticket_id)
        found = reckon(self.case(ticket_id), until)
        for _ in range(MAX_AT_ONCE):
            if not found.due or found.due[0].at > until:
                break
            due = found.due[0]
            at = due.moment if self.now - due.at <= ON_TIME else self.now
            self.take(fall_due(found.case, due, at), at=min(at, until))  # so that mail that waits comes after it
            found = reckon(self.case(ticket_id), until)
        self._touched.pop(ticket_id, None)
        keep = found.keep
        if keep.due_at is not None and keep.due_at <= until:
            _log.error("docket.endless case=%s more is due on it at once than can be", found.case.ticket.number)
            keep = replace(keep, due_at=self.now + AFTER_TOO_MUCH)
        self.world.after(keep)
        self._changes.add((keep,))

    def _until(self, ticket_id: TicketId) -> datetime:
        """Return until when things fall due on a ticket: what a new one is to people at once waits for no mail."""
        return max(self.until, self.world.tickets[ticket_id].created_at) if ticket_id in self._new else self.until

    def _take(self, change: Change, at: datetime) -> None:
        if isinstance(change, LinkTicket) and self._is_linked(change):
            return  # what it is already is no change
        match change:
            case OpenTicket():
                self._secretary.note(change)
                self._new.add(change.ticket.id)
                self.world.events[change.ticket.id], self.world.promises[change.ticket.id] = (), ()
                self._touched[change.ticket.id] = None
            case AddMessage():
                self._secretary.note(change)
            case AssignCustomer() if change.ticket_id in self.world.tickets:
                self._touched[change.ticket_id] = None
                know_customers(self._connection, self.world, {change.after})
            case MergeTicket() if change.ticket_id in self.world.tickets:
                self._touched[change.ticket_id] = None
            case KeepRuling(ruled=ruled):
                self._tell_of_slow(ruled)
        self._occasions.note(change, self._means.law.rules)
        moment = self._remember(change, at)
        self.world.after(change, moment)
        self._changes.add((change,), at=moment)

    def _is_linked(self, change: LinkTicket) -> bool:
        """Tell whether a ticket has a link already, and note that it has it now."""
        known = self._links.setdefault(change.ticket_id, set())
        if not known and change.ticket_id not in self._new:
            known.update(links_of(self._connection, change.ticket_id))
        if change.other in known:
            return True
        known.add(change.other)
        return False

    def _remember(self, change: Change, at: datetime) -> datetime:
        """Return when a change happened to its ticket: never before what happened to it already."""
        remembered = event_of(change, at)
        if remembered is None:
            return at
        ticket_id = remembered[0]
        if ticket_id in self.world.tickets:
            self.know([self.world.tickets[ticket_id]])
            self._touched[ticket_id] = None
        past = self.world.events.get(ticket_id, ())
        if not past or past[-1].at - at > A_WRONG_CLOCK:  # one that was written while the clock was far ahead
            return at
        return max(at, past[-1].at)

    def _queue(self, letter: QueueLetter) -> QueueLetter:
        self.letters_queued += 1
        self.world.after(letter)
        self._changes.add((letter,))
        return letter

"""What one transaction does: changes and letters are taken in, promises worked out anew, and what is due by then done.

Every flow writes through a docket and in no other way. Decides nothing itself.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from gateway.address import Address, Mailbox, parse_address
from gateway.desk.changes import AddMessage, AssignCustomer, Change, MergeTicket, OpenTicket, QueueLetter
from gateway.desk.customer import Customer
from gateway.desk.fresh import Fresh
from gateway.desk.life.case import Case
from gateway.desk.life.facts import acknowledged
from gateway.desk.life.fall_due import fall_due
from gateway.desk.life.law import Law
from gateway.desk.life.reckon import reckon
from gateway.desk.life.record import event_of
from gateway.desk.order import Acknowledge, Answered, Fact, Form, Order, TellCustomer, TellPerson, TellTeam
from gateway.desk.team import Person
from gateway.desk.ticket import Direction, Ticket
from gateway.desk.world import World
from gateway.horizon import Horizon
from gateway.mail import TicketId
from gateway.outbound.letters import Echo, Letters, Reader, Sheet, Slip
from gateway.outbound.pager import is_pager, pager_of
from gateway.outbound.said import FACTS, STAMP
from gateway.rules.topics import Links, choose
from gateway.store.apply import Changes
from gateway.store.correspondence import thread_of
from gateway.store.database import Connection
from gateway.store.due import store_time
from gateway.store.look_up import know_clocks, know_customers, tickets_of
from gateway.store.words import last_words

_log = logging.getLogger("gateway.docket")

Step = Change | Order
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
    letters: Letters
    links: Links
    horizon: Horizon
    language: str
    """Of colleagues who name none."""
    letters_wait: bool = True
    """False in observe mode: letters are written to be looked at, and never sent."""


class Docket:
    """Gathers what one transaction does, then writes it."""

    def __init__(
        self, connection: Connection, means: Means, now: datetime, *, owner: str = "", until: datetime | None = None
    ) -> None:
        """Lock the counters, which on PostgreSQL puts desks in a queue.

        ``until``: what falls due after it is left alone, because mail that came before waits; without, all by ``now``.
        """
        self.now = store_time(connection) or now  # of several machines with clocks of their own, the store's decides
        self._until = min(until or self.now, means.horizon.reach(self.now))
        self.world = World()
        """What is known; a flow that has looked things up puts its own here."""
        self.letters_queued = 0
        self._connection = connection
        self._means = means
        self._changes = Changes(connection, now=self.now, owner=owner, letters_wait=means.letters_wait)
        self._touched: dict[TicketId, None] = {}
        self._new: set[TicketId] = set()
        self._said: dict[TicketId, AddMessage] = {}  # the newest mail of a customer that is not yet written

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

    def know_customer(self, customer: Customer) -> None:
        """Take in a customer that was looked up already."""
        self.world.customers[customer.id] = customer

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
        ticket, letters = self.world.tickets[ticket_id], []
        for person in (one for one in everybody if self._may_be_written_to(one.address, ticket)):
            sheet = self._sheet(ticket, person.address, f"answered by {by}", self.now)
            letters.append(self._means.letters.reply(sheet, everybody=everybody, by=by, body=body))
            self._queue(letters[-1])
        return tuple(letters)

    def take(self, steps: Iterable[Step], *, at: datetime | None = None) -> None:
        """Take in what was decided, in order; ``at`` is when it happened, where that is not now."""
        for step in steps:
            match step:
                case Acknowledge():
                    self._acknowledge(step, at or self.now)
                case TellCustomer():
                    self._tell_customer(step, at or self.now)
                case TellTeam():
                    self._tell_team(step, at or self.now)
                case TellPerson():
                    self._tell_person(step, at or self.now)
                case _:
                    self._take(step, at or self.now)

    def write(self) -> None:
        """Settle what is touched, then write everything. Raises ``TakenOver`` as ``Changes.write`` does."""
        while self._touched:
            self._settle(next(iter(self._touched)))
        self._changes.write()

    def touch(self, ticket_id: TicketId) -> None:
        """Have a ticket worked out anew."""
        self._touched[ticket_id] = None

    def _settle(self, ticket_id: TicketId) -> None:
        """Work out what is promised on a ticket, and do what has fallen due on it."""
        found = reckon(self.case(ticket_id), self._until)
        for _ in range(MAX_AT_ONCE):
            if not found.due or found.due[0].at > self._until:
                break
            due = found.due[0]
            at = due.moment if self.now - due.at <= ON_TIME else self.now
            self.take(fall_due(found.case, due, at), at=min(at, self._until))  # so that mail that waits comes after it
            found = reckon(self.case(ticket_id), self._until)
        self._touched.pop(ticket_id, None)
        keep = found.keep
        if keep.due_at is not None and keep.due_at <= self._until:
            _log.error("docket.endless case=%s more is due on it at once than can be", found.case.ticket.number)
            keep = replace(keep, due_at=self.now + AFTER_TOO_MUCH)
        self.world.after(keep)
        self._changes.add((keep,))

    def _take(self, change: Change, at: datetime) -> None:
        if isinstance(change, OpenTicket):
            self._new.add(change.ticket.id)
            self.world.events[change.ticket.id], self.world.promises[change.ticket.id] = (), ()
            self._touched[change.ticket.id] = None
        elif isinstance(change, AddMessage) and change.message.direction is Direction.IN:
            self._said[change.ticket_id] = change
        elif isinstance(change, (AssignCustomer, MergeTicket)) and change.ticket_id in self.world.tickets:
            self._touched[change.ticket_id] = None
            if isinstance(change, AssignCustomer):
                know_customers(self._connection, self.world, {change.after})
        moment = self._remember(change, at)
        self.world.after(change, moment)
        self._changes.add((change,), at=moment)

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

    def _acknowledge(self, asked: Acknowledge, at: datetime) -> None:
        if not self._may_be_written_to(asked.to, self.world.tickets[asked.ticket_id]):
            return
        self._settle(asked.ticket_id)  # it says by when somebody answers
        ticket, case = self.world.tickets[asked.ticket_id], self.case(asked.ticket_id)
        links = choose(self._means.links, subject=asked.subject, text=asked.text, language=ticket.language)
        letter = self._means.letters.acknowledgement(
            Sheet(self._changes.next_letter(), ticket, asked.to, asked.answers, at, asked.because),
            links=[(link.title, link.url) for link in links],
            echo=Echo(asked.subject, asked.text) if asked.echo else None,
            held=asked.held,
            facts={**acknowledged(case, at), **asked.facts},
            reader=self._customer_reader(ticket),
        )
        self._queue(letter)

    def _may_be_written_to(self, address: Address, ticket: Ticket) -> bool:
        """Tell whether a letter may go to somebody on a ticket: not to us, nor to what only looks like a pager."""
        return not is_pager(str(address)) and address.untagged.key != parse_address(ticket.support_address).untagged.key

    def _tell_customer(self, asked: TellCustomer, at: datetime) -> None:
        ticket = self.world.tickets[asked.ticket_id]
        everybody = sorted(ticket.participants, key=lambda key: (key != ticket.requester, key))
        facts = self._with_words(asked.form, asked.facts, ticket)
        people = [asked.only] if asked.only else [parse_address(key) for key in everybody]
        for address in (one for one in people if self._may_be_written_to(one, ticket)):
            sheet = self._sheet(ticket, address, asked.because, at)
            self._queue(self._means.letters.tell(sheet, asked.form, facts, reader=self._customer_reader(ticket)))

    def _tell_team(self, asked: TellTeam, at: datetime) -> None:
        ticket = self.world.tickets[asked.ticket_id]
        facts = {**self._with_words(asked.form, asked.facts, ticket), "status": ticket.status.value}
        for person in asked.people:
            paged = asked.form is Form.PAGE and not asked.quiet
            ways = [(person.pager_address if paged else "") or person.address]
            if paged and person.pager_command:
                ways.append(pager_of(person.address))
            for way in ways:
                sheet = self._sheet(ticket, parse_address(way), asked.because, at)
                self._queue(self._means.letters.tell(sheet, asked.form, facts, reader=self._colleague(person)))

    def _tell_person(self, asked: TellPerson, at: datetime) -> None:
        slip = Slip(self._changes.next_letter(), parse_address(asked.person.address), at, asked.because)
        self._queue(self._means.letters.bulletin(slip, asked.form, asked.facts, reader=self._colleague(asked.person)))

    def _queue(self, letter: QueueLetter) -> None:
        self.letters_queued += 1
        self.world.after(letter)
        self._changes.add((letter,))

    def _sheet(self, ticket: Ticket, to: Address, because: str, at: datetime) -> Sheet:
        return Sheet(self._changes.next_letter(), ticket, to, self._answers(ticket.id), at, because)

    def _answers(self, ticket_id: TicketId) -> Answered:
        """Return the mails a letter follows: those that are written, and the one that is not yet."""
        thread = None if ticket_id in self._new else thread_of(self._connection, ticket_id)
        earlier = tuple(one for one in (*thread.earlier, thread.newest) if one) if thread else ()
        said = self._said.get(ticket_id)
        if said is not None and said.message.message_id:
            return Answered(said.message.message_id, earlier)
        return Answered(earlier[-1], earlier[:-1]) if earlier else Answered()

    def _customer_reader(self, ticket: Ticket) -> Reader:
        customer = self.world.customers.get(ticket.customer)
        return Reader(self._means.law.home_of(customer).zone)

    def _colleague(self, person: Person) -> Reader:
        zone = person.zone(self._means.law.home.zone)
        return Reader(zone, person.language or self._means.language, colleague=True, name=person.name)

    def _with_words(self, form: Form, facts: Mapping[str, Fact], ticket: Ticket) -> Mapping[str, Fact]:
        """Add what was last said, for letters that quote it."""
        added: dict[str, Fact] = {}
        if "excerpt" in FACTS[form]:
            said = self._said.get(ticket.id)
            added["excerpt"] = said.message.body.text if said else self._last_words(ticket, Direction.IN)
        if STAMP in FACTS[form]:  # what its state is now: the first verdict moves it on
            added[STAMP] = self.case(ticket.id).story.status_since
        if "asked" in FACTS[form]:
            added["asked"] = self._last_words(ticket, Direction.OUT)
        return {**facts, **added}

    def _last_words(self, ticket: Ticket, direction: Direction) -> str:
        return "" if ticket.id in self._new else last_words(self._connection, ticket.id, direction)

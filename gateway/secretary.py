"""Writes the letters that one transaction orders: to whom, in whose language and hours, after which mails.

What a letter is about was decided before, and ``outbound.letters`` words it. Stores nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from gateway.address import Address, Mailbox, parse_address
from gateway.desk.changes import AddMessage, OpenTicket, QueueLetter
from gateway.desk.customer import Customer, NoticeCalendar
from gateway.desk.life.case import Case
from gateway.desk.life.facts import acknowledged
from gateway.desk.life.law import Law
from gateway.desk.life.reckon import reckon
from gateway.desk.links.choose import choose
from gateway.desk.order import (
    Acknowledge,
    Answered,
    Fact,
    Form,
    Item,
    Order,
    Quoted,
    TellCustomer,
    TellOfNotice,
    TellPerson,
    TellTeam,
)
from gateway.desk.policy.target import Kind
from gateway.desk.team import Person
from gateway.desk.ticket import Direction, Ticket
from gateway.desk.world import World
from gateway.mail import OutboxId, TicketId
from gateway.outbound.letters import Echo, Letters, Reader, Sheet, Slip
from gateway.outbound.notice_letters import NoticeLetters, NoticeSheet
from gateway.outbound.pager import is_pager, pager_of
from gateway.outbound.render import Rendered
from gateway.outbound.said import FACTS, STAMP
from gateway.store.correspondence import thread_of
from gateway.store.database import Connection
from gateway.store.words import last_words

MAX_QUOTED = 5  # letters of a notice, in one to a colleague

_log = logging.getLogger("gateway.secretary")


@dataclass(frozen=True, slots=True)
class Stationery:
    """What letters are written with."""

    letters: Letters
    notices: NoticeLetters
    language: str
    """Of colleagues and customers who name none."""


class Secretary:
    """Writes what is ordered, one letter for each who is told; ``world`` is kept current by others."""

    def __init__(
        self,
        connection: Connection,
        stationery: Stationery,
        law: Law,
        world: World,
        next_letter: Callable[[], OutboxId],
        now: datetime,
    ) -> None:
        """``next_letter`` numbers letters; each number is one letter, in order."""
        self._now = now
        self._connection = connection
        self._letters, self._language = stationery.letters, stationery.language
        self._notices = stationery.notices
        self._law = law
        self._world = world
        self._next_letter = next_letter
        self._new: set[TicketId] = set()
        self._said: dict[TicketId, AddMessage] = {}  # the newest mail of a customer that is not yet written

    def note(self, change: OpenTicket | AddMessage) -> None:
        """Take in what letters follow and quote, and the store does not know yet."""
        if isinstance(change, OpenTicket):
            self._new.add(change.ticket.id)
        elif change.message.direction is Direction.IN:
            self._said[change.ticket_id] = change

    def answer(
        self, ticket: Ticket, everybody: Sequence[Mailbox], *, by: str, body: str, at: datetime
    ) -> Iterator[QueueLetter]:
        """Write an engineer's answer to everybody on a ticket, each with their own way back."""
        for person in everybody:
            if _may_be_written_to(person.address, ticket):
                sheet = self._sheet(ticket, person.address, f"answered by {by}", at)
                yield self._letters.reply(sheet, everybody=everybody, by=by, body=body)

    def write(self, asked: Order, at: datetime) -> Iterator[QueueLetter]:
        """Write the letters of an order. Promises must stand: an acknowledgement says by when somebody answers."""
        match asked:
            case Acknowledge():
                return self._acknowledgement(asked, at)
            case TellCustomer():
                return self._to_customer(asked, at)
            case TellTeam():
                return self._to_team(asked, at)
            case TellPerson():
                to = parse_address(asked.person.address)
                slip = Slip(self._next_letter(), to, at, asked.because, asked.asks, asked.repeats)
                reader = self._colleague(asked.person)
                quoted: Mapping[str, Fact] = {"letters": self._quoted(asked.quotes, slip)} if asked.quotes else {}
                facts = {**asked.facts, **quoted}
                return iter((self._letters.bulletin(slip, asked.form, facts, reader=reader),))
            case TellOfNotice():
                return iter((self._of_notice(asked, at),))

    def _quoted(self, quoted: Quoted, slip: Slip) -> tuple[Item, ...]:
        """Return the letters of a notice as customers would have read them, one in each language and zone."""
        readers: dict[Reader, Customer] = {}
        for one in quoted.customers:
            readers.setdefault(reader_of(one, self._law, self._language), one)
        found: dict[tuple[str, ZoneInfo], Item] = {}
        for reader, customer in readers.items():
            if len(found) < MAX_QUOTED and (said := self._as_read(quoted, customer, reader, slip)):
                facts = {"to": customer.name or customer.id, "subject": said.subject, "text": without_marker(said)}
                found.setdefault((said.language, reader.zone), Item(facts))
        return tuple(found.values())

    def _as_read(self, quoted: Quoted, customer: Customer, reader: Reader, slip: Slip) -> Rendered | None:
        """Return the letter to a customer; None where it cannot be written: the rest is as urgent."""
        customer = replace(customer, notice_calendar=NoticeCalendar.NONE)  # nothing is attached
        sheet = NoticeSheet(slip.outbox_id, quoted.notice, quoted.revision, slip.to, slip.now, customer)
        try:
            return self._notices.preview(sheet, reader=reader).said
        except Exception:  # noqa: BLE001 - whatever that letter does, who is to tell them hears of it
            _log.exception("notices.unquoted notice=%s revision=%s", quoted.notice.id, quoted.revision.number)
            return None

    def _acknowledgement(self, asked: Acknowledge, at: datetime) -> Iterator[QueueLetter]:
        ticket = self._world.tickets[asked.ticket_id]
        if not _may_be_written_to(asked.to, ticket):
            return
        links = choose(
            self._law.links, subject=asked.subject, text=asked.text, language=ticket.language, topics=asked.topics
        )
        yield self._letters.acknowledgement(
            Sheet(self._next_letter(), ticket, asked.to, asked.answers, at, asked.because),
            links=[(link.title, link.url) for link in links],
            echo=Echo(asked.subject, asked.text) if asked.echo else None,
            held=asked.held,
            facts={**acknowledged(self._case(ticket), at), **asked.facts},
            reader=self._customer(ticket),
        )

    def _to_customer(self, asked: TellCustomer, at: datetime) -> Iterator[QueueLetter]:
        ticket = self._world.tickets[asked.ticket_id]
        everybody = sorted(ticket.participants, key=lambda key: (key != ticket.requester, key))
        facts = self._completed(asked.form, asked.facts, ticket)
        people = [asked.only] if asked.only else [parse_address(key) for key in everybody]
        for address in (one for one in people if _may_be_written_to(one, ticket)):
            sheet = self._sheet(ticket, address, asked.because, at)
            yield self._letters.tell(sheet, asked.form, facts, reader=self._customer(ticket))

    def _to_team(self, asked: TellTeam, at: datetime) -> Iterator[QueueLetter]:
        ticket = self._world.tickets[asked.ticket_id]
        facts = self._completed(asked.form, asked.facts, ticket)
        for person in asked.people:
            paged = asked.form is Form.PAGE and not asked.quiet
            ways = [(person.pager_address if paged else "") or person.address]
            if paged and person.pager_command:
                ways.append(pager_of(person.address))
            for way in ways:
                sheet = self._sheet(ticket, parse_address(way), asked.because, at)
                yield self._letters.tell(sheet, asked.form, facts, reader=self._colleague(person))

    def _of_notice(self, asked: TellOfNotice, at: datetime) -> QueueLetter:
        sheet = NoticeSheet(
            outbox_id=self._next_letter(),
            notice=asked.notice,
            revision=asked.revision,
            to=parse_address(asked.recipient.address),
            now=at,
            customer=asked.customer,
            copy_of=asked.copy_of,
            root=asked.root,
            known_as=asked.known_as,
            test=asked.test,
        )
        return self._notices.write(sheet, reader=self._reader_of(asked))

    def _reader_of(self, asked: TellOfNotice) -> Reader:
        if asked.recipient.copy_to:
            address = asked.recipient.copy_to
            return self._colleague(self._law.team.find(address) or Person("", address))
        return reader_of(asked.customer, self._law, self._language)

    def _sheet(self, ticket: Ticket, to: Address, because: str, at: datetime) -> Sheet:
        return Sheet(self._next_letter(), ticket, to, self._answers(ticket.id), at, because)

    def _answers(self, ticket_id: TicketId) -> Answered:
        """Return the mails a letter follows: those that are written, and the one that is not yet."""
        thread = None if ticket_id in self._new else thread_of(self._connection, ticket_id)
        earlier = tuple(one for one in (*thread.earlier, thread.newest) if one) if thread else ()
        said = self._said.get(ticket_id)
        if said is not None and said.message.message_id:
            return Answered(said.message.message_id, earlier)
        return Answered(earlier[-1], earlier[:-1]) if earlier else Answered()

    def _customer(self, ticket: Ticket) -> Reader:
        customer = self._world.customers.get(ticket.customer)
        return Reader(self._law.home_of(customer).zone)

    def _colleague(self, person: Person) -> Reader:
        zone = person.zone(self._law.home.zone)
        return Reader(zone, person.language or self._language, colleague=True, name=person.name)

    def _completed(self, form: Form, facts: Mapping[str, Fact], ticket: Ticket) -> Mapping[str, Fact]:
        """Add the facts a decision left out: they are as they are after all its steps."""
        return {**facts, **{name: self._fact(name, ticket) for name in FACTS[form] - facts.keys()}}

    def _fact(self, name: str, ticket: Ticket) -> Fact:
        match name:
            case "status":
                return ticket.status.value
            case "answer_by":
                return self._reckoned(ticket).due(Kind.RESPONSE)
            case "resolve_by":
                return self._reckoned(ticket).due(Kind.RESOLUTION)
            case "excerpt":
                said = self._said.get(ticket.id)
                return said.message.body.text if said else self._last_words(ticket, Direction.IN)
            case "asked":
                return self._last_words(ticket, Direction.OUT)
            case _ if name == STAMP:  # what its state is now: the first verdict moves it on
                return self._case(ticket).story.status_since
        raise TypeError(f"nobody knows {name}, and the decision does not say it")

    def _reckoned(self, ticket: Ticket) -> Case:
        return reckon(self._case(ticket), self._now).case

    def _last_words(self, ticket: Ticket, direction: Direction) -> str:
        return "" if ticket.id in self._new else last_words(self._connection, ticket.id, direction)

    def _case(self, ticket: Ticket) -> Case:
        return self._world.case(ticket.id, self._law)


def without_marker(said: Rendered) -> str:
    """Return a letter to be quoted, less the line at which replies end."""
    from gateway.inbound.newtext.plain import REPLY_MARKERS  # here: most letters are no quotes, and no mail is read

    return said.text.rstrip().removesuffix(REPLY_MARKERS.get(said.language, "")).rstrip()


def reader_of(customer: Customer | None, law: Law, language: str) -> Reader:
    """Return how a customer reads; ``language`` is that of customers who name none."""
    return Reader(law.home_of(customer).zone, (customer.language if customer else "") or language)


def _may_be_written_to(address: Address, ticket: Ticket) -> bool:
    """Tell whether a letter may go to somebody on a ticket: not to us, nor to what only looks like a pager."""
    return not is_pager(str(address)) and address.untagged.key != parse_address(ticket.support_address).untagged.key

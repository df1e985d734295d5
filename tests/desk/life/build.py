"""A ticket's life played without a store: events, clocks and letters, by the packs that ship."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from gateway.address import parse_address
from gateway.desk.case_number import FIRST_SERIAL, case_number
from gateway.desk.casework import work
from gateway.desk.casework.settle import NewState, settle
from gateway.desk.changes import AddMessage, Change, OpenTicket
from gateway.desk.customer import Customer
from gateway.desk.event import Event, What
from gateway.desk.hours.calendar import Home
from gateway.desk.intake.escalate import climb
from gateway.desk.life.agenda import Due, DueKind
from gateway.desk.life.case import Case
from gateway.desk.life.fall_due import fall_due
from gateway.desk.life.law import Law
from gateway.desk.life.reckon import Reckoning, reckon
from gateway.desk.life.record import event_of
from gateway.desk.order import Form, Order, TellCustomer, TellTeam
from gateway.desk.policy.policies import Policies
from gateway.desk.policy.policy import Policy
from gateway.desk.team import Person, Team
from gateway.desk.ticket import Direction, Message, Participant, Priority, Status, Ticket
from gateway.desk.world import World
from gateway.mail import Body, Kind, MessageId, TicketId
from gateway.rules.calendars import load_calendars
from gateway.rules.policies import load_packs

AT = datetime(2026, 11, 16, 14, 0, tzinfo=UTC)
"""A Monday, nine o'clock in Toronto, where office hours begin an hour before; no clock changes near it."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TORONTO = Home(ZoneInfo("America/Toronto"))
CALENDARS = load_calendars(Path("nowhere"))
PACKS = load_packs(Path("nowhere"))
ANN = "ann@acme.example"
TEAM = Team(
    (
        Person("dana", "dana@support.example", ("support",), level=1),
        Person("sven", "sven@support.example", ("specialists",), level=2),
        Person("eva", "eva@support.example", ("experts",), level=3),
        Person("lea", "lea@support.example", ("leads",)),
        Person("olga", "olga@support.example", ("operations-manager",)),
        Person("dirk", "dirk@support.example", ("director",)),
        Person("quinn", "quinn@support.example", ("qa",)),
        Person("devi", "devi@support.example", ("development",)),
    )
)
Step = Change | Order


def at(hours: float = 0, **more: float) -> datetime:
    """So long after ``AT``."""
    return AT + timedelta(hours=hours, **more)


def a_law(pack: str = "standard", *, team: Team = TEAM, home: Home = TORONTO, **other: object) -> Law:
    """What tickets go by where ``pack`` is the default, which may be ``other``wise than it ships."""
    packs = {**PACKS, pack: replace(PACKS[pack], **other)}  # type: ignore[arg-type]
    return Law(Policies(packs, pack), CALENDARS, team, home, lambda customer: home)


def a_policy(law: Law) -> Policy:
    return law.policies.of(None)


@dataclass
class Life:
    """One ticket, and everything that ever happened to it."""

    law: Law
    world: World = field(default_factory=World)
    letters: list[tuple[datetime, Order]] = field(default_factory=list)
    done: list[tuple[datetime, Due]] = field(default_factory=list)
    """What fell due, and when it was done."""
    said: list[str] = field(default_factory=list)
    """The changes, as the history tells them."""

    @property
    def ticket(self) -> Ticket:
        return self.world.tickets[TicketId(1)]

    @property
    def events(self) -> tuple[Event, ...]:
        return self.world.events.get(TicketId(1), ())

    @property
    def case(self) -> Case:
        return self.world.case(TicketId(1), self.law)

    def reckoned(self, now: datetime) -> Reckoning:
        return reckon(self.case, now)

    def case_at(self, now: datetime) -> Case:
        """The ticket with its promises as they are then."""
        return self.reckoned(now).case

    def due(self, now: datetime) -> list[tuple[DueKind, datetime]]:
        """What will fall due, as things stand."""
        return [(one.kind, one.at) for one in self.reckoned(now).due]

    def when(self, kind: DueKind, now: datetime) -> datetime | None:
        return next((one.at for one in self.reckoned(now).due if one.kind is kind), None)

    def take(self, steps: Iterable[Step], moment: datetime) -> None:
        """Take in what was decided, as a docket does."""
        for step in steps:
            if isinstance(step, Order):
                self.letters.append((moment, step))
                continue
            when = max(moment, self.events[-1].at) if event_of(step, moment) and self.events else moment
            self.world.after(step, when)
            self.said.append(type(step).__name__)

    def do(self, decide: Callable[[Case], Iterable[Step]], moment: datetime) -> None:
        """Decide about the ticket as it stands, and let what has fallen due by then happen."""
        self.take(decide(self.case_at(moment)), moment)
        self.catch_up(moment)

    def catch_up(self, now: datetime) -> None:
        """Do everything that is due by now, all of it now."""
        found = self.reckoned(now)
        for _ in range(1000):
            self.world.after(found.keep)
            if not found.due or found.due[0].at > now:
                return
            self.done.append((now, found.due[0]))
            self.take(fall_due(found.case, found.due[0], now), now)
            found = self.reckoned(now)
        raise AssertionError(f"{found.due[0]} is due again and again")

    def live_until(self, moment: datetime, now: datetime) -> None:
        """Do everything that falls due until a moment, each at its own."""
        for _ in range(5000):
            found = self.reckoned(now)
            if not found.due or found.due[0].at > moment:
                self.catch_up(moment)
                return
            now = max(now, found.due[0].at)
            self.catch_up(now)
        raise AssertionError(f"it never comes to {moment}")

    def fork(self) -> Life:
        """Another life with the same past."""
        known = self.world
        world = replace(known, tickets=dict(known.tickets), events=dict(known.events), promises=dict(known.promises))
        return Life(self.law, world, list(self.letters), list(self.done), list(self.said))

    # What people do:

    def set(self, moment: datetime, *, reason: str = "", by: str = "dana", **wish: object) -> None:
        asked = NewState(**wish)  # type: ignore[arg-type]
        self.do(lambda case: settle(case, asked, customer=None, by=by, reason=reason, now=moment), moment)

    def answer(self, moment: datetime, by: str = "dana") -> None:
        self.do(
            lambda case: work.answer(case.ticket, by=by, body="We look.", message_id=MessageId("m"), now=moment), moment
        )

    def note(self, moment: datetime, by: str = "dana") -> None:
        self.do(lambda case: work.note(case.ticket, by=by, body="A note.", now=moment), moment)

    def climb(self, moment: datetime, reason: str = "it is slow") -> None:
        """Have the customer take it one step up the ladder."""
        who, recent = parse_address(ANN), self.world.recent
        self.do(lambda case: climb(case, who=who, reason=reason, recent=recent, now=moment), moment)

    def said_by_customer(self, moment: datetime) -> None:
        said = Message(Direction.IN, Kind.REPLY, "", ANN, moment, Body("Here it is."))
        self.do(lambda case: [AddMessage(case.ticket.id, said, "she wrote")], moment)

    # What came of it:

    def forms(self, since: datetime | None = None) -> list[Form]:
        """The letters that were asked for, in order."""
        told = [letter for when, letter in self.letters if _since(when, since)]
        return [letter.form for letter in told if isinstance(letter, (TellCustomer, TellTeam))]

    def told(self, form: Form) -> list[TellCustomer | TellTeam]:
        found = [letter for _, letter in self.letters]
        return [one for one in found if isinstance(one, (TellCustomer, TellTeam)) and one.form is form]

    def marks(self, *whats: What) -> list[tuple[What, str]]:
        return [(event.what, event.value) for event in self.events if event.what in whats]


def _since(when: datetime, since: datetime | None) -> bool:
    return since is None or when >= since


def a_ticket(priority: str = "", *, law: Law, submitted: datetime = AT, **facts: object) -> Ticket:
    ticket = Ticket(
        id=TicketId(1),
        number=case_number(FIRST_SERIAL),
        subject="Phones drop",
        status=Status.OPEN,
        priority=Priority(priority or a_policy(law).default),
        requester=ANN,
        language="en",
        support_address="support@example.com",
        created_at=submitted,
        participants=frozenset({ANN}),
    )
    return replace(ticket, **facts)  # type: ignore[arg-type]


def a_life(priority: str = "", *, law: Law | None = None, customer: Customer | None = None, **facts: object) -> Life:
    """A ticket that was just opened; nothing has fallen due yet."""
    law = law or a_law()
    life = Life(law)
    ticket = a_ticket(priority, law=law, customer=customer.id if customer else "", **facts)  # type: ignore[arg-type]
    if customer:
        life.world.customers[customer.id] = customer
    life.world.after(OpenTicket(ticket, Participant(ANN, "Ann") if ticket.participants else None, "opened"))
    return life


def people(letter: TellCustomer | TellTeam) -> list[str]:
    """Which colleagues it goes to."""
    assert isinstance(letter, TellTeam)
    return [person.name for person in letter.people]

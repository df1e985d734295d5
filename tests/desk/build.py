"""Small makers of desk facts for tests; every argument has a plain default."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from gateway.address import Mailbox, parse_address
from gateway.desk.case_number import FIRST_SERIAL, case_number
from gateway.desk.customer import Customer
from gateway.desk.fresh import Fresh
from gateway.desk.intake.acknowledge import AckPolicy
from gateway.desk.intake.arrival import Arrival, Desk
from gateway.desk.life.case import Case, case_of
from gateway.desk.life.law import Law
from gateway.desk.life.story import tell
from gateway.desk.policy.level import Level
from gateway.desk.policy.policies import Policies
from gateway.desk.policy.policy import Policy
from gateway.desk.ticket import Priority, Status, Ticket
from gateway.desk.world import SentLetter, World
from gateway.mail import Body, JournalId, Kind, Mail, MessageId, OutboxId, Threads, TicketId

NOW = datetime(2026, 11, 19, 9, 12, tzinfo=UTC)
KEY = b"k" * 32
SUPPORT = "support@example.com"
OURS = frozenset({SUPPORT})
PLAIN = Policy(
    "plain",
    {"en": "Plain"},
    tuple(
        Level(Priority(name), {"en": name}, aliases)
        for name, aliases in (("urgent", ("p1",)), ("high", ("p2",)), ("medium", ("p3",)), ("low", ("p4",)))
    ),
    default=Priority("medium"),
    clock="24x7",
)
NUMBERED = Policy(
    "numbered",
    {"en": "Numbered"},
    (Level(Priority("p1"), {"en": "1"}, ("urgent",)), Level(Priority("p3"), {"en": "3"}, ("medium", "low"))),
    default=Priority("p3"),
    clock="24x7",
)
POLICIES = Policies({"plain": PLAIN, "numbered": NUMBERED}, default="plain")
LAW = Law(POLICIES)
DESK = Desk(key=KEY, acks=AckPolicy(ours=OURS), law=LAW)
FRESH = Fresh(TicketId(77), case_number(FIRST_SERIAL + 76))


def a_mail(sender: str = "ann@acme.example", **facts: object) -> Mail:
    mail = Mail(
        kind=Kind.NEW,
        subkind="",
        kind_because="",
        fingerprint="f" * 64,
        author=Mailbox("Ann", parse_address(sender)) if sender else None,
        from_text=f"Ann <{sender}>",
        subject="Phones drop",
        message_id=MessageId("m1@acme.example"),
        body=Body("since eight"),
    )
    return replace(mail, **facts)  # type: ignore[arg-type]


def an_arrival(mail: Mail | None = None, threads: Threads | None = None, **facts: object) -> Arrival:
    arrival = Arrival(JournalId(5), "smtp", NOW, mail or a_mail(), threads or Threads(), SUPPORT)
    return replace(arrival, **facts)  # type: ignore[arg-type]


def a_ticket(
    ticket_id: int = 1, status: Status = Status.OPEN, people: tuple[str, ...] = ("ann@acme.example",)
) -> Ticket:
    return Ticket(
        id=TicketId(ticket_id),
        number=case_number(FIRST_SERIAL + ticket_id - 1),
        subject="Phones drop",
        status=status,
        priority=Priority("medium"),
        requester=people[0] if people else "",
        language="en",
        support_address=SUPPORT,
        created_at=NOW,
        participants=frozenset(people),
    )


def a_case(ticket: Ticket | None = None, customer: Customer | None = None) -> Case:
    """A ticket to which nothing has happened yet."""
    made = ticket or a_ticket()
    return case_of(made, tell(made.created_at, ()), customer, (), LAW)


def a_world(*tickets: Ticket, letters: tuple[tuple[int, int, str], ...] = ()) -> World:
    """Letters are (outbox id, ticket id, Message-ID)."""
    world = World()
    for ticket in tickets:
        world.tickets[ticket.id] = ticket
        world.numbers[ticket.number] = ticket.id
    for outbox_id, ticket_id, message_id in letters:
        letter = SentLetter(OutboxId(outbox_id), TicketId(ticket_id), "ann@acme.example", "ack")
        world.letters[letter.id] = letter
        world.letters_by_message_id[MessageId(message_id)] = letter
        world.know_id(MessageId(message_id), TicketId(ticket_id))
    return world

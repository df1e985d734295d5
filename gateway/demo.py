"""A short story on a throwaway store: mail in, acknowledged, a vacation reply ignored, a reply threaded, a problem
solved, approved, closed, and back again.

Everything is real but the people: the SMTP door, the desk, the outbox, a Maildir in place of a relay. Also the
product's own smoke test: a step that does not come out as it should raises ``StoryBroken``.
"""

from __future__ import annotations

import asyncio
import random
import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.utils import make_msgid
from pathlib import Path
from threading import Event, Thread
from typing import TypeVar

from gateway.clock import Clock
from gateway.delivery import Delivery
from gateway.desk.casework.chain import Solved
from gateway.identity import owner
from gateway.inbound.smtp.config import DoorConfig
from gateway.inbound.smtp.door import SmtpDoor
from gateway.network import TcpAddress
from gateway.office import Office, open_office
from gateway.outbound.maildir import Maildir
from gateway.resources import shipped
from gateway.settings import Loaded
from gateway.store.journal_writer import JournalWriter
from gateway.store.outbox import OutboxStore
from gateway.store.reading import TicketView, list_tickets, show_ticket

T = TypeVar("T")

CUSTOMER = "noc@acme.example"
POLICY = "standard"
"""What the story goes by, whatever the settings say; with the team and the calendars that travel with the program."""


class StoryBroken(Exception):
    """Something did not come out as the story says."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One line of the story."""

    arrow: str
    """``←`` mail in, ``→`` mail out, empty for what the gateway did."""
    who: str
    what: str


Tell = Callable[[Scene], None]


class Stage:
    """A gateway in this process: a real door on a port of its own, a desk that is stepped, a Maildir."""

    def __init__(self, office: Office, folder: Path, port: int) -> None:
        """Made by ``raised``."""
        self.office = office
        self.folder = folder
        self.port = port
        self._read: set[Path] = set()
        outbox = OutboxStore(office.database, owner=owner("demo", folder))
        sender = Maildir(folder / "outgoing", office.clock)
        self._delivery = Delivery(outbox, [sender], clock=office.clock, rng=random.Random(0))

    def send(self, message: EmailMessage) -> None:
        """Hand a mail to the door as any mail program would, then let the gateway do its work."""
        with smtplib.SMTP("127.0.0.1", self.port, timeout=30) as client:
            client.send_message(message)
        self.settle()

    def settle(self) -> None:
        """Let the gateway work until nothing is left to do."""
        while self.office.intake.step() + self._delivery.step(self.office.clock.now()):
            pass

    def sent(self) -> list[Message]:
        """Return the mails that left since the last call."""
        new = sorted(path for path in (self.folder / "outgoing" / "new").glob("*") if path not in self._read)
        self._read.update(new)
        return [message_from_bytes(path.read_bytes()) for path in new]

    def tickets(self) -> list[TicketView]:
        """Return every ticket, the oldest first."""
        with self.office.database.read() as connection:
            return [show_ticket(connection, line.number) for line in reversed(list_tickets(connection))]


@contextmanager
def raised(loaded: Loaded, folder: Path, clock: Clock) -> Iterator[Stage]:
    """Open a gateway whose store is in ``folder``, and close it; the folder is left to the caller."""
    theirs = loaded.settings
    store = theirs.store.model_copy(update={"directory": folder, "url": None})
    support = theirs.support.model_copy(update={"policy": POLICY})
    settings = theirs.model_copy(update={"store": store, "support": support})
    office = open_office(replace(loaded, settings=settings, folder=shipped("config")), clock=clock)
    journal = JournalWriter(office.journal, clock=clock, directory=folder, wake=lambda: None)
    journal.start()
    config = DoorConfig(
        hostname="demo.example", listen=TcpAddress("127.0.0.1", 0), addresses=office.settings.support.addresses
    )
    try:
        with _open_door(SmtpDoor(config, journal, clock)) as port:
            yield Stage(office, folder, port)
    finally:
        journal.stop()
        office.close()


@contextmanager
def _open_door(door: SmtpDoor) -> Iterator[int]:
    """Run a door on a loop in a thread of its own."""
    loop, opened = asyncio.new_event_loop(), Event()

    def carry() -> None:
        loop.run_until_complete(door.start())
        opened.set()
        loop.run_forever()
        loop.run_until_complete(door.stop())
        loop.close()

    thread = Thread(target=carry, name="demo-door")
    thread.start()
    opened.wait()
    try:
        yield door.bound[0].port
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


def play(stage: Stage, tell: Tell) -> TicketView:
    """Play the story; return the ticket it is about. Raises ``StoryBroken``."""
    support = str(stage.office.settings.support.addresses[0])
    ack = _a_mail_comes_in(stage, tell, support)
    _a_robot_answers(stage, tell, ack)
    _the_customer_replies(stage, tell, ack)
    _an_engineer_answers(stage, tell)
    _the_problem_is_solved(stage, tell)
    _the_problem_comes_back(stage, tell)
    _a_stranger_quotes_the_number(stage, tell, support)
    return stage.tickets()[0]


def _a_mail_comes_in(stage: Stage, tell: Tell, support: str) -> Message:
    mail = _mail(CUSTOMER, support, "Phones drop after ten minutes", "Since eight this morning every call ends.")
    tell(Scene("←", CUSTOMER, str(mail["Subject"])))
    stage.send(mail)
    (ticket,) = stage.tickets()
    tell(Scene("", "", f"case {ticket.line.number} opened, priority {ticket.line.priority}"))
    (ack,) = _expect(stage.sent(), 1, "one acknowledgement")
    tell(Scene("→", CUSTOMER, f"{ack['Subject']}, {_links(ack)} links"))
    return ack


def _a_robot_answers(stage: Stage, tell: Tell, ack: Message) -> None:
    robot = _reply(ack, "Automatic reply: " + str(ack["Subject"]), "I am away until Monday.")
    robot["Auto-Submitted"] = "auto-replied"
    tell(Scene("←", CUSTOMER, f"{robot['Subject']} (a vacation robot)"))
    stage.send(robot)
    _expect(stage.sent(), 0, "no answer to a robot")
    tell(Scene("", "", "noted on the case; not answered, nothing moves"))


def _the_customer_replies(stage: Stage, tell: Tell, ack: Message) -> None:
    reply = _reply(ack, "Re: " + str(ack["Subject"]), "It is only the phones on the second floor.\n\n> Thank you.")
    tell(Scene("←", CUSTOMER, str(reply["Subject"])))
    stage.send(reply)
    (ticket,) = _expect(stage.tickets(), 1, "the reply is on the same case")
    _expect(stage.sent(), 0, "no second acknowledgement")
    tell(Scene("", "", f"on case {ticket.line.number}, without the quote: {ticket.messages[-1].body.text!r}"))


def _an_engineer_answers(stage: Stage, tell: Tell) -> None:
    (ticket,) = stage.tickets()
    stage.office.casework.reply(ticket.line.number, by="Dana", body="Please restart the switch on that floor.")
    stage.settle()
    (answer,) = _expect(stage.sent(), 1, "one answer")
    tell(Scene("→", CUSTOMER, f"{answer['Subject']} (Dana answers)"))


def _the_problem_is_solved(stage: Stage, tell: Tell) -> None:
    (ticket,) = stage.tickets()
    number, casework = ticket.line.number, stage.office.casework
    casework.resolve(number, Solved("a loop between two switches", "the second cable is out"), by="Dana")
    casework.qa(number, by="Quinn", ok=True, reason="")
    stage.settle()
    (asked,) = _expect(stage.sent(), 1, "the customer is asked for approval")
    tell(Scene("", "", "solved by Dana, checked by Quinn: the customer has the last word"))
    tell(Scene("→", CUSTOMER, str(asked["Subject"])))
    yes = _reply(asked, f"Re: {asked['Subject']}", "Yes, it works now. Thank you!")
    tell(Scene("←", CUSTOMER, "Yes, it works now. Thank you!"))
    stage.send(yes)
    (resolved,) = _expect(stage.sent(), 1, "a mail with the cause and the fix")
    _expect_status(stage, "resolved")
    tell(Scene("→", CUSTOMER, f"{resolved['Subject']} (resolved: cause and fix)"))


def _the_problem_comes_back(stage: Stage, tell: Tell) -> None:
    (ticket,) = stage.tickets()
    stage.office.casework.close(ticket.line.number, by="Dana", reason="")
    stage.settle()
    (closed,) = _expect(stage.sent(), 1, "a mail that says it is closed")
    _expect_status(stage, "closed")
    tell(Scene("→", CUSTOMER, f"{closed['Subject']} (closed by Dana)"))
    back = _reply(closed, f"Re: {closed['Subject']}", "It happens again.")
    tell(Scene("←", CUSTOMER, "It happens again."))
    stage.send(back)
    _expect(stage.tickets(), 1, "the reply is on the same case")
    _expect_status(stage, "open")
    tell(Scene("", "", "open again"))


def _a_stranger_quotes_the_number(stage: Stage, tell: Tell, support: str) -> None:
    (ticket,) = stage.tickets()
    tag = stage.office.settings.tag
    mail = _mail("eve@other.example", support, f"Re: [{tag} #{ticket.line.number}]", "What does it say there?")
    tell(Scene("←", "eve@other.example", f"{mail['Subject']} (a stranger)"))
    stage.send(mail)
    _, other = _expect(stage.tickets(), 2, "a case of her own")
    (ack,) = _expect(stage.sent(), 1, "an acknowledgement that says nothing of the other case")
    tell(Scene("", "", f"case {other.line.number} opened: a number is not a password"))
    tell(Scene("→", "eve@other.example", str(ack["Subject"])))


def _mail(sender: str, to: str, subject: str, text: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Message-ID"] = make_msgid(domain=sender.partition("@")[2])
    message.set_content(text)
    return message


def _reply(to: Message, subject: str, text: str) -> EmailMessage:
    """Answer as a mail program does."""
    message = _mail(CUSTOMER, str(to["Reply-To"]), subject, text)
    message["In-Reply-To"] = message["References"] = str(to["Message-ID"])
    return message


def _links(ack: Message) -> int:
    (text,) = (part for part in ack.walk() if part.get_content_type() == "text/plain")
    return str(text.get_payload()).count("https://")


def _expect_status(stage: Stage, status: str) -> None:
    found = stage.tickets()[0].line.status
    if found != status:
        raise StoryBroken(f"the case should be {status} now, and it is {found}")


def _expect(found: list[T], count: int, what: str) -> list[T]:
    if len(found) != count:
        raise StoryBroken(f"the story expects {what}, and there are {len(found)}")
    return found

"""A desk with a real store and a frozen clock: mail goes in by the journal, letters are read in the outbox."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from sqlalchemy import select

from gateway.desk.casework.chain import Solved
from gateway.desk.ticket import Status
from gateway.mail import Envelope, JournalId, ReceivedMail
from gateway.office import Office, open_office
from gateway.settings import load_settings
from gateway.store.empty import put_empty_store
from gateway.store.reading import MailLine, TicketLine, TicketView, Totals, list_tickets, show_mail, show_ticket, totals
from gateway.store.tables import outbox, outbox_content
from tests.conftest import FrozenClock

SUPPORT = "support@example.com"


@dataclass
class Sent:
    """A letter of ours, as its recipient reads it."""

    recipient: str
    sender: str
    template: str
    message: EmailMessage

    @property
    def text(self) -> str:
        body = self.message.get_body(("plain",))
        assert body is not None
        return str(body.get_content())


@dataclass
class Desk:
    office: Office
    clock: FrozenClock
    _seen: int = field(default=0)

    def mail(
        self,
        sender: str = "ann@acme.example",
        subject: str = "Phones drop",
        text: str = "Since eight this morning.",
        *,
        to: str = SUPPORT,
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """Write a mail as a mail program does; every one has an id of its own."""
        self._seen += 1
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = sender, to, subject
        message["Message-ID"] = f"<m{self._seen}@acme.example>"
        message["Date"] = "Thu, 19 Nov 2026 09:12:00 +0000"
        for name, value in (headers or {}).items():
            del message[name]
            message[name] = value
        message.set_content(text)
        return message

    def reply(self, sent: Sent, text: str = "Here is the log.", *, sender: str = "", **headers: str) -> EmailMessage:
        """Answer one of our letters as a mail program does."""
        ids = {"In-Reply-To": sent.message["Message-ID"], "References": sent.message["Message-ID"]}
        to = str(sent.message["Reply-To"] or sent.message["From"])
        subject = f"Re: {sent.message['Subject']}"
        return self.mail(sender or sent.recipient, subject, text, to=to, headers={**ids, **headers})

    def receive(
        self, message: EmailMessage | bytes, *, null_sender: bool = False, to: str = "", **facts: object
    ) -> JournalId:
        """Take a mail in by the journal and work until nothing is left to do."""
        raw = message if isinstance(message, bytes) else message.as_bytes(policy=policy.SMTP)
        sender = "" if null_sender else "ann@acme.example" if isinstance(message, bytes) else _sender(message)
        recipient = to or (SUPPORT if isinstance(message, bytes) else message["To"].addresses[0].addr_spec)
        mail = ReceivedMail("smtp", Envelope(sender, (recipient,)), raw, self.clock.now())
        (journal_id,) = self.office.journal.append([(replace(mail, **facts), None)])  # type: ignore[arg-type]
        self.work()
        return journal_id

    def work(self) -> None:
        while self.office.intake.step():
            pass

    def solve(self, status: Status = Status.RESOLVED) -> None:
        """Bring the oldest ticket to its end, as its policy wants it: solved, checked, approved by its requester."""
        number, by = self.tickets()[0].number, "Dana"
        self.office.casework.resolve(number, Solved("a worn cable", "the cable is new"), by=by)
        self.office.casework.qa(number, by=by, ok=True, reason="")
        asked = next(sent for sent in reversed(self.outbox()) if sent.template == "approval-request")
        self.receive(self.reply(asked, "Yes, it works."))
        if status is Status.CLOSED:
            self.office.casework.close(number, by=by, reason="")
        assert self.ticket(number).line.status == status

    def outbox(self) -> list[Sent]:
        with self.office.database.read() as connection:
            rows = connection.execute(
                select(outbox, outbox_content.c.raw).join(outbox_content).order_by(outbox.c.id)
            ).all()
        return [
            Sent(row.recipient, row.sender, row.template, message_from_bytes(row.raw, policy=policy.default))
            for row in rows
        ]

    def tickets(self) -> list[TicketLine]:
        with self.office.database.read() as connection:
            return sorted(list_tickets(connection, limit=1000), key=lambda line: line.number)

    def ticket(self, number: str = "") -> TicketView:
        with self.office.database.read() as connection:
            return show_ticket(connection, number or self.tickets()[0].number)

    def entry(self, journal_id: JournalId) -> MailLine:
        with self.office.database.read() as connection:
            return show_mail(connection, journal_id)

    def totals(self) -> Totals:
        with self.office.database.read() as connection:
            return totals(connection)


def desk_in(folder: Path, **settings: str) -> Iterator[Desk]:
    """Open a desk; every setting by its environment name, and the sum of all mails is right at the end."""
    clock = FrozenClock()
    environ = {"GATEWAY_STORE__DIRECTORY": str(folder / "store"), **settings}
    put_empty_store(folder / "store")
    office = open_office(load_settings(None, environ), clock=clock)
    made = Desk(office, clock)
    yield made
    found = made.totals()
    assert found.accepted == sum(found.fates.values()) + found.aside + found.waiting
    office.close()


def _sender(message: EmailMessage) -> str:
    return str(message["From"].addresses[0].addr_spec)

"""A desk that tells customers of maintenance, outages and news: a relay takes every letter, and answers come back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

from sqlalchemy import update

from gateway.announcing import Decide
from gateway.desk.choice import Choice
from gateway.desk.notice import NoticeKind
from gateway.desk.notices import circular, maintenance, outage
from gateway.mail import DeliveryResult, Outcome
from gateway.office import open_office
from gateway.rules.customer_csv import read_cells
from gateway.rules.customer_written import Read
from gateway.settings import load_settings
from gateway.store.database import Side
from gateway.store.empty import put_empty_store
from gateway.store.notices import Happened, Told, history_of, told_of
from gateway.store.outbox import OutboxStore
from gateway.store.tables import outbox
from gateway.yamlfile import Place
from tests.desk.notices.given import said
from tests.flows.desk_fixture import Desk, Sent
from tests.flows.watched import SharedClock

SETTINGS = """\
mode: live
support:
  addresses: [support@example.com]
  notices: notices@example.com
{more}
"""
TEAM = """\
team:
  - {name: dana, address: dana@example.com, groups: [support, account-managers], digest: never}
"""
CUSTOMERS = (
    {
        **{"id": "acme", "name": "ACME Telecom", "products": "voice;reports", "domains": "acme.example"},
        **{
            "notice_address": "all@acme.example",
            "timezone": "Africa/Johannesburg",
            "account_manager": "dana@example.com",
        },
        **{"notice_calendar": "request"},
    },
    {
        **{"id": "bravo", "name": "Bravo SARL", "products": "voice", "domains": "bravo.example", "language": "fr"},
        **{"notice_address": "noc@bravo.example", "timezone": "Europe/Paris"},
    },
    {
        **{"id": "acme-labs", "name": "ACME Labs", "products": "chat", "contacts": "lab@labs.example"},
        **{"notice_address": "labs-all@acme.example"},
    },
)
VOICE, MINUTE, HOUR = Choice(services=("voice",)), timedelta(minutes=1), timedelta(hours=1)
PROVEN = "mx.example; dmarc=pass header.from=acme.example"
FORGED = "mx.example; dmarc=fail (p=reject) header.from=acme.example"


class NoticedDesk(Desk):
    """Notices are begun on it, told, and answered."""

    def schedule(self, **more: object) -> str:
        """Announce maintenance in three days to everybody with voice; return its name."""
        start = self.clock.now() + 72 * HOUR
        given: dict[str, object] = {
            "title": "Storage",
            "services": ("voice",),
            "reminders": (),
            **more,
            "texts": said(more),
        }
        new = maintenance.NewMaintenance(choice=VOICE, start=start, end=start + 2 * HOUR, **given)  # type: ignore[arg-type]
        made = self.office.announcing.begin(
            VOICE, lambda found: maintenance.announce(maintenance.plan(new, found), found), by="dana"
        )
        self.deliver()
        return made.notice.id

    def confirm(self, *services: str) -> str:
        """Confirm an outage that began 21 minutes ago; nobody is told yet."""
        choice, at = Choice(services=services or ("voice",)), self.clock.now()
        new = outage.NewOutage("Inbound calls fail", choice, choice.services, since=at - 21 * MINUTE)
        name = self.office.announcing.begin(choice, lambda found: outage.suspect(new, found), by="dana").notice.id
        self.change(name, lambda notice, found: outage.confirm(notice, found, outage.Confirmed(at, auto_holding=False)))
        return name

    def report(self, name: str) -> None:
        said = {"summary": "Inbound calls fail", "workaround": "none"}
        self.change(name, lambda notice, found: outage.report(notice, found, said, None))

    def restore(self, name: str) -> None:
        self.change(name, lambda notice, found: outage.restore(notice, found, {}, None))

    def newsletter(self, mailing_list: str = "product-news", choice: Choice = VOICE) -> str:
        texts = {"text": "News."}
        new = circular.NewCircular(NoticeKind.NEWSLETTER, "November", choice, mailing_list=mailing_list, texts=texts)
        made = self.office.announcing.begin(choice, lambda found: circular.send(new, found), by="dana")
        self.deliver()
        return made.notice.id

    def change(self, name: str, decide: Decide) -> None:
        self.office.announcing.change(name, decide, by="dana")
        self.deliver()

    def restart_letters(self, name: str, recipient: str) -> None:
        """Have the letter of a notice to somebody written once more."""
        customer = next(one for one, told in self.told(name).items() if told.recipient.address == recipient)
        with self.office.database.write(Side.DESK) as connection:
            changed = update(outbox).where(outbox.c.recipient == recipient).values(state=Outcome.GAVE_UP.value)
            connection.execute(changed)
        self.office.notice_retry.retry(name, (), {customer: recipient}, by="dana")

    def deliver(self, *, settle: bool = True) -> None:
        """Have letters written, and a relay that takes them all; unless ``settle``, nobody has taken that in yet."""
        while self.office.deadlines.step():
            pass
        relay, now = OutboxStore(self.office.database, owner="test"), self.clock.now()
        while letters := relay.claim(now=now, limit=100):
            relay.record([DeliveryResult(one.id, Outcome.SENT, "250 ok", now) for one in letters])
        if settle:
            self.work()

    def letters_to(self, recipient: str) -> list[Sent]:
        return [sent for sent in self.outbox() if sent.recipient == recipient]

    def told(self, name: str) -> dict[str, Told]:
        """How the letters of the newest revision stand, by customer."""
        with self.office.database.read() as connection:
            return {one.recipient.customer: one for one in told_of(connection, name) if one.recipient.customer}

    def happened(self, name: str) -> list[Happened]:
        with self.office.database.read() as connection:
            return history_of(connection, name)

    def bounce(
        self, sent: Sent, status: str, text: str, *, final: str = "", to: str = "", action: str = "failed"
    ) -> bytes:
        """Write the delivery report of a server that Postfix makes, with the header of what it returns."""
        return "\r\n".join(
            (
                "From: MAILER-DAEMON@mx.acme.example (Mail Delivery System)",
                f"To: {sent.sender}",
                "Subject: Undelivered Mail Returned to Sender",
                "Auto-Submitted: auto-replied",
                "MIME-Version: 1.0",
                'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
                "",
                "--b",
                "Content-Type: text/plain",
                "",
                "This is the mail system at host mx.acme.example. I could not deliver your message.",
                "",
                "--b",
                "Content-Type: message/delivery-status",
                "",
                "Reporting-MTA: dns; mx.acme.example",
                "",
                f"Original-Recipient: rfc822;{sent.recipient}",
                f"Final-Recipient: rfc822;{final or sent.recipient}",
                f"Action: {action}",
                f"Status: {status}",
                f"Diagnostic-Code: smtp; {text}",
                "",
                "--b",
                "Content-Type: text/rfc822-headers",
                "",
                f"Message-ID: {sent.message['Message-ID']}",
                "",
                "--b--",
                "",
            )
        ).encode()

    def calendar(
        self, sent: Sent, said: str, *, sender: str, method: str = "REPLY", uid: str = "", text: str = ""
    ) -> EmailMessage:
        """Write what a calendar program answers to an invitation: to its organiser, without a reference."""
        (invited,) = (part for part in sent.message.walk() if part.get_content_type() == "text/calendar")
        lines = str(invited.get_content()).replace("\r\n ", "").splitlines()
        uid, start = (
            next(one.partition(":")[2] for one in lines if one.startswith(name)) for name in ("UID:", "DTSTART:")
        )
        made = self.mail(sender, f"{said.title()}: {sent.message['Subject']}", text)
        made.add_alternative(
            f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\nUID:{uid}\r\n"
            f"DTSTAMP:20261119T100000Z\r\nDTSTART:{start}\r\nSEQUENCE:0\r\n"
            f"ATTENDEE;PARTSTAT={said};CN=Ann:mailto:{sender}\r\nORGANIZER:mailto:support@example.com\r\n"
            "SUMMARY:Storage\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
            subtype="calendar",
            params={"method": method},
        )
        return made


def noticed_desk(folder: Path, *, url: str = "", more: str = "") -> Iterator[NoticedDesk]:
    """Open one; ``url`` is that of a store on a server, ``more`` are further settings of support."""
    config = folder / "config"
    config.mkdir(parents=True, exist_ok=True)
    for name, text in (("gateway.yml", SETTINGS.format(more=more)), ("team.yml", TEAM)):
        (config / name).write_text(text, "utf-8")
    environ = {"GATEWAY_STORE__DIRECTORY": str(folder / "store"), **({"GATEWAY_STORE__URL": url} if url else {})}
    if not url:
        put_empty_store(folder / "store")
    clock = SharedClock(url)
    office = open_office(load_settings(config, environ), clock=clock)
    written = tuple(read_cells(one, Place("customers", at, 1), packs=None) for at, one in enumerate(CUSTOMERS))
    office.directory.bring_in(Read(written), by="test", because="there they are")
    yield NoticedDesk(office, clock)
    office.close()

"""Notices in a gateway that is driven by command lines: begun by the flows; servers take their letters, or do not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from gateway.announcing import Decide
from gateway.desk.choice import Choice
from gateway.desk.notice import NoticeKind
from gateway.desk.notices import circular, maintenance, outage
from gateway.desk.notices.decided import Decided
from gateway.mail import DeliveryResult, Outcome
from gateway.office import Office
from gateway.store.outbox import OutboxStore
from tests.cli.conftest import Desk
from tests.desk.notices.given import said

DIRECTORY = """\
customers:
  - {id: acme, name: ACME, regions: [eu], products: [voice], notice_address: noc@acme.example,
     account_manager: dana@support.example}
  - {id: globex, name: Globex, regions: [eu], products: [voice], account_manager: dana@support.example}
  - {id: hooli, name: Hooli, regions: [eu], products: [voice], notice_address: ops@hooli.example}
  - {id: initech, name: Initech, regions: [us], products: [chat], notice_address: all@initech.example}
"""
VOICE = Choice(services=("voice",))
HOUR = timedelta(hours=1)
Fates = Mapping[str, tuple[Outcome, str]]
"""What servers say to some recipients; the others' take it."""


@dataclass
class Noticing:
    """A desk on which notices are begun and told."""

    desk: Desk

    def schedule(self, ahead: timedelta = 72 * HOUR, choice: Choice = VOICE, **more: object) -> str:
        """Announce maintenance; return its name."""
        start = self.desk.clock.now() + ahead
        plain: dict[str, object] = {"title": "Storage of voice", "services": ("voice",), "regions": ("eu",)}
        given = {**plain, **more, "texts": said(more)}
        new = maintenance.NewMaintenance(choice=choice, start=start, end=start + 2 * HOUR, **given)  # type: ignore[arg-type]
        with self._office() as office:
            made = office.announcing.begin(
                choice, lambda found: maintenance.announce(maintenance.plan(new, found), found), by="dana"
            )
        return made.notice.id

    def draft(self) -> str:
        """Plan maintenance and tell nobody."""
        start = self.desk.clock.now() + 72 * HOUR
        new = maintenance.NewMaintenance("A draft", VOICE, start, start + HOUR, ("voice",))
        with self._office() as office:
            return office.announcing.begin(
                VOICE,
                lambda found: Decided(maintenance.plan(new, found), "planned", "planned by dana"),
                by="dana",
            ).notice.id

    def suspect(self, title: str = "Inbound calls fail") -> str:
        """Open an outage that began 21 minutes ago."""
        new = outage.NewOutage(title, VOICE, ("voice",), ("eu",), since=self.desk.clock.now() - 21 * HOUR / 60)
        with self._office() as office:
            return office.announcing.begin(VOICE, lambda found: outage.suspect(new, found), by="dana").notice.id

    def confirm(self) -> str:
        """Open and confirm an outage."""
        name, found = self.suspect(), outage.Confirmed(self.desk.clock.now())
        self.change(name, lambda notice, bearings: outage.confirm(notice, bearings, found))
        return name

    def report(self) -> str:
        """Confirm an outage, and report it 25 minutes later."""
        name = self.confirm()
        self.desk.clock.advance(25 * HOUR / 60)
        said = {"summary": "Inbound calls fail", "workaround": "none"}
        self.change(name, lambda notice, found: outage.report(notice, found, said, None))
        return name

    def newsletter(self) -> str:
        """Send a newsletter."""
        new = circular.NewCircular(
            NoticeKind.NEWSLETTER, "What is new", VOICE, mailing_list="news", texts={"text": "Much."}
        )
        with self._office() as office:
            return office.announcing.begin(VOICE, lambda found: circular.send(new, found), by="dana").notice.id

    def change(self, name: str, decide: Decide) -> None:
        """Go on with a notice."""
        with self._office() as office:
            office.announcing.change(name, decide, by="dana")

    def send(self, fates: Fates | None = None, *, next_try_at: datetime | None = None) -> None:
        """Let letters be written, and let servers answer."""
        now = self.desk.clock.now()
        with self._office() as office:
            while office.deadlines.step():
                pass
            outbox = OutboxStore(office.database, owner="test")
            letters = outbox.claim(now=now, limit=100)
            results = []
            for letter in letters:
                outcome, reply = (fates or {}).get(letter.recipient, (Outcome.SENT, "250 ok"))
                again = (next_try_at or now + HOUR) if outcome is Outcome.LATER else None
                results.append(DeliveryResult(letter.id, outcome, reply, now, next_try_at=again))
            outbox.record(results)
        self.desk.work()

    @contextmanager
    def _office(self) -> Iterator[Office]:
        with self.desk.office() as office:
            yield office

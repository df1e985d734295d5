"""Maintenance announced to 10,000 customers at ``smtp-sink``: the whole gateway, each letter personal, with a calendar.

From the decision until the relay has taken the last letter; beside ``smtp-source``, which sends the same mail of that
size again and again. Meanwhile a customer writes, and an engineer answers with ``gateway ticket reply``: how long until
their letters have been taken.
"""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import text

from bench.gateway import PATIENCE, Running, whole_gateway
from bench.memory import Memory
from bench.peers import smtp_source
from bench.rounds import Contender, Line
from gateway.desk.choice import Choice
from gateway.desk.customer import Customer, NoticeCalendar
from gateway.desk.notice import Impact
from gateway.desk.notices import maintenance
from gateway.desk.notices.decided import Bearings, Decided
from gateway.desk.notices.impact import GivenImpact
from gateway.mail import CaseNumber
from gateway.office import Office, open_office
from gateway.rules.customer_csv import write_csv
from gateway.rules.customers import read_customers
from gateway.settings import load_settings
from gateway.store.columns import Instant
from tests.whole.gateway_process import a_message, until

CUSTOMERS = 10_000
FEW = 3_000  # in a quick run
CONNECTIONS = 4  # to a relay, as the settings have it
ONE, AS_MANY = "smtp-source, 1 session", f"smtp-source, {CONNECTIONS} sessions"
LINES = (
    Line(f"{AS_MANY}, mails of that size", f"notices {AS_MANY}"),
    Line(f"{ONE}, mails of that size", f"notices {ONE}"),
    Line(f"notices taken by the relay, beside {CONNECTIONS} sessions", "notices", f"notices {AS_MANY}"),
    Line("the same, beside 1 session", "notices", f"notices {ONE}"),
)
ZONES = ("America/Toronto", "Europe/Paris", "Africa/Johannesburg", "Asia/Kolkata", "UTC")
LANGUAGES = ("en", "en", "fr")
TEXTS = {
    "summary": "Calls may drop once, for up to 2 minutes. Reports are unavailable for the whole window.",
    "impact_duration": "2 minutes of calls, 2 hours of reports",
    "reason": "Replacing the storage of the voice platform.",
    "customer_action": "Nothing. Please do not schedule report exports then.",
    "not_affected": "Messaging and recordings",
    "phone": "+1 555 0100",
}
TEAM = "team:\n  - {name: dana, address: dana@example.com, groups: [support]}\n"


@dataclass
class Delays:
    """Seconds until a letter was taken by the relay while notices were on their way, and memory then; of all rounds."""

    acknowledgement: list[float] = field(default_factory=list)
    """From the 250 to the customer's mail."""
    reply: list[float] = field(default_factory=list)
    """From when an engineer's answer is given to the flow, which has to wait for its turn to write."""
    command: list[float] = field(default_factory=list)
    """From the start of ``gateway ticket reply``, which needs most of it to start."""
    alone: list[float] = field(default_factory=list)
    """The same when all notices are sent, until the command ends."""
    size: int = 0
    """Octets of a notice, the mean."""
    memory: dict[str, dict[str, Memory]] = field(default_factory=dict)
    """Of the last round: by moment, then by process."""


def customers(count: int) -> Iterator[Customer]:
    """Yield customers in five zones and two languages, who want calendars in each of the four ways."""
    calendars = list(NoticeCalendar)
    for number in range(count):
        name = f"customer-{number}"
        yield Customer(
            id=name,
            name=f"Customer {number}, Inc.",
            language=LANGUAGES[number % len(LANGUAGES)],
            timezone=ZONES[number % len(ZONES)],
            regions=("eu",),
            domains=(f"{name}.example",),
            notice_address=f"noc@{name}.example",
            account_manager="dana@example.com",
            products=("voice", "reports") if number % 2 else ("voice",),
            notice_calendar=calendars[number % len(calendars)],
        )


def notices(count: int, *, sink: int, found: Delays) -> list[Contender]:
    """``sink``: where ``smtp-sink`` listens; ``found`` is filled with what is no rate."""
    return [
        Contender(f"maintenance announced to {count:,} customers", lambda: _announced(count, sink, found)),
        Contender("the same, and a command meanwhile", lambda: _with_command(count, sink, found)),
    ]


def report(found: Delays) -> list[str]:
    """Write what is no rate."""
    lines = [f"While notices of {found.size:,} octets go out, seconds until taken by the relay, median and longest"]
    for what, seconds in (
        ("the acknowledgement of a mail, since its 250", found.acknowledgement),
        ("an engineer's reply, since it was given to the flow", found.reply),
        ("a reply by command, since it began", found.command),
        ("such a command alone, when all is sent", found.alone),
    ):
        lines.append(f"  {what:51} {statistics.median(seconds):6.2f}  {max(seconds):6.2f}")
    return lines


def _announced(count: int, sink: int, found: Delays) -> dict[str, float]:
    with _ready(count, sink) as (running, office):
        found.memory = {"before": running.memory()}
        begun = datetime.now(UTC)
        _announce(office)
        letters = _Letters(running, count)
        letters.until(count // 3)
        mail = _written_to(running)
        letters.until(count // 2)
        found.memory["half of them sent"] = running.memory()
        acknowledged = letters.taken("ack")  # before that there may be no ticket to answer
        given = _answered(office, running)
        letters.until(count)
        found.memory["all sent"] = running.memory()
        took = letters.last() - begun
        found.size = letters.size()
        found.acknowledgement.append(_seconds(mail, acknowledged))
        found.reply.append(_seconds(given, letters.taken("reply")))
    return {
        "notices": count / took.total_seconds(),
        f"notices {ONE}": count / smtp_source(sink, count, sessions=1, size=found.size, kept=True),
        f"notices {AS_MANY}": count / smtp_source(sink, count, sessions=CONNECTIONS, size=found.size, kept=True),
    }


def _with_command(count: int, sink: int, found: Delays) -> dict[str, float]:
    """Answer by a command: on two cores the start of a program takes a share of the rate, so it is not taken here."""
    with _ready(count, sink) as (running, office):
        _written_to(running)
        letters = _Letters(running, count)
        letters.taken("ack")
        _announce(office)
        letters.until(count // 3)
        begun, _ = _answered_by_command(running)
        found.command.append(_seconds(begun, letters.taken("reply")))
        letters.until(count)
        found.alone.append(_seconds(*_answered_by_command(running)))
    return {}


@contextmanager
def _ready(count: int, sink: int) -> Iterator[tuple[Running, Office]]:
    """Run a gateway that knows so many customers, and an office on its store, as commands have it."""
    with (
        tempfile.TemporaryDirectory(prefix="casegate-bench-") as config,
        whole_gateway(sink=sink, GATEWAY_CONFIG=_config(Path(config))) as running,
        _office(running) as office,
    ):
        _directory(office, count)
        yield running, office


def _config(folder: Path) -> str:
    (folder / "gateway.yml").write_text("support: {policy: qeval}\n")
    (folder / "team.yml").write_text(TEAM)
    return str(folder)


@contextmanager
def _office(running: Running) -> Iterator[Office]:
    """Work in the same store as the gateway, as its commands do."""
    office = open_office(load_settings(None, running.gateway.environ))
    try:
        assert office.settings.relay.connections == CONNECTIONS
        yield office
    finally:
        office.close()


def _directory(office: Office, count: int) -> None:
    with tempfile.TemporaryDirectory(prefix="casegate-bench-") as folder:
        file = Path(folder) / "customers.csv"
        file.write_text("".join(write_csv(customers(count))), newline="")
        read = read_customers([file])
        assert not read.problems, read.problems[:3]
        office.directory.bring_in(read, by="bench", because="measured")


def _announce(office: Office) -> None:
    start = datetime.now(UTC) + timedelta(days=4)
    choice = Choice(services=("voice",), regions=("eu",))
    new = maintenance.NewMaintenance(
        title="Storage of the voice platform",
        choice=choice,
        start=start,
        end=start + timedelta(hours=2),
        services=("voice", "reports"),
        regions=("eu",),
        impact=GivenImpact(Impact.OUTAGE),
        texts=TEXTS,
    )

    def scheduled(bearings: Bearings) -> Decided:
        return maintenance.announce(maintenance.plan(new, bearings), bearings)

    office.announcing.begin(choice, scheduled, by="bench")


def _written_to(running: Running) -> datetime:
    """Send a mail as a customer; return when it was taken."""
    running.gateway.send(a_message(1))
    return datetime.now(UTC)


def _answered(office: Office, running: Running) -> datetime:
    """Answer the one ticket; return when that began."""
    begun = datetime.now(UTC)
    office.casework.reply(_ticket(running), by="dana", body="We are looking into it.")
    return begun


def _answered_by_command(running: Running) -> tuple[datetime, datetime]:
    """Answer the one ticket by a command; return when that began and ended."""
    begun = datetime.now(UTC)
    done = running.gateway.in_a_process("ticket", "reply", _ticket(running), "--body", "We look.", "--by", "dana")
    assert done.returncode == 0, done.stderr.decode()
    return begun, datetime.now(UTC)


def _ticket(running: Running) -> CaseNumber:
    return CaseNumber(str(running.read("SELECT number FROM ticket")))


@dataclass(frozen=True)
class _Letters:
    """How far letters have come, as the wire wrote it down: looking seldom costs nothing and loses nothing."""

    running: Running
    count: int

    def until(self, number: int) -> None:
        """Wait until so many are taken; the count of all letters, which costs little, tells when to look closer."""
        until(lambda: self.running.acknowledged() >= number, f"{number} letters taken", PATIENCE, every=0.5)
        until(lambda: self._sent() >= number, f"{number} of them notices", PATIENCE, every=0.2)

    def _sent(self) -> int:
        sent = int(str(self.running.read(f"SELECT count(*) {_TAKEN} AND o.template = 'maintenance'") or 0))
        assert sent <= self.count, f"{sent} letters to {self.count} customers"
        return sent

    def last(self) -> datetime:
        return self._moment(f"SELECT max(s.at) AS at {_TAKEN} AND o.template = 'maintenance'")

    def size(self) -> int:
        lengths = (
            "SELECT avg(length(raw)) FROM outbox JOIN outbox_content ON outbox_id = id WHERE template = 'maintenance'"
        )
        return int(float(str(self.running.read(lengths))))

    def taken(self, template: str) -> datetime:
        """Return when the one letter of a kind was taken."""
        statement = f"SELECT s.at {_TAKEN} AND o.template = '{template}'"
        until(lambda: self.running.read(statement), f"the {template} is taken")
        return self._moment(statement)

    def _moment(self, statement: str) -> datetime:
        with self.running.database.read() as connection:
            found: datetime = connection.execute(text(statement).columns(at=Instant)).scalar_one()
        return found


_TAKEN = "FROM outbox o JOIN journal.sending s ON s.outbox_id = o.id WHERE s.state = 'sent'"


def _seconds(since: datetime, at: datetime) -> float:
    return (at - since).total_seconds()

"""Mail of 10 kB decided about again under two sets of rules: those that are shipped, and 1,000 rules with 300 patterns.

The mails are replies as programs write them, 10,000 of them on 5,000 tickets the desk has made of them before; each is
read once and decided about twice. Two people in three mails write of something that a rule is about.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.deadlines import Hands, an_office
from bench.reading import ordinary
from bench.rounds import Contender, Line, Rates
from gateway.config_set.beside import read_beside
from gateway.config_set.law import understand
from gateway.config_set.reading import ConfigSet
from gateway.mail import Envelope, ReceivedMail
from gateway.office import Office
from gateway.resources import shipped
from gateway.store.past import past_mails
from gateway.trial.replay import Replay
from gateway.trial.run import run_cases
from gateway.trial.stage import make_stage

MAILS, AT_ONCE = 10_000, 200
RULES, PATTERNS = 1_000, 300
TESTS = 1_000
BEGAN = datetime(2026, 11, 12, 9, tzinfo=UTC)
EVERY = timedelta(minutes=1)
LINES = (
    Line(f"{MAILS:,} mails of 10 kB, the rules that are shipped and two changed", "shipped"),
    Line(f"{MAILS:,} mails of 10 kB, {RULES:,} rules with {PATTERNS} patterns and two changed", "replay-many"),
    Line("tests of the rules that are shipped, each with a mail written and read", "tests"),
)


def replays(running: ExitStack) -> list[Contender]:
    clock = Hands()
    office = running.enter_context(an_office(clock, ""))
    folder = Path(running.enter_context(tempfile.TemporaryDirectory(prefix="casegate-bench-")))
    _fill(office, clock)
    return [Contender("replay", lambda: _rates(office, folder))]


def _fill(office: Office, clock: Hands) -> None:
    """Let the desk work all mails off."""
    for first in range(0, MAILS, AT_ONCE):
        mails = [_mail(first + at) for at in range(AT_ONCE)]
        clock.at = mails[-1].received_at
        office.journal.append([(mail, None) for mail in mails])
        while office.intake.step():
            pass


def _mail(number: int) -> ReceivedMail:
    """Return a mail; every second one answers the one before."""
    who = f"ann{number // 2}@acme.example"
    subject = ("Phones drop", "Cannot log in", "Invoice 204417")[number % 3]
    raw = ordinary().replace(b"ann@acme.example", who.encode()).replace(b"m2@acme", f"bench{number}@acme".encode())
    raw = raw.replace(b"Re: Phones drop after ten minutes [case #1042735]", f"{subject} {number}".encode())
    before = f"bench{number - 1}@acme.example" if number % 2 else "nothing@acme.example"
    raw = raw.replace(b"1.abcdefghijklmnop@example.com", before.encode())
    return ReceivedMail("smtp", Envelope(who, ("support@example.com",)), raw, BEGAN + EVERY * number)


def _rates(office: Office, folder: Path) -> Rates:
    own = {one.name: one.read_text() for one in sorted((Path(shipped("config")) / "rules").glob("*.yml"))}
    return {
        "shipped": _rate(office, folder / "shipped", {name: text for name, text in own.items() if "_test" not in name}),
        "replay-many": _rate(office, folder / "many", {"50-many.yml": _many()}),
        "tests": _tests(office),
    }


def _tests(office: Office) -> float:
    folder = Path(shipped("config"))
    found = understand(folder, office.ground, tested=False)
    stage = make_stage(found.law, office.ground.footing, folder, found.monitors)
    cases = found.cases * (TESTS // len(found.cases))
    begun = time.perf_counter()
    results = run_cases(cases, stage, ticks=time.perf_counter, budget=timedelta(minutes=5))
    assert results.passed, results.left
    return len(cases) / (time.perf_counter() - begun)


def _many() -> str:
    lines = ["version: 1", "rules:"]
    for number in range(RULES):
        test = f'body|contains: ["word{number} of it", "term {number}"]'
        if number < PATTERNS:
            test = rf"subject_or_body|re: '\bpart{number}[- ](?P<serial>\d{{4,9}})\b'"
        lines += [
            f"  - id: rule-{number}",
            "    triggers: [ticket.created, ticket.customer_replied]",
            "    conditions:",
        ]
        lines += [f"      - {test}", "    actions:", f"      - add_tag: tag-{number}"]
    return "\n".join([*lines, ""])


_MORE = """version: 1
rules:
  - id: drops
    triggers: [ticket.created, ticket.customer_replied]
    conditions:
      - subject|contains: "phones drop"
    actions:
      - set: {priority: high}
  - id: logins
    triggers: [ticket.created]
    conditions:
      - subject|startswith: "cannot log in"
    actions:
      - add_tag: login
"""


def _rate(office: Office, folder: Path, rules: dict[str, str]) -> float:
    live, other = _set(office, folder / "live", rules), _set(office, folder / "other", {**rules, "99-more.yml": _MORE})
    told = office.intake_settings
    under = told.under(live.law)
    playing = Replay(office.database, under.reader, under.desk, told.under(other.law).desk)
    begun = time.perf_counter()
    report = playing.run(past_mails(office.database, BEGAN, BEGAN + EVERY * MAILS))
    took = time.perf_counter() - begun
    assert report.mails == MAILS, report.mails
    assert MAILS // 3 < report.changed < MAILS, report.changed
    return MAILS / took


def _set(office: Office, folder: Path, rules: dict[str, str]) -> ConfigSet:
    (folder / "rules").mkdir(parents=True, exist_ok=True)
    for name, text in rules.items():
        (folder / "rules" / name).write_text(text)
    shutil.copy(shipped("config") / "sections.yml", folder)  # which the shipped rules ask for
    found = read_beside(folder, office.ground, office.in_force.set)
    assert isinstance(found, ConfigSet), found
    return found

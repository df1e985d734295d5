"""Decide about mail that has come already under two sets of rules, and count what would be otherwise.

Both decide about the same mail in the same world: the cases there are now, the mail's own traces left out, and no
acknowledgement counted. So a set held against itself changes nothing. Each mail is read once. Nothing is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from gateway.arrivals import Reader, wanted
from gateway.desk.fresh import Fresh
from gateway.desk.intake.arrival import Arrival, Desk
from gateway.desk.recent import Recent
from gateway.desk.ruling.book import Rulebook
from gateway.desk.world import World
from gateway.mail import CaseNumber, TicketId
from gateway.store.database import Database
from gateway.store.look_up import look_up
from gateway.store.past import PastMail
from gateway.trial.as_new import as_new
from gateway.trial.compare import ORDER, Difference, differences
from gateway.trial.outcome import Outcome, outcome_of
from gateway.trial.tried import Tried, try_mail

MOST_NAMED = 1_000  # changed mails that are named one by one
NOBODY = Fresh(TicketId(0), CaseNumber(""))


@dataclass(frozen=True, slots=True)
class Replayed:
    """One mail, decided about twice."""

    mail: PastMail
    arrival: Arrival
    live: Tried
    other: Tried
    before: Outcome
    after: Outcome
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """A mail about which something would be otherwise."""

    journal_id: int
    case: str
    """Empty where it is on none."""
    subject: str
    differences: tuple[Difference, ...]


@dataclass(slots=True)
class Count:
    """How often one thing would be otherwise, and the first mail it is so for."""

    number: int
    example: Changed


@dataclass(slots=True)
class Report:
    """What would be otherwise."""

    mails: int = 0
    changed: int = 0
    counts: dict[Difference, Count] = field(default_factory=dict)
    named: list[Changed] = field(default_factory=list)
    """The first of those that would be otherwise."""
    acks: tuple[int, int] = (0, 0)
    """Acknowledgements, before and after."""
    pages: tuple[int, int] = (0, 0)
    """How often who is on call is woken, before and after."""

    def take(self, one: Replayed) -> None:
        """Count a mail."""
        before, after = one.before, one.after
        self.mails += 1
        self.acks = (self.acks[0] + before.ack, self.acks[1] + after.ack)
        self.pages = (self.pages[0] + before.pages, self.pages[1] + after.pages)
        if not one.differences:
            return
        self.changed += 1
        found = Changed(one.mail.entry.id, one.mail.case or "", one.arrival.mail.subject[:200], one.differences)
        if len(self.named) < MOST_NAMED:
            self.named.append(found)
        for difference in one.differences:
            count = self.counts.setdefault(difference, Count(0, found))
            count.number += 1

    @property
    def in_order(self) -> list[tuple[Difference, Count]]:
        """What would be otherwise, by what it is; the most frequent first."""
        return sorted(self.counts.items(), key=lambda one: (ORDER.index(one[0].what), -one[1].number, one[0]))


@dataclass(frozen=True)
class Replay:
    """Two sets of rules, and what mail is decided about with."""

    database: Database
    reader: Reader
    """Of the set in force; what it reads of mail suits both."""
    live: Desk
    other: Desk

    def run(self, parts: Iterable[Sequence[PastMail]], told: Callable[[int], None] = lambda _: None) -> Report:
        """Decide about mails, part by part; ``told`` hears how many are done."""
        report = Report()
        for part in parts:
            for one in self.decide(part):
                report.take(one)
            told(report.mails)
        return report

    def decide(self, part: Sequence[PastMail]) -> Iterator[Replayed]:
        """Yield mails with what both sets make of them."""
        if not part:
            return
        arrivals = [self._reader.arrival(one.entry.id, one.entry.mail, one.released_by) for one in part]
        world = self._world(arrivals, _newest(part))
        for one, arrival in zip(part, arrivals, strict=True):
            seen = as_new(world, arrival.journal_id, arrival.mail.fingerprint)
            live, other = try_mail(arrival, seen, self.live, NOBODY), try_mail(arrival, seen, self.other, NOBODY)
            before, after = outcome_of(live), outcome_of(other)
            yield Replayed(one, arrival, live, other, before, after, differences(before, after))

    @cached_property
    def _reader(self) -> Reader:
        """Finds out about a mail what the rules of either set ask."""
        rules = {id(rule): rule for desk in (self.live, self.other) for rule in desk.law.rules.rules}
        return replace(self.reader, rules=Rulebook(tuple(rules.values())))

    def _world(self, arrivals: Sequence[Arrival], now: datetime) -> World:
        linked = self.live.law.rules.linked | self.other.law.rules.linked
        asked = wanted(arrivals, key=self.live.key, linked=linked)
        with self.database.read() as connection:
            world = look_up(connection, replace(asked, authors=(), answering=()), now=now)
        world.recent = Recent()
        return world


def _newest(part: Sequence[PastMail]) -> datetime:
    return max(one.entry.mail.received_at for one in part)

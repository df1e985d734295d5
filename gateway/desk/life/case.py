"""One ticket with everything that decisions about its clocks need."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from gateway.desk.customer import Customer
from gateway.desk.hours.calendar import ALWAYS, Calendar, Home
from gateway.desk.life.law import Law
from gateway.desk.life.story import Story
from gateway.desk.policy.ledger import PromiseRow
from gateway.desk.policy.level import Level
from gateway.desk.policy.policy import Policy, Waiting
from gateway.desk.policy.promise import Promise, Terms, promises
from gateway.desk.policy.target import Kind, Target
from gateway.desk.team import QA, SUPPORT, Person
from gateway.desk.ticket import SUPPORT_QUEUE, Channel, Status, Ticket, WaitingOn

HOURLY = timedelta(hours=1)
"""Who is promised word as often as this gets it by the clock, where nobody writes."""


def case_of(ticket: Ticket, story: Story, customer: Customer | None, rows: tuple[PromiseRow, ...], law: Law) -> Case:
    """Put a case together."""
    return Case(ticket, story, customer, rows, law, law.policies.of(customer), law.home_of(customer))


@dataclass(frozen=True, slots=True)
class Case:
    """A ticket as it stands."""

    ticket: Ticket
    story: Story
    customer: Customer | None
    rows: tuple[PromiseRow, ...]
    """What was ever promised on it, as far as it is written down."""
    law: Law
    policy: Policy
    """What it goes by, with the terms of its customer's plan."""
    home: Home
    """Where its customer is."""

    @property
    def level(self) -> Level:
        """Its priority; the policy's default where the policy has no such level any more."""
        policy = self.policy
        return policy.level(self.ticket.priority) or policy.named(self.ticket.priority) or policy.asked(policy.default)

    @property
    def entitled(self) -> bool:
        """Tell whether support is owed: a contract covered the day it came, where the policy asks for one."""
        if not self.policy.entitlement:
            return True
        day = self.ticket.created_at.astimezone(self.home.zone).date()
        return self.customer is not None and self.customer.is_entitled(day)

    @property
    def promised_nothing(self) -> str:
        """Say why no time is promised on it; empty when times are."""
        ticket = self.ticket
        if ticket.merged_into is not None:
            return "it was merged into another case"
        if ticket.type in self.policy.without_targets:
            return f"nothing is promised on cases of the type {ticket.type}"
        if not ticket.participants:
            return "there is nobody to whom something is promised"
        return "" if self.entitled else "no valid contract covers it"

    @property
    def terms(self) -> Terms:
        """What it is measured by."""
        return Terms(self.policy, self.level, self.law.calendars, self.home)

    def promises(self) -> tuple[Promise, ...]:
        """Work out what is promised on it."""
        return () if self.promised_nothing else promises(self.story.timeline, self.terms)

    def calendar(self, name: str) -> Calendar:
        """Return a calendar of its policy."""
        return self.law.calendars[name]

    @property
    def waiting(self) -> Waiting:
        """What happens while its customer has something to do."""
        asked = self.ticket.status is Status.AWAITING_APPROVAL
        return self.policy.approving if asked else self.policy.waiting

    @property
    def alert_calendar(self) -> Calendar:
        """When people may be woken for it: the policy's hours for alarms, else those its level is promised by.

        What monitoring found is an outage of ours: at any hour, where the policy names none for alarms.
        """
        policy, targets = self.policy, self.level.targets
        if self.ticket.channel is Channel.MONITOR and not policy.alert_clock:
            return ALWAYS
        first = next((targets[kind].clock for kind in (Kind.UPDATE, Kind.RESPONSE) if kind in targets), policy.clock)
        return self.calendar(policy.alert_clock or first)

    @property
    def mobilizes(self) -> tuple[str, ...]:
        """Return the groups that hear of it at once; of an outage that monitoring found, somebody always does."""
        level = self.level
        outage = self.ticket.channel is Channel.MONITOR and level is self.policy.top
        return level.mobilizes or ((SUPPORT,) if outage else ())

    @property
    def alarmed_since(self) -> datetime:
        """Since when people are to know of its level: it got it then, or came back after its end."""
        return max(self.story.level_since, self.story.timeline.reopened or self.story.level_since)

    @property
    def gets_status_updates(self) -> bool:
        """Tell whether we write to the customer by ourselves when an update is due: where it is due each hour."""
        rhythm = self.level.targets.get(Kind.UPDATE)
        return rhythm is not None and rhythm.within <= HOURLY

    @property
    def assignee(self) -> tuple[Person, ...]:
        """Who it is assigned to; nobody where it is not, or they have left the team."""
        person = self.law.team.find(self.ticket.assignee) if self.ticket.assignee else None
        return (person,) if person else ()

    @property
    def attending(self) -> tuple[Person, ...]:
        """Who has it, or else who did something about it last, but for checking it; nobody where nobody has begun."""
        team = self.law.team
        known = (team.find(name) for name in self.story.workers)
        last = next((one for one in known if one and one not in team.in_group(QA)), None)
        return self.assignee or ((last,) if last else ())

    @property
    def awaits_data(self) -> bool:
        """Tell whether it is ended, and only its analysis waits for something of the customer."""
        waits = self.ticket.status.ended and self.ticket.waiting_on is WaitingOn.CUSTOMER
        return waits and self.running(Kind.RCA) is not None

    def workers(self) -> tuple[Person, ...]:
        """Return who works on it: the one it is assigned to, else its queue, else its support level, else everybody.

        The queue ``support`` is that of every ticket that was put in no other: there the support level says who.
        """
        queue = self.ticket.queue
        theirs = self.law.team.in_group(queue) if queue != SUPPORT_QUEUE else ()
        return self.assignee or theirs or self.tier_people(self.ticket.tier)

    def tier_people(self, tier: int) -> tuple[Person, ...]:
        """Return who is on a support level, from 1."""
        tiers = self.policy.escalation.tiers
        group = tiers[tier - 1].group if 0 < tier <= len(tiers) else SUPPORT if tier == 1 else ""
        rungs = ("",) * (tier - 1) + (group,)
        return self.law.team.step(tier, rungs).people

    def running(self, kind: Kind) -> PromiseRow | None:
        """Return the promise of a kind that somebody still has to do something for."""
        return next((row for row in self.rows if row.kind is kind and row.runs), None)

    def due(self, kind: Kind) -> datetime | None:
        """Return when the promise of a kind is due; None when none runs, or it is paused."""
        row = self.running(kind)
        return row.due if row else None

    def target(self, kind: Kind) -> Target | None:
        """Return what its level promises of a kind."""
        return None if self.promised_nothing else self.level.targets.get(kind)

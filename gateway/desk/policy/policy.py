"""A support policy: levels, and the rules a ticket goes by under it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum

from gateway.desk.policy.escalation import Escalation
from gateway.desk.policy.level import Level
from gateway.desk.policy.notices import NoticeTimes
from gateway.desk.policy.target import Kind, Target
from gateway.desk.policy.text import Text
from gateway.desk.ticket import CHANGE, INCIDENT, NOT_COVERED, Priority
from gateway.errors import Refused


class Pause(StrEnum):
    """Why a clock may stand still."""

    CUSTOMER = "customer"
    THIRD_PARTY = "third-party"
    RELEASE = "release"
    ON_HOLD = "on-hold"


class Requirement(StrEnum):
    """What resolving asks for."""

    CAUSE = "cause"
    FIX = "fix"
    QA = "qa"
    APPROVAL = "customer-approval"
    SOLUTION = "solution"


@dataclass(frozen=True, slots=True)
class Waiting:
    """What happens while a ticket waits for its customer. Times are 24-hour days from when it began to wait."""

    close_after: timedelta | None = None
    remind_after: tuple[timedelta, ...] = ()
    attempts: int = 0
    """Contacts without an answer after which it may be closed; 0: by time only."""


@dataclass(frozen=True, slots=True)
class Reopening:
    """What a reply to a finished ticket does."""

    new_ticket: bool = False
    """It opens a new one, linked to the old."""
    window: timedelta | None = None
    """After which a new one is opened all the same; None: never."""


@dataclass(frozen=True, slots=True)
class UrgentChannel:
    """How urgent problems are to be reported where mail is no way to."""

    number: str
    hint: Text


@dataclass(frozen=True, slots=True)
class Classification:
    """The level by the share of production that is lost: the first whose share, in percent, is reached."""

    shares: Mapping[str, int]
    """By name of level, from the highest share down."""
    otherwise: str
    """The level below every share."""
    asks: tuple[str, ...] = ()
    """What the acknowledgement asks for, by name of field."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What customers of a plan have otherwise."""

    title: Text
    targets: Mapping[tuple[str, Kind], Target] = field(default_factory=dict)
    """By level and kind."""
    urgent_by_mail: bool | None = None
    """None: as the pack says."""
    for_dedicated_hosting: bool = False
    """Customers with hosting of their own have its terms too, whatever their plan."""


@dataclass(frozen=True, slots=True)
class Policy:
    """One pack."""

    name: str
    title: Text
    levels: tuple[Level, ...]
    """From the most urgent down."""
    default: Priority
    """The level of new mail."""
    clock: str
    """The calendar support is there by."""
    pauses: frozenset[Pause] = frozenset({Pause.CUSTOMER, Pause.ON_HOLD})
    waiting: Waiting = field(default_factory=Waiting)
    approving: Waiting = field(default_factory=Waiting)
    """While the customer is asked to approve."""
    reopening: Reopening = field(default_factory=Reopening)
    requires: tuple[Requirement, ...] = ()
    """Of resolving, in this order."""
    urgent_channel: UrgentChannel | None = None
    """None: urgent problems may be reported by mail."""
    claimable: Priority | None = None
    """The level a customer's mail gets that says it is of high priority; None: people decide."""
    escalation: Escalation = field(default_factory=Escalation)
    classification: Classification | None = None
    entitlement: bool = False
    """Support needs a valid contract."""
    without_targets: frozenset[str] = frozenset({CHANGE, NOT_COVERED})
    """Types of tickets nothing is promised for."""
    alert_clock: str = ""
    """When people may be woken; empty: in the hours the level is promised by (``Case.alert_calendar``)."""
    uptime: float | None = None
    """In percent of a month."""
    notices: NoticeTimes = field(default_factory=NoticeTimes)
    plans: Mapping[str, Plan] = field(default_factory=dict)

    def level(self, name: str) -> Level | None:
        """Return the level of exactly this name."""
        return next((level for level in self.levels if level.name == name), None)

    def named(self, word: str) -> Level | None:
        """Return the level somebody means, by name or alias, in any case."""
        return next((level for level in self.levels if level.answers_to(word)), None)

    def asked(self, word: str) -> Level:
        """Return the level somebody asks for. Raises ``Refused``, naming those there are."""
        found = self.named(word)
        if found is None:
            known = ", ".join(level.name for level in self.levels)
            raise Refused(f'"{word}" is no priority of the policy {self.name}: it has {known}')
        return found

    def typed(self, name: str) -> str:
        """Return a type of ticket somebody names. Raises ``Refused``, naming those there are."""
        known = sorted({INCIDENT, CHANGE, NOT_COVERED, *self.without_targets})
        if name not in known:
            raise Refused(f'"{name}" is no type of case: there are {", ".join(known)}')
        return name

    @property
    def top(self) -> Level:
        """The most urgent level."""
        return self.levels[0]

    def terms(self, plan: str, *, dedicated_hosting: bool = False) -> Policy:
        """Return the policy as it is for a customer; the pack itself for a plan it does not have."""
        also = [name for name, one in self.plans.items() if dedicated_hosting and one.for_dedicated_hosting]
        found = self
        for name in dict.fromkeys((*also, plan)):
            found = found._under(self.plans[name]) if name in self.plans else found
        return found

    def _under(self, plan: Plan) -> Policy:
        channel = None if plan.urgent_by_mail else self.urgent_channel
        return replace(self, levels=tuple(_changed(level, plan) for level in self.levels), urgent_channel=channel)


def _changed(level: Level, plan: Plan) -> Level:
    own = {kind: target for (name, kind), target in plan.targets.items() if name == level.name}
    return replace(level, targets={**level.targets, **own}) if own else level

"""The shape of a policy file, as it is written. What its parts mean together is checked in ``policy_checks``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from gateway.desk.policy.escalation import Escalation, Rung, Tier
from gateway.desk.policy.level import Level
from gateway.desk.policy.notices import NoticeTimes
from gateway.desk.policy.policy import (
    Classification,
    Pause,
    Plan,
    Policy,
    Reopening,
    Requirement,
    UrgentChannel,
    Waiting,
)
from gateway.desk.policy.target import Kind, Target
from gateway.desk.ticket import Priority
from gateway.rules.policy_words import Duration, LevelName, Promised
from gateway.rules.texts import Line, Slug, Texts
from gateway.validation import STRICT

Solution = Literal["workaround", "patch", "future-release", "solution-library", "answer"]


class Promises(BaseModel):
    """The targets of a level, in the words of support documents."""

    model_config = STRICT

    respond: Promised = None
    """From submission to the first answer of a person."""
    update_every: Promised = None
    """From one word to the customer to the next."""
    resolve: Promised = None
    """From submission until it is resolved, or a workaround is there."""
    rca: Promised = None
    """From resolution until the root cause analysis is delivered."""
    clock: Slug | None = None
    """The calendar of these targets; without: the pack's."""

    def written(self) -> dict[Kind, str]:
        """Return the key of each kind."""
        return {
            Kind.RESPONSE: "respond",
            Kind.UPDATE: "update_every",
            Kind.RESOLUTION: "resolve",
            Kind.RCA: "rca",
        }

    def targets(self, clock: str) -> dict[Kind, Target]:
        """Return what has a time; ``clock`` is the pack's calendar."""
        found = {kind: getattr(self, name) for kind, name in self.written().items()}
        return {kind: promised.target(self.clock or clock) for kind, promised in found.items() if promised is not None}

    def blank(self) -> frozenset[Kind]:
        """Return what is named without a time."""
        named = {kind for kind, name in self.written().items() if name in self.model_fields_set}
        return frozenset(kind for kind in named if getattr(self, self.written()[kind]) is None)


class LevelModel(Promises):
    """A level, as it is written."""

    title: Texts
    aliases: Annotated[tuple[Line, ...], Field(max_length=50)] = ()
    criteria: Annotated[tuple[Texts, ...], Field(max_length=50)] = ()
    solutions: tuple[Solution, ...] = ()
    mobilize: tuple[Slug, ...] = ()
    start_within: Promised = None

    def level(self, name: str, clock: str) -> Level:
        """Return it; ``clock`` is the pack's calendar."""
        begun = self.start_within
        return Level(
            name=Priority(name),
            title=self.title,
            aliases=tuple(alias.casefold() for alias in self.aliases),
            criteria=self.criteria,
            targets=self.targets(clock),
            blank=self.blank(),
            solutions=self.solutions,
            mobilizes=self.mobilize,
            start_within=begun.target(self.clock or clock) if begun else None,
        )


class WaitingModel(BaseModel):
    """While a ticket waits for its customer."""

    model_config = STRICT

    close_after: Duration | None = None
    remind_after: Annotated[tuple[Duration, ...], Field(max_length=10)] = ()
    attempts: Annotated[int, Field(ge=0, le=20)] = 0

    def waiting(self) -> Waiting:
        """Return what it says."""
        return Waiting(self.close_after, self.remind_after, self.attempts)


class _Reopen(BaseModel):
    model_config = STRICT

    by: Literal["reply", "new-ticket"] = "reply"
    window: Duration | None = None


class _UrgentChannel(BaseModel):
    model_config = STRICT

    number: Line
    hint: Texts = Field(default_factory=lambda: {"en": ""})


class RungModel(BaseModel):
    """A step of the ladder."""

    model_config = STRICT

    group: Slug
    title: Line
    acknowledge_within: Duration | None = None


class TierModel(BaseModel):
    """A support level."""

    model_config = STRICT

    group: Slug
    after: Duration | None = None


class EscalationModel(BaseModel):
    """How a ticket gets more attention."""

    model_config = STRICT

    requires: tuple[Literal["case", "reason"], ...] = ("case", "reason")
    ladder: Annotated[tuple[RungModel, ...], Field(max_length=20)] = ()
    tiers: Annotated[tuple[TierModel, ...], Field(max_length=3)] = ()
    unreasonable_percent: Annotated[int, Field(ge=0, le=1000)] = 0

    def escalation(self) -> Escalation:
        """Return what it says."""
        return Escalation(
            ladder=tuple(Rung(one.group, one.title, one.acknowledge_within) for one in self.ladder),
            tiers=tuple(Tier(one.group, one.after) for one in self.tiers),
            needs_case="case" in self.requires,
            needs_reason="reason" in self.requires,
            unreasonable=self.unreasonable_percent,
        )


class ClassifyModel(BaseModel):
    """The level by the share of production that is lost."""

    model_config = STRICT

    shares: Annotated[dict[Slug, Annotated[int, Field(ge=1, le=100)]], Field(min_length=1)]
    otherwise: Slug
    ask_for: tuple[Slug, ...] = ()


class PlanModel(BaseModel):
    """What customers of a plan have otherwise."""

    model_config = STRICT

    title: Texts
    also_for: tuple[Literal["dedicated-hosting"], ...] = ()
    urgent_by_mail: bool | None = None
    priorities: dict[Slug, Promises] = Field(default_factory=dict)


class _Maintenance(BaseModel):
    model_config = STRICT

    min_notice: Duration | None = None


class _Outage(BaseModel):
    model_config = STRICT

    report_within: Duration | None = None
    update_every: Duration | None = None


class _OutageRca(BaseModel):
    model_config = STRICT

    update_every: Duration | None = None
    clock: Slug = "24x7"


class NoticesModel(BaseModel):
    """When customers are told of maintenance and outages."""

    model_config = STRICT

    maintenance: _Maintenance = Field(default_factory=_Maintenance)
    outage: _Outage = Field(default_factory=_Outage)
    rca: _OutageRca = Field(default_factory=_OutageRca)

    def times(self) -> NoticeTimes:
        """Return what it says."""
        return NoticeTimes(
            self.maintenance.min_notice,
            self.outage.report_within,
            self.outage.update_every,
            self.rca.update_every,
            self.rca.clock,
        )


class PolicyModel(BaseModel):
    """A policy file."""

    model_config = STRICT

    version: Literal[1]
    title: Texts
    clock: Slug
    default_priority: Slug
    priorities: Annotated[dict[LevelName, LevelModel], Field(min_length=1, max_length=20)]
    pause_on: tuple[Pause, ...] = (Pause.CUSTOMER, Pause.ON_HOLD)
    waiting: WaitingModel = Field(default_factory=WaitingModel)
    reopen: _Reopen = Field(default_factory=_Reopen)
    resolve_requires: tuple[Requirement, ...] = ()
    urgent_channel: _UrgentChannel | None = None
    escalation: EscalationModel = Field(default_factory=EscalationModel)
    classify: ClassifyModel | None = None
    entitlement: Literal["none", "contract"] = "none"
    types_without_targets: tuple[Slug, ...] = ("change", "not-covered")
    alert_clock: Slug | None = None
    uptime_percent: Annotated[float, Field(gt=0, le=100)] | None = None
    notices: NoticesModel = Field(default_factory=NoticesModel)
    plans: dict[Slug, PlanModel] = Field(default_factory=dict)

    def policy(self, name: str) -> Policy:
        """Return what it says; ``name`` is the file's."""
        urgent = self.urgent_channel
        return Policy(
            name=name,
            title=self.title,
            levels=tuple(level.level(key, self.clock) for key, level in self.priorities.items()),
            default=Priority(self.default_priority),
            clock=self.clock,
            pauses=frozenset(self.pause_on),
            waiting=self.waiting.waiting(),
            reopening=Reopening(self.reopen.by == "new-ticket", self.reopen.window),
            requires=tuple(one for one in Requirement if one in self.resolve_requires),
            urgent_channel=UrgentChannel(urgent.number, urgent.hint) if urgent else None,
            escalation=self.escalation.escalation(),
            classification=self._classification(),
            entitlement=self.entitlement == "contract",
            without_targets=frozenset(self.types_without_targets),
            alert_clock=self.alert_clock or "",
            uptime=self.uptime_percent,
            notices=self.notices.times(),
            plans={key: self._plan(plan) for key, plan in self.plans.items()},
        )

    def _classification(self) -> Classification | None:
        return (
            Classification(self.classify.shares, self.classify.otherwise, self.classify.ask_for)
            if self.classify
            else None
        )

    def _plan(self, plan: PlanModel) -> Plan:
        clocks = {name: level.clock or self.clock for name, level in self.priorities.items()}
        targets = {
            (name, kind): target
            for name, promises in plan.priorities.items()
            for kind, target in promises.targets(clocks.get(name, self.clock)).items()
        }
        return Plan(plan.title, targets, plan.urgent_by_mail, bool(plan.also_for))

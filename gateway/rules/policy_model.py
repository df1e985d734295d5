"""The shape of a policy file, as it is written. What its parts mean together is checked in ``policy_checks``."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from gateway.desk.policy.escalation import Escalation, Rung, Tier
from gateway.desk.policy.level import Level
from gateway.desk.policy.notices import Holding, NoticeTimes
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
from gateway.rules.texts import Line, Slug, Texts, Version
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
    """For people."""
    aliases: Annotated[tuple[Line, ...], Field(max_length=50)] = ()
    """Other words that mean this level: ``p1``, ``critical``."""
    criteria: Annotated[tuple[Texts, ...], Field(max_length=50)] = ()
    """What belongs here, for people to read."""
    solutions: tuple[Solution, ...] = ()
    """One of these has to be named when it is resolved."""
    mobilize: tuple[Slug, ...] = ()
    """Groups of ``team.yml`` that hear at once of a ticket of this level."""
    start_within: Promised = None
    """Somebody has to begin within this, or the group ``operations-manager`` is paged, each time it passes."""

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
    """It closes when it has waited so long; days have 24 hours."""
    remind_after: Annotated[tuple[Duration, ...], Field(max_length=10)] = ()
    """The customer is reminded when it has waited so long."""
    attempts: Annotated[int, Field(ge=0, le=20)] = 0
    """Contacts without an answer after which it may be closed; 0: by time only."""

    def waiting(self) -> Waiting:
        """Return what it says."""
        return Waiting(self.close_after, self.remind_after, self.attempts)


class ApprovalModel(BaseModel):
    """While the customer is asked to approve: unless it says otherwise, as an answer that is waited for a week."""

    model_config = STRICT

    close_after: Duration | None = timedelta(days=7)
    """After which the ticket is closed; empty: it waits."""
    remind_after: Annotated[tuple[Duration, ...], Field(max_length=10)] = (timedelta(days=3), timedelta(days=6))
    """When the customer is reminded."""

    def waiting(self) -> Waiting:
        """Return what it says."""
        return Waiting(self.close_after, self.remind_after)


class _Reopen(BaseModel):
    """What a reply to a finished ticket does."""

    model_config = STRICT

    by: Literal["reply", "new-ticket"] = "reply"
    """``reply``: the ticket opens again. ``new-ticket``: a new one is opened, linked to the old."""
    window: Duration | None = None
    """After which a reply opens a new ticket all the same; without: never."""


class _UrgentChannel(BaseModel):
    """How urgent problems are to be reported where mail is no way to."""

    model_config = STRICT

    number: Line
    """Such as a telephone number."""
    hint: Texts = Field(default_factory=lambda: {"en": ""})
    """What to do there: press 9."""


class RungModel(BaseModel):
    """A step of the ladder."""

    model_config = STRICT

    group: Slug
    """Of ``team.yml``."""
    title: Texts
    """As the customer is told."""
    acknowledge_within: Duration | None = None
    """Somebody of it has to take the ticket over by then, or the next step hears too."""


class TierModel(BaseModel):
    """A support level."""

    model_config = STRICT

    group: Slug
    """Of ``team.yml``."""
    after: Duration | None = None
    """On the clock since submission, unresolved, until the ticket moves here by itself; without: people move it."""


class EscalationModel(BaseModel):
    """How a ticket gets more attention."""

    model_config = STRICT

    requires: tuple[Literal["case", "reason"], ...] = ("case", "reason")
    """What a customer's escalation has to name."""
    ladder: Annotated[tuple[RungModel, ...], Field(max_length=20)] = ()
    """Steps; every ticket begins on the first."""
    tiers: Annotated[tuple[TierModel, ...], Field(max_length=3)] = ()
    """Support levels 1 to 3."""
    unreasonable_percent: Annotated[int, Field(ge=0, le=1000)] = 0
    """Of the resolution time, after which the second step hears by itself; 0: never."""

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
    """By level: the share in percent, at least."""
    otherwise: Slug
    """The level below every share."""
    ask_for: tuple[Slug, ...] = ()
    """Figures the acknowledgement asks for."""


class PlanModel(BaseModel):
    """What customers of a plan have otherwise."""

    model_config = STRICT

    title: Texts
    """For people."""
    also_for: tuple[Literal["dedicated-hosting"], ...] = ()
    """Customers with hosting of their own have these terms too, whatever their plan."""
    urgent_by_mail: bool | None = None
    """Whether urgent problems may be reported by mail; without: as the pack says."""
    priorities: dict[Slug, Promises] = Field(default_factory=dict)
    """Other targets, by level."""


_Asked = Annotated[tuple[Duration, ...], Field(max_length=5)]


class _Maintenance(BaseModel):
    """Of scheduled maintenance."""

    model_config = STRICT

    min_notice: Duration | None = None
    """The shortest notice."""
    object_until: Duration | None = None
    """How long before it begins customers may still say that the window does not suit them; letters name the moment."""
    remind: _Asked = (timedelta(hours=24), timedelta(hours=1))
    """How long before it begins customers are reminded, unless ``--remind`` says otherwise: 24h and 1h."""
    nag_after: _Asked = (timedelta(hours=1),)
    """How long after the end of a window that nobody has ended people are asked again; at its end they are: 1h."""


class _Outage(BaseModel):
    """Of outages."""

    model_config = STRICT

    report_within: Duration | None = None
    """Of the confirmation."""
    update_every: Duration | None = None
    """While services are down."""
    holding_updates: Holding = Holding.AUTO
    """Of an update that nobody writes. ``auto``: people are asked, then the gateway says that there is no news.
    ``nag``: people are asked. ``off``: neither."""
    nag_before: _Asked = (timedelta(minutes=20), timedelta(minutes=10))
    """How long before a report or an update is due people are asked for it: 20m and 10m; where the gateway writes
    by itself, only the last."""


class _OutageRca(BaseModel):
    """Of what is told after the all-clear."""

    model_config = STRICT

    update_every: Duration | None = None
    """Until root cause, impact and resolution are told."""
    clock: Slug = "24x7"
    """The calendar of that rhythm."""
    nag_before: _Asked = (timedelta(hours=2),)
    """How long before it is due people are asked for it: 2h."""


class NoticesModel(BaseModel):
    """When customers are told of maintenance and outages."""

    model_config = STRICT

    maintenance: _Maintenance = Field(default_factory=_Maintenance)
    """Of scheduled maintenance."""
    outage: _Outage = Field(default_factory=_Outage)
    """Of outages."""
    rca: _OutageRca = Field(default_factory=_OutageRca)
    """After the all-clear."""
    send_before: Duration = timedelta(minutes=2)
    """How long before a word is due the gateway sends its own, so that the last letter leaves in time: 2m."""
    at_once: Duration = timedelta(minutes=15)
    """How late what is told at once may be taken and still count as kept: 15m."""

    def times(self) -> NoticeTimes:
        """Return what it says."""
        return NoticeTimes(
            maintenance_notice=self.maintenance.min_notice,
            report_within=self.outage.report_within,
            update_every=self.outage.update_every,
            rca_update_every=self.rca.update_every,
            rca_clock=self.rca.clock,
            reminders=self.maintenance.remind,
            overrun_nags=tuple(reversed(self.maintenance.nag_after)),
            nags=self.outage.nag_before,
            rca_nags=self.rca.nag_before,
            lead=self.send_before,
            holding=self.outage.holding_updates,
            object_until=self.maintenance.object_until,
            at_once=self.at_once,
        )


class PolicyModel(BaseModel):
    """A policy file."""

    model_config = STRICT

    version: Version
    """Of the form of this file."""
    title: Texts
    """Its name for readers."""
    clock: Slug
    """The calendar support is there by: a name of ``calendars.yml``, or ``24x7``."""
    default_priority: Slug
    """The level of new mail."""
    priorities: Annotated[dict[LevelName, LevelModel], Field(min_length=1, max_length=20)]
    """The levels, from the most urgent down."""
    pause_on: tuple[Pause, ...] = (Pause.CUSTOMER, Pause.ON_HOLD)
    """What stops the clocks of a ticket."""
    waiting: WaitingModel = Field(default_factory=WaitingModel)
    """While a ticket waits for its customer."""
    approval: ApprovalModel = Field(default_factory=lambda: ApprovalModel())
    """While the customer is asked to approve a solution."""
    reopen: _Reopen = Field(default_factory=_Reopen)
    """What a reply to a finished ticket does."""
    resolve_requires: tuple[Requirement, ...] = ()
    """What resolving asks for."""
    urgent_channel: _UrgentChannel | None = None
    """Where urgent problems are to be phoned in; without it mail is a way too."""
    mail_may_claim: Slug | None = None
    """The priority a customer's mail gets that says it is of high priority; without: people decide."""
    escalation: EscalationModel = Field(default_factory=EscalationModel)
    """How a ticket gets more attention."""
    classify: ClassifyModel | None = None
    """The level by the share of production that is lost."""
    entitlement: Literal["none", "contract"] = "none"
    """``contract``: support needs a valid one."""
    types_without_targets: tuple[Slug, ...] = ("change", "not-covered")
    """Types of tickets nothing is promised for."""
    alert_clock: Slug | None = None
    """The calendar outside which nobody is woken; without: that of the level's updates, or of its first answer."""
    uptime_percent: Annotated[float, Field(gt=0, le=100)] | None = None
    """Of a month."""
    notices: NoticesModel = Field(default_factory=NoticesModel)
    """When customers are told of maintenance and outages."""
    plans: dict[Slug, PlanModel] = Field(default_factory=dict)
    """What customers of a plan have otherwise."""

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
            approving=self.approval.waiting(),
            reopening=Reopening(self.reopen.by == "new-ticket", self.reopen.window),
            requires=tuple(one for one in Requirement if one in self.resolve_requires),
            claimable=Priority(self.mail_may_claim) if self.mail_may_claim else None,
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

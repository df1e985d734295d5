"""A notice: something that many customers are told of, each at their one address, from first word to last. Pure.

It is told of in revisions, numbered from 0; each is one mail to each customer. What a revision says is the notice as it
was when it was issued.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from gateway.desk.choice import Choice
from gateway.desk.policy.notices import Holding, NoticeTimes
from gateway.mail import Lane


class NoticeKind(StrEnum):
    """What is told of. Stored, so never renamed."""

    MAINTENANCE = "maintenance"
    OUTAGE = "outage"
    UPGRADE = "upgrade"
    NEWSLETTER = "newsletter"

    @property
    def prefix(self) -> str:
        """What its names begin with."""
        return _PREFIXES[self]

    @property
    def lane(self) -> Lane:
        """Which mail its letters go before."""
        return Lane.BULK if self in (NoticeKind.UPGRADE, NoticeKind.NEWSLETTER) else Lane.NOTICE

    @property
    def urgency(self) -> int:
        """Which letters are written first: the lowest. Stored with each revision."""
        return _URGENCY[self]


_PREFIXES = {
    NoticeKind.MAINTENANCE: "MNT",
    NoticeKind.OUTAGE: "INC",
    NoticeKind.UPGRADE: "UPG",
    NoticeKind.NEWSLETTER: "NWL",
}
_URGENCY = {NoticeKind.OUTAGE: 0, NoticeKind.MAINTENANCE: 1, NoticeKind.UPGRADE: 2, NoticeKind.NEWSLETTER: 3}


NAME = re.compile(rf"(?:{'|'.join(_PREFIXES.values())})-[0-9]{{4}}-[0-9]{{4,9}}")
"""What a notice is called, in capitals."""


class NoticeState(StrEnum):
    """Where it stands. Stored, so never renamed; not every kind comes by every state."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    SUSPECTED = "suspected"
    CONFIRMED = "confirmed"
    REPORTED = "reported"
    RESTORED = "restored"
    CLOSED = "closed"
    SENT = "sent"

    @property
    def over(self) -> bool:
        """Tell whether nothing more comes after it."""
        return self in (NoticeState.COMPLETED, NoticeState.CANCELLED, NoticeState.CLOSED, NoticeState.SENT)


class Impact(StrEnum):
    """What customers feel, as maintenance notices of networks put it (NANOG BCOP); the worst is last."""

    NONE = "none"
    REDUCED_REDUNDANCY = "reduced-redundancy"
    DEGRADED = "degraded"
    OUTAGE = "outage"

    @classmethod
    def worst(cls, impacts: Iterable[Impact]) -> Impact:
        """Return the worst of some; none of nothing."""
        return max(impacts, key=_BADNESS.__getitem__, default=cls.NONE)


_BADNESS = {impact: badness for badness, impact in enumerate(Impact)}


@dataclass(frozen=True, slots=True)
class Felt:
    """What was felt of an outage until that changed."""

    until: datetime
    impact: Impact
    """On its services together: the worst."""
    impacts: Mapping[str, Impact] = field(default_factory=dict)
    """On each of them, where that was not the same."""

    def on(self, *services: str) -> Impact:
        """Return the worst there was on some of the services; of none of them, on all."""
        return _worst_on(self.impact, self.impacts, services)


def _worst_on(impact: Impact, impacts: Mapping[str, Impact], services: Iterable[str]) -> Impact:
    """Return the worst on some services, of which ``impact`` is felt where ``impacts`` says nothing else."""
    found = [impacts.get(one, impact) for one in services]
    return Impact.worst(found) if found and impacts else impact


class Stage(StrEnum):
    """What a revision tells of; letters have words for each. Stored, so never renamed."""

    SCHEDULED = "scheduled"
    RESCHEDULED = "rescheduled"
    """Of another window, or that a tentative one stays."""
    REMINDER = "reminder"
    STARTED = "started"
    EXTENDED = "extended"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    REPORT = "report"
    UPDATE = "update"
    HOLDING = "holding"
    """An update that the gateway sends by itself, when nobody has written one."""
    RESTORED = "restored"
    RCA = "rca"
    """What is known of root cause, impact and resolution, and what is not yet."""
    FINAL = "final"
    """All of it."""
    UPGRADE = "upgrade"
    NEWSLETTER = "newsletter"

    @property
    def replaces(self) -> bool:
        """Tell whether it makes untrue what was said before; what the gateway says by itself does not."""
        return self not in (Stage.HOLDING, Stage.REMINDER, Stage.RCA)

    @property
    def to_newcomers(self) -> Stage:
        """What somebody reads in its place who has had no letter of the notice: nobody is reminded of what is news."""
        return Stage.SCHEDULED if self is Stage.REMINDER else self

    @property
    def public(self) -> str:
        """What its letters are called in lists and scenarios; never renamed."""
        return _LETTERS[self]

    @property
    def kind(self) -> NoticeKind:
        """What is told of."""
        return NoticeKind.OUTAGE if self.public == "rca" else NoticeKind(self.public)


_MAINTENANCE = (
    Stage.SCHEDULED,
    Stage.RESCHEDULED,
    Stage.REMINDER,
    Stage.STARTED,
    Stage.EXTENDED,
    Stage.COMPLETED,
    Stage.CANCELLED,
)
_LETTERS = {
    **dict.fromkeys(_MAINTENANCE, "maintenance"),
    **dict.fromkeys((Stage.REPORT, Stage.UPDATE, Stage.HOLDING, Stage.RESTORED), "outage"),
    **dict.fromkeys((Stage.RCA, Stage.FINAL), "rca"),
    Stage.UPGRADE: "upgrade",
    Stage.NEWSLETTER: "newsletter",
}
DOWN = (NoticeState.CONFIRMED, NoticeState.REPORTED)
"""Where outages stand whose services are down."""
DOWN_WORDS = (Stage.REPORT, Stage.UPDATE, Stage.HOLDING)
"""What customers hear while services are down."""
RCA_PARTS = ("root_cause", "rca_impact", "resolution")
"""What a root cause analysis consists of: names of ``Notice.texts``."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice as it stands."""

    id: str
    """``MNT-2026-0142``; empty until it is written down."""
    kind: NoticeKind
    state: NoticeState
    title: str
    choice: Choice
    """Whom it concerns."""
    created_at: datetime
    created_by: str
    services: tuple[str, ...] = ()
    """What is affected; products of customers."""
    regions: tuple[str, ...] = ()
    impact: Impact = Impact.NONE
    """On its services together: the worst."""
    impacts: Mapping[str, Impact] = field(default_factory=dict)
    """On each of its services, where that is not the same."""
    felt_before: tuple[Felt, ...] = ()
    """What was felt before, where that has changed while it ran; in order."""
    start: datetime | None = None
    """Of the window; of an outage since when services are down."""
    end: datetime | None = None
    was_start: datetime | None = None
    """Of the window before this one, where it was moved; with ``was_end``."""
    was_end: datetime | None = None
    to_come: bool = False
    """Of an upgrade: customers were told before it took effect."""
    emergency: bool = False
    tentative: bool = False
    auto_start: bool = False
    auto_holding: bool = True
    """The gateway sends an update that is due when nobody else has; ``holding`` says what is done where it does not."""
    reminders: tuple[timedelta, ...] = ()
    """How long before the start customers are reminded, the longest first."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """By name: ``TEXTS`` has them."""
    times: NoticeTimes = field(default_factory=NoticeTimes)
    """What was promised to those whom it concerns, the strictest of it."""
    approve_by: str = ""
    """Who has to say yes before customers are told, by address; empty: nobody has to."""
    shown: Mapping[str, str] | None = None
    """The customers who somebody was shown that a draft would tell, by id, and where; empty: that was not shown.

    None: nobody was shown any, or they were told since.
    """
    mailing_list: str = ""
    """Of a newsletter: what people can leave."""
    confirmed_at: datetime | None = None
    confirmed_by: str = ""
    began_at: datetime | None = None
    """When the work of maintenance really began; with ``ended_at``."""
    ended_at: datetime | None = None
    restored_at: datetime | None = None
    closed_at: datetime | None = None
    next_by: datetime | None = None
    """By when customers hear of it again, as the last revision told them."""
    eta: datetime | None = None
    """When an outage is expected to be over, as customers were told; None: nobody can say."""
    told_before: datetime | None = None
    """When customers heard of it last, before the newest revision: of outages, whose updates say what has changed."""
    excused_at: datetime | None = None
    """Since when the letters of a plan say why notice is short: they were paused, and went on with a reason."""
    marks: tuple[str, ...] = ()
    """What the clock has done already, so that it does it once."""

    @property
    def down(self) -> bool:
        """Tell whether services are known to be down now."""
        return self.state in DOWN

    @property
    def holding(self) -> Holding:
        """What is done about an update that nobody writes."""
        if self.auto_holding:
            return Holding.AUTO
        return Holding.OFF if self.times.holding is Holding.OFF else Holding.NAG

    @property
    def missing(self) -> tuple[str, ...]:
        """Which parts of the root cause analysis are not there."""
        return tuple(name for name in RCA_PARTS if not self.texts.get(name))

    def impact_on(self, *services: str) -> Impact:
        """Return the worst there is on some of its services; of none of them, on all."""
        return _worst_on(self.impact, self.impacts, services)

    def text(self, name: str) -> str:
        """Return one of its texts; empty where there is none."""
        return self.texts.get(name, "")


TEXTS = (
    "summary",  # what customers notice
    "impact_duration",  # for how long, in words
    "reason",  # what is done
    "customer_action",  # what customers should do
    "not_affected",
    "short_notice",  # why notice is shorter than promised; of an emergency why it cannot wait
    "workaround",
    "update",  # what is new
    "cancelled",  # why
    "moved",  # why
    "extended",  # why
    "residual",  # what may linger
    "root_cause",
    "rca_impact",
    "resolution",
    "prevention",  # what is changed so that it does not happen again
    "text",  # of upgrades and newsletters, as written
    "link",  # to more
    "phone",  # for what is urgent
)
"""The names of texts that people write."""


class Delivery(StrEnum):
    """Whether the letters of a revision go out. Stored, so never renamed."""

    RUNNING = "running"
    PAUSED = "paused"
    ABORTED = "aborted"
    """Those not yet written are not sent at all."""
    LATE = "late"
    """What they say is over: nobody else gets one."""
    LAPSED = "lapsed"
    """They were paused until what they say was over. The clock says nothing by itself until people do."""


@dataclass(frozen=True, slots=True)
class Revision:
    """One mail to each customer."""

    notice_id: str
    number: int
    """From 0; also the SEQUENCE of the calendar part."""
    stage: Stage
    at: datetime
    """When it was issued."""
    by: str
    """Empty: the gateway itself, by the clock."""
    because: str
    delivery: Delivery = Delivery.RUNNING


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is told by a revision: a customer at their address, or a colleague who gets a copy."""

    customer: str
    """An id; empty for a copy."""
    address: str
    """Empty where they cannot be told."""
    why_not: str = ""
    """Why they cannot be told; empty where they are."""
    copy_to: str = ""
    """The address of a colleague who looks after some of the customers; then ``address`` is theirs too."""
    told_by: str = ""
    """Of somebody who cannot be told: the colleagues who were asked to tell them, by address; empty for nobody."""
    ask_at: datetime | None = None
    """When a colleague is asked again, where the letter that asked could not be written."""


class Standing(StrEnum):
    """How far the letter to a recipient has come. Printed, so never renamed."""

    QUEUED = "queued"
    ACCEPTED = "accepted"
    """A server took it; nobody knows whether it was read."""
    DEFERRED = "deferred"
    BOUNCED = "bounced"
    FAILED = "failed"
    """Given up after days of trying."""
    SKIPPED = "skipped"
    OBSERVED = "observed"
    """Written to be looked at, in observe mode, and never sent."""

"""A notice at every stage of its life, and the letters written of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from gateway.address import parse_address
from gateway.desk.choice import Choice
from gateway.desk.customer import Customer, NoticeCalendar
from gateway.desk.notice import TEXTS, Impact, Notice, NoticeKind, NoticeState, Revision, Stage
from gateway.desk.policy.notices import NoticeTimes
from gateway.mail import OutboxId
from gateway.outbound.letters import Letterhead, Reader
from gateway.outbound.notice_letters import NoticeHead, NoticeLetters, NoticeSheet
from gateway.outbound.render import shipped_renderer

KEY = b"k" * 32
NOW = datetime(2026, 11, 19, 15, 12, tzinfo=UTC)
HEAD = Letterhead("Acme Support", "case", KEY, plus_addressing=True, support=parse_address("support@example.com"))
OWN = NoticeHead(parse_address("notices@example.com"), parse_address("news@example.com"), "example.com")
LETTERS = NoticeLetters(shipped_renderer(), HEAD, OWN)
ZONE = ZoneInfo("Africa/Johannesburg")
ACME = Customer(
    "acme",
    "ACME Telecom",
    notice_address="all@acme.example",
    notice_calendar=NoticeCalendar.ATTACH,
    products=("Voice-EU", "reports-eu", "recordings"),
)
START = datetime(2026, 11, 21, 23, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
_TEXTS: Mapping[str, str] = {
    "summary": "Calls may drop once, for up to 2 minutes.\nReports are unavailable for the whole window.",
    "impact_duration": "2 minutes for calls, 2 hours for reports",
    "reason": "Replacing the storage of the voice platform.",
    "customer_action": "Nothing. Please do not schedule report exports then.",
    "not_affected": "messaging, recordings",
    "short_notice": "the vendor has published a flaw that is being exploited",
    "workaround": "Calls that begin with 00 go by the other carrier: https://help.example/other-carrier",
    "update": "The storage answers again, and we are checking that nothing was lost.",
    "cancelled": "The vendor has withdrawn the new version.",
    "moved": "Three customers have a release on that night.",
    "extended": "The copy of the data takes longer than it did in the test.",
    "residual": "Reports of the last hours arrive late.",
    "root_cause": "A cable of the storage was loose, and the second path was switched off for a repair at that time.",
    "rca_impact": "Calls within the EU failed, and calls that went on were not recorded.",
    "resolution": "The cable was replaced, and the second path is on again.",
    "prevention": "A path is only switched off after a look at the other one, by two people.",
    "text": "Version 4.2 records calls in stereo.\n\nIt takes effect at your next login.\n\n  port 1   up",
    "link": "https://help.example/notices",
    "phone": "+1 289 555 0144",
}
assert set(_TEXTS) == set(TEXTS)
KINDS = {
    "maintenance": NoticeKind.MAINTENANCE,
    "outage": NoticeKind.OUTAGE,
    "rca": NoticeKind.OUTAGE,
    "upgrade": NoticeKind.UPGRADE,
    "newsletter": NoticeKind.NEWSLETTER,
}
TITLES = {
    NoticeKind.MAINTENANCE: "Voice, EU",
    NoticeKind.OUTAGE: "Inbound calls fail",
    NoticeKind.UPGRADE: "Voice platform 4.2",
    NoticeKind.NEWSLETTER: "What is new in November",
}
NUMBERS = {stage: number for number, stage in enumerate(Stage)}


def full(stage: Stage, **changed: object) -> Notice:
    """A notice of which everything is known."""
    kind = KINDS[stage.public]
    outage = kind is NoticeKind.OUTAGE
    start = datetime(2026, 11, 19, 12, 41, tzinfo=UTC) if outage else START
    over = stage in (Stage.RESTORED, Stage.RCA, Stage.FINAL)
    notice = Notice(
        id=f"{kind.prefix}-2026-0142",
        kind=kind,
        state=NoticeState.SCHEDULED,
        title=TITLES[kind],
        choice=Choice(services=("voice-eu",)),
        created_at=NOW,
        created_by="dana",
        services=("voice-eu", "reports-eu", "messaging-eu"),
        regions=("eu",),
        impact=Impact.OUTAGE,
        start=start,
        end=None if outage else START + 2 * HOUR,
        was_start=START - 24 * HOUR,
        was_end=START - 22 * HOUR,
        texts=_TEXTS,
        mailing_list="product-news" if kind is NoticeKind.NEWSLETTER else "",
        confirmed_at=datetime(2026, 11, 19, 13, 2, tzinfo=UTC),
        confirmed_by="dana",
        began_at=START + timedelta(minutes=2) if stage in (Stage.STARTED, Stage.EXTENDED, Stage.COMPLETED) else None,
        ended_at=START + 2 * HOUR if stage is Stage.COMPLETED else None,
        restored_at=start + timedelta(hours=3, minutes=59) if over else None,
        next_by=None if stage is Stage.FINAL else revision(stage).at + HOUR,
        eta=revision(stage).at + 3 * HOUR,
        told_before=revision(stage).at - HOUR,
        times=NoticeTimes(object_until=31 * HOUR),
    )
    if stage is Stage.UPGRADE:
        notice = replace(notice, was_start=None, was_end=None)
    if stage is Stage.EXTENDED:
        notice = replace(notice, was_start=START, was_end=START + 2 * HOUR, end=START + 3 * HOUR)
    return replace(notice, **changed)  # type: ignore[arg-type]


def bare(stage: Stage, **changed: object) -> Notice:
    """A notice of which nothing is known that need not be."""
    needed = {"text": "It is there."} if stage is Stage.NEWSLETTER else {}
    outage = KINDS[stage.public] is NoticeKind.OUTAGE
    nothing: dict[str, object] = {
        "texts": needed,
        "regions": (),
        "was_start": None,
        "was_end": None,
        "confirmed_at": None,
        "next_by": None,
        "eta": None,
        "told_before": None,
        "times": NoticeTimes(),
        "impact": Impact.OUTAGE if outage else Impact.NONE,
    }
    return full(stage, **{**nothing, **changed})


def revision(stage: Stage, **changed: object) -> Revision:
    """Of an outage each an hour after the one before, at 13:27, 14:27, ..."""
    at = {
        "outage": datetime(2026, 11, 19, 13, 27, tzinfo=UTC) + HOUR * (NUMBERS[stage] - NUMBERS[Stage.REPORT]),
        "rca": datetime(2026, 11, 20, 16, 40, tzinfo=UTC),
    }
    by = "" if stage in (Stage.HOLDING, Stage.RCA, Stage.REMINDER) else "dana"
    prefix = KINDS[stage.public].prefix
    made = Revision(f"{prefix}-2026-0142", NUMBERS[stage], stage, at.get(stage.public, NOW), by, "a test")
    return replace(made, **changed)  # type: ignore[arg-type]


def sheet(stage: Stage, notice: Notice | None = None, **changed: object) -> NoticeSheet:
    made = NoticeSheet(
        outbox_id=OutboxId(90210),
        notice=notice or full(stage),
        revision=revision(stage),
        to=parse_address("all@acme.example"),
        now=min(NOW, revision(stage).at),  # no letter is late unless a test says so
        customer=ACME,
    )
    return replace(made, **changed)  # type: ignore[arg-type]


def reader(language: str = "en", zone: str = "Africa/Johannesburg", **changed: object) -> Reader:
    return replace(Reader(ZoneInfo(zone), language), **changed)  # type: ignore[arg-type]

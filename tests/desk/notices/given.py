"""Makers of notices for tests; every argument has a plain default."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from gateway.desk.choice import Choice
from gateway.desk.notice import Impact, Notice, NoticeKind, NoticeState
from gateway.desk.notices import maintenance, outage
from gateway.desk.notices.decided import Bearings, Decided
from gateway.desk.policy.notices import NoticeTimes
from gateway.errors import Refused

NOW = datetime(2026, 11, 19, 9, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
TIMES = NoticeTimes(maintenance_notice=DAY, report_within=HOUR, update_every=HOUR, rca_update_every=DAY)
VOICE = Choice(services=("voice",))
START, END = NOW + 3 * DAY, NOW + 3 * DAY + 2 * HOUR


def at(
    moment: datetime = NOW, *, by: str = "dana", times: NoticeTimes = TIMES, rca: timedelta | None = DAY
) -> Bearings:
    """What decisions go by at a moment; ``rca``: how often customers were promised word on a root cause."""
    return Bearings(moment, by, times, lambda since, then: since + rca if rca else None)


def said(facts: Mapping[str, object]) -> dict[str, str]:
    """The texts of maintenance: what every announcement says, and what a test has it say besides."""
    needed = {"reason": "New disks", "customer_action": "nothing"}
    urgent = {"short_notice": "A leak"} if facts.get("emergency") else {}
    given = facts.get("texts", {})
    assert isinstance(given, dict)
    return {**needed, **urgent, **given}


def planned(moment: datetime = NOW, times: NoticeTimes = TIMES, **facts: object) -> Notice:
    """Maintenance as a draft, with a name."""
    plain: dict[str, object] = {
        "title": "Storage",
        "choice": VOICE,
        "start": START,
        "end": END,
        "services": ("voice",),
    }
    new = maintenance.NewMaintenance(**{**plain, **facts, "texts": said(facts)})  # type: ignore[arg-type]
    return replace(maintenance.plan(new, at(moment, times=times)), id="MNT-2026-0001")


def scheduled(moment: datetime = NOW, **facts: object) -> Notice:
    return maintenance.announce(planned(moment, **facts), at(moment)).notice  # type: ignore[arg-type]


def begun(**facts: object) -> Notice:
    return maintenance.begin(scheduled(**facts), at(START)).notice  # type: ignore[arg-type]


def suspected(moment: datetime = NOW, **facts: object) -> Notice:
    plain: dict[str, object] = {"title": "Calls fail", "choice": VOICE, "services": ("voice",)}
    made = outage.suspect(outage.NewOutage(**{**plain, **facts}), at(moment))  # type: ignore[arg-type]
    return replace(made.notice, id="INC-2026-0001")


def confirmed(moment: datetime = NOW, times: NoticeTimes = TIMES, **facts: object) -> Notice:
    found = outage.Confirmed(at=moment, **facts)  # type: ignore[arg-type]
    return outage.confirm(suspected(moment), at(moment, times=times), found).notice


REPORT = {"summary": "Calls fail", "workaround": "none"}
PARTS = {"root_cause": "A disk failed", "rca_impact": "No calls", "resolution": "Disk replaced"}


def reported(moment: datetime = NOW, times: NoticeTimes = TIMES) -> Notice:
    return outage.report(confirmed(moment, times), at(moment, times=times), REPORT, None).notice


def restored(moment: datetime = NOW) -> Notice:
    return outage.restore(reported(moment), at(moment), {}, None).notice


def refusal(decide: Callable[[], Decided | Notice | object]) -> str:
    """Return the words of a refusal that must come."""
    try:
        found = decide()
    except Refused as refused:
        return str(refused)
    raise AssertionError(f"nobody refused: {found}")


def in_state(kind: NoticeKind, state: NoticeState) -> Notice:
    """A notice of a kind as it is in a state, with all that it needs there."""
    facts = Notice(
        id=f"{kind.prefix}-2026-0001",
        kind=kind,
        state=state,
        title="Storage",
        choice=VOICE,
        created_at=NOW,
        created_by="dana",
        services=("voice",),
        impact=Impact.OUTAGE,
        start=START if kind is NoticeKind.MAINTENANCE else NOW - HOUR,
        end=END if kind is NoticeKind.MAINTENANCE else None,
        times=TIMES,
        texts=said({}) if kind is NoticeKind.MAINTENANCE else {},
    )
    return facts

"""The ladder of a policy: who hears next, and by when they take it over. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from gateway.desk.changes import Mark
from gateway.desk.event import What
from gateway.desk.life.agenda import reach_alarm
from gateway.desk.life.case import Case
from gateway.desk.life.facts import team_letter
from gateway.desk.order import Fact, Form, Order, Step, WhyEscalated
from gateway.desk.policy.text import in_language
from gateway.desk.team import Person
from gateway.desk.ticket import TIERS

HIGHER_AUTHORITY = 2
"""The first step above those who work on tickets, which hears of what takes unreasonably long."""


def taken_over_by(case: Case, step: int, now: datetime) -> datetime | None:
    """Return by when somebody of a step of the ladder takes the case over; None where the policy names no time."""
    ladder = case.policy.escalation.ladder
    within = ladder[step - 1].acknowledge_within if 0 < step <= len(ladder) else None
    return reach_alarm(case, now, within) if within else None


def hear(case: Case, step: int, *, why: WhyEscalated, reason: str, now: datetime) -> Iterator[Step]:
    """Tell a step of the ladder of the case; nothing where the policy has no such step."""
    ladder = case.policy.escalation.ladder
    if not 0 < step <= len(ladder):
        return
    rung = ladder[step - 1]
    heard = case.law.team.group(rung.group)
    because = f"step {step} of the ladder of {case.policy.name}: {heard.because}"
    yield Mark(case.ticket.id, What.HEARD, str(step), f"{in_language(rung.title, 'en')} told: {why}", because)
    facts: dict[str, Fact] = {
        "step": rung.title,
        "position": step,
        "of": len(ladder),
        "why": why.value,
        "reason": reason,
        "acknowledge_by": taken_over_by(case, step, now),
    }
    yield from team_letter(Form.ESCALATION_TEAM, case, heard.people, because, facts)


def takes_over(case: Case, person: Person) -> bool:
    """Tell whether somebody is of the step that heard last, and nobody has done anything since."""
    heard, ladder = case.story.heard, case.policy.escalation.ladder
    step = int(heard[-1].value) if heard else 0
    if not 0 < step <= len(ladder) or person not in case.law.team.group(ladder[step - 1].group).people:
        return False
    return case.story.last_work is None or case.story.last_work <= heard[-1].at


def tier_hears(case: Case, tier: int, because: str, *, reason: str = "") -> Iterator[Order]:
    """Tell a support level that a case comes to it."""
    facts: dict[str, Fact] = {
        "step": str(tier),
        "position": tier,
        "of": len(case.policy.escalation.tiers) or TIERS,
        "why": WhyEscalated.TIER.value,
        "reason": reason,
        "acknowledge_by": None,
    }
    yield from team_letter(Form.ESCALATION_TEAM, case, case.tier_people(tier), because, facts)

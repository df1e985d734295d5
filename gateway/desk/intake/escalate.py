"""Decide what a customer's escalation does: one named step up the ladder, with who takes it over by when. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from gateway.address import Address
from gateway.desk.becoming import became
from gateway.desk.changes import Remember
from gateway.desk.intake.acknowledge import AckVerdict, ack_verdict
from gateway.desk.intake.arrival import Arrival, Desk
from gateway.desk.life.case import Case
from gateway.desk.life.ladder import hear, taken_over_by
from gateway.desk.order import Fact, Form, Step, TellCustomer, WhyEscalated
from gateway.desk.reason import with_reason
from gateway.desk.recent import Recent
from gateway.desk.world import World

AGAIN = timedelta(hours=1)
"""The top of the ladder hears of one case no more often."""
MOST_AN_HOUR = 20
"""Automatic letters to one inbox after which an escalation is carried out and not answered: two robots may have met."""


def climb(case: Case, *, who: Address, reason: str, recent: Recent, now: datetime) -> Iterator[Step]:
    """Take a case up one step; at the top it stays, and the top hears again. Nothing where the policy has no ladder."""
    ladder, before = case.policy.escalation.ladder, case.ticket.rung
    if not ladder:
        return
    after = min(before + 1, len(ladder))
    because = with_reason(f"{who} escalated it", reason)
    yield from became(case.ticket, "rung", after, because)
    if after != before or not _just_heard(case, now):
        yield from hear(case, after, why=WhyEscalated.CUSTOMER, reason=reason, now=now)
    if recent.hour[who.inbox] >= MOST_AN_HOUR:
        yield Remember(case.ticket.id, "the customer is not told: they had enough letters for this hour", because)
        return
    facts: dict[str, Fact] = {
        "step": ladder[after - 1].title,
        "position": after,
        "of": len(ladder),
        "by": taken_over_by(case, after, now),
        "moved": after != before,
    }
    yield TellCustomer(Form.ESCALATION, case.ticket.id, because, facts, only=who)


def _just_heard(case: Case, now: datetime) -> bool:
    heard = case.story.heard
    return bool(heard) and now - heard[-1].at < AGAIN


def ask_back(
    arrival: Arrival, case: Case, world: World, desk: Desk, *, needs_number: bool, needs_reason: bool
) -> tuple[Step, ...]:
    """Ask for what is missing, as often as an acknowledgement may be sent."""
    author = arrival.mail.author
    verdict = ack_verdict(arrival.mail, wanted=arrival.acknowledge, recent=world.recent, policy=desk.acks)
    held = world.recent.held and not arrival.mail.proven
    if author is None or verdict is not AckVerdict.ANSWER or held:
        return (Remember(case.ticket.id, f"not asked back: {verdict}", verdict.reason),)
    facts: dict[str, Fact] = {
        "needs_number": needs_number,
        "needs_reason": needs_reason,
        "escalations": desk.escalations or arrival.support_address,
    }
    asked = TellCustomer(
        Form.ESCALATION_INCOMPLETE, case.ticket.id, "what an escalation needs is missing", facts, only=author.address
    )
    return (asked,)

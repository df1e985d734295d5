"""How a case gets another level, whoever gives it one: an engineer, or the figures its customer writes. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from gateway.desk.changes import SetPriority
from gateway.desk.life.case import Case
from gateway.desk.life.facts import customer_letter
from gateway.desk.life.reckon import foreseen
from gateway.desk.order import Fact, Form, Rhythm, Step
from gateway.desk.policy.level import Level
from gateway.desk.policy.target import Kind


def change_level(case: Case, level: Level, *, reason: str, because: str, now: datetime) -> Iterator[Step]:
    """Give a case another level, and tell its customer what that promises."""
    before, ticket = case.level, case.ticket
    yield SetPriority(ticket.id, ticket.priority, level.name, because)
    if ticket.status.ended:
        return
    after = foreseen(case, level, now)
    rhythm = after.target(Kind.UPDATE)
    facts: dict[str, Fact] = {
        "before": before.title,
        "after": level.title,
        "answer_by": after.due(Kind.RESPONSE),
        "resolve_by": after.due(Kind.RESOLUTION),
        "update_every": Rhythm(rhythm.within, always=case.calendar(rhythm.clock).always) if rhythm else None,
        "reason": reason,
    }
    yield from customer_letter(Form.PRIORITY_CHANGED, case, because, facts)

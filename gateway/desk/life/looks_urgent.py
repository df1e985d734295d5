"""What follows where something only looks urgent: people are told, and judge. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from gateway.desk.changes import Mark
from gateway.desk.event import What
from gateway.desk.life.case import Case
from gateway.desk.life.facts import page
from gateway.desk.order import Step, WhyPaged


def looks_urgent(case: Case, said: str, because: str, *, proven: bool, now: datetime) -> Iterator[Step]:
    """Tell people of what only looks urgent: at night, or with no proof of who wrote, it rings nobody out of bed."""
    yield Mark(case.ticket.id, What.PAGED, WhyPaged.LOOKS_URGENT.value, said, because)
    rings = proven and case.alert_calendar.is_open(now, home=case.home)
    for letter in page(case, case.workers(), WhyPaged.LOOKS_URGENT, because):
        yield replace(letter, quiet=not rings)


def were_told(case: Case) -> bool:
    """Tell whether people were told so of this case, at the level it has."""
    return any(page.value == WhyPaged.LOOKS_URGENT for page in case.story.pages)

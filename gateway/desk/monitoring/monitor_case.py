"""What happens on a ticket of monitoring: it is opened, its trouble returns, or is over. Pure.

Nobody is a participant of such a ticket, so nobody outside hears of it; who works on it hears by its level.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from gateway.desk.affected import Affected
from gateway.desk.assign import Match
from gateway.desk.becoming import moved
from gateway.desk.changes import AddMessage, Change, Mark, Remember
from gateway.desk.event import What
from gateway.desk.fresh import Fresh
from gateway.desk.life.case import Case
from gateway.desk.life.facts import page, team_letter
from gateway.desk.life.law import Law
from gateway.desk.new_ticket import Beginning, begun, new_ticket
from gateway.desk.order import Form, Step, WhatNews, WhyPaged
from gateway.desk.ticket import Channel, Message, Status

AGAIN = "again"
"""Why people are paged whose case goes on."""
NOT_AGAIN = timedelta(minutes=10)
"""After a page about a case, before the next one."""
MAX_SUBJECT = 200  # characters


@dataclass(frozen=True, slots=True)
class Trouble:
    """What a new ticket is about."""

    subject: str
    message: Message
    affected: Affected
    priority: str = ""
    """A name or an alias of a level; empty, or none of the policy's: the most urgent one."""
    support_address: str = ""
    language: str = "en"
    """For a customer who says nothing of it."""


def opened(trouble: Trouble, law: Law, fresh: Fresh, *, because: str) -> tuple[Change, ...]:
    """Open a ticket for it, which is a customer's where exactly one is affected."""
    customer = trouble.affected.only
    policy = law.policies.of(customer)
    level = (policy.named(trouble.priority) if trouble.priority else None) or policy.top
    beginning = Beginning(
        subject=trouble.subject[:MAX_SUBJECT],
        priority=level.name,
        support_address=trouble.support_address,
        at=trouble.message.at,
        whose=Match(customer, f"{customer.id} is the only one affected") if customer else None,
        language=trouble.language,
        channel=Channel.MONITOR,
    )
    ticket = new_ticket(beginning, fresh)
    return (
        *begun(ticket, beginning, because),
        AddMessage(ticket.id, trouble.message, because),
        Remember(ticket.id, f"affected: {trouble.affected}", "by the directory of customers"),
    )


def returned(case: Case, message: Message, *, because: str, now: datetime) -> Iterator[Step]:
    """Note that its trouble is back; whoever works on it hears so, and an ended case is open again."""
    ticket = case.ticket
    yield AddMessage(ticket.id, message, because)
    if ticket.status.ended:
        yield from moved(ticket, Status.OPEN, because)  # which mobilizes people anew
    elif not is_untouched(case) and _may_page(case, now):
        yield Mark(ticket.id, What.PAGED, AGAIN, "paged: it fails again", because)
        yield from page(case, case.workers(), WhyPaged.MONITOR, because)


def _may_page(case: Case, now: datetime) -> bool:
    """Tell whether people may be paged now, and were not a moment ago."""
    pages = case.story.pages
    return case.alert_calendar.is_open(now, home=case.home) and not (pages and now - pages[-1].at < NOT_AGAIN)


def is_untouched(case: Case) -> bool:
    """Tell whether nobody has begun with it since it was opened, or opened again."""
    worked = case.story.last_work is not None and case.story.last_work >= case.story.status_since
    return case.ticket.status is Status.OPEN and not worked


def resolved(case: Case, *, because: str) -> Iterator[Step]:
    """Resolve a case whose trouble is over; one that has become a customer's is for people to end."""
    ticket = case.ticket
    if ticket.status.ended or ticket.participants or ticket.channel is not Channel.MONITOR:
        return
    yield from moved(ticket, Status.RESOLVED, because)


def told_well(case: Case, *, because: str) -> Iterator[Step]:
    """Tell whom a case is assigned to that its trouble is over."""
    if not case.ticket.status.ended:
        yield from team_letter(Form.NEWS, case, case.assignee, because, {"what": WhatNews.RECOVERED.value, "text": ""})

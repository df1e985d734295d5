"""Put together what rules are asked about. Pure."""

from __future__ import annotations

from datetime import datetime

from gateway.desk.customer import Customer
from gateway.desk.life.case import Case
from gateway.desk.life.law import Law
from gateway.desk.ruling.matter import Matter, Written


def about_mail(written: Written, customer: Customer | None, law: Law, *, now: datetime) -> Matter:
    """Return what is known of a mail about which nothing is decided."""
    return Matter(
        now=now,
        policy=law.policies.of(customer),
        home=law.home,
        calendars=law.calendars,
        written=written,
        customer=customer,
        given=law.rules.given,
    )


def about_case(
    case: Case,
    *,
    now: datetime,
    written: Written | None = None,
    body: str = "",
    status_before: str = "",
    target: str = "",
) -> Matter:
    """Return what is known of a case; ``body`` is what an engineer has answered."""
    return Matter(
        now=now,
        policy=case.policy,
        home=case.law.home,
        calendars=case.law.calendars,
        written=written,
        subject=case.ticket.subject,
        body=body,
        ticket=case.ticket,
        changed=case.story.status_since,
        customer=case.customer,
        status_before=status_before,
        target=target,
        given=case.law.rules.given,
    )

"""Decide what the author of a mail that opened a ticket is told: an acknowledgement, another letter, nothing. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gateway.address import Address
from gateway.desk.changes import Remember
from gateway.desk.intake.acknowledge import AckVerdict
from gateway.desk.intake.arrival import Arrival, Desk
from gateway.desk.intake.decision import Step
from gateway.desk.intake.ruled import Begun
from gateway.desk.life.case import Case
from gateway.desk.life.entitlement import unentitled
from gateway.desk.order import Acknowledge, Answered, Fact
from gateway.desk.recent import Recent
from gateway.desk.ruling.section import URGENT_BY_PHONE
from gateway.desk.ticket import Ticket


def answer(
    arrival: Arrival, case: Case, recent: Recent, verdict: AckVerdict, facts: Mapping[str, Fact]
) -> Iterator[Step]:
    """Answer the author, or say on the ticket why nobody does. ``facts`` are those the case does not have."""
    ticket, mail = case.ticket, arrival.mail
    if verdict is not AckVerdict.ANSWER or mail.author is None:
        yield Remember(ticket.id, f"acknowledgement: {verdict}", verdict.reason)
    elif not case.entitled and recent.held and not mail.proven:
        yield Remember(ticket.id, "not answered: acknowledgements are held", "no valid contract covers it")
    elif not case.entitled:
        yield unentitled(case, mail.author.address)
    else:
        yield _acknowledge(arrival, case, recent, verdict, facts, mail.author.address)


def said_by_rules(ruled: Begun, desk: Desk, ticket: Ticket) -> dict[str, Fact]:
    """Return what rules want said in the acknowledgement."""
    wanted = ruled.ruling.wishes.sections
    phoned_in = ruled.obeyed.case.policy.urgent_channel is not None
    by_phone = URGENT_BY_PHONE in wanted or (phoned_in and bool(ruled.obeyed.wants_urgent))
    written = (desk.law.rules.sections[name] for name in wanted if name in desk.law.rules.sections)
    number, support = ticket.number, ticket.support_address
    sections = tuple(one.said(number=number, support=support) for one in written)
    return {"passages": sections, "by_phone": by_phone}


def _acknowledge(
    arrival: Arrival, case: Case, recent: Recent, verdict: AckVerdict, facts: Mapping[str, Fact], author: Address
) -> Acknowledge:
    ticket, mail = case.ticket, arrival.mail
    unheard: Mapping[str, Fact] = {} if mail.proven else {"can_escalate": False}  # nobody carries out their commands
    return Acknowledge(
        ticket.id,
        author,
        verdict.reason,
        {**facts, **unheard},
        Answered(mail.message_id, mail.references),
        subject=mail.subject,
        text=mail.body.text,
        echo=mail.proven,
        held=recent.held and not mail.proven,
        topics=ticket.topics,
    )

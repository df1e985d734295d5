"""Decide about a mail of somebody of the team: a note that no customer sees, or quality assurance's verdict. Pure.

Only to the address we gave them for it, or proven and about a ticket; anything else of theirs is an ordinary mail.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from gateway.address import Address
from gateway.desk.becoming import became
from gateway.desk.casework.chain import qa_verdict
from gateway.desk.changes import AddMessage, Fate, FinishEntry, Remember
from gateway.desk.intake.arrival import Arrival, Desk, as_message
from gateway.desk.intake.decision import Decision, Step, decision
from gateway.desk.intake.join import Alone, Joins
from gateway.desk.life.case import Case
from gateway.desk.life.ladder import takes_over
from gateway.desk.team import QA, Person
from gateway.desk.ticket import Direction, Status, Ticket
from gateway.desk.token import allows_verdict, claimed_work, is_verdict_tag, is_work_tag
from gateway.desk.words.verdict import read_verdict
from gateway.desk.world import World
from gateway.errors import Refused


def colleague_mail(arrival: Arrival, joined: Joins | Alone, world: World, desk: Desk) -> Decision | None:
    """Decide about a mail of a colleague; None when it is to be taken as anybody's."""
    person, mail = desk.colleague(arrival.mail), arrival.mail
    if person is None or mail.author is None or not mail.kind.by_a_person:
        return None
    found = _by_tag(arrival, mail.author.address, world, desk) or _proven(arrival, joined, world)
    if found is None:
        return None
    ticket, because, may_judge = found
    case = world.case(ticket.id, desk.law)
    message = replace(as_message(arrival), direction=Direction.NOTE, sender=person.name)
    mine = became(ticket, "assignee", person.name, f"{person.name} takes it over") if takes_over(case, person) else ()
    judged = tuple(_judge(case, arrival, person)) if may_judge else ()
    return decision(
        AddMessage(ticket.id, message, because),
        *mine,
        *judged,
        FinishEntry(arrival.journal_id, Fate.FOLLOW_UP, ticket.id, because),
    )


Found = tuple[Ticket, str, bool]
"""The ticket, why it is that one, and whether the mail may hold a verdict."""


def _by_tag(arrival: Arrival, author: Address, world: World, desk: Desk) -> Found | None:
    today = arrival.received_at.date()
    for tag in arrival.threads.tags:
        number = claimed_work(tag)
        ticket = world.ticket_by_number(number) if number else None
        if ticket is None:
            continue
        ticket = world.home(ticket.id) or ticket
        stamp = world.case(ticket.id, desk.law).story.status_since
        if is_work_tag(desk.key, tag, person=author, today=today):
            return ticket, "the address for notes of this colleague", False
        if is_verdict_tag(tag) and allows_verdict(desk.key, tag, person=author, stamp=stamp, today=today):
            return ticket, "the address for a verdict of this colleague", True
    return None


def _proven(arrival: Arrival, joined: Joins | Alone, world: World) -> Found | None:
    """Take the word of a proven colleague who points at a ticket without being on it as a customer is."""
    if not arrival.mail.proven or isinstance(joined, Joins) or not joined.pointed_at:
        return None
    ticket, how = joined.pointed_at[0]
    return world.home(ticket.id) or ticket, f"{how}; a colleague", True


def _judge(case: Case, arrival: Arrival, person: Person) -> Iterator[Step]:
    """Take quality assurance at its word; what is no clear verdict stays a note."""
    verdict = read_verdict(arrival.mail.body.text)
    asked = case.ticket.status is Status.QA and arrival.received_at >= case.story.status_since
    if verdict is None or not asked:
        return
    try:
        yield from qa_verdict(
            case,
            ok=verdict.approved,
            reason=verdict.reason or "no reason given",
            by=person.name,
            now=arrival.received_at,
        )
    except Refused as refused:
        yield Remember(case.ticket.id, f"the verdict of {person.name} does not count", f"{refused} ({QA})")

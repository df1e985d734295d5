"""Decide about a mail to the address for escalations: it names its case and a reason, or is asked for them. Pure.

Nothing is dropped: without a case of its own it goes on the author's newest open one, or opens one.
"""

from __future__ import annotations

import re

from gateway.desk.assign import assign
from gateway.desk.changes import AddMessage, Fate, FinishEntry
from gateway.desk.fresh import Fresh
from gateway.desk.intake.arrival import Arrival, Desk, as_message, released
from gateway.desk.intake.decision import Decision, Step, decision
from gateway.desk.intake.escalate import ask_back, climb
from gateway.desk.intake.follow_up import answers, comes_back_as_another, follow_up
from gateway.desk.intake.join import Alone, Joins
from gateway.desk.intake.opening import open_by_mail
from gateway.desk.life.case import Case
from gateway.desk.ticket import Ticket
from gateway.desk.words.escalate import read_escalation
from gateway.desk.world import World

MIN_WORDS = 2  # of a reason
_NO_WORDS = re.compile(
    r"\[[^\]]{0,40}\]|[#\d]+|\b(?:re|aw|fw|fwd|case|ticket|dossier|escalat\w*)\b[:.]?", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]+")


def escalation_mail(arrival: Arrival, joined: Joins | Alone, world: World, desk: Desk, fresh: Fresh) -> Decision:
    """Decide about a person's mail to the address for escalations."""
    if not arrival.mail.proven:  # it stands where it belongs, people see it, and nobody is sent up a ladder
        if isinstance(joined, Joins):
            return follow_up(arrival, joined, world, desk, fresh)
        return open_by_mail(arrival, joined, world, desk, fresh)
    named = joined.ticket if isinstance(joined, Joins) else _of_their_customer(arrival, joined, world, desk)
    ticket = named or _newest(arrival, world)
    if ticket is None:
        assert isinstance(joined, Alone)
        return open_by_mail(arrival, joined, world, desk, fresh)
    author, reason = arrival.mail.author, _reason(arrival)
    case = world.case(ticket.id, desk.law)
    if author is not None and (successor := world.successor(case, author.address.key)):
        ticket, case = successor, world.case(successor.id, desk.law)
    if comes_back_as_another(case, arrival):
        return open_by_mail(arrival, Alone(), world, desk, fresh, after=ticket, escalated=reason)
    because = "a mail to the address for escalations" + ("" if named else "; it names no case: their newest open one")
    noted = (*_on(arrival, case, because), FinishEntry(arrival.journal_id, Fate.COMMAND, ticket.id, because))
    needs_number = named is None and case.policy.escalation.needs_case
    needs_reason = case.policy.escalation.needs_reason and not reason
    if needs_number or needs_reason:
        asked = ask_back(arrival, case, world, desk, needs_number=needs_number, needs_reason=needs_reason)
        return decision(*noted, *asked)
    assert author is not None  # else no case could have been found
    climbed = climb(case, who=author.address, reason=reason, recent=world.recent, now=arrival.received_at)
    return decision(*noted, *climbed)


def _newest(arrival: Arrival, world: World) -> Ticket | None:
    """Return the author's newest open case."""
    author = arrival.mail.author
    newest = world.newest.get(author.address.key) if author else None
    return world.tickets.get(newest) if newest is not None else None


def _on(arrival: Arrival, case: Case, because: str) -> tuple[Step, ...]:
    """Put the mail on the case; nobody is waited for who has just written, whatever is missing."""
    message = AddMessage(case.ticket.id, as_message(arrival), because)
    return (message, *released(arrival, case.ticket.id), *answers(case, arrival))


def _of_their_customer(arrival: Arrival, alone: Alone, world: World, desk: Desk) -> Ticket | None:
    """Return the case a proven person names that is of their own company, though they are not on it yet."""
    author = arrival.mail.author
    if author is None:
        return None
    whose = assign(author.address, world.directory, is_public=desk.circle.is_public)
    if whose is None:
        return None
    return next((ticket for ticket, _ in alone.pointed_at if ticket.customer == whose.customer.id), None)


def _reason(arrival: Arrival) -> str:
    """Return why somebody escalates: what they wrote, or else their subject; empty when there are no words to it."""
    text = arrival.mail.body.text
    said = read_escalation(text) or text
    for candidate in (said, arrival.mail.subject):
        if len(_WORD.findall(_NO_WORDS.sub(" ", candidate))) >= MIN_WORDS:
            return candidate.strip()
    return ""

"""Decide about an answer that is neither yes nor no, of a colleague who was asked whether customers may be told. Pure.

People read it: it opens a ticket that its notice knows of. But customers wait to be told, and whoever asked waits for
the answer: both colleagues hear at once that nothing was released.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from gateway.desk.becoming import TicketChange, after
from gateway.desk.changes import LinkTicket, OpenTicket, Remember
from gateway.desk.fresh import Fresh
from gateway.desk.intake.arrival import Arrival, Desk, sender
from gateway.desk.intake.decision import Decision, Step, decision
from gateway.desk.intake.join import Alone
from gateway.desk.intake.opening import open_by_mail
from gateway.desk.notice import Notice, NoticeState
from gateway.desk.notice_changes import NoteNotice
from gateway.desk.order import Acknowledge, Bulletin, Fact, TellPerson
from gateway.desk.question import Asks, Question
from gateway.desk.ticket import Ticket
from gateway.desk.words.verdict import REASON_CHARACTERS
from gateway.desk.world import World

UNCLEAR = "answered neither yes nor no"
MOST = 5  # of one author and notice: a program that answers for its owner is not answered for ever


def unclear(arrival: Arrival, question: Question, world: World, desk: Desk, fresh: Fresh) -> Decision | None:
    """Take it in; None where nobody waits for the answer, or its author is not who was asked."""
    notice, mail = world.notices.get(question.about), arrival.mail
    if question.asks is not Asks.RELEASE or notice is None or notice.state is not NoticeState.DRAFT:
        return None
    asked = mail.author is not None and mail.author.address.key == question.address.lower()
    before = world.noted.get(notice.id, ()).count((UNCLEAR, sender(mail)))
    if question.reply is not None or question.asked_since or not asked or before >= MOST or not desk.colleague(mail):
        return None
    opened = open_by_mail(arrival, Alone(), world, desk, fresh)
    ticket = next(one.ticket for one in opened.changes if isinstance(one, OpenTicket))
    for change in opened.changes:
        if isinstance(change, TicketChange) and change.ticket_id == ticket.id:
            ticket = after(ticket, change)
    told = decision(*_told(arrival, question, notice, ticket, desk))
    letters = tuple(one for one in opened.letters if not isinstance(one, Acknowledge))
    *before_end, finish = opened.changes
    return replace(opened, changes=(*before_end, *told.changes, finish), letters=(*letters, *told.letters))


def _told(arrival: Arrival, question: Question, notice: Notice, ticket: Ticket, desk: Desk) -> Iterator[Step]:
    """Tell both colleagues; the answer to this letter answers the question."""
    by, colleague = sender(arrival.mail), desk.colleague(arrival.mail)
    because = f"{by} was asked to release {notice.id}, and {UNCLEAR}"
    yield LinkTicket(ticket.id, None, notice.id, because)
    yield NoteNotice(notice.id, UNCLEAR, f"case {ticket.number} has their words; it still waits", by)
    facts: dict[str, Fact] = {"notice": notice.id, "notice_title": notice.title, "case": ticket.number}
    if colleague:
        yield Remember(ticket.id, f"told {colleague.name} that only a plain yes or no counts", because)
        yield TellPerson(Bulletin.RELEASE_UNCLEAR, colleague, because, facts, asks=True, repeats=question.outbox_id)
    people = (desk.law.team.find(one) for one in (question.by, notice.created_by) if one)
    words = arrival.mail.body.text[:REASON_CHARACTERS].strip()
    for person in {one.address: one for one in people if one and one is not colleague}.values():
        yield Remember(ticket.id, f"told {person.name} of it by mail", because)
        yield TellPerson(Bulletin.RELEASE_UNANSWERED, person, because, facts | {"by": by, "text": words})

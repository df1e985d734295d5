"""Decide about the answer of a calendar to the invitation to a maintenance. Pure.

A "no" opens a ticket, or goes on with the one its author has about it, so that somebody sees that the window does not
suit. It is written down with the notice, as "yes" and "perhaps" are, once for each who writes, and with the ticket. A
calendar is never answered.
"""

from __future__ import annotations

from dataclasses import replace

from gateway.desk.assign import assign
from gateway.desk.changes import Fate, FinishEntry, OpenTicket, Remember
from gateway.desk.fresh import Fresh
from gateway.desk.intake.answered import AnsweredNotice, answered_notice
from gateway.desk.intake.arrival import Arrival, Desk, sender
from gateway.desk.intake.decision import Decision
from gateway.desk.intake.follow_up import follow_up
from gateway.desk.intake.join import Alone, goes_on_with
from gateway.desk.intake.noting import OUTSIDE, noted
from gateway.desk.intake.opening import open_by_mail
from gateway.desk.notice import Notice
from gateway.desk.notices.invitation import DECLINED, EARLIER, PRESENT, PROPOSED, unproven
from gateway.desk.ticket import Ticket
from gateway.desk.world import World
from gateway.mail import CalendarAnswer, Kind

_SAID = {"ACCEPTED": "accepted", "DECLINED": DECLINED, "TENTATIVE": "may accept"}


def invitation_mail(arrival: Arrival, world: World, desk: Desk, fresh: Fresh) -> Decision | None:
    """Decide about such an answer; None for every other mail, and where somebody wrote something into a "yes"."""
    mail, said = arrival.mail, arrival.mail.calendar_answer
    if said is None or not (mail.kind is Kind.AUTO_REPLY or mail.kind.by_a_person):
        return None
    answered = answered_notice(mail, arrival.threads, world, key=desk.key, today=arrival.received_at.date())
    if answered is None:
        return None
    what = f"{_who(arrival, answered, world, desk)} {_words(said, answered.notice)}"
    if _refuses(said) and not answered.notice.state.over:
        author = mail.author.address.key if mail.author and desk.colleague(mail) is None else ""
        if goes_on := goes_on_with(answered, author, world):
            a_person_said_no = replace(arrival, mail=replace(mail, kind=Kind.REPLY))
            return _refused(arrival, answered, what, follow_up(a_person_said_no, goes_on, world, desk, fresh), world)
        subject = f"{what} of {answered.notice.id}"
        opened = open_by_mail(arrival, Alone(notice=answered), world, desk, fresh, subject=subject)
        return _refused(arrival, answered, what, opened, world)
    if mail.kind.by_a_person:
        return None
    because = f"{sender(mail)}: {answered.how}"
    finish = FinishEntry(arrival.journal_id, Fate.AUTOMATIC, None, f"{what} of {answered.notice.id}; {because}")
    by = _by(arrival, answered)
    return Decision((*noted(answered.notice.id, what, because, by, world), finish))


def _refused(arrival: Arrival, answered: AnsweredNotice, what: str, taken: Decision, world: World) -> Decision:
    """Write a "no" down with the notice and with the case that has it: the report of the notice marks that case."""
    ticket, answer = _case_of(taken, world), arrival.mail.calendar_answer
    if ticket is None or answer is None:
        return taken
    said = _words(answer, answered.notice)
    marked = Remember(ticket.id, said if _is_sure(arrival, answered) else unproven(said), answered.how)
    because = f"case {ticket.number}: {answered.how}"
    line = noted(answered.notice.id, what, because, _by(arrival, answered), world)
    *before, last = taken.changes
    return replace(taken, changes=(*before, marked, *line, last))


def _case_of(taken: Decision, world: World) -> Ticket | None:
    """Return the ticket a mail is on, whether it opened it or not."""
    opened = next((one.ticket for one in taken.changes if isinstance(one, OpenTicket)), None)
    on = next((one.ticket_id for one in taken.changes if isinstance(one, FinishEntry)), None)
    return opened or (world.tickets.get(on) if on else None)


def _by(arrival: Arrival, answered: AnsweredNotice) -> str:
    return sender(arrival.mail) if _is_sure(arrival, answered) else OUTSIDE


def _refuses(said: CalendarAnswer) -> bool:
    return said.proposes or said.said == "DECLINED"


def _words(said: CalendarAnswer, notice: Notice) -> str:
    """Say it of the window it is about: who accepted one that was moved since has said nothing of the present one."""
    moved = notice.was_start is not None and said.start not in (None, notice.start)
    what = PROPOSED if said.proposes else _SAID.get(said.said, "answered the invitation to")
    return f"{what} {EARLIER if moved else PRESENT}"


def _who(arrival: Arrival, answered: AnsweredNotice, world: World, desk: Desk) -> str:
    """Name the customer where it is known whose answer it is, else who wrote."""
    if not _is_sure(arrival, answered):
        return f"somebody who writes as {sender(arrival.mail)}"
    author = arrival.mail.author
    whose = assign(author.address, world.directory, is_public=desk.circle.is_public) if author else None
    if whose:
        return whose.customer.name
    told = world.customers.get(answered.customer) if answered.genuine else None
    return told.name if told else sender(arrival.mail)


def _is_sure(arrival: Arrival, answered: AnsweredNotice) -> bool:
    """Tell whether it is proven who answers. What an invitation is called can be guessed, and any author written."""
    return answered.genuine or arrival.mail.proven

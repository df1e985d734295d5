"""Decide about a mail that answers a question we asked by mail: a plain yes or no to it, and nothing cleverer. Pure.

The way back of the letter is the key. Of a notice that waits for its release only the colleague who was asked may
answer, and any other is told so; at a customer's address whoever reads there. What is neither yes nor no is a mail like
any other, and so is a change of mind: people have to read it (``release_unclear``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from gateway.desk.becoming import TicketChange, after
from gateway.desk.casework.settle import assign
from gateway.desk.changes import Change, Fate, FinishEntry, OpenTicket, Remember
from gateway.desk.customer import Customer
from gateway.desk.fresh import Fresh
from gateway.desk.intake.arrival import Arrival, Desk, sender
from gateway.desk.intake.decision import Approved, Decision, Step, Void, VoidYes, decision
from gateway.desk.intake.join import Alone
from gateway.desk.intake.opening import open_by_mail
from gateway.desk.intake.release_unclear import unclear
from gateway.desk.life.case import case_of
from gateway.desk.life.story import tell
from gateway.desk.notice_changes import NoteNotice, NoteUnclear, TakeReply
from gateway.desk.notices.uncovered import managers, with_managers
from gateway.desk.order import Bulletin, Fact, TellPerson
from gateway.desk.question import Asks, Question, Reply
from gateway.desk.team import Person
from gateway.desk.ticket import Ticket
from gateway.desk.token import WORK_VALID_DAYS, read_notice_tag
from gateway.desk.words.address_right import read_address_answer
from gateway.desk.words.release import read_release
from gateway.desk.words.verdict import Verdict
from gateway.desk.world import World


def asked_by_mail(arrival: Arrival, world: World, desk: Desk, fresh: Fresh) -> Decision | None:
    """Take an answer in; None for every other mail."""
    mail = arrival.mail
    question = _question(arrival, world, desk)
    if question is None or not mail.kind.by_a_person or mail.author is None:
        return None
    verdict = _verdict(arrival, question, desk)
    if verdict is None:
        return unclear(arrival, question, world, desk, fresh)
    if not _may_answer(question, mail.author.address.key):
        return _not_asked(arrival, question, desk)
    if question.reply is not None:
        same = verdict.approved and question.reply is Reply.YES  # a no may say more than the first one
        return Decision((_finish(arrival, f"{question.about}: it was answered before"),)) if same else None
    if question.asks is Asks.ADDRESS:
        if not verdict.approved:
            opened = open_by_mail(arrival, Alone(), world, desk, fresh)
            return _wrong_address(arrival, question, verdict.reason, opened, world, desk)
        return _right_address(arrival, question)
    return _of_release(arrival, question, verdict, desk)


def with_unclear_answer(arrival: Arrival, world: World, desk: Desk, opened: Decision) -> Decision:
    """Say with the case that it has the words of who was asked about an address, and with the customer which case."""
    question = _question(arrival, world, desk)
    ticket = next((one.ticket for one in opened.changes if isinstance(one, OpenTicket)), None)
    if question is None or question.asks is not Asks.ADDRESS or question.reply is not None or ticket is None:
        return opened
    if not arrival.mail.kind.by_a_person:
        return opened
    because = f"{question.about} was asked whether notices reach the right people at {question.address}"
    how = f"answered neither yes nor no; to ask again: gateway customers verify-address {question.about}"
    said = (Remember(ticket.id, how, because), NoteUnclear(question, ticket.number, sender(arrival.mail), because))
    *before, last = opened.changes
    return replace(opened, changes=(*before, *said, last))


def _question(arrival: Arrival, world: World, desk: Desk) -> Question | None:
    today = arrival.received_at.date()
    letters = (read_notice_tag(desk.key, tag, today=today) for tag in arrival.threads.tags)
    return next((world.questions[one] for one in letters if one in world.questions), None)


def _verdict(arrival: Arrival, question: Question, desk: Desk) -> Verdict | None:
    mail = arrival.mail
    if question.asks is Asks.ADDRESS:
        return read_address_answer(mail.body.text)
    known = (part for one in desk.law.team.people for part in (one.name, one.address.partition("@")[0]))
    return read_release(mail.body.text, people=(mail.author.name if mail.author else "", *known))


def _may_answer(question: Question, author: str) -> bool:
    return question.asks is Asks.ADDRESS or author == question.address.lower()


def _not_asked(arrival: Arrival, question: Question, desk: Desk) -> Decision | None:
    """Tell a colleague who answers in another's place that only the other's answer counts; None for anybody else."""
    colleague = desk.colleague(arrival.mail)
    if colleague is None:
        return None
    because = f"{question.about}: only {question.address} was asked"
    facts: dict[str, Fact] = {"notice": question.about, "address": question.address}
    letter = TellPerson(Bulletin.RELEASE_NOT_ASKED, colleague, because, facts)
    return Decision((_finish(arrival, because),), (letter,))


def _wrong_address(
    arrival: Arrival, question: Question, reason: str, opened: Decision, world: World, desk: Desk
) -> Decision:
    """Write a no down; the case it opens is for who looks after them, who asks back, and changes the address."""
    ticket = next(one.ticket for one in opened.changes if isinstance(one, OpenTicket))
    for change in opened.changes:
        if isinstance(change, TicketChange) and change.ticket_id == ticket.id:
            ticket = after(ticket, change)
    because = f"{question.about}: notices do not reach the right people at {question.address}"
    how = f"gateway customers set {question.about} notice_address=ADDRESS --reason 'case {ticket.number}'"
    said = (TakeReply(question, Reply.NO, sender(arrival.mail), because), Remember(ticket.id, because, f"to do: {how}"))
    known = world.customers.get(question.about)
    customer = with_managers([known], desk.law.inboxes)[known.id] if known else None
    given = decision(*(_to_who_looks_after(arrival, question, reason, ticket, customer, desk) if customer else ()))
    *before, finish = opened.changes
    return replace(opened, changes=(*before, *said, *given.changes, finish), letters=(*opened.letters, *given.letters))


def _to_who_looks_after(
    arrival: Arrival, question: Question, reason: str, ticket: Ticket, customer: Customer, desk: Desk
) -> Iterator[Step]:
    """Give the case to an account manager of the team, unless a rule gave it to somebody; all others hear by mail."""
    team = desk.law.team
    for address in managers(customer, team):
        person, because = team.find(address), f"{address} looks after {customer.id}"
        if person and person.name == ticket.assignee:
            continue
        if person and customer.account_manager and not ticket.assignee:
            case = case_of(ticket, tell(ticket.created_at, ()), customer, (), desk.law)
            yield from assign(case, person.name, by="", because=because)
            continue
        facts: dict[str, Fact] = {
            "customer": customer.name,
            "account": customer.id,
            "address": question.address,
            "by": sender(arrival.mail),
            "text": reason,
            "case": ticket.number,
        }
        yield Remember(ticket.id, f"told {person.name if person else address} by mail", because)
        yield TellPerson(Bulletin.ADDRESS_WRONG, person or Person("", address), because, facts)


def _right_address(arrival: Arrival, question: Question) -> Decision:
    because = f"{question.about}: notices reach the right people at {question.address}"
    return Decision((TakeReply(question, Reply.YES, sender(arrival.mail), because), _finish(arrival, because)))


def _of_release(arrival: Arrival, question: Question, verdict: Verdict, desk: Desk) -> Decision:
    by = sender(arrival.mail)
    void = _void(arrival, question, desk) if verdict.approved else None
    reply, said = (Reply.YES, "released") if verdict.approved else (Reply.NO, "not released")
    because = f"{said} by {by}" + (f": {verdict.reason}" if verdict.reason else "")
    if void:
        because = f"a yes of {by} releases nothing: {void.said}"
    changes = tuple(_changes(arrival, question, reply, by, because))
    newer = bool(question.asked_since)
    return Decision(changes, approval=Approved(question.about, verdict.approved, by, verdict.reason, void, newer))


def _void(arrival: Arrival, question: Question, desk: Desk) -> VoidYes | None:
    """Say why a yes counts no more; None where it does. A mailbox outlives whoever left, and a plan ages.

    A later mail may show other words, and whoever says yes to an earlier one has not read them.
    """
    who, since, asked_on = question.address, question.asked_since, f"{question.asked_at:%Y-%m-%d}"
    if desk.colleague(arrival.mail) is None:
        return VoidYes(Void.LEFT, f"{who} was asked, and is no longer on the team")
    if since:
        said = f"{since} was asked since, and only the answer to the newest mail about it counts"
        return VoidYes(Void.ASKED_SINCE, said)
    if arrival.received_at - question.asked_at > timedelta(days=WORK_VALID_DAYS):
        return VoidYes(Void.OLD, f"{who} was asked on {asked_on}, more than {WORK_VALID_DAYS} days ago")
    return None


def _changes(arrival: Arrival, question: Question, reply: Reply, by: str, because: str) -> Iterator[Change]:
    yield TakeReply(question, reply, by, because)
    if reply is Reply.NO:
        yield NoteNotice(question.about, "not released", because, by)
    yield _finish(arrival, f"{question.about}: {because}")


def _finish(arrival: Arrival, because: str) -> FinishEntry:
    return FinishEntry(arrival.journal_id, Fate.COMMAND, None, because)

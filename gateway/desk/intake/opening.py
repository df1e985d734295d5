"""Open a ticket by a mail: how it begins, what rules make of it, whom it alarms, what its author is told. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from gateway.desk.becoming import linked
from gateway.desk.changes import AddMessage, Change, Fate, FinishEntry, Remember
from gateway.desk.fresh import Fresh
from gateway.desk.intake.about_notice import (
    About,
    about_notice,
    linked_with,
    said_of,
    told_customer,
    whose_answer,
)
from gateway.desk.intake.acknowledge import AckVerdict, ack_verdict
from gateway.desk.intake.answer import answer, said_by_rules
from gateway.desk.intake.arrival import Arrival, Desk, as_message, released, sender
from gateway.desk.intake.beginning import FirstLook, first_look
from gateway.desk.intake.colleagues import bring_in
from gateway.desk.intake.decision import Decision, Step, decision
from gateway.desk.intake.escalate import climb
from gateway.desk.intake.figures import counted
from gateway.desk.intake.join import Alone
from gateway.desk.intake.ruled import Begun, on_opening
from gateway.desk.life.case import Case, case_of
from gateway.desk.life.looks_urgent import looks_urgent
from gateway.desk.life.story import tell
from gateway.desk.new_ticket import begun, new_ticket
from gateway.desk.ruled.carry_out import Obeyed
from gateway.desk.ruling.ruling import Ruling
from gateway.desk.ruling.vocabulary import Trigger
from gateway.desk.ticket import Ticket
from gateway.desk.words.urgency import Looks
from gateway.desk.world import World
from gateway.mail import Mail

NOT_ASKED = Ruling(Trigger.MAIL_RECEIVED)


def open_by_mail(
    arrival: Arrival,
    alone: Alone,
    world: World,
    desk: Desk,
    fresh: Fresh,
    *,
    after: Ticket | None = None,
    escalated: str | None = None,
    received: Ruling = NOT_ASKED,
    subject: str = "",
) -> Decision:
    """Open a ticket; ``after`` is the one before it, whose problem has come back.

    ``received`` is what the rules said of the mail when it came. ``escalated`` is why its author escalates what has
    come back, as far as they say: the new ticket goes a step up at once. None: they do not.
    ``subject`` is what it is called in place of the subject of the mail.
    """
    mail = arrival.mail
    reader = told_customer(alone.notice, world, by_colleague=desk.colleague(mail) is not None)
    look = first_look(arrival, world.directory, desk, told=reader, subject=subject)
    whose = look.beginning.whose
    customer = whose.customer if whose else None
    about = about_notice(arrival, alone.notice, customer, world)
    ticket, because = new_ticket(look.beginning, fresh), _because(mail, after, about)
    case = case_of(ticket, tell(ticket.created_at, ()), customer, (), desk.law)
    begins = Obeyed(case, arrival.received_at)
    figures = tuple(counted(ticket, look.figures, f"written by {sender(mail)}"))
    begins.take(figures)
    ruled = on_opening(arrival, begins.case, received, world, desk)
    case = ruled.obeyed.case
    changes: tuple[Step, ...] = (
        *begun(ticket, look.beginning, because),
        AddMessage(ticket.id, as_message(arrival), mail.kind_because or because),
        *figures,
        *(linked(ticket, after, because, back="its problem came back") if after else ()),
        *linked_with(about, ticket),
        *whose_answer(alone.notice, ticket, whose, arrival, desk),
        *released(arrival, ticket.id),
        *_strangers(ticket, alone, mail),
        *_unproven_alarm(arrival, ticket),
        *bring_in(mail, ticket, desk.circle, lists=world.lists),
        *ruled.kept,
        *ruled.obeyed.steps,
        FinishEntry(arrival.journal_id, Fate.TICKET, ticket.id, because),
    )
    wanted = arrival.acknowledge and not arrival.alarm
    answers_us = alone.notice is not None and alone.notice.genuine
    verdict = ack_verdict(mail, wanted=wanted, recent=world.recent, policy=desk.acks, answers_us=answers_us)
    alarm = tuple(_alarm(ruled, look, mail, verdict, now=arrival.received_at))
    if verdict is AckVerdict.ANSWER and (ruled.silent(received) or case.ticket.status.ended):
        verdict = AckVerdict.SILENT_RULE  # a case that a rule ends at once says nothing
    facts = {
        "alerted": bool(alarm or ruled.obeyed.wants_urgent) and look.policy.urgent_channel is None,
        "linked": after.number if after else "",
        **said_of(about, arrival.received_at),
        **said_by_rules(ruled, desk, case.ticket),
    }
    told = answer(arrival, case, world.recent, verdict, facts)
    return decision(*changes, *told, *alarm, *_climbed(arrival, case, world, escalated), verdict=verdict)


def _because(mail: Mail, after: Ticket | None, about: About | None) -> str:
    if mail.unreadable:
        return f"the mail could not be read: {mail.unreadable}"
    if after:
        return f"case {after.number} was {after.status}"
    return "a mail that belongs to no ticket" if about is None or about.guessed else f"an answer to {about.notice.id}"


def _alarm(ruled: Begun, look: FirstLook, mail: Mail, verdict: AckVerdict, *, now: datetime) -> Iterator[Step]:
    """Tell people of a customer's mail that says it is urgent: they judge. Some levels, and rules, tell them anyway."""
    case, looks = ruled.obeyed.case, look.looks
    if looks is None or looks.looks is not Looks.URGENT or not mail.kind.by_a_person:
        return
    if verdict is AckVerdict.ANSWER and not case.level.mobilizes and not ruled.obeyed.wants_urgent:
        yield from looks_urgent(case, "the mail says it is urgent", looks.because, proven=mail.proven, now=now)


def _climbed(arrival: Arrival, case: Case, world: World, escalated: str | None) -> Iterator[Step]:
    author = arrival.mail.author
    if author is None or escalated is None or (case.policy.escalation.needs_reason and not escalated):
        return
    yield from climb(case, who=author.address, reason=escalated, recent=world.recent, now=arrival.received_at)


def _unproven_alarm(arrival: Arrival, ticket: Ticket) -> Iterator[Remember]:
    """Say why a mail of a monitoring system woke nobody."""
    if arrival.alarm and arrival.alarm_source:
        because = f"nothing proves that {arrival.alarm_source.sender} wrote it: see peers and proof in monitors.yml"
        yield Remember(ticket.id, f"no alarm, though it looks like one of {arrival.alarm.system}", because)


def _strangers(ticket: Ticket, alone: Alone, mail: Mail) -> tuple[Change, ...]:
    """Tell engineers, on both tickets, that somebody pointed at a ticket that is not theirs."""
    changes: list[Change] = []
    for other, how in alone.pointed_at[:3]:  # a mail that points at many is not a reason to write on many
        because = f"{how}; the sender is not a participant"
        changes.append(
            Remember(
                other.id,
                f"{sender(mail)} wrote about this case without belonging to it: case {ticket.number}",
                because,
            )
        )
        changes.append(Remember(ticket.id, f"the sender pointed at case {other.number}, which is not theirs", because))
    return tuple(changes)

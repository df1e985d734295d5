"""Decide how a ticket begins that a mail opens: whose it is, how urgent, what its author is told. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from gateway.address import Address
from gateway.desk.assign import assign
from gateway.desk.becoming import linked
from gateway.desk.changes import (
    AddMessage,
    Change,
    Fate,
    FinishEntry,
    Remember,
)
from gateway.desk.fresh import Fresh
from gateway.desk.intake.acknowledge import AckVerdict, ack_verdict
from gateway.desk.intake.arrival import Arrival, Desk, as_message, released, sender
from gateway.desk.intake.colleagues import bring_in
from gateway.desk.intake.decision import Decision, Step, decision
from gateway.desk.intake.escalate import climb
from gateway.desk.intake.figures import counted
from gateway.desk.intake.join import Alone
from gateway.desk.intake.looks_urgent import looks_urgent
from gateway.desk.intake.ruled import Begun, on_opening
from gateway.desk.life.case import Case, case_of
from gateway.desk.life.entitlement import unentitled
from gateway.desk.life.story import tell
from gateway.desk.new_ticket import Beginning, begun, new_ticket
from gateway.desk.order import Acknowledge, Answered, Fact
from gateway.desk.policy.classify import classify
from gateway.desk.policy.policy import Policy
from gateway.desk.ruled.carry_out import Obeyed
from gateway.desk.ruling.judge import Ruling
from gateway.desk.ruling.rule import URGENT_BY_PHONE
from gateway.desk.ruling.vocabulary import Trigger
from gateway.desk.ticket import Participant, Priority, Ticket
from gateway.desk.words.figures import read_figures
from gateway.desk.words.urgency import Looks, Urgency, read_urgency
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
) -> Decision:
    """Open a ticket; ``after`` is the one before it, whose problem has come back.

    ``received`` is what the rules said of the mail when it came. ``escalated`` is why its author escalates what has
    come back, as far as they say: the new ticket goes a step up at once. None: they do not.
    """
    mail = arrival.mail
    author = mail.author.address if mail.author else None
    whose = assign(author, world.directory, is_public=desk.circle.is_public) if author else None
    policy = desk.law.policies.of(whose.customer if whose else None)
    figures = _figures(mail, policy) if whose else {}
    looks = None if mail.unreadable else read_urgency(mail.subject, mail.body.text, importance=mail.importance)
    beginning = Beginning(
        subject=mail.subject,
        priority=_level(policy, figures if mail.proven else {}, looks if whose else None),
        support_address=arrival.support_address,
        at=arrival.received_at,
        requester=Participant(author.key, mail.author.name) if author and mail.author else None,
        whose=whose,
        language=desk.language,
    )
    ticket = new_ticket(beginning, fresh)
    because = _because(mail, after)
    customer = whose.customer if whose else None
    begins = Obeyed(case_of(ticket, tell(ticket.created_at, ()), customer, (), desk.law))
    figures_kept = tuple(counted(ticket, figures, f"written by {sender(mail)}"))
    begins.take(figures_kept)
    ruled = on_opening(arrival, begins.case, received, world, desk)
    obeyed, case = ruled.obeyed, ruled.obeyed.case
    changes: tuple[Step, ...] = (
        *begun(ticket, beginning, because),
        AddMessage(ticket.id, as_message(arrival), mail.kind_because or because),
        *figures_kept,
        *(linked(ticket, after, because, back="its problem came back") if after else ()),
        *released(arrival, ticket.id),
        *_strangers(ticket, alone, mail),
        *_unproven_alarm(arrival, ticket),
        *bring_in(mail, ticket, desk.circle),
        *ruled.kept,
        *obeyed.steps,
        FinishEntry(arrival.journal_id, Fate.TICKET, ticket.id, because),
    )
    wanted = arrival.acknowledge and not arrival.alarm
    verdict = ack_verdict(mail, wanted=wanted, recent=world.recent, policy=desk.acks)
    alarm = tuple(_alarm(case, mail, looks, now=arrival.received_at)) if whose and verdict is AckVerdict.ANSWER else ()
    if obeyed.wants_urgent and not alarm:
        said = "a rule takes it for urgent, and urgent problems are to be phoned in"
        alarm = tuple(looks_urgent(case, mail, said, obeyed.wants_urgent, now=arrival.received_at))
    alerted = bool(alarm) and policy.urgent_channel is None
    silent = ruled.silent(received) or case.ticket.status.ended  # a case that a rule ends at once says nothing
    verdict = AckVerdict.SILENT_RULE if verdict is AckVerdict.ANSWER and silent else verdict
    more = _more(ruled, desk, case.ticket)
    answer = tuple(_answer(arrival, case, world, verdict, author, alerted=alerted, after=after, more=more))
    climbed = _climbed(arrival, case, world, escalated)
    return decision(*changes, *answer, *alarm, *climbed, verdict=verdict)


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


def _because(mail: Mail, after: Ticket | None) -> str:
    if mail.unreadable:
        return f"the mail could not be read: {mail.unreadable}"
    return f"case {after.number} was {after.status}" if after else "a mail that belongs to no ticket"


def _figures(mail: Mail, policy: Policy) -> dict[str, str]:
    return read_figures(f"{mail.subject}\n{mail.body.text}") if policy.classification else {}


def _level(policy: Policy, figures: dict[str, str], looks: Urgency | None) -> Priority:
    """Return the level a ticket begins with: by its figures, or as the mail says where the policy takes its word."""
    if found := classify(policy, figures):
        return found.name
    if looks is not None and looks.looks is Looks.HIGH and policy.claimable is not None:
        return policy.claimable
    return policy.default


def _alarm(case: Case, mail: Mail, looks: Urgency | None, *, now: datetime) -> Iterator[Step]:
    """Tell people of a customer's mail that says it is urgent: they judge. Some levels mobilize them anyway."""
    if looks is None or looks.looks is not Looks.URGENT or not mail.kind.by_a_person or case.level.mobilizes:
        return
    yield from looks_urgent(case, mail, "the mail says it is urgent", looks.because, now=now)


def _answer(
    arrival: Arrival,
    case: Case,
    world: World,
    verdict: AckVerdict,
    author: Address | None,
    *,
    alerted: bool,
    after: Ticket | None,
    more: Mapping[str, Fact],
) -> Iterator[Step]:
    ticket, mail = case.ticket, arrival.mail
    if verdict is not AckVerdict.ANSWER or author is None:
        yield Remember(ticket.id, f"acknowledgement: {verdict}", verdict.reason)
        return
    if not case.entitled and world.recent.held and not mail.proven:
        yield Remember(ticket.id, "not answered: acknowledgements are held", "no valid contract covers it")
        return
    if not case.entitled:
        yield unentitled(case, author)
        return
    facts: dict[str, Fact] = {"alerted": alerted, "linked": after.number if after else "", **more}
    if not mail.proven:  # whose commands nobody carries out
        facts["can_escalate"] = False
    yield Acknowledge(
        ticket.id,
        author,
        verdict.reason,
        facts,
        Answered(mail.message_id, mail.references),
        subject=mail.subject,
        text=mail.body.text,
        echo=mail.proven,
        held=world.recent.held and not mail.proven,
        topics=ticket.topics,
    )


def _more(ruled: Begun, desk: Desk, ticket: Ticket) -> dict[str, Fact]:
    """Return what rules want said in the acknowledgement."""
    wanted = ruled.ruling.wishes.sections
    by_phone = URGENT_BY_PHONE in wanted or bool(ruled.obeyed.wants_urgent)
    written = (desk.law.rules.sections[name] for name in wanted if name in desk.law.rules.sections)
    number, support = ticket.number, ticket.support_address
    sections = tuple(one.said(number=number, support=support) for one in written)
    return {"passages": sections, "by_phone": by_phone}


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

"""Decide what a mail does on its ticket: it answers, approves, escalates, thanks, or opens it again. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.desk.becoming import moved
from gateway.desk.casework.chain import customer_verdict
from gateway.desk.changes import AddMessage, Change, Fate, FinishEntry, Mark
from gateway.desk.event import What
from gateway.desk.fresh import Fresh
from gateway.desk.intake.acknowledge import AckVerdict, ack_verdict
from gateway.desk.intake.arrival import Arrival, Desk, as_message, released, sender
from gateway.desk.intake.colleagues import bring_in
from gateway.desk.intake.decision import Decision, Step, decision
from gateway.desk.intake.escalate import ask_back, climb
from gateway.desk.intake.figures import counted
from gateway.desk.intake.join import Alone, Joins
from gateway.desk.intake.opening import NOT_ASKED, open_by_mail
from gateway.desk.intake.ruled import on_joining
from gateway.desk.life.case import Case
from gateway.desk.life.closing import closed, told_closed, waits_no_more
from gateway.desk.life.facts import team_letter
from gateway.desk.life.looks_urgent import looks_urgent, were_told
from gateway.desk.life.new_level import change_level
from gateway.desk.order import Fact, Form, TellCustomer, WhatNews, WhyClosed
from gateway.desk.policy.classify import classify
from gateway.desk.ruled.carry_out import Obeyed
from gateway.desk.ruling.ruling import Ruling
from gateway.desk.ticket import Status, WaitingOn
from gateway.desk.words.close import is_closing
from gateway.desk.words.escalate import read_escalation
from gateway.desk.words.figures import read_figures
from gateway.desk.words.thanks import is_thanks
from gateway.desk.words.urgency import Looks, read_urgency
from gateway.desk.words.verdict import read_verdict
from gateway.desk.world import World


def follow_up(
    arrival: Arrival, joined: Joins, world: World, desk: Desk, fresh: Fresh, received: Ruling = NOT_ASKED
) -> Decision:
    """Decide about a mail on its ticket; ``received`` is what the rules said of it when it came."""
    mail, ticket = arrival.mail, joined.ticket
    case = world.case(ticket.id, desk.law)
    if mail.kind.by_a_person and comes_back_as_another(case, arrival):
        if (after := _where_it_came_back(case, joined, arrival, world)) is not None:
            return follow_up(arrival, after, world, desk, fresh, received)
        escalated = read_escalation(mail.body.text) if mail.proven else None
        return open_by_mail(arrival, Alone(), world, desk, fresh, after=ticket, escalated=escalated, received=received)
    because = f"{joined.because}, from a participant"
    noted: tuple[Change, ...] = (
        AddMessage(ticket.id, as_message(arrival), because),
        *released(arrival, ticket.id),
        *bring_in(mail, ticket, desk.circle, lists=world.lists),
    )
    fate = Fate.FOLLOW_UP if mail.kind.by_a_person else Fate.AUTOMATIC
    meant = tuple(_meant(case, arrival, joined, world, desk)) if mail.kind.by_a_person else ()
    ruled = tuple(_ruled(case, meant, arrival, received, world, desk)) if mail.kind.by_a_person else ()
    return decision(*noted, *meant, *ruled, FinishEntry(arrival.journal_id, fate, ticket.id, because))


def _ruled(
    case: Case, meant: tuple[Step, ...], arrival: Arrival, received: Ruling, world: World, desk: Desk
) -> Iterator[Step]:
    """Ask the rules, once it is known what the mail itself does to its ticket."""
    by_now = Obeyed(case, arrival.received_at)
    by_now.take(meant)
    obeyed, kept = on_joining(arrival, by_now.case, received, world, desk)
    yield from kept
    yield from obeyed.steps


def _where_it_came_back(case: Case, joined: Joins, arrival: Arrival, world: World) -> Joins | None:
    """Return the open case that what was ended goes on as."""
    author, ticket = arrival.mail.author, joined.ticket
    after = world.successor(case, author.address.key) if author else None
    if after is None:
        return None
    return Joins(
        after, f"{joined.because}; case {ticket.number} was {ticket.status} and goes on as this", joined.secret
    )


def comes_back_as_another(case: Case, arrival: Arrival) -> bool:
    """Tell whether what is written about an ended case is a new one."""
    rule, status = case.policy.reopening, case.ticket.status
    text = arrival.mail.body.text
    if not status.ended or case.awaits_data or is_thanks(text) or is_closing(text) or _approves_late(text):
        return False
    over = rule.window is not None and arrival.received_at - case.story.status_since > rule.window
    return rule.new_ticket or over


def _approves_late(text: str) -> bool:
    """Tell whether a mail about an ended case only says that all is well."""
    verdict = read_verdict(text)
    return verdict is not None and verdict.approved


def _meant(case: Case, arrival: Arrival, joined: Joins, world: World, desk: Desk) -> Iterator[Step]:
    """Yield what a person's words do beside standing on the ticket."""
    ticket, mail = case.ticket, arrival.mail
    text, author = mail.body.text, mail.author
    if author is None:
        return
    trusted = mail.proven or joined.secret
    asked = ticket.status is Status.AWAITING_APPROVAL and arrival.received_at >= case.story.status_since
    verdict = read_verdict(text) if asked and trusted else None
    if verdict is not None:
        yield from customer_verdict(
            case,
            approved=verdict.approved,
            reason=verdict.reason,
            by=str(author.address),
            now=arrival.received_at,
        )
        return
    if mail.proven and is_closing(text) and ticket.status is not Status.CLOSED:
        yield from _closed_by(case, sender(mail))
        return
    if ticket.status.ended and (is_thanks(text) or _approves_late(text)):
        said = f"{sender(mail)} says thanks: it stays {ticket.status}"
        yield Mark(ticket.id, What.THANKED, sender(mail), said, "only words of thanks")
        yield from _news(case, WhatNews.THANKS, text)
        return
    yield from _figures(case, arrival)
    reason = read_escalation(text)
    unproven = not mail.proven and (arrival.escalates or reason is not None)
    yield from answers(case, arrival, unproven_escalation=unproven)
    yield from _urgent(case, arrival, world, desk)
    if reason is None or unproven:
        return
    if not reason and case.policy.escalation.needs_reason:
        yield from ask_back(arrival, case, world, desk, needs_number=False, needs_reason=True)
    else:
        yield from climb(case, who=author.address, reason=reason, recent=world.recent, now=arrival.received_at)


def _closed_by(case: Case, who: str) -> Iterator[Step]:
    """Close a case whose customer says that it is solved: both sides agree."""
    because = f"{who} closed it"
    yield from closed(case.ticket, because)
    yield from told_closed(case, because, why=WhyClosed.ASKED)
    yield from _news(case, WhatNews.CLOSED, "")


def _urgent(case: Case, arrival: Arrival, world: World, desk: Desk) -> Iterator[Step]:
    """Tell people of a mail that says its case is urgent now, once for each level; they judge."""
    mail = arrival.mail
    looks = read_urgency("", mail.body.text, importance=mail.importance)
    if looks is None or looks.looks is not Looks.URGENT or case.level.mobilizes or case.ticket.status.ended:
        return
    channel = case.policy.urgent_channel
    verdict = ack_verdict(mail, wanted=arrival.acknowledge, recent=world.recent, policy=desk.acks)
    if channel is not None and verdict is AckVerdict.ANSWER and not world.recent.held:
        facts: dict[str, Fact] = {"urgent_number": channel.number, "urgent_hint": channel.hint}
        only = mail.author.address if mail.author else None
        yield TellCustomer(Form.URGENT_CHANNEL, case.ticket.id, looks.because, facts, only=only)
    if not were_told(case):
        said = "a mail of its customer says it is urgent"
        yield from looks_urgent(case, said, looks.because, proven=mail.proven, now=arrival.received_at)


def answers(case: Case, arrival: Arrival, *, unproven_escalation: bool = False) -> Iterator[Step]:
    """Take a case back to work whose customer has written, and tell whoever has it.

    An escalation that nothing proves moves nobody up a ladder, and is not left to a queue either.
    """
    ticket, because = case.ticket, f"a reply by {sender(arrival.mail)}"
    if ticket.waiting_on is WaitingOn.CUSTOMER:  # whom else it waits for has not spoken
        yield from waits_no_more(ticket, because)
    if ticket.status is Status.AWAITING_APPROVAL:
        yield Mark(ticket.id, What.REPLIED, sender(arrival.mail), "", because)
    if ticket.status.wakes and not case.awaits_data:
        yield from moved(ticket, Status.OPEN, because)
    text = arrival.mail.body.text
    if unproven_escalation:
        because, people = "somebody escalates whom nothing proves", case.attending or case.workers()
        facts = {"what": WhatNews.UNPROVEN_ESCALATION.value, "text": text}
        yield from team_letter(Form.NEWS, case, people, because, facts)
        return
    again = ticket.status.ended and not case.awaits_data
    yield from _news(case, WhatNews.REOPENED if again else WhatNews.REPLIED, text)


def _news(case: Case, what: WhatNews, text: str) -> Iterator[Step]:
    """Tell whoever has it. What nobody has begun with is in the queue, where somebody will see it."""
    because = "it is assigned to them" if case.assignee else "they worked on it last"
    yield from team_letter(Form.NEWS, case, case.attending, because, {"what": what.value, "text": text})


def _figures(case: Case, arrival: Arrival) -> Iterator[Step]:
    """Take in the figures that were asked for; what is known already stays."""
    if case.policy.classification is None or case.ticket.status.ended:
        return
    because = f"written by {sender(arrival.mail)}"
    fields = tuple(counted(case.ticket, read_figures(arrival.mail.body.text), because))
    yield from fields
    level = classify(case.policy, dict(fields[-1].fields)) if fields and arrival.mail.proven else None
    if level is not None and level.name != case.level.name:
        reason = f"{level.name} by the figures"
        yield from change_level(case, level, reason="", because=reason, now=arrival.received_at)

"""Play a test of rules: a mail comes, or something happens to a ticket, and the rules are asked as in earnest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from gateway.desk.changes import OpenTicket
from gateway.desk.intake.arrival import Arrival
from gateway.desk.life.case import case_of
from gateway.desk.life.story import tell
from gateway.desk.ruled.ask import ask, ask_timer
from gateway.desk.ruled.happened import Occasion
from gateway.desk.ruling.matter import Value
from gateway.desk.ruling.vocabulary import WITH_MAIL, Trigger
from gateway.desk.world import World
from gateway.mail import JournalId
from gateway.rules.rulebook.case import SOMEBODY, Case, SmallMail
from gateway.trial.given import Facts, Sketch, arrival_with, sort_out, ticket_with
from gateway.trial.small_mail import received, whole
from gateway.trial.stage import FRESH, JOINED, Stage
from gateway.trial.tried import Pass, Tried, try_mail

MOMENT = datetime(2026, 11, 19, 10, 12)  # noqa: DTZ001 - a Thursday, by the provider's clocks
"""When a test happens that does not say: always the same, so that no set is refused because time has passed."""


def play(case: Case, stage: Stage) -> Tried:
    """Play a test. Raises ``NoMail``."""
    facts = sort_out(case.given, stage.law.policies)
    stage = stage.under(facts.policy) if facts.policy else stage
    opened_by_hand = case.trigger is Trigger.TICKET_CREATED and case.mail is None
    if case.trigger is None or (case.trigger in WITH_MAIL and not opened_by_hand):
        return _mail(case, facts, stage)
    return _happening(case, facts, stage)


def moment_of(case: Case, stage: Stage) -> datetime:
    """Return when a test happens."""
    given = case.given.get("time")
    return given if isinstance(given, datetime) else MOMENT.replace(tzinfo=stage.law.home.zone)


def _mail(case: Case, facts: Facts, stage: Stage) -> Tried:
    arrival, left = arrival_with(_arrival(case, stage), facts.rest)
    world = World()
    author = arrival.mail.author.address if arrival.mail.author else None
    if facts.customer is not None:
        world.customers[facts.customer.id] = facts.customer
        if author is not None:
            world.directory.contacts[author.key] = facts.customer
    if case.trigger is not Trigger.CUSTOMER_REPLIED:
        return try_mail(arrival, world, stage.desk, FRESH, given={**left, **_of_ticket(facts)})
    sketch = _sketch(stage, arrival.received_at, author.key if author else "", arrival.mail.subject)
    ticket, unreal = ticket_with(sketch, facts.customer, facts.ticket)
    ticket = replace(ticket, participants=ticket.participants | ({author.key} if author else frozenset()))
    world.tickets[ticket.id], world.numbers[ticket.number] = ticket, ticket.id
    world.events[ticket.id], world.promises[ticket.id] = (), ()
    threads = replace(arrival.threads, numbers=((ticket.number, True),))
    return try_mail(replace(arrival, threads=threads), world, stage.desk, FRESH, given={**left, **unreal})


def _arrival(case: Case, stage: Stage) -> Arrival:
    at = moment_of(case, stage)
    mail = case.mail if case.mail is not None else SmallMail(SOMEBODY)
    if isinstance(mail, str):
        return stage.reader.arrival(JournalId(0), whole(stage.folder, mail, at=at))
    came = received(mail, ours=stage.reader.support_addresses[0], at=at)
    arrival = stage.reader.arrival(JournalId(0), came)
    return replace(arrival, language=mail.language) if mail.language else arrival


def _happening(case: Case, facts: Facts, stage: Stage) -> Tried:
    """Ask the rules about what happens to a ticket otherwise than by a mail."""
    small = case.mail if isinstance(case.mail, SmallMail) else SmallMail(SOMEBODY)
    trigger, at = case.trigger or Trigger.TICKET_CREATED, moment_of(case, stage)
    sketch = _sketch(stage, at, small.sender, small.subject or "A case")
    ticket, unreal = ticket_with(sketch, facts.customer, facts.ticket)
    passes: list[Pass] = []
    given: Mapping[str, Value] = {**facts.rest, **unreal}
    book = stage.law.rules.tried(lambda matter, ruling: passes.append(Pass(matter, ruling)), given)
    law = replace(stage.law, rules=book)
    standing = case_of(ticket, tell(ticket.created_at, ()), facts.customer, (), law)
    if trigger is Trigger.SCHEDULE:
        steps = tuple(step for rule in book.timers for step in ask_timer(standing, rule, now=at))
    else:
        occasion = Occasion(
            trigger,
            ticket.id,
            status_before=_word(facts.ticket.get("status_before")),
            target=_word(facts.rest.get("target.kind")),
            body=small.body,
        )
        steps = ask(standing, occasion, frozenset(), now=at)
    opened = (OpenTicket(ticket, None, case.name),) if trigger is Trigger.TICKET_CREATED else ()
    return Tried((*opened, *steps), tuple(passes), book, {ticket.id: ticket})


def _sketch(stage: Stage, at: datetime, requester: str, subject: str) -> Sketch:
    address = stage.reader.support_addresses[0]
    return Sketch(JOINED, at, requester, subject, address, stage.desk.language, stage.law)


def _of_ticket(facts: Facts) -> dict[str, Value]:
    return {f"ticket.{name}": value for name, value in facts.ticket.items()}


def _word(value: object) -> str:
    return str(value[0]) if isinstance(value, tuple) and value else ""

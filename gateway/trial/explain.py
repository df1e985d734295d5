"""Explain what the rules make of a mail: file by file what matched and why, what did not, what comes of it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from gateway.desk.hours.calendar import Calendar
from gateway.desk.life.case import Case, case_of
from gateway.desk.life.law import Law
from gateway.desk.life.story import tell
from gateway.desk.links.choose import suggest
from gateway.desk.order import Acknowledge
from gateway.desk.policy.target import Kind
from gateway.desk.ruling.vocabulary import Trigger
from gateway.desk.ticket import Ticket
from gateway.errors import GatewayError
from gateway.trial.outcome import Outcome, outcome_of, ticket_after
from gateway.trial.tried import Tried
from gateway.trial.why import Looked, look_at_all


@dataclass(frozen=True, slots=True)
class Ack:
    """What the acknowledgement would have."""

    language: str
    sections: tuple[str, ...]
    links: tuple[str, ...]
    """Topics of its links."""


@dataclass(frozen=True, slots=True)
class FirstReply:
    """By when somebody is to answer."""

    due: datetime
    within: timedelta
    clock: Calendar
    plan: str
    policy: str


@dataclass(frozen=True, slots=True)
class Explained:
    """What the rules make of a mail."""

    tried: Tried
    outcome: Outcome
    looked: tuple[Looked, ...]
    """Every rule, in the order of the files."""
    ticket: Ticket | None
    """As it would be then."""
    opens: bool
    ack: Ack | None
    first_reply: FirstReply | None

    def of_file(self, file: str) -> tuple[Looked, ...]:
        """Return the rules of a file."""
        return tuple(one for one in self.looked if one.rule.file == file)

    @property
    def files(self) -> tuple[str, ...]:
        """The files there are rules in, in order."""
        return tuple(dict.fromkeys(one.rule.file for one in self.looked))

    @property
    def triggers(self) -> tuple[Trigger, ...]:
        """What the rules were asked on."""
        return tuple(one.ruling.trigger for one in self.tried.passes)

    def refused_of(self, one: Looked) -> tuple[str, ...]:
        """Return what policy does not let a rule have."""
        return tuple(text for text in self.outcome.refused if text.startswith(f"{one.rule.because}:"))


def explain(tried: Tried, law: Law, languages: Sequence[str]) -> Explained:
    """Explain what came of a mail. ``languages``: those letters can be written in, the first where nothing fits."""
    outcome, ticket = outcome_of(tried), ticket_after(tried)
    before = ticket is not None and ticket.id in tried.before
    opens = ticket is not None and not before
    case = _case(tried, ticket, law) if ticket and opens else None
    return Explained(
        tried=tried,
        outcome=outcome,
        looked=look_at_all(tried),
        ticket=ticket,
        opens=opens,
        ack=_ack(tried, outcome, ticket, law, languages) if ticket and outcome.ack else None,
        first_reply=_first_reply(case, law) if case else None,
    )


def _case(tried: Tried, ticket: Ticket, law: Law) -> Case:
    customers = (one.matter.customer for one in tried.passes if one.matter.ticket is not None)
    return case_of(ticket, tell(ticket.created_at, ()), next(customers, None), (), law)


def _ack(tried: Tried, outcome: Outcome, ticket: Ticket, law: Law, languages: Sequence[str]) -> Ack:
    order = next(step for step in tried.steps if isinstance(step, Acknowledge))
    links = suggest(law.links, subject=order.subject, text=order.text, language=ticket.language, topics=order.topics)
    wanted = (ticket.language, ticket.language.partition("-")[0])
    language = next((one for one in wanted if one in languages), languages[0])
    return Ack(language, outcome.sections, tuple(dict.fromkeys(link.topic for link in links)))


def _first_reply(case: Case, law: Law) -> FirstReply | None:
    try:
        promise = next((one for one in case.promises() if one.kind is Kind.RESPONSE), None)
    except GatewayError:  # a calendar that never opens
        return None
    if promise is None or promise.due is None:
        return None
    target = promise.target
    plan = case.customer.plan if case.customer else ""
    return FirstReply(promise.due, target.within, law.calendars[target.clock], plan, case.policy.name)

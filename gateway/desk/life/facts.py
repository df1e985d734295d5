"""What letters about a case say of it, whoever reads them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from gateway.desk.life.case import Case
from gateway.desk.order import Fact, Form, TellCustomer, TellTeam, WhyPaged
from gateway.desk.policy.target import Kind
from gateway.desk.team import Person
from gateway.desk.ticket import Channel, Status, Ticket


def team_letter(
    form: Form, case: Case, people: tuple[Person, ...], because: str, facts: Mapping[str, Fact]
) -> tuple[TellTeam, ...]:
    """Ask for a letter to colleagues, each of them once; for nothing where there is nobody."""
    known: dict[str, Fact] = {
        "customer": case.customer.name if case.customer else "",
        "requester": case.ticket.requester,
        "priority": case.level.title,
    }
    once = tuple({person.address: person for person in people}.values())
    return (TellTeam(form, case.ticket.id, once, because, {**known, **facts}),) if once else ()


def customer_letter(form: Form, case: Case, because: str, facts: Mapping[str, Fact]) -> tuple[TellCustomer, ...]:
    """Ask for a letter to everybody on the case; for nothing where nobody is."""
    return (TellCustomer(form, case.ticket.id, because, facts),) if case.ticket.participants else ()


def page(case: Case, people: tuple[Person, ...], why: WhyPaged, because: str) -> tuple[TellTeam, ...]:
    """Ask for a page, which wakes people; ``why`` is what the letter has words for."""
    return team_letter(Form.PAGE, case, people, because, {"why": why.value, "answer_by": case.due(Kind.RESPONSE)})


def status_update(
    case: Case, because: str, *, now: datetime, text: str = "", who: str = "", workaround: bool = False
) -> tuple[TellCustomer, ...]:
    """Ask for a word to the customer: what ``who`` said, or else only whether somebody has begun."""
    facts: dict[str, Fact] = {
        "text": text,
        "priority": case.level.title,
        "next_by": next_update(case, now),
        "who": who,
        "begun": case.story.last_work is not None or case.ticket.status is not Status.OPEN,
        "workaround": workaround,
    }
    return customer_letter(Form.STATUS_UPDATE, case, because, facts)


def said_of_solution(ticket: Ticket) -> dict[str, Fact]:
    """Return what was found and done, as far as it is known."""
    return {"cause": ticket.cause, "fix": ticket.fix, "solution": ticket.solution.value if ticket.solution else ""}


def next_update(case: Case, now: datetime) -> datetime | None:
    """Return by when the customer hears from us next if they hear from us now; None where no rhythm is promised."""
    rhythm = case.target(Kind.UPDATE)
    return case.terms.reach(rhythm, now) if rhythm and not case.ticket.status.ended else None


def acknowledged(case: Case, now: datetime) -> dict[str, Fact]:
    """Return what an acknowledgement says of a case: how urgent it is, and by when somebody answers."""
    policy, target = case.policy, case.target(Kind.RESPONSE)
    calendar = case.calendar(target.clock) if target else None
    hours = calendar if calendar and not calendar.always else None
    opens_at = hours.next_opening(now, home=case.home) if hours else None
    channel = policy.urgent_channel
    asks = [one.replace("-", "_") for one in policy.classification.asks] if policy.classification else []
    by_us = case.ticket.channel is not Channel.MAIL  # they phoned, say, and know it
    return {
        "priority": case.level.title,
        "answer_by": case.due(Kind.RESPONSE),
        "opens_at": opens_at if opens_at and opens_at > now else None,
        "hours": hours,
        "urgent_number": channel.number if channel and not by_us else "",
        "urgent_hint": channel.hint if channel and not by_us else "",
        "alerted": False,
        "asks": () if case.promised_nothing else tuple(name for name in asks if not case.ticket.field(name)),
        "linked": "",
        "can_escalate": len(policy.escalation.ladder) > 1,
        "opened": by_us,
        "passages": (),
        "by_phone": False,
        "notice": "",
        "notice_kind": "",
        "notice_title": "",
        "notice_services": (),
        "notice_state": "",
        "notice_window": None,
        "notice_at": None,
        "notice_next": None,
    }


def closes_at(case: Case, since: datetime | None) -> datetime | None:
    """Return when a case is closed that has waited for its customer since a moment."""
    after = case.waiting.close_after
    return since + after if since is not None and after is not None else None

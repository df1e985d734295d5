"""Decide what a new ticket has to do with a notice: it answers one, or looks like an outage that lasts. Pure.

Only a customer whom an outage concerns is told that their mail looks like it; whoever answers a notice has read it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from gateway.desk.assign import Match
from gateway.desk.changes import Change, LinkTicket, Remember
from gateway.desk.customer import Customer
from gateway.desk.intake.answered import AnsweredNotice
from gateway.desk.intake.arrival import Arrival, Desk, sender
from gateway.desk.notice import Impact, Notice, NoticeKind, NoticeState
from gateway.desk.notices.audience import concerns
from gateway.desk.notices.impact import impact_for, own_services
from gateway.desk.order import Fact, Moment, Stretch
from gateway.desk.ticket import Ticket
from gateway.desk.words.outage import named_service, says_down
from gateway.desk.world import World
from gateway.mail import Mail

LOOKS_LIKE = "looks-like"
"""In place of a state: nobody said that it is about this notice."""
_WITH_STATES = (NoticeKind.MAINTENANCE, NoticeKind.OUTAGE)
"""Their state says more than their title."""
MOST_SERVICES = 5
"""More of them are not named within a sentence."""


@dataclass(frozen=True, slots=True)
class About:
    """The notice a ticket is about."""

    notice: Notice
    because: str
    impact: Impact = Impact.NONE
    """On the services that the customer has."""
    services: tuple[str, ...] = ()
    """Those of them that it is about; none where nobody knows whose the mail is."""
    guessed: bool = False
    """The mail does not answer it."""


def told_customer(answered: AnsweredNotice | None, world: World, *, by_colleague: bool) -> Match | None:
    """Return the customer whose letter a mail answers for certain, where its author may be anybody who reads there.

    Colleagues read copies, and what customers send on to them: what they answer is nobody's.
    """
    if answered is None or not answered.genuine or by_colleague:
        return None
    customer = world.customers.get(answered.customer)
    return Match(customer, f"{answered.how}: whoever reads there may answer") if customer else None


def about_notice(
    arrival: Arrival, answered: AnsweredNotice | None, customer: Customer | None, world: World
) -> About | None:
    """Return the notice a mail that opens a ticket is about; None for none."""
    if answered:
        about = About(answered.notice, answered.how, impact_for(answered.notice, customer))
        return _with_services(about, customer)
    mail = arrival.mail
    if customer is None or arrival.alarm or mail.unreadable or not mail.kind.by_a_person:
        return None
    lasting = [one for one in world.outages if concerns(one.choice, customer)]
    return _with_services(_looks_like(mail, lasting), customer) if lasting else None


def _with_services(about: About | None, customer: Customer | None) -> About | None:
    return replace(about, services=own_services(about.notice, customer)) if about and customer else about


def linked_with(about: About | None, ticket: Ticket) -> tuple[Change, ...]:
    """Link a ticket with the notice it is about."""
    return (LinkTicket(ticket.id, None, about.notice.id, about.because),) if about else ()


def whose_answer(
    answered: AnsweredNotice | None, ticket: Ticket, whose: Match | None, arrival: Arrival, desk: Desk
) -> Iterator[Change]:
    """Tell engineers what is odd about who answers a notice."""
    if answered is None or arrival.mail.author is None:
        return
    person, who = desk.colleague(arrival.mail), sender(arrival.mail)
    if person:
        said = f"{person.name} of the team answers {answered.notice.id}: no customer's case"
        yield Remember(ticket.id, said, answered.how)
    elif answered.customer and whose is None:
        said = f"the mail it answers went to {answered.customer}: nothing proves that {who} reads there"
        yield Remember(ticket.id, said, answered.how)
    elif answered.customer and whose and whose.customer.id != answered.customer:
        said = f"the mail it answers went to {answered.customer}, and {who} belongs to {whose.customer.id}"
        yield Remember(ticket.id, said, whose.because)


def said_of(about: About | None, now: datetime) -> Mapping[str, Fact]:
    """Return what the acknowledgement says of a notice: what it is, and how it stands at this moment."""
    if about is None:
        return {}
    notice = about.notice
    state = LOOKS_LIKE if about.guessed else _state(notice, about.impact)
    since = _since(notice)
    return {
        "notice": notice.id,
        "notice_kind": "emergency" if notice.emergency else notice.kind.value,
        "notice_title": "" if notice.kind in _WITH_STATES else " ".join(notice.title.split()),
        "notice_services": about.services if len(about.services) <= MOST_SERVICES else (),
        "notice_state": state,
        "notice_window": Stretch(notice.start, notice.end) if notice.start and notice.end else None,
        "notice_at": Moment(since, now) if since else None,
        "notice_next": Moment(notice.next_by, now) if notice.next_by and notice.next_by > now else None,
    }


def _looks_like(mail: Mail, lasting: list[Notice]) -> About | None:
    """Choose by the services a mail names, and else, where it says that something is down, the newest."""
    subject, text = mail.subject, mail.body.text
    for one in lasting:
        if service := named_service(one.services, subject, text):
            return About(one, f"it names {service}, which is affected", guessed=True)
    words = says_down(subject, text)
    return About(lasting[0], f'it says "{words}"', guessed=True) if words else None


def _state(notice: Notice, impact: Impact) -> str:
    """Name what the words of the acknowledgement go by."""
    if notice.down:
        return "down" if impact is Impact.OUTAGE else "impaired"
    if notice.kind in _WITH_STATES:
        return notice.state.value
    return ""


def _since(notice: Notice) -> datetime | None:
    """Return the moment that its state is about: since when, or of work that goes on until when."""
    match notice.state:
        case NoticeState.CONFIRMED | NoticeState.REPORTED:
            return notice.confirmed_at
        case NoticeState.RESTORED | NoticeState.CLOSED:
            return notice.restored_at
        case NoticeState.IN_PROGRESS:
            return notice.end
        case NoticeState.COMPLETED:
            return notice.ended_at
        case _:
            return None

"""Decide what the desk does of what rules wish for a case: all that policy lets it, each step with its rule. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from gateway.address import parse_address
from gateway.desk.becoming import TicketChange, about, after, became, linked, tagged
from gateway.desk.casework.settle import MAX_FIELDS, NewState, made_so
from gateway.desk.changes import (
    AddMessage,
    AddParticipant,
    LinkTicket,
    Mark,
    SetField,
    SetPriority,
)
from gateway.desk.event import Event, What
from gateway.desk.life.case import Case
from gateway.desk.life.looks_urgent import looks_urgent, were_told
from gateway.desk.life.new_level import change_level
from gateway.desk.life.story import Story
from gateway.desk.order import Step, TellCustomer
from gateway.desk.policy.classify import FIGURES
from gateway.desk.policy.level import Level
from gateway.desk.ruled.brake import braked
from gateway.desk.ruled.hear import heard
from gateway.desk.ruling.matter import Written
from gateway.desk.ruling.ruling import Ruling
from gateway.desk.ruling.vocabulary import Trigger
from gateway.desk.ruling.wishes import Wish, Wishes
from gateway.desk.team import ON_CALL
from gateway.desk.ticket import MAX_LINK, MAX_TAGS, Channel, Direction, Message, Participant, Status, Ticket
from gateway.errors import Refused
from gateway.mail import BY_RULE, Body, Kind

FLAG = "wants_urgent"
"""What a wish for the most urgent level becomes where such problems are to be phoned in."""
_JUDGED = "a rule takes it for urgent, and people judge"

_BY_THE_CLOCK = frozenset({Trigger.TARGET_WARNING, Trigger.TARGET_MISSED, Trigger.SCHEDULE})
"""Then no mail is behind a wish, even on a ticket that came by mail."""


@dataclass(slots=True)
class Obeyed:
    """What follows from a ruling."""

    case: Case
    """As it is then."""
    now: datetime
    steps: list[Step] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    wants_urgent: str = ""
    """Why people should judge whether it is urgent; empty where no rule wished so, or it became urgent."""

    def take(self, steps: Iterable[Step]) -> None:
        """Take steps in, and see the case as it is after them: its ticket, and whom it was told."""
        for step in steps:
            self.steps.append(step)
            if isinstance(step, TicketChange):
                self.case = replace(self.case, ticket=after(self.case.ticket, step))
            elif isinstance(step, Mark):
                self.case = replace(self.case, story=_marked(self.case.story, step, self.now))


def _marked(story: Story, mark: Mark, now: datetime) -> Story:
    marks = {**story.marks, (mark.what, mark.value): now}
    pages = (*story.pages, Event(mark.what, now, mark.value)) if mark.what is What.PAGED else story.pages
    return replace(story, marks=marks, pages=pages)


def carry_out(
    case: Case,
    ruling: Ruling,
    *,
    now: datetime,
    others: Iterable[Ticket] = (),
    written: Written | None = None,
    cause: Written | None = None,
) -> Obeyed:
    """Do what rules wish for a case. ``written`` is the mail they were asked about; ``others``: tickets to link with.

    ``cause`` is the mail that brought about what they were asked about, where that is something else: what nothing
    proves proves no more by a detour. A ticket that begins has no letters about what it is from the start.
    """
    done, wishes = Obeyed(case, now), ruling.wishes
    begins = ruling.trigger is Trigger.TICKET_CREATED
    cause = written or cause
    by_mail = cause is not None or (case.ticket.channel is Channel.MAIL and ruling.trigger not in _BY_THE_CLOCK)
    _priority(done, wishes, cause, begins=begins, by_mail=by_mail)
    for new, asked in _settings(wishes):
        try:
            steps = made_so(done.case, new, None, asked.because, by=f"rule {asked.rule.id}", reason="", now=now)
            kept = [step for step in steps if not (begins and isinstance(step, TellCustomer))]
            done.take(braked(done.case, kept, asked, done.refused, now))
        except Refused as refused:
            done.refused.append(f"{asked.because}: {refused}")
    _fields(done, wishes)
    if "language" in wishes.settings:
        done.take(became(done.case.ticket, "language", wishes.setting("language"), wishes.settings["language"].because))
    _labels(done, wishes)
    _links(done, wishes, {one.number: one for one in others if one.number in case.law.rules.linked})
    done.take(_notes(done.case.ticket, wishes, now))
    done.take(_judges(done, wishes, cause))
    done.take(heard(done.case, wishes, written, cause, now=now))
    return done


def _settings(wishes: Wishes) -> Iterator[tuple[NewState, Wish]]:
    settings = wishes.settings
    if "queue" in settings:
        yield NewState(queue=settings["queue"].value), settings["queue"]
    if "owner" in settings:
        yield NewState(assignee=settings["owner"].value), settings["owner"]
    if "status" in settings:
        yield NewState(status=Status(settings["status"].value)), settings["status"]


def _priority(done: Obeyed, wishes: Wishes, cause: Written | None, *, begins: bool, by_mail: bool) -> None:
    """Set the level, unless people have to judge: its policy wants that phoned in, or it would wake them unproven."""
    asked, case = wishes.settings.get("priority"), done.case
    if asked is None:
        return
    policy = case.policy
    level = policy.named(asked.value)
    if level is None:
        done.refused.append(f"{asked.because}: the policy {policy.name} has no level {asked.value}")
        return
    if why := _left_to_people(case, level, cause, by_mail=by_mail):
        done.wants_urgent = asked.because
        done.refused.append(f"{asked.because}: not {level.name}: {why}, so it is {FLAG} and people judge")
    elif level.name != case.ticket.priority:
        done.take(braked(case, _level(case, level, asked, begins=begins, now=done.now), asked, done.refused, done.now))


def _left_to_people(case: Case, level: Level, cause: Written | None, *, by_mail: bool) -> str:
    """Say why no rule makes a case as urgent as that; empty where one may."""
    policy = case.policy
    if by_mail and policy.urgent_channel is not None and level is policy.top and case.level is not level:
        return f"the policy {policy.name} wants urgent problems phoned in"
    if cause is not None and not cause.mail.proven and level.mobilizes and not case.level.mobilizes:
        return "it would wake people, and nothing proves who wrote"
    return ""


def _level(case: Case, level: Level, asked: Wish, *, begins: bool, now: datetime) -> Iterator[Step]:
    if begins:
        yield SetPriority(case.ticket.id, case.ticket.priority, level.name, asked.because)
    else:
        yield from change_level(case, level, reason="", because=asked.because, now=now)


def _judges(done: Obeyed, wishes: Wishes, cause: Written | None) -> Iterator[Step]:
    """Put a wish for urgent before people, once, unless the rules have who is on call look anyway."""
    case = done.case
    if done.wants_urgent and ON_CALL not in wishes.notify and not case.ticket.status.ended and not were_told(case):
        proven = cause is None or cause.mail.proven
        yield from looks_urgent(case, _JUDGED, done.wants_urgent, proven=proven, now=done.now)


def _fields(done: Obeyed, wishes: Wishes) -> None:
    """Keep fields. Figures are its customer's to give: they make a level, and nobody may have proven who wrote."""
    for name, asked in wishes.fields.items():
        ticket = done.case.ticket
        known = {**dict(ticket.fields), name: asked.value}
        if name in FIGURES:
            done.refused.append(f"{asked.because}: {name} is a figure, which only people set")
        elif len(known) > MAX_FIELDS:
            done.refused.append(f"{asked.because}: a case has {MAX_FIELDS} fields at most")
        elif ticket.field(name) != asked.value:
            left = tuple((key, value) for key, value in known.items() if value)
            done.take((SetField(ticket.id, name, asked.value, left, asked.because),))


def _labels(done: Obeyed, wishes: Wishes) -> None:
    for topic, asked in wishes.topics.items():
        done.take(about(done.case.ticket, topic, asked.because))
    for tag, asked in wishes.tags.items():
        if len(done.case.ticket.tags) >= MAX_TAGS:
            done.refused.append(f"{asked.because}: a case has {MAX_TAGS} tags at most")
        else:
            done.take(tagged(done.case.ticket, tag, asked.because))
    for address, asked in wishes.cc.items():
        ticket = done.case.ticket
        ours = parse_address(address).untagged.key in done.case.law.ours
        if ours or done.case.law.team.find(address):
            done.refused.append(f"{asked.because}: {address} is {'ours' if ours else 'a colleague'}, and no customer")
        elif address not in ticket.participants:
            done.take((AddParticipant(ticket.id, Participant(address, "", asked.rule.id), asked.because),))


def _links(done: Obeyed, wishes: Wishes, others: dict[str, Ticket]) -> None:
    """Link it: both ways with a case the admin names, by name alone with what a mail says.

    Whoever writes may name anybody's case; nothing is written on that one.
    """
    for name, asked in wishes.links.items():
        ticket, other = done.case.ticket, others.get(name)
        if len(name) > MAX_LINK:
            done.refused.append(f"{asked.because}: what it links to has more than {MAX_LINK} characters")
        elif other is None:
            done.take((LinkTicket(ticket.id, None, name, asked.because),))
        elif other.id != ticket.id:
            done.take(linked(ticket, other, asked.because))


def _notes(ticket: Ticket, wishes: Wishes, now: datetime) -> Iterator[Step]:
    for asked in wishes.notes:
        message = Message(
            direction=Direction.NOTE,
            kind=Kind.NEW,
            subkind=BY_RULE,
            sender=f"rule {asked.rule.id}",
            at=now,
            body=Body(asked.value),
        )
        yield AddMessage(ticket.id, message, asked.because)

"""The mail about somebody's day: when it comes, and which cases and notices it tells of. Pure.

It goes to who works on tickets: people of the groups that do, and whoever has one. On a Saturday or Sunday it comes
only where something most urgent is to be done or services are down; where there is nothing to say it never does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from gateway.address import ascii_lower
from gateway.desk.hours.zone import instant
from gateway.desk.life.case import Case
from gateway.desk.life.facts import closes_at
from gateway.desk.notice import Notice, NoticeKind, NoticeState
from gateway.desk.order import Bulletin, Fact, Item, TellPerson
from gateway.desk.queue import due_next, place, wants_work
from gateway.desk.team import EXPERTS, LEADS, QA, SPECIALISTS, SUPPORT, Person
from gateway.desk.ticket import Status, WaitingOn
from gateway.mail import TicketId

GROUPS = (SUPPORT, SPECIALISTS, EXPERTS, LEADS)
"""Whose people get one unless they say otherwise."""
SHOWN = 10
"""Cases of a section that are named: more do not fit one screen, and the queue has them all."""
AHEAD = timedelta(days=2)
"""Maintenance that begins later is no news yet."""
MAX_SUBJECT = 100  # characters
_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_SATURDAY = 5
_DUE, _MISSED = "-due", "-missed"


class Section(StrEnum):
    """A part of it, in the order they stand there; a case is in the first it fits."""

    BREACHING = "breaching"
    """A promise on it is due today, or was before."""
    YOURS = "yours"
    NEW = "new"
    """Nobody has it yet."""
    WAITING = "waiting"
    """Its customer has something to do."""
    APPROVALS = "approvals"
    """Quality assurance or its customer has to say that it is solved."""
    THANKS = "thanks"
    NOTICES = "notices"
    """What customers are told of: outages that are not over, and maintenance that is near."""


@dataclass(frozen=True, slots=True)
class NoticeToday:
    """A notice that somebody has to think of."""

    notice: Notice
    untold: int = 0
    """Customers whom its last word did not reach: they have no address, or a server refused it."""


@dataclass(frozen=True, slots=True)
class Desktop:
    """All that digests are made of."""

    cases: tuple[Case, ...] = ()
    """Those that are not done, in the order they should be worked."""
    thanked: tuple[tuple[Case, datetime], ...] = ()
    """Those whose customer said thanks, and when; the newest first."""
    at_hand: Mapping[TicketId, frozenset[str]] = field(default_factory=dict)
    """Of cases that nobody has: the names of those they are for, by id of the ticket."""
    notices: tuple[NoticeToday, ...] = ()


def desktop(
    cases: Sequence[Case], thanked: Iterable[tuple[Case, datetime]], notices: Sequence[NoticeToday] = ()
) -> Desktop:
    """Put it together. Whom a case is for is worked out once, for everybody's digest."""
    free = {one.ticket.id: frozenset(person.name for person in one.workers()) for one in cases if not has(one)}
    return Desktop(tuple(cases), tuple(thanked), free, tuple(notices))


def notices_today(found: Iterable[Notice], now: datetime) -> list[Notice]:
    """Return the notices that digests tell of: services that are down first, then what comes next."""
    told = [one for one in found if _is_of_today(one, now)]
    return sorted(told, key=lambda one: (not one.down, one.kind is not NoticeKind.OUTAGE, one.start or now, one.id))


def has(case: Case) -> str:
    """Return the name of the person who has a case; empty for nobody, or somebody who has left."""
    return next((person.name for person in case.assignee), "")


def key_of(person: Person) -> str:
    """Return what a person is remembered by."""
    return ascii_lower(person.address)


def gets_one(person: Person) -> bool:
    """Tell whether a person may get one at all."""
    return person.wants_digest is not False


def was_looked_at(looked_at: datetime | None, now: datetime) -> bool:
    """Tell whether we know when a day was last looked at; a moment far ahead was written by a clock that was wrong."""
    return looked_at is not None and looked_at < now + _DAY


def next_digest(person: Person, looked_at: datetime, *, zone: ZoneInfo) -> datetime:
    """Return when somebody's day is looked at next, after it last was. ``zone`` is the provider's."""
    theirs = person.zone(zone)
    day = looked_at.astimezone(theirs).date()
    moments = (instant(theirs, datetime.combine(day + ahead, person.digest_at)) for ahead in (_DAY * 0, _DAY, 2 * _DAY))
    return next(moment for moment in moments if moment > looked_at)


def digest(person: Person, on: Desktop, *, since: datetime, now: datetime, zone: ZoneInfo) -> TellPerson | None:
    """Return somebody's digest; None where there is nothing to say, or today's moment for it is still to come.

    ``since`` is when their day was last looked at: what was to be said yesterday is not said tonight.
    """
    local = now.astimezone(person.zone(zone))
    if local.time() < person.digest_at or not _works_on_tickets(person, on):
        return None
    found = _sections(person, on, since=since, midnight=_midnight_after(local))
    burns = any(map(_burns, _to_do(found))) or any(one.notice.down for one in on.notices)
    if local.weekday() >= _SATURDAY and not burns:
        return None
    if not on.notices and not any(found.values()):
        return None
    facts = {section.value: tuple(_item(section, one, now) for one in found[section][:SHOWN]) for section in Section}
    facts[Section.NOTICES.value] = tuple(_notice_item(one, now) for one in on.notices[:SHOWN])
    counts = {f"{section}_count": len(found[section]) for section in Section}
    counts[f"{Section.NOTICES}_count"] = len(on.notices)
    return TellPerson(Bulletin.DIGEST, person, "the digest of their day", {**facts, **counts})


@dataclass(frozen=True, slots=True)
class _Told:
    case: Case
    thanked_at: datetime | None = None


_Found = Mapping[Section, list[_Told]]


def _works_on_tickets(person: Person, on: Desktop) -> bool:
    if person.wants_digest is not None:
        return person.wants_digest
    return not set(GROUPS).isdisjoint(person.groups) or any(has(case) == person.name for case in on.cases)


def _midnight_after(local: datetime) -> datetime:
    zone = local.tzinfo
    assert isinstance(zone, ZoneInfo)  # of ``Person.zone``
    return instant(zone, datetime.combine(local.date() + _DAY, time()))


def _sections(person: Person, on: Desktop, *, since: datetime, midnight: datetime) -> _Found:
    found: dict[Section, list[_Told]] = {section: [] for section in Section}
    for case in on.cases:
        section = _section(person, case, on.at_hand.get(case.ticket.id), midnight)
        if section is not None:
            found[section].append(_Told(case))
    theirs = ((case, at) for case, at in on.thanked if at > since and has(case) == person.name)
    found[Section.THANKS] = [_Told(case, at) for case, at in theirs]
    return found


def _section(person: Person, case: Case, hands: frozenset[str] | None, midnight: datetime) -> Section | None:
    """Return where a case stands in somebody's digest. ``hands``: whom it is for; None where somebody has it."""
    leads, row, ticket = LEADS in person.groups, due_next(case), case.ticket
    theirs = (leads or person.name in hands) if hands is not None else has(case) == person.name
    if row is not None and row.due is not None and row.due < midnight and (theirs or leads):
        return Section.BREACHING
    if ticket.status in (Status.QA, Status.AWAITING_APPROVAL):
        judges = ticket.status is Status.QA and QA in person.groups
        return Section.APPROVALS if theirs or leads or judges else None
    if not theirs:
        return None
    if ticket.waiting_on is WaitingOn.CUSTOMER:
        return Section.WAITING
    if not wants_work(case):
        return None
    return Section.YOURS if hands is None else Section.NEW


def _to_do(found: _Found) -> list[_Told]:
    return [*found[Section.BREACHING], *found[Section.YOURS], *found[Section.NEW]]


def _burns(one: _Told) -> bool:
    return place(one.case) == 0


def _item(section: Section, one: _Told, now: datetime) -> Item:
    case = one.case
    what, at = ("thanked", one.thanked_at) if section is Section.THANKS else _standing(section, case, now)
    facts: dict[str, Fact] = {
        "number": case.ticket.number,
        "priority": case.level.title,
        "customer": case.customer.name if case.customer else case.ticket.requester,
        "subject": _brief(case.ticket.subject),
        "standing": what,
        "at": at,
        "late": what.endswith(_MISSED),
        "left": _left(at - now) if what == "closes" and at is not None else None,
        "untold": 0,
    }
    return Item(facts)


def _is_of_today(notice: Notice, now: datetime) -> bool:
    if notice.state is NoticeState.DRAFT or notice.state.over:
        return False
    if notice.kind is NoticeKind.MAINTENANCE:
        return notice.start is not None and notice.start - now <= AHEAD
    return notice.kind is NoticeKind.OUTAGE


def _notice_item(one: NoticeToday, now: datetime) -> Item:
    notice = one.notice
    what, at = _awaited(notice, now)
    facts: dict[str, Fact] = {
        "number": notice.id,
        "priority": "not-restored" if notice.down else notice.state.value,
        "customer": "",
        "subject": _brief(notice.title),
        "standing": what,
        "at": at,
        "late": what.endswith(_MISSED),
        "left": None,
        "untold": one.untold,
    }
    return Item(facts)


def _awaited(notice: Notice, now: datetime) -> tuple[str, datetime]:
    """Say what comes next of a notice, or should have come, and when."""
    if notice.kind is NoticeKind.MAINTENANCE and notice.start and notice.end:
        if now < notice.start:
            return "begins", notice.start
        return ("ends", notice.end) if now < notice.end else ("window-missed", notice.end)
    if notice.next_by is None or notice.state is NoticeState.SUSPECTED:
        return "since", notice.start or notice.created_at
    return ("word-due" if notice.next_by >= now else "word-missed"), notice.next_by


def _standing(section: Section, case: Case, now: datetime) -> tuple[str, datetime]:
    """Say what is to happen with a case, or did, and when."""
    row, story = due_next(case), case.story
    if section in (Section.WAITING, Section.APPROVALS):
        closes = closes_at(case, story.waits_since) if case.ticket.status is not Status.CLOSED else None
        if closes is not None:
            return "closes", closes
        return ("qa" if case.ticket.status is Status.QA else "waits"), story.waits_since or story.status_since
    if row is None or row.due is None:
        return "opened", case.ticket.created_at
    return f"{row.kind}{_DUE if row.due >= now else _MISSED}", row.due


def _left(left: timedelta) -> timedelta:
    """Return how long that is for people: whole days, or hours where it is less than one."""
    unit = _DAY if left >= _DAY else _HOUR
    return max(left // unit, 1) * unit


def _brief(subject: str) -> str:
    line = " ".join(subject.split())
    return line if len(line) <= MAX_SUBJECT else f"{line[: MAX_SUBJECT - 1].rstrip()}…"

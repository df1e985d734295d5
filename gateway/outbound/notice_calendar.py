"""Decide what a notice of maintenance brings for the calendar of a customer. Pure.

How a calendar is written is decided in ``maintenance_calendar``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from gateway.address import Address, Mailbox
from gateway.desk.customer import Customer, NoticeCalendar
from gateway.desk.notice import Impact, Notice, NoticeKind, Revision, Stage
from gateway.outbound.body import CalendarPart
from gateway.outbound.fields import clean_line
from gateway.outbound.maintenance_calendar import IMPACTS, CalendarStatus, Holder, MaintenanceEvent, Wish, calendar_part

_WISHES: Mapping[NoticeCalendar, Wish] = {
    NoticeCalendar.ATTACH: "",
    NoticeCalendar.PUBLISH: "PUBLISH",
    NoticeCalendar.REQUEST: "REQUEST",
}
_SHORTEST = timedelta(seconds=1)  # calendars know none shorter
_CALLED = dict(zip(Impact, IMPACTS, strict=True))
_CERTAIN: Mapping[Stage, CalendarStatus] = {
    Stage.STARTED: CalendarStatus.IN_PROCESS,
    Stage.COMPLETED: CalendarStatus.COMPLETED,
    Stage.CANCELLED: CalendarStatus.CANCELLED,
}


def calendar_wish(notice: Notice, customer: Customer | None) -> Wish | None:
    """Return how a letter carries a calendar; None for what is no maintenance, for copies, and for who wants none."""
    if customer is None or notice.kind is not NoticeKind.MAINTENANCE or notice.start is None or notice.end is None:
        return None
    if notice.end - notice.start < _SHORTEST:
        return None
    return _WISHES.get(customer.notice_calendar)


def calendar_of(
    notice: Notice,
    revision: Revision,
    customer: Customer,
    wish: Wish,
    *,
    known_as: str,
    services: tuple[str, ...],
    to: Address,
    organizer: Mailbox,
    provider: str,
    language: str,
    summary: str,
    description: str,
    test: bool = False,
) -> CalendarPart:
    """Write the calendar of a letter. ``services`` are those of the customer. A ``test`` is an entry of its own.

    ``known_as``: the id they had when they were first told; theirs may be another by now, the entry is the same.
    An answer to an invitation goes to the ``organizer``, an address that we read. It is who the mail is from, else mail
    programs warn of an invitation by somebody else; and it has to stay the same, for calendars go by that, too.
    """
    assert notice.start is not None
    assert notice.end is not None, "calendar_wish has looked"
    event = MaintenanceEvent(
        sequence=revision.number,
        stamp=revision.at,
        start=notice.start,
        end=notice.end,
        summary=summary,
        description=description,
        organizer=organizer,
        provider=provider,
        maintenance_id=notice.id,
        objects=_objects(notice, services),
        status=CalendarStatus.TENTATIVE if test else _status(notice, revision.stage),
        language=language,
        test=test,
    )
    uid = f"{'test.' if test else ''}{notice.id.lower()}.{known_as}@{provider}"
    return calendar_part(event, Holder(uid, customer.id, to), method="" if test else wish)


def _objects(notice: Notice, services: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return services with what is felt of each; where none has a name that can be read, the work as a whole."""
    named = tuple([(one, _CALLED[notice.impact_on(one)]) for one in services if clean_line(one)])
    return named or ((notice.id, _CALLED[notice.impact]),)


def _status(notice: Notice, stage: Stage) -> CalendarStatus:
    """Say how far the work is. Work that runs longer than its window is running."""
    if stage is Stage.EXTENDED and notice.began_at:
        return CalendarStatus.IN_PROCESS
    return _CERTAIN.get(stage, CalendarStatus.TENTATIVE if notice.tentative else CalendarStatus.CONFIRMED)

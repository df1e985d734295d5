"""Show what customers would be told, before they are: which letter, to whom, and who cannot be told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from gateway.announcing import Planned
from gateway.cli.audience import as_typed
from gateway.cli.notice_letter import letter_name
from gateway.cli.notice_unsaid import unsaid_lines
from gateway.cli.session import Session
from gateway.cli.words import counted
from gateway.desk.customer import Customer
from gateway.desk.notice import Notice, NoticeKind, Stage
from gateway.office import Office
from gateway.rules.duration import write_duration

ASK_ABOVE = 20  # recipients: more than that are told only of what somebody has typed the name of
NAMED = 5  # of those who cannot be told

Lines = list[tuple[str, str]]


def typed_name(planned: Planned) -> str:
    """Return the name that has to be typed before customers are told; empty where a yes is enough."""
    return planned.name if len(planned.reached) > ASK_ABOVE else ""


def show_planned(session: Session, planned: Planned, lines: Iterable[tuple[str, str]]) -> None:
    """Show a notice, the letter about it and its audience, with ``lines`` between them."""
    notice, printer = planned.notice, session.printer
    called = f"{notice.id}  {notice.kind}" if notice.id else f"New {notice.kind} {typed_name(planned)}".rstrip()
    printer.text(f"{called}: {notice.title}", style="bold")
    said = [("Letter", letter_name(notice, planned.stage))] if planned.stage else []
    unsaid = unsaid_lines(planned, phone=session.settings.support.phone)
    printer.fields([*said, *lines, *unsaid, *audience_lines(session, planned)])


def warn_of(session: Session, office: Office, planned: Planned) -> None:
    """Say what of a notice is hardly meant: its window, or at its beginning that a later letter will be refused."""
    _warn_of_window(session, planned)
    if planned.stage is Stage.SCHEDULED:
        warn_of_later(session, office, planned.notice.kind, planned.customers.values())


def warn_of_later(session: Session, office: Office, kind: NoticeKind, customers: Iterable[Customer]) -> None:
    """Say which templates will be refused once their letters are due: by then there is no time to mend them."""
    for problem in office.specimens.refused_later(kind, customers):
        session.printer.warn(f"careful: a later letter will be refused\n  {problem}")


def _warn_of_window(session: Session, planned: Planned) -> None:
    """Say whose working hours a window touches, and what else is planned for that time, unless this is called off."""
    notice = planned.notice
    if planned.at_work and notice.start and notice.end:
        find = f"find-window {as_typed(notice.choice)} --duration {write_duration(notice.end - notice.start)}"
        touched = f"{planned.at_work} of {counted(len(planned.customers), 'customer')}"
        session.printer.warn(f"careful: working hours touched: {touched}\n  other times:  gateway maintenance {find}")
    for other in () if notice.state.over else planned.overlaps:
        warn_of_overlap(session, other)


def warn_of_overlap(session: Session, other: Notice) -> None:
    """Say that other maintenance is planned for the time of a window."""
    session.printer.warn(f"careful: {other.id} ({other.title}) is planned for the same time")


def audience_lines(session: Session, planned: Planned) -> Lines:
    """Say how many can be told, who cannot and why, and in which languages; nothing where nobody is told anything."""
    if planned.stage is None:
        return []
    told = planned.reached
    customers = [planned.customers[one.customer] for one in told if one.customer in planned.customers]
    languages = Counter(one.language or session.settings.language for one in customers)
    calendars = Counter(one.notice_calendar.value for one in customers)
    with_one = planned.notice.kind is NoticeKind.MAINTENANCE
    calendar = f"; calendar: {_counts(calendars)}" if with_one else ""
    left = planned.uncovered
    return [
        ("Audience", f"{len(told)} of {counted(len(told) + len(left), 'customer')} can be told"),
        ("New to it", _newcomers(planned)),
        ("Skipped", _first([f"{one.customer} ({one.why_not})" for one in left], whole=_whole(planned))),
        ("Left it", _first(planned.left, whole="--dry-run --json")),
        ("Mail", f"{_counts(languages)}{calendar}" if told else ""),
    ]


def _newcomers(planned: Planned) -> str:
    """Name who reads the announcement in place of a reminder."""
    names = _first(planned.newcomers, whole="--dry-run --json")
    return f"{names}: their first letter of it, so they read the announcement" if names else ""


def _whole(planned: Planned) -> str:
    """Return what names everybody who is meant and cannot be told."""
    return f"gateway audience {as_typed(planned.notice.choice)}"


def _first(names: Sequence[str], *, whole: str) -> str:
    more = f", and {len(names) - NAMED} more: {whole}" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more


def _counts(found: Counter[str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in found.most_common())

"""Tell customers of something: show what would happen, have it confirmed, do it, watch it, name what comes next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

import click

from gateway.address import BadAddress, parse_address
from gateway.announcing import Planned
from gateway.cli.failures import Exit
from gateway.cli.notice_ask import look_and_ask
from gateway.cli.notice_letter import letter_name
from gateway.cli.notice_options import Manner
from gateway.cli.notice_watch import Watched, summed, watch
from gateway.cli.session import Session
from gateway.cli.words import counted
from gateway.desk.hours.length import spell
from gateway.desk.notice import Notice, NoticeKind, Stage
from gateway.desk.notices.agenda import Duty, agenda
from gateway.errors import Refused
from gateway.notice_issue import Issued
from gateway.office import Office

ASK_ABOVE = 20  # recipients: more than that are told only of what somebody has typed the name of
NAMED = 100  # of those who cannot be told

Lines = list[tuple[str, str]]


def tell(
    session: Session,
    office: Office,
    manner: Manner,
    planned: Planned,
    carry_out: Callable[[], Issued],
    *,
    lines: Iterable[tuple[str, str]] = (),
    draft: Callable[[], Notice] | None = None,
    next_command: str = "",
) -> None:
    """Carry a decision out that customers are told of, once it is confirmed.

    ``draft`` writes a new notice down without telling anybody: where nobody knew its name beforehand.
    """
    if not session.json:
        _show(session, planned, lines)
    if manner.dry_run or manner.test_to:
        _try(session, office, manner, planned)
        return
    if planned.stage is not None:
        _check_somebody(planned)
        office.proofs.check(planned)
        _confirm(session, office, manner, planned, draft)
    issued = carry_out()
    _done(session, office, manner, issued, next_command)


def typed_name(planned: Planned) -> str:
    """Return the name that has to be typed before customers are told; empty where a yes is enough."""
    return planned.name if len(planned.reached) > ASK_ABOVE else ""


def follow(session: Session, office: Office, manner: Manner, issued: Issued, next_command: str = "") -> None:
    """Watch what was issued without a question, and say what came of it."""
    _done(session, office, manner, issued, next_command)


def _check_somebody(planned: Planned) -> None:
    """Refuse to tell nobody; of an outage and of what is called off colleagues hear all the same."""
    by_colleagues = planned.notice.kind is NoticeKind.OUTAGE or planned.stage is Stage.CANCELLED
    if not planned.reached and not by_colleagues:
        names = ", ".join(f"{one.customer} ({one.why_not})" for one in planned.uncovered[:NAMED])
        raise Refused(f"nobody can be told: {names or 'nobody is left'}")


def say_drafted(session: Session, notice: Notice) -> None:
    """Say that a notice is kept and nobody was told."""
    if session.json:
        session.printer.document({"id": notice.id, "state": notice.state.value})
        return
    session.printer.text(f"{notice.id} is kept as a draft; nobody was told.")
    session.printer.next(f"gateway notice preview {notice.id} · gateway notice send {notice.id}")


def _show(session: Session, planned: Planned, lines: Iterable[tuple[str, str]]) -> None:
    notice, printer = planned.notice, session.printer
    called = f"{notice.id}  {notice.kind}" if notice.id else f"New {notice.kind} {typed_name(planned)}".rstrip()
    printer.text(f"{called}: {notice.title}", style="bold")
    said = [("Letter", letter_name(planned.stage))] if planned.stage else []
    printer.fields([*said, *lines, *_audience(session, planned)])
    warn_of_overlaps(session, planned)


def warn_of_overlaps(session: Session, planned: Planned) -> None:
    """Name the work that is planned for the same time, unless this is called off."""
    for other in () if planned.notice.state.over else planned.overlaps:
        session.printer.warn(f"careful: {other.id} ({other.title}) is planned for the same time")


def _audience(session: Session, planned: Planned) -> Lines:
    if planned.stage is None:
        return []
    told = planned.reached
    customers = [planned.customers[one.customer] for one in told if one.customer in planned.customers]
    languages = Counter(one.language or session.settings.language for one in customers)
    calendars = Counter(one.notice_calendar.value for one in customers)
    with_one = planned.notice.kind is NoticeKind.MAINTENANCE
    calendar = f"; calendar: {_counts(calendars)}" if with_one else ""
    left = planned.uncovered
    named = ", ".join(f"{one.customer} ({one.why_not})" for one in left[:NAMED])
    more = f" and {len(left) - NAMED} more" if len(left) > NAMED else ""
    return [
        ("Audience", f"{len(told)} of {counted(len(told) + len(left), 'customer')} can be told"),
        ("Skipped", named + more),
        ("Mail", f"{_counts(languages)}{calendar}" if told else ""),
    ]


def _came_of(issued: Issued, watched: Watched | None) -> str:
    """Say how the notice stands, which letter goes to how many, and how far those letters are."""
    notice, revision = issued.notice, issued.revision
    stands = f"{notice.id} is {notice.state}"
    if revision is None:
        return f"{stands}; customers are told nothing."
    to = f" to {counted(issued.told, 'customer')}" if issued.recipients else ""
    late = ""
    if revision.stage is Stage.REPORT and notice.confirmed_at:
        late = f", {spell(revision.at - notice.confirmed_at)} after it was confirmed"
    how = f": {summed(watched.counts)}" if watched else ""
    return f"{stands}. {letter_name(revision.stage).capitalize()}{to}{late}{how}."


def _counts(found: Counter[str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in found.most_common())


def _try(session: Session, office: Office, manner: Manner, planned: Planned) -> None:
    """Write every letter, send none; or one, to an address of ours."""
    if planned.stage is None:
        if session.json:
            session.printer.document({"dry_run": manner.dry_run, "letters": 0, "recipients": []})
        else:
            session.printer.text("Customers would be told nothing.")
        return
    if manner.test_to:
        try:
            to = parse_address(manner.test_to)
        except BadAddress as bad:
            raise Refused(f"--test-to {manner.test_to}: {bad}") from None
        proof = office.proofs.send(planned, to)
        if session.json:
            session.printer.document({"test_to": str(to), "letters": 1, "recipients": []})
            return
        whose = proof.customer.name or proof.customer.id
        session.printer.text(f"A test copy is on its way to {to}: {letter_name(planned.stage)}, the letter to {whose}.")
        session.printer.text("Nobody else was told.")
        session.printer.next("the same without --test-to")
        return
    written = office.proofs.all(planned)
    if session.json:
        session.printer.document({"dry_run": True, "letters": written, "recipients": _recipients(planned)})
        return
    session.printer.text(f"{counted(written, 'letter')} could be written; none was sent.")
    session.printer.next("the same without --dry-run")


def _recipients(planned: Planned) -> list[Mapping[str, object]]:
    return [{"customer": one.customer, "address": one.address, "why_not": one.why_not} for one in planned.recipients]


def _confirm(
    session: Session, office: Office, manner: Manner, planned: Planned, draft: Callable[[], Notice] | None
) -> None:
    """Have it confirmed; above ``ASK_ABOVE`` by the name of the notice.

    Raises ``UsageError`` or ``Refused``, or leaves.
    """
    if session.in_story:
        return
    many, name = bool(typed_name(planned)), planned.name
    if manner.confirm not in ("", name):
        raise Refused(f"--confirm names {manner.confirm}: customers are told of {name} only with --confirm {name}")
    if manner.confirm or (manner.yes and not many):
        return
    if manner.asks:
        look_and_ask(session, office, planned, draft)
    if many:
        _by_name(session, manner, planned, draft)
    elif not manner.asks:
        raise click.UsageError("give --yes: nobody can be asked here")


def _by_name(session: Session, manner: Manner, planned: Planned, draft: Callable[[], Notice] | None) -> None:
    name, count = planned.name, counted(len(planned.reached), "customer")
    if manner.asks:
        if click.prompt(f"Type {name} to send to {count}", err=True).strip().upper() != name:
            click.get_current_context().exit(Exit.ANSWERED_NO)
        return
    if draft is not None:
        kept = draft()
        raise Refused(
            f"{count} would be told: more than {ASK_ABOVE} only when somebody names the notice. It is kept as a draft\n"
            f"  gateway notice send {kept.id} --confirm {kept.id}"
        )
    raise Refused(f"{count} would be told: more than {ASK_ABOVE} only with --confirm {name}")


def _done(session: Session, office: Office, manner: Manner, issued: Issued, next_command: str) -> None:
    notice, revision, printer = issued.notice, issued.revision, session.printer
    watched = watch(session, office, notice, revision) if revision is not None and manner.wait else None
    if session.json:
        from gateway.cli.notice_json import notice_document  # here: people get no document

        with office.database.read() as connection:
            printer.document(notice_document(connection, notice, revision.number if revision else None))
    else:
        printer.text(_came_of(issued, watched))
        if revision and revision.stage in (Stage.SCHEDULED, Stage.RESCHEDULED):
            reminders = [session.local_time(one.at) for one in agenda(notice) if one.duty is Duty.REMINDER]
            printer.text(f"Reminders: {', '.join(reminders) or 'none'}.")
    if watched and watched.trouble:
        printer.warn(watched.trouble)
        click.get_current_context().exit(watched.exit)
    if next_command:
        printer.next(next_command.format(id=notice.id))

"""Tell customers of something: show what would happen, have it confirmed, do it, watch it, name what comes next."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import click

from gateway.announcing import Planned
from gateway.cli.notice_ask import leave, look_and_ask
from gateway.cli.notice_letter import letter_name
from gateway.cli.notice_options import Manner
from gateway.cli.notice_shown import ASK_ABOVE, NAMED, show_planned, typed_name, warn_of
from gateway.cli.notice_try import try_out
from gateway.cli.notice_watch import Watched, summed, watch
from gateway.cli.session import Session
from gateway.cli.views import Json
from gateway.cli.words import counted
from gateway.desk.hours.length import spell
from gateway.desk.notice import Notice, NoticeKind, Stage
from gateway.desk.notices.agenda import Duty, agenda
from gateway.desk.notices.decided import Decided
from gateway.errors import Refused
from gateway.notice_issue import Issued, check_shown
from gateway.office import Office
from gateway.store.notices import notice_named


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
        show_planned(session, planned, lines)
        warn_of(session, office, planned)
    if manner.is_trial:
        try_out(session, office, manner, planned)
        if session.json:
            warn_of(session, office, planned)
        return
    if planned.stage is not None:
        _check_somebody(planned)
        office.specimens.check(planned)
        _confirm(session, office, manner, planned, draft)
    issued = carry_out()
    if session.json:  # not before it: a refusal is one document there
        warn_of(session, office, planned)
    _done(session, office, manner, issued, next_command)


def follow(session: Session, office: Office, manner: Manner, issued: Issued, next_command: str = "") -> None:
    """Watch what was issued without a question, and say what came of it."""
    _done(session, office, manner, issued, next_command)


def _check_somebody(planned: Planned) -> None:
    """Refuse to tell nobody; of an outage and of what is called off colleagues hear all the same."""
    by_colleagues = planned.notice.kind is NoticeKind.OUTAGE or planned.stage is Stage.CANCELLED
    if not planned.reached and not by_colleagues:
        left = [f"{one} (left {planned.notice.mailing_list})" for one in planned.left]
        names = ", ".join([*(f"{one.customer} ({one.why_not})" for one in planned.uncovered), *left][:NAMED])
        raise Refused(f"nobody can be told: {names or 'nobody is left'}")


def say_drafted(
    session: Session, office: Office, notice: Notice, lines: Callable[[Planned], Iterable[tuple[str, str]]]
) -> None:
    """Say that a notice is kept and nobody was told; how it was understood, who would be, and who cannot."""
    planned = would_tell(office, notice)
    if session.json:
        from gateway.cli.notice_json import unsent_document  # here: people get no document

        session.printer.document(unsent_document(planned))
        warn_of(session, office, planned)
        return
    show_planned(session, planned, lines(planned))
    warn_of(session, office, planned)
    session.printer.text(f"{notice.id} is kept as a draft; nobody was told.")
    session.printer.next(f"gateway notice preview {notice.id} · {_sending(planned)}")


def would_tell(office: Office, draft: Notice) -> Planned:
    """Return whom a draft would tell, whether or not it may be sent as it is."""
    first = next(one for one in Stage if one.kind is draft.kind)
    return office.announcing.plan(draft.id, lambda known, _: Decided(known, "", "a draft", first), by=draft.created_by)


def _sending(planned: Planned) -> str:
    confirmed = f" --confirm {planned.name}" if typed_name(planned) else ""
    return f"gateway notice send {planned.name}{confirmed}"


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
    return f"{stands}. {letter_name(notice, revision.stage).capitalize()}{to}{late}{how}."


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
    if manner.confirm:
        _check_known(session, office, planned)
        return
    if manner.yes and not many:
        return
    if manner.asks:
        look_and_ask(session, office, planned, draft)
    if many:
        _by_name(session, office, manner, planned, draft)
    elif not manner.asks:
        raise click.UsageError("give --yes: nobody can be asked here")


def _check_known(session: Session, office: Office, planned: Planned) -> None:
    """Refuse to tell others by the name of a draft than were shown when it was kept; who they are is shown by now."""
    notice = planned.notice
    if notice.shown is None:
        return
    try:
        check_shown(notice, planned.recipients, notice.shown)
    except Refused as grown:
        office.announcing.keep_shown(notice.id, planned)
        raise Refused(str(grown), _refused_document(office, planned, notice.id) if session.json else None) from None


def _by_name(
    session: Session, office: Office, manner: Manner, planned: Planned, draft: Callable[[], Notice] | None
) -> None:
    name, count = planned.name, counted(len(planned.reached), "customer")
    if manner.asks:
        if click.prompt(f"Type {name} to send to {count}", err=True).strip().upper() != name:
            leave(session, planned)
        return
    how = f"with --confirm {name}"
    if draft is not None:
        name = draft().id
        how = "when somebody names the notice. It is kept as a draft\n  "
        how += f"gateway notice send {name} --confirm {name}"
    elif planned.notice.id:
        office.announcing.keep_shown(name, planned)
    facts = _refused_document(office, planned, name) if session.json else None
    raise Refused(f"{count} would be told: more than {ASK_ABOVE} only {how}", facts)


def _refused_document(office: Office, planned: Planned, name: str) -> Json:
    """Return a notice as it still stands, with whom it would tell, and what has to be typed for that."""
    from gateway.cli.notice_json import unsent_document  # here: people get no document

    with office.database.read() as connection:
        kept = notice_named(connection, name)
    return {**unsent_document(replace(planned, notice=kept)), "confirm": name}


def _done(session: Session, office: Office, manner: Manner, issued: Issued, next_command: str) -> None:
    notice, revision, printer = issued.notice, issued.revision, session.printer
    watched = watch(session, office, notice, revision, by=manner.by) if revision is not None and manner.wait else None
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

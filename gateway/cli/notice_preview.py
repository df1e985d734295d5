"""``gateway notice preview``: a letter of a notice as a customer would get it, now or at a later stage of its life."""

from __future__ import annotations

from pathlib import Path

import click

from gateway.announcing import Planned
from gateway.cli.command import Command, with_session
from gateway.cli.eta import HELD_TO
from gateway.cli.notice_headline import next_command
from gateway.cli.notice_options import NAME
from gateway.cli.notice_waits import asked_of, is_awaited
from gateway.cli.session import Session
from gateway.cli.words import LINE
from gateway.desk.notice import DOWN_WORDS, Notice, NoticeKind, NoticeState, Stage
from gateway.desk.notices.decided import Bearings, Decided
from gateway.desk.notices.foreseen import foreseen
from gateway.errors import Refused
from gateway.office import Office
from gateway.specimens import Specimen

_OF = {kind: tuple(stage for stage in Stage if stage.kind is kind) for kind in NoticeKind}


@click.command(
    "preview",
    cls=Command,
    examples=(
        "gateway notice preview MNT-2026-0142 --customer acme",
        "gateway notice preview INC-2026-0031 --as-of restored --html restored.html",
        "gateway notice preview MNT-2026-0142 --as-of cancelled --ics cancelled.ics",
    ),
)
@NAME
@click.option("--customer", type=LINE, default="", metavar="ID", help="Whose letter; else that of the first.")
@click.option(
    "--as-of", "stage", type=click.Choice([one.value for one in Stage]), help="At which stage; else the next."
)
@click.option("--html", "html", type=click.Path(path_type=Path), metavar="FILE", help="Write the HTML there.")
@click.option("--ics", "ics", type=click.Path(path_type=Path), metavar="FILE", help="Write the calendar file there.")
@with_session
def preview(session: Session, name: str, customer: str, stage: str | None, html: Path | None, ics: Path | None) -> None:
    """Show a letter of a notice as a customer would get it. Sends nothing.

    Texts that nobody has written yet are left out, as they would be. Times that are not known yet are those of the
    window of maintenance, and else of now.
    """
    with session.office() as office:
        planned = _planned(office, name, Stage(stage) if stage else None)
        follows = planned.stage is not _OF[planned.notice.kind][0]
        specimen = office.specimens.of(planned, customer, follows=follows)
        with office.database.read() as connection:
            asked = asked_of(connection, planned.notice)
    if html:
        _write(html, (specimen.written.said.html or "").encode("utf-8"))
    if ics:
        if specimen.written.calendar is None:
            raise Refused(f"{specimen.customer.id} gets no calendar file with it")
        _write(ics, specimen.written.calendar.octets)
    _show(session, specimen)
    if planned.notice.eta and planned.stage in DOWN_WORDS:
        session.printer.warn(f"{HELD_TO}, {session.local_time(planned.notice.eta)}")
    if _is_unmoved(planned.notice):
        session.printer.note(f"The window of {planned.notice.id} is as it was: old and new times are the same here.")
    session.printer.next(next_command(planned.notice, planned.now, awaited=is_awaited(asked, planned.now)))


def _planned(office: Office, name: str, stage: Stage | None) -> Planned:
    def decide(notice: Notice, found: Bearings) -> Decided:
        if notice.state is NoticeState.CLOSED and notice.restored_at is None:
            raise Refused(f"{notice.id} was closed before customers were told of it: it has no letter")
        told = stage or _next(notice)
        if told not in _OF[notice.kind]:
            there = ", ".join(_OF[notice.kind])
            raise Refused(f"{notice.id} never comes to {told}: --as-of is one of {there}")
        return Decided(foreseen(notice, told, found), "", "a preview", told)

    return office.announcing.plan(name, decide, by="preview", foreseen=True)


def _next(notice: Notice) -> Stage:
    """Return what customers are told next; of what is over what they were told last."""
    if notice.state is NoticeState.RESTORED and not notice.missing:
        return Stage.FINAL
    return {
        NoticeState.SCHEDULED: Stage.REMINDER,
        NoticeState.IN_PROGRESS: Stage.COMPLETED,
        NoticeState.COMPLETED: Stage.COMPLETED,
        NoticeState.CANCELLED: Stage.CANCELLED,
        NoticeState.REPORTED: Stage.HOLDING,
        NoticeState.RESTORED: Stage.RCA,
        NoticeState.CLOSED: Stage.FINAL,
    }.get(notice.state, _OF[notice.kind][0])


def _is_unmoved(notice: Notice) -> bool:
    """Tell whether a letter is looked at that names two windows where there is one."""
    return notice.was_start is not None and (notice.was_start, notice.was_end) == (notice.start, notice.end)


def _write(file: Path, octets: bytes) -> None:
    try:
        file.write_bytes(octets)
    except OSError as error:
        raise Refused(f"{file}: {error.strerror}") from None


def _show(session: Session, specimen: Specimen) -> None:
    said, calendar = specimen.written.said, specimen.written.calendar
    if session.json:
        session.printer.document(
            {
                "customer": specimen.customer.id,
                "to": specimen.recipient.address,
                "language": said.language,
                "subject": said.subject,
                "text": said.text,
                "html": said.html,
                "ics": calendar.octets.decode("utf-8") if calendar else None,
            }
        )
        return
    session.printer.fields([("To", specimen.recipient.address), ("Subject", said.subject), ("Language", said.language)])
    session.printer.text()
    session.printer.text(said.text.rstrip("\n"))
    if calendar:
        session.printer.note(f"With the calendar file {calendar.name}.")

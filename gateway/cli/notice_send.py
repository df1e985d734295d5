"""``gateway notice send``: tell customers of a draft, or ask a colleague whether they may be told."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from functools import partial

import click

from gateway.announcing import Planned
from gateway.cli.command import Command
from gateway.cli.maintenance_window import moment_lines, window_lines
from gateway.cli.notice_circular import check_twin
from gateway.cli.notice_lacks import with_answers
from gateway.cli.notice_options import NAME, SHORT_NOTICE_HELP, Manner, telling, text_option, texts
from gateway.cli.notice_second import sample_of, say_asked
from gateway.cli.notice_tell import tell
from gateway.cli.notice_waits import asked_of, is_awaited, waiting
from gateway.cli.session import Session
from gateway.cli.words import LINE
from gateway.desk.notice import Notice, NoticeKind, NoticeState
from gateway.desk.notices import maintenance
from gateway.desk.notices.announce import announce
from gateway.desk.notices.decided import Bearings, Decided
from gateway.desk.team import Person
from gateway.errors import Refused
from gateway.notice_issue import reached
from gateway.notice_release import two_people
from gateway.office import Office
from gateway.store.notices import notice_named

_QUESTIONS = {
    "reason": "What is done",
    "short_notice": "Why can it not wait",
    "customer_action": "What should customers do (or nothing)",
}


@click.command(
    "send",
    cls=Command,
    examples=(
        "gateway notice send MNT-2026-0142 --yes",
        "gateway notice send MNT-2026-0142 --confirm MNT-2026-0142",
        "gateway notice send MNT-2026-0142 --approve-by lena@example.com --by dana",
    ),
)
@NAME
@text_option(
    "--reason", "reason", "What is done, if a draft of maintenance does not say it, or not so: customers read it."
)
@text_option("--customer-action", "customer_action", 'What customers should do, or "nothing".')
@text_option("--short-notice", "short_notice", SHORT_NOTICE_HELP)
@click.option("--approve-by", type=LINE, metavar="ADDR", help="Who of us releases it, by mail; also to ask again.")
@telling
def send(session: Session, name: str, approve_by: str | None, manner: Manner, **said: str | None) -> None:
    """Tell customers of a draft, or ask somebody of the team whether they may be told.

    The notice of maintenance that policies promise counts from when they are told. Whoever is asked reads the letter;
    who was asked before has no say any more.

    What a draft of maintenance lacks can be said here: --reason, --customer-action, --short-notice.
    """
    words = texts(**with_answers(session, manner, name, said, partial(_lacks, again=bool(approve_by)), _QUESTIONS))

    def kept(notice: Notice) -> Notice:
        if words and notice.kind is not NoticeKind.MAINTENANCE:
            flags = ", ".join(f"--{one.replace('_', '-')}" for one in words)
            raise Refused(f"{notice.id} is no maintenance, which alone has them: leave out {flags}")
        return maintenance.reworded(notice, words) if words else notice

    def decide(notice: Notice, found: Bearings) -> Decided:
        draft = replace(kept(notice), approve_by="") if approve_by else kept(notice)
        return announce(draft, found)

    with session.office() as office:
        if approve_by:
            two_people(office.law.team, approve_by, by=manner.by)
        planned = office.announcing.plan(name, decide, by=manner.by)
        if planned.notice.kind is NoticeKind.NEWSLETTER:
            check_twin(session, office, planned.notice, manner)
        lines = (
            window_lines(session, planned)
            if planned.notice.kind is NoticeKind.MAINTENANCE
            else moment_lines(session, planned.notice.start)
        )
        if approve_by and not manner.is_trial:
            _warn_of_earlier(session, office, planned)
            notice, person = _ask(office, planned, kept, approve_by, manner)
            say_asked(session, office, planned, notice, person, lines)
            return
        off = " · gateway maintenance cancel {id}" if planned.notice.kind is NoticeKind.MAINTENANCE else ""
        tell(
            session,
            office,
            manner,
            planned,
            lambda: office.announcing.change(name, decide, by=manner.by, planned=planned),
            lines=lines,
            next_command="gateway notice report {id}" + off,
        )


def _lacks(notice: Notice, *, again: bool) -> Collection[str]:
    """Name what a draft of maintenance lacks; one that waits for an answer by mail is not sent by what is typed."""
    is_plan = notice.kind is NoticeKind.MAINTENANCE and notice.state is NoticeState.DRAFT
    return maintenance.lacking(notice) if is_plan and (again or not notice.approve_by) else ()


def _warn_of_earlier(session: Session, office: Office, planned: Planned) -> None:
    """Say that an earlier mail was not answered, and counts no more."""
    with office.database.read() as connection:
        asked = asked_of(connection, notice_named(connection, planned.notice.id))
    if is_awaited(asked, planned.now):
        said = waiting(asked, planned.now, session.settings.timezone)
        session.printer.warn(f"careful: {planned.notice.id} {said}: an answer to that mail releases nothing any more")


def _ask(
    office: Office, planned: Planned, kept: Callable[[Notice], Notice], approver: str, manner: Manner
) -> tuple[Notice, Person]:
    """Ask somebody whether customers may be told of a draft."""
    return office.announcing.ask_for_release(
        planned.notice.id,
        lambda draft, _: Decided(kept(draft), "", f"{manner.by} asks for a second word"),
        approver,
        by=manner.by,
        shown=reached(planned.recipients),
        prove=lambda named: sample_of(office, planned, named),
    )

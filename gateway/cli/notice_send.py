"""Drive the letters of a notice: ``send``, ``pause``, ``resume``, ``abort``, ``retry``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import click

from gateway.announcing import Planned
from gateway.cli.command import Command, with_session
from gateway.cli.maintenance_window import moment_lines, window_lines
from gateway.cli.notice_options import BY, NAME, SHORT_NOTICE_HELP, Manner, following, telling, text_option, texts
from gateway.cli.notice_release import check_twin
from gateway.cli.notice_second import sample_of, say_asked
from gateway.cli.notice_tell import follow, tell
from gateway.cli.session import Session
from gateway.cli.views import Json
from gateway.cli.words import LINE, counted
from gateway.desk.notice import Notice, NoticeKind, NoticeState, Revision, Standing
from gateway.desk.notices import maintenance
from gateway.desk.notices.announce import announce
from gateway.desk.notices.decided import Bearings, Decided
from gateway.desk.notices.draft import give_up
from gateway.desk.team import Person
from gateway.errors import Refused
from gateway.notice_approval import two_people
from gateway.notice_issue import Issued
from gateway.office import Office
from gateway.store.notices import notice_named, revisions_of

_ONLY = click.Choice([Standing.BOUNCED.value, Standing.FAILED.value])


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
@text_option("--reason", "reason", "What is done, where the draft of maintenance does not say it, or not so.")
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
    words = texts(**said)

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
            notice, person = _ask(office, planned, kept, approve_by, manner)
            say_asked(session, planned, notice, person, lines)
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


def _ask(
    office: Office, planned: Planned, kept: Callable[[Notice], Notice], approver: str, manner: Manner
) -> tuple[Notice, Person]:
    """Ask somebody whether customers may be told of a draft."""
    return office.announcing.ask_for_release(
        planned.notice.id,
        lambda draft, _: Decided(kept(draft), "", f"{manner.by} asks for a second word"),
        approver,
        by=manner.by,
        prove=lambda named: sample_of(office, planned, named),
    )


@click.command("pause", cls=Command, examples=("gateway notice pause MNT-2026-0142",))
@NAME
@BY
@with_session
def pause(session: Session, name: str, by: str) -> None:
    """Write no more letters of a notice until it is resumed; those that are written already leave."""
    with session.office() as office:
        found = office.notice_delivery.pause(name, by=by)
        left = _left(office, found[0].notice_id)
        if session.json:
            session.printer.document({**_document(office, found[-1]), "left": left})
            return
    session.printer.text(f"{found[0].notice_id} is paused; {counted(left, 'letter')} to be written.")
    session.printer.next(f"gateway notice resume {found[0].notice_id}")


@click.command(
    "resume",
    cls=Command,
    examples=("gateway notice resume MNT-2026-0142", "gateway notice resume MNT-2026-0142 --no-wait"),
)
@NAME
@text_option("--short-notice", "short_notice", SHORT_NOTICE_HELP)
@following
def resume(session: Session, name: str, short_notice: str | None, manner: Manner) -> None:
    """Go on with the letters of a notice that was paused. Who has been told is not told again.

    What has come too late by now is not sent, and the notice that policies promise counts anew.
    """
    with session.office() as office:
        found = office.notice_delivery.resume(name, by=manner.by, short_notice=short_notice or "")
        with office.database.read() as connection:
            notice = notice_named(connection, name)
        follow(session, office, manner, Issued(notice, found[-1]), "gateway notice report {id}")


@click.command("abort", cls=Command, examples=('gateway notice abort NWL-2026-0007 --reason "wrong text"',))
@NAME
@click.option("--reason", type=LINE, default="", metavar="TEXT", help="Why; kept in the history.")
@BY
@with_session
def abort(session: Session, name: str, reason: str, by: str) -> None:
    """Leave out everybody whose letter no server has taken. Who was told already can be told that it is cancelled.

    A draft of any kind is given up: nobody hears of it.
    """
    with session.office() as office:
        with office.database.read() as connection:
            notice = notice_named(connection, name)
        if notice.state is NoticeState.DRAFT:
            _give_up(session, office, name, reason, by=by)
            return
        found = office.notice_delivery.abort(name, by=by, reason=reason)
        if session.json:
            session.printer.document(_document(office, found[-1]))
            return
    session.printer.text(f"{notice.id}: nobody else is told.")
    can_be = notice.kind is NoticeKind.MAINTENANCE and not notice.state.over
    cancel = f"gateway maintenance cancel {notice.id} · " if can_be else ""  # tells those who were told
    session.printer.next(f"{cancel}gateway notice report {notice.id}")


def _give_up(session: Session, office: Office, name: str, reason: str, *, by: str) -> None:
    made = office.announcing.change(name, lambda one, found: give_up(one, found, reason), by=by).notice
    if session.json:
        from gateway.cli.notice_json import untold_document  # here: people get no document

        session.printer.document(untold_document(office.database, made))
        return
    session.printer.text(f"{made.id} is given up: nobody is told.")
    session.printer.next("gateway notice list")


@click.command(
    "retry",
    cls=Command,
    examples=(
        "gateway notice retry MNT-2026-0142",
        "gateway notice retry MNT-2026-0142 --only bounced --to hooli=noc2@hooli.example",
    ),
)
@NAME
@click.option("--only", type=_ONLY, multiple=True, help="Only those whose letter stands like this.")
@click.option("--to", "addresses", multiple=True, metavar="ID=ADDR", help="Another address of a customer, this once.")
@following
def retry(session: Session, name: str, only: tuple[str, ...], addresses: tuple[str, ...], manner: Manner) -> None:
    """Write the newest letter of a notice again to those whom it did not reach.

    An address for good is set with gateway customers set.
    """
    with session.office() as office:
        wanted = [Standing(one) for one in only]
        again = office.notice_delivery.retry(name, wanted, dict(map(_pair, addresses)), by=manner.by)
        with office.database.read() as connection:
            notice = notice_named(connection, name)
            revision = revisions_of(connection, notice.id)[-1][0]
        if not session.json:
            session.printer.text(f"Again to {', '.join(one.customer or one.copy_to for one in again)}.")
        follow(session, office, manner, Issued(notice, revision), "gateway notice report {id}")


def _pair(written: str) -> tuple[str, str]:
    customer, sign, address = written.partition("=")
    if not sign or not customer.strip() or not address.strip():
        raise click.UsageError(f'--to is ID=ADDR, such as hooli=noc2@hooli.example, and "{written}" is not')
    return customer.strip().casefold(), address.strip()


def _document(office: Office, revision: Revision) -> Json:
    from gateway.cli.notice_json import notice_document  # here: people get no document

    with office.database.read() as connection:
        return notice_document(connection, notice_named(connection, revision.notice_id), revision.number)


def _left(office: Office, name: str) -> int:
    from gateway.store.notices import standing_counts

    with office.database.read() as connection:
        numbers = [one.number for one, _ in revisions_of(connection, name)]
        return sum(standing_counts(connection, name, number).get(Standing.QUEUED, 0) for number in numbers)

"""Drive the letters of a notice: ``pause``, ``resume``, ``abort``, ``retry``."""

from __future__ import annotations

import click

from gateway.cli.command import Command, with_session
from gateway.cli.notice_options import NAME, SHORT_NOTICE_HELP, Manner, following, text_option
from gateway.cli.notice_tell import follow
from gateway.cli.session import Session
from gateway.cli.views import Json
from gateway.cli.words import BY, WHY_KEPT, counted
from gateway.desk.notice import NoticeState, Revision, Standing
from gateway.desk.notices.draft import give_up
from gateway.desk.notices.said import ended_by
from gateway.notice_issue import Issued
from gateway.office import Office
from gateway.store.notices import is_stopped, notice_named, revisions_of

_ONLY = click.Choice([Standing.BOUNCED.value, Standing.FAILED.value])


@click.command("pause", cls=Command, examples=("gateway notice pause MNT-2026-0142",))
@NAME
@BY
@with_session
def pause(session: Session, name: str, by: str) -> None:
    """Write no more letters of a notice until it is resumed; those that are written already leave."""
    with session.office() as office:
        found = office.notice_pause.pause(name, by=by)
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
        found = office.notice_pause.resume(name, by=manner.by, short_notice=short_notice or "")
        with office.database.read() as connection:
            notice = notice_named(connection, name)
        follow(session, office, manner, Issued(notice, found[-1]), "gateway notice report {id}")


@click.command("abort", cls=Command, examples=('gateway notice abort NWL-2026-0007 --reason "wrong text"',))
@NAME
@WHY_KEPT
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
        found = office.notice_pause.abort(name, by=by, reason=reason)
        with office.database.read() as connection:
            ends = ended_by(notice, stopped=is_stopped(connection, notice.id))
        if session.json:
            session.printer.document(_document(office, found[-1]))
            return
    session.printer.text(f"{notice.id}: nobody else is told.")
    session.printer.next(" · ".join(one for one in (ends, f"gateway notice report {notice.id}") if one))


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
        again = office.notice_retry.retry(name, wanted, dict(map(_pair, addresses)), by=manner.by)
        with office.database.read() as connection:
            notice = notice_named(connection, name)
            revision = revisions_of(connection, notice.id)[-1][0]
        if not session.json:
            session.printer.text(f"On its way to {', '.join(one.customer or one.copy_to for one in again)}.")
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

"""``gateway notice report``: how the letters of a notice fared, who answered, and who could not be told.

All letters go to the relay. What servers behind it say comes back as bounces, each with the host that said it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import click

from gateway.cli.command import Command, with_session
from gateway.cli.notice_headline import clock
from gateway.cli.notice_json import counts_of, delivery_of, notice_document, recipients_json, revision_json
from gateway.cli.notice_options import NAME
from gateway.cli.session import Session, utc
from gateway.cli.views import Json
from gateway.cli.words import Number, counted
from gateway.desk.notice import Delivery, Notice, Revision, Standing
from gateway.desk.notices.proof import ColleagueTold
from gateway.errors import NotFound
from gateway.store.database import Connection
from gateway.store.notice_proof import colleagues_told
from gateway.store.notices import Answer, Told, answers_to, notice_named, revisions_of, told_of

SHOWN = 50  # of those whom it has not reached, and of the tickets
_STATUS = re.compile(r"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.])")  # RFC 3463
_WORDS = {
    Standing.QUEUED: "queued",
    Standing.FAILED: "given up after days",
    Standing.SKIPPED: "skipped",
    Standing.OBSERVED: "written, and in observe mode not sent",
}


@dataclass(frozen=True, slots=True)
class _Report:
    notice: Notice
    revisions: Sequence[Revision]
    """The newest first."""
    told: Mapping[int, Sequence[Told]]
    answers: Sequence[Answer]
    colleagues: Sequence[ColleagueTold]

    @property
    def uncovered(self) -> dict[str, str]:
        """Why customers could never be told, by id."""
        every = [one for told in self.told.values() for one in told if one.recipient.customer]
        had = {one.recipient.customer for one in every if one.recipient.address}
        return {one.recipient.customer: one.recipient.why_not for one in every if one.recipient.customer not in had}


@click.command(
    "report",
    cls=Command,
    examples=(
        "gateway notice report MNT-2026-0142",
        "gateway notice report MNT-2026-0142 --recipients",
        "gateway notice report INC-2026-0031 --revision 0",
        "gateway notice report MNT-2026-0142 --json",
    ),
)
@NAME
@click.option("--revision", type=Number(0), metavar="N", help="Only this one; without, all, the newest first.")
@click.option("--recipients", is_flag=True, help="Name everybody: told at which address, when, what was said to it.")
@with_session
def report(session: Session, name: str, revision: int | None, recipients: bool) -> None:
    """Say for whom the relay took the letters of a notice, who has not got them and why, and who answered.

    "Accepted" means that the relay took it and no server behind it has sent it back: nobody knows whether it was read.
    Words with a host in front of them are that server's, all others the relay's. Who got it is counted, and named with
    --recipients.
    """
    with session.store() as database, database.read() as connection:
        found = _read(connection, name)
        _check(found, revision)
        document = _json(connection, found, revision, everybody=recipients) if session.json else None
    if document is not None:
        session.printer.document({**document, "accepted_by": "relay" if _has_relay(session) else "maildir"})
        return
    _show(session, found, revision, everybody=recipients)


def _read(connection: Connection, name: str) -> _Report:
    notice = notice_named(connection, name)
    issued = revisions_of(connection, notice.id)
    told: dict[int, list[Told]] = {}
    for one in told_of(connection, notice.id):
        told.setdefault(one.number, []).append(one)
    revisions = tuple(one for one, _ in reversed(issued))
    return _Report(notice, revisions, told, answers_to(connection, notice.id), colleagues_told(connection, notice.id))


def _check(found: _Report, number: int | None) -> None:
    if number is None or any(one.number == number for one in found.revisions):
        return
    there = f"revisions 0 to {found.revisions[0].number}" if found.revisions else "none: nobody has been told of it yet"
    raise NotFound(f"{found.notice.id} has no revision {number}: there are {there}")


def _show(session: Session, found: _Report, number: int | None, *, everybody: bool) -> None:
    printer, notice = session.printer, found.notice
    printer.text(f"{notice.id}  {notice.title}  {notice.state}", style="bold")
    if not found.revisions:
        printer.text("Nobody has been told of it yet.")
        printer.next(f"gateway notice show {notice.id}")
        return
    for revision in found.revisions:
        if number in (None, revision.number):
            told = found.told.get(revision.number, ())
            _show_revision(session, notice, revision, told, everybody=everybody)
    _show_answers(session, found.answers)
    if found.uncovered:
        printer.text()
        named = ", ".join(f"{name} ({why})" for name, why in list(found.uncovered.items())[:SHOWN])
        printer.text(f"Uncovered {len(found.uncovered)}: {named} -> {_asked(session, found.colleagues)}")
    printer.next(_next(found))


def _show_revision(
    session: Session, notice: Notice, revision: Revision, told: Sequence[Told], *, everybody: bool
) -> None:
    printer, copies = session.printer, sum(bool(one.recipient.copy_to) for one in told)
    delivery = delivery_of(notice, revision, told)
    said = f"by {revision.by}" if revision.by else "by itself"
    printer.text()
    printer.text(
        f"Revision {revision.number}  {revision.stage}  {session.local_time(revision.at)}  {said}  {delivery}",
        style="cyan",
    )
    also = f" (and {'a copy' if copies == 1 else f'{copies} copies'} to colleagues)" if copies else ""
    customers = [one for one in told if one.recipient.customer]
    printer.text(f"{counted(len(customers), 'customer')}: {', '.join(_counts(session, customers)) or 'none'}{also}")
    if everybody:
        words = ("Customer", "Told at", "State", "When", "What was said")
        printer.table(words, [_whole_row(session, one) for one in told], flexible=4, optional=(4,))
        return
    rows = [_row(session, one) for one in customers if one.standing is not Standing.ACCEPTED]
    if rows:
        printer.table(("Customer", "Told at", "State", "Why"), rows[:SHOWN], flexible=3, optional=(1,))
    if len(rows) > SHOWN:
        printer.note(f"The first {SHOWN} of {len(rows)} who have not got it; --recipients names all.")


def _counts(session: Session, told: Sequence[Told]) -> Iterator[str]:
    for standing, number in counts_of(told).items():
        theirs = [one for one in told if one.standing is standing]
        if not number:
            continue
        match standing:
            case Standing.DEFERRED:
                tries = [one.next_try_at for one in theirs if one.next_try_at]
                yield f"{number} deferred (next try {_clock(session, min(tries))})" if tries else f"{number} deferred"
            case Standing.BOUNCED:
                named = ", ".join(f"{status} {', '.join(who)}" for status, who in _by_status(theirs).items())
                yield f"{number} bounced ({named})"
            case Standing.ACCEPTED:
                yield f"{number} {'taken by the relay' if _has_relay(session) else 'written to the Maildir'}"
            case _:
                yield f"{number} {_WORDS[standing]}"


def _has_relay(session: Session) -> bool:
    return bool(session.settings.relay.url) or "relay.url" in session.loaded.unread


def _by_status(told: Sequence[Told]) -> dict[str, list[str]]:
    """Return whom each status of a bounce concerns: ``5.1.1`` and the like, where there is one."""
    found: dict[str, list[str]] = {}
    for one in told[:SHOWN]:
        match = _STATUS.search(one.reply)
        found.setdefault(match[0] if match else "without a status", []).append(one.recipient.customer)
    return found


def _row(session: Session, one: Told) -> tuple[str, str, str, str]:
    to = one.recipient
    why = to.why_not or one.reply
    if one.next_try_at:
        why = f"next try {_clock(session, one.next_try_at)}: {why}"
    elif one.standing in (Standing.BOUNCED, Standing.FAILED) and one.settled_at:
        why = f"{_clock(session, one.settled_at)}: {why}"
    return to.customer, to.address or "(none that works)", one.standing.value, why


def _whole_row(session: Session, one: Told) -> tuple[str, str, str, str, str]:
    to = one.recipient
    at = _clock(session, one.settled_at) if one.settled_at else ""
    when = f"next try {_clock(session, one.next_try_at)}" if one.next_try_at else at
    where = to.copy_to or to.address or "(none that works)"
    return to.customer or "(a copy)", where, one.standing.value, when, to.why_not or one.reply


def _show_answers(session: Session, answers: Sequence[Answer]) -> None:
    if not answers:
        return
    printer = session.printer
    printer.text()
    printer.text(f"Replies {len(answers)}", style="bold")
    rows = [(one.case, one.status, one.customer, one.subject) for one in answers[:SHOWN]]
    printer.table(("Case", "Status", "Customer", "Subject"), rows, flexible=3, optional=(1,))
    if len(answers) > SHOWN:
        printer.note(f"The first {SHOWN} of {len(answers)}; --json has all.")


def _asked(session: Session, colleagues: Sequence[ColleagueTold]) -> str:
    if not colleagues:
        return "nobody of ours was mailed: nobody looks after them"
    people = ", ".join(sorted({one.address for one in colleagues}))
    return f"{people} was mailed {session.local_time(min(one.at for one in colleagues))}"


def _next(found: _Report) -> str:
    notice, newest = found.notice, found.revisions[0]
    told = found.told.get(newest.number, ())
    if newest.delivery is Delivery.PAUSED:
        return f"gateway notice resume {notice.id}"
    if any(one.standing in (Standing.BOUNCED, Standing.FAILED) for one in told):
        return f"gateway notice retry {notice.id} --only bounced --to CUSTOMER=ADDRESS"
    return f"gateway notice show {notice.id}"


def _clock(session: Session, at: datetime) -> str:
    return clock(at, session.clock.now(), session.settings.timezone)


def _json(connection: Connection, found: _Report, number: int | None, *, everybody: bool) -> Json:
    """Return the revision that was asked for, else the newest, and beside it how all of them fared.

    ``everybody``: each of them with its own recipients, too.
    """
    newest = found.revisions[0].number if found.revisions else None
    return {
        **notice_document(connection, found.notice, newest if number is None else number),
        "revisions": [_revision_json(found, one, everybody=everybody) for one in found.revisions],
        "replies": [
            {"case": one.case, "status": one.status, "customer": one.customer or None, "subject": one.subject}
            for one in found.answers
        ],
        "uncovered": [{"customer": name, "why": why} for name, why in found.uncovered.items()],
        "colleagues": [
            {"address": one.address, "at": utc(one.at), "customers": list(one.customers)} for one in found.colleagues
        ],
    }


def _revision_json(found: _Report, revision: Revision, *, everybody: bool) -> Json:
    told = found.told.get(revision.number, ())
    return {**revision_json(found.notice, revision, told), **(recipients_json(told) if everybody else {})}

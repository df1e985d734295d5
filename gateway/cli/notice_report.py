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
from gateway.desk.notice import Delivery, Notice, NoticeKind, Recipient, Revision, Standing
from gateway.desk.notices.audit_record import ColleagueTold
from gateway.desk.notices.uncovered import Asking, Fared, addresses_in, asking, is_told_again, newest_of
from gateway.desk.notices.unreached import is_left_to_colleagues
from gateway.errors import NotFound
from gateway.store.database import Connection
from gateway.store.notice_record import colleagues_told
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
class _Uncovered:
    """A customer whom mail does not reach."""

    customer: str
    why: str
    told_by: str
    """The colleagues who were asked to tell them; empty for nobody."""
    told_at: datetime | None
    """When they were asked last."""
    ask_at: datetime | None
    """When somebody is asked to tell them the newest word; None where nobody is, or was with that word."""


@dataclass(frozen=True, slots=True)
class _Report:
    notice: Notice
    revisions: Sequence[Revision]
    """The newest first."""
    told: Mapping[int, Sequence[Told]]
    answers: Sequence[Answer]
    colleagues: Sequence[ColleagueTold]

    @property
    def uncovered(self) -> list[_Uncovered]:
        """Return the customers whom mail does not reach: no address that works, or their newest letter came back."""
        issued = {one.number: one for one in self.revisions}
        theirs: dict[str, list[Told]] = {}
        for number in sorted(self.told):
            for one in self.told[number]:
                if one.recipient.customer:
                    theirs.setdefault(one.recipient.customer, []).append(one)
        every = (_uncovered(some, issued) for _, some in sorted(theirs.items()))
        return [one for one in every if one is not None]


def _uncovered(theirs: Sequence[Told], issued: Mapping[int, Revision]) -> _Uncovered | None:
    """Return how a customer stands whom mail does not reach; None for one whom it does, or may yet."""
    fared = [Fared(one.number, issued[one.number].stage, one.recipient, one.standing, one.reply) for one in theirs]
    newest = newest_of(fared)
    if newest is None or not (newest.came_back or newest.standing is Standing.SKIPPED):
        return None
    asked = _last_asking(theirs, issued)
    ask_at = next((one.ask_at for one in theirs if one.ask_at), None)
    return _Uncovered(
        newest.recipient.customer,
        newest.why,
        asked.recipient.told_by if asked else "",
        (asked.asked_at or issued[asked.number].at) if asked else None,
        None if asking(fared, None) is Asking.NEVER else ask_at,
    )


def _last_asking(theirs: Sequence[Told], issued: Mapping[int, Revision]) -> Told | None:
    """Return with what somebody was asked last to tell a customer; None where they read a later word themselves.

    A word of which nobody is asked anew names who was asked before.
    """
    asked: Told | None = None
    for one in theirs:
        if one.standing is Standing.ACCEPTED:
            asked = None
        elif one.recipient.told_by and (asked is None or one.asked_at or is_told_again(issued[one.number].stage, None)):
            asked = one
    return asked


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
    _show_uncovered(session, found)
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
        printer.whole_table(words, [_whole_row(session, one) for one in told])
        return
    rows = [_row(session, one) for one in customers if one.standing is not Standing.ACCEPTED]
    if rows:
        printer.whole_table(("Customer", "Told at", "State", "Why"), rows[:SHOWN])
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
    return to.customer, _told_at(to), one.standing.value, why


def _whole_row(session: Session, one: Told) -> tuple[str, str, str, str, str]:
    to = one.recipient
    at = _clock(session, one.settled_at) if one.settled_at else ""
    when = f"next try {_clock(session, one.next_try_at)}" if one.next_try_at else at
    return to.customer or "(a copy)", _told_at(to), one.standing.value, when, to.why_not or one.reply


def _told_at(to: Recipient) -> str:
    nowhere = "(none that works)" if is_left_to_colleagues(to.why_not) else "(not for them)"
    return to.copy_to or to.address or nowhere


def _show_answers(session: Session, answers: Sequence[Answer]) -> None:
    if not answers:
        return
    printer = session.printer
    printer.text()
    printer.text(f"Replies {len(answers)}", style="bold")
    refused = any(one.refused for one in answers[:SHOWN])
    head = ("Case", "Status", "Customer", "Subject", *(("By calendar",) if refused else ()))
    rows = [
        (one.case, one.status, one.customer, one.subject, *((one.refused,) if refused else ()))
        for one in answers[:SHOWN]
    ]
    printer.table(head, rows, flexible=3, optional=(1,))
    if len(answers) > SHOWN:
        printer.note(f"The first {SHOWN} of {len(answers)}; --json has all.")


def _show_uncovered(session: Session, found: _Report) -> None:
    groups: dict[str, list[_Uncovered]] = {}
    for one in found.uncovered:
        groups.setdefault(_asked(session, found.notice, one), []).append(one)
    if groups:
        session.printer.text()
    for asked, some in groups.items():
        named = ", ".join(f"{one.customer} ({one.why})" for one in some[:SHOWN])
        session.printer.line(f"Uncovered {len(some)}: {named} -> {asked}")


def _asked(session: Session, notice: Notice, one: _Uncovered) -> str:
    if notice.kind is NoticeKind.NEWSLETTER:
        return "nobody is asked to pass on a newsletter"
    if one.ask_at:
        return f"whoever looks after them is mailed {session.local_time(one.ask_at)}"
    if one.told_by and one.told_at:
        return f"{one.told_by} was mailed {session.local_time(one.told_at)}"
    return "nobody of ours was mailed: nobody looks after them"


def _next(found: _Report) -> str:
    notice, newest = found.notice, found.revisions[0]
    told = found.told.get(newest.number, ())
    if newest.delivery is Delivery.PAUSED:
        return f"gateway notice resume {notice.id}"
    if any(one.standing in (Standing.BOUNCED, Standing.FAILED) for one in told):
        return f"gateway notice retry {notice.id} --to CUSTOMER=ADDRESS"
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
            {
                "case": one.case,
                "status": one.status,
                "customer": one.customer or None,
                "subject": one.subject,
                "refused": one.refused or None,
            }
            for one in found.answers
        ],
        "uncovered": [
            {
                "customer": one.customer,
                "why": one.why,
                "told_by": list(addresses_in(one.told_by)),
                "told_at": utc(one.told_at),
                "ask_at": utc(one.ask_at),
            }
            for one in found.uncovered
        ],
        "colleagues": [
            {"address": one.address, "at": utc(one.at), "customers": list(one.customers)} for one in found.colleagues
        ],
    }


def _revision_json(found: _Report, revision: Revision, *, everybody: bool) -> Json:
    told = found.told.get(revision.number, ())
    return {**revision_json(found.notice, revision, told), **(recipients_json(told) if everybody else {})}

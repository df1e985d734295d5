"""What a decision about a notice leads to: who is told, by which revision, and who of ours hears of it.

Used by the commands of operators and by the clock. Writes through a docket, as everything does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from gateway.address import parse_address
from gateway.desk.choice import Choice
from gateway.desk.customer import Customer
from gateway.desk.life.law import Law
from gateway.desk.notice import Delivery, Notice, NoticeKind, Recipient, Revision
from gateway.desk.notice_changes import IssueRevision, KeepNotice
from gateway.desk.notices.agenda import next_due
from gateway.desk.notices.audience import Audience, audience_of
from gateway.desk.notices.decided import Decided
from gateway.desk.notices.nag import uncovered
from gateway.desk.notices.told import recipients_of, without_contract, without_those
from gateway.docket import Docket
from gateway.errors import Refused
from gateway.mail import Outcome
from gateway.store import newsletters
from gateway.store.customers import every_customer
from gateway.store.database import Connection
from gateway.store.notices import addresses_told, next_name, revisions_of
from gateway.store.unreachable import unreachable

_WHAT = {Outcome.REFUSED: "refused", Outcome.GAVE_UP: "not delivered"}


@dataclass(frozen=True, slots=True)
class Issued:
    """What came of a decision."""

    notice: Notice
    revision: Revision | None
    recipients: tuple[Recipient, ...] = ()
    """Those who cannot be told as well."""


def chosen(connection: Connection, choice: Choice) -> Audience:
    """Choose among the customers of the directory. Raises ``Refused``."""
    everybody = list(every_customer(connection))
    inboxes = {parse_address(one.notice_address).inbox for one in everybody if one.notice_address}
    failing = {
        inbox: f"mail of {word.at:%d %b %Y} {_WHAT[word.outcome]}: {word.reply[:80]}"
        for inbox, word in unreachable(connection, inboxes).items()
    }
    return audience_of(choice, everybody, failing=failing)


def concerned(connection: Connection, notice: Notice) -> tuple[Customer, ...]:
    """Return everybody whom a notice concerns or who was told of it, reached or not: promises are theirs."""
    directory = {one.id: one for one in every_customer(connection)}
    audience = _audience(connection, notice)
    before = addresses_told(connection, notice.id)
    ids = {one.id for one in (*audience.reached, *(one.customer for one in audience.uncovered))} | before.keys()
    return tuple(directory[name] for name in sorted(ids) if name in directory)


def issue(
    connection: Connection,
    docket: Docket,
    law: Law,
    decided: Decided,
    *,
    by: str,
    delivery: Delivery = Delivery.RUNNING,
) -> Issued:
    """Take in what was decided: the notice as it becomes, and the revision that tells of it."""
    notice = decided.notice
    if not notice.id:
        year = docket.now.astimezone(law.home.zone).year
        notice = replace(notice, id=next_name(connection, notice.kind, year))
    docket.take((KeepNotice(notice, next_due(notice), decided.said, decided.because, by),))
    if decided.stage is None:
        return Issued(notice, None)
    recipients = recipients_now(connection, notice, docket.now)
    number = len(revisions_of(connection, notice.id))
    revision = Revision(notice.id, number, decided.stage, docket.now, by, decided.because, delivery)
    docket.take((IssueRevision(revision, notice, recipients, decided.because),))
    if number == 0:
        directory = {one.id: one for one in every_customer(connection)}
        docket.take(uncovered(notice, recipients, directory, law.team))
    return Issued(notice, revision, recipients)


def recipients_now(connection: Connection, notice: Notice, now: datetime) -> tuple[Recipient, ...]:
    """Return who is told of a notice that is told of now. Raises ``Refused`` for a choice of nobody."""
    audience = _audience(connection, notice)
    if notice.kind is NoticeKind.UPGRADE:
        audience = without_contract(audience, now.date())
    if notice.kind is NoticeKind.NEWSLETTER:
        audience = without_those(audience, newsletters.left(connection, notice.mailing_list))
    directory = {one.id: one for one in every_customer(connection)}
    return recipients_of(notice, audience, addresses_told(connection, notice.id), directory)


def _audience(connection: Connection, notice: Notice) -> Audience:
    """Return whom a notice concerns now; those of before alone where its words mean nobody any more."""
    try:
        return chosen(connection, notice.choice)
    except Refused:
        if not notice.id or not revisions_of(connection, notice.id):
            raise
        return Audience(())

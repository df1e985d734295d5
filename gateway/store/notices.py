"""Look notices up: as they stand, what was told of them to whom, and how far the letters have come."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Label, Row, Select, and_, bindparam, func, literal, or_, select

from gateway.address import ascii_lower
from gateway.desk.notice import DOWN, Delivery, Notice, NoticeKind, NoticeState, Recipient, Revision, Stage, Standing
from gateway.desk.notices.invitation import REFUSALS
from gateway.desk.notices.mistyped import kind_of, meant_by
from gateway.errors import NotFound
from gateway.mail import MessageId, OutboxId, Outcome
from gateway.store.notice_addressees import given_away
from gateway.store.notice_row import notice_of
from gateway.store.notice_tables import notice, notice_history, notice_letter, notice_recipient, notice_revision
from gateway.store.pieces import in_pieces
from gateway.store.tables import customer, history, outbox, sending, ticket, ticket_link


@dataclass(frozen=True, slots=True)
class Happened:
    """A line of a notice's history."""

    at: datetime
    by: str
    what: str
    because: str


@dataclass(frozen=True, slots=True)
class Told:
    """A recipient of a revision, and how far their letter has come."""

    number: int
    """Of the revision."""
    recipient: Recipient
    standing: Standing
    outbox_id: OutboxId | None = None
    settled_at: datetime | None = None
    """When it was accepted, or refused for good."""
    next_try_at: datetime | None = None
    reply: str = ""
    """What the relay said last; of what came back the words of the server that refused it, its host before them."""
    ask_at: datetime | None = None
    """When somebody of ours is looked for who tells them, as mail does not reach them."""
    asked_at: datetime | None = None
    """When somebody was, found or not; None where that came with the revision, or was not needed."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A ticket that somebody's answer to a notice opened."""

    case: str
    subject: str
    customer: str
    status: str
    refused: str
    """What a calendar said in it that the window does not suit, such as ``declined the window``; else empty."""


def notice_named(connection: Connection, name: str) -> Notice:
    """Return a notice by its name; capitals do not count. Raises ``NotFound``."""
    wanted = name.strip().upper()
    facts = connection.scalar(select(notice.c.facts).where(notice.c.id == wanted))
    if facts is None:
        known = connection.scalars(select(notice.c.id).order_by(notice.c.created_at.desc()).limit(200)).all()
        meant, kind = meant_by(wanted, known), kind_of(wanted)
        only = f" --kind {kind}" if kind else ""
        hint = f'did you mean "{meant}"?' if meant else f"gateway notice list --all{only} shows them"
        raise NotFound(f'there is no notice "{name.strip()}": {hint}')
    return notice_of(facts)


def notice_names(connection: Connection) -> set[str]:
    """Return the names of all notices."""
    return set(connection.scalars(select(notice.c.id)))


def next_name(connection: Connection, kind: NoticeKind, year: int) -> str:
    """Return the name of the next notice of a kind. Only under the lock of a docket."""
    begins = f"{kind.prefix}-{year}-"
    names = select(notice.c.id).where(notice.c.id.like(f"{begins}%"))
    last = connection.scalar(names.order_by(func.length(notice.c.id).desc(), notice.c.id.desc()).limit(1))
    return f"{begins}{int(last.removeprefix(begins)) + 1 if last else 1:04}"


def list_notices(
    connection: Connection, *, kinds: Collection[NoticeKind] = (), open_only: bool = False, limit: int
) -> list[Notice]:
    """Return notices, the newest first."""
    found = select(notice.c.facts).order_by(notice.c.created_at.desc(), notice.c.id.desc()).limit(limit)
    if kinds:
        found = found.where(notice.c.kind.in_([one.value for one in kinds]))
    if open_only:
        found = found.where(notice.c.state.not_in(_OVER))
    return [notice_of(facts) for facts in connection.scalars(found)]


def planned_between(connection: Connection, start: datetime, end: datetime) -> list[Notice]:
    """Return maintenance that is planned or at work between two instants, in the order of its windows."""
    open_ones = (NoticeState.SCHEDULED.value, NoticeState.IN_PROGRESS.value)
    found = select(notice.c.facts).where(
        notice.c.kind == NoticeKind.MAINTENANCE.value, notice.c.state.in_(open_ones), notice.c.start < end
    )
    every = map(notice_of, connection.scalars(found.order_by(notice.c.start, notice.c.id)))
    return [one for one in every if one.end is not None and one.end > start]


def due_before(connection: Connection, until: datetime, *, limit: int) -> list[Notice]:
    """Return notices on which something has fallen due."""
    return [notice_of(facts) for facts in connection.scalars(_DUE, {"until": until, "limit": limit})]


def outages_open(connection: Connection) -> list[tuple[Notice, datetime | None]]:
    """Return the outages of which customers are to hear more, each as ``said_at`` has it."""
    found = select(notice.c.facts, _said_at(notice.c.id)).where(notice.c.state.in_(_TO_HEAR_ON))
    return [(notice_of(row.facts), row.said_at) for row in connection.execute(found.order_by(notice.c.id))]


def said_at(connection: Connection, notice_id: str) -> datetime | None:
    """Return when the newest revision of a notice was issued, whether anybody has it or not; None for none."""
    found: datetime | None = connection.scalar(select(_said_at(literal(notice_id))))
    return found


def _said_at(notice_id: ColumnElement[str]) -> Label[datetime]:
    of = notice_revision.c
    return select(func.max(of.at)).where(of.notice_id == notice_id).scalar_subquery().label("said_at")


def is_due(connection: Connection, notice_id: str, until: datetime) -> bool:
    """Tell whether something has fallen due on a notice that is not done yet."""
    due = select(notice.c.id).where(notice.c.id == notice_id, notice.c.due_at <= until)
    return connection.scalar(due) is not None


def next_due(connection: Connection) -> datetime | None:
    """Return when something falls due on any of them next; None when nothing does."""
    found: datetime | None = connection.scalar(_NEXT_DUE)
    return found


def revisions_of(connection: Connection, notice_id: str) -> list[tuple[Revision, Notice]]:
    """Return every revision of a notice with what it told, in order."""
    found = select(notice_revision).where(notice_revision.c.notice_id == notice_id)
    rows = connection.execute(found.order_by(notice_revision.c.number))
    return [(revision_of(row), notice_of(row.facts)) for row in rows]


def revision_of(row: Row[Any]) -> Revision:
    """Return a revision as its row has it."""
    return Revision(row.notice_id, row.number, Stage(row.stage), row.at, row.by, row.because, Delivery(row.delivery))


def newest_at(connection: Connection, notice_id: str) -> datetime | None:
    """Return when the newest revision was issued that somebody may have; None where nobody has any.

    What was stopped or overtaken before a server took a letter told nobody.
    """
    of, letter = notice_revision.c, notice_letter.c
    doing = or_(sending.c.state.in_((Outcome.SENT.value, "sending")), sending.c.uncertain)
    theirs = (letter.notice_id == of.notice_id, letter.number == of.number)
    letters = select(letter.outbox_id).join(outbox, outbox.c.id == letter.outbox_id)
    taken = letters.outerjoin(sending, sending.c.outbox_id == letter.outbox_id).where(
        *theirs, or_(outbox.c.state.in_((Outcome.SENT.value, "observed")), doing)
    )
    found = select(of.at).where(of.notice_id == notice_id, taken.correlate(notice_revision).exists())
    at: datetime | None = connection.scalar(found.order_by(of.number.desc()).limit(1))
    return at


def begun_at(connection: Connection, names: Collection[str]) -> dict[str, datetime]:
    """Return when customers were first told of notices, by name, without those nobody was told of."""
    of = notice_revision.c
    first = select(of.notice_id, func.min(of.at).label("at")).where(of.notice_id.in_(names)).group_by(of.notice_id)
    return {row.notice_id: row.at for row in connection.execute(first)}


def next_revision(connection: Connection, notice_id: str) -> int:
    """Return the number of the revision that comes next; 0 where nobody has been told of it."""
    newest = select(func.max(notice_revision.c.number)).where(notice_revision.c.notice_id == notice_id)
    found = connection.scalar(newest)
    return 0 if found is None else found + 1


def is_overtaken(connection: Connection, notice_id: str, number: int) -> bool:
    """Tell whether something newer has been said than a revision tells, by a later one that replaces it."""
    of, beside = notice_revision.c, [one.value for one in Stage if not one.replaces]
    later = select(of.number).where(of.notice_id == notice_id, of.number > number, of.stage.not_in(beside))
    return connection.scalar(later.limit(1)) is not None


def newest_delivery(connection: Connection, notice_id: str) -> Delivery:
    """Return whether the letters of the newest revision go out."""
    of = select(notice_revision.c.delivery).where(notice_revision.c.notice_id == notice_id)
    found = connection.scalar(of.order_by(notice_revision.c.number.desc()).limit(1))
    return Delivery(found) if found else Delivery.RUNNING


def is_stopped(connection: Connection, notice_id: str) -> bool:
    """Tell whether the letters of a notice were aborted before anybody had heard of it."""
    return newest_delivery(connection, notice_id) is Delivery.ABORTED and nobody_heard(connection, notice_id)


def nobody_heard(connection: Connection, notice_id: str) -> bool:
    """Tell whether no customer was told of a notice, by mail or by one of ours."""
    return not addresses_told(connection, notice_id) and not uncovered_before(connection, notice_id)


def uncovered_before(connection: Connection, notice_id: str) -> dict[str, str]:
    """Return the customers whom somebody of ours was asked to tell of a notice, and who had no mail since, by id.

    Each with who was asked last, as ``Recipient.told_by``.
    """
    to, letter = notice_recipient.c, notice_letter.c
    theirs = (letter.notice_id == notice_id, letter.customer == to.customer, letter.number >= to.number)
    came = select(letter.outbox_id).join(outbox, outbox.c.id == letter.outbox_id).where(*theirs)
    mailed = came.where(outbox.c.state == Outcome.SENT.value).correlate(notice_recipient).exists()
    asked = (to.notice_id == notice_id, to.told_by != "", ~mailed)
    found = connection.execute(select(to.customer, to.told_by).where(*asked).order_by(to.number))
    return {row.customer: row.told_by for row in found}


def history_of(connection: Connection, notice_id: str) -> list[Happened]:
    """Return what happened to a notice, in order."""
    found = select(notice_history).where(notice_history.c.notice_id == notice_id).order_by(notice_history.c.id)
    return [Happened(row.at, row.by, row.what, row.because) for row in connection.execute(found)]


def addresses_told(connection: Connection, notice_id: str) -> dict[str, str]:
    """Return the customers who were told of a notice, each with their newest address, by id.

    Whose letter is not written yet has heard nothing: the next revision overtakes it. Whose letter was withdrawn may
    have, where nobody knows whether a server took it. An id that is somebody else's by now was told nothing.
    """
    found = select(notice_recipient.c.customer, notice_recipient.c.address).where(
        notice_recipient.c.notice_id == notice_id,
        notice_recipient.c.customer != "",
        notice_recipient.c.address != "",
        notice_recipient.c.customer.in_(_written_to(notice_id)),
        ~given_away(),
    )
    return {row.customer: row.address for row in connection.execute(found.order_by(notice_recipient.c.number))}


def who_heard(connection: Connection, notice_id: str, names: Iterable[str]) -> set[str]:
    """Return those of some customers who were told of a notice, or may have been, as ``addresses_told`` has it."""
    written, found = _written_to(notice_id).distinct(), set[str]()
    for some in in_pieces(names):
        found.update(connection.scalars(written.where(notice_letter.c.customer.in_(some))))
    return found


def _written_to(notice_id: str) -> Select[tuple[str]]:
    return (
        select(notice_letter.c.customer)
        .join(outbox, outbox.c.id == notice_letter.c.outbox_id)
        .outerjoin(sending, sending.c.outbox_id == notice_letter.c.outbox_id)
        .where(notice_letter.c.notice_id == notice_id)
        .where(or_(outbox.c.state != "discarded", sending.c.uncertain, sending.c.state == Outcome.SENT.value))
    )


def addresses_within(connection: Connection, notice_id: str) -> list[tuple[str, set[str]]]:
    """Return customers to whom one revision was written at several addresses, sent on by hand, each with those.

    A customer stands there once for each such revision.
    """
    of = (notice_letter.c.customer, notice_letter.c.number)
    letters = select(*of, outbox.c.recipient).join(outbox, outbox.c.id == notice_letter.c.outbox_id)
    theirs = letters.where(notice_letter.c.notice_id == notice_id, notice_letter.c.customer != "")
    counted = theirs.with_only_columns(*of, func.count(outbox.c.recipient.distinct()).label("n")).group_by(*of)
    several = counted.subquery()
    found = theirs.join(several, and_(several.c.customer == of[0], several.c.number == of[1], several.c.n > 1))
    within: dict[tuple[str, int], set[str]] = {}
    for row in connection.execute(found):
        within.setdefault((row.customer, row.number), set()).add(row.recipient)
    return [(name, addresses) for (name, _), addresses in within.items()]


def copies_told(connection: Connection, notice_id: str) -> set[str]:
    """Return the colleagues who got a copy of a mail of a notice, by address."""
    of = (notice_letter.c.notice_id == notice_id, notice_letter.c.customer == "")  # as the index has it
    copies = (*of, notice_letter.c.copy_to != "", outbox.c.state != "discarded")
    found = select(notice_letter.c.copy_to).join(outbox, outbox.c.id == notice_letter.c.outbox_id).where(*copies)
    return set(connection.scalars(found.distinct()))


def told_of(
    connection: Connection, notice_id: str, numbers: Iterable[int] | None = None, *, unasked: bool = False
) -> list[Told]:
    """Return the recipients of a notice, or of some of its revisions, in order.

    ``unasked``: only customers for whom somebody of ours is still looked for.
    """
    found = (
        select(
            notice_recipient,
            outbox.c.state,
            outbox.c.settled_at,
            outbox.c.reply,
            sending.c.state.label("doing"),
            sending.c.next_try_at,
            sending.c.reply.label("said"),
            sending.c.at.label("tried_at"),
        )
        .outerjoin(outbox, outbox.c.id == notice_recipient.c.outbox_id)
        .outerjoin(sending, sending.c.outbox_id == outbox.c.id)
        .where(notice_recipient.c.notice_id == notice_id)
    )
    if numbers is not None:
        found = found.where(notice_recipient.c.number.in_(list(numbers)))
    if unasked:
        other = notice_recipient.alias()
        waits = (other.c.notice_id == notice_id, other.c.ask_at.is_not(None))
        theirs = notice_recipient.c.customer.in_(select(other.c.customer).where(*waits))
        found = found.where(theirs, notice_recipient.c.copy_to == "")
    order = (notice_recipient.c.number, notice_recipient.c.copy_to, notice_recipient.c.customer)
    return [_told(row) for row in connection.execute(found.order_by(*order))]


def unheard(connection: Connection, notice_id: str) -> set[str]:
    """Return the customers who were to be told of a notice and have had no letter of it yet: to them it would be news.

    Whom mail does not reach is none of them: somebody of ours tells them.
    """
    done = (Standing.ACCEPTED, Standing.OBSERVED, Standing.BOUNCED, Standing.FAILED)
    told = [one for one in told_of(connection, notice_id) if one.recipient.customer and one.recipient.address]
    left = {one.recipient.customer for one in told if not one.recipient.told_by and one.asked_at is None}
    return left - {one.recipient.customer for one in told if one.standing in done}


def standing_counts(connection: Connection, notice_id: str, number: int) -> dict[Standing, int]:
    """Return how many customers of a revision stand how; cheap enough to be asked again and again."""
    columns = (
        (notice_recipient.c.why_not != "").label("why_not"),
        notice_recipient.c.outbox_id.is_(None).label("unwritten"),
        outbox.c.state,
        sending.c.state.label("doing"),
    )
    found = (
        select(*columns, func.count().label("n"))
        .outerjoin(outbox, outbox.c.id == notice_recipient.c.outbox_id)
        .outerjoin(sending, sending.c.outbox_id == outbox.c.id)
        .where(
            notice_recipient.c.notice_id == notice_id,
            notice_recipient.c.number == number,
            notice_recipient.c.copy_to == "",
        )
        .group_by(*columns)
    )
    counts: dict[Standing, int] = {}
    for row in connection.execute(found):
        standing = _stands(skipped=row.why_not, unwritten=row.unwritten, state=row.state, doing=row.doing)
        counts[standing] = counts.get(standing, 0) + row.n
    return counts


def answers_to(connection: Connection, notice_id: str) -> list[Answer]:
    """Return the tickets that are linked with a notice, in the order of their numbers."""
    theirs = (history.c.ticket_id == ticket.c.id, history.c.what.in_(REFUSALS))
    refused = select(history.c.what).where(*theirs).order_by(history.c.id.desc()).limit(1).scalar_subquery()
    found = (
        select(ticket.c.number, ticket.c.subject, ticket.c.customer, ticket.c.status, refused.label("refused"))
        .join(ticket_link, ticket_link.c.ticket_id == ticket.c.id)
        .where(ticket_link.c.other == notice_id)
        .order_by(ticket.c.id)
    )
    rows = connection.execute(found)
    return [Answer(row.number, row.subject, row.customer or "", row.status, row.refused or "") for row in rows]


def first_letters(
    connection: Connection, notice_id: str, recipients: Sequence[Recipient]
) -> dict[tuple[str, str], MessageId]:
    """Return the first mail of a notice to each recipient, by customer and by who gets a copy: the root of a thread.

    One that was withdrawn, or that no server took, nobody has: it is no root; nor is one to who had an id before.
    """
    found: dict[tuple[str, str], MessageId] = {}
    for some in in_pieces({one.customer for one in recipients}):
        rows = connection.execute(_FIRST_LETTERS, {"notice_id": notice_id, "customers": some})
        found.update(((customer, copy_to), MessageId(said)) for customer, copy_to, said in rows)
    return found


def customers_by_manager(connection: Connection, revision: Revision) -> dict[str, tuple[str, ...]]:
    """Return the names of the customers of a revision, in order, by the address of who looks after them."""
    of = notice_recipient.c
    told = (of.notice_id == revision.notice_id, of.number == revision.number, of.customer == customer.c.id)
    found = select(customer.c.account_manager, customer.c.name).where(*told, of.copy_to == "")
    names: dict[str, list[str]] = {}
    for row in connection.execute(found.order_by(customer.c.name)):
        names.setdefault(ascii_lower(row.account_manager or ""), []).append(row.name)
    return {manager: tuple(theirs) for manager, theirs in names.items()}


NOBODY_HAS = ("discarded", Outcome.REFUSED.value, Outcome.GAVE_UP.value)
"""What the outbox says of letters that reached nobody."""
_THEIRS = (notice_recipient.c[key] == notice_letter.c[key] for key in ("notice_id", "number", "customer", "copy_to"))
_TO_ANOTHER = select(notice_recipient.c.customer).where(*_THEIRS, given_away()).correlate(notice_letter).exists()
"""Looked up for each letter, never joined: where a notice has thousands, a database would begin with all of them."""
_FIRST_OF = (
    select(notice_letter.c.customer, notice_letter.c.copy_to, func.min(notice_letter.c.outbox_id).label("id"))
    .join(outbox, outbox.c.id == notice_letter.c.outbox_id)
    .where(notice_letter.c.notice_id == bindparam("notice_id"), outbox.c.state.not_in(NOBODY_HAS), ~_TO_ANOTHER)
    .where(notice_letter.c.customer.in_(bindparam("customers", expanding=True)))
    .group_by(notice_letter.c.customer, notice_letter.c.copy_to)
    .subquery()
)
_FIRST_LETTERS = select(_FIRST_OF.c.customer, _FIRST_OF.c.copy_to, outbox.c.message_id).join(
    outbox, outbox.c.id == _FIRST_OF.c.id
)
_DUE = (
    select(notice.c.facts)
    .where(notice.c.due_at.is_not(None), notice.c.due_at <= bindparam("until"))
    .order_by(notice.c.due_at)
    .limit(bindparam("limit"))
)
_NEXT_DUE = select(func.min(notice.c.due_at)).where(notice.c.due_at.is_not(None))
_TO_HEAR_ON = [one.value for one in (*DOWN, NoticeState.RESTORED)]
_OVER = [state.value for state in NoticeState if state.over]


def _recipient(row: Row[Any]) -> Recipient:
    return Recipient(row.customer, row.address, "" if row.waits else row.why_not, row.copy_to, row.told_by)


def _told(row: Row[Any]) -> Told:
    unwritten = row.outbox_id is None
    standing = _stands(skipped=bool(row.why_not), unwritten=unwritten, state=row.state, doing=row.doing)
    final = standing in (Standing.ACCEPTED, Standing.BOUNCED, Standing.FAILED)
    if row.state == "discarded" and standing is Standing.ACCEPTED:  # what the desk wrote down is not so
        to = replace(_recipient(row), why_not="")
        return Told(row.number, to, standing, OutboxId(row.outbox_id), row.tried_at, reply=row.said)
    return Told(
        number=row.number,
        recipient=_recipient(row),
        standing=standing,
        outbox_id=None if row.outbox_id is None else OutboxId(row.outbox_id),
        settled_at=(row.settled_at or row.tried_at) if final else None,
        next_try_at=row.next_try_at if standing is Standing.DEFERRED else None,
        reply=row.reply or row.said or "",
        ask_at=row.ask_at,
        asked_at=row.asked_at,
    )


def _stands(*, skipped: bool, unwritten: bool, state: str | None, doing: str | None) -> Standing:
    if state == "discarded" and doing == Outcome.SENT.value:  # it left at the very moment at which it was withdrawn
        return Standing.ACCEPTED
    if skipped or state == "discarded":
        return Standing.SKIPPED
    if unwritten:
        return Standing.QUEUED
    return _COME_TO.get(state or "") or _COME_TO.get(doing or "", Standing.QUEUED)


_COME_TO = {
    "observed": Standing.OBSERVED,
    Outcome.SENT.value: Standing.ACCEPTED,
    Outcome.REFUSED.value: Standing.BOUNCED,
    Outcome.GAVE_UP.value: Standing.FAILED,
    Outcome.LATER.value: Standing.DEFERRED,
    Outcome.WITHDRAWN.value: Standing.SKIPPED,
}

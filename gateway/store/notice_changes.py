"""Carry out what happens to notices: one call for all changes of a transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, assert_never

from sqlalchemy import ColumnElement, Connection, bindparam, case, func, insert, literal, select, update

from gateway.address import ascii_lower, is_same, parse_address
from gateway.desk.notice import Delivery, NoticeKind, Recipient, Revision
from gateway.desk.notice_changes import (
    AskByMail,
    ExcuseShortNotice,
    IssueRevision,
    KeepNotice,
    LeaveAllOut,
    LeaveNewsletter,
    LeaveOut,
    LeaveToColleagues,
    LookAgain,
    NoteNotice,
    NoteUnclear,
    NoticeChange,
    Readdress,
    RejoinNewsletter,
    SetDelivery,
    TakeReply,
    WriteAgain,
    WriteAnew,
    WriteLetter,
)
from gateway.desk.notices.uncovered import ASK_AFTER, addresses_in
from gateway.desk.notices.unreached import is_left_to_colleagues
from gateway.desk.question import Asks
from gateway.mail import OutboxId, Outcome
from gateway.store.many import execute_many, insert_rows
from gateway.store.newsletters import come_back, leave
from gateway.store.notice_addressees import Addressee, addressees
from gateway.store.notice_row import facts_of
from gateway.store.notice_tables import (
    mail_question,
    notice,
    notice_history,
    notice_letter,
    notice_recipient,
    notice_revision,
)
from gateway.store.pieces import in_pieces
from gateway.store.questions import write_asked
from gateway.store.tables import customer, outbox, sending
from gateway.store.upsert import upsert


def carry_out(connection: Connection, changes: Sequence[NoticeChange], *, now: datetime) -> None:
    """Write changes in their order; letters that were written one after the other together."""
    for written, some in groupby(changes, lambda one: isinstance(one, WriteLetter)):
        if written:
            _written(connection, [one for one in some if isinstance(one, WriteLetter)])
        else:
            _one_by_one(connection, some, now)


def _one_by_one(connection: Connection, changes: Iterable[NoticeChange], now: datetime) -> None:  # noqa: C901
    for change in changes:
        match change:
            case KeepNotice():
                _keep(connection, change, now)
            case IssueRevision():
                _issue(connection, change)
            case SetDelivery(notice_id=notice_id, number=number, delivery=delivery, because=because, by=by):
                where = (notice_revision.c.notice_id == notice_id, notice_revision.c.number == number)
                connection.execute(update(notice_revision).where(*where).values(delivery=delivery.value))
                if delivery is Delivery.ABORTED:
                    _skip_the_rest(connection, notice_id, number, because)
                    its = (notice_letter.c.notice_id == notice_id, notice_letter.c.number == number)
                    _withdraw(connection, notice_id, *its, because=because, by=by, at=now)
                _note(connection, notice_id, f"letters of revision {number}: {delivery}", because, by=by, at=now)
            case WriteLetter():
                _written(connection, [change])
            case WriteAgain():
                _write_again(connection, change, now)
            case Readdress(notice_id=notice_id, number=number, recipient=to, because=because):
                there = {"address": to.address, "domain": _domain(to), "instead_of": None}
                connection.execute(update(notice_recipient).where(*_row(notice_id, number, to)).values(**there))
                _note(connection, notice_id, f"{_who(to)} is told at {to.address}", because, by="", at=now)
            case LeaveOut():
                _leave_out(connection, change, now)
            case LeaveToColleagues(notice_id=notice_id, number=number, recipient=to):
                asked = update(notice_recipient).where(*_row(notice_id, number, to))
                connection.execute(asked.values(told_by=to.told_by, asked_at=now))
            case LookAgain(notice_id=notice_id, customer=customer, at=at):
                _look_again(connection, notice_id, customer, at)
            case LeaveAllOut():
                _leave_all_out(connection, change, now)
            case WriteAnew():
                _write_anew(connection, change, now)
            case ExcuseShortNotice(notice_id=notice_id, number=number, told=told):
                where = (notice_revision.c.notice_id == notice_id, notice_revision.c.number == number)
                connection.execute(update(notice_revision).where(*where).values(facts=facts_of(told)))
            case NoteNotice(notice_id=notice_id, said=said, because=because, by=by):
                if not (change.once and _is_noted(connection, notice_id, said)):
                    _note(connection, notice_id, said, because, by=by, at=now)
            case LeaveNewsletter():
                leave(connection, change, at=now)
            case RejoinNewsletter():
                come_back(connection, change, at=now)
            case AskByMail() | TakeReply() | NoteUnclear():
                write_asked(connection, change, at=now)
            case _:
                assert_never(change)


def _keep(connection: Connection, change: KeepNotice, now: datetime) -> None:
    kept = change.notice
    row = {
        "id": kept.id,
        "kind": kept.kind.value,
        "state": kept.state.value,
        "title": kept.title,
        "created_at": kept.created_at,
        "start": kept.start,
        "due_at": change.due_at,
        "facts": facts_of(kept),
    }
    connection.execute(_KEEP, row)
    if change.said:
        _note(connection, kept.id, change.said, change.because, by=change.by, at=now)


def _issue(connection: Connection, change: IssueRevision) -> None:
    made = change.revision
    row = {
        "notice_id": made.notice_id,
        "number": made.number,
        "stage": made.stage.value,
        "at": made.at,
        "by": made.by,
        "because": made.because,
        "delivery": made.delivery.value,
        "urgency": change.notice.kind.urgency,
        "facts": facts_of(change.notice),
    }
    connection.execute(insert(notice_revision), row)
    known = addressees(connection, made.notice_id, {one.customer for one in change.recipients if one.customer})
    rows = [
        _recipient(made.notice_id, made.number, one, known.get(one.customer, Addressee())) for one in change.recipients
    ]
    insert_rows(connection, notice_recipient, rows)
    _overtake(connection, made, stopped_alone=not made.stage.replaces)
    if made.stage.replaces:
        earlier = (notice_letter.c.notice_id == made.notice_id, notice_letter.c.number < made.number)
        because = f"revision {made.number} ({made.stage}) came before a server took the letter"
        _withdraw(connection, made.notice_id, *earlier, because=because, by=made.by, at=made.at)


def _write_again(connection: Connection, change: WriteAgain, now: datetime) -> None:
    of, to, by = notice_letter.c, change.recipient, change.by
    theirs = (of.notice_id == change.notice_id, of.customer == to.customer, of.copy_to == to.copy_to)
    instead = f"sent again to {to.address} instead"
    _withdraw(connection, change.notice_id, *theirs, because=instead, by=by, at=now)
    again = {"address": to.address, "domain": _domain(to), "why_not": "", "waits": True, "outbox_id": None}
    row = update(notice_recipient).where(*_row(change.notice_id, change.number, to))
    connection.execute(row.values(**again, instead_of=_instead_of(to)))
    said = f"sent again to {_who(to)} at {to.address}"
    _note(connection, change.notice_id, said, change.because, by=by, at=now)


def _instead_of(to: Recipient) -> ColumnElement[str | None]:
    """Return in place of which address a letter that is written again goes where it does; as before where it stays."""
    theirs = select(customer.c.notice_address).where(customer.c.id == to.customer).scalar_subquery()
    stays = notice_recipient.c.address == to.address
    return case((stays, notice_recipient.c.instead_of), else_=func.coalesce(theirs, ""))


def _leave_out(connection: Connection, change: LeaveOut, now: datetime) -> None:
    to, because = change.recipient, change.because
    left = {"waits": False, "why_not": because, **_asked(to, now), "ask_at": to.ask_at}
    left |= {} if to.address else {"address": "", "domain": ""}
    theirs = _row(change.notice_id, change.number, to)
    connection.execute(update(notice_recipient).where(*theirs).values(**left))
    _note(connection, change.notice_id, f"{_who(to)} is not told", because, by="", at=now)


def _leave_all_out(connection: Connection, change: LeaveAllOut, now: datetime) -> None:
    name, because, of, table = change.notice_id, change.because, notice_revision.c, notice_recipient.c
    goes_on = of.delivery.in_((Delivery.RUNNING.value, Delivery.PAUSED.value))
    its = (of.notice_id == name, of.number == change.number, goes_on)
    over = case((of.delivery == Delivery.PAUSED.value, Delivery.LAPSED.value), else_=Delivery.LATE.value)
    stopped = update(notice_revision).where(*its).values(delivery=over)
    theirs = (table.notice_id == name, table.number == change.number)
    if connection.execute(stopped).rowcount:
        unwritten = update(notice_recipient).where(*theirs, table.waits)
        count = connection.execute(unwritten.values(waits=False, why_not=because)).rowcount
        if count:
            _note(connection, name, f"letters not written any more: {count}", because, by="", at=now)
    letters = (notice_letter.c.notice_id == name, notice_letter.c.number == change.number)
    _withdraw(connection, name, *letters, because=because, by="", at=now)
    untold = update(notice_recipient).where(*theirs, table.copy_to == "", table.why_not == because)
    connection.execute(untold.values(ask_at=now))


def _write_anew(connection: Connection, change: WriteAnew, now: datetime) -> None:
    name, because, table = change.notice_id, change.because, notice_recipient.c
    letters = (notice_letter.c.notice_id == name, notice_letter.c.number == change.number)
    taken = select(sending.c.outbox_id).where(sending.c.outbox_id == notice_letter.c.outbox_id, sending.c.uncertain)
    sure = ~taken.exists()  # what may have been taken goes again as it is: a server can tell that from two letters
    _withdraw(connection, name, *letters, sure, because=because, by="", at=now)
    theirs = (table.notice_id == name, table.number == change.number, table.why_not == because)
    connection.execute(update(notice_recipient).where(*theirs).values(waits=True, why_not="", outbox_id=None))


def _withdraw(
    connection: Connection, notice_id: str, *which: ColumnElement[bool], because: str, by: str, at: datetime
) -> None:
    """Discard letters that no server has taken yet; of one on the wire at this moment its result decides."""
    of = notice_letter.c
    under_way = (sending.c.outbox_id == outbox.c.id, sending.c.state != Outcome.LATER.value)
    letters = (
        select(of.outbox_id, of.number, of.customer, of.copy_to)
        .join(outbox, outbox.c.id == of.outbox_id)
        .where(*which, outbox.c.state == "queued")
        .where(~select(sending.c.outbox_id).where(*under_way).exists())
    )
    rows = [
        {"letter": row.outbox_id, "of_number": row.number, "of_customer": row.customer, "of_copy": row.copy_to}
        for row in connection.execute(letters)
    ]
    if not rows:
        return
    table = notice_recipient.c
    discard = update(outbox).where(outbox.c.id == bindparam("letter"), outbox.c.state == "queued")
    connection.execute(discard.values(state="discarded", reply=because, settled_at=at), rows)
    theirs = update(notice_recipient).where(
        table.notice_id == notice_id,
        table.number == bindparam("of_number"),
        table.customer == bindparam("of_customer"),
        table.copy_to == bindparam("of_copy"),
    )
    connection.execute(theirs.values(why_not=because), rows)
    what = f"letters withdrawn that no server had taken: {len(rows)}"
    _note(connection, notice_id, what, because, by=by, at=at)


def note_withdrawn(connection: Connection, letters: Collection[OutboxId], *, at: datetime) -> None:
    """Note of letters that were on the wire when they were called off, and were put off: nobody gets them."""
    of, made = notice_letter.c, notice_revision.c
    columns = (of.notice_id, of.number, of.customer, of.copy_to, made.delivery)
    its = (made.notice_id == of.notice_id, made.number == of.number)
    told: Counter[tuple[str, str]] = Counter()
    for row in connection.execute(select(*columns).where(*its, of.outbox_id.in_(letters))).all():
        where = _row(row.notice_id, row.number, Recipient(row.customer, "", copy_to=row.copy_to))
        late = row.delivery in (Delivery.LATE, Delivery.LAPSED)
        because = _LATE if late else "overtaken or aborted before a server took the letter"
        asked = {"ask_at": at} if late and row.customer else {}
        connection.execute(update(notice_recipient).where(*where).values(why_not=because, **asked))
        told[row.notice_id, because] += 1
    for (name, because), count in told.items():
        _note(connection, name, f"letters withdrawn that no server had taken: {count}", because, by="", at=at)


def note_untaken(connection: Connection, letters: Collection[OutboxId], *, at: datetime) -> None:
    """Note of letters that no server took that somebody of ours is to tell their customers, a little later.

    Nobody has to tell what stood in a newsletter. So it is with letters that asked a colleague to tell customers.
    """
    _note_asked_in_vain(connection, letters, at=at)
    of, table = notice_letter.c, notice_recipient.c
    rows: list[dict[str, Any]] = []
    for some in in_pieces(letters):
        theirs = select(of.notice_id, of.number, of.customer).join(notice, notice.c.id == of.notice_id)
        theirs = theirs.where(of.outbox_id.in_(some), of.customer != "")
        found = connection.execute(theirs.where(notice.c.kind != NoticeKind.NEWSLETTER.value))
        rows += [{"of_notice": row.notice_id, "of_number": row.number, "of_customer": row.customer} for row in found]
    if not rows:
        return
    key = (table.notice_id == bindparam("of_notice"), table.number == bindparam("of_number"))
    theirs_alone = (table.customer == bindparam("of_customer"), table.copy_to == "")
    unasked = (table.ask_at.is_(None), table.asked_at.is_(None), table.told_by == "")
    untold = update(notice_recipient).where(*key, *theirs_alone, *unasked)
    connection.execute(untold.values(ask_at=at + ASK_AFTER), rows)


def _note_asked_in_vain(connection: Connection, letters: Collection[OutboxId], *, at: datetime) -> None:
    asks, to, made = mail_question.c, notice_recipient.c, notice_revision.c
    mine = (to.notice_id == asks.about, made.notice_id == asks.about, made.number == to.number)
    then = (func.coalesce(to.asked_at, made.at) == asks.asked_at, to.told_by != "", to.ask_at.is_(None))
    columns = select(to.notice_id, to.number, to.customer, to.copy_to, to.told_by, asks.address)
    lost: list[dict[str, Any]] = []
    for some in in_pieces(letters):
        theirs = columns.where(asks.outbox_id.in_(some), asks.asks == Asks.TELL.value, *mine, *then)
        lost += [
            {"of_notice": row.notice_id, "of_number": row.number, "of_customer": row.customer, "of_copy": row.copy_to}
            for row in connection.execute(theirs)
            if ascii_lower(row.address) in map(ascii_lower, addresses_in(row.told_by))
        ]
    if lost:
        key = (to.notice_id == bindparam("of_notice"), to.number == bindparam("of_number"))
        whose = (to.customer == bindparam("of_customer"), to.copy_to == bindparam("of_copy"))
        connection.execute(update(notice_recipient).where(*key, *whose).values(ask_at=at + ASK_AFTER), lost)


def _look_again(connection: Connection, notice_id: str, customer: str, at: datetime | None) -> None:
    table = notice_recipient.c
    waits = (table.notice_id == notice_id, table.customer == customer, table.ask_at.is_not(None))
    connection.execute(update(notice_recipient).where(*waits).values(ask_at=at))


def _asked(to: Recipient, now: datetime) -> dict[str, Any]:
    """Return who is asked to tell a customer; where nobody is, who was before stands, and when was looked for them."""
    if to.told_by:
        return {"told_by": to.told_by, "asked_at": now}
    looked_for = is_left_to_colleagues(to.why_not) and to.ask_at is None
    before = notice_recipient.c.asked_at
    return {"asked_at": func.coalesce(before, literal(now, before.type))} if looked_for else {}


def _overtake(connection: Connection, made: Revision, *, stopped_alone: bool) -> None:
    """Leave out the letters of earlier revisions that are not written yet: nobody hears old news after new ones.

    They may be paused for hours, or wait behind many others. ``stopped_alone``: only those that are paused.
    """
    table, of = notice_recipient.c, notice_revision.c
    earlier = [table.notice_id == made.notice_id, table.number < made.number, table.waits]
    if stopped_alone:
        stopped = (of.notice_id == made.notice_id, of.delivery != Delivery.RUNNING.value)
        earlier.append(table.number.in_(select(of.number).where(*stopped)))
    left = {"waits": False, "why_not": f"revision {made.number} ({made.stage}) came before the letter was written"}
    count = connection.execute(update(notice_recipient).where(*earlier).values(**left)).rowcount
    if count:
        what = f"letters not written any more: {count}"
        _note(connection, made.notice_id, what, f"overtaken by revision {made.number}", by=made.by, at=made.at)


def _recipient(notice_id: str, number: int, one: Recipient, known: Addressee) -> dict[str, Any]:
    theirs = known.notice_address
    elsewhere = theirs is not None and bool(one.address) and not is_same(one.address, theirs)
    return {
        "notice_id": notice_id,
        "number": number,
        "customer": one.customer,
        "copy_to": one.copy_to,
        "address": one.address,
        "domain": _domain(one),
        "name": known.name,
        "language": known.language,
        "timezone": known.timezone,
        "instead_of": theirs if elsewhere else None,
        "why_not": one.why_not,
        "told_by": one.told_by,
        "ask_at": one.ask_at,
        "asked_at": None,
        "waits": not one.why_not,
        "outbox_id": None,
    }


def _written(connection: Connection, changes: Sequence[WriteLetter]) -> None:
    """Note which letters were written, in two statements for all: a notice has thousands."""
    rows = [
        {
            "outbox_id": change.outbox_id,
            "notice_id": change.notice_id,
            "number": change.number,
            "customer": change.recipient.customer,
            "copy_to": change.recipient.copy_to,
        }
        for change in changes
    ]
    execute_many(connection, _WRITTEN, [{f"its_{name}": value for name, value in row.items()} for row in rows])
    insert_rows(connection, notice_letter, rows)


def _skip_the_rest(connection: Connection, notice_id: str, number: int, because: str) -> None:
    rest = (notice_recipient.c.notice_id == notice_id, notice_recipient.c.number == number, notice_recipient.c.waits)
    connection.execute(update(notice_recipient).where(*rest).values(waits=False, why_not=because))


def _note(connection: Connection, notice_id: str, what: str, because: str, *, by: str, at: datetime) -> None:
    row = {"notice_id": notice_id, "at": at, "by": by, "what": what, "because": because}
    connection.execute(insert(notice_history), row)


def _is_noted(connection: Connection, notice_id: str, what: str) -> bool:
    same = (notice_history.c.notice_id == notice_id, notice_history.c.what == what)
    return connection.scalar(select(notice_history.c.id).where(*same).limit(1)) is not None


def _row(notice_id: str, number: int, one: Recipient) -> tuple[Any, ...]:
    table = notice_recipient.c
    return (
        table.notice_id == notice_id,
        table.number == number,
        table.customer == one.customer,
        table.copy_to == one.copy_to,
    )


def _who(one: Recipient) -> str:
    return one.customer or one.copy_to


def _domain(one: Recipient) -> str:
    return parse_address(one.address).domain if one.address else ""


_LATE = "the letter came too late: a server put it off until what it says was over"
_KEEP = upsert(notice)
_WRITTEN = (
    update(notice_recipient)
    .where(
        notice_recipient.c.notice_id == bindparam("its_notice_id"),
        notice_recipient.c.number == bindparam("its_number"),
        notice_recipient.c.customer == bindparam("its_customer"),
        notice_recipient.c.copy_to == bindparam("its_copy_to"),
    )
    .values(waits=False, outbox_id=bindparam("its_outbox_id"))
)

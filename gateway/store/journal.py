"""The journal: every mail as it came, and how the parts of the wire fare. Facts, never decisions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, or_, select, text, update

from gateway import faults
from gateway.errors import StoreBroken
from gateway.mail import Envelope, JournalId, MailboxStart, MailboxUid, ReceivedMail
from gateway.store.database import Database, Side
from gateway.store.pieces import in_pieces
from gateway.store.tables import entry, health, mailbox_start, mailbox_uid

_AT = "@"  # between a part and its gateway; no name of a part holds one


@dataclass(frozen=True, slots=True)
class Entry:
    """A mail of the journal."""

    id: JournalId
    mail: ReceivedMail


@dataclass(frozen=True, slots=True)
class Health:
    """How a part of the wire fares, in its own words."""

    part: str
    place: str
    """The gateway it is a part of, where several share the store; else empty."""
    ok: bool
    detail: str
    since: datetime
    """When ``ok`` last changed."""
    at: datetime


class JournalStore:
    """Reads and writes the journal. Writing may be done by one thread at a time."""

    def __init__(self, database: Database, *, place: str = "") -> None:
        """Open nothing yet. ``place`` names this gateway among those that may share the store; for who reports."""
        self._database = database
        self._suffix = f"{_AT}{place}" if place and not database.embedded else ""

    def append(self, mails: Sequence[tuple[ReceivedMail, MailboxUid | None]]) -> list[JournalId]:
        """Keep mails in one commit; they survive a power cut when this returns.

        Raises ``StoreFull`` or ``StoreUnavailable``; then none was kept.
        """
        with self._database.write(Side.WIRE) as connection:
            first = _reserve(connection, len(mails))
            ids = [JournalId(first + i) for i in range(len(mails))]
            connection.execute(insert(entry), [_row(i, mail) for i, (mail, _) in zip(ids, mails, strict=True)])
            uids = [_uid_row(i, uid) for i, (_, uid) in zip(ids, mails, strict=True) if uid]
            if uids:
                connection.execute(_INSERT_UID, uids)
            faults.hit("journal-written")
        faults.hit("journal-committed")
        return ids

    def read(self, ids: Collection[int]) -> list[Entry]:
        """Return the entries of these ids, in order of arrival; what is not there is left out."""
        with self._database.read() as connection:
            return read_entries(connection, ids)

    def unknown_uids(self, mailbox: str, uidvalidity: int, uids: Collection[int]) -> Sequence[int]:
        """Return those of ``uids`` that no entry came from, ascending."""
        if not uids:
            return []
        known: set[int] = set()
        statement = select(mailbox_uid.c.uid).where(
            mailbox_uid.c.mailbox == mailbox, mailbox_uid.c.uidvalidity == uidvalidity
        )
        with self._database.read(Side.WIRE) as connection:
            known.update(connection.scalars(statement.where(mailbox_uid.c.uid.between(min(uids), max(uids)))))
        return sorted(set(uids) - known)

    def mailbox_start(self, mailbox: str) -> MailboxStart | None:
        """Return what ``start_mailbox`` was last told of this mailbox."""
        with self._database.read(Side.WIRE) as connection:
            row = connection.execute(select(mailbox_start).where(mailbox_start.c.mailbox == mailbox)).one_or_none()
        return MailboxStart(row.mailbox, row.uidvalidity, row.since, row.passed_over) if row else None

    def start_mailbox(self, start: MailboxStart) -> None:
        """Remember it in place of any earlier record; durable when this returns."""
        values = {"uidvalidity": start.uidvalidity, "since": start.since, "passed_over": start.passed_over}
        with self._database.write(Side.WIRE) as connection:
            changed = connection.execute(
                update(mailbox_start).where(mailbox_start.c.mailbox == start.mailbox).values(values)
            )
            if not changed.rowcount:
                connection.execute(insert(mailbox_start).values(mailbox=start.mailbox, **values))

    def report(self, part: str, *, ok: bool, detail: str, at: datetime) -> None:
        """Note how a part of the wire fares; lost by a power cut, written again by the next report."""
        with self._database.write(Side.WIRE, durable=False) as connection:
            note(connection, part + self._suffix, ok=ok, detail=detail, at=at)

    def forget_health(self) -> None:
        """Forget how an earlier run of this wire fared: what is not reported again is not so any more.

        What other gateways say of their parts in the same store is left alone.
        """
        mine = health.c.part.endswith(self._suffix, autoescape=True)  # all, where there is no suffix
        with self._database.write(Side.WIRE, durable=False) as connection:
            connection.execute(delete(health).where(or_(mine, ~health.c.part.contains(_AT))))

    def health(self) -> list[Health]:
        """Return how every part of every gateway fares, by name."""
        with self._database.read() as connection:
            rows = connection.execute(select(health).order_by(health.c.part)).all()
        found = []
        for row in rows:
            part, _, place = row.part.partition(_AT)
            found.append(Health(part, place, row.ok, row.detail, row.since, row.at))
        return found

    def check(self, *, at: datetime) -> None:
        """Open the journal anew, look for damage, commit something. Raises ``StoreBroken`` or ``StoreUnavailable``."""
        self._database.close()
        if self._database.embedded:
            with self._database.read(Side.WIRE) as connection:
                said = connection.exec_driver_sql("PRAGMA journal.quick_check(1)").scalar()
            if said != "ok":
                raise StoreBroken(f"the journal is damaged: {said}")
        with self._database.write(Side.WIRE) as connection:
            note(connection, f"journal{self._suffix}", ok=True, detail="checked after a fault of the disk", at=at)

    def backlog(self) -> int:
        """Return about how many entries the desk has not begun with."""
        with self._database.read(Side.WIRE) as connection:
            newest = connection.scalar(select(func.max(entry.c.id))) or 0
            begun = connection.scalar(text("SELECT max(journal_id) FROM handled")) or 0
        return max(0, int(newest) - int(begun))


_INSERT_UID = insert(mailbox_uid).values(
    mailbox=bindparam("mailbox"),
    uidvalidity=bindparam("uidvalidity"),
    uid=bindparam("uid"),
    entry_id=bindparam("entry_id"),
)


def note(connection: Connection, part: str, *, ok: bool, detail: str, at: datetime) -> None:
    """Note how a part fares; ``since`` stays while ``ok`` does not change."""
    before = connection.execute(select(health.c.ok, health.c.since).where(health.c.part == part)).one_or_none()
    values = {"ok": ok, "detail": detail, "since": before.since if before and before.ok == ok else at, "at": at}
    if before:
        connection.execute(update(health).where(health.c.part == part).values(values))
    else:
        connection.execute(insert(health).values(part=part, **values))


def read_entries(connection: Connection, ids: Collection[int]) -> list[Entry]:
    """Return the entries of these ids, in order of arrival."""
    found: list[Entry] = []
    for some in in_pieces(sorted(ids)):
        rows = connection.execute(select(entry).where(entry.c.id.in_(some)).order_by(entry.c.id))
        found.extend(_entry(row) for row in rows)
    return found


def _entry(row: Row[Any]) -> Entry:
    mail = ReceivedMail(
        source=row.source,
        envelope=Envelope(row.sender, tuple(row.recipients)),
        raw=bytes(row.raw),
        received_at=row.received_at,
        peer=row.peer,
        acknowledge=row.acknowledge,
        authentication=row.authentication,
    )
    return Entry(JournalId(row.id), mail)


def _reserve(connection: Connection, count: int) -> int:
    """Return the first of ``count`` free ids in a row."""
    if connection.dialect.name == "sqlite":  # the write lock is ours: nobody else can take them
        return int(connection.scalar(select(func.coalesce(func.max(entry.c.id), 0))) or 0) + 1
    # One lock for writers keeps the order of ids the order of commits, so that readers never miss a late one.
    connection.execute(text("LOCK TABLE journal.entry IN SHARE ROW EXCLUSIVE MODE"))
    last = connection.scalar(_RESERVE, {"n": count})
    return int(last or count) - count + 1


_RESERVE = text(
    """
    SELECT setval(pg_get_serial_sequence('journal.entry', 'id'),
                  coalesce((SELECT max(id) FROM journal.entry), 0) + :n)
    """
)


def _row(journal_id: JournalId, mail: ReceivedMail) -> dict[str, object]:
    return {
        "id": journal_id,
        "source": mail.source,
        "peer": mail.peer,
        "sender": mail.envelope.sender,
        "recipients": mail.envelope.recipients,
        "received_at": mail.received_at,
        "acknowledge": mail.acknowledge,
        "authentication": mail.authentication,
        "size": len(mail.raw),
        "raw": mail.raw,
    }


def _uid_row(journal_id: JournalId, uid: MailboxUid) -> dict[str, object]:
    return {"mailbox": uid.mailbox, "uidvalidity": uid.uidvalidity, "uid": uid.uid, "entry_id": journal_id}

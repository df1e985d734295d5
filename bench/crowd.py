"""A store with many tickets: one comes in by mail, as always, and is copied by the database, everything on it too."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection, Table, bindparam, text, update

from gateway.mail import Envelope, ReceivedMail
from gateway.office import Office
from gateway.store.clock import time_of
from gateway.store.columns import Instant
from gateway.store.database import Side
from gateway.store.tables import counter, history, message, outbox, participant, promise, ticket

_WHO = "'ann' || CAST(n.i AS TEXT) || '@acme' || CAST(n.i % 5000 AS TEXT) || '.example'"
_COPIES: tuple[tuple[Table, str, Mapping[str, str]], ...] = (
    (
        ticket,
        "id",
        {
            "id": "n.i",
            "number": "'9' || CAST(n.i AS TEXT)",
            "requester": _WHO,
            "created_at": "t.created_at - :ago",
            "due_at": ":due + CAST(n.i AS BIGINT) * :step",
        },
    ),
    (participant, "ticket_id", {"ticket_id": "n.i", "address": _WHO}),
    (
        message,
        "ticket_id",
        {
            "id": "n.i + 10",
            "ticket_id": "n.i",
            "message_id": "'m' || CAST(n.i AS TEXT) || '@acme.example'",
            "fingerprint": "'f' || CAST(n.i AS TEXT)",
            "journal_id": "NULL",
        },
    ),
    (promise, "ticket_id", {"ticket_id": "n.i", **{name: f"t.{name} - :ago" for name in ("start", "due", "warn")}}),
    (history, "ticket_id", {"id": "t.id + n.i * 50", "ticket_id": "n.i"}),
    (
        outbox,
        "ticket_id",
        {
            "id": "n.i + 10",
            "ticket_id": "n.i",
            "state": "'sent'",
            "recipient": _WHO,
            "recipient_key": _WHO,
            "recipient_domain": "'acme' || CAST(n.i % 5000 AS TEXT) || '.example'",
            "message_id": "'o' || CAST(n.i AS TEXT) || '@example.com'",
            "queued_at": "t.queued_at - 864000000000",
        },
    ),
)


def a_mail(number: int, at: datetime, *, answers: int = 0) -> ReceivedMail:
    """Return a mail of a person; ``answers`` is the ticket it is a reply to."""
    who = f"ann{answers}@acme{answers % 5000}.example" if answers else f"new{number}@acme{number % 5000}.example"
    field = f"In-Reply-To: <o{answers}@example.com>\r\n" if answers else ""
    raw = (
        f"From: Ann <{who}>\r\nTo: support@example.com\r\nSubject: Phones drop {number}\r\n{field}"
        f"Message-ID: <bench{number}.{at:%H%M%S%f}@acme.example>\r\nDate: Thu, 19 Nov 2026 09:12:00 +0000\r\n\r\n"
        + "The phone drops after ten minutes, since eight.\r\n"
        * 40
    )
    return ReceivedMail("smtp", Envelope(who, ("support@example.com",)), raw.encode(), at)


def fill(office: Office, tickets: int, *, first_due: datetime, every: timedelta, ago: timedelta = timedelta()) -> None:
    """Make so many open tickets, all of which came so long ago; something falls due on one after the other."""
    with office.database.read() as connection:
        now = time_of(connection, office.clock)  # else the one that is copied is late already, and people hear of it
    office.journal.append([(a_mail(0, now), None)])
    while office.intake.step():
        pass
    with office.database.write(Side.DESK) as connection:
        for copied in _COPIES:
            _copy(connection, *copied, last=tickets, first_due=first_due, every=every, ago=ago)
        for name in ("ticket", "outbox"):
            connection.execute(update(counter).where(counter.c.name == name).values(value=tickets + 10))
        if not office.database.embedded:
            for name in ("message", "history"):
                connection.execute(
                    text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name}))")
                )
        connection.execute(text("ANALYZE main" if office.database.embedded else "ANALYZE"))


def _copy(
    connection: Connection,
    table: Table,
    key: str,
    other: Mapping[str, str],
    *,
    last: int,
    first_due: datetime,
    every: timedelta,
    ago: timedelta,
) -> None:
    columns = [column.name for column in table.c]
    values = ", ".join(other.get(name, f't."{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    statement = text(
        f"WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < :last) "
        f"INSERT INTO {table.name} ({names}) SELECT {values} FROM {table.name} t, n WHERE t.{key} = 1"
    )
    given: dict[str, object] = {"last": last}
    if ":ago" in values:
        given["ago"] = ago // timedelta(microseconds=1)
    if "due_at" in other:
        statement = statement.bindparams(bindparam("due", type_=Instant))
        given |= {"due": first_due, "step": every // timedelta(microseconds=1)}
    connection.execute(statement, given)

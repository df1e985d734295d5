from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert

from gateway.mail import Envelope, ReceivedMail
from gateway.store import past
from gateway.store.database import Database, Side
from gateway.store.journal import JournalStore
from gateway.store.past import count_past, mails_of, past_mails
from gateway.store.tables import handled
from tests.store.conftest import ON_BOTH

AT = datetime(2026, 11, 19, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def _fill(database: Database, *sizes: int) -> None:
    """Put mails of these sizes into the journal, one a minute."""
    envelope = Envelope("ann@acme.example", ("help@example.com",))
    mails = [ReceivedMail("smtp", envelope, b"x" * size, AT + MINUTE * at) for at, size in enumerate(sizes)]
    JournalStore(database).append([(mail, None) for mail in mails])


def _ids(database: Database, since: datetime, until: datetime) -> list[list[int]]:
    return [[one.entry.id for one in part] for part in past_mails(database, since, until)]


@ON_BOTH
def test_mails_of_a_time_come_once_in_order_in_parts(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(past, "PAGE", 7)
    monkeypatch.setattr(past, "MOST_MAILS", 3)
    _fill(database, *[10] * 20)
    parts = _ids(database, AT + MINUTE * 2, AT + MINUTE * 19)
    assert [one for part in parts for one in part] == list(range(3, 20))
    assert [len(part) for part in parts] == [3, 3, 1, 3, 3, 1, 3]
    assert count_past(database, AT + MINUTE * 2, AT + MINUTE * 19) == 17
    assert _ids(database, AT - MINUTE, AT) == []


@ON_BOTH
def test_large_mails_are_few_at_a_time(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(past, "MOST_BYTES", 1_000)
    _fill(database, 400, 400, 400, 5_000, 1, 1)
    assert _ids(database, AT, AT + MINUTE * 9) == [[1, 2], [3], [4], [5, 6]]


@ON_BOTH
def test_what_became_of_a_mail_comes_with_it_and_what_was_thrown_away_does_not_come(database: Database) -> None:
    _fill(database, 10, 0, 10)
    row = {"state": "done", "attempts": 1, "owner": "", "fate": "ticket", "at": AT}
    with database.write(Side.DESK) as connection:
        connection.execute(insert(handled).values(journal_id=1, released_by="dana", **row))
    found = mails_of(database, [1, 2, 3, 99])
    assert [(one.entry.id, one.case, one.released_by) for one in found] == [(1, None, "dana"), (3, None, "")]

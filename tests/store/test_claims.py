from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from gateway.desk.changes import Fate, FinishEntry
from gateway.errors import NotFound, StoreUnavailable
from gateway.mail import Envelope, JournalId, ReceivedMail
from gateway.store import claims as claiming
from gateway.store.apply import Changes
from gateway.store.aside import set_aside, try_again
from gateway.store.claims import LEASE, Claim, Claims
from gateway.store.database import Database, Side
from gateway.store.journal import JournalStore
from gateway.store.reading import show_mail, totals
from tests.store.conftest import ON_BOTH

NOW = datetime(2026, 11, 19, 9, 12, tzinfo=UTC)


def given_mails(database: Database, count: int, size: int = 10) -> list[JournalId]:
    mail = ReceivedMail("smtp", Envelope("", ("support@example.com",)), b"x" * size, NOW)
    return JournalStore(database).append([(mail, None)] * count)


def finish(database: Database, claims: Claims, taken: Sequence[Claim]) -> None:
    with database.write(Side.DESK) as connection:
        changes = Changes(connection, now=NOW, owner=claims.owner)
        changes.add(FinishEntry(claim.entry.id, Fate.AUTOMATIC, None, "a test") for claim in taken)
        changes.write()


def ids(taken: Sequence[Claim]) -> list[JournalId]:
    return [claim.entry.id for claim in taken]


@ON_BOTH
def test_entries_are_handed_out_once_in_order_of_arrival(database: Database) -> None:
    mails = given_mails(database, 5)
    one, other = Claims(database, owner="one"), Claims(database, owner="other")
    assert ids(one.take(now=NOW, limit=3)) == mails[:3]
    assert ids(other.take(now=NOW, limit=3)) == mails[3:]
    assert one.take(now=NOW, limit=3) == []


@ON_BOTH
def test_what_is_finished_never_comes_again(database: Database) -> None:
    given_mails(database, 4)
    claims = Claims(database, owner="one")
    finish(database, claims, claims.take(now=NOW, limit=4))
    claims.raise_low()
    assert claims.take(now=NOW + 10 * LEASE, limit=4) == []
    later = given_mails(database, 1)
    assert ids(claims.take(now=NOW, limit=4)) == later


@pytest.mark.id("M-10")
@ON_BOTH
def test_a_process_that_dies_leaves_its_attempt_counted_and_its_mails_to_be_tried_alone(database: Database) -> None:
    mails = given_mails(database, 3)
    claims = Claims(database, owner="one")
    claims.take(now=NOW, limit=3)
    claims.free()  # what the next process does first
    for attempt in (2, 3, 4):
        (again,) = claims.take(now=NOW, limit=3)
        assert (again.entry.id, again.attempt) == (mails[0], attempt)
        claims.free()


@ON_BOTH
def test_a_desk_that_is_gone_for_good_is_inherited_after_its_lease(database: Database) -> None:
    given_mails(database, 1)
    Claims(database, owner="gone").take(now=NOW, limit=1)
    heir = Claims(database, owner="heir")
    assert heir.take(now=NOW + LEASE, limit=1) == []
    (inherited,) = heir.take(now=NOW + LEASE + timedelta(seconds=1), limit=1)
    assert inherited.attempt == 2


@ON_BOTH
def test_a_desk_that_was_taken_for_dead_writes_nothing(database: Database) -> None:
    given_mails(database, 2)
    slow, heir = Claims(database, owner="slow"), Claims(database, owner="heir")
    taken = slow.take(now=NOW, limit=2)
    finish(database, heir, heir.take(now=NOW + 2 * LEASE, limit=1))
    with pytest.raises(StoreUnavailable, match="another desk has taken"):
        finish(database, slow, taken)


@ON_BOTH
def test_a_later_batch_waits_for_an_earlier_one_of_another_desk(database: Database) -> None:
    mails = given_mails(database, 4)
    one, other = Claims(database, owner="one"), Claims(database, owner="other")
    first = one.take(now=NOW, limit=2)
    other.take(now=NOW, limit=2)
    with database.read() as connection:
        assert other.earlier_unfinished(connection, mails[2], now=NOW)
        assert not one.earlier_unfinished(connection, mails[0], now=NOW)
    finish(database, one, first)
    with database.read() as connection:
        assert not other.earlier_unfinished(connection, mails[2], now=NOW)


@ON_BOTH
def test_a_batch_ends_where_it_would_be_too_large(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claiming, "MAX_BYTES", 250)
    mails = given_mails(database, 4, size=100)
    claims = Claims(database, owner="one")
    assert ids(claims.take(now=NOW, limit=9)) == mails[:2]
    assert ids(claims.take(now=NOW, limit=9)) == mails[2:]
    huge = given_mails(database, 1, size=1000)
    assert ids(claims.take(now=NOW, limit=9)) == huge


@ON_BOTH
def test_a_set_aside_entry_waits_for_an_operator(database: Database) -> None:
    (mail,) = given_mails(database, 1)
    claims = Claims(database, owner="one")
    claims.take(now=NOW, limit=1)
    with database.write(Side.DESK) as connection:
        set_aside(connection, mail, error="Traceback: boom", placeholder=None, at=NOW)
    claims.free()
    claims.raise_low()
    assert claims.take(now=NOW + 2 * LEASE, limit=1) == []
    with database.read() as connection:
        assert show_mail(connection, mail).error == "Traceback: boom"
    with database.write(Side.DESK) as connection:
        try_again(connection, mail, at=NOW)
    (again,) = claims.take(now=NOW, limit=1)
    assert (again.entry.id, again.attempt) == (mail, 1)


@ON_BOTH
def test_only_what_is_set_aside_can_be_tried_again(database: Database) -> None:
    (mail,) = given_mails(database, 1)
    with database.write(Side.DESK) as connection, pytest.raises(NotFound, match="not set aside"):
        try_again(connection, mail, at=NOW)


@pytest.mark.id("P2")
@ON_BOTH
def test_every_accepted_mail_is_done_aside_or_waiting(database: Database) -> None:
    mails = given_mails(database, 6)
    claims = Claims(database, owner="one")
    finish(database, claims, claims.take(now=NOW, limit=2))
    claims.take(now=NOW, limit=2)
    with database.write(Side.DESK) as connection:
        set_aside(connection, mails[2], error="boom", placeholder=None, at=NOW)
    with database.read() as connection:
        found = totals(connection)
    assert (found.accepted, sum(found.fates.values()), found.aside, found.waiting) == (6, 2, 1, 3)
    assert found.oldest_waiting == NOW

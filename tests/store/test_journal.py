from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.errors import StoreFull, StoreUnavailable
from gateway.mail import Envelope, MailboxStart, MailboxUid, ReceivedMail
from gateway.store import journal_writer
from gateway.store.database import Database, Side
from gateway.store.journal import JournalStore
from gateway.store.journal_writer import JournalWriter
from tests.conftest import FrozenClock
from tests.store.conftest import ON_BOTH

NOW = datetime(2026, 11, 19, 9, 12, 0, 123456, tzinfo=UTC)
MAIL = ReceivedMail(
    "smtp", Envelope("ann@acme.example", ("support@example.com",)), b"Subject: x\r\n\r\nbody\r\n", NOW, "h [::1]"
)


@ON_BOTH
def test_what_is_appended_is_read_back_to_the_byte_and_in_order(database: Database) -> None:
    store = JournalStore(database)
    mails = [replace(MAIL, raw=bytes([n]) * n, acknowledge=bool(n % 2)) for n in range(5)]
    ids = store.append([(mail, None) for mail in mails])
    more = store.append([(MAIL, None)])
    assert ids == sorted(ids)
    assert more[0] > ids[-1]
    assert [entry.mail for entry in store.read(ids)] == mails


@pytest.mark.id("P10")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(raw=st.binary(max_size=200), sender=st.text(max_size=40), peer=st.text(max_size=40))
@ON_BOTH
def test_any_bytes_and_any_text_can_be_kept(database: Database, raw: bytes, sender: str, peer: str) -> None:
    store = JournalStore(database)
    mail = ReceivedMail("smtp", Envelope(sender, (sender,)), raw, NOW, peer)
    (found,) = store.read(store.append([(mail, None)]))
    assert found.mail.raw == raw
    assert found.mail.envelope.recipients == (sender,)
    assert len(found.mail.envelope.sender) == len(sender)  # what cannot be kept is replaced, never cut


@ON_BOTH
def test_a_uid_is_known_with_its_mail_and_only_under_its_uidvalidity(database: Database) -> None:
    store = JournalStore(database)
    store.append([(MAIL, MailboxUid("sales", 7, 3)), (MAIL, MailboxUid("sales", 7, 5))])
    assert list(store.unknown_uids("sales", 7, [6, 5, 4, 3])) == [4, 6]
    assert list(store.unknown_uids("sales", 8, [3, 5])) == [3, 5]
    assert list(store.unknown_uids("help", 7, [3])) == [3]
    assert list(store.unknown_uids("sales", 7, [])) == []


@ON_BOTH
def test_a_uid_that_is_there_already_keeps_the_whole_commit_out(database: Database) -> None:
    store = JournalStore(database)
    store.append([(MAIL, MailboxUid("sales", 7, 3))])
    with pytest.raises(Exception, match=r"(?i)unique"):
        store.append([(MAIL, None), (MAIL, MailboxUid("sales", 7, 3))])
    with database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM journal.entry").scalar() == 1


@ON_BOTH
def test_the_start_of_a_mailbox_is_replaced_not_doubled(database: Database) -> None:
    store = JournalStore(database)
    assert store.mailbox_start("sales") is None
    for start in (MailboxStart("sales", 7, NOW, "1:4"), MailboxStart("sales", 8, NOW, "")):
        store.start_mailbox(start)
        assert store.mailbox_start("sales") == start


@ON_BOTH
def test_health_remembers_since_when_it_is_so(database: Database) -> None:
    store = JournalStore(database)
    for minutes, ok in ((0, True), (1, True), (2, False), (3, False)):
        store.report("relay", ok=ok, detail=f"at {minutes}", at=NOW + timedelta(minutes=minutes))
    (found,) = store.health()
    assert (found.ok, found.detail) == (False, "at 3")
    assert found.since == NOW + timedelta(minutes=2)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_what_an_earlier_run_said_of_its_parts_is_forgotten_at_the_start(database: Database) -> None:
    store = JournalStore(database)
    store.report("imap:sales", ok=True, detail="IDLE", at=NOW)
    store.forget_health()
    assert store.health() == []


@ON_BOTH
def test_a_gateway_forgets_only_what_it_said_itself(database: Database) -> None:
    one, two = (JournalStore(database, place=place) for place in ("mx_1:aa", "mxx1:aa"))
    for store in (one, two, JournalStore(database)):
        store.report("relay", ok=True, detail="", at=NOW)
    one.forget_health()
    assert [found.place for found in two.health()] == ([] if database.embedded else ["mxx1:aa"])


class _Writer:
    """A journal writer and how often it woke the desk."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.woken = Event()
        self.writer = JournalWriter(JournalStore(database), clock=FrozenClock(), directory=folder, wake=self.woken.set)


@ON_BOTH
def test_waiting_mails_share_a_commit_and_each_gets_its_own_id(database: Database, tmp_path: Path) -> None:
    made = _Writer(database, tmp_path)
    waiting = [made.writer.submit(replace(MAIL, raw=b"%d" % n)) for n in range(100)]
    made.writer.start()
    ids = [future.result(timeout=20) for future in waiting]
    made.writer.stop()
    assert made.woken.is_set()
    assert [entry.mail.raw for entry in JournalStore(database).read(ids)] == [b"%d" % n for n in range(100)]


@ON_BOTH
def test_one_mail_that_cannot_be_kept_costs_the_others_nothing(database: Database, tmp_path: Path) -> None:
    made = _Writer(database, tmp_path)
    uid = MailboxUid("sales", 7, 3)
    first, second, third = (
        made.writer.submit(MAIL, uid=uid),
        made.writer.submit(MAIL, uid=uid),
        made.writer.submit(MAIL),
    )
    made.writer.start()
    assert first.result(timeout=20)
    assert second.exception(timeout=20)
    assert third.result(timeout=20)
    made.writer.stop()


@pytest.mark.id("D-12")
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_locked_journal_is_a_temporary_failure(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.store.database.BUSY_SECONDS", 0)
    late = Database(url="", directory=database.directory)
    with database.write(Side.WIRE), pytest.raises(StoreUnavailable, match="locked"):
        JournalStore(late).append([(MAIL, None)])
    assert JournalStore(late).append([(MAIL, None)])
    late.close()


@pytest.mark.id("D-11")
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_full_disk_is_said_to_be_one(database: Database) -> None:
    with database.write(Side.WIRE) as connection:
        pages = connection.exec_driver_sql("PRAGMA journal.page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA journal.max_page_count = {pages}")  # what SQLite says is ENOSPC's words
    with pytest.raises(StoreFull):
        JournalStore(database).append([(replace(MAIL, raw=b"x" * 100_000), None)])


def test_a_disk_with_little_room_asks_senders_to_come_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = JournalWriter(
        JournalStore(Database(url="", directory=tmp_path)), clock=FrozenClock(), directory=tmp_path, wake=lambda: None
    )
    assert writer.pressure() == ""
    monkeypatch.setattr(journal_writer, "LEAST_FREE", 1 << 60)
    assert writer.pressure() == "the disk is nearly full"


def test_too_much_mail_in_memory_asks_senders_to_come_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_writer, "MAX_WAITING", 10)
    writer = JournalWriter(
        JournalStore(Database(url="", directory=tmp_path)), clock=FrozenClock(), directory=tmp_path, wake=lambda: None
    )
    writer.submit(MAIL)
    assert writer.pressure() == "too much mail at once"


@pytest.mark.id("D-13")
@pytest.mark.peer("postgresql")
def test_a_server_that_is_away_is_a_temporary_failure(tmp_path: Path) -> None:
    away = Database(url=f"postgresql+psycopg://casegate@/x?host={tmp_path}", directory=tmp_path)
    with pytest.raises(StoreUnavailable):
        JournalStore(away).append([(MAIL, None)])

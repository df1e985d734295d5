"""Notices on the disk: names, who was told and how their letters stand, what is written next, what falls due."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event, insert, select

from gateway.desk.changes import Change, QueueLetter
from gateway.desk.choice import Choice
from gateway.desk.customer import Customer
from gateway.desk.notice import (
    Delivery,
    Impact,
    Notice,
    NoticeKind,
    NoticeState,
    Recipient,
    Revision,
    Stage,
    Standing,
)
from gateway.desk.notice_changes import (
    IssueRevision,
    KeepNotice,
    LeaveOut,
    SetDelivery,
    WriteAgain,
    WriteAnew,
    WriteLetter,
)
from gateway.desk.policy.notices import Holding, NoticeTimes
from gateway.errors import NotFound
from gateway.mail import DeliveryResult, Lane, MessageId, OutboxId, Outcome
from gateway.store import notice_queue as queue
from gateway.store import notices as store
from gateway.store.apply import Changes
from gateway.store.customers import CustomerChange, write_customers
from gateway.store.database import Database, Side
from gateway.store.notice_record import record_of
from gateway.store.notice_row import facts_of, notice_of
from gateway.store.notice_tables import notice as notice_table
from gateway.store.outbox import OutboxStore, settled
from gateway.store.tables import outbox, sending
from tests.store.conftest import ON_BOTH

NOW = datetime(2026, 11, 19, 9, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ACME, GLOBEX, HOOLI = (Recipient(name, f"noc@{name}.example") for name in ("acme", "globex", "hooli"))
NOBODY = Recipient("initech", "", "no notice address")
COPY = Recipient("", "dana@support.example", copy_to="dana@support.example")


def a_notice(name: str = "MNT-2026-0001", **facts: object) -> Notice:
    kind = next(kind for kind in NoticeKind if name.startswith(kind.prefix))
    made = Notice(name, kind, NoticeState.SCHEDULED, "Storage", Choice(services=("voice",)), NOW, "dana")
    return replace(made, **facts)  # type: ignore[arg-type]


def carry_out(database: Database, *changes: Change, now: datetime = NOW) -> None:
    with database.write(Side.DESK) as connection:
        found = Changes(connection, now=now)
        found.add(changes)
        found.write()


def kept(database: Database, *notices: Notice, due: datetime | None = None, said: str = "") -> None:
    carry_out(database, *(KeepNotice(one, due, said, "a test", "dana") for one in notices))


def issued(
    database: Database,
    notice: Notice,
    *to: Recipient,
    number: int = 0,
    at: datetime = NOW,
    delivery: Delivery = Delivery.RUNNING,
) -> Revision:
    revision = Revision(notice.id, number, Stage.SCHEDULED, at, "dana", "a test", delivery)
    carry_out(database, KeepNotice(notice, None, "", ""), IssueRevision(revision, notice, to, "a test"))
    return revision


def written(database: Database, revision: Revision, *to: Recipient, lane: Lane = Lane.NOTICE) -> list[OutboxId]:
    """Put letters into the outbox."""
    made = []
    with database.write(Side.DESK) as connection:
        found = Changes(connection, now=NOW)
        for one in to:
            letter = found.next_letter()
            message_id = MessageId(f"{letter}.n@example.com")
            found.add((QueueLetter(letter, None, "notice", lane, "", one.address, message_id, b"x\r\n", ""),))
            found.add((WriteLetter(revision.notice_id, revision.number, one, letter),))
            made.append(letter)
        found.write()
    return made


def told(database: Database, name: str = "MNT-2026-0001", *numbers: int) -> list[store.Told]:
    with database.read() as connection:
        return store.told_of(connection, name, numbers or None)


def waiting(database: Database, limit: int = 100, *without: str) -> list[tuple[str, int, str]]:
    with database.read() as connection:
        rows = [
            row
            for revision, told_of in queue.revisions_to_write(connection)
            for row in queue.letters_to_write(connection, revision, told_of, limit=limit, without=without)
        ]
    return [(one.notice.id, one.revision.number, one.recipient.customer or one.recipient.copy_to) for one in rows]


def history(database: Database, name: str = "MNT-2026-0001") -> list[tuple[str, str, str]]:
    with database.read() as connection:
        return [(one.what, one.because, one.by) for one in store.history_of(connection, name)]


# Names


@ON_BOTH
def test_names_are_counted_by_kind_and_year_and_go_on_above_9999(database: Database) -> None:
    def following(kind: NoticeKind, year: int = 2026) -> str:
        with database.read() as connection:
            return store.next_name(connection, kind, year)

    assert [following(kind) for kind in NoticeKind] == [
        "MNT-2026-0001",
        "INC-2026-0001",
        "UPG-2026-0001",
        "NWL-2026-0001",
    ]
    kept(database, a_notice("MNT-2026-0001"), a_notice("MNT-2026-0009"), a_notice("INC-2026-0031"))
    assert following(NoticeKind.MAINTENANCE) == "MNT-2026-0010"
    assert following(NoticeKind.OUTAGE) == "INC-2026-0032"
    assert following(NoticeKind.MAINTENANCE, 2027) == "MNT-2027-0001"
    kept(database, a_notice("MNT-2026-9999"))
    assert following(NoticeKind.MAINTENANCE) == "MNT-2026-10000"
    kept(database, a_notice("MNT-2026-10000"))
    assert following(NoticeKind.MAINTENANCE) == "MNT-2026-10001"


@ON_BOTH
def test_a_notice_is_found_by_its_name_in_any_case_and_a_typing_error_is_named(database: Database) -> None:
    kept(database, a_notice())
    with database.read() as connection:
        assert store.notice_named(connection, " mnt-2026-0001 ") == a_notice()
        with pytest.raises(NotFound, match=r'there is no notice "MNT-2026-1": did you mean "MNT-2026-0001"\?'):
            store.notice_named(connection, "MNT-2026-1")
        with pytest.raises(NotFound, match="gateway notice list --all --kind maintenance shows them"):
            store.notice_named(connection, "MNT-2026-0002")
        with pytest.raises(NotFound, match="gateway notice list --all shows them"):
            store.notice_named(connection, "x" * 100)
        assert store.notice_names(connection) == {"MNT-2026-0001"}


# As it is kept

INSTANTS = st.datetimes(datetime(1971, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))
LENGTHS = st.timedeltas(timedelta(seconds=1), timedelta(days=400))
WORDS = st.text(st.characters(codec="utf-8"), max_size=12)
SEVERAL = st.lists(WORDS, max_size=3).map(tuple)
NOTICES = st.builds(
    Notice,
    id=WORDS,
    kind=st.sampled_from(NoticeKind),
    state=st.sampled_from(NoticeState),
    title=WORDS,
    choice=st.builds(Choice, SEVERAL, SEVERAL, SEVERAL, SEVERAL, SEVERAL, SEVERAL, st.booleans()),
    created_at=INSTANTS,
    created_by=WORDS,
    services=SEVERAL,
    regions=SEVERAL,
    impact=st.sampled_from(Impact),
    impacts=st.dictionaries(WORDS, st.sampled_from(Impact), max_size=3),
    start=st.none() | INSTANTS,
    end=st.none() | INSTANTS,
    was_start=st.none() | INSTANTS,
    was_end=st.none() | INSTANTS,
    emergency=st.booleans(),
    tentative=st.booleans(),
    auto_start=st.booleans(),
    auto_holding=st.booleans(),
    reminders=st.lists(LENGTHS, max_size=3).map(tuple),
    texts=st.dictionaries(WORDS, WORDS, max_size=3),
    times=st.builds(
        NoticeTimes, *[st.none() | LENGTHS] * 4, WORDS,
        *[st.lists(LENGTHS, max_size=3).map(tuple)] * 4, LENGTHS, st.sampled_from(Holding), st.none() | LENGTHS,
    ),
    mailing_list=WORDS,
    confirmed_at=st.none() | INSTANTS,
    confirmed_by=WORDS,
    began_at=st.none() | INSTANTS,
    ended_at=st.none() | INSTANTS,
    restored_at=st.none() | INSTANTS,
    closed_at=st.none() | INSTANTS,
    next_by=st.none() | INSTANTS,
    marks=SEVERAL,
)  # fmt: skip


@given(NOTICES)
def test_a_notice_comes_back_from_its_row_as_it_went_in(notice: Notice) -> None:
    assert notice_of(json.loads(json.dumps(facts_of(notice)))) == notice


def test_the_round_trip_is_of_every_field_there_is() -> None:
    assert set(facts_of(a_notice())) == {field.name for field in fields(Notice)}


def test_a_notice_of_an_older_version_lacks_fields_and_is_read() -> None:
    facts = facts_of(a_notice())
    for name in ("marks", "times", "texts", "next_by", "auto_holding"):
        del facts[name]
    assert notice_of(facts) == a_notice()


@ON_BOTH
def test_a_notice_is_kept_as_it_is_now_and_news_of_it_stand_in_its_history(database: Database) -> None:
    kept(database, a_notice(), said="drafted")
    moved = a_notice(title="Storage 日本 \U0001f4be", start=NOW + MINUTE, texts={"reason": "a\nb"})
    carry_out(database, KeepNotice(moved, None, "", "no news"), KeepNotice(moved, None, "moved", "late parts", "lea"))
    with database.read() as connection:
        assert store.notice_named(connection, moved.id) == moved
    assert history(database) == [("drafted", "a test", "dana"), ("moved", "late parts", "lea")]


@ON_BOTH
def test_lists_are_newest_first_and_leave_out_what_is_over_where_that_is_asked(database: Database) -> None:
    old = a_notice("MNT-2026-0001", state=NoticeState.COMPLETED)
    open_ = a_notice("MNT-2026-0002", created_at=NOW + MINUTE)
    outage = a_notice("INC-2026-0001", state=NoticeState.REPORTED, created_at=NOW + 2 * MINUTE)
    kept(database, old, outage, open_)
    with database.read() as connection:
        assert store.list_notices(connection, limit=9) == [outage, open_, old]
        assert store.list_notices(connection, limit=1) == [outage]
        assert store.list_notices(connection, open_only=True, limit=9) == [outage, open_]
        assert store.list_notices(connection, kinds=[NoticeKind.MAINTENANCE], limit=9) == [open_, old]


@ON_BOTH
def test_windows_that_touch_a_time_are_found_and_those_that_only_meet_it_are_not(database: Database) -> None:
    def window(number: int, start: int, end: int, state: NoticeState = NoticeState.SCHEDULED) -> Notice:
        name = f"MNT-2026-{number:04}"
        return a_notice(name, start=NOW + start * MINUTE, end=NOW + end * MINUTE, state=state)

    around, before, after = window(1, -60, 60), window(2, -60, 0), window(3, 30, 60)
    within, off = window(4, 10, 20, NoticeState.IN_PROGRESS), window(5, 0, 30, NoticeState.CANCELLED)
    kept(database, around, before, after, within, off, window(6, 0, 30, NoticeState.DRAFT))
    with database.read() as connection:
        assert store.planned_between(connection, NOW, NOW + 30 * MINUTE) == [around, within]


# What falls due


@ON_BOTH
def test_what_falls_due_is_found_by_its_time_the_earliest_first(database: Database) -> None:
    kept(database, a_notice("MNT-2026-0001"), due=NOW + MINUTE)
    kept(database, a_notice("MNT-2026-0002"), due=NOW)
    kept(database, a_notice("MNT-2026-0003"), due=None)
    with database.read() as connection:
        assert store.next_due(connection) == NOW
        assert [one.id for one in store.due_before(connection, NOW - timedelta(microseconds=1), limit=9)] == []
        assert [one.id for one in store.due_before(connection, NOW, limit=9)] == ["MNT-2026-0002"]
        both = store.due_before(connection, NOW + MINUTE, limit=9)
        assert [one.id for one in both] == ["MNT-2026-0002", "MNT-2026-0001"]
        assert len(store.due_before(connection, NOW + MINUTE, limit=1)) == 1
    kept(database, a_notice("MNT-2026-0002"), a_notice("MNT-2026-0001"), due=None)
    with database.read() as connection:
        assert store.next_due(connection) is None


# What is written next


@ON_BOTH
def test_letters_are_written_in_the_order_of_urgency_then_age_then_customer(database: Database) -> None:
    issued(database, a_notice("NWL-2026-0001"), HOOLI, ACME, at=NOW - MINUTE)
    issued(database, a_notice("UPG-2026-0001"), ACME, at=NOW - MINUTE)
    issued(database, a_notice("MNT-2026-0002"), HOOLI, COPY, ACME, NOBODY, at=NOW)
    issued(database, a_notice("MNT-2026-0001"), GLOBEX, at=NOW + MINUTE)
    issued(database, a_notice("INC-2026-0001"), COPY, ACME, at=NOW + MINUTE)
    order = [
        ("INC-2026-0001", 0, "acme"),
        ("INC-2026-0001", 0, "dana@support.example"),
        ("MNT-2026-0002", 0, "acme"),
        ("MNT-2026-0002", 0, "hooli"),
        ("MNT-2026-0002", 0, "dana@support.example"),
        ("MNT-2026-0001", 0, "globex"),
        ("UPG-2026-0001", 0, "acme"),
        ("NWL-2026-0001", 0, "acme"),
        ("NWL-2026-0001", 0, "hooli"),
    ]
    assert waiting(database) == order
    assert waiting(database, 1) == [order[index] for index in (0, 2, 5, 6, 7)], "the first of each"
    with database.read() as connection:
        kinds = queue.kinds_to_write(connection)
    assert kinds == [NoticeKind(one) for one in ("outage", "maintenance", "maintenance", "upgrade", "newsletter")]
    assert waiting(database, 9, "acme.example", "support.example") == [
        ("MNT-2026-0002", 0, "hooli"),
        ("MNT-2026-0001", 0, "globex"),
        ("NWL-2026-0001", 0, "hooli"),
    ]


@ON_BOTH
def test_a_letter_says_what_its_revision_told_and_not_what_has_become_of_it(database: Database) -> None:
    issued(database, a_notice(title="Before"), ACME)
    kept(database, a_notice(title="After"))
    with database.read() as connection:
        ((revision, told_of),) = queue.revisions_to_write(connection)
        (row,) = queue.letters_to_write(connection, revision, told_of, limit=1)
    assert (row.notice.title, row.revision.number, row.recipient) == ("Before", 0, ACME)


@ON_BOTH
@pytest.mark.parametrize("delivery", [Delivery.PAUSED, Delivery.ABORTED])
def test_only_what_runs_is_written(database: Database, delivery: Delivery) -> None:
    issued(database, a_notice(), ACME, delivery=delivery)
    assert waiting(database) == []
    with database.read() as connection:
        assert queue.kinds_to_write(connection) == []


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_what_is_to_be_written_is_found_by_its_index_however_many_letters_there_were(database: Database) -> None:
    issued(database, a_notice(), ACME)
    seen: list[str] = []

    def see(connection: object, cursor: object, statement: str, *rest: object) -> None:
        seen.append(statement)

    with database.read() as connection:
        event.listen(connection, "before_cursor_execute", see)
        queue.kinds_to_write(connection)
        ((revision, told_of),) = queue.revisions_to_write(connection)
        queue.letters_to_write(connection, revision, told_of, limit=9, without=["acme.example"])
        event.remove(connection, "before_cursor_execute", see)
        steps = [
            row.detail
            for statement in seen
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", ("",) * statement.count("?"))
        ]
    of_recipients = [step for step in steps if "notice_recipient" in step]
    assert len(of_recipients) == 7
    assert all("USING" in step and "ix_notice_recipient_waits" in step for step in of_recipients), of_recipients
    assert not any("ORDER BY" in step for step in steps[-1:])


@ON_BOTH
def test_pausing_holds_letters_back_and_aborting_leaves_out_those_that_no_server_has_taken(database: Database) -> None:
    revision = issued(database, a_notice(), ACME, GLOBEX, NOBODY)
    written(database, revision, ACME)
    carry_out(database, SetDelivery("MNT-2026-0001", 0, Delivery.PAUSED, "paused by dana", "dana"))
    assert waiting(database) == []
    carry_out(database, SetDelivery("MNT-2026-0001", 0, Delivery.RUNNING, "resumed by dana", "dana"))
    assert waiting(database) == [("MNT-2026-0001", 0, "globex")]
    carry_out(database, SetDelivery("MNT-2026-0001", 0, Delivery.ABORTED, "aborted by dana: wrong text", "dana"))
    assert waiting(database) == []
    assert [(one.recipient.customer, one.standing, one.recipient.why_not) for one in told(database)] == [
        ("acme", Standing.SKIPPED, "aborted by dana: wrong text"),
        ("globex", Standing.SKIPPED, "aborted by dana: wrong text"),
        ("initech", Standing.SKIPPED, "no notice address"),
    ]
    with database.read() as connection:
        assert [one.delivery for one, _ in store.revisions_of(connection, "MNT-2026-0001")] == [Delivery.ABORTED]
    assert [what for what, _, _ in history(database)] == [
        "letters of revision 0: paused",
        "letters of revision 0: running",
        "letters withdrawn that no server had taken: 1",
        "letters of revision 0: aborted",
    ]


@ON_BOTH
def test_what_is_written_waits_no_more_and_what_cannot_be_written_says_why(database: Database) -> None:
    revision = issued(database, a_notice(), ACME, GLOBEX)
    written(database, revision, ACME)
    carry_out(database, LeaveOut("MNT-2026-0001", 0, GLOBEX, "the letter could not be written: no words"))
    assert waiting(database) == []
    assert [(one.recipient.customer, one.standing) for one in told(database)] == [
        ("acme", Standing.QUEUED),
        ("globex", Standing.SKIPPED),
    ]
    assert history(database) == [("globex is not told", "the letter could not be written: no words", "")]


@ON_BOTH
def test_a_new_revision_overtakes_letters_that_are_not_written_yet(database: Database) -> None:
    """They may be paused: nobody is to hear of the first window after the second."""
    first = issued(database, a_notice(), ACME, GLOBEX, COPY, delivery=Delivery.PAUSED)
    other = issued(database, a_notice("MNT-2026-0002"), ACME)
    written(database, first, ACME)
    issued(database, a_notice(), ACME, GLOBEX, number=1, at=NOW + MINUTE)
    carry_out(database, SetDelivery("MNT-2026-0001", 0, Delivery.RUNNING, "resumed by dana", "dana"))
    assert waiting(database) == [
        (other.notice_id, 0, "acme"),
        ("MNT-2026-0001", 1, "acme"),
        ("MNT-2026-0001", 1, "globex"),
    ]
    left = {one.recipient.customer or "copy": one.recipient.why_not for one in told(database, "MNT-2026-0001", 0)}
    assert left == {
        "acme": "revision 1 (scheduled) came before a server took the letter",
        "globex": "revision 1 (scheduled) came before the letter was written",
        "copy": "revision 1 (scheduled) came before the letter was written",
    }
    assert ("letters not written any more: 2", "overtaken by revision 1", "dana") in history(database)


# Who was told


@ON_BOTH
def test_who_was_told_is_whoever_a_letter_was_written_to_at_their_newest_address(database: Database) -> None:
    first = issued(database, a_notice(), ACME, GLOBEX, HOOLI, NOBODY, COPY)
    taken(database, *written(database, first, ACME, GLOBEX, COPY))
    later = issued(database, a_notice(), replace(ACME, address="new@acme.example"), NOBODY, number=1)
    with database.read() as connection:
        found = store.addresses_told(connection, "MNT-2026-0001")
    assert found == {"acme": "new@acme.example", "globex": "noc@globex.example"}
    carry_out(database, WriteAgain(later.notice_id, 0, replace(GLOBEX, address="b@globex.example"), "asked", "dana"))
    with database.read() as connection:
        assert store.addresses_told(connection, "MNT-2026-0001")["globex"] == "b@globex.example"
        assert store.addresses_told(connection, "MNT-2026-0002") == {}


@ON_BOTH
def test_what_no_server_took_a_letter_of_told_nobody(database: Database) -> None:
    def newest() -> datetime | None:
        with database.read() as connection:
            return store.newest_at(connection, "MNT-2026-0001")

    first = issued(database, a_notice(), ACME, GLOBEX)
    assert newest() is None
    acme, _ = written(database, first, ACME, GLOBEX)
    assert newest() is None
    taken(database, acme)
    assert newest() == NOW
    later = issued(database, a_notice(), ACME, GLOBEX, number=1, at=NOW + MINUTE)
    written(database, later, ACME)
    assert newest() == NOW
    issued(database, a_notice(), ACME, GLOBEX, number=2, at=NOW + 2 * MINUTE)
    assert newest() == NOW
    taken(database, *written(database, later, GLOBEX))
    assert newest() == NOW + MINUTE


@ON_BOTH
def test_a_recipient_who_is_written_to_again_has_another_letter_in_the_thread_of_the_first(database: Database) -> None:
    revision = issued(database, a_notice(), ACME, COPY)
    (first, copy) = written(database, revision, ACME, COPY)
    again = replace(ACME, address="noc2@acme.example")
    carry_out(database, WriteAgain(revision.notice_id, 0, again, "asked for by dana", "dana"))
    assert waiting(database) == [("MNT-2026-0001", 0, "acme")]
    (standing, _) = told(database)
    assert (standing.standing, standing.recipient, standing.outbox_id) == (Standing.QUEUED, again, None)
    (second,) = written(database, revision, again)
    assert second != first
    taken(database, second, copy)
    issued(database, a_notice(), again, COPY, number=1)
    with database.read() as connection:
        roots = store.first_letters(connection, "MNT-2026-0001", [again, COPY, GLOBEX])
        assert store.first_letters(connection, "MNT-2026-0002", [again]) == {}
    assert roots == {
        ("acme", ""): f"{second}.n@example.com",  # the first was withdrawn: nobody has it
        ("", "dana@support.example"): f"{copy}.n@example.com",
    }
    assert ("sent again to acme at noc2@acme.example", "asked for by dana", "dana") in history(database)


@ON_BOTH
def test_a_copy_names_the_customers_of_a_revision_that_a_colleague_looks_after(database: Database) -> None:
    directory = (
        Customer("acme", "ACME", account_manager="Dana@Support.example"),
        Customer("globex", "Globex", account_manager="lea@support.example"),
        Customer("hooli", "Ålborg", account_manager="dana@support.example"),
        Customer("initech", "Initech", account_manager="dana@support.example"),
        Customer("umbrella", "Umbrella", account_manager="dana@support.example"),
    )
    with database.write(Side.DESK) as connection:
        changes = [CustomerChange(one.id, None, one) for one in directory]
        write_customers(connection, changes, at=NOW, by="a test", because="")
    revision = issued(database, a_notice("INC-2026-0001"), ACME, GLOBEX, HOOLI, NOBODY, COPY)
    with database.read() as connection:
        found = store.customers_by_manager(connection, revision)
        assert found.keys() == {"dana@support.example", "lea@support.example"}
        assert sorted(found["dana@support.example"]) == ["ACME", "Initech", "Ålborg"]  # whom no mail reaches too
        assert store.customers_by_manager(connection, replace(revision, number=1)) == {}


# How letters stand

OUTBOX_STATES = ("queued", "observed", "discarded", Outcome.SENT.value, Outcome.REFUSED.value, Outcome.GAVE_UP.value)
DOING = (None, "sending", *(one.value for one in Outcome))


def expected(state: str, doing: str | None) -> Standing:
    """The desk's word counts; where it has none yet, the wire's, and of what was discarded and left all the same."""
    if state == "discarded":
        return Standing.ACCEPTED if doing == "sent" else Standing.SKIPPED
    said = state if state != "queued" else doing
    return {
        "observed": Standing.OBSERVED,
        "sent": Standing.ACCEPTED,
        "refused": Standing.BOUNCED,
        "gave-up": Standing.FAILED,
        "later": Standing.DEFERRED,
        "withdrawn": Standing.SKIPPED,
    }.get(said or "", Standing.QUEUED)


@ON_BOTH
def test_a_letter_that_the_wire_claims_at_the_moment_it_is_withdrawn_was_accepted_once_it_has_left(
    database: Database,
) -> None:
    notice = a_notice()
    (letter,) = written(database, issued(database, notice, ACME), ACME)
    wire = OutboxStore(database, owner="wire")
    with database.read() as connection:
        before = connection.execute(outbox.select()).one()
    carry_out(database, SetDelivery(notice.id, 0, Delivery.ABORTED, "a mistake", "dana"))
    assert told(database)[0].standing is Standing.SKIPPED
    with database.write(Side.WIRE) as connection:  # what the wire saw was so before
        row = {"state": "sending", "attempts": 1, "uncertain": False, "owner": "wire", "reply": "", "at": NOW}
        connection.execute(insert(sending), [{"outbox_id": before.id, **row}])
    wire.record([DeliveryResult(letter, Outcome.SENT, "250 ok", NOW + MINUTE)])
    assert told(database)[0] == store.Told(0, ACME, Standing.ACCEPTED, letter, NOW + MINUTE, reply="250 ok")
    with database.read() as connection:
        assert store.standing_counts(connection, notice.id, 0) == {Standing.ACCEPTED: 1}
        assert store.addresses_told(connection, notice.id) == {"acme": ACME.address}
        (heard,) = record_of(connection, notice.id, NOW).words[0].heard
    assert (heard.standing, heard.accepted_at) == (Standing.ACCEPTED, NOW + MINUTE)


@ON_BOTH
def test_counts_and_lists_agree_on_every_state_a_letter_can_be_in(database: Database) -> None:
    states = list(product(OUTBOX_STATES, DOING))
    everybody = [Recipient(f"c{at}", f"a@c{at}.example") for at in range(len(states))]
    revision = issued(database, a_notice(), *everybody, ACME, NOBODY)
    letters = written(database, revision, *everybody)
    with database.write(Side.BOTH) as connection:
        for letter, (state, doing) in zip(letters, states, strict=True):
            connection.execute(outbox.update().where(outbox.c.id == letter).values(state=state))
            if doing:
                row = {"state": doing, "attempts": 1, "uncertain": False, "owner": "", "reply": "said", "at": NOW}
                connection.execute(insert(sending), [{"outbox_id": letter, **row}])
    found = told(database)
    by_customer = {one.recipient.customer: one.standing for one in found}
    for one, (state, doing) in zip(everybody, states, strict=True):
        assert by_customer[one.customer] is expected(state, doing), (state, doing)
    assert (by_customer["acme"], by_customer["initech"]) == (Standing.QUEUED, Standing.SKIPPED)
    with database.read() as connection:
        assert store.standing_counts(connection, revision.notice_id, 0) == Counter(by_customer.values())
        assert store.standing_counts(connection, revision.notice_id, 1) == {}


def deliver(database: Database, *results: DeliveryResult) -> None:
    """Have the wire claim what there is, and write down what came of it."""
    wire = OutboxStore(database, owner="one")
    wire.claim(now=NOW, limit=100)
    wire.record(results)


def taken(database: Database, *letters: OutboxId) -> None:
    deliver(database, *(DeliveryResult(one, Outcome.SENT, "250 ok", NOW) for one in letters))


def take_in(database: Database) -> None:
    with database.write(Side.DESK) as connection:
        changes = Changes(connection, now=NOW + MINUTE)
        changes.add(settled(connection, limit=100))
        changes.write()


@ON_BOTH
def test_what_the_wire_knows_is_told_before_the_desk_has_taken_it_in_and_the_same_after(database: Database) -> None:
    revision = issued(database, a_notice(), ACME, GLOBEX, HOOLI)
    acme, globex, hooli = written(database, revision, ACME, GLOBEX, HOOLI)
    deliver(
        database,
        DeliveryResult(acme, Outcome.SENT, "250 ok", NOW),
        DeliveryResult(globex, Outcome.REFUSED, "550 5.1.1 no such user", NOW),
        DeliveryResult(hooli, Outcome.LATER, "451 4.7.1 greylisted", NOW, next_try_at=NOW + MINUTE),
    )

    def seen() -> Sequence[tuple[Standing, datetime | None, datetime | None, str]]:
        return [(one.standing, one.settled_at, one.next_try_at, one.reply) for one in told(database)]

    known = [
        (Standing.ACCEPTED, NOW, None, "250 ok"),
        (Standing.BOUNCED, NOW, None, "550 5.1.1 no such user"),
        (Standing.DEFERRED, None, NOW + MINUTE, "451 4.7.1 greylisted"),
    ]
    assert seen() == known
    take_in(database)
    assert [(standing, again, reply) for standing, _, again, reply in seen()] == [
        (standing, again, reply) for standing, _, again, reply in known
    ]


# How much is written ahead


@ON_BOTH
def test_a_letter_that_a_server_put_off_takes_no_room_from_those_that_were_not_tried(database: Database) -> None:
    """It may be put off for days: an outage of tomorrow is not to wait for a newsletter of today."""
    revision = issued(database, a_notice(), ACME, GLOBEX, HOOLI)
    acme, globex, _ = written(database, revision, ACME, GLOBEX, HOOLI)

    def room() -> int:
        with database.read() as connection:
            return queue.waiting_in_outbox(connection, Lane.NOTICE)

    assert room() == 3
    OutboxStore(database, owner="one").claim(now=NOW, limit=2)
    assert room() == 3  # they are being sent
    later = DeliveryResult(acme, Outcome.LATER, "451 later", NOW, next_try_at=NOW + MINUTE)
    OutboxStore(database, owner="one").record([later, DeliveryResult(globex, Outcome.SENT, "250 ok", NOW)])
    assert room() == 1
    with database.read() as connection:
        assert queue.waiting_in_outbox(connection, Lane.REPLY) == 0


@ON_BOTH
def test_what_was_written_lately_is_counted_by_domain_and_lane(database: Database) -> None:
    def count(
        lane: Lane, since: datetime = NOW - MINUTE, domain: str = "acme.example", now: datetime = NOW
    ) -> dict[str, int]:
        with database.read() as connection:
            return queue.written_since(connection, lane, since, now, [domain, "nobody.example"])

    again = Recipient("acme2", "b@ACME.example")
    revision = issued(database, a_notice(), ACME, GLOBEX, again, HOOLI)
    written(database, revision, ACME, GLOBEX)
    assert (count(Lane.NOTICE), count(Lane.NOTICE, NOW)) == ({"acme.example": 1}, {})
    assert count(Lane.NOTICE, NOW - 2 * MINUTE, now=NOW - MINUTE) == {}, "a clock that was ahead wrote it"
    assert count(Lane.BULK) == {"acme.example": 1}
    written(database, revision, again, lane=Lane.BULK)
    assert (count(Lane.NOTICE), count(Lane.BULK)) == ({"acme.example": 1}, {"acme.example": 2})
    assert count(Lane.NOTICE, domain="hooli.example") == {}


@ON_BOTH
def test_a_name_is_of_one_notice(database: Database) -> None:
    kept(database, a_notice(title="One"))
    kept(database, a_notice(title="Two"))
    with database.read() as connection:
        assert [row.title for row in connection.execute(notice_table.select())] == ["Two"]


@ON_BOTH
def test_whom_no_mail_reaches_and_nobody_is_asked_to_tell_is_nobody_to_whom_a_window_is_news(
    database: Database,
) -> None:
    issued(database, a_notice(), ACME, GLOBEX)
    with database.read() as connection:
        assert store.unheard(connection, "MNT-2026-0001") == {"acme", "globex"}
    why = "the letter could not be written: no words"
    carry_out(database, LeaveOut("MNT-2026-0001", 0, replace(GLOBEX, why_not=why), why))
    with database.read() as connection:
        assert store.unheard(connection, "MNT-2026-0001") == {"acme"}


@ON_BOTH
def test_what_may_have_been_taken_is_not_written_anew(database: Database) -> None:
    revision = issued(database, a_notice(), ACME, GLOBEX)
    acme, globex = written(database, revision, ACME, GLOBEX)
    wire = OutboxStore(database, owner="one")
    wire.claim(now=NOW, limit=2)
    later = (NOW, NOW + MINUTE)
    wire.record([DeliveryResult(acme, Outcome.LATER, "lost after the dot", *later, uncertain=True)])
    wire.record([DeliveryResult(globex, Outcome.LATER, "451 later", *later)])
    carry_out(database, WriteAnew("MNT-2026-0001", 0, "it names a time that is over"))
    with database.read() as connection:
        states = dict(connection.execute(select(outbox.c.id, outbox.c.state)).all())
    assert states == {acme: "queued", globex: "discarded"}

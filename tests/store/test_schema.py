from __future__ import annotations

import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import BigInteger, Connection, insert, inspect, select, text
from sqlalchemy.exc import IntegrityError

from gateway.desk.customer import Customer
from gateway.errors import ConfigError
from gateway.store import migrate
from gateway.store.customers import CustomerChange, write_customers
from gateway.store.database import Database, Side
from gateway.store.notice_tables import notice_recipient
from gateway.store.tables import metadata, outbox, outbox_content, ticket
from tests.store.conftest import ON_BOTH

AT = datetime(2026, 11, 19, 9, 12, tzinfo=UTC)
A_TICKET: dict[str, object] = {
    "id": 1,
    "number": "1000015",
    "subject": "Phones drop",
    "status": "open",
    "priority": "medium",
    "requester": "ann@acme.example",
    "language": "en",
    "support_address": "support@example.com",
    "created_at": AT,
    "updated_at": AT,
    "fields": [],
}


@ON_BOTH
def test_a_fresh_schema_is_what_all_migrations_in_order_make(database: Database) -> None:
    with database.write(Side.BOTH) as connection:
        context = MigrationContext.configure(
            connection, opts={"include_schemas": True, "compare_type": True, "compare_server_default": True}
        )
        assert [step for step in compare_metadata(context, metadata) if "alembic_version" not in str(step)] == []


@pytest.mark.id("P38")
@pytest.mark.parametrize("umask", [0o000, 0o022])
def test_nobody_else_reads_the_store_in_whatever_folder_it_lies(tmp_path: Path, umask: int) -> None:
    tmp_path.chmod(0o755)
    before = os.umask(umask)
    try:
        database = Database(url="", directory=tmp_path)
        migrate.bring_up_to_date(database)
        files = sorted(tmp_path.glob("*.sqlite*"))
        assert {file.name.partition(".")[2] for file in files} >= {"sqlite", "sqlite-wal"}
        assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
        database.close()
    finally:
        os.umask(before)


@ON_BOTH
def test_bringing_up_to_date_twice_changes_nothing(database: Database) -> None:
    with database.read() as connection:
        before = sorted(inspect(connection).get_table_names())
    migrate.bring_up_to_date(database)
    with database.read() as connection:
        assert sorted(inspect(connection).get_table_names()) == before


def test_the_head_named_in_the_code_is_the_newest_migration() -> None:
    scripts = ScriptDirectory(str(Path(migrate.__file__).parent / "migrations"))
    assert scripts.get_heads() == [migrate.HEAD]


@pytest.mark.id("D-14")
@ON_BOTH
def test_a_store_of_a_newer_gateway_is_refused_and_left_as_it_is(database: Database) -> None:
    with database.write(Side.DESK) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ConfigError, match="9999, which this version does not know: a newer gateway wrote it"):
        migrate.bring_up_to_date(database)


@pytest.mark.id("D-04")
@ON_BOTH
def test_a_migration_that_was_killed_between_the_two_files_is_done_again(database: Database) -> None:
    with database.write(Side.BOTH) as connection:  # the journal's tables are there, the desk's and the mark are not
        for table in reversed([table for table in metadata.sorted_tables if table.schema is None]):
            connection.execute(text(f"DROP TABLE {table.name}"))
        connection.execute(text("DROP TABLE alembic_version"))
    migrate.bring_up_to_date(database)
    with database.read() as connection:
        assert migrate.revision(connection) == migrate.HEAD
        assert connection.scalar(text("SELECT count(*) FROM ticket")) == 0


SINCE_0015 = tuple(
    f"ALTER TABLE notice_recipient DROP COLUMN {column}" for column in ("name", "language", "timezone", "instead_of")
)
SINCE_0013 = (
    *SINCE_0015,
    "DROP INDEX ix_notice_recipient_ask_at",
    *(f"ALTER TABLE notice_recipient DROP COLUMN {column}" for column in ("ask_at", "asked_at")),
    "ALTER TABLE outbox ADD COLUMN raw BYTEA",
    "UPDATE outbox SET raw = (SELECT raw FROM outbox_content WHERE outbox_id = id)",
    "DROP TABLE outbox_content",
)
SINCE_0008 = (
    *SINCE_0013,
    *("DROP TABLE newsletter_left", "DROP TABLE mail_question", "DROP INDEX ix_ticket_link_other"),
    *(f"DROP TABLE notice_{table}" for table in ("history", "letter", "recipient", "revision")),
    "DROP TABLE notice",
    "ALTER TABLE customer DROP COLUMN notice_subject",
    "ALTER TABLE config_desk DROP COLUMN folder",
    "DROP TABLE timer",
    "DELETE FROM counter WHERE name = 'ruling'",
    *(f"DROP TABLE {table}" for table in ("ruling", "rule_match")),
    *(f"DROP INDEX {index}" for index in ("ix_ticket_queue", "ix_ticket_tagged")),
    *(f"ALTER TABLE ticket DROP COLUMN {column}" for column in ("queue", "tags", "topics")),
)
SINCE_0007 = tuple(f"DROP TABLE {table}" for table in ("config_desk", "config_reading", "config_set", "config_file"))
SINCE_0004 = (
    *("type", "channel", "waiting_on", "hold_until", "assignee", "tier"),
    *("rung", "fields", "cause", "fix", "solution", "due_at"),
)


def a_letter(number: int, ticket: int | None) -> dict[str, object]:
    return {
        "id": number,
        "ticket_id": ticket,
        "template": "ack",
        "lane": 1,
        "state": "queued",
        "sender": "support@example.com",
        "recipient": "ann@acme.example",
        "recipient_key": "ann@acme.example",
        "recipient_domain": "acme.example",
        "message_id": f"{number}@example.com",
        "queued_at": AT,
        "reply": "",
        "settled_at": None,
    }


OCTETS = b"Subject: caf\xc3\xa9\r\n\r\n\0"


@ON_BOTH
def test_letters_that_are_there_stay_as_they_are_when_letters_may_be_about_no_ticket(database: Database) -> None:
    with database.write(Side.BOTH) as connection:
        connection.execute(insert(ticket), [A_TICKET])
        connection.execute(insert(outbox), [a_letter(1, 1), a_letter(2, 1)])
        connection.execute(insert(outbox_content), [{"outbox_id": 1, "raw": OCTETS}, {"outbox_id": 2, "raw": b""}])
        for drop in (
            *SINCE_0008,
            *SINCE_0007,
            *("DROP TABLE digest", "DROP INDEX ix_promise_analysis", "DROP INDEX ix_event_thanked"),
        ):
            connection.execute(text(drop))
        with Operations(MigrationContext.configure(connection)).batch_alter_table("outbox") as before:
            before.alter_column("ticket_id", existing_type=BigInteger(), nullable=False)
        connection.execute(text("UPDATE alembic_version SET version_num = '0005'"))
    with database.read() as connection:
        letters = connection.execute(select(outbox)).all()
        indexes = _indexes(connection)
        assert not _nullable(connection)
    migrate.bring_up_to_date(database)
    with database.read() as connection:
        assert connection.execute(select(outbox)).all() == letters
        assert [bytes(raw) for raw in connection.scalars(select(outbox_content.c.raw))] == [OCTETS, b""]
        assert _indexes(connection) == indexes
        assert _nullable(connection)
    with database.write(Side.DESK) as connection:
        connection.execute(insert(outbox), [a_letter(3, None)])
    for wrong in (a_letter(4, 99), a_letter(3, None)):  # no such ticket; no second letter of one id
        with pytest.raises(IntegrityError), database.write(Side.DESK) as connection:
            connection.execute(insert(outbox), [wrong])


@ON_BOTH
def test_tickets_that_are_there_are_in_the_queue_of_everybody_and_have_no_labels(database: Database) -> None:
    with database.write(Side.BOTH) as connection:
        connection.execute(insert(ticket), [A_TICKET])
        for drop in SINCE_0008:
            connection.execute(text(drop))
        connection.execute(text("UPDATE alembic_version SET version_num = '0007'"))
    migrate.bring_up_to_date(database)
    with database.read() as connection:
        row = connection.execute(select(ticket)).one()
        assert (row.subject, row.queue, row.tags, row.topics) == ("Phones drop", "support", [], [])
        assert connection.scalar(text("SELECT value FROM counter WHERE name = 'ruling'")) == 0
        context = MigrationContext.configure(connection, opts={"include_schemas": True, "compare_type": True})
        assert [step for step in compare_metadata(context, metadata) if "alembic_version" not in str(step)] == []


@ON_BOTH
def test_who_was_told_of_notices_before_is_called_as_the_directory_calls_them(database: Database) -> None:
    acme = Customer("acme", "ACME", language="fr", timezone="Europe/Paris", notice_address="new@acme.example")
    rows = [
        {"notice_id": "INC-2026-0001", "number": 0, "customer": name, "copy_to": "", "address": "a@acme.example"}
        | {"domain": "acme.example", "why_not": "", "told_by": "", "waits": True}
        for name in ("acme", "gone")
    ]
    with database.write(Side.BOTH) as connection:
        write_customers(connection, [CustomerChange("acme", None, acme)], at=AT, by="a test", because="")
        connection.execute(insert(notice_recipient), rows)
        for drop in SINCE_0015:
            connection.execute(text(drop))
        connection.execute(text("UPDATE alembic_version SET version_num = '0015'"))
    migrate.bring_up_to_date(database)
    of = notice_recipient.c
    with database.read() as connection:
        known = connection.execute(select(of.name, of.language, of.timezone, of.instead_of).order_by(of.customer))
        assert known.all() == [("ACME", "fr", "Europe/Paris", None), ("", "", "", None)]


def _nullable(connection: Connection) -> bool:
    return next(
        bool(one["nullable"]) for one in inspect(connection).get_columns("outbox") if one["name"] == "ticket_id"
    )


def _indexes(connection: Connection) -> list[str]:
    """Return what each index of the outbox says, its condition included; of PostgreSQL, by its catalogue."""
    ours = "SELECT sql AS said FROM sqlite_master WHERE type = 'index' AND tbl_name = 'outbox' AND sql IS NOT NULL"
    theirs = "SELECT indexdef AS said FROM pg_indexes WHERE tablename = 'outbox'"
    rows = connection.execute(text(ours if connection.dialect.name == "sqlite" else theirs))
    return sorted(" ".join(row.said.replace('"', "").split()) for row in rows)


def at_the_first_schema(database: Database) -> None:
    """Take a fresh store back to what version 0001 made."""
    with database.write(Side.BOTH) as connection:
        for drop in (
            *SINCE_0008,
            *SINCE_0007,
            "DROP TABLE digest",
            "DROP TABLE journal.observation",
            "DROP TABLE watch",
            "DROP TABLE alarm",
            "DELETE FROM counter WHERE name = 'observation'",
            "DROP TABLE ticket_link",
            "DROP TABLE promise",
            "DROP TABLE event",
            "DROP INDEX ix_ticket_due_at",
            *(f"ALTER TABLE ticket DROP COLUMN {column}" for column in SINCE_0004),
            "DROP TABLE customer_history",
            "DROP TABLE customer_contact",
            "DROP TABLE customer_domain",
            "DROP TABLE customer",
            "DROP INDEX ix_ticket_customer",
            "ALTER TABLE ticket DROP COLUMN customer",
            "DROP TABLE released_part",
            "DROP INDEX ix_outbox_template_queued_at",
            "DROP INDEX ix_outbox_recipient_domain_queued_at",
            "ALTER TABLE outbox DROP COLUMN recipient_domain",
            "ALTER TABLE message DROP COLUMN standing",
            "ALTER TABLE message DROP COLUMN standing_because",
            "ALTER TABLE message DROP COLUMN warnings",
            "DROP INDEX ix_message_dangerous",
            "ALTER TABLE message DROP COLUMN dangerous",
            "ALTER TABLE participant DROP COLUMN added_by",
            "DROP INDEX ix_ticket_merged_into",
            "ALTER TABLE ticket DROP COLUMN merged_into",
            "ALTER TABLE journal.entry DROP COLUMN authentication",
            "ALTER TABLE handled DROP COLUMN released_by",
            "ALTER TABLE handled RENAME COLUMN fate TO outcome",
            "UPDATE alembic_version SET version_num = '0001'",
        ):
            connection.execute(text(drop))


@ON_BOTH
def test_what_became_of_mail_before_is_said_in_the_words_of_today(database: Database) -> None:
    at_the_first_schema(database)
    before = [
        ("opened", "a mail that belongs to no ticket", "ticket"),
        ("placeholder", "the mail could not be read: x", "ticket"),
        ("joined", "the case number in the subject, from a participant", "follow-up"),
        ("noted", "our signed return path", "bounce"),
        ("noted", "auto-reply (vacation): Auto-Submitted", "automatic"),
        ("ignored", "bounce that matches no letter of ours", "bounce"),
        ("ignored", "report (mdn): x; it points at no ticket", "automatic"),
        ("duplicate", "the same mail as journal 1", "duplicate"),
    ]
    with database.write(Side.DESK) as connection:
        for number, (outcome, because, _) in enumerate(before, 1):
            connection.execute(
                text(
                    "INSERT INTO handled (journal_id, state, attempts, owner, outcome, because, at)"
                    " VALUES (:id, 'done', 1, '', :outcome, :because, 0)"
                ),
                {"id": number, "outcome": outcome, "because": because},
            )
    with database.write(Side.WIRE) as connection:
        for number in range(1, len(before) + 1):
            connection.execute(
                text(
                    "INSERT INTO journal.entry (id, source, peer, sender, recipients, received_at, acknowledge, size,"
                    " raw) VALUES (:id, 'smtp', '', '', '[]', 0, :yes, 1, :raw)"
                ),
                {"id": number, "yes": True, "raw": b"x"},
            )
    migrate.bring_up_to_date(database)
    with database.read() as connection:
        fates = connection.scalars(text("SELECT fate FROM handled ORDER BY journal_id")).all()
        assert fates == [fate for _, _, fate in before]
        assert connection.scalar(text("SELECT count(*) FROM journal.entry WHERE authentication = ''")) == len(before)

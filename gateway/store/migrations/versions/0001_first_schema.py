"""The first schema: journal and desk."""

import sqlalchemy as sa
from alembic import op

from gateway.store.columns import CleanText, Instant, Json

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

RowId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make everything; a migration is history, so it names its tables itself."""
    if op.get_bind().dialect.name != "sqlite":
        op.execute("CREATE SCHEMA IF NOT EXISTS journal")
    op.create_table(
        "counter",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counter")),
    )
    op.create_table(
        "fact",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", CleanText(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_fact")),
    )
    op.create_table(
        "handled",
        sa.Column("journal_id", RowId, autoincrement=False, nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(length=80), nullable=False),
        sa.Column("lease_until", Instant(), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("ticket_id", sa.BigInteger(), nullable=True),
        sa.Column("because", CleanText(), nullable=True),
        sa.Column("error", CleanText(), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("journal_id", name=op.f("pk_handled")),
    )
    op.create_index(
        "ix_handled_unfinished",
        "handled",
        ["state", "journal_id"],
        unique=False,
        sqlite_where=sa.text("state <> 'done'"),
        postgresql_where=sa.text("state <> 'done'"),
    )
    op.create_table(
        "entry",
        sa.Column("id", RowId, nullable=False),
        sa.Column("source", CleanText(), nullable=False),
        sa.Column("peer", CleanText(), nullable=False),
        sa.Column("sender", CleanText(), nullable=False),
        sa.Column("recipients", Json(), nullable=False),
        sa.Column("received_at", Instant(), nullable=False),
        sa.Column("acknowledge", sa.Boolean(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
        schema="journal",
        if_not_exists=True,  # a crash may have kept this file's tables and not the other's
    )
    op.create_table(
        "health",
        sa.Column("part", sa.String(length=200), nullable=False),
        sa.Column("ok", sa.Boolean(), nullable=False),
        sa.Column("detail", CleanText(), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("part", name=op.f("pk_health")),
        schema="journal",
        if_not_exists=True,  # a crash may have kept this file's tables and not the other's
    )
    op.create_table(
        "mailbox_start",
        sa.Column("mailbox", sa.String(length=200), nullable=False),
        sa.Column("uidvalidity", sa.BigInteger(), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("passed_over", CleanText(), nullable=False),
        sa.PrimaryKeyConstraint("mailbox", name=op.f("pk_mailbox_start")),
        schema="journal",
        if_not_exists=True,  # a crash may have kept this file's tables and not the other's
    )
    op.create_table(
        "mailbox_uid",
        sa.Column("mailbox", sa.String(length=200), nullable=False),
        sa.Column("uidvalidity", sa.BigInteger(), nullable=False),
        sa.Column("uid", sa.BigInteger(), nullable=False),
        sa.Column("entry_id", RowId, nullable=False),
        sa.PrimaryKeyConstraint("mailbox", "uidvalidity", "uid", name=op.f("pk_mailbox_uid")),
        schema="journal",
        if_not_exists=True,  # a crash may have kept this file's tables and not the other's
    )
    op.create_table(
        "sending",
        sa.Column("outbox_id", RowId, autoincrement=False, nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("uncertain", sa.Boolean(), nullable=False),
        sa.Column("owner", sa.String(length=80), nullable=False),
        sa.Column("lease_until", Instant(), nullable=True),
        sa.Column("next_try_at", Instant(), nullable=True),
        sa.Column("reply", CleanText(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("outbox_id", name=op.f("pk_sending")),
        schema="journal",
        if_not_exists=True,  # a crash may have kept this file's tables and not the other's
    )
    op.create_table(
        "ticket",
        sa.Column("id", RowId, autoincrement=False, nullable=False),
        sa.Column("number", sa.String(length=12), nullable=False),
        sa.Column("subject", CleanText(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("priority", sa.String(length=12), nullable=False),
        sa.Column("requester", CleanText(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("support_address", CleanText(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("updated_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket")),
        sa.UniqueConstraint("number", name=op.f("uq_ticket_number")),
    )
    op.create_index(op.f("ix_ticket_status_updated_at"), "ticket", ["status", "updated_at"], unique=False)
    op.create_index(op.f("ix_ticket_updated_at"), "ticket", ["updated_at"], unique=False)
    op.create_table(
        "history",
        sa.Column("id", RowId, nullable=False),
        sa.Column("ticket_id", RowId, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("what", CleanText(), nullable=False),
        sa.Column("because", CleanText(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_history_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history")),
    )
    op.create_index(op.f("ix_history_ticket_id"), "history", ["ticket_id"], unique=False)
    op.create_table(
        "message",
        sa.Column("id", RowId, nullable=False),
        sa.Column("ticket_id", RowId, nullable=False),
        sa.Column("direction", sa.String(length=4), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("subkind", sa.String(length=40), nullable=False),
        sa.Column("sender", CleanText(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("message_id", CleanText(), nullable=False),
        sa.Column("full_text", CleanText(), nullable=False),
        sa.Column("cuts", Json(), nullable=False),
        sa.Column("attachments", Json(), nullable=False),
        sa.Column("journal_id", sa.BigInteger(), nullable=True),
        sa.Column("fingerprint", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_message_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_message_fingerprint")),
    )
    op.create_index(
        "ix_message_message_id",
        "message",
        ["message_id"],
        unique=False,
        sqlite_where=sa.text("message_id <> ''"),
        postgresql_where=sa.text("message_id <> ''"),
    )
    op.create_index(op.f("ix_message_ticket_id"), "message", ["ticket_id"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", RowId, autoincrement=False, nullable=False),
        sa.Column("ticket_id", RowId, nullable=False),
        sa.Column("template", sa.String(length=40), nullable=False),
        sa.Column("lane", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("sender", CleanText(), nullable=False),
        sa.Column("recipient", CleanText(), nullable=False),
        sa.Column("recipient_key", sa.String(length=320), nullable=False),
        sa.Column("message_id", sa.String(length=320), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("queued_at", Instant(), nullable=False),
        sa.Column("reply", CleanText(), nullable=False),
        sa.Column("settled_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_outbox_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("message_id", name=op.f("uq_outbox_message_id")),
    )
    op.create_index(op.f("ix_outbox_recipient_key_queued_at"), "outbox", ["recipient_key", "queued_at"], unique=False)
    op.create_index(op.f("ix_outbox_ticket_id"), "outbox", ["ticket_id"], unique=False)
    op.create_index(
        "ix_outbox_waiting",
        "outbox",
        ["state", "lane", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'queued'"),
        postgresql_where=sa.text("state = 'queued'"),
    )
    op.create_table(
        "participant",
        sa.Column("ticket_id", RowId, nullable=False),
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("name", CleanText(), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_participant_ticket_id")),
        sa.PrimaryKeyConstraint("ticket_id", "address", name=op.f("pk_participant")),
    )
    op.execute("INSERT INTO counter (name, value) VALUES ('ticket', 0), ('outbox', 0), ('low', 0)")

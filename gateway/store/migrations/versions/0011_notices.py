"""Notices: maintenance, outages, upgrades and newsletters, their revisions, and who was told."""

import sqlalchemy as sa
from alembic import op

from gateway.store.columns import CleanText, Instant, Json

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

RowId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Begin with none."""
    _notice()
    _revision()
    _recipient()
    _question()
    op.create_index(op.f("ix_ticket_link_other"), "ticket_link", ["other"])
    op.create_table(
        "notice_letter",
        sa.Column("outbox_id", RowId, autoincrement=False, nullable=False),
        sa.Column("notice_id", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("customer", sa.String(length=60), nullable=False),
        sa.Column("copy_to", sa.String(length=320), nullable=False),
        sa.PrimaryKeyConstraint("outbox_id", name=op.f("pk_notice_letter")),
    )
    op.create_index(op.f("ix_notice_letter_notice_id_customer"), "notice_letter", ["notice_id", "customer"])
    op.create_table(
        "notice_history",
        sa.Column("id", RowId, nullable=False),
        sa.Column("notice_id", sa.String(length=20), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("by", CleanText(), nullable=False),
        sa.Column("what", CleanText(), nullable=False),
        sa.Column("because", CleanText(), nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_notice_history_notice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_history")),
    )
    op.create_index(op.f("ix_notice_history_notice_id"), "notice_history", ["notice_id"])
    op.create_table(
        "newsletter_left",
        sa.Column("customer", sa.String(length=60), nullable=False),
        sa.Column("mailing_list", sa.String(length=200), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("by", CleanText(), nullable=False),
        sa.PrimaryKeyConstraint("customer", "mailing_list", name=op.f("pk_newsletter_left")),
    )


def _question() -> None:
    op.create_table(
        "mail_question",
        sa.Column("outbox_id", RowId, autoincrement=False, nullable=False),
        sa.Column("asks", sa.String(length=12), nullable=False),
        sa.Column("about", sa.String(length=60), nullable=False),
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("asked_by", CleanText(), nullable=False),
        sa.Column("reply", sa.String(length=4), nullable=True),
        sa.Column("replied_at", Instant(), nullable=True),
        sa.Column("replied_by", CleanText(), nullable=False),
        sa.PrimaryKeyConstraint("outbox_id", name=op.f("pk_mail_question")),
    )
    op.create_index(op.f("ix_mail_question_asks_about"), "mail_question", ["asks", "about"])


def _notice() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("title", CleanText(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("start", Instant(), nullable=True),
        sa.Column("due_at", Instant(), nullable=True),
        sa.Column("facts", Json(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    op.create_index("ix_notice_kind", "notice", ["kind", "created_at"])
    op.create_index("ix_notice_state", "notice", ["state"])
    waits = sa.text("due_at IS NOT NULL")
    op.create_index("ix_notice_due_at", "notice", ["due_at"], sqlite_where=waits, postgresql_where=waits)


def _revision() -> None:
    op.create_table(
        "notice_revision",
        sa.Column("notice_id", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stage", sa.String(length=12), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("by", CleanText(), nullable=False),
        sa.Column("because", CleanText(), nullable=False),
        sa.Column("delivery", sa.String(length=8), nullable=False),
        sa.Column("urgency", sa.Integer(), nullable=False),
        sa.Column("facts", Json(), nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_notice_revision_notice_id")),
        sa.PrimaryKeyConstraint("notice_id", "number", name=op.f("pk_notice_revision")),
    )


def _recipient() -> None:
    op.create_table(
        "notice_recipient",
        sa.Column("notice_id", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("customer", sa.String(length=60), nullable=False),
        sa.Column("copy_to", sa.String(length=320), nullable=False),
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("domain", sa.String(length=255), nullable=False),
        sa.Column("why_not", CleanText(), nullable=False),
        sa.Column("told_by", CleanText(), nullable=False),
        sa.Column("waits", sa.Boolean(), nullable=False),
        sa.Column("outbox_id", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("notice_id", "number", "customer", "copy_to", name=op.f("pk_notice_recipient")),
    )
    waits = sa.text("waits")
    op.create_index(
        "ix_notice_recipient_waits",
        "notice_recipient",
        ["notice_id", "number"],
        sqlite_where=waits,
        postgresql_where=waits,
    )

"""What monitoring found: checks as facts, how targets fare, and which mails of monitoring systems go together."""

import sqlalchemy as sa
from alembic import op

from gateway.store.columns import CleanText, Instant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

RowId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Nothing was watched before."""
    op.create_table(
        "observation",
        sa.Column("id", RowId, nullable=False),
        sa.Column("target", sa.String(length=100), nullable=False),
        sa.Column("ok", sa.Boolean(), nullable=False),
        sa.Column("detail", CleanText(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation")),
        schema="journal",
        if_not_exists=True,  # a crash may have kept this file's table and not the other's
    )
    op.create_index(
        op.f("ix_observation_target_id"),
        "observation",
        ["target", "id"],
        unique=False,
        schema="journal",
        if_not_exists=True,
    )
    op.create_table(
        "watch",
        sa.Column("target", sa.String(length=100), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("since", Instant(), nullable=True),
        sa.Column("detail", CleanText(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=True),
        sa.Column("opened_at", Instant(), nullable=True),
        sa.Column("recovered_at", Instant(), nullable=True),
        sa.Column("grouped", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("target", name=op.f("pk_watch")),
    )
    op.create_table(
        "alarm",
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("key", CleanText(), nullable=False),
        sa.Column("loose_hash", sa.String(length=64), nullable=False),
        sa.Column("loose_key", CleanText(), nullable=False),
        sa.Column("source", sa.String(length=320), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("over_at", Instant(), nullable=True),
        sa.Column("grouped", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("key_hash", name=op.f("pk_alarm")),
    )
    op.create_index(op.f("ix_alarm_loose_hash"), "alarm", ["loose_hash"], unique=False)
    op.create_index(op.f("ix_alarm_ticket_id"), "alarm", ["ticket_id"], unique=False)
    op.create_index(op.f("ix_alarm_source_at"), "alarm", ["source", "at"], unique=False)
    op.execute("INSERT INTO counter (name, value) VALUES ('observation', 0)")

"""The files that decide, by the hash of what they held: sets in force or refused, and what desks go by."""

import sqlalchemy as sa
from alembic import op

from gateway.store.columns import CleanText, Instant, Json

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

RowId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Begin the history: the first desk that starts writes down what it goes by."""
    op.create_table(
        "config_file",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_config_file")),
    )
    op.create_table(
        "config_set",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("files", Json(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_config_set")),
    )
    _reading()
    _desk()
    op.execute("DELETE FROM fact WHERE name = 'law-files'")  # the last good set, as it was kept until now


def _reading() -> None:
    op.create_table(
        "config_reading",
        sa.Column("id", RowId, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("by", CleanText(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("good", sa.Boolean(), nullable=False),
        sa.Column("problems", Json(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_config_reading")),
    )
    op.create_index(op.f("ix_config_reading_hash"), "config_reading", ["hash"], unique=False)
    op.create_index(op.f("ix_config_reading_place_id"), "config_reading", ["place", "id"], unique=False)


def _desk() -> None:
    op.create_table(
        "config_desk",
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("started_at", Instant(), nullable=False),
        sa.Column("started_with", sa.String(length=64), nullable=False),
        sa.Column("settings", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("read_at", Instant(), nullable=False),
        sa.Column("refused", sa.String(length=64), nullable=False),
        sa.Column("refused_at", Instant(), nullable=True),
        sa.Column("problems", Json(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("seen_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_config_desk")),
    )

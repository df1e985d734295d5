"""What rules need: queue, tags and topics of tickets, and what the rules said each time they ran."""

import sqlalchemy as sa
from alembic import op

from gateway.store.columns import CleanText, Instant, Json

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

RowId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Tickets that are there have no tags and are in the queue of whoever works on them today."""
    _ticket()
    op.create_table(
        "ruling",
        sa.Column("id", RowId, autoincrement=False, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("trigger", CleanText(), nullable=False),
        sa.Column("config_hash", sa.String(length=64), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=True),
        sa.Column("journal_id", sa.BigInteger(), nullable=True),
        sa.Column("matched", Json(), nullable=False),
        sa.Column("stopped_by", CleanText(), nullable=False),
        sa.Column("slow", Json(), nullable=False),
        sa.Column("refused", Json(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ruling")),
    )
    for column in ("ticket_id", "journal_id"):
        _partial(f"ix_ruling_{column}", "ruling", [column], f"{column} IS NOT NULL")
    op.create_table(
        "rule_match",
        sa.Column("rule", CleanText(), nullable=False),
        sa.Column("at", Instant(), autoincrement=False, nullable=False),
        sa.Column("ruling_id", RowId, autoincrement=False, nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=True),
        sa.Column("journal_id", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("rule", "at", "ruling_id", name=op.f("pk_rule_match")),
    )
    op.execute("INSERT INTO counter (name, value) VALUES ('ruling', 0)")


def _ticket() -> None:
    for column in (
        sa.Column("queue", sa.String(length=40), nullable=False, server_default=sa.text("'support'")),
        sa.Column("tags", Json(), nullable=False, server_default=sa.text("'[]'")),
        sa.Column("topics", Json(), nullable=False, server_default=sa.text("'[]'")),
    ):
        op.add_column("ticket", column)
    _partial("ix_ticket_queue", "ticket", ["queue", "updated_at"], "queue <> 'support'")
    _partial("ix_ticket_tagged", "ticket", ["updated_at"], "tags <> '[]'")


def _partial(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, unique=False, sqlite_where=sa.text(where), postgresql_where=sa.text(where))

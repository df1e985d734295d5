"""What is promised on tickets and kept by the clock: their events, the ledger of promises, and what they wait for."""

import sqlalchemy as sa
from alembic import op

from gateway.store.columns import CleanText, Instant, Json

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

RowId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Promise nothing yet on tickets that are there: nobody told their customers so. The next change begins it."""
    _ticket()
    op.create_table(
        "event",
        sa.Column("id", RowId, nullable=False),
        sa.Column("ticket_id", RowId, nullable=False),
        sa.Column("what", sa.String(length=14), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("value", CleanText(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_event_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_index(op.f("ix_event_ticket_id"), "event", ["ticket_id"], unique=False)
    op.execute(
        "INSERT INTO event (ticket_id, what, at, value) "
        "SELECT id, 'status', updated_at, status FROM ticket WHERE status <> 'open'"
    )
    _promise()
    op.create_table(
        "ticket_link",
        sa.Column("ticket_id", RowId, nullable=False),
        sa.Column("other", sa.String(length=60), nullable=False),
        sa.Column("other_id", sa.BigInteger(), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_link_ticket_id")),
        sa.PrimaryKeyConstraint("ticket_id", "other", name=op.f("pk_ticket_link")),
    )


def _ticket() -> None:
    empty = sa.text("''")
    for column in (
        sa.Column("type", sa.String(length=20), nullable=False, server_default=sa.text("'incident'")),
        sa.Column("channel", sa.String(length=10), nullable=False, server_default=sa.text("'mail'")),
        sa.Column("waiting_on", sa.String(length=12), nullable=True),
        sa.Column("hold_until", Instant(), nullable=True),
        sa.Column("assignee", CleanText(), nullable=False, server_default=empty),
        sa.Column("tier", sa.Integer(), nullable=False, server_default=sa.text("1")),
        sa.Column("rung", sa.Integer(), nullable=False, server_default=sa.text("1")),
        sa.Column("fields", Json(), nullable=False, server_default=sa.text("'[]'")),
        sa.Column("cause", CleanText(), nullable=False, server_default=empty),
        sa.Column("fix", CleanText(), nullable=False, server_default=empty),
        sa.Column("solution", sa.String(length=20), nullable=True),
        sa.Column("due_at", Instant(), nullable=True),
    ):
        op.add_column("ticket", column)
    op.create_index(
        "ix_ticket_due_at",
        "ticket",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )


def _promise() -> None:
    instants = ("due", "warn", "met", "missed_at", "warned_at", "ended_at")
    op.create_table(
        "promise",
        sa.Column("ticket_id", RowId, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("start", Instant(), nullable=False),
        sa.Column("level", sa.String(length=12), nullable=False),
        sa.Column("policy", sa.String(length=40), nullable=False),
        sa.Column("clock", sa.String(length=40), nullable=False),
        *(sa.Column(name, Instant(), nullable=True) for name in instants),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_promise_ticket_id")),
        sa.PrimaryKeyConstraint("ticket_id", "kind", "start", "level", name=op.f("pk_promise")),
    )
    op.create_index(op.f("ix_promise_start"), "promise", ["start"], unique=False)

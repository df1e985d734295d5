"""The directory of customers, and whose a ticket is."""

import sqlalchemy as sa
from alembic import op

from gateway.store.columns import CleanText, Instant, Json

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

RowId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make an empty directory; tickets that are there belong to nobody yet."""
    op.create_table(
        "customer",
        sa.Column("id", sa.String(length=60), nullable=False),
        sa.Column("name", CleanText(), nullable=False),
        sa.Column("plan", sa.String(length=60), nullable=False),
        sa.Column("policy", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("timezone", sa.String(length=60), nullable=False),
        sa.Column("country", sa.String(length=10), nullable=False),
        sa.Column("regions", Json(), nullable=False),
        sa.Column("domains", Json(), nullable=False),
        sa.Column("contacts", Json(), nullable=False),
        sa.Column("notice_address", sa.String(length=320), nullable=False),
        sa.Column("notice_calendar", sa.String(length=10), nullable=False),
        sa.Column("account_manager", sa.String(length=320), nullable=False),
        sa.Column("products", Json(), nullable=False),
        sa.Column("contract_from", sa.Date(), nullable=True),
        sa.Column("contract_until", sa.Date(), nullable=True),
        sa.Column("dedicated_hosting", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer")),
    )
    _owned("customer_contact", "address", 320)
    _owned("customer_domain", "domain", 257)
    op.create_table(
        "customer_history",
        sa.Column("id", RowId, nullable=False),
        sa.Column("customer_id", sa.String(length=60), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("by", CleanText(), nullable=False),
        sa.Column("what", CleanText(), nullable=False),
        sa.Column("because", CleanText(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_history")),
    )
    op.create_index(op.f("ix_customer_history_customer_id"), "customer_history", ["customer_id"], unique=False)
    whose: sa.Column[str] = sa.Column("customer", sa.String(length=60), nullable=True)
    op.add_column("ticket", whose)
    op.create_index(
        "ix_ticket_customer",
        "ticket",
        ["customer", "updated_at"],
        unique=False,
        sqlite_where=sa.text("customer IS NOT NULL"),
        postgresql_where=sa.text("customer IS NOT NULL"),
    )


def _owned(table: str, column: str, length: int) -> None:
    """Make a table of what belongs to one customer at most."""
    op.create_table(
        table,
        sa.Column(column, sa.String(length=length), nullable=False),
        sa.Column("customer_id", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f(f"fk_{table}_customer_id")),
        sa.PrimaryKeyConstraint(column, name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_customer_id"), table, ["customer_id"], unique=False)

"""Letters that are about no ticket, such as the digest of somebody's day, and when each day was last looked at."""

import sqlalchemy as sa
from alembic import op

from gateway.store.columns import Instant

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let a letter be about no ticket. SQLite writes the table anew for that, in the same transaction."""
    with op.batch_alter_table("outbox") as outbox:
        outbox.alter_column("ticket_id", existing_type=sa.BigInteger(), nullable=True)
    op.create_table(
        "digest",
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("looked_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_digest")),
    )
    _partial("ix_promise_analysis", "promise", "ticket_id", "kind = 'rca' AND met IS NULL AND ended_at IS NULL")
    _partial("ix_event_thanked", "event", "at", "what = 'thanked'")


def _partial(name: str, table: str, column: str, where: str) -> None:
    op.create_index(name, table, [column], unique=False, sqlite_where=sa.text(where), postgresql_where=sa.text(where))

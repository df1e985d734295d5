"""When the rules that come by the clock last had their time, and how far the one that runs has come."""

import sqlalchemy as sa
from alembic import op

from gateway.store.columns import CleanText, Instant

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing was by the clock before."""
    op.create_table(
        "timer",
        sa.Column("rule", CleanText(), nullable=False),
        sa.Column("looked_at", Instant(), nullable=False),
        sa.Column("running", Instant(), nullable=True),
        sa.Column("after_ticket", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("rule", name=op.f("pk_timer")),
    )

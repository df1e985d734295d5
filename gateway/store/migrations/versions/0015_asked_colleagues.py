"""When somebody of ours is asked, and was asked, to tell customers whose mail about a notice came back."""

import sqlalchemy as sa
from alembic import op

from gateway.store.columns import Instant

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What came back before nobody is asked about: it is no news any more."""
    op.add_column("notice_recipient", sa.Column("ask_at", Instant()))
    op.add_column("notice_recipient", sa.Column("asked_at", Instant()))
    op.create_index(
        "ix_notice_recipient_ask_at",
        "notice_recipient",
        ["ask_at"],
        sqlite_where=sa.text("ask_at IS NOT NULL"),
        postgresql_where=sa.text("ask_at IS NOT NULL"),
    )

"""Letters of notices that are to be written, in the order they are written in: no batch sorts those after it."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

NAME = "ix_notice_recipient_waits"


def upgrade() -> None:
    """Put the order into the index."""
    op.drop_index(NAME, table_name="notice_recipient")
    op.create_index(
        NAME,
        "notice_recipient",
        ["notice_id", "number", "copy_to", "customer"],
        sqlite_where=sa.text("waits"),
        postgresql_where=sa.text("waits"),
    )

"""What subjects of notices to a customer begin with."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Everybody goes on with one subject for life."""
    column = sa.Column("notice_subject", sa.String(length=10), nullable=False, server_default=sa.text("'constant'"))
    op.add_column("customer", column)

"""Which folder each desk reads its files from: who asks for another one is told."""

import sqlalchemy as sa
from alembic import op

from gateway.store.columns import CleanText

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Desks that are there say it when they begin next."""
    op.add_column("config_desk", sa.Column("folder", CleanText(), nullable=False, server_default=sa.text("''")))

"""In place of which address a letter of a notice goes where somebody sent it on to by hand."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Letters that wait go to where their customers hear by now: which of them were sent on nobody wrote down."""
    op.add_column("notice_recipient", sa.Column("instead_of", sa.String(length=320)))

"""Who customers are whom a notice tells: their name, how they read, and where they hear otherwise."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take names from the directory; which letters that wait were sent on by hand nobody wrote down."""
    nothing = sa.text("''")
    op.add_column("notice_recipient", sa.Column("name", sa.Text(), nullable=False, server_default=nothing))
    op.add_column("notice_recipient", sa.Column("language", sa.String(35), nullable=False, server_default=nothing))
    op.add_column("notice_recipient", sa.Column("timezone", sa.String(60), nullable=False, server_default=nothing))
    op.add_column("notice_recipient", sa.Column("instead_of", sa.String(320)))
    op.execute(
        "UPDATE notice_recipient SET (name, language, timezone) ="
        " (SELECT name, language, timezone FROM customer WHERE customer.id = notice_recipient.customer)"
        " WHERE customer IN (SELECT id FROM customer)"
    )

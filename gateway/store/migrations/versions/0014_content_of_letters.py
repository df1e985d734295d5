"""The octets of letters in a table of their own, so that writing down what came of a letter does not write it again."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

RowId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Move them; on SQLite this takes, for a while, the room of all letters once more."""
    op.create_table(
        "outbox_content",
        sa.Column("outbox_id", RowId, autoincrement=False, nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], name=op.f("fk_outbox_content_outbox_id")),
        sa.PrimaryKeyConstraint("outbox_id", name=op.f("pk_outbox_content")),
    )
    op.execute("INSERT INTO outbox_content (outbox_id, raw) SELECT id, raw FROM outbox ORDER BY id")
    op.drop_column("outbox", "raw")

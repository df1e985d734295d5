"""Every mail has one fate; messages say how far their author is proven; tickets can be merged."""

import sqlalchemy as sa
from alembic import op

from gateway.store.columns import CleanText, Instant, Json

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

RowId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# Earlier words, in the order they are looked at: what was noted or ignored is a bounce where its reason says so.
_FATES = (
    ("ticket", "outcome IN ('opened', 'placeholder')"),
    ("follow-up", "outcome = 'joined'"),
    ("bounce", "outcome IN ('noted', 'ignored') AND (because LIKE 'bounce%' OR because LIKE 'delay%')"),
    ("bounce", "outcome = 'noted' AND (because = 'our signed return path' OR because LIKE 'it returns our mail%')"),
    ("automatic", "outcome IN ('noted', 'ignored')"),
)


def upgrade() -> None:
    """Name fates by their words of today, and make room for what is new."""
    _journal()
    for fate, was in _FATES:
        op.execute(f"UPDATE handled SET outcome = '{fate}' WHERE {was}")
    op.execute("ALTER TABLE handled RENAME COLUMN outcome TO fate")
    op.add_column("handled", sa.Column("released_by", CleanText(), nullable=False, server_default=sa.text("''")))
    op.add_column("ticket", sa.Column("merged_into", sa.BigInteger(), nullable=True))
    op.create_index(
        "ix_ticket_merged_into",
        "ticket",
        ["merged_into"],
        unique=False,
        sqlite_where=sa.text("merged_into IS NOT NULL"),
        postgresql_where=sa.text("merged_into IS NOT NULL"),
    )
    op.add_column("participant", sa.Column("added_by", CleanText(), nullable=False, server_default=sa.text("''")))
    op.add_column("message", sa.Column("standing", sa.String(length=12), nullable=False, server_default=sa.text("''")))
    op.add_column("message", sa.Column("standing_because", CleanText(), nullable=False, server_default=sa.text("''")))
    op.add_column("message", sa.Column("warnings", Json(), nullable=False, server_default=sa.text("'[]'")))
    op.add_column("message", sa.Column("dangerous", sa.Boolean(), nullable=False, server_default=sa.text("false")))
    op.create_index(
        "ix_message_dangerous",
        "message",
        ["id"],
        unique=False,
        sqlite_where=sa.text("dangerous"),
        postgresql_where=sa.text("dangerous"),
    )
    domain: sa.Column[str] = sa.Column(
        "recipient_domain", sa.String(length=255), nullable=False, server_default=sa.text("''")
    )
    op.add_column("outbox", domain)
    op.create_index(
        op.f("ix_outbox_recipient_domain_queued_at"), "outbox", ["recipient_domain", "queued_at"], unique=False
    )
    op.create_index(op.f("ix_outbox_template_queued_at"), "outbox", ["template", "queued_at"], unique=False)
    op.create_table(
        "released_part",
        sa.Column("journal_id", RowId, autoincrement=False, nullable=False),
        sa.Column("part", sa.String(length=200), nullable=False),
        sa.Column("by", CleanText(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("journal_id", "part", name=op.f("pk_released_part")),
    )


def _journal() -> None:
    """Change the journal's file; a crash may have kept that and not the desk's, so it must bear being done again."""
    known = {column["name"] for column in sa.inspect(op.get_bind()).get_columns("entry", schema="journal")}
    if "authentication" not in known:
        column: sa.Column[str] = sa.Column("authentication", CleanText(), nullable=False, server_default=sa.text("''"))
        op.add_column("entry", column, schema="journal")

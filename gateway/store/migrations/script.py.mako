"""${message}."""

import sqlalchemy as sa
from alembic import op

from gateway.store.columns import CleanText, Instant, Json
from gateway.store.tables import RowId

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward; there is no way back but a backup."""
    ${upgrades if upgrades else "pass"}

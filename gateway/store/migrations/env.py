"""Run the migrations on the connection the store hands over."""

from alembic import context

from gateway.store import config_tables, notice_tables  # noqa: F401 (what is imported is in the metadata)
from gateway.store.tables import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    include_schemas=True,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()

"""Run by Alembic for every command: the connection is handed in by ``store.engine``."""

from __future__ import annotations

from alembic import context

from crosscheck.store.engine import VERSION_TABLE
from crosscheck.store.tables import Row

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Row.metadata,
    version_table=VERSION_TABLE,
)
with context.begin_transaction():
    context.run_migrations()

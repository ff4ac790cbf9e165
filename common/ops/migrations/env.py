"""Alembic's way in: the connection is handed over by `common.ops.migrations`."""

from alembic import context

from common.ops.migrations.concurrently import LOCK_TIMEOUT
from common.ops.migrations.schema import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, compare_server_default=True)
with context.begin_transaction():
    connection.exec_driver_sql(LOCK_TIMEOUT)
    context.run_migrations()

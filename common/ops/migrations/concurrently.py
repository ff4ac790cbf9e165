"""Indexes of tables that are large by now: made while everybody goes on reading and writing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from alembic import op

# A migration that cannot get its lock gives up instead of queueing every request of the campus behind it.
LOCK_TIMEOUT = "SET LOCAL lock_timeout = '5s'"


def make_indexes(indexes: Mapping[str, str]) -> None:
    """Commit what the migration has done so far, and make each index: its name, and what comes after ON.

    A run that broke off leaves an index that is never used: it is dropped and made again.
    """
    with _committed():
        for name, of in indexes.items():
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
            op.execute(f"CREATE INDEX CONCURRENTLY {name} ON {of}")


@contextmanager
def _committed() -> Iterator[None]:
    """Outside of any transaction, and without the time-out of a statement: here nobody waits for this one."""
    with op.get_context().autocommit_block():
        # Alembic has asked for the isolation level, and with that the driver began another transaction.
        op.execute("ROLLBACK")
        usual = op.get_bind().exec_driver_sql("SHOW statement_timeout").scalar()
        op.execute("SET statement_timeout = 0")
        op.execute("SET default_transaction_read_only = off")
        yield
        op.execute("RESET default_transaction_read_only")
        op.execute(f"SET statement_timeout = '{usual}'")
    op.execute(LOCK_TIMEOUT)

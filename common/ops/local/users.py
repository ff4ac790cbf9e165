"""Each function as its own user of the database, with the rights that the migration grants it in the cloud."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, text
from sqlalchemy.event import listen, remove
from sqlalchemy.exc import DBAPIError

from common.ops.migrations.grants import declared
from common.platform.db import driver, engine
from common.platform.log import current_function


def user_of(function: str) -> str:
    """Called as Cloud SQL calls a service account."""
    return f"{function.replace('_', '-')}@kampus.iam"


def users() -> dict[str, str]:
    return {function: user_of(function) for function in declared()}


def make_users(db: Connection) -> dict[str, str]:
    """The user of each function; who is there already stays."""
    there = set(db.scalars(text("SELECT rolname FROM pg_roles")))
    for user in sorted({*users().values()} - there):
        db.execute(text(f'CREATE ROLE "{user}" LOGIN'))
    return users()


@contextmanager
def acting_as_functions() -> Iterator[None]:
    """What a function asks of the database, it asks as its user; what nobody asks in a function, the owner asks."""
    listen(Engine, "begin", _step_down)
    try:
        yield
    finally:
        remove(Engine, "begin", _step_down)


def _step_down(connection: Connection) -> None:
    """For the transaction alone: one pool serves all functions here. What only reads gets one for that."""
    function = current_function()
    if function in declared() and connection.engine is engine():
        begin = "BEGIN READ ONLY; " if driver.under(connection).autocommit else ""
        statement = f'{begin}SET LOCAL ROLE "{user_of(function)}"'
        try:
            connection.connection.cursor().execute(statement)
        except connection.dialect.loaded_dbapi.InterfaceError as lost:
            # SQLAlchemy would say so of a statement of its own.
            connection.invalidate(lost)
            raise DBAPIError(statement, None, lost, connection_invalidated=True) from lost

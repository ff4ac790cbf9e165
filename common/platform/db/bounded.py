"""PostgreSQL by pg8000 with an end to every wait.

A peer that falls silent or resets the connection is a lost connection, whatever the driver raises. SQLAlchemy then
gives the connection up, and the next request gets a new one.
"""

from __future__ import annotations

from typing import Any

import pg8000.dbapi
from pg8000.exceptions import InterfaceError
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.pg8000 import PGDialect_pg8000

URL = "postgresql+bounded://"
# By these words SQLAlchemy knows a lost connection of pg8000.
_LOST = "network error"
_CONNECT_SECONDS, _PING_SECONDS = 4.0, 1.5

registry.register("postgresql.bounded", __name__, "Dialect")


class _Connection(pg8000.dbapi.Connection):  # type: ignore[misc]
    def wait(self, seconds: float) -> None:
        """How long to wait for the next bytes from now on."""
        self._usock.settimeout(seconds)

    def handle_messages(self, context: Any) -> None:
        try:
            super().handle_messages(context)
        except OSError as lost:
            raise InterfaceError(_LOST) from lost


class Dialect(PGDialect_pg8000):
    """As SQLAlchemy's own, but that a connection from the pool is asked only briefly whether it is still there."""

    supports_statement_cache = True

    def do_ping(self, dbapi_connection: Any) -> bool:
        if not isinstance(dbapi_connection, _Connection):  # Cloud SQL's connector makes its own
            return bool(super().do_ping(dbapi_connection))
        usual = dbapi_connection._usock.gettimeout()
        dbapi_connection.wait(_PING_SECONDS)
        alive = super().do_ping(dbapi_connection)
        dbapi_connection.wait(usual)
        return bool(alive)


def connect(wait: float, **parameters: Any) -> Any:
    """A connection that waits `wait` seconds for each answer. Raises pg8000's InterfaceError."""
    try:
        connection = _Connection(timeout=_CONNECT_SECONDS, **parameters)
    except OSError as lost:
        raise InterfaceError(_LOST) from lost
    connection.wait(wait)
    return connection

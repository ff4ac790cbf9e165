"""PostgreSQL by pg8000 with an end to every wait.

A peer that falls silent or resets the connection is a lost connection, whatever the driver raises. SQLAlchemy then
gives the connection up, and the next request gets a new one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.pg8000 import PGDialect_pg8000

URL = "postgresql+bounded://"
# By these words SQLAlchemy knows a lost connection of pg8000.
_LOST = "network error"
_CONNECT_SECONDS, _PING_SECONDS = 4.0, 1.5

registry.register("postgresql.bounded", __name__, "Dialect")


class Dialect(PGDialect_pg8000):
    """As SQLAlchemy's own, but that a connection from the pool is asked only briefly whether it is still there."""

    supports_statement_cache = True

    def do_ping(self, dbapi_connection: Any) -> bool:
        socket = dbapi_connection._usock
        usual = socket.gettimeout()
        socket.settimeout(_PING_SECONDS)
        alive = super().do_ping(dbapi_connection)
        socket.settimeout(usual)
        return bool(alive)


def connect(wait: float, **parameters: Any) -> Any:
    """A connection that waits `wait` seconds for each answer. Raises pg8000's InterfaceError."""
    import pg8000.dbapi

    try:
        connection = pg8000.dbapi.connect(timeout=_CONNECT_SECONDS, **parameters)
    except OSError as lost:
        raise pg8000.dbapi.InterfaceError(_LOST) from lost
    connection.handle_messages = _losing(connection.handle_messages)
    connection._usock.settimeout(wait)
    return connection


def _losing(handle: Callable[[Any], None]) -> Callable[[Any], None]:
    """Where pg8000 reads: the socket's own faults are those of a lost connection."""
    from pg8000.exceptions import InterfaceError

    def handle_messages(context: Any) -> None:
        try:
            handle(context)
        except OSError as lost:
            raise InterfaceError(_LOST) from lost

    return handle_messages

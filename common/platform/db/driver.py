"""PostgreSQL by pg8000, with statements that stay prepared and an end to every wait.

pg8000 parses a statement anew and waits for the server two or three times at each execution. Here a statement keeps
its name on its connection, and one packet holds all of an execution, BEGIN included. Decision 0020 says why.

A peer that falls silent or resets the connection is a lost connection: SQLAlchemy gives it up, and opens a new one.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from socket import socket
from time import monotonic
from typing import Any, cast

from pg8000 import dbapi
from pg8000.converters import make_params
from pg8000.core import Context
from sqlalchemy import Connection as SqlConnection

from common.platform.db import wire

# The most statements that a connection keeps prepared; the longest unused one makes room.
KEPT = 128
# By these words SQLAlchemy knows a lost connection of pg8000.
_LOST = "network error"
_CONNECT_SECONDS = 4.0
# A connection that was used so lately is not asked whether it is still there.
_FRESH_SECONDS = 5.0
_DATE, _TIMESTAMPTZ = 1082, 1184
# In PostgreSQL's errors: its code, and the place in its source that a changed table is noticed at.
_CODE, _ROUTINE = "C", "R"
_STALE = ("0A000", "RevalidateCachedQuery")


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the server has under `name`, and how its rows are read."""

    name: bytes
    columns: Any
    readers: Any


class Connection(dbapi.Connection):  # type: ignore[misc]
    """One of pg8000's that waits `wait` seconds for each answer. Raises its InterfaceError when it is lost."""

    _usock: Any
    _sock: Any
    _transaction_status: Any

    def __init__(self, wait: float, **parameters: Any) -> None:
        with _losing():
            super().__init__(timeout=_CONNECT_SECONDS, **parameters)
        self._begin(wait)

    @classmethod
    def out_of(cls, connection: dbapi.Connection, wait: float) -> Connection:
        """The same connection as one of these: what the Cloud SQL connector makes is pg8000's own."""
        connection.__class__ = cls
        ours: Connection = connection
        ours._begin(wait)
        return ours

    def _begin(self, wait: float) -> None:
        self._usock.settimeout(wait)
        self._kept: OrderedDict[tuple[str, tuple[int, ...]], Prepared] = OrderedDict()
        self._names = (b"s%d" % number for number in count())
        self._to_close = bytearray()
        self._used_at = monotonic()
        # pg8000 reads them by strptime, which takes a sixth of the time of a list.
        self.register_in_adapter(_TIMESTAMPTZ, datetime.fromisoformat)
        self.register_in_adapter(_DATE, date.fromisoformat)

    @property
    def fresh(self) -> bool:
        """Whether an answer came so lately that it is surely still there."""
        return self._usock is not None and monotonic() - self._used_at < _FRESH_SECONDS

    @contextmanager
    def waiting(self, seconds: float) -> Iterator[None]:
        """Another bound for a while."""
        here = self._socket()
        usual = here.gettimeout()
        here.settimeout(seconds)
        yield
        here.settimeout(usual)

    def cursor(self) -> Cursor:
        return Cursor(self)

    @contextmanager
    def only_reading(self) -> Iterator[None]:
        """Each statement stands alone: nothing begins, and there is nothing to commit."""
        self.autocommit = True
        try:
            yield
        finally:
            self.autocommit = False

    def commit(self) -> None:
        if self._in_transaction:
            self.execute_simple("commit")

    def rollback(self) -> None:
        if self._in_transaction:
            self.execute_simple("rollback")

    def close(self) -> None:
        """Also when the server is gone already."""
        if self._usock is not None:
            with suppress(dbapi.InterfaceError):
                super().close()

    def run(self, sql: str, values: Sequence[Any], oids: tuple[int, ...]) -> Context:
        """Execute `sql` with `values` in a transaction, which begins with it if there is none.

        A table that changed since the statement was prepared is noticed by the server: nothing is kept then, and
        where nothing else has happened in the transaction the statement is executed once more.
        """
        parameters = [None if one is None else one.encode() for one in make_params(self.py_types, values)]
        first = not self._in_transaction
        try:
            return self._execute(sql, parameters, oids)
        except dbapi.DatabaseError as fault:
            if not is_stale(fault):
                raise
            self._forget_all()
            if not first:
                raise
            self.rollback()
            return self._execute(sql, parameters, oids)

    def run_text(self, sql: str) -> Context:
        """Execute what has no values, be it one statement or several, without keeping it."""
        return self._exchange(wire.query(sql), Context(sql))

    def handle_messages(self, context: Context) -> None:
        """Read to the end of an answer; when that does not come, nothing more can be read here.

        Raises what the server says, or InterfaceError for a lost connection.
        """
        try:
            with _losing():
                super().handle_messages(context)
        except BaseException as fault:
            if fault is not context.error:
                self._give_up()
            raise
        self._used_at = monotonic()

    def _execute(self, sql: str, parameters: Sequence[bytes | None], oids: tuple[int, ...]) -> Context:
        key = sql, oids
        if (kept := self._kept.get(key)) is not None:
            self._kept.move_to_end(key)
            context = Context(sql, columns=kept.columns, input_funcs=kept.readers)
            return self._exchange(wire.bind(kept.name, parameters), context)
        name, context = next(self._names), Context(sql)
        packet = wire.parse(name, sql, oids) + wire.bind(name, parameters)
        try:
            self._exchange(packet, context)
        except dbapi.DatabaseError:
            # It may have been prepared before it failed, and nobody would ask for it by this name again.
            self._to_close += wire.close(name)
            raise
        self._kept[key] = Prepared(name, context.columns, context.input_funcs)
        if len(self._kept) > KEPT:
            self._forget(self._kept.popitem(last=False)[1])
        return context

    def _exchange(self, packet: bytes, context: Context) -> Context:
        begins = not self._in_transaction and not self.autocommit
        first = wire.BEGIN if begins else b""
        with _losing():
            self._socket().sendall(first + bytes(self._to_close) + packet)
        self._to_close.clear()
        if begins:
            self._begun()
        self.handle_messages(context)
        return context

    def _begun(self) -> None:
        """A BEGIN that is refused leaves the answer to what came with it unread."""
        beginning = Context("begin transaction")
        try:
            self.handle_messages(beginning)
        except dbapi.DatabaseError:
            self._give_up()
            raise

    def _socket(self) -> socket:
        if self._usock is None:
            raise dbapi.InterfaceError("connection is closed")
        found: socket = self._usock
        return found

    def _give_up(self) -> None:
        """Close the socket alone: what the server would answer cannot be read."""
        self._usock.close()
        self._sock.close()
        self._usock = self._sock = self._transaction_status = None

    def _forget_all(self) -> None:
        for prepared in self._kept.values():
            self._forget(prepared)
        self._kept.clear()

    def _forget(self, prepared: Prepared) -> None:
        """It is closed on the server with the next packet."""
        self._to_close += wire.close(prepared.name)


class Cursor(dbapi.Cursor):  # type: ignore[misc]
    """As pg8000's, by the connection's own ways; `operation` has $1, $2, … where the values go."""

    _input_oids: Sequence[int]

    def execute(self, operation: str, args: Sequence[Any] = (), stream: Any = None) -> None:
        if stream is not None:
            super().execute(operation, args, stream)
            return
        here = self._c
        self._context = here.run(operation, args, tuple(self._input_oids)) if args else here.run_text(operation)
        self._row_iter = None if self._context.rows is None else iter(self._context.rows)
        self._input_oids = ()


def under(db: SqlConnection) -> Connection:
    """The driver's connection that SQLAlchemy's stands on."""
    return cast(Connection, db.connection.dbapi_connection)


def is_stale(fault: BaseException) -> bool:
    """Whether the server refused a prepared statement because a table is no longer as it was."""
    details = fault.args[0] if fault.args else {}
    return isinstance(details, dict) and (details.get(_CODE), details.get(_ROUTINE)) == _STALE


@contextmanager
def _losing() -> Iterator[None]:
    """The socket's own faults are those of a lost connection."""
    try:
        yield
    except OSError as lost:
        raise dbapi.InterfaceError(_LOST) from lost

"""Messages to PostgreSQL: https://www.postgresql.org/docs/current/protocol-message-formats.html."""

from __future__ import annotations

from collections.abc import Sequence
from struct import pack

_NULL = pack("!i", -1)


def query(sql: str) -> bytes:
    """One statement or several, without values."""
    return _message(b"Q", _text(sql))


def parse(name: bytes, sql: str, oids: Sequence[int]) -> bytes:
    """Prepare a statement and ask for the columns of its rows; -1 is a type that the server finds out."""
    types = pack(f"!H{len(oids)}i", len(oids), *(max(oid, 0) for oid in oids))
    return _message(b"P", name + b"\0" + _text(sql) + types) + _message(b"D", b"S" + name + b"\0")


def bind(name: bytes, values: Sequence[bytes | None]) -> bytes:
    """Execute what was prepared, and end what belongs together; values and rows travel as text."""
    each = b"".join(_NULL if value is None else pack("!i", len(value)) + value for value in values)
    return _message(b"B", b"\0" + name + b"\0" + pack("!HH", 0, len(values)) + each + pack("!H", 0)) + _RUN


def close(name: bytes) -> bytes:
    """Let go of what was prepared."""
    return _message(b"C", b"S" + name + b"\0")


def _message(code: bytes, content: bytes) -> bytes:
    return code + pack("!i", len(content) + 4) + content


def _text(sql: str) -> bytes:
    return sql.encode() + b"\0"


# Where nothing else is said, a statement may only read: see transaction.py.
BEGIN = query("begin transaction read write")
# All rows, and the end of what belongs together.
_RUN = _message(b"E", b"\0" + pack("!i", 0)) + _message(b"S", b"")

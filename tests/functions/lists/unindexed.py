"""A database that reads rows as they lie: what comes in order does so because the query says it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from common.platform.db import engine

_WAYS = ("enable_indexscan", "enable_indexonlyscan", "enable_bitmapscan")


@contextmanager
def without_indexes() -> Iterator[None]:
    """An index lies in the order of its columns, and would hide an order that was forgotten."""
    _each_way("SET {} = off")
    yield
    _each_way("RESET {}")


def _each_way(change: str) -> None:
    with engine().begin() as db:
        name = db.scalar(text("SELECT current_database()"))
        for way in _WAYS:
            db.execute(text(f'ALTER DATABASE "{name}" {change.format(way)}'))
    engine().dispose()  # a connection keeps what it began with

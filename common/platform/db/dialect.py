"""SQLAlchemy over the driver beside: `$1` where a value goes, and a connection that is seldom asked if it is there."""

from __future__ import annotations

from typing import Any

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.base import PGCompiler, PGDialect, PGIdentifierPreparer
from sqlalchemy.dialects.postgresql.pg8000 import PGDialect_pg8000

URL = "postgresql+kept://"
_PING_SECONDS = 1.5

registry.register("postgresql.kept", __name__, "Dialect")


class Dialect(PGDialect_pg8000):
    """As SQLAlchemy's own, but that values are written as PostgreSQL reads them, so that nobody scans the text."""

    supports_statement_cache = True
    default_paramstyle = "numeric_dollar"
    statement_compiler: type[PGCompiler] = PGCompiler  # type: ignore[assignment]
    preparer: type[PGIdentifierPreparer] = PGIdentifierPreparer  # type: ignore[assignment]

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"paramstyle": self.default_paramstyle} | options)  # type: ignore[no-untyped-call]

    def do_ping(self, dbapi_connection: Any) -> bool:
        if dbapi_connection.fresh:
            return True
        with dbapi_connection.waiting(_PING_SECONDS):
            return bool(PGDialect.do_ping(self, dbapi_connection))

"""Reading the one row that has to be there."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection
from sqlalchemy.sql.expression import Executable

from common.platform.errors import NotFound, Problem


def one(db: Connection, query: Executable, missing: type[Problem] = NotFound) -> Any:
    """The only row of `query`. Raises `missing` when there is none."""
    row = db.execute(query).one_or_none()
    if row is None:
        raise missing()
    return row

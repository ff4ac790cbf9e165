"""The one catalogue of tables, and how constraints are named, so that a refusal can name the rule it broke."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, MetaData, RowMapping, Select

Row = RowMapping | Mapping[str, Any]
"""One row as read: column name to value."""

JsonObject = Mapping[str, object]
"""What a JSONB column holds."""

Query = Select[*tuple[Any, ...]]
"""A SELECT that is still put together; which type its rows have is said where they are read (`rows.py`)."""

Expression = ColumnElement[Any]
"""A column or what is computed from some, within a query."""

metadata = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pkey",
        "fk": "%(table_name)s_%(column_0_name)s_fkey",
        "ix": "%(table_name)s_%(column_0_N_name)s_idx",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "ck": "%(table_name)s_%(constraint_name)s_check",
    }
)

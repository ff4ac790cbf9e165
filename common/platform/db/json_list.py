"""Rows that hang on another row, gathered by the database into one JSON column instead of one query each."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Subquery, func
from sqlalchemy.dialects.postgresql import aggregate_order_by


def json_list(order: Any, **members: Any) -> Any:
    """An aggregate: `[{"name": …}, …]` in the given order, an empty list for no rows."""
    return _listed(aggregate_order_by(json_object(**members), order))


def json_rows(rows: Subquery) -> Any:
    """The same of all columns, in the order of the rows."""
    return _listed(func.row_to_json(rows.table_valued()))


def json_object(**members: Any) -> Any:
    """`{"name": …}`."""
    return func.json_build_object(*(part for pair in members.items() for part in pair))


def _listed(one: Any) -> Any:
    return func.coalesce(func.json_agg(one), func.json_build_array(), type_=JSON)

"""Rows that hang on another row, gathered by the database into one JSON column instead of one query each."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, func
from sqlalchemy.dialects.postgresql import aggregate_order_by


def json_list(order: Any, **members: Any) -> Any:
    """An aggregate: `[{"name": …}, …]` in the given order, an empty list for no rows."""
    one = func.json_build_object(*(part for pair in members.items() for part in pair))
    return func.coalesce(func.json_agg(aggregate_order_by(one, order)), func.json_build_array(), type_=JSON)

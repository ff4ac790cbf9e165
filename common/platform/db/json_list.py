"""Rows gathered by the database into one JSON column: those that hang on another row, or a page of a list."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Integer, Select, Subquery, Text, bindparam, cast, desc, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

# What the column is called that rows are ordered by, where it is nothing that a page shows.
ORDER = "order"


def json_list(order: Any, **members: Any) -> Any:
    """An aggregate: `[{"name": …}, …]` in the given order, an empty list for no rows."""
    return _listed(aggregate_order_by(json_object(**members), order))


def json_rows(rows: Subquery) -> Any:
    """The same of all columns, in the order of the rows."""
    return _listed(func.row_to_json(rows.table_valued()))


def json_counts(column: Any) -> Select[Any]:
    """A statement: how often each value of `column` stands in its rows, as one object, which is empty for no rows."""
    each = select(column.label("value"), func.count().label("count")).group_by(column).subquery("each")
    return select(func.coalesce(func.json_object_agg(each.c.value, each.c.count), func.json_build_object()))


def json_object(**members: Any) -> Any:
    """`{"name": …}`."""
    return func.json_build_object(*(part for pair in members.items() for part in pair))


def json_page(rows: Select[Any], *place: str, backwards: bool = False) -> Select[Any]:
    """One row for a page of `rows`, which are in the order of `place`: a moment or a text, and an id.

    `text` is the page as JSON, `at` and `id` are the place of its last row, if more follow. `limit` is a parameter.
    The column `ORDER` is no part of the page.
    """
    limit = bindparam("limit", type_=Integer)
    found = rows.limit(limit + 1).cte("found")
    order = [desc(found.c[name]) if backwards else found.c[name] for name in place]
    columns = (column for column in found.c if column.name != ORDER)
    shown = select(*columns).order_by(*order).limit(limit).subquery("shown")
    named = [found.c[name].label(label) for name, label in zip(place, ("at", "id"), strict=True)]
    last = select(*named).order_by(*order).offset(limit - 1).limit(1).subquery("last")
    more = select(func.count()).select_from(found).scalar_subquery() > limit
    whole = select(cast(json_rows(shown), Text).label("text")).subquery("whole")
    return select(whole.c.text, last.c.at, last.c.id).select_from(whole.outerjoin(last, more))


def _listed(one: Any) -> Any:
    return func.coalesce(func.json_agg(one), func.json_build_array(), type_=JSON)

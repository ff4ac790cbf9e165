"""Conditions of which the planner cannot know that few rows fulfil them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Connection, Select, any_, func, literal
from sqlalchemy.dialects.postgresql import ARRAY


def is_one_of(column: ColumnElement[Any], found: Select[Any]) -> ColumnElement[bool]:
    """Whether the column is one of what `found` finds, which is looked up first, and then each row by an index.

    Of IN with a subquery the planner may think that it fits many rows, and read all of a table for them.
    """
    return column == any_(func.array(found.scalar_subquery()))


def if_few(
    db: Connection, column: ColumnElement[Any], found: Select[Any] | CompoundSelect[Any], most: int
) -> Iterator[ColumnElement[bool]]:
    """The condition that the column is one of what `found` finds; none if that is more than `most`.

    For a list in an order of its own, of which the planner hopes that a page of it is full soon.
    """
    values = db.scalars(found.limit(most + 1)).all()
    if len(values) <= most:
        yield column == any_(literal(list(values), ARRAY(column.type)))

"""Conditions of which the planner cannot know that few rows fulfil them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, any_, func


def is_one_of(column: ColumnElement[Any], found: Select[Any]) -> ColumnElement[bool]:
    """Whether the column is one of what `found` finds, which is looked up first, and then each row by an index.

    Of IN with a subquery the planner may think that it fits many rows, and read all of a table for them.
    """
    return column == any_(func.array(found.scalar_subquery()))

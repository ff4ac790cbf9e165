"""Columns that most tables share, and checks that keep a column to its words."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Column, ColumnElement, DateTime, ForeignKey, Index, Table, Text, Uuid, func

SECRET = {"secret": True}
"""A column's `info` when only functions whose code names it may read it."""


def key() -> Column[Any]:
    """An id that nobody can guess."""
    return Column("id", Uuid, primary_key=True, server_default=func.gen_random_uuid())


def reference(name: str, to: str, *, nullable: bool = False, **settings: Any) -> Column[Any]:
    # The type is said here: a function that does not import the other table could not look it up there.
    return Column(name, Uuid, ForeignKey(f"{to}.id"), nullable=nullable, **settings)


def moment(name: str, *, nullable: bool = False) -> Column[Any]:
    """A moment in UTC."""
    return Column(name, DateTime(timezone=True), nullable=nullable)


def words(name: str, *, nullable: bool = False, **settings: Any) -> Column[Any]:
    return Column(name, Text, nullable=nullable, **settings)


def search_index(table: str, *searched: ColumnElement[Any]) -> Index:
    """Finds what `platform.pages.contains`, by its trigrams; needs the columns of a table that is there."""
    parts = {f"part_{place}": column for place, column in enumerate(searched)}
    forms = (func.search_form(column).label(name) for name, column in parts.items())
    return Index(
        f"{table}_search_idx", *forms, postgresql_using="gin", postgresql_ops=dict.fromkeys(parts, "gin_trgm_ops")
    )


def is_secret(column: Column[Any]) -> bool:
    return bool(column.info.get("secret"))


def without_secrets(table: Table) -> list[Column[Any]]:
    """What most readers of a table may select: all its columns but the secret ones (record 0019)."""
    return [column for column in table.columns if not is_secret(column)]


def some_of(column: str, among: type[StrEnum]) -> CheckConstraint:
    """For a list of words."""
    listed = ", ".join(f"'{value}'" for value in among)
    return CheckConstraint(f"{column} <@ ARRAY[{listed}]", name=column)


def one_of(column: str, among: type[StrEnum]) -> CheckConstraint:
    """Its `info` says the words by the column's name, so that a row's type can name them too."""
    listed = ", ".join(f"'{value}'" for value in among)
    return CheckConstraint(f"{column} IN ({listed})", name=column, info={column: among})

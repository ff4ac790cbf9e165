"""Columns that most tables share, and checks that keep a column to its words."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Column, DateTime, ForeignKey, Text, Uuid, func


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


def one_of(column: str, among: type[StrEnum]) -> CheckConstraint:
    """Its `info` says the words by the column's name, so that a row's type can name them too."""
    listed = ", ".join(f"'{value}'" for value in among)
    return CheckConstraint(f"{column} IN ({listed})", name=column, info={column: among})

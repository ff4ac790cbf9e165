"""Reading rows, each with the type that the reader gives it.

The type is said once, where the result is named or returned: `row: VacancyRow = one(db, query)`. mypy takes it from
there; at run time it costs nothing. That the columns are there is checked wherever a test comes by (`tests/seams.py`).
`one`, `maybe` and `all_of` give rows with attributes, `value` one column of one row, and `view`, `as_view` and `views`
mappings that a schema dumps.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, cast

from common.platform.errors import NotFound, Problem

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.sql.expression import Executable

Shape = TypeVar("Shape")


def one(
    db: Connection, query: Executable, missing: type[Problem] = NotFound, values: Mapping[str, object] | None = None
) -> Shape:  # type: ignore[type-var]
    """The only row of `query`, whose parameters get `values`. Raises `missing` when there is none."""
    row = db.execute(query, values).one_or_none()
    if row is None:
        raise missing()
    return cast("Shape", shaped(row))


def value(
    db: Connection, query: Executable, missing: type[Problem] = NotFound, values: Mapping[str, object] | None = None
) -> Shape:  # type: ignore[type-var]
    """The one value of the only row of `query`. Raises `missing` when there is none."""
    found = db.scalar(query, values)
    if found is None:
        raise missing()
    return cast("Shape", found)


def maybe(db: Connection, query: Executable, values: Mapping[str, object] | None = None) -> Shape | None:
    """The only row of `query`, if there is one."""
    return cast("Shape | None", shaped(db.execute(query, values).one_or_none()))


def all_of(db: Connection, query: Executable, values: Mapping[str, object] | None = None) -> Sequence[Shape]:
    return cast("Sequence[Shape]", shaped(db.execute(query, values).all()))


def view(
    db: Connection, query: Executable, missing: type[Problem] = NotFound, values: Mapping[str, object] | None = None
) -> Shape:  # type: ignore[type-var]
    """As `one`, by the names of columns."""
    row = db.execute(query, values).mappings().one_or_none()
    if row is None:
        raise missing()
    return cast("Shape", shaped(row))


def views(db: Connection, query: Executable) -> Sequence[Shape]:
    return cast("Sequence[Shape]", shaped(db.execute(query).mappings().all()))


def as_view(row: Any) -> Shape:  # type: ignore[type-var]
    """A row that was read before, by the names of its columns."""
    return cast("Shape", shaped(row._mapping))


def columns_of(row: Any) -> Mapping[str, object]:
    """A row as names and values, for what looks at them one by one."""
    return cast("Mapping[str, object]", row._mapping)


def shaped(result: object) -> object:
    """The result as it is; tests put their check of its columns here."""
    return result

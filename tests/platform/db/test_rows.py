"""Reading rows: the one that has to be there, the one that may be, and all."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, text

from common.platform.db import all_of, as_view, columns_of, maybe, one, view, views
from common.platform.errors import Conflict, NotFound

TWO = text("SELECT n, n * n AS square FROM generate_series(2, 3) AS n ORDER BY n")
ONE = text("SELECT 2 AS n, 4 AS square")
NONE = text("SELECT 1 AS n WHERE false")


def test_a_row_has_attributes_and_a_view_has_keys(db: Connection) -> None:
    assert one(db, ONE).square == 4
    assert maybe(db, ONE).square == 4
    assert [row.square for row in all_of(db, TWO)] == [4, 9]
    assert view(db, ONE)["square"] == 4
    assert [row["square"] for row in views(db, TWO)] == [4, 9]


@pytest.mark.parametrize("read", [one, view])
def test_the_row_that_has_to_be_there(db: Connection, read) -> None:
    with pytest.raises(NotFound):
        read(db, NONE)
    with pytest.raises(Conflict):
        read(db, NONE, Conflict)


def test_nothing_is_nothing(db: Connection) -> None:
    assert maybe(db, NONE) is None
    assert list(all_of(db, NONE)) == list(views(db, NONE)) == []


def test_a_row_that_was_read_is_shown_by_its_names(db: Connection) -> None:
    row = one(db, ONE)
    assert dict(as_view(row)) == dict(columns_of(row)) == {"n": 2, "square": 4}

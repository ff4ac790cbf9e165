"""A list of which the planner cannot know how much fits it."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, select

from common.domain.people.tables import people
from common.platform.db import if_few, is_one_of
from tests import factories as make


@pytest.mark.parametrize(("most", "narrowed"), [(3, True), (2, False)])
def test_rows_are_named_if_they_are_few(db: Connection, most: int, narrowed: bool) -> None:
    made = {make.student(db, name="Zulkarnaen").id for _ in range(3)}
    found = select(people.c.id).where(people.c.name == "Zulkarnaen")
    conditions = list(if_few(db, people.c.id, found, most))
    assert len(conditions) == narrowed
    if narrowed:
        assert set(db.scalars(select(people.c.id).where(*conditions))) == made


def test_nothing_is_found_where_there_is_nothing(db: Connection) -> None:
    nobody = select(people.c.id).where(people.c.name == "Tidak ada")
    [condition] = if_few(db, people.c.id, nobody, 3)
    assert db.scalars(select(people.c.id).where(condition)).all() == []
    assert db.scalars(select(people.c.id).where(is_one_of(people.c.id, nobody))).all() == []


def test_rows_are_found_by_what_is_looked_up_first(db: Connection) -> None:
    made = {make.student(db, name="Zulkarnaen").id for _ in range(3)}
    found = select(people.c.id).where(people.c.name == "Zulkarnaen")
    assert set(db.scalars(select(people.c.id).where(is_one_of(people.c.id, found)))) == made

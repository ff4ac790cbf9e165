"""A column that a query names is one of its table: no type checker sees a misspelt one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module

import pytest
import sqlalchemy
from sqlalchemy.dialects import postgresql

from common.domain.people import tables
from common.domain.people.tables import people
from tests.laws.columns import Named, named
from tests.laws.source import Module, product

NAMES = {
    "people": people,
    "tables": tables,
    "_P": people.c,
    "_boss": people.alias("boss"),
    "update": sqlalchemy.update,
    "insert": postgresql.insert,
}
MISSPELT = (
    "people.c.nmae",
    "tables.people.c.nmae",
    "_P.nmae",
    "_boss.c.nmae",
    'people.c["nmae"]',
    'people.alias("boss").c.nmae',
    "def f():\n    boss = people.alias('boss')\n    return boss.c.nmae",
    "def f():\n    one, two = people.alias('one').c, people.alias('two')\n    return one.name, two.c.nmae",
    "def f():\n    from common.domain.people.tables import people as them\n    return lambda: them.c.nmae",
    "update(people).values(nmae=1)",
    "people.update().where(people.c.id == 1).values({'nmae': 1})",
    "def f(new):\n    row = {'name': 1, **new, 'nmae': 2}\n    return insert(people).values(row | {'email': 3})",
    "def f(new):\n    row = {'name': 1}\n    return insert(people).values(**row | {'nmae': 2}, id=3)",
    "def f(rows):\n    made = insert(people)\n    return made.values([{'nmae': row} for row in rows])",
    "insert(people).values(name=1).on_conflict_do_update(index_elements=['id'], set_={'nmae': 1})",
    "insert(people).on_conflict_do_update(index_elements=['nmae'], set_={'name': 1})",
    "def f(db):\n    db.execute(people.insert(), [{'nmae': 1}])",
)
RIGHT = (
    "people.c.keys()",
    "def f(people):\n    return people.c.nmae",
    "def f(values):\n    return update(people).values(values)",
    "rows.values(nmae=1)",
    "def f(rows):\n    return [people.c.nmae for people in rows]",
)


def querying() -> tuple[Module, ...]:
    """The modules that may name a column; migrations have tables of their own."""
    marks = (".c.", ".c[", ".c\n", "insert(", "update(")
    revisions = "common/ops/migrations/"
    return tuple(
        module for module in product() if any(mark in module.text for mark in marks) and not module.within(revisions)
    )


def columns(module: Module) -> Iterator[Named]:
    yield from named(module.tree, vars(import_module(module.name.removesuffix(".py").replace("/", "."))))


def test_every_column_that_is_named_is_there() -> None:
    found = [(module, column) for module in querying() for column in columns(module)]
    assert [f"{module.at(column.node)} {column.name}" for module, column in found if not column.there] == []
    assert len(found) > 500, "the law reads the queries"


@pytest.mark.parametrize("text", MISSPELT)
def test_a_misspelt_column_is_seen(text: str) -> None:
    assert [column.name for column in named(ast.parse(text), NAMES) if not column.there] == ["nmae"]


@pytest.mark.parametrize("text", RIGHT)
def test_what_only_a_run_can_say_is_left_alone(text: str) -> None:
    assert [column.name for column in named(ast.parse(text), NAMES) if not column.there] == []

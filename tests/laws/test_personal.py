"""Every column that may hold words of or about a person is declared: personal, with why and how long, or not."""

from __future__ import annotations

import pytest
from sqlalchemy import JSON, Column, LargeBinary, MetaData, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from common.domain.people.tables import PersonRole
from common.ops.migrations.schema import metadata
from common.platform.db.columns import one_of
from common.platform.db.personal import IMPERSONAL, Keep, names_subject, personal, personal_of, undeclared

TABLES = list(metadata.tables.values())


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_every_column_of_words_is_declared(table: Table) -> None:
    named = [column.name for column in undeclared(table)]
    assert named == [], "say `info=personal(why, keep, readers)` or `info=IMPERSONAL` (platform/db/personal.py)"


@pytest.mark.parametrize("kind", [Text(), JSON(), JSONB(), ARRAY(Text()), LargeBinary()])
def test_a_column_that_says_nothing_is_seen(kind: Text) -> None:
    silent = Table("silent", MetaData(), Column("said", kind))
    assert [column.name for column in undeclared(silent)] == ["said"]


def test_what_is_declared_or_kept_to_a_few_words_is_left_alone() -> None:
    said = personal("to know", Keep("a day", days=1), "nobody")
    columns = Column("one", Text, info=said), Column("two", Text, info=IMPERSONAL), Column("role", Text)
    assert list(undeclared(Table("declared", MetaData(), *columns, one_of("role", PersonRole)))) == []


def test_each_declaration_says_all_three() -> None:
    declared = [(column, found) for table in TABLES for column in table.columns if (found := personal_of(column))]
    silent = [str(column) for column, said in declared if not (said.why and said.keep.text and said.readers)]
    assert silent == []
    assert len(declared) > 50, "the law reads the tables"


def test_whoever_has_personal_columns_is_reached_from_a_person() -> None:
    """A table with personal data names whose they are, or hangs on one that does; guesses and tasks do not."""
    reached = {"people", *(table.name for table in TABLES if any(map(names_subject, table.columns)))}
    for table in metadata.sorted_tables:
        if {key.column.table.name for key in table.foreign_keys} & (reached - {"people"}):
            reached.add(table.name)
    holding = {table.name for table in TABLES if any(map(personal_of, table.columns))}
    assert holding - reached == {"sign_in_attempts", "tasks"}

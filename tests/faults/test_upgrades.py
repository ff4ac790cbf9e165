"""From each revision there was, with a row in every table, up to the newest: nothing is lost and nothing is missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Connection, Engine, MetaData, Table, create_engine, func, select

from common.ops import migrations
from common.ops.local.postgres import Postgres
from common.ops.migrations.schema import metadata
from tests.temporary import drop_database

REVISIONS = sorted(
    revision.revision for revision in ScriptDirectory(str(Path(migrations.__file__).parent)).walk_revisions()
)
BORN = datetime(2026, 9, 1, 8, tzinfo=UTC)
# What a check of the database asks for, by column, or by table and column.
WORDS: dict[str, Any] = {
    "people.role": "mahasiswa",
    "people_imports.role": "mahasiswa",
    "people_imports.state": "dibaca",
    "people_import_lines.kind": "baru",
    "audience": "aslab",
    "tax": 0,
    "language": "id",
    "sessions.role": "mahasiswa",
    "channel": "email",
    "state": "antre",
    "purpose": "dokumen",
    "uploads.state": "diterima",
    "vacancies.state": "draf",
    "applications.state": "menunggu",
    "contracts.state": "aktif",
    "attendances.state": "menunggu_foto",
    "application_documents.kind": "cv",
    "campus_calendar.kind": "libur",
    "application_steps.action": "menunggu",
    "ends_on": date(2027, 1, 31),
    "closes_at": datetime(2026, 12, 1, tzinfo=UTC),
    "ends_at": datetime(2026, 12, 1, tzinfo=UTC),
    "expires_at": datetime(2027, 12, 1, tzinfo=UTC),
    "quota": 2,
    "year": 2026,
}
BY_TYPE: dict[str, Any] = {
    "UUID": uuid4,
    "TEXT": lambda: f"x{uuid4().hex[:8]}",
    "DATE": lambda: BORN.date(),
    "TIMESTAMP": lambda: BORN,
    "JSONB": dict,
    "BOOLEAN": lambda: False,
    "NUMERIC": lambda: 3,
    "INTEGER": lambda: 1,
    "SMALLINT": lambda: 1,
    "BIGINT": lambda: 1,
    "ARRAY": list,
    "BYTEA": bytes,
    "INET": lambda: "127.0.0.1",
}


@pytest.fixture(scope="module")
def stairs(postgres: Postgres) -> Iterator[dict[str, str]]:
    """A database at each revision, every one a copy of the step below it."""
    for below, name in zip([None, *REVISIONS], REVISIONS, strict=False):
        postgres.create_database(f"at_{name}", template=f"at_{below}" if below else None)
        step = create_engine(postgres.url(f"at_{name}"))
        migrations.upgrade(step, name)
        step.dispose()
    yield {name: postgres.url(f"at_{name}") for name in REVISIONS}
    for name in REVISIONS:
        drop_database(postgres, f"at_{name}")


@pytest.fixture
def before(stairs: dict[str, str], request: pytest.FixtureRequest) -> Iterator[Engine]:
    engine = create_engine(stairs[request.param])
    yield engine
    engine.dispose()


def fill(db: Connection) -> dict[str, int]:
    """A row in every table there is, as the code of that time could have written it; triggers may write more."""
    there = MetaData()
    there.reflect(db)
    made: dict[str, Any] = {}
    for table in there.sorted_tables:
        if table.name != "alembic_version":
            row = {column.name: value(table, column, made) for column in table.columns if is_needed(column)}
            made[table.name] = db.execute(table.insert().values(row).returning(*table.columns)).one()
    return dict.fromkeys(made, 1)


def is_needed(column: Column[Any]) -> bool:
    return not column.nullable and column.server_default is None and not column.identity


def value(table: Table, column: Column[Any], made: dict[str, Any]) -> Any:
    for key in column.foreign_keys:
        return getattr(made[key.column.table.name], key.column.name)
    for name in (f"{table.name}.{column.name}", column.name):
        if name in WORDS:
            return WORDS[name]
    return BY_TYPE[type(column.type).__name__]()


def counted(db: Connection, tables: dict[str, int]) -> dict[str, int]:
    there = MetaData()
    there.reflect(db)
    return {name: db.scalar(select(func.count()).select_from(there.tables[name])) or 0 for name in tables}


def test_there_is_a_step_for_each_file() -> None:
    assert len(REVISIONS) == len(list(Path(migrations.__file__).parent.glob("versions/0*.py"))) > 9


@pytest.mark.parametrize("before", REVISIONS, indirect=True)
def test_an_upgrade_from_there_loses_nothing_and_ends_at_the_tables_of_the_code(before: Engine) -> None:
    with before.begin() as db:
        rows = counted(db, fill(db))
    assert len(rows) > 15
    migrations.upgrade(before)
    with before.connect() as db:
        assert compare_metadata(MigrationContext.configure(db, opts={"compare_server_default": True}), metadata) == []
        found = counted(db, rows)
    # What was to be drawn becomes a task (0006).
    assert {name: count for name, count in found.items() if name != "tasks"} == {
        name: count for name, count in rows.items() if name != "tasks"
    }

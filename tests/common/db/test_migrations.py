"""The schema's history: up from nothing to exactly the tables in the code, and down to nothing again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, create_engine, inspect, text

from common import migrations
from common.local.postgres import Postgres
from common.schema import metadata


@pytest.fixture
def empty(postgres: Postgres) -> Iterator[Engine]:
    postgres.create_database("migrated")
    engine = create_engine(postgres.url("migrated"))
    yield engine
    engine.dispose()
    postgres.drop_database("migrated")


def test_up_from_empty_gives_the_tables_of_the_code(empty: Engine) -> None:
    migrations.upgrade(empty)
    with empty.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_down_again_leaves_nothing(empty: Engine) -> None:
    migrations.upgrade(empty)
    migrations.downgrade(empty, "base")
    assert inspect(empty).get_table_names() == ["alembic_version"]
    with empty.connect() as connection:
        functions = text("SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace")
        assert connection.scalar(functions) == 0


def test_up_twice_changes_nothing(empty: Engine) -> None:
    migrations.upgrade(empty)
    migrations.upgrade(empty)

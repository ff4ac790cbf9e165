"""The schema's history: up from nothing to exactly the tables in the code, and down to nothing again."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, create_engine, inspect, select, text

from common.domain.people.tables import people
from common.domain.recruitment.tables import vacancies
from common.ops import migrations
from common.ops.checkout import CHECKOUT
from common.ops.local.postgres import Postgres
from common.ops.migrations.schema import metadata
from tests import factories as make
from tests.temporary import drop_database


@pytest.fixture
def empty(postgres: Postgres) -> Iterator[Engine]:
    postgres.create_database("migrated")
    engine = create_engine(postgres.url("migrated"))
    yield engine
    engine.dispose()
    drop_database(postgres, "migrated")


def catalogue(connection: Connection) -> list[tuple[object, ...]]:
    """Everything in the schema by its own number, which changes when it is dropped and made again."""
    public = "public'::regnamespace"
    parts = (
        f"SELECT 'relation', oid::int, relname::text, relnatts::int FROM pg_class WHERE relnamespace = '{public}",
        f"SELECT 'constraint', oid::int, conname::text, 0 FROM pg_constraint WHERE connamespace = '{public}",
        f"SELECT 'function', oid::int, proname::text, 0 FROM pg_proc WHERE pronamespace = '{public}",
        "SELECT 'trigger', oid::int, tgname::text, 0 FROM pg_trigger",
    )
    return [tuple(row) for row in connection.execute(text(" UNION ALL ".join(parts) + " ORDER BY 1, 2"))]


def test_up_from_empty_gives_the_tables_of_the_code(empty: Engine) -> None:
    migrations.upgrade(empty)
    with empty.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_the_catalogue_has_every_table() -> None:
    """A process of its own: here other tests have imported the nouns."""
    tables = {
        ".".join(path.relative_to(CHECKOUT).with_suffix("").parts) for path in CHECKOUT.glob("common/*/**/tables.py")
    }
    print_modules = "import sys, common.ops.migrations.schema; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", print_modules], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    assert len(tables) > 8
    assert tables <= set(loaded.stdout.split())


def test_down_again_leaves_nothing(empty: Engine) -> None:
    migrations.upgrade(empty)
    migrations.downgrade(empty, "base")
    assert inspect(empty).get_table_names() == ["alembic_version"]
    with empty.connect() as connection:
        functions = text("SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace")
        assert connection.scalar(functions) == 0


def test_up_twice_changes_nothing(empty: Engine) -> None:
    migrations.upgrade(empty)
    with empty.begin() as connection:
        kept = make.student(connection)
        before = catalogue(connection)
    migrations.upgrade(empty)
    with empty.connect() as connection:
        assert catalogue(connection) == before
        assert connection.execute(select(people)).all() == [kept]


# The tables of the code may have columns that come later.
OLDER_LECTURER = """
INSERT INTO people (number, name, role, created_at, updated_at) VALUES ('1', 'Rina', 'dosen', now(), now()) RETURNING id
"""
OLDER_VACANCY = """
INSERT INTO vacancies (lecturer_id, course, quota, description, requirements, documents, opens_at, closes_at, state,
    period_id, created_at, updated_at)
SELECT :by, :course, 2, 'Membantu.', 'Lulus.', '{}', one.at, one.at + interval '9 days', :state, :period_id,
    now(), now()
FROM (SELECT CAST(:opens_at AS timestamptz) AS at) AS one
"""


def test_0004_gives_each_published_vacancy_the_period_in_which_it_opens(empty: Engine) -> None:
    migrations.upgrade(empty, "0003")
    first, last = date(2026, 9, 1), date(2027, 1, 31)
    opens = {
        "the first minute": ("2026-08-31T17:00:00Z", "terbit"),
        "the last minute": ("2027-01-31T16:59:59Z", "ditutup"),
        "the day before": ("2026-08-31T16:59:59Z", "terbit"),
        "the day after": ("2027-01-31T17:00:00Z", "terbit"),
        "a draft": ("2026-10-01T00:00:00Z", "draf"),
    }
    with empty.begin() as db:
        running = make.period(db, starts_on=first, ends_on=last)
        named = make.period(db, starts_on=last + timedelta(days=1), ends_on=last + timedelta(days=90))
        lecturer = db.execute(text(OLDER_LECTURER)).one()
        for course, (opening, state) in opens.items():
            row = {"opens_at": datetime.fromisoformat(opening), "state": state, "period_id": None}
            db.execute(text(OLDER_VACANCY), row | {"by": lecturer.id, "course": course})
        row = {"opens_at": datetime.fromisoformat("2026-10-01T00:00:00Z"), "state": "terbit", "period_id": named.id}
        db.execute(text(OLDER_VACANCY), row | {"by": lecturer.id, "course": "named"})
    migrations.upgrade(empty, "0004")
    with empty.connect() as db:
        periods = dict(db.execute(select(vacancies.c.course, vacancies.c.period_id)).all())
    assert periods == dict.fromkeys(opens) | {
        "the first minute": running.id,
        "the last minute": running.id,
        "named": named.id,
    } | {"the day after": named.id}

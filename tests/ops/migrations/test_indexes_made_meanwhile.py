"""Indexes of large tables are made while the campus goes on, and made again where a run broke off."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Connection, Engine, create_engine, text

from common.ops import migrations
from common.ops.local.postgres import Postgres
from common.platform.fields import normal
from tests.temporary import drop_database

PEOPLE = text("""
    INSERT INTO people (number, name, role, created_at, updated_at)
    SELECT :stem || i, 'Siti ' || i, 'mahasiswa', now(), now() FROM generate_series(1, 200) AS i
""")
UNUSABLE = text("SELECT indexrelid::regclass::text FROM pg_index WHERE NOT (indisvalid AND indisready)")
BUILT = text("SELECT count(*) FROM pg_indexes WHERE indexname IN ('people_search_idx', 'messages_search_idx')")


@pytest.fixture
def before(postgres: Postgres) -> Iterator[Engine]:
    """With people in it, at the revision that brings the functions of the indexes."""
    postgres.create_database("indexed")
    engine = create_engine(postgres.url("indexed"))
    migrations.upgrade(engine, "0016")
    enter(engine, "A")
    yield engine
    engine.dispose()
    drop_database(postgres, "indexed")


def enter(engine: Engine, stem: str) -> None:
    with engine.begin() as db:
        db.execute(text("SET LOCAL lock_timeout = '2s'"))
        db.execute(PEOPLE, {"stem": stem})


def found(db: Connection, part: str) -> int:
    """By the index, as a table so small would be read without it."""
    db.execute(text("SET LOCAL enable_seqscan = off"))
    asked = "FROM people WHERE search_form(name) ILIKE :part"
    plan = "\n".join(db.scalars(text(f"EXPLAIN SELECT 1 {asked}"), {"part": part}))
    assert "people_search_idx" in plan
    return db.scalar(text(f"SELECT count(*) {asked}"), {"part": part}) or 0


def test_others_read_and_write_while_an_index_is_made(before: Engine) -> None:
    with ThreadPoolExecutor(1) as thread:
        with before.begin() as busy:
            busy.execute(PEOPLE, {"stem": "B"})
            upgrade = thread.submit(migrations.upgrade, before)
            with pytest.raises(TimeoutError):
                upgrade.result(timeout=2)
            enter(before, "C")
        upgrade.result(timeout=60)
    with before.connect() as db:
        assert db.scalars(UNUSABLE).all() == []
        assert found(db, "%siti 200%") == 3


def test_a_run_that_broke_off_is_made_good_by_the_next(before: Engine) -> None:
    with before.begin() as db:
        db.execute(text("CREATE INDEX people_search_idx ON people (name)"))
        db.execute(text("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'people_search_idx'::regclass"))
    migrations.upgrade(before)
    with before.connect() as db:
        assert db.scalars(UNUSABLE).all() == []
        assert found(db, "%siti 200%") == 1


def test_they_go_and_come_again(before: Engine) -> None:
    migrations.upgrade(before)
    migrations.downgrade(before, "0016")
    with before.connect() as db:
        assert db.scalar(BUILT) == 0
    migrations.upgrade(before)
    with before.connect() as db:
        assert db.scalar(BUILT) == 2


@pytest.mark.parametrize("revision", ["0018", "0019"])
def test_the_database_searches_in_the_form_of_the_fields(before: Engine, revision: str) -> None:
    migrations.upgrade(before)
    migrations.downgrade(before, revision)
    samples = (
        *normal.APOSTROPHES,
        *normal.HYPHENS,
        *normal.BLANKS,
        "Jose\u0301",
        "Ma\u2019ruf\u00a0A\u2011B",
        "\ufb01",
        "".join(map(chr, range(1, 128))),
        "",
    )
    with before.connect() as db:
        formed = {typed: db.scalar(text("SELECT search_form(:typed)"), {"typed": typed}) for typed in samples}
    assert formed == {typed: normal.for_search(typed) for typed in samples}

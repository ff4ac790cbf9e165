"""An older version goes on with a newer schema: what came since BORNE_SINCE only adds to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Connection, Engine, create_engine, text

from common.ops import migrations
from common.ops.local.postgres import Postgres
from common.ops.migrations.newer import NotBorne
from tests.temporary import drop_database

NAME = "expanding"
# Per column its type, and whether a row may be written without it.
COLUMNS = text(
    """SELECT relname || '.' || attname, format_type(atttypid, atttypmod),
    NOT attnotnull OR atthasdef OR attidentity <> '' OR attgenerated <> ''
    FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped"""
)
LIST = re.compile(r"ARRAY\[.*?\]")
# What a row is refused for, and the columns that a check reads; a constraint that is unique has an index, too.
RULES = text(
    """SELECT conrelid::regclass::text, pg_get_constraintdef(oid), ARRAY(
        SELECT attname::text FROM pg_attribute WHERE attrelid = conrelid AND attnum = ANY(conkey) AND contype = 'c')
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'f', 'x')
    UNION SELECT indrelid::regclass::text, pg_get_indexdef(indexrelid), '{}'
    FROM pg_index JOIN pg_class ON oid = indrelid
    WHERE relnamespace = 'public'::regnamespace AND indisunique"""
)


@pytest.fixture(scope="module")
def engine(postgres: Postgres) -> Iterator[Engine]:
    postgres.create_database(NAME)
    made = create_engine(postgres.url(NAME))
    yield made
    made.dispose()
    drop_database(postgres, NAME)


@pytest.fixture(scope="module")
def schemas(engine: Engine) -> tuple[Schema, Schema]:
    """Of BORNE_SINCE, and the newest, which is there afterwards."""
    found = []
    for revision in (migrations.BORNE_SINCE, "head"):
        migrations.upgrade(engine, to=revision)
        with engine.connect() as db:
            found.append(Schema(db))
    return found[0], found[1]


class Schema:
    """As it is now."""

    def __init__(self, db: Connection) -> None:
        self.columns = {name: (kind, free) for name, kind, free in db.execute(COLUMNS)}
        self.reads = {(table, rule): columns for table, rule, columns in db.execute(RULES)}
        self.rules = self.reads.keys()
        self.tables = {name.partition(".")[0] for name in self.columns}


FILLED = re.compile(r"\((\w+) IS NOT NULL\)")
WORD = re.compile(r"'([^']*)'::text")


def wider(table: str, rule: str, before: Schema) -> bool:
    """Whether it lists all the words that the same rule listed before, and more."""
    shape, words = LIST.sub("", rule), set(WORD.findall(rule))
    same = [set(WORD.findall(old)) for of, old in before.rules if of == table and LIST.sub("", old) == shape]
    return any(listed and listed <= words for listed in same)


def was_asked(table: str, rule: str, before: Schema) -> bool:
    """Whether the older code keeps it anyhow: it asks for columns to be filled that always were."""
    ways = rule.removeprefix("CHECK ").split(" OR ")
    filled = [set(FILLED.findall(way)) for way in ways if not FILLED.sub("", way).replace("AND", "").strip(" ()")]
    return any(columns and all(not before.columns[f"{table}.{one}"][1] for one in columns) for columns in filled)


def of_new_columns(table: str, columns: list[str], before: Schema) -> bool:
    """Whether it checks nothing but what the older code leaves at its default."""
    return bool(columns) and not any(f"{table}.{column}" in before.columns for column in columns)


def contracting(before: Schema, after: Schema) -> list[str]:
    """What the older code would meet, in words."""
    gone = [f"{name} is gone" for name in before.columns.keys() - after.columns.keys()]
    kept = before.columns.keys() & after.columns.keys()
    changed = [f"{name} has another type" for name in kept if before.columns[name][0] != after.columns[name][0]]
    asked = [
        f"{name} has to be written"
        for name, (_, free) in after.columns.items()
        if not free and name.partition(".")[0] in before.tables and before.columns.get(name, ("", True))[1]
    ]
    new = [(table, rule) for table, rule in after.rules - before.rules if table in before.tables]
    known = [
        (table, rule)
        for table, rule in new
        if wider(table, rule, before)
        or was_asked(table, rule, before)
        or of_new_columns(table, after.reads[table, rule], before)
    ]
    stricter = [f"{table}: {rule}" for table, rule in new if (table, rule) not in known]
    return sorted([*gone, *changed, *asked, *stricter])


def test_what_came_since_only_expands(schemas: tuple[Schema, Schema]) -> None:
    assert contracting(*schemas) == [], (
        "first add, deploy, then remove in a later version: or move BORNE_SINCE, and nobody can roll back over it"
    )


@pytest.mark.parametrize(
    ("statement", "met"),
    [
        ("ALTER TABLE people ADD room text", []),
        ("ALTER TABLE people ADD room text NOT NULL DEFAULT ''", []),
        ("ALTER TABLE people ADD rooms text[] NOT NULL DEFAULT '{}' CHECK (rooms <@ ARRAY['a', 'b'])", []),
        ("ALTER TABLE people ADD room text CHECK (room <> name)", ["people: CHECK ((room <> name))"]),
        ("CREATE TABLE rooms (name text NOT NULL UNIQUE)", []),
        ("ALTER TABLE people DROP email", ["people.email is gone"]),
        ("ALTER TABLE people RENAME email TO mail", ["people.email is gone"]),
        ("ALTER TABLE people ADD room text NOT NULL", ["people.room has to be written"]),
        ("ALTER TABLE uploads ALTER sha256 SET NOT NULL", ["uploads.sha256 has to be written"]),
        ("ALTER TABLE uploads ALTER bytes TYPE bigint", ["uploads.bytes has another type"]),
        ("ALTER TABLE uploads ADD CHECK (purpose IN ('dokumen', 'foto', 'pamflet', 'impor', 'surat'))", []),
        (
            "ALTER TABLE uploads ADD CHECK (purpose IN ('foto', 'surat'))",
            ["uploads: CHECK ((purpose = ANY (ARRAY['foto'::text, 'surat'::text])))"],
        ),
        (
            "ALTER TABLE uploads ALTER object DROP NOT NULL,"
            " ADD CHECK (state = 'antre' OR (object IS NOT NULL AND requested_at IS NOT NULL))",
            [],
        ),
        (
            "ALTER TABLE uploads ADD CHECK (state = 'antre' OR bytes IS NOT NULL)",
            ["uploads: CHECK (((state = 'antre'::text) OR (bytes IS NOT NULL)))"],
        ),
        ("ALTER TABLE uploads ADD CHECK (bytes > 0)", ["uploads: CHECK ((bytes > 0))"]),
    ],
)
def test_what_an_older_version_does_not_bear_is_seen(
    engine: Engine, schemas: tuple[Schema, Schema], statement: str, met: list[str]
) -> None:
    with engine.connect() as db:
        db.execute(text(statement))
        found = contracting(schemas[1], Schema(db))
    assert [line for line in found if line in met] == met
    assert bool(found) == bool(met)


@pytest.fixture
def newer(engine: Engine, schemas: object) -> Iterator[Callable[[str], None]]:
    """A version that is not known here has been at work, and says what its schema bears."""

    def leave(comment: str, revision: str = "9999") -> None:
        with engine.begin() as db:
            db.execute(text(f"UPDATE alembic_version SET version_num = '{revision}'"))
            db.execute(text(f"COMMENT ON TABLE alembic_version IS '{comment}'"))

    with engine.connect() as db:
        own: str = db.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    said = bears(engine)
    yield leave
    leave(said, own)


def bears(engine: Engine) -> str:
    """What a schema says of the code that it bears."""
    with engine.connect() as db:
        said: str = db.execute(text("SELECT obj_description('alembic_version'::regclass)")).scalar_one()
    return said


def test_a_newer_schema_that_bears_this_version_stays(engine: Engine, newer: Callable[[str], None]) -> None:
    newer(bears(engine))
    assert migrations.upgrade(engine) == "9999"
    with engine.connect() as db:
        assert db.scalar(text("SELECT version_num FROM alembic_version")) == "9999"


@pytest.mark.parametrize("said", ["", "code since 9998"])
def test_a_newer_schema_that_does_not_is_refused(engine: Engine, newer: Callable[[str], None], said: str) -> None:
    newer(said)
    with pytest.raises(NotBorne, match="of a newer version, 9999"):
        migrations.upgrade(engine)

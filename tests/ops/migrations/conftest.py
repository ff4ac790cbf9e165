"""A database as it stands in Cloud SQL: its owner a group, the migration a member of it without any attribute."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, create_engine, text

from common.ops import migrations
from common.ops.local.postgres import Postgres
from common.ops.migrations.grants import declared
from tests.rights import forget_user, make_user, url_as
from tests.temporary import drop_database

MIGRATOR, OWNERS = "migrate@awan.iam", "cloudsqlsuperuser"
NAME = "granted"
FORMER = "gone@awan.iam"
USERS = {function: f"{function.replace('_', '-')}@awan.iam" for function in declared()}

Login = Callable[[str], Engine]


@pytest.fixture(scope="module")
def login(postgres: Postgres) -> Iterator[Login]:
    """An engine by which one signs in to the migrated database."""
    made: dict[str, Engine] = {}

    def engine_of(user: str) -> Engine:
        if user not in made:
            made[user] = create_engine(url_as(user, postgres.url(NAME)), pool_size=1)
        return made[user]

    everybody = (*USERS.values(), FORMER, MIGRATOR)
    postgres.create_database(NAME)
    with engine_of("postgres").begin() as db:
        db.execute(text(f"CREATE ROLE {OWNERS} CREATEROLE CREATEDB"))
        db.execute(text(f"ALTER DATABASE {NAME} OWNER TO {OWNERS}"))
        for user in (*USERS.values(), FORMER):
            make_user(db, user)
        make_user(db, MIGRATOR, f"IN ROLE {OWNERS}")
    migrations.upgrade(engine_of(MIGRATOR), users=USERS)
    yield engine_of
    with engine_of("postgres").begin() as db:
        db.execute(text(f'REASSIGN OWNED BY "{MIGRATOR}" TO postgres'))
        db.execute(text(f"ALTER DATABASE {NAME} OWNER TO postgres"))
        for user in (*everybody, OWNERS):
            forget_user(db, user)
    for engine in made.values():
        engine.dispose()
    drop_database(postgres, NAME)

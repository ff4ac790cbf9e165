"""One real PostgreSQL for the session; every test leaves it as it found it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.event import listen, remove

from common import clock, migrations
from common.auth.keys import new_key, public_half, public_keys, signing_key
from common.db import engine, metadata
from common.local.places import Places
from common.local.postgres import Postgres
from common.settings import settings


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    with Postgres(Places(Path(tmp_path_factory.mktemp("local"))), fast=True) as server:
        yield server


@pytest.fixture(scope="session")
def database(postgres: Postgres) -> Iterator[None]:
    """The schema, brought up by the migrations, and the settings that lead to it."""
    keys = {"keys": [new_key("test-1"), new_key("test-2")]}
    configure(
        DATABASE_URL=postgres.url(),
        DATABASE_POOL_SIZE="20",
        SIGNING_KEYS=json.dumps(keys),
        PUBLIC_KEYS=json.dumps(public_half(keys)),
        LOG_LEVEL="CRITICAL",
    )
    migrations.upgrade(engine())
    yield
    engine().dispose()


@pytest.fixture
def db(database: None) -> Iterator[Connection]:
    """A connection whose transaction is undone at the end of the test."""
    with engine().connect() as connection:
        undone = connection.begin()
        connection.info["after_commit"] = []
        yield connection
        undone.rollback()


@pytest.fixture
def committed(database: None) -> Iterator[None]:
    """For tests that commit: every table is emptied afterwards."""
    yield
    empty_database()


def empty_database() -> None:
    tables = ", ".join(table.name for table in metadata.sorted_tables)
    with engine().begin() as connection:
        connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))


def configure(**environment: str) -> None:
    """Set environment variables for the whole session and read them anew."""
    os.environ.update(environment)
    for cached in (settings, engine, clock.campus_zone, signing_key, public_keys):
        cached.cache_clear()


@pytest.fixture
def queries() -> Callable[[Connection], AbstractContextManager[list[str]]]:
    """Collects the statements that a connection runs inside `with queries(db) as run`."""

    @contextmanager
    def recording(connection: Connection) -> Iterator[list[str]]:
        run: list[str] = []

        def remember(*event: Any) -> None:
            run.append(event[2])

        listen(connection, "before_cursor_execute", remember)
        yield run
        remove(connection, "before_cursor_execute", remember)

    return recording

"""The whole system for the session, on real parts; every test leaves it as it found it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from types import SimpleNamespace
from typing import Any

import grpc._server  # type: ignore[import-untyped]
import pytest
import time_machine
from sqlalchemy import Connection, text
from sqlalchemy.event import listen, remove
from sqlalchemy.exc import DBAPIError

from common.ops.local.campus import Campus
from common.ops.local.postgres import Postgres
from common.platform.db import engine
from common.platform.later import left_out
from common.platform.settings import settings
from common.platform.sheets.packed import LXML
from tests import bystanders
from tests.client import Portal
from tests.identity.certified import IdentityServer
from tests.identity.forger import Forger
from tests.seams import check_shapes
from tests.temporary import temporary_places

# As in a function, before any test imports it for itself.
with left_out(LXML):
    import openpyxl  # noqa: F401

pytest_plugins = ["tests.random_order", "tests.slow", "tests.uat_table"]

# Nouns are tested with nothing else astir: who wants messages to be delivered asks for `portal`.
QUIET = {"LOG_LEVEL": "CRITICAL", "WAKE_DELIVERY": "false"}


def real_time() -> float:
    """Seconds since 1970, wherever a test is in time."""
    try:
        return float(time_machine.escape_hatch.time.time())
    except ValueError:  # Nobody has moved it.
        return time.time()


@pytest.fixture(scope="session")
def campus() -> Iterator[Campus]:
    """Database, buckets, sinks, functions and gateway; nothing happens by the clock alone.

    Each function has the rights of its own database user, and each row that is read has the columns of its type: every
    test is one of these too.
    """
    check_shapes()
    # The topics' server waits for calls until a second from now. Where a test moves the time back that is over at once,
    # and it would ask again and again, beside every such test.
    grpc._server.time = SimpleNamespace(time=real_time)
    with temporary_places() as places, Campus(places, fast=True, timer=False, overrides=QUIET) as running:
        running.open()
        with engine().begin() as connection:
            bystanders.settle(connection)
        yield running


@pytest.fixture(scope="session")
def postgres(campus: Campus) -> Postgres:
    assert campus.postgres is not None
    return campus.postgres


@pytest.fixture(scope="session")
def database(campus: Campus) -> None:
    """The schema, brought up by the migrations, the settings that lead to it, and the bystanders' rows."""


@pytest.fixture
def db(database: None, request: pytest.FixtureRequest) -> Iterator[Connection]:
    """A connection whose transaction is undone at the end of the test."""
    with engine().connect() as connection:
        undone = connection.begin()
        connection.info["after_commit"] = []
        yield connection
        try:
            if not _aborted(connection):
                bystanders_are_as_they_were(connection, request)
        finally:
            undone.rollback()


@pytest.fixture
def committed(database: None, request: pytest.FixtureRequest) -> Iterator[None]:
    """For tests that commit: afterwards nothing but the bystanders is left in the tables."""
    alone = request.node.get_closest_marker("without_bystanders") is not None
    if alone:
        with engine().begin() as connection:
            bystanders.empty(connection)
    yield
    try:
        if not alone:
            with engine().connect() as connection:
                bystanders_are_as_they_were(connection, request)
    finally:
        reset_database()


@pytest.fixture
def portal(campus: Campus, committed: None) -> Iterator[Portal]:
    """The system as a client sees it, through the gateway, with mail and WhatsApp delivered."""
    with Portal(campus).awake() as client:
        yield client


def bystanders_are_as_they_were(connection: Connection, request: pytest.FixtureRequest) -> None:
    marker = request.node.get_closest_marker("changes_bystanders")
    assert bystanders.changed(connection) == set(marker.args if marker else ())


def _aborted(connection: Connection) -> bool:
    """After an error that the test did not undo the database answers nothing more."""
    try:
        connection.execute(text("SELECT 1"))
    except DBAPIError:
        return True
    return False


def reset_database() -> None:
    with engine().begin() as connection:
        bystanders.empty(connection)
        bystanders.restore(connection)


@pytest.fixture
def setting(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], None]]:
    """Sets one setting for the time of a test; what was already made from the old value stays."""

    def change(name: str, value: str) -> None:
        monkeypatch.setenv(name, value)
        settings.cache_clear()

    yield change
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture(scope="session")
def identity(campus: Campus) -> Iterator[IdentityServer]:
    """The campus's sign-in server."""
    log = campus.places.folder("logs") / "identity.log"
    with IdentityServer(log, f"{campus.url}/masuk/kampus") as server:
        yield server


@pytest.fixture(scope="session")
def forger(campus: Campus) -> Iterator[Forger]:
    """One that answers in its place, with the faults that a test wants."""
    with Forger() as server:
        yield server


@pytest.fixture
def thread() -> Iterator[ThreadPoolExecutor]:
    """Another one, for what has to wait for the test's own."""
    with ThreadPoolExecutor(1) as one:
        yield one


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

"""The archives, built and unpacked once; each function served from its own while its tests run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from common.http.function import Function
from common.ops.build import Archive, build
from common.ops.build.functions import function_names
from common.ops.contract import load_functions
from common.ops.local.users import user_of
from common.platform.db import transaction
from common.platform.settings import settings
from tests.conftest import reset_database
from tests.packaging.callers import tokens
from tests.packaging.serving import Served
from tests.rights import url_as


@pytest.fixture(scope="session")
def archives(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Archive]:
    return {archive.name: archive for archive in build(tmp_path_factory.mktemp("build"))}


@pytest.fixture(scope="session")
def unpacked(archives: dict[str, Archive], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every archive in an otherwise empty folder."""
    place = tmp_path_factory.mktemp("unpacked")
    for name, archive in archives.items():
        with ZipFile(archive.path) as packed:
            packed.extractall(place / name)
    return {name: place / name for name in archives}


@pytest.fixture(scope="module", params=function_names())
def function(request: pytest.FixtureRequest) -> Function:
    """Each function there is, as it is declared."""
    return load_functions()[request.param]


@pytest.fixture(scope="module")
def served(
    function: Function, unpacked: dict[str, Path], database: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """The function, running from its archive and signed in to the database as its own user."""
    own = {"DATABASE_URL": url_as(user_of(function.name), settings().database_url)} if function.database else {}
    with Served(unpacked[function.name], tmp_path_factory.mktemp("served"), **own) as running:
        yield running


@pytest.fixture(scope="module")
def callers(function: Function, database: None) -> Iterator[dict[str, str]]:
    """An access token for each role, good for all the tests of one function, which may write what they like."""
    with transaction() as db:
        made = tokens(db)
    yield made
    reset_database()

"""The staged tree, written once; each function served from it while its tests run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Row

from common.http.function import Function
from common.ops.build.tree import Tree, function_names, tree
from common.ops.contract import load_functions
from common.ops.local.users import user_of
from common.platform.auth.passwords import hash_password
from common.platform.db import transaction
from common.platform.settings import settings
from tests import factories
from tests.conftest import reset_database
from tests.packaging.callers import PASSWORD, tokens
from tests.packaging.pins import environment_from
from tests.packaging.serving import Served
from tests.rights import url_as


@pytest.fixture(scope="session")
def code() -> Tree:
    return tree()


@pytest.fixture(scope="session")
def staged(code: Tree, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the image is built from."""
    return code.write(tmp_path_factory.mktemp("build"))


@pytest.fixture(scope="session")
def python(staged: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python made from requirements.txt alone, as the buildpack makes one."""
    return environment_from(staged / "requirements.txt", tmp_path_factory.mktemp("environment"))


@pytest.fixture(scope="module", params=function_names())
def function(request: pytest.FixtureRequest) -> Function:
    """Each function there is, as it is declared."""
    return load_functions()[request.param]


@pytest.fixture(scope="module")
def served(
    function: Function, staged: Path, python: Path, database: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """The function, running from the one tree and signed in to the database as its own user."""
    own = {"DATABASE_URL": url_as(user_of(function.name), settings().database_url)} if function.database else {}
    with Served(function.name, staged, python, tmp_path_factory.mktemp("served"), **own) as running:
        yield running


@pytest.fixture(scope="module")
def callers(function: Function, database: None) -> Iterator[dict[str, str]]:
    """An access token for each role, good for all the tests of one function, which may write what they like."""
    with transaction() as db:
        made = tokens(db)
    yield made
    reset_database()


@pytest.fixture
def student(database: None) -> Iterator[Row[Any]]:
    """Somebody with a password. The bystanders are not compared: a function's tests, which come before in any order,
    may have written what they like until the next function's begin."""
    with transaction() as db:
        made = factories.student(db, password_hash=hash_password(PASSWORD))
    yield made
    reset_database()

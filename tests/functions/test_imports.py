"""Law 6: what a function may hold in memory after it was asked."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from common.http.function import Function
from common.ops.build.tree import function_names
from common.ops.checkout import CHECKOUT
from common.ops.contract import load_functions
from common.platform.auth.passwords import hash_password
from common.platform.content_types import PDF, XLSX
from common.platform.db import transaction
from tests import factories
from tests.packaging.asking import Ask, asks
from tests.packaging.callers import PASSWORD, tokens
from tests.packaging.serving import function_environment

CHILD = Path(__file__).with_name("asked.py")
STRANGER = Ask("GET", "/")
_GOOGLE = {f"google.cloud.{name}" for name in ("_helpers", "_http", "client", "exceptions", "version")} | {"grpc"}
STORAGE = _GOOGLE | {"google.cloud.storage"}
FIRESTORE = _GOOGLE | {"google.cloud.firestore", "google.cloud.firestore_v1", "google.cloud.location"}


@pytest.fixture(params=function_names())
def function(request: pytest.FixtureRequest) -> Function:
    """Each function there is, as it is declared."""
    return load_functions()[request.param]


def accounted_for(function: Function) -> set[str]:
    """The heavy packages that come with what a function declares: buckets, the inbox, pictures, PDF, sheets."""
    makes_pdf = any(endpoint.returns == PDF for endpoint in function.endpoints)
    issues = "write" in function.buckets.get("certificate_bucket", ())
    # openpyxl looks whether it is there.
    exports = "write" in function.buckets.get("export_bucket", ())
    makes_sheets = exports or any(endpoint.returns == XLSX for endpoint in function.endpoints)
    judges_files = any(trigger.kind == "upload" for trigger in function.triggers)
    return {
        *(STORAGE if function.buckets else ()),
        *(FIRESTORE if function.live and (function.triggers or not function.database) else ()),
        *(("reportlab", "PIL") if makes_pdf or issues else ()),
        *(("PIL",) if judges_files or makes_sheets else ()),
    }


def ask_all(function: Function, wanted: Iterable[Ask], tokens: dict[str, str]) -> dict[str, Any]:
    """What the function answered to each request, and what it held afterwards, in a Python of its own."""
    requests = [
        {"method": ask.method, "path": ask.path, "json": ask.body, "headers": _headers(tokens[ask.role])}
        for ask in wanted
    ]
    done = subprocess.run(
        [sys.executable, "-I", str(CHILD), str(CHECKOUT), f"functions.{function.name}.main"],
        input=json.dumps(requests),
        capture_output=True,
        text=True,
        env=function_environment() | {"LOG_LEVEL": "CRITICAL"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _headers(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"} if token else {}


@pytest.fixture
def callers(committed: None) -> dict[str, str]:
    with transaction() as db:
        return tokens(db)


@pytest.mark.without_bystanders
def test_a_function_loads_only_what_its_declaration_accounts_for(function: Function, callers: dict[str, str]) -> None:
    wanted = [STRANGER, *asks(function)]
    told = ask_all(function, wanted, callers)
    _, held_by_a_stranger = told["answers"][0]
    assert held_by_a_stranger == [], "a heavy client is loaded before it is needed"
    for ask, (status, held) in zip(wanted, told["answers"], strict=True):
        assert status < 500, ask
        assert set(held) - accounted_for(function) == set(), ask


def test_every_column_that_a_function_knows_has_a_type(function: Function, database: None) -> None:
    """A column takes its type from the one it points to: without that table it has none, and a join has no rule."""
    assert ask_all(function, [], {})["untyped"] == []


def test_signing_in_loads_nothing_heavy(committed: None) -> None:
    with transaction() as db:
        student = factories.student(db, password_hash=hash_password(PASSWORD))
    ask = Ask("POST", "/v1/session", {"number": student.number, "password": PASSWORD})
    assert ask_all(load_functions()["sign_in"], [ask], {"": ""})["answers"] == [[201, []]]


def test_a_heavy_client_would_be_seen(tmp_path: Path) -> None:
    """The test of the tests: the names that are looked for are the ones those packages go by."""
    imports = "import grpc, aiohttp, sqlalchemy.orm, google.cloud.storage, google.cloud.firestore, reportlab, pi_heif"
    script = f"import runpy; {imports}; print(runpy.run_path({str(CHILD)!r})['heavy']())"
    done = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True, check=True)
    for package in (
        "grpc",
        "aiohttp",
        "sqlalchemy.orm",
        "google.cloud.firestore",
        "reportlab",
        "PIL",
        "pi_heif",
        *STORAGE,
    ):
        assert f"'{package}'" in done.stdout

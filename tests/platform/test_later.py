"""What a library imports for cases that seldom come is loaded when one comes, and not before."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from threading import Barrier
from types import ModuleType

import pytest

from common.ops.checkout import CHECKOUT
from common.platform.later import left_out, load_later

AT_ONCE = 8
SELDOM = ("scramp", "asn1crypto", "dateutil.tz", "cryptography.x509.base")


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Its source is slow to run, so that others come while it does."""
    name = "seldom_used_module"
    (tmp_path / f"{name}.py").write_text("import time\ntime.sleep(0.05)\nVALUE = object()\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, name, raising=False)
    load_later(name, lambda: import_module(name), GIVEN=7)
    return name


def real(name: str) -> bool:
    return hasattr(sys.modules[name], "__file__")


def test_importing_loads_nothing_and_a_name_of_it_does(module: str) -> None:
    imported = import_module(module)
    assert imported.GIVEN == 7
    assert not real(module)
    value = imported.VALUE
    assert real(module)
    assert import_module(module).VALUE is value


def test_a_name_that_it_does_not_have_is_refused(module: str) -> None:
    with pytest.raises(AttributeError):
        _ = import_module(module).OTHER


def test_many_at_once_get_the_same_whole_module(module: str) -> None:
    stand_in, together = import_module(module), Barrier(AT_ONCE)

    def value() -> object:
        together.wait()
        return stand_in.VALUE

    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = [one.result() for one in [pool.submit(value) for _ in range(AT_ONCE)]]
    assert set(found) == {import_module(module).VALUE}


def test_what_is_loaded_already_stays() -> None:
    there = ModuleType("there_already")
    sys.modules["there_already"] = there
    try:
        load_later("there_already", lambda: import_module("there_already"))
        assert sys.modules["there_already"] is there
    finally:
        del sys.modules["there_already"]


def test_what_is_left_out_counts_as_missing_for_a_while() -> None:
    there = ModuleType("there_already")
    sys.modules["there_already"] = there
    try:
        with left_out("there_already"), pytest.raises(ModuleNotFoundError):
            import_module("there_already")
        assert sys.modules["there_already"] is there
    finally:
        del sys.modules["there_already"]


def test_sheets_are_read_and_written_without_lxml() -> None:
    """Which would neither refuse entities nor cost nothing."""
    code = (
        "from common.platform.sheets.workbook_out import _shell; _shell('Uji', [12]); import openpyxl, sys;"
        "print(openpyxl.LXML, openpyxl.DEFUSEDXML, 'lxml' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True", "False"]


def test_a_moment_that_postgresql_does_not_write_is_still_read() -> None:
    code = (
        "from common.platform.db.engine import _lighten; _lighten();"
        "from pg8000.converters import timestamp_in; print(timestamp_in('20270101T10'), timestamp_in('infinity'));"
        "import scramp; print(scramp.ScramClient.__module__)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["2027-01-01 10:00:00 infinity", "scramp.core"]


def test_a_signed_in_request_loads_none_of_them(database: None) -> None:
    code = (
        "import sys; from uuid import uuid4; from sqlalchemy import text;"
        "from common.platform.auth import tokens; from common.platform.db import transaction;"
        "token = tokens.issue(tokens.Claims(uuid4(), uuid4(), 'admin')); tokens.verify(token);"
        "\nwith transaction() as db: db.scalar(text('select now()'))\n"
        f"print(sorted({set(SELDOM)} & sys.modules.keys() - {{'scramp'}}), hasattr(sys.modules['scramp'], '__file__'))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    assert done.stdout == "[] False\n"

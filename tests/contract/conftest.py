"""The declarations as they are, and functions made up for one test."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent

import pytest

import functions as folder_of_functions
from common.http.declare import ENDPOINTS, TRIGGERS
from common.http.function import FUNCTIONS, Function
from common.ops.contract import load_functions
from tests.contract.documents import Documents, make_documents


@pytest.fixture(scope="session")
def functions() -> dict[str, Function]:
    return load_functions()


@pytest.fixture(scope="session")
def documents(functions: dict[str, Function]) -> Documents:
    return make_documents(functions)


@pytest.fixture
def add_function(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], None]]:
    """Writes a function's main.py beside the real ones, until the end of the test."""
    monkeypatch.setattr(folder_of_functions, "__path__", [*folder_of_functions.__path__, str(tmp_path)])
    names: list[str] = []

    def add(name: str, source: str) -> None:
        names.append(name)
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").touch()
        (tmp_path / name / "main.py").write_text(dedent(source))

    yield add
    for name in names:
        for module in (f"functions.{name}.main", f"functions.{name}"):
            sys.modules.pop(module, None)
        for registry in (FUNCTIONS, ENDPOINTS, TRIGGERS):
            registry.pop(f"functions.{name}.main", None)

"""What an archive holds: all that its function imports, and nothing else."""

from __future__ import annotations

import ast
import json
from modulefinder import ModuleFinder
from pathlib import Path
from zipfile import ZipFile

import pytest

from common.ops.build import Archive
from common.ops.build.functions import MIGRATE, function_names
from common.ops.checkout import CHECKOUT

DEVELOPMENT = ("common/ops/local/", "common/ops/contract/", "common/ops/build/", "common/__main__.py", "tests/")
EVERY = [*function_names(), MIGRATE]


@pytest.fixture(params=EVERY)
def archive(request: pytest.FixtureRequest, archives: dict[str, Archive]) -> Archive:
    return archives[request.param]


def test_every_function_and_the_migration_have_an_archive(archives: dict[str, Archive]) -> None:
    assert list(archives) == EVERY


def test_the_index_tells_which_file_is_whose(archives: dict[str, Archive]) -> None:
    for name, entry in json.loads((archives[MIGRATE].path.parent / "archives.json").read_text()).items():
        assert entry == {"file": archives[name].path.name, "sha256": archives[name].digest}
        assert archives[name].path.is_file()


def test_the_root_main_is_one_line_that_leads_to_the_function(unpacked: dict[str, Path]) -> None:
    for name in function_names():
        assert (unpacked[name] / "main.py").read_text() == f"from functions.{name}.main import entry\n"


def test_the_zip_and_the_staged_folder_are_alike(archive: Archive) -> None:
    with ZipFile(archive.path) as packed:
        zipped = {name: packed.read(name) for name in packed.namelist()}
    staged = {
        str(file.relative_to(archive.folder)): file.read_bytes() for file in archive.folder.rglob("*") if file.is_file()
    }
    assert zipped == staged


def test_nothing_of_other_functions_or_of_development_is_in_an_archive(archive: Archive) -> None:
    with ZipFile(archive.path) as packed:
        names = packed.namelist()
    others = tuple(f"functions/{name}/" for name in function_names() if name != archive.name)
    assert [name for name in names if name.startswith(others + DEVELOPMENT)] == []
    assert [name for name in names if name.endswith(".pyc") or "/." in name or name.startswith((".", "/"))] == [
        ".python-version"
    ]


def test_an_archive_holds_what_is_imported_and_nothing_else(archive: Archive, unpacked: dict[str, Path]) -> None:
    """By Python's own module finder, which reads bytecode where the build reads the text."""
    folder = unpacked[archive.name]
    finder, found = ModuleFinder(path=[str(folder)]), set()
    for script in [folder / "main.py", *folder.glob("common/ops/migrations/env.py")]:
        finder.run_script(str(script))
        found |= {Path(module.__file__) for module in finder.modules.values() if module.__file__}
    assert {str(file.relative_to(folder)) for file in set(_modules_in(folder)) - found} == set()
    missing = {name for name in finder.any_missing() if name.startswith(("common.", "functions."))}
    assert missing - _for_the_type_checker(folder) == set()


def test_the_migration_brings_every_revision(unpacked: dict[str, Path]) -> None:
    here = {file.name for file in (CHECKOUT / "common/ops/migrations/versions").glob("*.py")}
    assert here
    assert {file.name for file in (unpacked[MIGRATE] / "common/ops/migrations/versions").glob("*.py")} == here


def _modules_in(folder: Path) -> list[Path]:
    """Everything written in Python but the revisions, which Alembic finds by their place."""
    return [file for file in folder.rglob("*.py") if file.parent.name != "versions"]


def _for_the_type_checker(folder: Path) -> set[str]:
    """What is imported under `if TYPE_CHECKING`, by module and by name."""
    guards = (
        node
        for file in _modules_in(folder)
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    )
    imports = (node for guard in guards for node in ast.walk(guard) if isinstance(node, ast.ImportFrom))
    return {name for node in imports for name in (f"{node.module}", *(f"{node.module}.{a.name}" for a in node.names))}

"""What goes into the archive of each function, and of the migration job."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from common.ops.build.archive import Archive, clear, write
from common.ops.build.import_closure import import_closure
from common.ops.checkout import CHECKOUT

INDEX = "archives.json"
MIGRATE = "migrate"

# The version of the tests, which the buildpack installs; newer ones start about a tenth slower.
_PYTHON = "3.11"
_MIGRATIONS = "common/ops/migrations"
_MIGRATE_MAIN = """\
import sys

from common.ops.migrations.job import main

if __name__ == "__main__":
    main(sys.argv[1:])
"""


def build(out: Path, root: Path = CHECKOUT) -> list[Archive]:
    """An archive for each function of the checkout `root`, and `migrate` for the job that brings the schema up.

    `out` is ours: what an earlier build left there stays where it is the same, and else goes. `out/archives.json` has
    each name's file and digest.
    """
    out.mkdir(parents=True, exist_ok=True)
    archives = [write(name, function_content(root, name), out) for name in function_names(root)]
    archives.append(write(MIGRATE, migration_content(root), out))
    for gone in {path.name for path in (out / "staged").iterdir()} - {archive.name for archive in archives}:
        clear(gone, out)
    index = {archive.name: {"file": archive.path.name, "sha256": archive.digest} for archive in archives}
    (out / INDEX).write_text(json.dumps(index, indent=2, sort_keys=True) + "\n")
    return archives


def function_names(root: Path = CHECKOUT) -> list[str]:
    return sorted(main.parent.name for main in (root / "functions").glob("*/main.py"))


def function_content(root: Path, name: str) -> dict[str, bytes]:
    """The function's module and all that it leads to, under the paths of the checkout."""
    module = f"functions.{name}.main"
    return _content(root, [module], f"from {module} import entry\n")


def migration_content(root: Path) -> dict[str, bytes]:
    """The program of common.ops.migrations.job. Alembic finds the revisions by path, not by import."""
    content = _content(root, ["common.ops.migrations.job", "common.ops.migrations.env"], _MIGRATE_MAIN)
    content |= _read(root, (root / _MIGRATIONS).rglob("*.py"))
    return content | {"Procfile": b"web: python main.py\n"}


def _content(root: Path, starts: list[str], main: str) -> dict[str, bytes]:
    modules = import_closure(root, starts).values()
    data = (file for module in modules if module.name == "__init__.py" for file in _data_of(module.parent))
    content = _read(root, modules) | _read(root, data)
    made = {"main.py": main.encode(), ".python-version": f"{_PYTHON}\n".encode()}
    return content | made | {"requirements.txt": (root / "requirements.txt").read_bytes()}


def _data_of(package: Path) -> Iterator[Path]:
    """Fonts, templates and the like, in the package's folder or in folders below that are no packages themselves."""
    for path in package.iterdir():
        if path.name.startswith((".", "__pycache__")) or (path / "__init__.py").exists():
            continue
        if path.is_dir():
            yield from _data_of(path)
        elif path.suffix not in {".py", ".pyc", ".md", ".mako"}:
            yield path


def _read(root: Path, files: Iterable[Path]) -> dict[str, bytes]:
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in files}

"""The one tree that the image of all steps is built from: the same bytes on every machine, named after them.

It holds no `.pyc`: Google's buildpack compiles the tree, for the very Python that runs it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from common.ops.checkout import CHECKOUT

# The version of the tests, which the buildpack installs; newer ones start about a tenth slower.
_PYTHON = "3.11"
CONFIG = "cloudbuild.yaml"
_CONFIG = "common/ops/build/cloudbuild.yaml"
_FILES = ("main.py", "requirements.txt", "common/ops/__init__.py")
_FOLDERS = (Path("common"), Path("common/ops/migrations"), Path("common/ops/recovery"), Path("functions"))
# What only a developer or an operator runs or reads.
_DEVELOPMENT = {Path("common/__main__.py"), Path("common/docs"), Path("common/ops")}
_NOT_READ = {".pyc", ".md", ".mako"}
_TAG = 16  # letters of the digest
_FILE_MODE, _FOLDER_MODE = 0o644, 0o755


@dataclass(frozen=True)
class Tree:
    """Paths, and what is in the files."""

    content: Mapping[str, bytes]

    @cached_property
    def tag(self) -> str:
        """The first letters of the SHA-256 of the content, in hexadecimal."""
        lines = (f"{sha256(data).hexdigest()} {path}\n" for path, data in sorted(self.content.items()))
        return sha256("".join(lines).encode()).hexdigest()[:_TAG]

    def write(self, out: Path) -> Path:
        """Write it as `self.folder(out)`, unless it is there; an earlier tree goes."""
        folder = self.folder(out)
        if not folder.exists():
            shutil.rmtree(folder.parent, ignore_errors=True)
            # It shows that all is there: so its name comes last.
            self._write(part := folder.with_name("part"))
            part.rename(folder)
        return folder

    def folder(self, out: Path) -> Path:
        return out / "staged" / self.tag

    def _write(self, folder: Path) -> None:
        for path, data in sorted(self.content.items()):
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
            file.chmod(_FILE_MODE)
        for inner in [folder, *(path for path in folder.rglob("*") if path.is_dir())]:
            inner.chmod(_FOLDER_MODE)


def tree(root: Path = CHECKOUT) -> Tree:
    """Of the checkout `root`: every step, what they and the migrations share, and how it is built."""
    paths = {*_FILES, *(path for folder in _FOLDERS for path in _paths(root, folder))}
    content = {path: (root / path).read_bytes() for path in paths}
    made = {CONFIG: (root / _CONFIG).read_bytes(), ".python-version": f"{_PYTHON}\n".encode()}
    return Tree(content | made)


def function_names(root: Path = CHECKOUT) -> list[str]:
    return sorted(main.parent.name for main in (root / "functions").glob("*/main.py"))


def _paths(root: Path, folder: Path) -> Iterator[str]:
    for path in (root / folder).iterdir():
        inner = path.relative_to(root)
        if inner in _DEVELOPMENT or path.name.startswith((".", "__pycache__")) or path.suffix in _NOT_READ:
            continue
        if path.is_dir():
            yield from _paths(root, inner)
        else:
            yield inner.as_posix()
